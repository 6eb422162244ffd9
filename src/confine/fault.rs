//! Why there is no output, as data: what Tera says, or why it was not let go on.

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use serde::{Deserialize, Serialize};
use tera::{Error, ErrorKind, ReportError};

/// The most bytes of a message that are told.
const LONGEST: usize = 2_000;

/// The most bytes of many messages that Tera has joined.
const LONGEST_JOINED: usize = 256 * 1024;

/// An error of Tera's, or a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fault {
    /// A template is not written as Tera wants it.
    Syntax(Place),
    /// Something fails while a template is rendered.
    Rendering(Place),
    /// Anything else, perhaps several reports in one.
    Message(String),
    /// A template extends one that there is not.
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
    /// The output grows beyond so many bytes.
    TooLong(usize),
    /// It was not let go on.
    Refused(Refusal),
}

/// A message with the place that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// What Tera says.
    pub(crate) message: String,
    /// The template by its name.
    pub(crate) template: String,
    /// From 1.
    pub(crate) line: u32,
    /// From 1, in characters.
    pub(crate) column: u32,
}

/// Why a template was not let go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Refusal {
    /// It works for too long.
    Work,
    /// It takes too much memory, or nests until the stack is full.
    Memory,
    /// Too many others were refused before.
    Untried,
    /// There is no process to render it in.
    NoProcess(String),
}

impl Refusal {
    /// What is wrong, of this kind, and what to do.
    pub(crate) fn finding(&self, code: Code) -> Diagnostic {
        let (message, help) = match self {
            Refusal::Work => (
                "this takes longer than any document needs",
                "look for loops within loops, for parts that include each other, and for texts that grow in a loop",
            ),
            Refusal::Memory => (
                "this nests too deeply or takes more memory than any document needs",
                "look for values that grow in a loop, and for tags or brackets within each other",
            ),
            Refusal::Untried => {
                ("this is not tried, since too many other templates take too long", "mend or remove those first")
            }
            Refusal::NoProcess(why) => {
                let message = format!("cannot start the process that renders templates: {why}");
                let help = "templates of others are rendered by ikrar itself, started again; see that it can be run";
                return Diagnostic::error(Code::TemplateProcess, message).help(help);
            }
        };
        Diagnostic::error(code, message).help(help)
    }
}

impl Fault {
    /// The finding in a page, `file`, of this kind where it is about a place.
    pub(crate) fn in_page(self, code: Code, file: &str) -> Diagnostics {
        let found = match self {
            Fault::Syntax(place) | Fault::Rendering(place) => {
                return Diagnostic::error(code, place.message).at(Origin::at(file, place.line, place.column)).into();
            }
            Fault::TooLong(most) => too_long(most),
            Fault::Refused(refusal) => refusal.finding(code),
            Fault::Message(message) => Diagnostic::error(code, message),
            Fault::MissingParent { parent, .. } => Diagnostic::error(code, format!("unknown template `{parent}`")),
            Fault::CircularExtend { .. } | Fault::CircularInclude { .. } => {
                Diagnostic::error(code, "this page includes itself")
            }
        };
        found.at(Origin::file(file)).into()
    }
}

/// The finding that the output grows beyond so many bytes, without a place.
pub(crate) fn too_long(most: usize) -> Diagnostic {
    Diagnostic::error(Code::OutputTooLarge, format!("the document grows beyond {} MB", most / 1024 / 1024))
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) => Fault::Syntax(place(report)),
            ErrorKind::RenderingError(report) => Fault::Rendering(place(report)),
            ErrorKind::MissingParent { current, parent } => {
                Fault::MissingParent { current: cut(current, LONGEST), parent: cut(parent, LONGEST) }
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                Fault::CircularExtend { template: cut(tpl, LONGEST), chain: chain(inheritance_chain) }
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                Fault::CircularInclude { template: cut(tpl, LONGEST), chain: chain(include_chain) }
            }
            ErrorKind::Msg(reports) if reports.starts_with("error: ") => Fault::Message(cut(reports, LONGEST_JOINED)),
            other => Fault::Message(cut(&other.to_string(), LONGEST)),
        }
    }
}

/// Tera counts lines from 1 and columns from 0.
fn place(report: &ReportError) -> Place {
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    let (line, column) = (count(report.span().start_line), count(report.span().start_col + 1));
    Place { message: cut(report.message(), LONGEST), template: cut(report.filename(), LONGEST), line, column }
}

fn chain(names: &[String]) -> Vec<String> {
    names.iter().take(64).map(|name| cut(name, 200)).collect()
}

/// A text that ends with "…" where it is longer than so many bytes.
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
        assert!(message.len() < LONGEST + 10);
    }
}
