//! Running text, with words that belong together ("Pasal 5", "III/a") in elements without line breaks. The characters are
//! not changed, so that search and copy work.

use std::borrow::Cow;
use std::ops::Range;

use super::body::Body;
use crate::document::{Inline, plain_text};
use crate::linebreak::{OBJECT, kept_together};

/// The most bytes that are kept together, for narrow screens.
const LONGEST: usize = 28;

impl Body<'_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        let kept = kept(inlines);
        let tags = kept.iter().flat_map(|range| [(range.start, "<span class=\"nb\">"), (range.end, "</span>")]);
        let mut tags = tags.peekable();
        let mut end = 0;
        for inline in inlines {
            let start = end;
            end += flat(inline).len();
            if let Inline::Text(text) = inline {
                let mut from = 0;
                while let Some((at, tag)) = tags.next_if(|(at, _)| *at <= end) {
                    self.text(text.get(from..at - start).unwrap_or_default());
                    self.push(tag);
                    from = at - start;
                }
                self.text(text.get(from..).unwrap_or_default());
            } else {
                while let Some((_, tag)) = tags.next_if(|(at, _)| *at <= start) {
                    self.push(tag);
                }
                self.inline(inline);
            }
        }
        tags.for_each(|(_, tag)| self.push(tag));
    }
}

/// The ranges of siblings that are kept together, in bytes of their text. None starts, ends or lies within a sibling that is
/// an element: that one keeps its own text together.
fn kept(inlines: &[Inline]) -> Vec<Range<usize>> {
    let (mut text, mut codes, mut elements) = (String::new(), Vec::new(), Vec::new());
    for inline in inlines {
        let start = text.len();
        text.push_str(&flat(inline));
        match inline {
            Inline::Text(_) => continue,
            Inline::Code(_) => codes.push(start..text.len()),
            _ => {}
        }
        elements.push(start..text.len());
    }
    let apart = |range: &Range<usize>| {
        elements.iter().all(|element| {
            let parts = |at: usize| element.start < at && at < element.end;
            let within = element.start <= range.start && range.end <= element.end;
            !parts(range.start) && !parts(range.end) && !within
        })
    };
    let mut kept = kept_together(&text, &codes);
    kept.retain(|range| range.len() <= LONGEST && apart(range));
    kept
}

/// An inline as text to look for breaks in.
fn flat(inline: &Inline) -> Cow<'_, str> {
    match inline {
        Inline::Text(text) | Inline::Code(text) => Cow::Borrowed(text),
        Inline::Blank(_) => Cow::Owned(OBJECT.to_string()),
        Inline::LineBreak => Cow::Borrowed("\n"),
        other => Cow::Owned(plain_text(std::slice::from_ref(other))),
    }
}
