//! Where the values of a rulebook stand that is made of several files.

use crate::diag::Origin;
use crate::rulebook::check::Place;
use crate::rulebook::index::{Collection, lists};
use crate::rulebook::model::RulebookData;
use crate::yaml::{Path, Places, Step};
use std::collections::BTreeMap;

/// Key of the list of changes in an overlay.
pub(super) const CHANGES: &str = "changes";

/// Key of the list of removals.
pub(super) const REMOVALS: &str = "removals";

/// The files of a rulebook, the one that is extended first, and which entry of the whole stands in which of them.
#[derive(Debug)]
pub struct Layers {
    files: Vec<Places>,
    /// Where the entries of each list stand; empty while there is one file.
    homes: BTreeMap<&'static str, Vec<Home>>,
    /// The file that says a field of the header, where it is not the first.
    header: BTreeMap<&'static str, usize>,
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Home {
    file: usize,
    item: usize,
    /// Fields that a later file changed, with that file and the item of its list of changes.
    changed: Vec<(&'static str, usize, usize)>,
}

impl Layers {
    /// The places of a rulebook that is one file.
    pub(in crate::rulebook) fn one(file: Places) -> Layers {
        Layers { files: vec![file], homes: BTreeMap::new(), header: BTreeMap::new() }
    }

    /// Another file that extends those before; its number.
    pub(super) fn begin(&mut self, file: Places, data: &RulebookData) -> usize {
        if self.homes.is_empty() {
            let home = |item| Home { file: 0, item, changed: Vec::new() };
            let lengths = lists(data).map(|(collection, ids)| (collection.key(), ids.len()));
            let lengths = lengths.into_iter().chain([("abbreviations", data.abbreviations.len())]);
            self.homes = lengths.map(|(list, length)| (list, (0..length).map(home).collect())).collect();
        }
        self.files.push(file);
        self.files.len() - 1
    }

    /// An entry was added to the end of a list.
    pub(super) fn added(&mut self, list: &'static str, file: usize, item: usize) {
        self.homes.entry(list).or_default().push(Home { file, item, changed: Vec::new() });
    }

    /// Entries of a list were taken out; `kept` tells which are left.
    pub(super) fn retain(&mut self, list: &'static str, kept: &[bool]) {
        let mut kept = kept.iter().copied();
        self.homes.entry(list).or_default().retain(|_| kept.next().unwrap_or(true));
    }

    /// A file changed fields of a rule.
    pub(super) fn changed(&mut self, rule: usize, fields: &[&'static str], file: usize, item: usize) {
        if let Some(home) = self.homes.get_mut(Collection::Rule.key()).and_then(|homes| homes.get_mut(rule)) {
            home.changed.extend(fields.iter().map(|field| (*field, file, item)));
        }
    }

    /// A file changed fields of the header.
    pub(super) fn changed_header(&mut self, fields: &[&'static str], file: usize) {
        self.header.extend(fields.iter().map(|field| (*field, file)));
    }

    /// Where a value of one of the files stands.
    pub(super) fn within(&self, file: usize, path: &Path<'_>) -> Origin {
        self.look(file, &path.steps())
    }

    /// Whether an entry of one of the files was read as it was written.
    pub(super) fn is_read(&self, file: usize, list: &str, item: usize) -> bool {
        self.files.get(file).is_none_or(|places| places.intact(list, item))
    }

    /// Whether an entry stands in a file that extends another.
    pub fn is_added(&self, collection: Collection, item: usize) -> bool {
        self.home(collection.key(), item).is_some_and(|home| home.file > 0)
    }

    /// Whether a later file says a field of the header otherwise.
    pub fn is_header_changed(&self, field: &str) -> bool {
        self.header.contains_key(field)
    }

    fn home(&self, list: &str, item: usize) -> Option<&Home> {
        self.homes.get(list)?.get(item)
    }

    fn look(&self, file: usize, steps: &[Step<'_>]) -> Origin {
        self.files.get(file).map_or_else(|| Origin::file(""), |places| places.origin(steps))
    }
}

impl Place for Layers {
    fn origin(&self, path: &Path<'_>) -> Origin {
        let mut steps = path.steps();
        match steps.as_mut_slice() {
            [Step::Key(list), Step::Item(item), rest @ ..] => {
                let Some(home) = self.home(list, *item) else { return self.look(0, &steps) };
                let is_of = |field: &&str| matches!(rest.first(), Some(Step::Key(key)) if key == field);
                let change = home.changed.iter().rev().find(|(field, ..)| is_of(field));
                let file = match change {
                    Some((_, file, of)) => {
                        (*list, *item) = (CHANGES, *of);
                        *file
                    }
                    None => {
                        *item = home.item;
                        home.file
                    }
                };
                self.look(file, &steps)
            }
            [Step::Key("rulebook"), Step::Key(field), ..] => {
                let file = self.header.get(field).copied().unwrap_or(0);
                self.look(file, &steps)
            }
            _ => self.look(0, &steps),
        }
    }

    fn intact(&self, path: &Path<'_>) -> bool {
        let Some((list, item)) = path.entry() else { return true };
        match self.home(list, item) {
            None => self.is_read(0, list, item),
            Some(home) => {
                let mut changes = home.changed.iter();
                self.is_read(home.file, list, home.item)
                    && changes.all(|(_, file, of)| self.is_read(*file, CHANGES, *of))
            }
        }
    }
}
