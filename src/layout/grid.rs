//! How a page is divided into columns.

use super::paper::Paper;
use super::theme::kind::PageFormat;
use super::theme::measures::PAGE_GUTTER;
use super::theme::style::{MM, Style};

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
    pub(crate) fn new(paper: Paper, style: &Style, format: PageFormat) -> Grid {
        let (width, height) = page_size(paper, format);
        let margins = &style.margins;
        let gutter = PAGE_GUTTER;
        let gaps = gutter * (format.columns - 1) as f32;
        let column = (width - margins.left - margins.right - gaps) / format.columns as f32;
        Grid { columns: format.columns, column, gutter, height: height - margins.top - margins.bottom }
    }

    /// Width of all columns.
    pub(crate) fn width(&self) -> f32 {
        self.column * self.columns as f32 + self.gutter * (self.columns - 1) as f32
    }
}

/// Width and height in points of the page that layout knows.
pub(crate) fn page_size(paper: Paper, format: PageFormat) -> (f32, f32) {
    let (short, long) = paper.millimetres();
    let (width, height) = if format.across { (long, short) } else { (short, long) };
    (width * MM / format.zoom, height * MM / format.zoom)
}
