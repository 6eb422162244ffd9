//! How a page is divided: into columns, and by how much the paper enlarges what is set.
//!
//! Layout knows a page of ordinary size. A larger paper enlarges it: A3 shows the page of A4. A sheet to be ticked
//! becomes a poster there: two columns of type as large as leaves it on two pages, so that it is read from a distance.
//! Slides and certificates are small pages, turned across, and enlarged as well.

use super::paper::Paper;
use super::style::{MM, Style};
use crate::document::{Block, Document, Layout};

/// The columns of a page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grid {
    pub(crate) columns: usize,
    /// Width of one.
    pub(crate) column: f32,
    /// Room between two.
    pub(crate) gutter: f32,
    /// Height of the text area.
    pub(crate) height: f32,
}

impl Grid {
    /// The grid of a paper that is shown so much larger than it is set.
    pub(crate) fn new(paper: Paper, style: &Style, form: Form) -> Grid {
        let (width, height) = page_size(paper, form);
        let margins = &style.margins;
        let gutter = 9.0 * MM;
        let gaps = gutter * (form.columns - 1) as f32;
        let column = (width - margins.left - margins.right - gaps) / form.columns as f32;
        Grid { columns: form.columns, column, gutter, height: height - margins.top - margins.bottom }
    }

    /// Width of all columns.
    pub(crate) fn width(&self) -> f32 {
        self.column * self.columns as f32 + self.gutter * (self.columns - 1) as f32
    }
}

/// Width and height in points of the page that layout knows.
pub(crate) fn page_size(paper: Paper, form: Form) -> (f32, f32) {
    let (short, long) = paper.millimetres();
    let (width, height) = if form.across { (long, short) } else { (short, long) };
    (width * MM / form.zoom, height * MM / form.zoom)
}

/// In what form a document is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Form {
    pub(crate) columns: usize,
    pub(crate) zoom: f32,
    /// Whether the paper is turned, its long side at the foot.
    pub(crate) across: bool,
}

impl Form {
    /// A poster is set in the largest type that leaves it on so many pages.
    pub(crate) const POSTER_PAGES: usize = 2;
    /// Posters with running text of 21 and 18 points.
    pub(crate) const LARGER_POSTERS: [Form; 2] = [Form::poster(2.0), Form::poster(1.72)];
    /// 16 points: capitals 4 mm high, the least that can be read from two metres.
    pub(crate) const SMALLEST_POSTER: Form = Form::poster(1.52);

    const fn poster(zoom: f32) -> Form {
        Form { columns: 2, zoom, across: false }
    }

    /// The form of any other sheet; A3 is A4 enlarged.
    pub(crate) fn page(paper: Paper, layout: Layout) -> Form {
        let width = |paper: Paper| paper.millimetres().0;
        let zoom = if paper == Paper::A3 { width(Paper::A3) / width(Paper::A4) } else { 1.0 };
        let larger = match layout {
            Layout::Portrait | Layout::Landscape => 1.0,
            Layout::Certificate => 1.3,
            // Running text of 21 points, where it fits: a twenty-eighth of the height of the picture.
            Layout::Slides => 2.0,
        };
        Form { columns: 1, zoom: zoom * larger, across: layout.is_across() }
    }
}

/// Whether a document becomes a poster on this paper: a list of things to tick, with nothing in it to sign or to write
/// on.
pub(crate) fn is_poster(document: &Document, paper: Paper) -> bool {
    let ticks = |block: &Block| matches!(block, Block::List(list) if list.items.iter().any(|item| item.tick.is_some()));
    let by_hand = |block: &Block| matches!(block, Block::Fields(_) | Block::Signatures(_) | Block::Letterhead { .. });
    let is_sheet = document.meta.layout == Layout::Portrait;
    is_sheet && paper == Paper::A3 && document.blocks.iter().any(ticks) && !document.blocks.iter().any(by_hand)
}
