//! What is drawn on a page, cut into streams, and these into the stretches that are marked as one: content of an
//! element, or an artifact.

use crate::pdf::galley::{Draw, Item};
use crate::pdf::sheet::Sheet;
use crate::pdf::structure::ElementId;

/// A part of a page that is drawn by itself: what the sheets of many people have in common, or what belongs to one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream<'a> {
    pub(super) sequences: Vec<Sequence<'a>>,
    pub(super) is_personal: bool,
}

/// Items in a row that are part of the same element, or of none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sequence<'a> {
    pub(super) mark: Mark,
    pub(super) items: &'a [Item],
}

/// What a sequence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Content of an element, by its number on the page (MCID).
    Content { element: ElementId, number: u32 },
    /// A field that stands before the content of this number; nothing is drawn.
    Field { element: ElementId, before: u32 },
    /// What a field shows.
    Shown,
    /// Of no meaning by itself: lines, grounds, headers of tables that stand again.
    Artifact,
    /// The foot of the page.
    Footer,
}

impl Mark {
    /// The number of content on the page.
    pub(super) fn number(self) -> Option<u32> {
        match self {
            Mark::Content { number, .. } => Some(number),
            Mark::Field { .. } | Mark::Shown | Mark::Artifact | Mark::Footer => None,
        }
    }
}

impl Sequence<'_> {
    /// Whether there is nothing but type in it.
    pub(super) fn is_text(&self) -> bool {
        self.items.iter().all(|item| matches!(item.draw, Draw::Run(_)))
    }
}

/// The streams of a page, in the order in which they are drawn.
pub(super) fn streams(sheet: &Sheet) -> Vec<Stream<'_>> {
    let mut next = 0;
    let mut mark = |items: &[Item]| match items.first() {
        Some(Item { draw: Draw::Widget(_), owner: Some(element) }) => Mark::Field { element: *element, before: next },
        Some(Item { owner: Some(element), .. }) => {
            next += 1;
            Mark::Content { element: *element, number: next - 1 }
        }
        _ => Mark::Artifact,
    };
    let mut streams: Vec<Stream> = Vec::new();
    for (items, is_personal) in sheet.stretches() {
        let sequences = items.chunk_by(|a, b| a.owner == b.owner).map(|items| Sequence { mark: mark(items), items });
        streams.push(Stream { sequences: sequences.collect(), is_personal });
    }
    if !sheet.footer.is_empty() {
        let footer = Sequence { mark: Mark::Footer, items: &sheet.footer };
        // Nobody reads it aloud, so it need not come last.
        match streams.iter_mut().rfind(|stream| !stream.is_personal) {
            Some(common) => common.sequences.push(footer),
            None => streams.push(Stream { sequences: vec![footer], is_personal: false }),
        }
    }
    streams
}
