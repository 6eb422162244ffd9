//! Splits the items of a page into two streams, and these into marked-content sequences: content of one structure
//! element, or an artifact.

use crate::layout::item::{Draw, Item};
use crate::layout::sheet::Sheet;
use crate::layout::structure::ElementId;

/// The two streams of a page: shared content, drawn first, and personal content. Marked content is numbered in reading
/// order across both.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageStreams<'a> {
    pub(crate) common: Vec<Sequence<'a>>,
    pub(crate) personal: Vec<Sequence<'a>>,
}

/// Consecutive items of one element, or of none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sequence<'a> {
    pub(crate) mark: ContentMark,
    pub(crate) items: &'a [Item],
}

/// The mark of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentMark {
    /// Content of an element, by its number on the page (`MCID`).
    Content { element: ElementId, number: u32 },
    /// A form field before the content with this number; it is an annotation, so nothing is drawn.
    Field { element: ElementId, before: u32 },
    /// The appearance of a form field.
    Shown,
    /// Without meaning of its own: rules, backgrounds, repeated table headers.
    Artifact,
    /// The page footer.
    Footer,
}

impl ContentMark {
    /// The `MCID`, for content.
    pub(crate) fn number(self) -> Option<u32> {
        match self {
            ContentMark::Content { number, .. } => Some(number),
            ContentMark::Field { .. } | ContentMark::Shown | ContentMark::Artifact | ContentMark::Footer => None,
        }
    }
}

impl Sequence<'_> {
    /// Whether it consists of text alone.
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
        // An artifact: screen readers skip it.
        streams.common.push(Sequence { mark: ContentMark::Footer, items: &sheet.footer });
    }
    streams
}

/// The consecutive items of a page that belong to one element and one stream.
pub(crate) fn chunks(sheet: &Sheet) -> impl Iterator<Item = &[Item]> {
    sheet.items.chunk_by(|a, b| (a.owner, a.is_personal) == (b.owner, b.is_personal))
}

impl<'a> PageStreams<'a> {
    /// The content of elements in reading order: number, element, items.
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
