//! The templates as text, by name, and which of them belong together.

use super::scan;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A template's file, as a person would name it, and its text.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) text: Arc<str>,
    /// Whether it is the built-in template of its name, word for word.
    pub(super) is_built_in: bool,
}

impl Source {
    pub(super) fn new(file: &str, text: String, is_built_in: bool) -> Source {
        Source { file: file.to_owned(), text: text.into(), is_built_in }
    }

    /// Whether the template may define components; the built-in ones define none.
    pub(super) fn defines_components(&self) -> bool {
        !self.is_built_in && self.text.contains("component")
    }
}

/// All templates by name.
pub(super) type Sources = BTreeMap<String, Source>;

/// A template and those that it names, directly or through others; where one of these is foreign, with all that define
/// components. Tera takes the names of templates from string literals alone.
pub(super) fn with_parts<'s>(name: &'s str, sources: &'s Sources) -> BTreeMap<&'s str, Arc<str>> {
    let mut found = BTreeMap::new();
    add_parts(name, sources, &mut found);
    if is_foreign(&found, sources) {
        let components = sources.iter().filter(|(_, source)| source.defines_components());
        components.for_each(|(name, _)| add_parts(name, sources, &mut found));
    }
    found
}

fn add_parts<'s>(name: &'s str, sources: &'s Sources, found: &mut BTreeMap<&'s str, Arc<str>>) {
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let Some(Source { text, .. }) = sources.get(name) else { continue };
        if found.insert(name, Arc::clone(text)).is_none() {
            open.extend(text.split(['"', '\'', '`']).filter(|literal| sources.contains_key(*literal)));
        }
    }
}

/// Whether one of these texts is not a built-in template.
pub(super) fn is_foreign(texts: &BTreeMap<&str, Arc<str>>, sources: &Sources) -> bool {
    texts.keys().any(|name| sources.get(*name).is_none_or(|source| !source.is_built_in))
}

/// The identifiers in a template and in those that it names, except fields of values; `None` where one of them stands for
/// all variables.
pub(super) fn names(name: &str, sources: &Sources) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for text in with_parts(name, sources).into_values() {
        let mut before = ["", ""];
        for scan::Token { text, .. } in scan::tokens(&text) {
            if text.starts_with("__") {
                return None;
            }
            // Two dots are a range or the like, after which no field stands.
            if before[1] != "." || before[0] == "." {
                names.insert(text.to_owned());
            }
            before = [before[1], text];
        }
    }
    Some(names)
}
