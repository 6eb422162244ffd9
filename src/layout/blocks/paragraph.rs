//! Headings, paragraphs, text to be read aloud, thematic breaks.

use super::area::BlockArea;
use super::composer::Composer;
use crate::document::{Align, Block, Inline, ListRole, ParagraphStyle, plain_text};
use crate::layout::galley::{Bond, Bookmark, Slice};
use crate::layout::item::{Dash, Draw, Item, Rule};
use crate::layout::lines::LineSetting;
use crate::layout::structure::Role;
use crate::layout::theme::measures;
use crate::layout::theme::spacing;

impl Composer<'_> {
    /// The title of a sheet, in the middle.
    pub(super) fn title(&mut self, id: &str, content: &[Inline], area: BlockArea) {
        self.space(spacing::TITLE);
        let setting = LineSetting::new(self.style.title, area.width).align(Align::Center);
        self.set_heading((1, id), content, &setting, area);
        self.close_up(spacing::BELOW_TITLE);
    }

    /// A heading at the left margin.
    pub(super) fn heading(&mut self, level: u8, id: &str, content: &[Inline], area: BlockArea) {
        self.space(spacing::above_heading(level));
        let setting = LineSetting::new(self.style.heading(level), area.width).balanced();
        self.set_heading((level, id), content, &setting, area);
        self.close_up(spacing::below_heading(level));
    }

    /// The lines of a heading in one piece, with its bookmark; what follows holds to it.
    fn set_heading(&mut self, (level, id): (u8, &str), content: &[Inline], setting: &LineSetting, area: BlockArea) {
        let owner = self.galley.structure.heading(level, area.parent);
        let lines = self.lines(content, setting, owner);
        let slice = self.galley.slices.len();
        self.push_lines(lines, area);
        for slice in &mut self.galley.slices[slice + 1..] {
            slice.bond = Bond::Never;
        }
        self.galley.slices[slice].anchors.push(id.to_owned());
        let title = plain_text(content).split_whitespace().collect::<Vec<_>>().join(" ");
        self.galley.bookmarks.push(Bookmark { level, title, slice });
        self.hold(Bond::Never);
    }

    pub(super) fn paragraph(
        &mut self,
        style: ParagraphStyle,
        content: &[Inline],
        before: Option<&Block>,
        area: BlockArea,
    ) {
        match style {
            ParagraphStyle::ReadAloud => return self.read_aloud(content, area),
            ParagraphStyle::Centered if matches!(before, Some(Block::Heading { .. })) => self.space(spacing::SUBTITLE),
            ParagraphStyle::Small => self.space(spacing::SMALL),
            _ => self.space(spacing::PARAGRAPH),
        }
        let mut setting = match style {
            ParagraphStyle::Centered if matches!(content, [Inline::Strong(_)]) => {
                LineSetting::new(self.style.name, area.width).align(Align::Center)
            }
            ParagraphStyle::Centered => LineSetting::new(self.style.body, area.width).align(Align::Center),
            ParagraphStyle::Small => LineSetting::new(self.style.small, area.width),
            _ => LineSetting::new(self.style.body, area.width),
        };
        if content.iter().any(|inline| matches!(inline, Inline::Blank(_))) {
            // A hand needs more room between the lines than type does.
            setting.text.leading *= 1.3;
        }
        if area.role == ListRole::ReadAloud {
            setting.text = self.style.aloud;
        } else if area.role != ListRole::Plain {
            setting.citation = Some(self.style.citation);
        }
        let owner = match area.is_plain {
            true => area.parent,
            false => self.galley.structure.open(Role::Paragraph, area.parent),
        };
        let lines = self.lines(content, &setting, owner);
        self.push_lines(lines, area);
    }

    /// What stands between two written breaks is read in one breath: it starts a line and is kept in one piece.
    fn read_aloud(&mut self, content: &[Inline], area: BlockArea) {
        let owner = self.galley.structure.open(Role::Paragraph, area.parent);
        self.space(spacing::READ_ALOUD);
        for breath in content.split(|inline| *inline == Inline::LineBreak) {
            self.space(spacing::BREATH);
            let lines = self.lines(breath, &LineSetting::new(self.style.aloud, area.width), owner);
            let first = self.galley.slices.len();
            self.push_lines(lines, area);
            for slice in self.galley.slices.iter_mut().skip(first + 1) {
                slice.bond = Bond::Never;
            }
        }
        self.space(spacing::READ_ALOUD);
    }

    pub(super) fn thematic_break(&mut self, area: BlockArea) {
        self.space(spacing::THEMATIC_BREAK);
        let ends = ((area.x, 0.0), (area.x + area.width, 0.0));
        let rule = Rule {
            from: ends.0,
            to: ends.1,
            weight: measures::RULE,
            color: self.style.palette.hairline,
            dash: Dash::Solid,
        };
        self.push(Slice { height: measures::RULE, items: vec![Item::artifact(Draw::Rule(rule))], ..Slice::default() });
        self.space(spacing::THEMATIC_BREAK);
    }
}
