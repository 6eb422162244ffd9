//! Identity fields: labels in one column, colons below each other, values or dotted lines to the right margin.

use super::line::{LineBox, Setting};
use super::{Area, Composer, shifted};
use crate::document::{Field, Inline};
use crate::pdf::galley::{Bond, Dash, Slice};
use crate::pdf::structure::{ElementId, Numbering, Role};

/// Room between the label and the colon, and between the colon and the value.
const COLON: f32 = 10.0;

impl Composer<'_> {
    pub(super) fn fields(&mut self, fields: &[Field], area: Area) {
        let list = self.galley.structure.open(Role::List(Numbering::None), area.parent);
        let widths = fields.iter().map(|field| self.natural_widths(&field.label, &self.style.body.clone()).0);
        let label_width = widths.collect::<Vec<_>>().into_iter().fold(0.0, f32::max).min(area.width * 0.42) + 0.5;
        let value_x = label_width + 2.0 * COLON;
        // A hand needs more room between the lines than type does.
        let by_hand = fields.iter().any(|field| matches!(field.value[..], [Inline::Blank(_)]));
        self.space(0.5);
        for field in fields {
            let item = self.galley.structure.open(Role::Item, list);
            let owner = self.galley.structure.open(Role::Label, item);
            let body = self.style.body;
            let (words, colon) = self.label_parts(owner);
            let label = self.lines(&field.label, &Setting::new(body, label_width), words);
            let colon = self.lines(&[Inline::Text(":".to_owned())], &Setting::new(body, COLON), colon);
            let value = Setting::new(body, area.width - value_x).stretch(Dash::Dotted);
            let owner = self.galley.structure.open(Role::Body, item);
            let value = self.lines(&field.value, &value, owner);
            self.space(if by_hand { 0.4 } else { 0.14 });
            self.push_columns([(label, 0.0), (colon, label_width + COLON * 0.5), (value, value_x)], area);
        }
    }

    /// The words of a label and its colon: the colon stands beside the first line, but is read after the last.
    fn label_parts(&mut self, label: ElementId) -> (ElementId, ElementId) {
        let structure = &mut self.galley.structure;
        (structure.open(Role::Span, label), structure.open(Role::Span, label))
    }

    /// Stacks of lines side by side, in slices of one line each; the stacks stay together.
    fn push_columns<const N: usize>(&mut self, columns: [(Vec<LineBox>, f32); N], area: Area) {
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
