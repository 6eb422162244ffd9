//! From a whole text to its tree.

use super::builder::TreeBuilder;
use super::events::{Spanned, events};
use super::source::SourceText;
use crate::diag::Diagnostics;
use crate::document::{Block, Document, Meta};

/// Reads the Markdown of a rendered template.
///
/// `file` names the text in findings; `meta` is carried into the document unchanged.
///
/// # Errors
/// All findings at once, sorted by place.
pub fn parse(file: &str, markdown: &str, meta: Meta) -> Result<Document, Diagnostics> {
    let source = SourceText::new(file, markdown);
    let events = events(&source)?;
    let mut reader = TreeBuilder::new(&source, &events);
    let blocks = reader.whole(&events);
    reader.finish(Document { meta, blocks })
}

impl TreeBuilder<'_> {
    /// The blocks of the text whose events these are, its footnotes last.
    pub(super) fn whole(&mut self, events: &[Spanned]) -> Vec<Block> {
        self.reserve_anchors(events);
        let mut blocks = self.blocks();
        blocks.extend(self.read_footnotes());
        self.check_links();
        blocks
    }

    /// The document, or every finding from top to bottom.
    fn finish(mut self, document: Document) -> Result<Document, Diagnostics> {
        if self.findings.is_empty() {
            return Ok(document);
        }
        self.findings.sort();
        Err(self.findings)
    }
}
