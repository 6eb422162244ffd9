//! The one module that reads YAML.
//!
//! 1. A [`gate`] refuses what no rulebook needs and what makes parsers hang: large files, deep nesting, anchors,
//!    aliases, tags, several documents.
//! 2. `serde_yaml` turns the text into typed data. That is all that happens to a good file.
//! 3. Only where there is something to report is the text parsed once more, by `granit-parser` (the engine of
//!    serde-saphyr), into a [`tree`] that knows the line and column of each key and value.

mod gate;
mod path;
mod tree;

pub use path::Path;

use crate::diag::{Diagnostic, Diagnostics, Origin};
use serde::de::DeserializeOwned;
use std::sync::OnceLock;

/// Typed data that can tell where in its file each value stands.
#[derive(Debug)]
pub struct Located<T> {
    /// The data.
    pub value: T,
    file: String,
    text: String,
    /// Made when a place is first asked for.
    tree: OnceLock<Option<tree::Node>>,
}

impl<T> Located<T> {
    /// Where the value at this path stands; the nearest value around it where the path leads nowhere.
    pub fn origin(&self, path: &Path<'_>) -> Origin {
        let tree = self.tree.get_or_init(|| tree::parse(&self.file, &self.text).0);
        tree.as_ref().map_or_else(|| Origin::file(&*self.file), |tree| tree.find(path).origin(&self.file))
    }

    /// The file, as a person would name it.
    pub fn file(&self) -> &str {
        &self.file
    }
}

/// Reads one YAML document into `T`; `file` is its name in findings.
///
/// # Errors
/// Every finding about the form of the text, each with line and column.
pub fn load<T: DeserializeOwned>(file: &str, text: &str) -> Result<Located<T>, Diagnostics> {
    let text = gate::check(file, text)?;
    match serde_yaml::from_str(text) {
        Ok(value) => Ok(Located { value, file: file.to_owned(), text: text.to_owned(), tree: OnceLock::new() }),
        Err(error) => Err(explain(file, text, &error)),
    }
}

/// Everything that is wrong with a text that serde_yaml does not take.
fn explain(file: &str, text: &str, error: &serde_yaml::Error) -> Diagnostics {
    let (_, mut findings) = tree::parse(file, text);
    if findings.is_empty() {
        findings.push(refused(file, error));
    }
    findings.sort();
    findings
}

/// What serde_yaml says, where nothing better is known.
fn refused(file: &str, error: &serde_yaml::Error) -> Diagnostic {
    let number = |n: usize| u32::try_from(n).unwrap_or(0);
    let origin = error
        .location()
        .map_or_else(|| Origin::file(file), |at| Origin::at(file, number(at.line()), number(at.column())));
    Diagnostic::error("yaml", error.to_string()).at(origin)
}
