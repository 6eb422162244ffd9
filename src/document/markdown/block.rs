//! Blocks: paragraphs, quotations, callouts, code, lists.

use pulldown_cmark::{BlockQuoteKind, Event, Tag};

use super::builder::TreeBuilder;
use crate::document::{Block, CalloutKind, Inline, List, ListItem, ListRole, ParagraphStyle, TableRole};

/// A list and where each of its items begins in the source.
pub(super) struct PlacedList {
    pub(super) list: List,
    pub(super) places: Vec<usize>,
}

impl TreeBuilder<'_> {
    /// Blocks up to the end of the container, or of the text.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while !self.cursor.at_end() {
            blocks.extend(self.block());
        }
        blocks
    }

    /// The next block; none for a footnote, which is read last, and for what is a finding.
    pub(super) fn block(&mut self) -> Option<Block> {
        if self.cursor.is_at_paragraph() {
            return Some(Block::Paragraph { style: ParagraphStyle::Body, content: self.paragraph() });
        }
        let (event, range) = self.cursor.next()?;
        let Event::Start(tag) = event else { return Some(Block::Rule) };
        let offset = range.start;
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                let only_anchor = classes.is_empty() && attrs.is_empty();
                Some(self.heading(*level, id.as_ref(), only_anchor, offset))
            }
            Tag::BlockQuote(kind) => Some(self.quote(*kind, offset)),
            Tag::CodeBlock(_) => Some(self.code_block(offset)),
            Tag::List(start) => Some(Block::List(self.list(*start, ListRole::Plain, offset).list)),
            Tag::Table(align) => {
                let table = self.table(align, offset);
                self.table_with_header(table, TableRole::Plain).map(Block::Table)
            }
            Tag::HtmlBlock => self.html_block(offset),
            Tag::FootnoteDefinition(label) => {
                self.define_footnote(label, offset);
                None
            }
            _ => {
                self.cursor.close();
                None
            }
        }
    }

    /// The text of a paragraph, whether or not it is marked as one (in a list without space between items it is not).
    pub(super) fn paragraph(&mut self) -> Vec<Inline> {
        if self.cursor.is_at_inline() {
            return self.inlines();
        }
        let offset = self.cursor.next().map_or(0, |(_, range)| range.start);
        self.inside(offset, Self::inlines)
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, offset: usize) -> Block {
        let blocks = self.inside(offset, Self::blocks);
        let kind = match kind {
            None => return Block::Quote(blocks),
            Some(BlockQuoteKind::Note) => CalloutKind::Note,
            Some(BlockQuoteKind::Tip) => CalloutKind::Tip,
            Some(BlockQuoteKind::Important) => CalloutKind::Important,
            Some(BlockQuoteKind::Warning) => CalloutKind::Warning,
            Some(BlockQuoteKind::Caution) => CalloutKind::Caution,
        };
        Block::Callout { kind, blocks }
    }

    fn code_block(&mut self, offset: usize) -> Block {
        let text = self.inside(offset, |reader| {
            let mut text = String::new();
            while let Some((Event::Text(piece), range)) = reader.cursor.next_inline() {
                text.push_str(&reader.printable(piece, range.start));
            }
            text
        });
        Block::Code { text: text.trim_end_matches('\n').to_owned() }
    }

    /// The list whose start has just been passed.
    pub(super) fn list(&mut self, start: Option<u64>, role: ListRole, offset: usize) -> PlacedList {
        let tight = !self.cursor.list_is_loose();
        let (items, places) = self.inside(offset, |reader| {
            let mut items = (Vec::new(), Vec::new());
            while let Some((Event::Start(Tag::Item), range)) = reader.cursor.next_child() {
                let tick = reader.cursor.next_is_task();
                items.0.push(ListItem { tick, blocks: reader.inside(range.start, Self::blocks) });
                items.1.push(range.start);
            }
            items
        });
        PlacedList { list: List { start, role, tight, items }, places }
    }
}
