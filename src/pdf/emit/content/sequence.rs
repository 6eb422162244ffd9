//! What is drawn on a page, cut into two streams, and these into the stretches that are marked as one: content of an
//! element, or an artifact.

use crate::layout::item::{Draw, Item};
use crate::layout::sheet::Sheet;
use crate::layout::structure::ElementId;

/// What is drawn on a page, as streams that are drawn by themselves: first what many sheets have in common, then what is
/// one person's. Content is numbered in reading order, whichever of them it is in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageStreams<'a> {
    pub(crate) common: Vec<Sequence<'a>>,
    pub(crate) personal: Vec<Sequence<'a>>,
}

/// Items in a row that are part of the same element, or of none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sequence<'a> {
    pub(crate) mark: ContentMark,
    pub(crate) items: &'a [Item],
}

/// What a sequence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentMark {
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

impl ContentMark {
    /// The number of content on the page.
    pub(crate) fn number(self) -> Option<u32> {
        match self {
            ContentMark::Content { number, .. } => Some(number),
            ContentMark::Field { .. } | ContentMark::Shown | ContentMark::Artifact | ContentMark::Footer => None,
        }
    }
}

impl Sequence<'_> {
    /// Whether there is nothing but type in it.
    pub(crate) fn is_text(&self) -> bool {
        self.items.iter().all(|item| matches!(item.draw, Draw::Run(_)))
    }
}

/// The streams of a page.
pub(crate) fn streams(sheet: &Sheet) -> PageStreams<'_> {
    let mut next = 0;
    let mut mark = |items: &[Item]| match items.first() {
        Some(Item { draw: Draw::Widget(_), owner: Some(element), .. }) => {
            ContentMark::Field { element: *element, before: next }
        }
        Some(Item { owner: Some(element), .. }) => {
            next += 1;
            ContentMark::Content { element: *element, number: next - 1 }
        }
        _ => ContentMark::Artifact,
    };
    let mut streams = PageStreams { common: Vec::new(), personal: Vec::new() };
    for items in chunks(sheet) {
        let is_personal = items.first().is_some_and(|item| item.is_personal);
        let sequences = if is_personal { &mut streams.personal } else { &mut streams.common };
        sequences.push(Sequence { mark: mark(items), items });
    }
    if !sheet.footer.is_empty() {
        // Nobody reads it aloud.
        streams.common.push(Sequence { mark: ContentMark::Footer, items: &sheet.footer });
    }
    streams
}

/// Items in a row that belong to one element and one stream.
pub(crate) fn chunks(sheet: &Sheet) -> impl Iterator<Item = &[Item]> {
    sheet.items.chunk_by(|a, b| (a.owner, a.is_personal) == (b.owner, b.is_personal))
}

impl<'a> PageStreams<'a> {
    /// The content of elements in reading order: its number, its element and what is drawn.
    pub(crate) fn content(&self) -> Vec<(u32, ElementId, &'a [Item])> {
        let content = |sequence: &Sequence<'a>| match sequence.mark {
            ContentMark::Content { element, number } => Some((number, element, sequence.items)),
            _ => None,
        };
        let mut content: Vec<_> = self.common.iter().chain(&self.personal).filter_map(content).collect();
        content.sort_unstable_by_key(|(number, ..)| *number);
        content
    }
}
