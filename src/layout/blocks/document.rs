//! Whole documents: blocks into a galley.

use std::ops::Range;

use super::area::BlockArea;
use super::composer::{Composer, Tools};
use crate::diag::Diagnostics;
use crate::document::{Block, Document};
use crate::layout::galley::Galley;
use crate::layout::grid::Grid;
use crate::layout::theme::style::Style;

/// Sets a document in one column as wide as those of a grid. Where there are several, what comes before the first
/// heading of level 2 stands across them.
pub(crate) fn compose(
    document: &Document,
    tools: Tools,
    style: &Style,
    grid: &Grid,
    fillable: bool,
) -> (Galley, Diagnostics) {
    let mut composer = Composer::new(&document.meta, tools, style, fillable);
    if style.is_centered {
        composer.galley.middles.push(0);
    }
    let is_section = |block: &Block| matches!(block, Block::Heading { level: 2.., .. });
    let sections = document.blocks.iter().position(is_section).filter(|_| grid.columns > 1).unwrap_or(0);
    let (across, along) = document.blocks.split_at(sections);
    composer.blocks(across, BlockArea::column(grid.width()));
    composer.galley.band = composer.galley.slices.len();
    composer.blocks(along, BlockArea::column(grid.column));
    composer.finish()
}

/// Sets some blocks of a document for nothing but what the shaper learns from it.
pub(crate) fn rehearse(
    document: &Document,
    which: Range<usize>,
    tools: Tools,
    style: &Style,
    grid: &Grid,
    fillable: bool,
) {
    let mut composer = Composer::new(&document.meta, tools, style, fillable);
    // As within another block: nothing is kept of the blocks themselves.
    composer.depth = 1;
    composer.some_blocks(&document.blocks, which, BlockArea::column(grid.column));
}
