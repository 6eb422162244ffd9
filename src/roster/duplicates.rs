//! Duplicates: the same number, or the same person, in two rows of a roster.

use super::field::plain;
use super::names::bare;
use crate::cache::hash_of;
use crate::diag::{Code, Diagnostic, say};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// Index of the rows so far.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// Rows by number; the flag says whether a duplicate has been found.
    numbers: Firsts,
    /// Rows by a hash of name and unit; the flag says whether the row has a number.
    persons: Firsts,
}

/// The first row of each key.
#[derive(Debug, Default)]
struct Firsts(HashTable<First>);

/// A key, its first row and a flag in 12 bytes. With a `u64` for the key it would be 16, and every row has two.
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
    /// The first row with a key; `None` if it is this one, which is then recorded.
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
    /// Whether this is the second row with the number, and not a third.
    pub(super) is_second: bool,
}

impl Duplicates {
    /// Whether no row has been recorded.
    pub(super) fn is_empty(&self) -> bool {
        self.numbers.0.is_empty() && self.persons.0.is_empty()
    }

    /// The earlier row with the same number.
    pub(super) fn number(&mut self, number: u64, row: u32) -> Option<Duplicate> {
        let first = self.numbers.earlier(number, row, false)?;
        let duplicate = Duplicate { row: first.row(), is_second: !first.flag() };
        *first = First::new(number, duplicate.row, true);
        Some(duplicate)
    }

    /// The earlier row with the same name (titles aside) and unit, unless both rows have numbers: these are two people.
    pub(super) fn person(&mut self, (name, unit): (&str, &str), row: u32, has_number: bool) -> Option<u32> {
        let first = self.persons.earlier(hash(&(bare(name), plain(unit))), row, has_number)?;
        (!(first.flag() && has_number)).then_some(first.row())
    }
}

/// The finding about a number that another row has, too.
pub(super) fn same_number(other: u32) -> Diagnostic {
    let message = say!("nomor ini juga ada di baris {other}", "this number stands in row {other} too");
    Diagnostic::error(Code::DuplicateNip, message)
        .help(say!("hapus salah satunya, atau perbaiki nomornya", "remove one of the two, or correct its number"))
}

/// The finding about a person who is in an earlier row already.
pub(super) fn same_person(first: u32) -> Diagnostic {
    let message = say!(
        "orang dengan nama dan unit kerja yang sama, tanpa memperhatikan gelar, sudah ada di baris {first}",
        "somebody of this name and unit, titles aside, stands in row {first} already"
    );
    Diagnostic::warning(Code::SamePerson, message).help(say!(
        "hapus salah satunya jika keduanya orang yang sama",
        "remove one of the two, if they are one person"
    ))
}

/// A 64-bit hash to stand for a value, so that a roster of a million rows takes little memory.
pub(super) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
