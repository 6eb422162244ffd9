//! Slides: each is set as large as leaves it whole. One that is too long for the smallest type flows onto a second page,
//! below its heading with a number.

use std::hash::Hash;
use std::sync::Arc;

use super::area::BlockArea;
use super::block_cache::{Fitted, SlideContext};
use super::composer::{Composer, Tools};
use crate::cache::hash_of;
use crate::diag::Diagnostics;
use crate::document::{Block, Document, slides};
use crate::layout::galley::{Bond, Galley, RepeatedHeader, Slice};
use crate::layout::grid::Grid;
use crate::layout::item::{Draw, Item, Shape};
use crate::layout::paginate;
use crate::layout::tear;
use crate::layout::theme::measures;
use crate::layout::theme::spacing;
use crate::layout::theme::style::Style;

/// Sets slides, each in the first of these styles that leaves it on the fewest pages.
pub(crate) fn compose(
    document: &Document,
    tools: Tools,
    styles: &[Style; 6],
    grid: &Grid,
    fillable: bool,
) -> (Galley, Diagnostics) {
    let meta = &document.meta;
    let mut composer = Composer::new(meta, tools, &styles[0], fillable);
    for slide in slides(&document.blocks) {
        let pages = |style: &Style| {
            let mut trial = Composer::new(meta, tools, style, fillable);
            trial.slide(slide, grid);
            tear::tear_tall(&mut trial.galley, grid.height);
            paginate::paginate(&trial.galley, grid).len()
        };
        let around = SlideContext { grid: *grid, fillable, lang: meta.lang, labels: Arc::clone(&meta.labels) };
        let style = &styles[fitted(tools, slide, around, || first_of_least(styles, pages)).min(styles.len() - 1)];
        composer.cache.fragments.borrow_mut().prepare(style, meta);
        composer.style = style;
        composer.bond = Bond::Break;
        composer.slide(slide, grid);
    }
    composer.finish()
}

/// The style that was found for a slide, or the one that is found now.
fn fitted(tools: Tools, slide: &[Block], around: SlideContext, find: impl FnOnce() -> usize) -> usize {
    let hash = hash_of(|hasher| (slide, around.grid.height.to_bits()).hash(hasher));
    let is_meant = |known: &Fitted| known.slide == slide && known.around == around;
    let known = tools.blocks.fitted.borrow_mut().get(hash, is_meant).map(|known| known.style);
    known.unwrap_or_else(|| {
        let style = find();
        tools.blocks.fitted.borrow_mut().insert(hash, Fitted { slide: slide.to_vec(), around, style });
        style
    })
}

/// The first style of those with the fewest pages; one page is the fewest there can be.
fn first_of_least(styles: &[Style], pages: impl Fn(&Style) -> usize) -> usize {
    let mut best = (usize::MAX, 0);
    for (index, style) in styles.iter().enumerate() {
        let pages = pages(style);
        if pages < best.0 {
            best = (pages, index);
        }
        if pages <= 1 {
            break;
        }
    }
    best.1
}

impl Composer<'_> {
    /// One slide: its heading, which stands again on each further page, and what is below it.
    fn slide(&mut self, blocks: &[Block], grid: &Grid) {
        let area = BlockArea::column(grid.column);
        let (first, repeat) = (self.galley.slices.len(), self.galley.repeats.len());
        let level = match blocks.first() {
            Some(Block::Heading { level, .. }) => *level,
            _ => return self.blocks(blocks, area),
        };
        let count = if level > 1 { measures::SLIDE_COUNT * self.style.heading(level).size } else { 0.0 };
        self.some_blocks(blocks, 0..1, BlockArea { width: area.width - count, ..area });
        if level > 1 {
            self.underline();
        } else {
            self.galley.middles.push(first);
        }
        let body = self.galley.slices.len();
        let gap = self.close.unwrap_or_default();
        let header = first..body;
        self.galley.repeats.push(RepeatedHeader { header, body: body..body, gap, counted: true });
        self.some_blocks(blocks, 1..blocks.len(), area);
        self.galley.repeats[repeat].body.end = self.galley.slices.len();
    }

    /// A short thick line below the heading of a slide.
    fn underline(&mut self) {
        let (width, height, drop) = measures::SLIDE_BAR;
        let bar = Shape::rectangle(0.0, drop, width, height).fill(self.style.palette.accent);
        let items = vec![Item::artifact(Draw::Shape(bar))];
        self.space = 0.0;
        self.push(Slice { height: height + drop, bond: Bond::Never, items, ..Slice::default() });
        self.close_up(spacing::SLIDE_HEADING);
        self.hold(Bond::Never);
    }
}
