//! The galley into pages.
//!
//! 1. [`paginate`]: each column is filled as far as it goes, then ends where the bonds between slices cost least. The
//!    last columns of several are made even. No slice is taller than a page; see `tear`.
//! 2. Frames are drawn for the part of them that each page shows, headers of tables stand again.

use std::collections::BTreeSet;
use std::ops::Range;

use super::galley::{Bond, Frame, Galley};
use super::grid::Grid;
use super::spans::Spans;

/// Slices of the galley with their places on a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Page {
    pub(crate) placed: Vec<Placed>,
    pub(crate) frames: Vec<Framed>,
}

impl Page {
    /// How far down its last column reaches.
    pub(crate) fn bottom(&self, galley: &Galley) -> f32 {
        self.placed.last().map_or(0.0, |last| last.y + galley.slices[last.slice].height)
    }

    /// Moves what begins in one of these slices to the middle of a page of this height, a little above it.
    fn center(&mut self, galley: &Galley, height: f32) {
        let starts = |placed: &Placed| !placed.again && galley.middles.contains(&placed.slice);
        if !self.placed.first().is_some_and(starts) {
            return;
        }
        let by = (height - self.bottom(galley)).max(0.0) * 0.45;
        self.placed.iter_mut().for_each(|placed| placed.y += by);
        self.frames.iter_mut().for_each(|framed| (framed.top, framed.bottom) = (framed.top + by, framed.bottom + by));
    }

    fn move_right(&mut self, by: f32) {
        self.placed.iter_mut().for_each(|placed| placed.x += by);
        self.frames.iter_mut().for_each(|framed| framed.x += by);
    }
}

/// A slice and the distance of its upper left corner from that of the page's text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placed {
    pub(crate) slice: usize,
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Whether it stands again, as a table header does on a later page.
    pub(crate) again: bool,
}

/// The part of a frame on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Framed {
    pub(crate) frame: usize,
    /// How far its column is to the right.
    pub(crate) x: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// Slack for rounding.
pub(super) const EPSILON: f32 = 0.01;

/// A page may not begin columns in less than this share of its height.
const LEAST_SHARE: f32 = 0.5;

/// The height that a slice may have wherever on a page its column begins.
pub(crate) fn tallest(grid: &Grid) -> f32 {
    if grid.columns > 1 { grid.height * LEAST_SHARE } else { grid.height }
}

/// A galley, and where its frames and what stands again are.
struct SpanIndex<'g> {
    galley: &'g Galley,
    /// What headers stand again above.
    bodies: Spans,
    frames: Spans,
}

/// Distributes the slices over pages. A document without content still has a page.
pub(crate) fn paginate(galley: &Galley, grid: &Grid) -> Vec<Page> {
    let found = &SpanIndex {
        galley,
        bodies: Spans::new(galley.repeats.iter().map(|repeat| repeat.body.clone())),
        frames: Spans::new(galley.frames.iter().map(|frame| frame.first..frame.last + 1)),
    };
    let mut pages = Vec::new();
    let mut start = 0;
    while start < galley.slices.len() {
        let (mut page, end) = page(found, start, grid);
        page.center(galley, grid.height);
        pages.push(page);
        start = end;
    }
    if pages.is_empty() {
        pages.push(Page::default());
    }
    pages
}

/// The page that begins with a slice, and the slice that begins the next.
fn page(found: &SpanIndex, start: usize, grid: &Grid) -> (Page, usize) {
    let galley = found.galley;
    let mut page = Page::default();
    let (mut start, mut top) = (start, 0.0);
    if start < galley.band {
        (page, start) = column(found, start..galley.band, 0.0, grid.height);
        top = page.bottom(galley) + galley.slices.get(start).map_or(0.0, |slice| slice.gap);
        if start < galley.band || top > grid.height * LEAST_SHARE {
            return (page, start);
        }
    }
    let (mut columns, end) = abreast(found, start, top, grid.height, grid);
    if grid.columns > 1 && ends_page(galley, end) {
        columns = even(found, (start, end), top, grid).unwrap_or(columns);
    }
    for column in columns {
        page.placed.extend(column.placed);
        page.frames.extend(column.frames);
    }
    (page, end)
}

/// Whether a page ends before a slice however much room it has left.
fn ends_page(galley: &Galley, end: usize) -> bool {
    galley.slices.get(end).is_none_or(|slice| slice.bond == Bond::Break)
}

/// The columns of one page from `top` down to `height`, and the slice that did not go there any more.
fn abreast(found: &SpanIndex, start: usize, top: f32, height: f32, grid: &Grid) -> (Vec<Page>, usize) {
    let galley = found.galley;
    let mut columns = Vec::new();
    let mut start = start;
    for index in 0..grid.columns {
        if start == galley.slices.len() || (index > 0 && ends_page(galley, start)) {
            break;
        }
        let (mut part, end) = column(found, start..galley.slices.len(), top, height);
        part.move_right(index as f32 * (grid.column + grid.gutter));
        columns.push(part);
        start = end;
    }
    (columns, start)
}

/// The last columns as even as they can be: the least height that still holds all of `slices`.
fn even(found: &SpanIndex, slices: (usize, usize), top: f32, grid: &Grid) -> Option<Vec<Page>> {
    let (mut too_low, mut enough) = (top, grid.height);
    let mut best = None;
    for _ in 0..10 {
        let height = (too_low + enough) / 2.0;
        let (columns, end) = abreast(found, slices.0, top, height, grid);
        if end == slices.1 {
            (best, enough) = (Some(columns), height);
        } else {
            too_low = height;
        }
    }
    best
}

/// One column of slices, and the first of them that must wait.
fn column(found: &SpanIndex, slices: Range<usize>, top: f32, height: f32) -> (Page, usize) {
    let mut page = Page::default();
    let y = repeat_headers(found, slices.start, (top, height), &mut page);
    let end = fill(found.galley, slices, y, height, &mut page);
    frame(found, &mut page);
    (page, end)
}

/// Puts the headers of tables that go on at the top of the page; returns where the first slice starts.
fn repeat_headers(found: &SpanIndex, start: usize, (top, height): (f32, f32), page: &mut Page) -> f32 {
    let galley = found.galley;
    let mut y = top + galley.slices[start].inset.top;
    for repeat in found.bodies.around(start).into_iter().map(|repeat| &galley.repeats[repeat]) {
        let header = &galley.slices[repeat.header.clone()];
        let total: f32 = header.iter().map(|slice| slice.height).sum::<f32>() + repeat.gap;
        if total < (height - top) / 3.0 {
            for slice in repeat.header.clone() {
                page.placed.push(Placed { slice, x: 0.0, y, again: true });
                y += galley.slices[slice].height;
            }
            y += repeat.gap;
        }
    }
    y
}

/// Places slices until the page is full; returns the first one that must wait.
fn fill(galley: &Galley, slices: Range<usize>, mut y: f32, height: f32, page: &mut Page) -> usize {
    let mut bottoms = Vec::new();
    let Range { start, mut end } = slices;
    for (index, slice) in galley.slices.iter().enumerate().take(end).skip(start) {
        let top = if index == start { y } else { y + slice.gap };
        let must_end = index > start && slice.bond == Bond::Break;
        if must_end || (index > start && top + slice.height + slice.inset.bottom > height + EPSILON) {
            end = if must_end { index } else { best_end(galley, start, &bottoms, height) };
            break;
        }
        page.placed.push(Placed { slice: index, x: 0.0, y: top, again: false });
        y = top + slice.height;
        bottoms.push(y);
    }
    page.placed.retain(|placed| placed.again || placed.slice < end);
    end
}

/// Where the page ends best: before which of the slices after `start`, given how far down each placed one reaches.
fn best_end(galley: &Galley, start: usize, bottoms: &[f32], height: f32) -> usize {
    let cost = |end: usize| {
        let filled = bottoms[end - start - 1] / height;
        let bond = match galley.slices[end].bond {
            Bond::Break | Bond::Free => 0.0,
            Bond::Avoid => 0.12,
            Bond::Never => 10.0,
        };
        (1.0 - filled).powi(2) + bond
    };
    let ends = start + 1..=start + bottoms.len();
    ends.min_by(|&a, &b| cost(a).total_cmp(&cost(b))).unwrap_or(start + 1)
}

/// Works out which part of each frame the page shows.
fn frame(found: &SpanIndex, page: &mut Page) {
    let galley = found.galley;
    for (index, frame) in frames_on(found, page).into_iter().map(|index| (index, &galley.frames[index])) {
        let inside = |placed: &&Placed| (frame.first..=frame.last).contains(&placed.slice);
        let (Some(first), Some(last)) = (page.placed.iter().find(inside), page.placed.iter().rfind(inside)) else {
            continue;
        };
        // Frames inside this one need their own room between its edge and the slice.
        let around = |slice: usize| {
            let holding = found.frames.around(slice).into_iter();
            holding.filter(|inner| *inner >= index).map(|inner| &galley.frames[inner])
        };
        let top = first.y - around(first.slice).map(|frame| frame.pad.top).sum::<f32>();
        let ends = |inner: &&Frame| inner.last == last.slice || page_ends_in(&page.placed, inner);
        let below: f32 = around(last.slice).filter(ends).map(|frame| frame.pad.bottom).sum();
        let bottom = last.y + galley.slices[last.slice].height + below;
        page.frames.push(Framed { frame: index, x: 0.0, top, bottom });
    }
}

/// The frames around slices of a page, in their order.
fn frames_on(found: &SpanIndex, page: &Page) -> BTreeSet<usize> {
    let (again, new): (Vec<&Placed>, Vec<&Placed>) = page.placed.iter().partition(|placed| placed.again);
    let run = new.first().zip(new.last()).map(|(first, last)| first.slice..last.slice + 1);
    let around = again.into_iter().flat_map(|placed| found.frames.around(placed.slice));
    around.chain(run.into_iter().flat_map(|run| found.frames.touching(&run))).collect()
}

/// Whether the last slice of the page lies in a frame.
fn page_ends_in(placed: &[Placed], frame: &Frame) -> bool {
    placed.last().is_some_and(|last| (frame.first..=frame.last).contains(&last.slice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::galley::{Inset, RepeatedHeader, Slice};

    fn galley(slices: &[(f32, f32, Bond)]) -> Galley {
        let slice = |&(gap, height, bond): &(f32, f32, Bond)| Slice { gap, height, bond, ..Slice::default() };
        Galley { slices: slices.iter().map(slice).collect(), ..Galley::new() }
    }

    fn grid(columns: usize, height: f32) -> Grid {
        Grid { columns, column: 50.0, gutter: 10.0, height }
    }

    fn pages(galley: &Galley, height: f32) -> Vec<Vec<usize>> {
        let slices = |page: &Page| page.placed.iter().map(|placed| placed.slice).collect();
        paginate(galley, &grid(1, height)).iter().map(slices).collect()
    }

    /// Slices with their places.
    fn places(page: &Page) -> Vec<(usize, f32, f32)> {
        page.placed.iter().map(|placed| (placed.slice, placed.x, placed.y)).collect()
    }

    #[test]
    fn columns_follow_each_other_below_the_band_and_the_last_are_even() {
        let mut galley = galley(&[(0.0, 20.0, Bond::Free); 9]);
        galley.band = 1;
        let pages = paginate(&galley, &grid(2, 60.0));
        assert_eq!(
            places(&pages[0]),
            [(0, 0.0, 0.0), (1, 0.0, 20.0), (2, 0.0, 40.0), (3, 60.0, 20.0), (4, 60.0, 40.0)]
        );
        assert_eq!(places(&pages[1]), [(5, 0.0, 0.0), (6, 0.0, 20.0), (7, 60.0, 0.0), (8, 60.0, 20.0)]);
    }

    #[test]
    fn a_band_that_leaves_little_room_has_pages_of_its_own() {
        let mut galley = galley(&[(0.0, 40.0, Bond::Free); 4]);
        galley.band = 2;
        let pages = paginate(&galley, &grid(2, 60.0));
        assert_eq!(
            pages.iter().map(places).collect::<Vec<_>>(),
            [vec![(0, 0.0, 0.0)], vec![(1, 0.0, 0.0)], vec![(2, 0.0, 0.0), (3, 60.0, 0.0)]]
        );
    }

    #[test]
    fn a_page_ends_before_a_heading_and_not_after_it() {
        let galley = galley(&[(0.0, 40.0, Bond::Free), (5.0, 40.0, Bond::Free), (0.0, 40.0, Bond::Never)]);
        assert_eq!(pages(&galley, 100.0), [vec![0], vec![1, 2]]);
    }

    #[test]
    fn bonds_that_no_page_can_hold_give_way() {
        let never = (0.0, 40.0, Bond::Never);
        assert_eq!(pages(&galley(&[never, never, never, never, never]), 100.0), [vec![0, 1], vec![2, 3], vec![4]]);
    }

    #[test]
    fn a_page_break_ends_a_page_and_makes_no_empty_one() {
        let galley = galley(&[(0.0, 40.0, Bond::Break), (9.0, 40.0, Bond::Break)]);
        assert_eq!(pages(&galley, 100.0), [vec![0], vec![1]]);
        assert_eq!(paginate(&galley, &grid(1, 100.0))[1].placed[0].y, 0.0);
        assert_eq!(paginate(&Galley::new(), &grid(1, 100.0)).len(), 1);
    }

    #[test]
    fn a_table_header_stands_again() {
        let row = (0.0, 30.0, Bond::Free);
        let mut galley = galley(&[(0.0, 10.0, Bond::Free), row, row, row, row]);
        galley.repeats.push(RepeatedHeader { header: 0..1, body: 1..5, gap: 0.0, counted: false });
        assert_eq!(pages(&galley, 75.0), [vec![0, 1, 2], vec![0, 3, 4]]);
        assert!(paginate(&galley, &grid(1, 75.0))[1].placed[0].again);
    }

    #[test]
    fn a_frame_closes_on_each_page() {
        let mut galley = galley(&[(8.0, 40.0, Bond::Free), (0.0, 40.0, Bond::Free)]);
        galley.slices.iter_mut().for_each(|slice| slice.inset = Inset { top: 8.0, bottom: 6.0 });
        let pad = Inset { top: 8.0, bottom: 6.0 };
        galley.frames.push(Frame { first: 0, last: 1, x: 0.0, width: 10.0, pad, fill: None, bar: None });
        let pages = paginate(&galley, &grid(1, 60.0));
        for page in &pages {
            assert_eq!((page.placed[0].y, page.frames[0].top, page.frames[0].bottom), (8.0, 0.0, 54.0));
        }
        assert_eq!(pages.len(), 2);
    }
}
