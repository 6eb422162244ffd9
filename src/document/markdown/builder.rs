//! The state of building a tree from events.

use super::anchors::Anchors;
use super::cursor::Cursor;
use super::events::Spanned;
use super::footnote_index::FootnoteIndex;
use super::source::SourceText;
use crate::diag::{Code, Diagnostic, Diagnostics, say};

/// Containers (lists, quotations, emphasis, …) inside each other; no sheet needs a quarter of it.
const MAX_DEPTH: usize = 32;
/// The most findings of one text.
pub(super) const MAX_FINDINGS: usize = 500;

/// Builds the tree of one text. Its methods stand in the modules named after what they read.
pub(super) struct TreeBuilder<'a> {
    pub(super) source: &'a SourceText<'a>,
    pub(super) cursor: Cursor<'a>,
    pub(super) findings: Diagnostics,
    pub(super) anchors: Anchors,
    pub(super) footnotes: FootnoteIndex,
    /// How many containers are open.
    pub(super) depth: usize,
}

impl<'a> TreeBuilder<'a> {
    pub(super) fn new(source: &'a SourceText<'a>, events: &'a [Spanned<'a>]) -> Self {
        TreeBuilder {
            source,
            cursor: Cursor::new(events),
            findings: Diagnostics::new(),
            anchors: Anchors::default(),
            footnotes: FootnoteIndex::default(),
            depth: 0,
        }
    }

    /// Notes a finding at a byte offset of the source.
    pub(super) fn find(&mut self, offset: usize, diagnostic: Diagnostic) {
        if self.findings.len() == MAX_FINDINGS {
            return;
        }
        let diagnostic = diagnostic.at(self.source.origin(offset));
        if self.findings.iter().last() != Some(&diagnostic) {
            self.findings.push(diagnostic);
        }
    }

    /// Reads the inside of a container whose start has just been passed, and passes its end.
    pub(super) fn inside<T: Default>(&mut self, offset: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut value = T::default();
        if self.depth == MAX_DEPTH {
            let message = say!(
                "lebih dari {MAX_DEPTH} daftar, kutipan, atau penekanan bersarang",
                "more than {MAX_DEPTH} lists, quotations or emphases inside each other"
            );
            self.find(offset, Diagnostic::error(Code::NestingTooDeep, message));
        } else {
            self.depth += 1;
            value = read(self);
            self.depth -= 1;
        }
        self.cursor.close();
        value
    }

    /// Whether blocks are being read that stand in no other block.
    pub(super) fn at_top_level(&self) -> bool {
        self.depth == 0
    }
}
