//! Signature blocks: columns side by side, each with lines, room to sign, and lines below.

use super::area::BlockArea;
use super::composer::{Composer, shifted};
use crate::document::{Align, Inline, Signature, plain_text};
use crate::layout::field::{Field, FieldKind};
use crate::layout::galley::Slice;
use crate::layout::item::{Bounds, Dash, Draw, Item, Shape, Widget};
use crate::layout::lines::{LineBox, LineSetting};
use crate::layout::structure::{ElementId, Role};
use crate::layout::theme::color::Color;
use crate::layout::theme::measures;
use crate::layout::theme::spacing;

/// Columns side by side, at most.
const COLUMNS: usize = 4;

impl Composer<'_> {
    /// As few rows of columns as there can be, evenly filled. A row is one slice, so that no page parts it.
    pub(super) fn signatures(&mut self, columns: &[Signature], area: BlockArea) {
        let part = self.galley.structure.open(Role::Part, area.parent);
        let rows = columns.len().div_ceil(COLUMNS).max(1);
        let abreast = columns.len().div_ceil(rows).max(1);
        for row in columns.chunks(abreast) {
            self.space(spacing::SIGNATURES);
            self.signature_row(row, abreast, area.within(part));
        }
        self.space(spacing::BELOW_SIGNATURES);
    }

    /// A row of columns, each as wide as if there were `abreast` of them.
    fn signature_row(&mut self, row: &[Signature], abreast: usize, area: BlockArea) {
        let count = abreast.max(2) as f32;
        let width = ((area.width - measures::SIGNATURE_GUTTER * (count - 1.0)) / count).max(0.0);
        let rest = area.width - row.len() as f32 * (width + measures::SIGNATURE_GUTTER) + measures::SIGNATURE_GUTTER;
        // A single signature stands at the right, as in letters; the last row of many in the middle.
        let left = area.x + if abreast == 1 { rest } else { rest / 2.0 };
        let columns: Vec<Column> = row.iter().map(|signature| self.column(signature, width, area.parent)).collect();
        let above = rows(columns.iter().map(|column| &column.above));
        let below = rows(columns.iter().map(|column| &column.below));
        let top: f32 = above.iter().map(RowBox::height).sum();
        let room = columns.iter().map(|column| column.room.height()).fold(self.style.signature_room, f32::max);
        let mut slice =
            Slice { height: top + room + below.iter().map(RowBox::height).sum::<f32>(), ..Slice::default() };
        for (index, column) in columns.into_iter().enumerate() {
            let x = left + index as f32 * (width + measures::SIGNATURE_GUTTER);
            place(&mut slice.items, column.above, &above, x, 0.0);
            let room_field = column.field.map(|(field, owner)| {
                let area = Bounds { left: 0.0, top: 0.0, right: width, bottom: room };
                Item::of(owner, Draw::Widget(Widget { field, area, shown: Vec::new() }))
            });
            slice.items.extend(shifted(column.room.items(width, room, self.style.palette.fill_in), x, top));
            slice.items.extend(shifted(room_field.into_iter().collect(), x, top));
            place(&mut slice.items, column.below, &below, x, top + room);
        }
        self.push(slice);
    }

    fn column(&mut self, signature: &Signature, width: f32, parent: ElementId) -> Column {
        let part = self.galley.structure.open(Role::Part, parent);
        let first = self.galley.fields.len();
        let above = self.stacked(&signature.above, width, part, false);
        self.label_place_and_date(first, signature);
        let stamp = measures::STAMP.0.min(width);
        let mut words = Vec::new();
        if !signature.room.is_empty() {
            let owner = self.galley.structure.open(Role::Paragraph, part);
            let setting = LineSetting::new(self.style.small, stamp - 2.0 * measures::STAMP_PAD).align(Align::Center);
            words = self.lines(&signature.room, &setting, owner);
        }
        let field = self.fillable.then(|| self.room_field(signature, part));
        let first = self.galley.fields.len();
        let below = self.stacked(&signature.below, width, part, true);
        if self.fillable {
            let (name, whose) = (self.words.get("field_name"), whose(signature));
            self.label_fields(first, |given| of(if given.is_empty() { name } else { given }, &whose));
        }
        Column { above, room: Room { words, stamp }, field, below }
    }

    /// The field for a signature, and its element.
    fn room_field(&mut self, signature: &Signature, part: ElementId) -> (usize, ElementId) {
        let label = of(self.words.get("field_signature"), &whose(signature));
        self.galley.fields.push(Field { kind: FieldKind::Signature, label, name: String::new() });
        (self.galley.fields.len() - 1, self.galley.structure.open(Role::Form, part))
    }

    /// Above a signature stand the place and the date, as in letters. The line tells if it asks for something else.
    fn label_place_and_date(&mut self, first: usize, signature: &Signature) {
        if !self.fillable {
            return;
        }
        let (place, date) = (self.words.get("field_place"), self.words.get("field_date"));
        let mut fields = self.galley.fields[first..].iter_mut();
        for line in &signature.above {
            let blanks = line.iter().filter(|inline| matches!(inline, Inline::Blank(_))).count();
            let asks = plain_text(line).contains(':');
            for (index, field) in fields.by_ref().take(blanks).enumerate().filter(|_| !asks) {
                field.label = if index + 1 == blanks { date } else { place }.to_owned();
            }
        }
    }

    /// Lines centred in a column; a place to fill in takes what is left of its line. Where they name who signs, they are
    /// personal.
    fn stacked(&mut self, lines: &[Vec<Inline>], width: f32, part: ElementId, names: bool) -> Vec<Vec<LineBox>> {
        let set = |line: &Vec<Inline>| {
            let owner = self.galley.structure.open(Role::Paragraph, part);
            let setting = LineSetting::new(self.style.body, width).align(Align::Center).stretch(Dash::Solid);
            let mut boxes = self.lines(line, &setting, owner);
            if line.iter().any(|inline| matches!(inline, Inline::Blank(_))) {
                boxes.iter_mut().for_each(|line| line.heighten(self.style.body.size));
            }
            if names {
                boxes.iter_mut().for_each(LineBox::mark_personal);
            }
            boxes
        };
        lines.iter().map(set).collect()
    }
}

/// One signature, set: each written line may take several.
struct Column {
    above: Vec<Vec<LineBox>>,
    room: Room,
    /// In a fillable file the field for the signature, and its element.
    field: Option<(usize, ElementId)>,
    below: Vec<Vec<LineBox>>,
}

/// The room to sign in, with the words of the place for a stamp, if there are any.
struct Room {
    words: Vec<LineBox>,
    /// Width of that place.
    stamp: f32,
}

impl Room {
    /// The height that the words need.
    fn height(&self) -> f32 {
        if self.words.is_empty() { 0.0 } else { self.words_height() + 3.0 * measures::STAMP_PAD }
    }

    fn words_height(&self) -> f32 {
        self.words.iter().map(|line| line.height).sum()
    }

    /// A dashed box in the middle of the room, its words in the middle of the box.
    fn items(self, width: f32, height: f32, color: Color) -> Vec<Item> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let words = self.words_height();
        let (w, h) =
            (self.stamp, measures::STAMP.1.max(words + 2.0 * measures::STAMP_PAD).min(height - measures::STAMP_PAD));
        let (x, y) = ((width - w) / 2.0, (height - h) / 2.0);
        let outline = Shape::rectangle(x, y, w, h).stroke(measures::RULE, color).dashed();
        let mut items = vec![Item::artifact(Draw::Shape(outline))];
        let mut at = y + (h - words) / 2.0;
        for line in self.words {
            items.extend(shifted(line.items, x + measures::STAMP_PAD, at));
            at += line.height;
        }
        items
    }
}

/// In which capacity somebody signs: the last words above the room.
fn whose(signature: &Signature) -> String {
    let words = |line: &Vec<Inline>| !line.iter().any(|inline| matches!(inline, Inline::Blank(_)));
    let line = signature.above.iter().rev().find(|line| words(line));
    line.map(|line| plain_text(line).trim_end_matches(',').trim().to_owned()).unwrap_or_default()
}

/// A label for the field of one of several who sign.
fn of(label: &str, whose: &str) -> String {
    if whose.is_empty() { label.to_owned() } else { format!("{label} – {whose}") }
}

/// A row of lines across the columns, all of which stand on one baseline.
#[derive(Debug, Clone, Copy, Default)]
struct RowBox {
    /// Distance of the first baseline from the upper edge.
    baseline: f32,
    /// How far it reaches below that.
    below: f32,
}

impl RowBox {
    fn height(&self) -> f32 {
        self.baseline + self.below
    }
}

fn first_baseline(lines: &[LineBox]) -> f32 {
    lines.first().map_or(0.0, |line| line.baseline)
}

/// The rows that hold these columns.
fn rows<'a>(columns: impl Iterator<Item = &'a Vec<Vec<LineBox>>>) -> Vec<RowBox> {
    let mut rows = Vec::new();
    for column in columns {
        rows.resize(rows.len().max(column.len()), RowBox::default());
        for (row, lines) in rows.iter_mut().zip(column) {
            let (baseline, height) = (first_baseline(lines), lines.iter().map(|line| line.height).sum::<f32>());
            row.baseline = row.baseline.max(baseline);
            row.below = row.below.max(height - baseline);
        }
    }
    rows
}

fn place(items: &mut Vec<Item>, column: Vec<Vec<LineBox>>, rows: &[RowBox], x: f32, y: f32) {
    let mut top = y;
    for (lines, row) in column.into_iter().zip(rows) {
        let mut at = top + row.baseline - first_baseline(&lines);
        for line in lines {
            items.extend(shifted(line.items, x, at));
            at += line.height;
        }
        top += row.height();
    }
}
