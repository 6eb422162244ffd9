//! The letterhead (kop): centred lines and a double rule below them.

use super::line::Setting;
use super::{Area, Composer};
use crate::document::{Align, Inline};
use crate::lang::Lang;
use crate::pdf::galley::{Bond, Dash, Draw, Item, Rule, Slice};
use crate::pdf::structure::Role;
use crate::pdf::style::Color;

impl Composer<'_> {
    pub(super) fn letterhead(&mut self, lines: &[Vec<Inline>], area: Area) {
        let part = self.galley.structure.open(Role::Part, area.parent);
        // Whatever the language of the sheet, the government names itself in its own.
        if self.meta.lang != Lang::Id {
            self.galley.structure.set_lang(part, Lang::Id);
        }
        self.space(1.0);
        let first = self.galley.slices.len();
        for line in lines {
            let owner = self.galley.structure.open(Role::Paragraph, part);
            let is_agency = matches!(line.first(), Some(Inline::Strong(_)));
            let text = if is_agency { self.style.agency } else { self.style.letterhead };
            let boxes = self.lines(line, &Setting::new(text, area.width).align(Align::Center), owner);
            self.push_lines(boxes, area);
        }
        self.push(double_rule(area));
        for slice in &mut self.galley.slices[first + 1..] {
            slice.bond = Bond::Never;
        }
    }
}

/// A thick line above a thin one.
fn double_rule(area: Area) -> Slice {
    let line = |y: f32, weight: f32| {
        let ends = ((area.x, y), (area.x + area.width, y));
        let rule = Rule { from: ends.0, to: ends.1, weight, color: Color::INK, dash: Dash::Solid };
        Item::artifact(Draw::Rule(rule))
    };
    Slice { height: 10.0, items: vec![line(6.5, 2.0), line(9.4, 0.6)], ..Slice::default() }
}
