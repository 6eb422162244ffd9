//! What the variables of a sheet are made from.

use crate::request::Request;
use crate::rulebook::Rulebook;
use crate::select::Selection;
use crate::template::DocumentKind;
use std::collections::{BTreeMap, BTreeSet};

/// What the sheets of a request are made from, apart from the person who signs.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a, 's> {
    /// What is asked for.
    pub request: &'s Request<'a>,
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// The rules that the sheet is about.
    pub selection: &'s Selection<'a>,
    /// The names of the variables that are used: of others, those that take a while to make are empty. Without, all are
    /// made.
    pub names: Option<&'s BTreeSet<String>>,
    /// The words that templates share, in the language of the request.
    pub labels: &'a BTreeMap<String, String>,
    /// All documents, which an event names by their ids.
    pub documents: &'a [DocumentKind],
}
