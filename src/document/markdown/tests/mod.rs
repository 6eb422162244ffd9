//! What each spelling becomes, what is found in wrong ones, and that no text whatsoever breaks the reader.

mod blocks;
mod findings;
pub(crate) mod nasty;
mod sketch;

use super::parse;
use crate::document::{Document, Meta};

/// The document of a text without findings.
fn document(markdown: &str) -> Document {
    parse("a.md", markdown, Meta::default()).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// The findings of a text, one a line: place, code, message, help.
fn findings(markdown: &str) -> String {
    let Err(findings) = parse("a.md", markdown, Meta::default()) else { return String::new() };
    let line = |d: &crate::diag::Diagnostic| {
        let place = d.origin.as_ref().map(ToString::to_string).unwrap_or_default();
        let help = d.help.as_ref().map(|help| format!(" ({})", help.en())).unwrap_or_default();
        format!("{place} {}: {}{help}\n", d.code, d.message.en())
    };
    findings.iter().map(line).collect()
}
