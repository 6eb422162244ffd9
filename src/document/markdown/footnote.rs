//! Footnotes: numbered by their first reference, read last.

use super::builder::TreeBuilder;
use crate::diag::{Code, Diagnostic, say};
use crate::document::{Block, Footnote};

/// Characters of a footnote's label that are looked at; Markdown allows no more.
const MAX_LABEL: usize = 999;

impl TreeBuilder<'_> {
    /// Notes where a footnote is defined and passes it: its number is not known before all references are read.
    pub(super) fn define_footnote(&mut self, label: &str, offset: usize) {
        let content = (self.cursor.position(), offset);
        if self.footnotes.defined.insert(label.to_lowercase(), content).is_some() {
            self.find(
                offset,
                Diagnostic::error(
                    Code::DuplicateFootnote,
                    say!("catatan kaki `[^{label}]` ada dua", "a second footnote `[^{label}]`"),
                ),
            );
        }
        self.cursor.close();
    }

    /// Reports a mark such as `[^1]` without a footnote, which Markdown takes for text.
    pub(super) fn check_footnote_mark(&mut self, offset: usize) {
        let Some(rest) = self.source.text.get(offset..).and_then(|rest| rest.strip_prefix("[^")) else { return };
        let label: String =
            rest.chars().take(MAX_LABEL).take_while(|c| !matches!(c, '[' | ']') && !c.is_whitespace()).collect();
        if !label.is_empty() && rest[label.len()..].starts_with(']') {
            let message = say!("tidak ada catatan kaki `[^{label}]:`", "there is no footnote `[^{label}]:`");
            self.find(offset, Diagnostic::error(Code::UndefinedFootnote, message));
        }
    }

    /// The footnotes as a block of their own, if there are any. They may refer to further ones.
    pub(super) fn read_footnotes(&mut self) -> Option<Block> {
        let mut footnotes = Vec::new();
        let mut number = 0;
        while let Some(label) = self.footnotes.numbered.get(footnotes.len()) {
            let (position, offset) = self.footnotes.defined.remove(label)?;
            number += 1;
            self.cursor.jump(position);
            footnotes.push(Footnote { number, blocks: self.inside(offset, Self::blocks) });
        }
        for (label, (_, offset)) in std::mem::take(&mut self.footnotes.defined) {
            let message = say!(
                "catatan kaki `[^{label}]` tidak dirujuk, sehingga tidak akan ditemukan",
                "nothing refers to the footnote `[^{label}]`, so nobody would find it"
            );
            self.find(offset, Diagnostic::error(Code::UnusedFootnote, message));
        }
        (!footnotes.is_empty()).then_some(Block::Footnotes(footnotes))
    }
}
