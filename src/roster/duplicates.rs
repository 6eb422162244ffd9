//! The same number, or the same person, in two rows of a roster.

use super::field::plain;
use super::names::bare;
use crate::cache::hash_of;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// What the rows so far tell about the ones to come.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// Rows by number, with whether another row was found to have it.
    numbers: Firsts,
    /// Rows by a hash of name and unit, with whether they have a number.
    persons: Firsts,
}

/// The first row of each key.
#[derive(Debug, Default)]
struct Firsts(HashTable<First>);

/// A key, its first row, and a flag, in twelve bytes: with a key of one piece it would take sixteen, and there are two for
/// every row.
#[derive(Debug)]
struct First {
    key: [u32; 2],
    row_and_flag: u32,
}

impl First {
    fn new(key: u64, row: u32, flag: bool) -> First {
        First { key: [(key >> 32) as u32, key as u32], row_and_flag: row << 1 | u32::from(flag) }
    }

    fn key(&self) -> u64 {
        u64::from(self.key[0]) << 32 | u64::from(self.key[1])
    }

    fn row(&self) -> u32 {
        self.row_and_flag >> 1
    }

    fn flag(&self) -> bool {
        self.row_and_flag & 1 == 1
    }
}

impl Firsts {
    /// The earlier row of a key; where there is none, this row is the first.
    fn earlier(&mut self, key: u64, row: u32, flag: bool) -> Option<&mut First> {
        let hash = |key: u64| hash_of(|hasher| key.hash(hasher));
        match self.0.entry(hash(key), |known| known.key() == key, |known| hash(known.key())) {
            Entry::Occupied(first) => Some(first.into_mut()),
            Entry::Vacant(new) => {
                new.insert(First::new(key, row, flag));
                None
            }
        }
    }
}

/// An earlier row with the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Duplicate {
    pub(super) row: u32,
    /// Whether this is the second of them, and no later one.
    pub(super) is_second: bool,
}

impl Duplicates {
    /// Whether nobody was looked at.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.0.is_empty() && self.persons.0.is_empty()
    }

    /// The earlier row with the number of this one.
    pub(super) fn number(&mut self, number: u64, row: u32) -> Option<Duplicate> {
        let first = self.numbers.earlier(number, row, false)?;
        let duplicate = Duplicate { row: first.row(), is_second: !first.flag() };
        *first = First::new(number, duplicate.row, true);
        Some(duplicate)
    }

    /// The earlier row with this name, titles aside, and unit. Two numbers are two people of one name.
    pub(super) fn person(&mut self, (name, unit): (&str, &str), row: u32, has_number: bool) -> Option<u32> {
        let first = self.persons.earlier(hash(&(bare(name), plain(unit))), row, has_number)?;
        (!(first.flag() && has_number)).then_some(first.row())
    }
}

/// A hash, so that a roster of a million rows takes little memory.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
