//! The people of a roster, packed: one long text with all values, so that a million of them take little memory.

use super::field::Field;

/// How many values everybody has, before those of the other columns: the fields, and the audience of the status.
const FIELDS: usize = Field::ALL.len() + 1;

/// Separates values; a value cannot hold it.
const SEPARATOR: char = '\u{1f}';

/// People in the order of their roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    text: String,
    /// The row of each, and where its values end.
    ends: Vec<(u32, usize)>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person<'p> {
    /// The row's own number in the roster.
    pub row: u32,
    values: Vec<&'p str>,
}

impl People {
    /// Adds a person: the values of the fields, the audience of the status, the values of the other columns.
    pub(super) fn push(&mut self, row: u32, values: &[String], audience: &str, extras: impl Iterator<Item = String>) {
        values.iter().for_each(|value| self.add(value));
        self.add(audience);
        extras.for_each(|value| self.add(&value));
        self.ends.push((row, self.text.len()));
    }

    fn add(&mut self, value: &str) {
        match value.contains(SEPARATOR) {
            true => self.text.extend(value.chars().filter(|c| *c != SEPARATOR)),
            false => self.text.push_str(value),
        }
        self.text.push(SEPARATOR);
    }

    /// Leaves those of these rows out, which are in order.
    pub(super) fn leave_out(&mut self, rows: &[u32]) {
        let mut kept = People::default();
        let mut start = 0;
        for (row, end) in &self.ends {
            if rows.binary_search(row).is_err() {
                kept.text.push_str(&self.text[start..*end]);
                kept.ends.push((*row, kept.text.len()));
            }
            start = *end;
        }
        *self = kept;
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The person at a place, from 0.
    pub fn get(&self, index: usize) -> Option<Person<'_>> {
        let (row, end) = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before].1);
        let values = self.text[start..end].split_terminator(SEPARATOR).collect();
        Some(Person { row, values })
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Person<'_>> {
        (0..self.len()).map(|index| self.get(index).unwrap_or(Person { row: 0, values: Vec::new() }))
    }
}

impl<'p> Person<'p> {
    /// The value of a field; empty where the roster has none.
    pub fn get(&self, field: Field) -> &'p str {
        self.values.get(field as usize).copied().unwrap_or_default()
    }

    /// The id of the audience that the status stands for.
    pub fn audience(&self) -> Option<&'p str> {
        self.values.get(FIELDS - 1).copied().filter(|audience| !audience.is_empty())
    }

    /// The values of the other columns, in their order.
    pub fn extras(&self) -> &[&'p str] {
        self.values.get(FIELDS..).unwrap_or_default()
    }
}

/// People of these rows, names and units, for tests.
#[cfg(test)]
pub(crate) fn people(rows: &[(u32, &str, &str)]) -> People {
    let mut people = People::default();
    for (row, name, unit) in rows {
        let mut values = vec![String::new(); Field::ALL.len()];
        values[Field::Name as usize] = (*name).to_owned();
        values[Field::Unit as usize] = (*unit).to_owned();
        people.push(*row, &values, "", std::iter::empty());
    }
    people
}
