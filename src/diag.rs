//! Findings: what is wrong, where, and what to do about it.
//!
//! Loaders and writers do not stop at the first problem: they push a [`Diagnostic`] into [`Diagnostics`] and go on as
//! far as they can, so that a user sees every finding at once. Nothing here prints; `cli::report` does.

mod code;
mod message;
mod redact;

pub use code::Code;
pub use message::Message;
pub(crate) use message::say;
pub use redact::{Mask, hidden, masked, redacted, screened};

use std::fmt;
use std::sync::Arc;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Output cannot be trusted; nothing is written.
    Error,
    /// Output is written; a person should look at it.
    Warning,
    /// Output is fine; a source could be tidier, and ikrar can see to it.
    Hint,
}

impl Severity {
    /// The word that reports print.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// Where a finding is: a file as the user named it (built-in ones as `<built-in>/rules.yaml`) and a position in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The file, as a person would name it.
    pub file: Arc<str>,
    /// Line, counted from 1; 0 where the finding is about the file as a whole.
    pub line: u32,
    /// Column in characters, counted from 1; 0 where unknown.
    pub column: u32,
    /// The sheet, in a workbook: line and column are then row and column of a cell.
    pub sheet: Option<Arc<str>>,
}

impl Origin {
    /// A place about which only the file is known.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Origin { file: file.into(), line: 0, column: 0, sheet: None }
    }

    /// A line and column (both from 1) of a file.
    pub fn at(file: impl Into<Arc<str>>, line: u32, column: u32) -> Self {
        Origin { file: file.into(), line, column, sheet: None }
    }

    /// A cell (row and column from 1) of a sheet of a workbook.
    pub fn cell(file: impl Into<Arc<str>>, sheet: impl Into<Arc<str>>, row: u32, column: u32) -> Self {
        Origin { file: file.into(), line: row, column, sheet: Some(sheet.into()) }
    }

    /// The cell as spreadsheets write it: `Pegawai!C7`.
    pub fn cell_name(&self) -> Option<String> {
        self.sheet.as_ref().map(|sheet| format!("{sheet}!{}{}", letters(self.column), self.line))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(cell) = self.cell_name() {
            return write!(f, "{}:{cell}", self.file);
        }
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.file),
            (line, 0) => write!(f, "{}:{line}", self.file),
            (line, column) => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}

/// The letters of a column of a workbook, from 1: A, B, …, Z, AA, …
fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        letters.push(char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// One finding. A roster may have millions: what is the same in many is kept once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// Its kind.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: Message,
    /// Where, if it is about a place.
    pub origin: Option<Origin>,
    /// What to do, if there is something to say: "did you mean …".
    pub help: Option<Message>,
}

impl Diagnostic {
    /// An error of this kind.
    pub fn error(code: Code, message: impl Into<Message>) -> Self {
        Diagnostic { severity: Severity::Error, code, message: message.into(), origin: None, help: None }
    }

    /// A warning of this kind.
    pub fn warning(code: Code, message: impl Into<Message>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// A hint of this kind.
    pub fn hint(code: Code, message: impl Into<Message>) -> Self {
        Diagnostic { severity: Severity::Hint, ..Diagnostic::error(code, message) }
    }

    /// The same finding, at a place.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// The same finding, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding without digits of personal numbers, which a quotation may hold.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        self.message = self.message.map(|text| redacted(text).into_owned());
        self.help = self.help.map(|help| help.map(|text| redacted(text).into_owned()));
        self
    }
}

/// Many findings, in the order found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Sorts by file, line and column, so that a report reads from top to bottom; findings without a place come first.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (&a.origin, a.code, &a.message).cmp(&(&b.origin, b.code, &b.message)));
    }

    /// `Ok(value)` without errors (warnings are dropped into `warnings`), else `Err` with every finding.
    ///
    /// # Errors
    /// The findings themselves, when one of them is an error.
    pub fn into_result<T>(self, value: T, warnings: &mut Diagnostics) -> Result<T, Diagnostics> {
        if self.has_errors() {
            return Err(self);
        }
        warnings.extend(self);
        Ok(value)
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// So many characters of a text are quoted.
const QUOTED: usize = 60;

/// The beginning of a text from a file, fit to stand in a message: on one line, without control characters and without
/// personal numbers.
pub fn excerpt(text: &str) -> String {
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    // A number that goes on where the quotation ends is seen whole.
    let beginning: String = text.chars().take(4 * QUOTED).map(visible).collect();
    let line = hidden(&beginning).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The candidate nearest to `typed`, if one is near enough to be what was meant.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name of this length, and the distance of long texts takes very long.
    if typed.chars().nth(80).is_some() {
        return None;
    }
    let typed = typed.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_suggests_a_small_slip_and_nothing_far() {
        assert_eq!(nearest("muara-enin", ["banyuasin", "muara-enim"]), Some("muara-enim"));
        assert_eq!(nearest("xyz", ["banyuasin", "muara-enim"]), None);
    }

    #[test]
    fn nearest_is_quick_on_a_text_that_is_no_name() {
        assert_eq!(nearest(&"muara-enim".repeat(1_000_000), ["muara-enim"]), None);
    }

    #[test]
    fn an_excerpt_stays_short() {
        assert_eq!(excerpt("masa tenang"), "masa tenang");
        assert_eq!(excerpt(&"x".repeat(1000)).chars().count(), 61);
        assert_eq!(excerpt("a\n\u{1b}[2Jb"), "a [2Jb");
        assert_eq!(excerpt(&format!("{}198706202014022003", "x".repeat(50))), format!("{}…", "x".repeat(50)));
    }

    #[test]
    fn an_origin_prints_what_it_knows() {
        assert_eq!(Origin::file("a.yaml").to_string(), "a.yaml");
        assert_eq!(Origin::at("a.yaml", 3, 0).to_string(), "a.yaml:3");
        assert_eq!(Origin::at("a.yaml", 3, 7).to_string(), "a.yaml:3:7");
    }
}
