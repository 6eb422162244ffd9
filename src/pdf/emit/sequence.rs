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

/// The streams of a page, in the order in which they are drawn: what many sheets have in common, then what is one
/// person's. Content is numbered in reading order, whichever stream it is in.
pub(super) fn streams(sheet: &Sheet) -> Vec<Stream<'_>> {
    let mut next = 0;
    let mut mark = |items: &[Item]| match items.first() {
        Some(Item { draw: Draw::Widget(_), owner: Some(element), .. }) => {
            Mark::Field { element: *element, before: next }
        }
        Some(Item { owner: Some(element), .. }) => {
            next += 1;
            Mark::Content { element: *element, number: next - 1 }
        }
        _ => Mark::Artifact,
    };
    let (mut common, mut personal) = (Vec::new(), Vec::new());
    for items in sheet.items.chunk_by(|a, b| (a.owner, a.is_personal) == (b.owner, b.is_personal)) {
        let is_personal = items.first().is_some_and(|item| item.is_personal);
        let sequences = if is_personal { &mut personal } else { &mut common };
        sequences.push(Sequence { mark: mark(items), items });
    }
    if !sheet.footer.is_empty() {
        common.push(Sequence { mark: Mark::Footer, items: &sheet.footer });
    }
    let streams = [(common, false), (personal, true)].map(|(sequences, is_personal)| Stream { sequences, is_personal });
    streams.into_iter().filter(|stream| !stream.sequences.is_empty()).collect()
}
