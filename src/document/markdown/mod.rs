//! Markdown → [`Document`].
//!
//! The steps: refuse what is too large; let pulldown-cmark read the text into events with their places in the source;
//! fold the events into blocks with one small function per kind of block; read the footnotes in the order of their
//! first reference; check what only the whole shows (links to anchors, footnotes nobody refers to).
//!
//! What the tree has no place for is a finding with line and column, never dropped in silence: a lost line is the worst
//! thing that can happen to a sheet with legal weight.

mod anchor;
mod block;
mod cursor;
mod directive;
mod fields;
mod footnote;
mod inline;
mod link;
mod section;
mod signatures;
mod source;
mod table;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use anchor::slug;
pub(crate) use inline::is_plain;
pub(super) use section::{Section, Together, sections};

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use self::anchor::Anchors;
use self::cursor::Cursor;
use self::footnote::FootnoteIndex;
use self::source::Source;
use super::{Block, Document, Meta};
use crate::diag::{Code, Diagnostic, Diagnostics};

/// Markdown beyond this many bytes is refused: the longest sheet is a hundredth of it.
const MAX_BYTES: usize = 4 << 20;
/// So is Markdown of more events than this, since a short text can mean many (a wide table of empty cells).
const MAX_EVENTS: usize = 1 << 20;
/// Room for so many events is made at once.
const USUAL_EVENTS: usize = 1024;
/// Containers (lists, quotations, emphasis, …) inside each other; no sheet needs a quarter of it.
const MAX_DEPTH: usize = 32;
/// Findings in one text after which further ones are not collected.
const MAX_FINDINGS: usize = 500;

/// Reads the Markdown of a rendered template.
///
/// `file` names the text in findings; `meta` is carried into the document unchanged.
///
/// # Errors
/// All findings at once, sorted by place.
pub fn parse(file: &str, markdown: &str, meta: Meta) -> Result<Document, Diagnostics> {
    let source = Source::new(file, markdown);
    let events = events(&source)?;
    let mut reader = Reader::new(&source, &events);
    let blocks = reader.whole(&events);
    reader.finish(Document { meta, blocks })
}

type Spanned<'a> = (Event<'a>, Range<usize>);

/// All events of the text, unless there are too many.
fn events<'a>(source: &Source<'a>) -> Result<Vec<Spanned<'a>>, Diagnostics> {
    let too_large = |what: String| {
        Diagnostic::error(Code::DocumentTooLarge, what).at(source.origin(0)).help("split it into several documents")
    };
    if source.text.len() > MAX_BYTES {
        return Err(
            too_large(format!("the Markdown has {} bytes; at most {MAX_BYTES} are read", source.text.len())).into()
        );
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut events = Vec::with_capacity((source.text.len() / 8).min(USUAL_EVENTS));
    events.extend(Parser::new_ext(source.text, options).into_offset_iter().take(MAX_EVENTS + 1));
    if events.len() > MAX_EVENTS {
        return Err(too_large(format!("the Markdown has more than {MAX_EVENTS} pieces (cells, words, marks)")).into());
    }
    Ok(events)
}

/// The state of one reading. Its methods stand in the modules named after what they read.
struct Reader<'a> {
    source: &'a Source<'a>,
    cursor: Cursor<'a>,
    findings: Diagnostics,
    anchors: Anchors,
    footnotes: FootnoteIndex,
    /// How many containers are open.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source<'a>, events: &'a [Spanned<'a>]) -> Self {
        Reader {
            source,
            cursor: Cursor::new(events),
            findings: Diagnostics::new(),
            anchors: Anchors::default(),
            footnotes: FootnoteIndex::default(),
            depth: 0,
        }
    }

    /// The blocks of the text whose events these are, its footnotes last.
    fn whole(&mut self, events: &[Spanned]) -> Vec<Block> {
        self.reserve_anchors(events);
        let mut blocks = self.blocks();
        blocks.extend(self.read_footnotes());
        self.check_links();
        blocks
    }

    /// Notes a finding at a byte offset of the source.
    fn find(&mut self, offset: usize, diagnostic: Diagnostic) {
        if self.findings.len() == MAX_FINDINGS {
            return;
        }
        let diagnostic = diagnostic.at(self.source.origin(offset));
        if self.findings.iter().last() != Some(&diagnostic) {
            self.findings.push(diagnostic);
        }
    }

    /// Reads the inside of a container whose start has just been passed, and passes its end.
    fn inside<T: Default>(&mut self, offset: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut value = T::default();
        if self.depth == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} lists, quotations or emphases inside each other");
            self.find(offset, Diagnostic::error(Code::NestingTooDeep, message));
        } else {
            self.depth += 1;
            value = read(self);
            self.depth -= 1;
        }
        self.cursor.close();
        value
    }

    /// The document, or every finding from top to bottom.
    fn finish(mut self, document: Document) -> Result<Document, Diagnostics> {
        if self.findings.is_empty() {
            return Ok(document);
        }
        self.findings.sort();
        Err(self.findings)
    }

    /// Whether blocks are being read that stand in no other block.
    fn at_top_level(&self) -> bool {
        self.depth == 0
    }

    /// Blocks up to the end of the container, or of the text.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while !self.cursor.at_end() {
            blocks.extend(self.block());
        }
        blocks
    }
}
