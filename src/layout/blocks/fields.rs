//! Identity fields: labels in one column, colons below each other, values or dotted lines to the right margin.

use super::area::BlockArea;
use super::composer::{Composer, shifted};
use crate::document::{FormField, Inline, plain_text};
use crate::layout::field::{self, FieldKind};
use crate::layout::galley::{Bond, Slice};
use crate::layout::item::{Bounds, Dash, Draw, Item, Widget};
use crate::layout::lines::{LineBox, LineSetting};
use crate::layout::structure::{ElementId, Numbering, Role};
use crate::layout::theme::measures;
use crate::layout::theme::spacing;

/// The value of a field takes no more lines.
const MOST_LINES: usize = 12;

impl Composer<'_> {
    pub(super) fn fields(&mut self, fields: &[FormField], area: BlockArea) {
        let list = self.galley.structure.open(Role::List(Numbering::None), area.parent);
        let widths = fields.iter().map(|field| self.natural_widths(&field.label, &self.style.body.clone()).0);
        let label_width =
            widths.collect::<Vec<_>>().into_iter().fold(0.0, f32::max).min(area.width * measures::LABELS) + 0.5;
        let value_x = label_width + 2.0 * measures::COLON;
        let by_hand = fields.iter().any(|field| matches!(field.value[..], [Inline::Blank(_)]));
        self.space(spacing::FIELDS);
        for field in fields {
            let item = self.galley.structure.open(Role::Item, list);
            let owner = self.galley.structure.open(Role::Label, item);
            let body = self.style.body;
            let mut label = self.lines(&field.label, &LineSetting::new(body, label_width), owner);
            let colon = self.part_label(&mut label, owner);
            let colon = self.lines(&[Inline::Text(":".to_owned())], &LineSetting::new(body, measures::COLON), colon);
            let value = LineSetting::new(body, area.width - value_x).stretch(Dash::Dotted);
            let owner = self.galley.structure.open(Role::Body, item);
            let value = self.value(field, &value, owner);
            self.space(spacing::field(by_hand));
            self.push_columns([(label, 0.0), (colon, label_width + measures::COLON * 0.5), (value, value_x)], area);
        }
    }

    /// The lines of a value; in a fillable file a value that is there already is a field that shows it.
    fn value(&mut self, field: &FormField, setting: &LineSetting, owner: ElementId) -> Vec<LineBox> {
        let first = self.galley.fields.len();
        let has_blank = field.value.iter().any(|inline| matches!(inline, Inline::Blank(_)));
        let mut lines = self.lines(&field.value, setting, owner);
        // A text that fills a good part of the page is for reading.
        if !self.fillable || lines.len() > MOST_LINES {
            lines.iter_mut().for_each(LineBox::mark_personal);
            return lines;
        }
        let label = plain_text(&field.label);
        if has_blank {
            self.label_fields(first, |given| match given {
                "" => label.clone(),
                given => format!("{label}: {given}"),
            });
            return lines;
        }
        let value = plain_text(&field.value);
        self.galley.fields.push(field::Field { kind: FieldKind::Text(value), label, name: String::new() });
        let owner = self.galley.structure.open(Role::Form, owner);
        vec![shown_in(first, lines, setting.width, owner)]
    }

    /// The element of the colon of a label: it stands beside the first line, but is read after the last. Where there are
    /// several, the words and the colon are elements of their own.
    fn part_label(&mut self, lines: &mut [LineBox], label: ElementId) -> ElementId {
        if lines.len() < 2 {
            return label;
        }
        let structure = &mut self.galley.structure;
        let [words, colon] = [(); 2].map(|()| structure.open(Role::Span, label));
        let items = lines.iter_mut().flat_map(|line| &mut line.items);
        items.filter(|item| item.owner == Some(label)).for_each(|item| item.owner = Some(words));
        colon
    }

    /// Gives the fields from `first` on other labels, made of those that they have.
    pub(super) fn label_fields(&mut self, first: usize, label: impl Fn(&str) -> String) {
        for field in &mut self.galley.fields[first..] {
            field.label = label(&field.label);
        }
    }

    /// Stacks of lines side by side, in slices of one line each; the stacks stay together.
    fn push_columns<const N: usize>(&mut self, columns: [(Vec<LineBox>, f32); N], area: BlockArea) {
        let mut columns = columns.map(|(lines, x)| (lines.into_iter(), x));
        for row in 0.. {
            let mut slice = Slice::default();
            let mut any = false;
            for (lines, x) in &mut columns {
                if let Some(line) = lines.next() {
                    any = true;
                    slice.height = slice.height.max(line.height);
                    slice.items.extend(shifted(line.items, area.x + *x, 0.0));
                }
            }
            if !any {
                return;
            }
            slice.bond = if row == 0 { Bond::Free } else { Bond::Never };
            self.push(slice);
        }
    }
}

/// Lines as what a field shows, in one piece.
fn shown_in(field: usize, lines: Vec<LineBox>, width: f32, owner: ElementId) -> LineBox {
    let baseline = lines.first().map_or(0.0, |line| line.baseline);
    let mut height = 0.0;
    let mut shown = Vec::new();
    for line in lines {
        shown.extend(shifted(line.items, 0.0, height));
        height += line.height;
    }
    let area = Bounds { left: 0.0, top: 0.0, right: width, bottom: height };
    let draw = Draw::Widget(Widget { field, area, shown });
    LineBox { height, baseline, items: vec![Item::of(owner, draw)] }
}
