//! Things that reports count.

use crate::diag::{Message, say};

/// A thing that is counted. Indonesian has one form for any number.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Noun {
    id: &'static str,
    one: &'static str,
    many: &'static str,
}

const fn noun(id: &'static str, one: &'static str, many: &'static str) -> Noun {
    Noun { id, one, many }
}

impl Noun {
    pub(in crate::cli) const CELL: Noun = noun("sel", "cell", "cells");
    pub(in crate::cli) const ERROR: Noun = noun("kesalahan", "error", "errors");
    pub(in crate::cli) const FILE: Noun = noun("berkas", "file", "files");
    pub(in crate::cli) const HINT: Noun = noun("saran", "hint", "hints");
    pub(in crate::cli) const OBSOLETE_FILE: Noun = noun("berkas usang", "obsolete file", "obsolete files");
    pub(in crate::cli) const PAGE: Noun = noun("halaman", "page", "pages");
    pub(in crate::cli) const PERSON: Noun = noun("orang", "person", "people");
    pub(in crate::cli) const ROW: Noun = noun("baris", "row", "rows");
    pub(in crate::cli) const RULE: Noun = noun("aturan", "rule", "rules");
    pub(in crate::cli) const SHEET: Noun = noun("lembar", "sheet", "sheets");
    pub(in crate::cli) const WARNING: Noun = noun("peringatan", "warning", "warnings");

    /// The words for more than one, as after a count that goes on.
    pub(in crate::cli) fn many(self) -> Message {
        Message::new(self.id, self.many)
    }
}

/// "1 sheet", "2 sheets"; "2 lembar".
pub(in crate::cli) fn count(number: usize, noun: Noun) -> Message {
    let Noun { id, one, many } = noun;
    let en = if number == 1 { one } else { many };
    say!("{number} {id}", "{number} {en}")
}
