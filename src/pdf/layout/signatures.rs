//! Signature blocks: columns side by side, each with lines, room to sign, and lines below.

use super::line::{LineBox, Setting};
use super::{Area, Composer, shifted};
use crate::document::{Align, Inline, Signature};
use crate::pdf::galley::{Bond, Dash, Draw, Item, Shape, Slice};
use crate::pdf::structure::{ElementId, Role};
use crate::pdf::style::{Color, MM};

/// Columns side by side, at most.
const COLUMNS: usize = 4;
const GUTTER: f32 = 18.0;
/// A place for a stamp (meterai).
const STAMP: (f32, f32) = (30.0 * MM, 18.0 * MM);

impl Composer<'_> {
    /// As few rows of columns as there can be, evenly filled. A row is one slice, so that no page parts it.
    pub(super) fn signatures(&mut self, columns: &[Signature], area: Area) {
        let part = self.galley.structure.open(Role::Part, area.parent);
        let rows = columns.len().div_ceil(COLUMNS).max(1);
        let abreast = columns.len().div_ceil(rows).max(1);
        for row in columns.chunks(abreast) {
            self.space(1.1);
            self.signature_row(row, abreast, area.within(part));
        }
        self.space(1.0);
    }

    /// A row of columns, each as wide as if there were `abreast` of them.
    fn signature_row(&mut self, row: &[Signature], abreast: usize, area: Area) {
        let count = abreast.max(2) as f32;
        let width = ((area.width - GUTTER * (count - 1.0)) / count).max(0.0);
        let rest = area.width - row.len() as f32 * (width + GUTTER) + GUTTER;
        // A single signature stands at the right, as in letters; the last row of many in the middle.
        let left = area.x + if abreast == 1 { rest } else { rest / 2.0 };
        let parts: Vec<ElementId> = row.iter().map(|_| self.galley.structure.open(Role::Part, area.parent)).collect();
        let above: Vec<Vec<Vec<LineBox>>> =
            row.iter().zip(&parts).map(|(column, part)| self.stacked(&column.above, width, *part)).collect();
        let below: Vec<Vec<Vec<LineBox>>> =
            row.iter().zip(&parts).map(|(column, part)| self.stacked(&column.below, width, *part)).collect();
        let above_heights = row_heights(&above);
        let below_heights = row_heights(&below);
        let top: f32 = above_heights.iter().sum();
        let mut slice = Slice { bond: Bond::Free, ..Slice::default() };
        slice.height = top + self.style.signature_room + below_heights.iter().sum::<f32>();
        for (index, (above, below)) in above.into_iter().zip(below).enumerate() {
            let x = left + index as f32 * (width + GUTTER);
            place(&mut slice.items, above, &above_heights, x, 0.0);
            let room = self.room(&row[index].room, width, parts[index]);
            slice.items.extend(shifted(room, x, top));
            place(&mut slice.items, below, &below_heights, x, top + self.style.signature_room);
        }
        self.push(slice);
    }

    /// Lines centred in a column; a place to fill in takes what is left of its line.
    fn stacked(&mut self, lines: &[Vec<Inline>], width: f32, part: ElementId) -> Vec<Vec<LineBox>> {
        let set = |line: &Vec<Inline>| {
            let owner = self.galley.structure.open(Role::Paragraph, part);
            let setting = Setting::new(self.style.body, width).align(Align::Center).stretch(Dash::Solid);
            self.lines(line, &setting, owner)
        };
        lines.iter().map(set).collect()
    }

    /// The words in the room to sign, in a dashed box; nothing where there are none.
    fn room(&mut self, words: &[Inline], width: f32, part: ElementId) -> Vec<Item> {
        if words.is_empty() {
            return Vec::new();
        }
        let owner = self.galley.structure.open(Role::Paragraph, part);
        let (w, h) = (STAMP.0.min(width), STAMP.1.min(self.style.signature_room - 4.0));
        let (x, y) = ((width - w) / 2.0, (self.style.signature_room - h) / 2.0);
        let setting = Setting::new(self.style.small, w - 8.0).align(Align::Center);
        let lines = self.lines(words, &setting, owner);
        let height: f32 = lines.iter().map(|line| line.height).sum();
        let outline = Shape::rectangle(x, y, w, h).stroke(0.6, Color::FILL_IN).dashed();
        let mut items = vec![Item::artifact(Draw::Shape(outline))];
        let mut at = y + (h - height) / 2.0;
        for line in lines {
            items.extend(shifted(line.items, x + 4.0, at));
            at += line.height;
        }
        items
    }
}

/// The height of each row of lines across the columns.
fn row_heights(columns: &[Vec<Vec<LineBox>>]) -> Vec<f32> {
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let height = |lines: &Vec<LineBox>| lines.iter().map(|line| line.height).sum::<f32>();
    let tallest = |row: usize| columns.iter().filter_map(|column| column.get(row)).map(height).fold(0.0, f32::max);
    (0..rows).map(tallest).collect()
}

fn place(items: &mut Vec<Item>, rows: Vec<Vec<LineBox>>, heights: &[f32], x: f32, y: f32) {
    let mut top = y;
    for (lines, height) in rows.into_iter().zip(heights) {
        let mut at = top;
        for line in lines {
            items.extend(shifted(line.items, x, at));
            at += line.height;
        }
        top += height;
    }
}
