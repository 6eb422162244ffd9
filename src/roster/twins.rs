//! The same number, or the same person, in two rows of a roster.

use super::field::plain;
use super::names::bare;
use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};

/// What the rows so far tell about the ones to come.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// Rows by number, with whether another row was found to have it.
    numbers: HashMap<u64, (u32, bool)>,
    /// Rows by name and unit, with whether they have a number.
    persons: HashMap<u64, (u32, bool)>,
}

/// An earlier row with the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Twin {
    pub(super) row: u32,
    /// Whether this is the second of them, and no later one.
    pub(super) is_second: bool,
}

impl Twins {
    /// Whether nobody was looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.persons.is_empty()
    }

    /// The earlier row with the number of this one.
    pub(super) fn number(&mut self, number: u64, row: u32) -> Option<Twin> {
        match self.numbers.entry(number) {
            Entry::Occupied(mut first) => {
                let (row, is_told) = *first.get();
                first.insert((row, true));
                Some(Twin { row, is_second: !is_told })
            }
            Entry::Vacant(new) => {
                new.insert((row, false));
                None
            }
        }
    }

    /// The earlier row with this name, titles aside, and unit. Two numbers are two people of one name.
    pub(super) fn person(&mut self, (name, unit): (&str, &str), row: u32, has_number: bool) -> Option<u32> {
        match self.persons.entry(hash(&(bare(name), plain(unit)))) {
            Entry::Occupied(first) => {
                let (row, first_has_number) = *first.get();
                (!(first_has_number && has_number)).then_some(row)
            }
            Entry::Vacant(new) => {
                new.insert((row, has_number));
                None
            }
        }
    }
}

/// A hash, so that a roster of a million rows takes little memory.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
