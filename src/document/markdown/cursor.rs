//! A position in the events of a text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::events::Spanned;

/// Reads events one after the other. pulldown-cmark promises that starts and ends are balanced.
pub(super) struct Cursor<'a> {
    events: &'a [Spanned<'a>],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(events: &'a [Spanned<'a>]) -> Self {
        Cursor { events, at: 0 }
    }

    /// The index of the next event, to come back to with [`Cursor::jump`].
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Goes to an event by its index.
    pub(super) fn jump(&mut self, position: usize) {
        self.at = position;
    }

    /// The next event, without passing it.
    pub(super) fn peek(&self) -> Option<&'a Event<'a>> {
        self.events.get(self.at).map(|(event, _)| event)
    }

    /// Passes the next event.
    pub(super) fn next(&mut self) -> Option<(&'a Event<'a>, Range<usize>)> {
        let (event, range) = self.events.get(self.at)?;
        self.at += 1;
        Some((event, range.clone()))
    }

    /// Passes the next event unless the container ends here.
    pub(super) fn next_child(&mut self) -> Option<(&'a Event<'a>, Range<usize>)> {
        if self.at_end() { None } else { self.next() }
    }

    /// Passes the next event if it belongs to running text.
    pub(super) fn next_inline(&mut self) -> Option<(&'a Event<'a>, Range<usize>)> {
        if self.is_at_inline() { self.next() } else { None }
    }

    /// Whether running text comes next.
    pub(super) fn is_at_inline(&self) -> bool {
        self.peek().is_some_and(is_inline)
    }

    /// Whether a paragraph comes next, or running text that is not marked as one (in lists without space between items).
    pub(super) fn is_at_paragraph(&self) -> bool {
        self.is_at_inline() || matches!(self.peek(), Some(Event::Start(Tag::Paragraph)))
    }

    /// Whether the container ends here, or the text.
    pub(super) fn at_end(&self) -> bool {
        matches!(self.peek(), None | Some(Event::End(_)))
    }

    /// Passes whatever is left of the container that is open, and its end.
    pub(super) fn close(&mut self) {
        let mut open = 1;
        while open > 0
            && let Some((event, _)) = self.next()
        {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
    }

    /// Whether the item that has just been entered begins with a tick box: `Some(ticked)`.
    ///
    /// In a list with space between its items the mark stands inside the first paragraph.
    pub(super) fn next_is_task(&self) -> Option<bool> {
        let skipped = usize::from(matches!(self.peek(), Some(Event::Start(Tag::Paragraph))));
        match self.events.get(self.at + skipped) {
            Some((Event::TaskListMarker(ticked), _)) => Some(*ticked),
            _ => None,
        }
    }

    /// Whether an item of the list that has just been entered has paragraphs, that is, space around it.
    pub(super) fn list_is_loose(&self) -> bool {
        let mut open = 0_usize;
        for (event, _) in self.events.iter().skip(self.at) {
            match event {
                Event::Start(Tag::Paragraph) if open == 1 => return true,
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => return false,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
        false
    }
}

/// Whether an event belongs to running text.
fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(_) | Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}
