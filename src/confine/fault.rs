//! Errors of templates as data, so that they can cross the process boundary.

use super::translate::translated;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use serde::{Deserialize, Serialize};
use tera::{Error, ErrorKind, ReportError};

/// The most bytes of a message that are kept.
const MAX_MESSAGE: usize = 2_000;

/// The most bytes of joined reports that are kept.
const MAX_JOINED: usize = 256 * 1024;

/// Why there is no output: an error of Tera or an exceeded limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fault {
    /// A syntax error.
    Syntax(TemplateError),
    /// An error while rendering.
    Rendering(TemplateError),
    /// Any other message of Tera, possibly several reports joined.
    Message(String),
    /// A template extends one that does not exist.
    MissingParent {
        /// The template.
        current: String,
        /// The missing one.
        parent: String,
    },
    /// Templates extend each other in a circle.
    CircularExtend {
        /// One of them.
        template: String,
        /// All of them, as far as they are known.
        chain: Vec<String>,
    },
    /// Templates include each other in a circle.
    CircularInclude {
        /// One of them.
        template: String,
        /// All of them in their order.
        chain: Vec<String>,
    },
    /// The output exceeds so many bytes.
    TooLong(usize),
    /// Parsing or rendering was ended, or not tried.
    Aborted(Abort),
}

/// An error of Tera with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TemplateError {
    /// Tera's message, for [`translated`].
    pub(crate) message: String,
    /// Name of the template.
    pub(crate) template: String,
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
}

/// Why parsing or rendering was ended, or not tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Abort {
    /// It took too much time.
    Work,
    /// It took too much memory or overflowed the stack.
    Memory,
    /// Too many other sets of the folder were aborted before.
    Untried,
    /// The child process cannot be started or understood; the message of the system.
    NoProcess(String),
}

impl Abort {
    /// The finding, of this code unless the child process is at fault.
    pub(crate) fn finding(&self, code: Code) -> Diagnostic {
        let (message, help) = match self {
            Abort::Work => (
                say!(
                    "ini lebih lama daripada yang diperlukan dokumen apa pun",
                    "this takes longer than any document needs"
                ),
                say!(
                    "periksa pengulangan di dalam pengulangan, bagian yang saling menyertakan, dan teks yang terus bertambah",
                    "look for loops within loops, for parts that include each other, and for texts that grow in a loop"
                ),
            ),
            Abort::Memory => (
                say!(
                    "ini bersarang terlalu dalam atau memakai memori melebihi keperluan dokumen apa pun",
                    "this nests too deeply or takes more memory than any document needs"
                ),
                say!(
                    "periksa nilai yang terus bertambah dalam pengulangan, dan perintah atau kurung yang bersarang",
                    "look for values that grow in a loop, and for tags or brackets within each other"
                ),
            ),
            Abort::Untried => (
                say!(
                    "ini tidak dicoba, karena terlalu banyak templat lain yang terlalu lama",
                    "this is not tried, since too many other templates take too long"
                ),
                say!("perbaiki atau hapus templat itu dahulu", "mend or remove those first"),
            ),
            Abort::NoProcess(why) => {
                let message = say!(
                    "proses yang mengolah templat tidak dapat dijalankan: {why}",
                    "cannot start the process that renders templates: {why}"
                );
                let help = say!(
                    "templat pihak lain diolah oleh ikrar sendiri yang dijalankan sekali lagi; pastikan ikrar dapat dijalankan",
                    "templates of others are rendered by ikrar itself, started again; see that it can be run"
                );
                return Diagnostic::error(Code::TemplateProcess, message).help(help);
            }
        };
        Diagnostic::error(code, message).help(help)
    }
}

impl Fault {
    /// The finding in a page template, `file`, of this code.
    pub(crate) fn in_page(self, code: Code, file: &str) -> Diagnostics {
        let found = match self {
            Fault::Syntax(place) | Fault::Rendering(place) => {
                return Diagnostic::error(code, translated(&place.message))
                    .at(Origin::at(file, place.line, place.column))
                    .into();
            }
            Fault::TooLong(most) => too_long(most),
            Fault::Aborted(abort) => abort.finding(code),
            Fault::Message(message) => Diagnostic::error(code, translated(&message)),
            Fault::MissingParent { parent, .. } => {
                Diagnostic::error(code, say!("tidak ada templat `{parent}`", "unknown template `{parent}`"))
            }
            Fault::CircularExtend { .. } | Fault::CircularInclude { .. } => {
                Diagnostic::error(code, say!("halaman ini menyertakan dirinya sendiri", "this page includes itself"))
            }
        };
        found.at(Origin::file(file)).into()
    }
}

/// The finding that the output grows beyond so many bytes, without a place.
pub(crate) fn too_long(most: usize) -> Diagnostic {
    Diagnostic::error(
        Code::OutputTooLarge,
        say!("dokumen ini melebihi {} MB", "the document grows beyond {} MB", most / 1024 / 1024),
    )
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) => Fault::Syntax(place(report)),
            ErrorKind::RenderingError(report) => Fault::Rendering(place(report)),
            ErrorKind::MissingParent { current, parent } => {
                Fault::MissingParent { current: cut(current, MAX_MESSAGE), parent: cut(parent, MAX_MESSAGE) }
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                Fault::CircularExtend { template: cut(tpl, MAX_MESSAGE), chain: chain(inheritance_chain) }
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                Fault::CircularInclude { template: cut(tpl, MAX_MESSAGE), chain: chain(include_chain) }
            }
            ErrorKind::Msg(reports) if reports.starts_with("error: ") => Fault::Message(cut(reports, MAX_JOINED)),
            other => Fault::Message(cut(&other.to_string(), MAX_MESSAGE)),
        }
    }
}

/// Tera counts lines from 1 and columns from 0.
fn place(report: &ReportError) -> TemplateError {
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    let (line, column) = (count(report.span().start_line), count(report.span().start_col + 1));
    TemplateError {
        message: cut(report.message(), MAX_MESSAGE),
        template: cut(report.filename(), MAX_MESSAGE),
        line,
        column,
    }
}

fn chain(names: &[String]) -> Vec<String> {
    names.iter().take(64).map(|name| cut(name, 200)).collect()
}

/// The text, cut off with "…" where it has more than `most` bytes.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_any_length_is_told_in_short() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("aéé", 4), "aé…");
        let Fault::Message(message) = Fault::from(Error::message("x".repeat(100_000))) else { panic!() };
        assert!(message.len() < MAX_MESSAGE + 10);
    }
}
