//! What makes sheets, certificates, slides and posters differ: their pages, how type is fitted to them, and who is one.
//!
//! Layout knows a page of ordinary size. A larger paper enlarges it: A3 shows the page of A4. A sheet to be ticked
//! becomes a poster there: two columns of type as large as leaves it on two pages, so that it is read from a distance.
//! Slides and certificates are small pages, turned across, and enlarged as well.

use super::settings::Settings;
use super::style::Style;
use crate::document::{Block, Document, Layout};
use crate::layout::paper::Paper;

/// What a document is laid out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SheetKind {
    /// A sheet to read, sign and file, upright or across. Spacing gives way where it must fit.
    Page { across: bool },
    /// A page across in a border, its text in the middle. Spacing gives way where it must fit.
    Certificate,
    /// Pages across, each set in the largest of [`Style::slides`] that leaves it whole.
    Slides,
    /// Two columns, enlarged as far as leaves them on [`SheetKind::POSTER_PAGES`].
    Poster,
}

/// How pages are divided and enlarged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageFormat {
    pub(crate) columns: usize,
    /// By how much the paper enlarges what is set.
    pub(crate) zoom: f32,
    /// Whether the paper is turned, its long side at the foot.
    pub(crate) across: bool,
}

impl SheetKind {
    /// A poster is set in the largest type that leaves it on so many pages.
    pub(crate) const POSTER_PAGES: usize = 2;

    /// What a document becomes on a paper.
    pub(crate) fn of(document: &Document, paper: Paper) -> SheetKind {
        match document.meta.layout {
            Layout::Portrait if paper == Paper::A3 && is_to_be_ticked(document) => SheetKind::Poster,
            Layout::Portrait => SheetKind::Page { across: false },
            Layout::Landscape => SheetKind::Page { across: true },
            Layout::Certificate => SheetKind::Certificate,
            Layout::Slides => SheetKind::Slides,
        }
    }

    /// The formats that its pages may have, from the most enlarged to the least; A3 is A4 enlarged.
    pub(crate) fn formats(self, paper: Paper) -> Vec<PageFormat> {
        let width = |paper: Paper| paper.millimetres().0;
        let enlarged = if paper == Paper::A3 { width(Paper::A3) / width(Paper::A4) } else { 1.0 };
        let one = |across: bool, zoom: f32| vec![PageFormat { columns: 1, zoom: enlarged * zoom, across }];
        match self {
            SheetKind::Page { across } => one(across, 1.0),
            SheetKind::Certificate => one(true, 1.3),
            // Running text of 21 points, where it fits: a twenty-eighth of the height of the picture.
            SheetKind::Slides => one(true, 2.0),
            // Running text of 21, 18 and 16 points. The last has capitals 4 mm high, the least that can be read from two
            // metres.
            SheetKind::Poster => [2.0, 1.72, 1.52].map(|zoom| PageFormat { columns: 2, zoom, across: false }).to_vec(),
        }
    }

    /// The style of its pages with more or less room; see [`Style::new`]. That of slides is the most generous.
    pub(crate) fn style(self, settings: &Settings, tightness: f32) -> Style {
        match self {
            SheetKind::Page { .. } => Style::new(settings, tightness),
            SheetKind::Certificate => Style::certificate(settings, tightness),
            SheetKind::Poster => Style::poster(settings),
            SheetKind::Slides => {
                let [style, ..] = Style::slides(settings);
                style
            }
        }
    }
}

/// Whether a document has things to tick, and nothing to sign or to write on.
fn is_to_be_ticked(document: &Document) -> bool {
    let ticks = |block: &Block| matches!(block, Block::List(list) if list.items.iter().any(|item| item.tick.is_some()));
    let by_hand = |block: &Block| matches!(block, Block::Fields(_) | Block::Signatures(_) | Block::Letterhead { .. });
    document.blocks.iter().any(ticks) && !document.blocks.iter().any(by_hand)
}
