//! Data with the places of its values.

use super::path::{Path, Step};
use super::tree::{self, Node};
use crate::diag::Origin;
use std::sync::OnceLock;

/// Typed data that can tell where in its file each value stands.
#[derive(Debug)]
pub struct Located<T> {
    /// The data.
    pub value: T,
    /// Where it stands.
    pub places: Places,
}

impl<T> Located<T> {
    /// Data that was read as it was written.
    pub(super) fn new(value: T, file: &str, text: &str) -> Located<T> {
        let (file, text) = (file.to_owned(), text.to_owned());
        Located { value, places: Places { file, text, tree: OnceLock::new(), replaced: Vec::new() } }
    }

    /// Data in which these entries hold replacements for what could not be read.
    pub(super) fn mended(value: T, file: &str, text: &str, tree: Node, replaced: Vec<(String, usize)>) -> Located<T> {
        let (file, text) = (file.to_owned(), text.to_owned());
        Located { value, places: Places { file, text, tree: OnceLock::from(Some(tree)), replaced } }
    }

    /// Where the value at this path stands; the nearest value around it where the path leads nowhere.
    pub fn origin(&self, path: &Path<'_>) -> Origin {
        self.places.origin(&path.steps())
    }

    /// The file, as a person would name it.
    pub fn file(&self) -> &str {
        &self.places.file
    }
}

/// Where in a file each value stands.
#[derive(Debug)]
pub struct Places {
    file: String,
    text: String,
    /// Made when a place is first asked for.
    tree: OnceLock<Option<Node>>,
    /// Entries that hold replacements for what could not be read: the key of the list, and the item.
    replaced: Vec<(String, usize)>,
}

impl Places {
    /// Where the value at the end of these steps stands; the nearest value around it where they lead nowhere.
    pub fn origin(&self, steps: &[Step<'_>]) -> Origin {
        let tree = self.tree.get_or_init(|| tree::parse(&self.file, &self.text).0);
        tree.as_ref().map_or_else(|| Origin::file(&*self.file), |tree| tree.find(steps).origin(&self.file))
    }

    /// The file, as a person would name it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether an entry of a list at the top was read as it was written. Others are not checked any further.
    pub fn intact(&self, list: &str, index: usize) -> bool {
        !self.replaced.iter().any(|(l, i)| l == list && *i == index)
    }
}
