//! The letterhead (kop): the coat of arms at the left, centred lines beside it, and a double rule below them.

use super::area::BlockArea;
use super::composer::{Composer, shifted};
use crate::document::{Align, Inline, Picture};
use crate::lang::Lang;
use crate::layout::galley::{Bond, Slice};
use crate::layout::item::{Dash, Draw, Item, PictureFrame, Rule};
use crate::layout::lines::{LineBox, LineSetting};
use crate::layout::structure::{ElementId, Role};
use crate::layout::theme::color::Color;
use crate::layout::theme::measures;
use crate::layout::theme::spacing;

impl Composer<'_> {
    pub(super) fn letterhead(&mut self, lines: &[Vec<Inline>], area: BlockArea) {
        let part = self.galley.structure.open(Role::Part, area.parent);
        // Whatever the language of the sheet, the government names itself in its own.
        if self.meta.lang != Lang::Id {
            self.galley.structure.set_lang(part, Lang::Id);
        }
        self.space(spacing::LETTERHEAD);
        let first = self.galley.slices.len();
        match &self.meta.emblem {
            Some(emblem) => self.beside_emblem(lines, emblem, area.within(part)),
            None => {
                for line in self.letterhead_lines(lines, area.width, part) {
                    self.push_lines(vec![line], area);
                }
            }
        }
        self.push(double_rule(area, self.style.palette.ink));
        for slice in &mut self.galley.slices[first + 1..] {
            slice.bond = Bond::Never;
        }
    }

    /// The coat of arms, and the lines in the middle of what it leaves of the width.
    fn beside_emblem(&mut self, lines: &[Vec<Inline>], emblem: &Picture, area: BlockArea) {
        let words = self.words.emblem(&self.meta.region);
        let figure = self.galley.structure.figure(&words, area.parent);
        self.galley.structure.set_lang(figure, self.meta.lang);
        // Its width depends on the height of lines whose width depends on it: they are set beside the largest first.
        let (width, _) = emblem_size(emblem, measures::EMBLEM.1);
        let indent = width + measures::EMBLEM_GUTTER;
        let lines = self.letterhead_lines(lines, area.width - indent, area.parent);
        let text: f32 = lines.iter().map(|line| line.height).sum();
        let (w, h) = emblem_size(emblem, text.clamp(measures::EMBLEM.0, measures::EMBLEM.1));
        let height = text.max(h);
        let picture = PictureFrame { x: area.x + (width - w) / 2.0, y: (height - h) / 2.0, width: w, height: h };
        let mut items = vec![Item::of(figure, Draw::Picture(picture))];
        let mut y = (height - text) / 2.0;
        for line in lines {
            items.extend(shifted(line.items, area.x + indent, y));
            y += line.height;
        }
        self.push(Slice { height, items, ..Slice::default() });
    }

    fn letterhead_lines(&mut self, lines: &[Vec<Inline>], width: f32, part: ElementId) -> Vec<LineBox> {
        let set = |line: &Vec<Inline>| {
            let owner = self.galley.structure.open(Role::Paragraph, part);
            let (text, content) = match line.as_slice() {
                [Inline::Emphasis(address)] => (self.style.address, address),
                [Inline::Strong(_), ..] => (self.style.agency, line),
                _ => (self.style.letterhead, line),
            };
            self.lines(content, &LineSetting::new(text, width).align(Align::Center), owner)
        };
        lines.iter().flat_map(set).collect()
    }
}

/// Width and height of a coat of arms that is to be so high.
fn emblem_size(emblem: &Picture, height: f32) -> (f32, f32) {
    let shape = emblem.width() as f32 / emblem.height().max(1) as f32;
    let width = (height * shape).min(measures::EMBLEM.1);
    (width, width / shape)
}

/// A thick line above a thin one.
fn double_rule(area: BlockArea, color: Color) -> Slice {
    let line = |y: f32, weight: f32| {
        let ends = ((area.x, y), (area.x + area.width, y));
        let rule = Rule { from: ends.0, to: ends.1, weight, color, dash: Dash::Solid };
        Item::artifact(Draw::Rule(rule))
    };
    let (rules, height) = measures::LETTERHEAD_RULES;
    Slice { height, items: rules.map(|(y, weight)| line(y, weight)).to_vec(), ..Slice::default() }
}
