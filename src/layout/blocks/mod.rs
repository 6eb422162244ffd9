//! Layout: blocks of the document tree to slices of the galley.
//!
//! [`compose`] walks the blocks; a file of its own sets each kind. Space between blocks collapses to the larger of
//! what the two ask for; bonds say where a page must not end.

mod boxes;
mod fields;
mod fragment;
mod letterhead;
mod line;
mod list;
pub(crate) mod marks;
mod paragraph;
mod signatures;
mod slides;
mod table;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::field;
use super::galley::{Bond, Galley, Inset, Slice};
use super::grid::Grid;
use super::item::Item;
use super::lines::{LineBox, Setting};
use super::shape::Odd;
use super::shaper::Shaper;
use super::structure::{ElementId, Structure};
use super::style::Style;
use super::text::verbatim;
use crate::diag::{Code, Diagnostic, Diagnostics};
pub(crate) use fragment::Fragments;
pub(crate) use slides::{Fitted, compose as compose_slides};

use crate::document::{Block, Document, Labels, Layout, ListRole, Meta, ParagraphStyle, Table, TableRole};

/// Blocks may nest so deep; the parser refuses deeper ones too.
const DEEPEST: usize = 64;

/// A column is not indented to less than this.
const NARROWEST: f32 = 140.0;

/// Sets a document in one column as wide as those of a grid. Where there are several, what comes before the first
/// heading of level 2 stands across them.
pub(crate) fn compose(
    document: &Document,
    fonts: &Shaper,
    style: &Style,
    grid: &Grid,
    fillable: bool,
) -> (Galley, Diagnostics) {
    let mut composer = Composer::new(&document.meta, fonts, style, fillable);
    if document.meta.layout == Layout::Certificate {
        composer.galley.middles.push(0);
    }
    let is_section = |block: &Block| matches!(block, Block::Heading { level: 2.., .. });
    let sections = document.blocks.iter().position(is_section).filter(|_| grid.columns > 1).unwrap_or(0);
    let (across, along) = document.blocks.split_at(sections);
    composer.blocks(across, Area::column(grid.width()));
    composer.galley.band = composer.galley.slices.len();
    composer.blocks(along, Area::column(grid.column));
    composer.finish()
}

/// Sets some blocks of a document for nothing but what the shaper learns from it.
pub(crate) fn rehearse(
    document: &Document,
    which: Range<usize>,
    fonts: &Shaper,
    style: &Style,
    grid: &Grid,
    fillable: bool,
) {
    let mut composer = Composer::new(&document.meta, fonts, style, fillable);
    // As within another block: nothing is kept of the blocks themselves.
    composer.depth = 1;
    composer.some_blocks(&document.blocks, which, Area::column(grid.column));
}

/// Where blocks are set, and within what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) parent: ElementId,
    /// The role of the list around, if any.
    pub(crate) role: ListRole,
    /// How many lists are around.
    pub(crate) level: usize,
    /// Whether there is one paragraph and nothing else, which needs no element of its own.
    pub(crate) is_plain: bool,
}

impl Area {
    /// A column of a page.
    fn column(width: f32) -> Area {
        Area { x: 0.0, width, parent: Structure::ROOT, role: ListRole::Plain, level: 0, is_plain: false }
    }

    /// The area less an indent at the left; `None` where it would become too narrow to read.
    pub(crate) fn indent(self, by: f32) -> Option<Area> {
        (self.width - by >= NARROWEST).then_some(Area { x: self.x + by, width: self.width - by, ..self })
    }

    pub(crate) fn within(self, parent: ElementId) -> Area {
        Area { parent, ..self }
    }
}

/// What stands before and after a block.
#[derive(Debug, Clone, Copy)]
struct Beside<'a> {
    before: Option<&'a Block>,
    after: Option<&'a Block>,
}

impl Beside<'_> {
    /// Whether a heading here is the title of a sheet: below its letterhead or above a centred line.
    fn is_title(&self) -> bool {
        matches!(self.before, Some(Block::Letterhead { .. }))
            || matches!(self.after, Some(Block::Paragraph { style: ParagraphStyle::Centered, .. }))
    }
}

/// How many characters that cannot be printed are told one by one; who wrote a text in another script sees it by then.
const MOST_TOLD: usize = 20;

/// The state of layout.
pub(crate) struct Composer<'a> {
    pub(crate) fonts: &'a Shaper<'a>,
    fragments: &'a RefCell<Fragments>,
    pub(crate) style: &'a Style,
    pub(crate) meta: &'a Meta,
    pub(crate) words: Labels<'a>,
    /// What is said of a place to fill in.
    pub(crate) blank: &'a str,
    /// Whether what is filled in becomes fields.
    pub(crate) fillable: bool,
    pub(crate) galley: Galley,
    findings: Diagnostics,
    /// Characters that have been reported, each once.
    reported: BTreeSet<char>,
    /// The words in which they were.
    reported_words: BTreeSet<u64>,
    /// How many findings of characters are left out.
    untold: usize,
    /// Space that the next slice keeps from the last: the larger of what both ask for …
    space: f32,
    /// … plus that inside the edges of boxes.
    pad: f32,
    /// Space that holds whatever the next block asks for.
    close: Option<f32>,
    /// How the next slice holds to the last.
    bond: Bond,
    inset: Inset,
    depth: usize,
}

impl<'a> Composer<'a> {
    fn new(meta: &'a Meta, fonts: &'a Shaper<'a>, style: &'a Style, fillable: bool) -> Composer<'a> {
        let fragments = fonts.fragments();
        fragments.borrow_mut().prepare(style, meta);
        let words = Labels::of(meta);
        Composer {
            fonts,
            fragments,
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

    fn finish(mut self) -> (Galley, Diagnostics) {
        self.report_footer();
        if self.untold > 0 {
            let message = format!("no font has a glyph for {} more characters, each in another word", self.untold);
            self.findings.push(Diagnostic::error(Code::MissingGlyph, message));
        }
        self.name_fields();
        (self.galley, self.findings)
    }
}

impl Composer<'_> {
    /// Sets blocks one below the other.
    pub(crate) fn blocks(&mut self, blocks: &[Block], area: Area) {
        self.some_blocks(blocks, 0..blocks.len(), area);
    }

    /// Sets some of the blocks that stand one below the other.
    fn some_blocks(&mut self, blocks: &[Block], which: Range<usize>, area: Area) {
        if self.depth >= DEEPEST {
            let finding =
                Diagnostic::error(Code::NestingTooDeep, format!("blocks are nested more than {DEEPEST} deep"));
            self.findings.push(finding.help("flatten the lists and quotations"));
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

    fn block(&mut self, block: &Block, beside: Beside, area: Area) {
        match block {
            // Others rarely have the same, so it is not worth remembering.
            Block::Fields(_) | Block::Signatures(_) => self.set_block(block, beside, area),
            Block::Table(Table { role: TableRole::SignIn, .. }) => self.set_block(block, beside, area),
            _ if self.depth > 1 || self.fillable => self.set_block(block, beside, area),
            _ => self.fragment(block, beside, area),
        }
    }

    fn set_block(&mut self, block: &Block, beside: Beside, area: Area) {
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
    pub(crate) fn push_lines(&mut self, lines: Vec<LineBox>, area: Area) {
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
            self.rich_lines(&rich, &Setting::new(self.style.footer, f32::MAX));
        }
    }

    /// Reports what the fonts cannot show, each character once per document, of a word no more than the first, and of
    /// many such words their number.
    fn report_characters(&mut self, missing: &[Odd], right_to_left: &[Odd]) {
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

/// That a character runs from right to left, and the words around it, if they may be told.
pub(crate) fn runs_backwards(character: char, around: &str) -> Diagnostic {
    let message = format!("text from right to left is not supported: {}{}", named(character), within(around));
    Diagnostic::error(Code::RightToLeft, message)
}

/// That no font has a glyph for a character, and the words around it, if they may be told.
pub(crate) fn missing_glyph(character: char, around: &str) -> Diagnostic {
    let message = format!("no font has a glyph for {}{}", named(character), within(around));
    Diagnostic::error(Code::MissingGlyph, message).help("write it in words or with another character")
}

fn within(around: &str) -> String {
    if around.is_empty() { String::new() } else { format!(" in “{around}”") }
}

/// A character with its code point.
fn named(character: char) -> String {
    format!("`{character}` (U+{:04X})", u32::from(character))
}

/// The bond that holds both; a page break written by hand wins.
fn stronger(a: Bond, b: Bond) -> Bond {
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
