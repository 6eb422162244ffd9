//! The state of layout while blocks are set, and what all kinds of blocks ask of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::area::BlockArea;
use super::block_cache::BlockCache;
use super::characters::{missing_glyph, runs_backwards};
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::document::{Block, Labels, Meta, ParagraphStyle, Table, TableRole};
use crate::layout::field;
use crate::layout::galley::{Bond, Galley, Inset, Slice};
use crate::layout::item::Item;
use crate::layout::lines::{LineBox, LineSetter, LineSetting};
use crate::layout::shape::Odd;
use crate::layout::structure::Structure;
use crate::layout::text::verbatim;
use crate::layout::theme::style::Style;

/// Blocks may nest so deep; the parser refuses deeper ones too.
const DEEPEST: usize = 64;

/// What stands before and after a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside<'a> {
    pub(super) before: Option<&'a Block>,
    pub(super) after: Option<&'a Block>,
}

impl Beside<'_> {
    /// Whether a heading here is the title of a sheet: below its letterhead or above a centred line.
    pub(super) fn is_title(&self) -> bool {
        matches!(self.before, Some(Block::Letterhead { .. }))
            || matches!(self.after, Some(Block::Paragraph { style: ParagraphStyle::Centered, .. }))
    }
}

/// How many characters that cannot be printed are told one by one; who wrote a text in another script sees it by then.
const MOST_TOLD: usize = 20;

/// What sets lines, and what was set before.
#[derive(Clone, Copy)]
pub(crate) struct Tools<'a> {
    pub(crate) lines: LineSetter<'a>,
    pub(crate) blocks: &'a BlockCache,
}

/// The state of layout.
pub(crate) struct Composer<'a> {
    pub(super) lines: LineSetter<'a>,
    pub(super) cache: &'a BlockCache,
    pub(crate) style: &'a Style,
    pub(crate) meta: &'a Meta,
    pub(crate) words: Labels<'a>,
    /// What is said of a place to fill in.
    pub(crate) blank: &'a str,
    /// Whether what is filled in becomes fields.
    pub(crate) fillable: bool,
    pub(crate) galley: Galley,
    pub(super) findings: Diagnostics,
    /// Characters that have been reported, each once.
    reported: BTreeSet<char>,
    /// The words in which they were.
    reported_words: BTreeSet<u64>,
    /// How many findings of characters are left out.
    untold: usize,
    /// Space that the next slice keeps from the last: the larger of what both ask for …
    pub(super) space: f32,
    /// … plus that inside the edges of boxes.
    pub(super) pad: f32,
    /// Space that holds whatever the next block asks for.
    pub(super) close: Option<f32>,
    /// How the next slice holds to the last.
    pub(super) bond: Bond,
    pub(super) inset: Inset,
    pub(super) depth: usize,
}

impl<'a> Composer<'a> {
    pub(super) fn new(meta: &'a Meta, tools: Tools<'a>, style: &'a Style, fillable: bool) -> Composer<'a> {
        tools.blocks.fragments.borrow_mut().prepare(style, meta);
        let words = Labels::of(meta);
        Composer {
            lines: tools.lines,
            cache: tools.blocks,
            style,
            meta,
            blank: words.get("blank"),
            words,
            fillable,
            galley: Galley::new(),
            findings: Diagnostics::new(),
            reported: BTreeSet::new(),
            reported_words: BTreeSet::new(),
            untold: 0,
            space: 0.0,
            pad: 0.0,
            close: None,
            bond: Bond::Free,
            inset: Inset::default(),
            depth: 0,
        }
    }

    pub(super) fn finish(mut self) -> (Galley, Diagnostics) {
        self.report_footer();
        if self.untold > 0 {
            let message = say!(
                "tidak ada fon yang memiliki bentuk untuk {} karakter lain, masing-masing dalam kata lain",
                "no font has a glyph for {} more characters, each in another word",
                self.untold
            );
            self.findings.push(Diagnostic::error(Code::MissingGlyph, message));
        }
        self.name_fields();
        (self.galley, self.findings)
    }
}

impl Composer<'_> {
    /// Sets blocks one below the other.
    pub(crate) fn blocks(&mut self, blocks: &[Block], area: BlockArea) {
        self.some_blocks(blocks, 0..blocks.len(), area);
    }

    /// Sets some of the blocks that stand one below the other.
    pub(super) fn some_blocks(&mut self, blocks: &[Block], which: Range<usize>, area: BlockArea) {
        if self.depth >= DEEPEST {
            let finding = Diagnostic::error(
                Code::NestingTooDeep,
                say!("blok bersarang lebih dari {DEEPEST} tingkat", "blocks are nested more than {DEEPEST} deep"),
            );
            self.findings
                .push(finding.help(say!("kurangi tingkat daftar dan kutipan", "flatten the lists and quotations")));
            return;
        }
        self.depth += 1;
        for (index, block) in blocks.iter().enumerate().take(which.end).skip(which.start) {
            let before = index.checked_sub(1).map(|index| &blocks[index]);
            let beside = Beside { before, after: blocks.get(index + 1) };
            if introduces(before, block) || parts_signatures(beside, block) {
                self.hold(Bond::Never);
            }
            self.block(block, beside, area);
        }
        self.depth -= 1;
    }

    pub(super) fn block(&mut self, block: &Block, beside: Beside, area: BlockArea) {
        match block {
            // Others rarely have the same, so it is not worth remembering.
            Block::Fields(_) | Block::Signatures(_) => self.set_block(block, beside, area),
            Block::Table(Table { role: TableRole::SignIn, .. }) => self.set_block(block, beside, area),
            _ if self.depth > 1 || self.fillable => self.set_block(block, beside, area),
            _ => self.fragment(block, beside, area),
        }
    }

    pub(super) fn set_block(&mut self, block: &Block, beside: Beside, area: BlockArea) {
        match block {
            Block::Heading { level: 1, id, content } if beside.is_title() => self.title(id, content, area),
            Block::Heading { level, id, content } => self.heading(*level, id, content, area),
            Block::Paragraph { style, content } => self.paragraph(*style, content, beside.before, area),
            Block::List(list) => self.list(list, area),
            Block::Table(table) => self.table(table, area),
            Block::Quote(blocks) => self.quote(blocks, area),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks, area),
            Block::Code { text } => self.code(text, area),
            Block::Rule => self.thematic_break(area),
            Block::Letterhead { lines } => self.letterhead(lines, area),
            Block::Fields(fields) => self.fields(fields, area),
            Block::Signatures(columns) => self.signatures(columns, area),
            Block::PageBreak => self.bond = Bond::Break,
            Block::Footnotes(notes) => self.footnotes(notes, area),
        }
    }

    /// Asks for space before the next slice, in lines of running text.
    pub(crate) fn space(&mut self, lines: f32) {
        let asked = self.style.space(lines);
        self.space = self.close.take().unwrap_or(self.space.max(asked));
    }

    /// Brings the next block as close as this, whatever it asks for.
    pub(crate) fn close_up(&mut self, lines: f32) {
        self.close = Some(self.style.space(lines));
    }

    /// Makes the next slice hold to the last at least so firmly.
    pub(crate) fn hold(&mut self, bond: Bond) {
        self.bond = stronger(self.bond, bond);
    }

    /// Adds a slice below the last.
    pub(crate) fn push(&mut self, slice: Slice) {
        let gap = self.space + self.pad + slice.gap;
        let bond = stronger(self.bond, slice.bond);
        self.galley.slices.push(Slice { gap, bond, inset: self.inset, ..slice });
        (self.space, self.pad, self.close, self.bond) = (0.0, 0.0, None, Bond::Free);
    }

    /// Adds lines at the left edge of an area, none of them a widow or orphan.
    pub(crate) fn push_lines(&mut self, lines: Vec<LineBox>, area: BlockArea) {
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let alone = index > 0 && (index == 1 || index + 1 == count);
            let bond = if alone { Bond::Never } else { Bond::Free };
            let mut items = line.items;
            items.iter_mut().for_each(|item| item.shift(area.x, 0.0));
            self.push(Slice { height: line.height, bond, items, ..Slice::default() });
        }
    }

    /// Gives every field a label and a name.
    fn name_fields(&mut self) {
        for field in self.galley.fields.iter_mut().filter(|field| field.label.is_empty()) {
            field.label = self.blank.to_owned();
        }
        field::name(&mut self.galley.fields);
    }

    /// Reports what the fonts cannot show of the words that the footer repeats.
    fn report_footer(&mut self) {
        for text in [&self.meta.document_name, &self.meta.region, &self.meta.rulebook_version] {
            let rich = verbatim(text, &self.style.footer, Structure::ROOT);
            self.rich_lines(&rich, &LineSetting::new(self.style.footer, f32::MAX));
        }
    }

    /// Reports what the fonts cannot show, each character once per document, of a word no more than the first, and of
    /// many such words their number.
    pub(super) fn report_characters(&mut self, missing: &[Odd], right_to_left: &[Odd]) {
        let told = [(right_to_left, runs_backwards as fn(char, &str) -> Diagnostic), (missing, missing_glyph)];
        for (found, finding) in told {
            for Odd { character, word, around } in found {
                if !(self.reported.insert(*character) && self.reported_words.insert(*word)) {
                    continue;
                }
                if self.reported_words.len() > MOST_TOLD {
                    self.untold += 1;
                } else {
                    self.findings.push(finding(*character, around));
                }
            }
        }
    }
}

/// The bond that holds both; a page break written by hand wins.
pub(super) fn stronger(a: Bond, b: Bond) -> Bond {
    if a == Bond::Break || b == Bond::Break { Bond::Break } else { a.max(b) }
}

/// Whether a block leads to the next one and must not part from it.
fn introduces(before: Option<&Block>, block: &Block) -> bool {
    match (before, block) {
        (Some(Block::Heading { .. } | Block::Letterhead { .. }), _) => true,
        (Some(_), Block::Signatures(_)) => true,
        (Some(Block::Paragraph { style: ParagraphStyle::Body, content }), _) => {
            crate::document::plain_text(content).trim_end().ends_with(':')
        }
        _ => false,
    }
}

/// Whether a block stands between two signature blocks, such as "witnessed by": who signs and who sees it share a page.
fn parts_signatures(beside: Beside, block: &Block) -> bool {
    let is_signatures = |block: Option<&Block>| matches!(block, Some(Block::Signatures(_)));
    is_signatures(beside.before) && matches!(block, Block::Paragraph { .. }) && is_signatures(beside.after)
}

/// Moves items.
pub(crate) fn shifted(mut items: Vec<Item>, dx: f32, dy: f32) -> impl Iterator<Item = Item> {
    items.iter_mut().for_each(|item| item.shift(dx, dy));
    items.into_iter()
}
