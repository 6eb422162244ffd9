//! A slice taller than a page is cut between its lines, since nothing else would show all of it.

use super::galley::{Bond, Galley, RepeatedHeader, Slice};
use super::item::{Draw, Item, Rule, Widget};
use super::paginate::EPSILON;
use super::spans::Spans;

/// Cuts every slice that is taller than a page of this height into several.
pub(crate) fn tear_tall(galley: &mut Galley, height: f32) {
    let bodies = Spans::new(galley.repeats.iter().map(|repeat| repeat.body.clone()));
    let limits: Vec<f32> = (0..galley.slices.len()).map(|index| room_for(galley, &bodies, index, height)).collect();
    if galley.slices.iter().zip(&limits).all(|(slice, limit)| slice.height <= *limit) {
        return;
    }
    // For each old slice, the index of its first part.
    let mut moved = Vec::new();
    let mut slices = Vec::new();
    for (slice, limit) in std::mem::take(&mut galley.slices).into_iter().zip(limits) {
        moved.push(slices.len());
        tear(slice, limit, &mut slices);
    }
    moved.push(slices.len());
    galley.slices = slices;
    galley.band = moved[galley.band];
    for frame in &mut galley.frames {
        (frame.first, frame.last) = (moved[frame.first], moved[frame.last + 1] - 1);
    }
    for repeat in &mut galley.repeats {
        repeat.header = moved[repeat.header.start]..moved[repeat.header.end];
        repeat.body = moved[repeat.body.start]..moved[repeat.body.end];
    }
    for bookmark in &mut galley.bookmarks {
        bookmark.slice = moved[bookmark.slice];
    }
    galley.middles.iter_mut().for_each(|slice| *slice = moved[*slice]);
}

/// The height that a slice may have on a page of its own.
fn room_for(galley: &Galley, bodies: &Spans, index: usize, height: f32) -> f32 {
    let headers = bodies.around(index).into_iter().map(|repeat| &galley.repeats[repeat]);
    let slices =
        |repeat: &RepeatedHeader| galley.slices[repeat.header.clone()].iter().map(|slice| slice.height).sum::<f32>();
    let header: f32 = headers.map(|repeat| slices(repeat) + repeat.gap).sum();
    let header = if header < height / 3.0 { header } else { 0.0 };
    let inset = galley.slices[index].inset;
    (height - header - inset.top - inset.bottom).max(height / 4.0)
}

fn tear(slice: Slice, limit: f32, slices: &mut Vec<Slice>) {
    let mut top = 0.0;
    let mut rest = slice;
    let full = rest.height;
    while full - top > limit + EPSILON {
        let (cut, resume) = best_cut(&rest.items, top, top + limit);
        let (above, below) = part(std::mem::take(&mut rest.items), cut, resume);
        let next = Slice { items: below, gap: 0.0, bond: Bond::Free, anchors: Vec::new(), ..rest };
        slices.push(Slice { height: cut - top, items: moved_up(above, top), ..rest });
        rest = next;
        top = resume;
    }
    rest.items = moved_up(rest.items, top);
    rest.height = full - top;
    slices.push(rest);
}

/// Where a part ends, and where the next one starts: at the same height if there is one in the lower half that cuts
/// through no line of text, else at the highest line that does not fit.
fn best_cut(items: &[Item], top: f32, limit: f32) -> (f32, f32) {
    let runs = items.iter().filter(|item| has_text(item)).map(Item::extent);
    let texts: Vec<(f32, f32)> = runs.filter(|(upper, lower)| *lower > top && *upper < limit).collect();
    let clear = |cut: f32| !texts.iter().any(|(upper, lower)| *upper < cut - EPSILON && cut < *lower);
    let tops = texts.iter().map(|(upper, _)| upper - 1.0);
    let cuts = tops.chain([limit]).filter(|cut| (top + limit) / 2.0 < *cut && *cut <= limit && clear(*cut));
    cuts.max_by(f32::total_cmp).map_or_else(
        || {
            let cut_through = texts.iter().filter(|(_, lower)| *lower > limit).map(|(upper, _)| upper - 1.0);
            (limit, cut_through.fold(limit, f32::min).max(top + 1.0))
        },
        |cut| (cut, cut),
    )
}

fn has_text(item: &Item) -> bool {
    item.runs().next().is_some()
}

/// Items above a cut, and those of the part that starts at `resume`. Lines and grounds that reach across are in both.
fn part(items: Vec<Item>, cut: f32, resume: f32) -> (Vec<Item>, Vec<Item>) {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for item in items {
        let (upper, lower) = item.extent();
        let is_whole = has_text(&item) || matches!(item.draw, Draw::Picture(_));
        if lower <= cut + EPSILON {
            above.push(item);
        } else if is_whole || upper >= cut {
            below.push(item);
        } else if matches!(item.draw, Draw::Widget(_)) {
            // An empty place to fill in is one place, on one page.
            above.push(clipped(&item, f32::MIN, cut));
        } else {
            above.push(clipped(&item, f32::MIN, cut));
            below.push(clipped(&item, resume, f32::MAX));
        }
    }
    (above, below)
}

fn moved_up(mut items: Vec<Item>, by: f32) -> Vec<Item> {
    items.iter_mut().for_each(|item| item.shift(0.0, -by));
    items
}

fn clipped(item: &Item, upper: f32, lower: f32) -> Item {
    let mut item = item.clone();
    let clip = |y: &mut f32| *y = y.clamp(upper, lower);
    match &mut item.draw {
        Draw::Run(_) | Draw::Picture(_) => {}
        Draw::Widget(Widget { area, .. }) => {
            clip(&mut area.top);
            clip(&mut area.bottom);
        }
        Draw::Rule(Rule { from, to, .. }) => {
            clip(&mut from.1);
            clip(&mut to.1);
        }
        Draw::Shape(shape) => shape.points.iter_mut().for_each(|point| clip(&mut point.y)),
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_taller_than_the_page_is_cut() {
        let slices = [10.0, 250.0].map(|height| Slice { height, ..Slice::default() });
        let mut galley = Galley { slices: slices.to_vec(), ..Galley::new() };
        tear_tall(&mut galley, 100.0);
        assert!(galley.slices.iter().all(|slice| slice.height <= 100.0));
        assert_eq!(galley.slices.iter().map(|slice| slice.height).sum::<f32>(), 260.0);
    }
}
