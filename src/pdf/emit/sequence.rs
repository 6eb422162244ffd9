//! What is drawn on a page, cut into the stretches that are marked as one: content of an element, or an artifact.

use crate::pdf::galley::{Draw, Item};
use crate::pdf::sheet::Sheet;
use crate::pdf::structure::ElementId;

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

impl Sequence<'_> {
    /// Whether there is nothing but type in it.
    pub(super) fn is_text(&self) -> bool {
        self.items.iter().all(|item| matches!(item.draw, Draw::Run(_)))
    }
}

/// The sequences of a page, in the order in which they are drawn.
pub(super) fn sequences(sheet: &Sheet) -> Vec<Sequence<'_>> {
    let mut next = 0;
    let mut mark = |items: &[Item]| match items.first() {
        Some(Item { draw: Draw::Widget(_), owner: Some(element) }) => Mark::Field { element: *element, before: next },
        Some(Item { owner: Some(element), .. }) => {
            next += 1;
            Mark::Content { element: *element, number: next - 1 }
        }
        _ => Mark::Artifact,
    };
    let body = sheet.items.chunk_by(|a, b| a.owner == b.owner).map(|items| Sequence { mark: mark(items), items });
    let mut sequences: Vec<Sequence> = body.collect();
    if !sheet.footer.is_empty() {
        sequences.push(Sequence { mark: Mark::Footer, items: &sheet.footer });
    }
    sequences
}
