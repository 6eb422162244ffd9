//! Quotations, callouts, preformatted text and footnotes: blocks with something drawn around or above them.

use super::area::BlockArea;
use super::composer::Composer;
use crate::document::{Block, CalloutKind, Footnote, Inline};
use crate::layout::galley::{Bond, Frame, Inset, Slice};
use crate::layout::item::{Dash, Draw, Item, Rule};
use crate::layout::lines::LineSetting;
use crate::layout::structure::Role;
use crate::layout::text::verbatim;
use crate::layout::theme::color::Color;
use crate::layout::theme::measures;
use crate::layout::theme::spacing;

impl Composer<'_> {
    pub(super) fn quote(&mut self, blocks: &[Block], area: BlockArea) {
        let parent = self.galley.structure.open(Role::Quote, area.parent);
        self.space(spacing::QUOTE);
        let (indent, pad) = measures::QUOTE;
        let inner = area.indent(indent);
        let bar = inner.map(|_| self.style.palette.hairline);
        self.framed(area, pad, None, bar, |composer| composer.blocks(blocks, inner.unwrap_or(area).within(parent)));
        self.space(spacing::QUOTE);
    }

    /// A box with a title that says what kind of remark it is.
    pub(super) fn callout(&mut self, kind: CalloutKind, blocks: &[Block], area: BlockArea) {
        let parent = self.galley.structure.open(Role::Part, area.parent);
        self.space(spacing::CALLOUT);
        let (left, sides, pad) = measures::CALLOUT;
        let inner = area.indent(sides).map_or(area, |inner| BlockArea { x: area.x + left, ..inner }).within(parent);
        let title = self.words.get(kind.label()).to_owned();
        let palette = self.style.palette;
        let ink = palette.callout(kind);
        self.framed(area, pad, Some(palette.tint), Some(ink), |composer| {
            let owner = composer.galley.structure.open(Role::Paragraph, parent);
            let text = composer.style.body.color(ink);
            let title = [Inline::Strong(vec![Inline::Text(title)])];
            let lines = composer.lines(&title, &LineSetting::new(text, inner.width), owner);
            composer.push_lines(lines, inner);
            composer.close_up(spacing::CALLOUT_TITLE);
            composer.hold(Bond::Never);
            composer.blocks(blocks, inner);
        });
        self.space(spacing::CALLOUT);
    }

    /// Preformatted text on a ground of its own, line by line.
    pub(super) fn code(&mut self, text: &str, area: BlockArea) {
        let paragraph = self.galley.structure.open(Role::Paragraph, area.parent);
        let owner = self.galley.structure.open(Role::Code, paragraph);
        let (left, sides, pad) = measures::CODE;
        let inner = area.indent(sides).map_or(area, |inner| BlockArea { x: area.x + left, ..inner });
        let setting = LineSetting::new(self.style.cell, inner.width);
        self.space(spacing::CODE);
        self.framed(area, pad, Some(self.style.palette.tint), None, |composer| {
            for line in text.lines() {
                let lines = composer.rich_lines(&verbatim(line, &setting.text, owner), &setting);
                composer.push_lines(lines, inner);
            }
        });
        self.space(spacing::CODE);
    }

    /// Footnotes, small, below a short rule.
    pub(super) fn footnotes(&mut self, notes: &[Footnote], area: BlockArea) {
        if notes.is_empty() {
            return;
        }
        self.space(spacing::FOOTNOTES);
        let (length, height) = measures::FOOTNOTE_RULE;
        let ends = ((area.x, 0.0), (area.x + length.min(area.width), 0.0));
        let rule = Rule {
            from: ends.0,
            to: ends.1,
            weight: measures::RULE,
            color: self.style.palette.fill_in,
            dash: Dash::Solid,
        };
        self.push(Slice { height, items: vec![Item::artifact(Draw::Rule(rule))], ..Slice::default() });
        self.hold(Bond::Never);
        let labels: Vec<String> = notes.iter().map(|note| note.number.to_string()).collect();
        let small = self.style.small;
        for (note, label) in notes.iter().zip(labels) {
            let element = self.galley.structure.open(Role::Note, area.parent);
            let mark = self.galley.structure.open(Role::Label, element);
            let label = self.lines(&[Inline::Text(label)], &LineSetting::new(small, measures::FOOTNOTE.1), mark);
            let first = self.galley.slices.len();
            self.space(spacing::FOOTNOTE);
            self.small_blocks(&note.blocks, area.indent(measures::FOOTNOTE.0).unwrap_or(area).within(element));
            self.label(first, area.x, label);
            if let Some(slice) = self.galley.slices.get_mut(first) {
                slice.anchors.push(format!("fn-{}", note.number));
            }
        }
    }

    /// Paragraphs as small print; other blocks as they are.
    fn small_blocks(&mut self, blocks: &[Block], area: BlockArea) {
        for block in blocks {
            match block {
                Block::Paragraph { content, .. } => {
                    let owner = self.galley.structure.open(Role::Paragraph, area.parent);
                    let lines = self.lines(content, &LineSetting::new(self.style.small, area.width), owner);
                    self.push_lines(lines, area);
                }
                other => self.blocks(std::slice::from_ref(other), area),
            }
        }
    }

    /// Draws a frame around all slices that `fill` adds.
    fn framed(
        &mut self,
        area: BlockArea,
        pad: Inset,
        ground: Option<Color>,
        bar: Option<Color>,
        fill: impl FnOnce(&mut Self),
    ) {
        let first = self.galley.slices.len();
        let frame = self.galley.frames.len();
        self.galley.frames.push(Frame { first, last: first, x: area.x, width: area.width, pad, fill: ground, bar });
        let outer = self.inset;
        self.inset = Inset { top: outer.top + pad.top, bottom: outer.bottom + pad.bottom };
        self.pad += pad.top;
        fill(self);
        self.inset = outer;
        if self.galley.slices.len() == first {
            self.galley.frames.truncate(frame);
            self.pad -= pad.top;
        } else {
            self.galley.frames[frame].last = self.galley.slices.len() - 1;
            self.space = 0.0;
            self.close = None;
            // A box inside that ends here too keeps its own distance.
            self.pad += pad.bottom;
        }
    }
}
