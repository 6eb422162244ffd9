//! Templates: the files that say how a document reads, and the engine that renders them to Markdown.
//!
//! 1. [`Templates::load`] takes every file of the templates folder, a user's file in place of the built-in one of the
//!    same name. If one is a user's, all are parsed at once, and unknown names are findings.
//! 2. [`Templates::render`] fills a template with variables. Each value is [escaped](escape::escape), so that it is text
//!    and never markup.
//! 3. [`Sheets`] fills one for many people: what all their sheets have in common is rendered once.
//! 4. [`check`] renders every template on sample variables to find variables that do not exist.

mod check;
mod engine;
mod errors;
pub mod escape;
mod filters;
mod front;
mod halves;
mod load;
mod parse;
mod scan;
mod sheets;
mod source;
mod split;
mod templates;
#[cfg(test)]
mod tests;
mod tidy;
mod trial;

pub use crate::confine::Bindings;
pub use check::{Sample, check};
pub use front::{Axis, DocumentKind, Maker};
pub use load::TemplateFile;
pub use sheets::Sheets;
pub use templates::Templates;

use crate::confine;
use std::ffi::OsString;
use std::process::ExitCode;

/// To be called first by a program that renders templates from others: they then run in child processes, which are this
/// program, started again. In such a child this renders for the parent and returns the exit code.
pub fn confined(mut args: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    if args.nth(1).is_some_and(|first| first == confine::WORKER) {
        return Some(confine::serve(&[parse::DOCUMENT, confine::PAGE]));
    }
    confine::enable();
    None
}

/// To be called last by such a program: ends the child processes and waits for them.
pub fn released() {
    confine::end();
}
