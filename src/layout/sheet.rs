//! Finished pages: everything that is drawn, in the coordinates of the paper, as plain data.
//!
//! [`assemble`] puts the slices of each page, its frames and its footer in their places.

use std::collections::{BTreeMap, BTreeSet};

use super::footer::{self, footer};
use super::galley::{Frame, Galley};
use super::grid::page_size;
use super::item::{Draw, Item, Run, Shape};
use super::paginate::{Framed, Page, Placed};
use super::paper::Paper;
use super::shaper::Shaper;
use super::theme::kind::PageFormat;
use super::theme::measures::BAR;
use super::theme::style::{Style, TextStyle};
use crate::document::Meta;

/// A page ready to draw. Positions are in points from the upper left corner of the paper, y downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// What is drawn, in reading order, grounds first.
    pub(crate) items: Vec<Item>,
    /// What stands at the foot of the page.
    pub(crate) footer: Vec<Item>,
    /// Anchors with their heights.
    pub(crate) anchors: Vec<(String, f32)>,
    /// Bookmarks (index into those of the galley) with their heights.
    pub(crate) bookmarks: Vec<(usize, f32)>,
}

impl Sheet {
    /// All that is drawn.
    pub(crate) fn drawn(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().chain(&self.footer)
    }
}

/// Draws every page, as large as the paper shows it. What is drawn once leaves the galley.
pub(crate) fn assemble(
    galley: &mut Galley,
    pages: &[Page],
    (paper, format): (Paper, PageFormat),
    style: &Style,
    fonts: &Shaper,
    meta: &Meta,
) -> Vec<Sheet> {
    let size = page_size(paper, format);
    let number = |index: usize| (index as u32 + 1, pages.len() as u32);
    let mut marks = Marks::of(galley);
    let draw = |(index, page): (usize, &Page)| {
        let mut sheet = blank(size);
        sheet.items.extend(border(size, style));
        place(&mut sheet, galley, page, style, &marks);
        sheet.items.extend(counts(galley, page, &mut marks, (style, size.0), fonts));
        sheet.footer = footer(meta, number(index), size, style, fonts);
        sheet.scale(format.zoom);
        sheet
    };
    pages.iter().enumerate().map(draw).collect()
}

fn blank((width, height): (f32, f32)) -> Sheet {
    let (items, footer, anchors, bookmarks) = Default::default();
    Sheet { width, height, items, footer, anchors, bookmarks }
}

impl Sheet {
    fn scale(&mut self, by: f32) {
        if by == 1.0 {
            return;
        }
        (self.width, self.height) = (self.width * by, self.height * by);
        self.items.iter_mut().chain(&mut self.footer).for_each(|item| item.scale(by));
        self.anchors.iter_mut().for_each(|(_, y)| *y *= by);
        self.bookmarks.iter_mut().for_each(|(_, y)| *y *= by);
    }
}

/// What is asked of each slice that is placed.
struct Marks {
    /// Slices that stand again on further pages.
    headers: BTreeSet<usize>,
    /// Bookmarks by the slices that they lead to.
    bookmarks: BTreeMap<usize, Vec<usize>>,
    /// Headings that say how often they have stood there, by their slices, and how often that is.
    counted: BTreeMap<usize, usize>,
    times: BTreeMap<usize, usize>,
}

impl Marks {
    fn of(galley: &Galley) -> Marks {
        let mut bookmarks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, bookmark) in galley.bookmarks.iter().enumerate() {
            bookmarks.entry(bookmark.slice).or_default().push(index);
        }
        let counted = galley.repeats.iter().enumerate().filter(|(_, repeat)| repeat.counted);
        Marks {
            headers: galley.repeats.iter().flat_map(|repeat| repeat.header.clone()).collect(),
            bookmarks,
            counted: counted
                .flat_map(|(index, repeat)| repeat.header.clone().map(move |slice| (slice, index)))
                .collect(),
            times: BTreeMap::new(),
        }
    }
}

fn place(sheet: &mut Sheet, galley: &mut Galley, page: &Page, style: &Style, marks: &Marks) {
    let (left, top) = (style.margins.left, style.margins.top);
    for framed in &page.frames {
        sheet.items.extend(outline(&galley.frames[framed.frame], framed, left + framed.x, top));
    }
    for placed in &page.placed {
        let stands_again = marks.headers.contains(&placed.slice);
        let slice = &mut galley.slices[placed.slice];
        let y = top + placed.y;
        let mut items = if stands_again { slice.items.clone() } else { std::mem::take(&mut slice.items) };
        if placed.again {
            // What stands again is drawn again, but filled in once.
            items.retain(|item| !matches!(item.draw, Draw::Widget(_)));
            items.iter_mut().for_each(|item| item.owner = None);
        }
        items.iter_mut().for_each(|item| item.shift(left + placed.x, y));
        sheet.items.append(&mut items);
        if !placed.again {
            sheet.anchors.extend(slice.anchors.iter().map(|anchor| (anchor.clone(), y)));
            let here = marks.bookmarks.get(&placed.slice).into_iter().flatten();
            sheet.bookmarks.extend(here.map(|index| (*index, y)));
        }
    }
}

/// The lines around a page.
fn border((width, height): (f32, f32), style: &Style) -> impl Iterator<Item = Item> {
    style.border.iter().map(move |&(edge, weight)| {
        let shape =
            Shape::rectangle(edge, edge, width - 2.0 * edge, height - 2.0 * edge).stroke(weight, style.palette.accent);
        Item::artifact(Draw::Shape(shape))
    })
}

/// What is said of each heading that stands again on a page, the next one, where its last line leaves room for it: how
/// often it has stood there.
fn counts(galley: &Galley, page: &Page, marks: &mut Marks, (style, width): (&Style, f32), fonts: &Shaper) -> Vec<Item> {
    let here: BTreeSet<usize> =
        page.placed.iter().filter_map(|placed| marks.counted.get(&placed.slice).copied()).collect();
    let count = |index: usize| {
        let times = marks.times.entry(index).or_default();
        *times += 1;
        let repeat = galley.repeats.get(index)?;
        let again = |placed: &&Placed| placed.again && repeat.header.contains(&placed.slice);
        let lines = page.placed.iter().filter(again).flat_map(|placed| {
            galley.slices[placed.slice].items.iter().flat_map(Item::runs).map(move |run| (placed.y, run))
        });
        let (y, last) = lines.last()?;
        let text = TextStyle { face: last.face, size: last.size, leading: last.size, color: last.color };
        let run = footer::run(fonts, &format!("({times})"), &text, f32::MAX);
        let x = style.margins.left + last.x + last.width + 0.3 * last.size;
        let fits = x + run.width <= width - style.margins.right;
        fits.then(|| Item::artifact(Draw::Run(Run { x, y: style.margins.top + y + last.y, ..run })))
    };
    here.into_iter().filter_map(count).collect()
}

/// The ground and the bar of a frame.
fn outline(frame: &Frame, framed: &Framed, left: f32, top: f32) -> Vec<Item> {
    let (x, y, height) = (left + frame.x, top + framed.top, framed.bottom - framed.top);
    let ground = frame.fill.map(|color| Shape::rectangle(x, y, frame.width, height).fill(color));
    let bar = frame.bar.map(|color| Shape::rectangle(x, y, BAR, height).fill(color));
    [ground, bar].into_iter().flatten().map(|shape| Item::artifact(Draw::Shape(shape))).collect()
}
