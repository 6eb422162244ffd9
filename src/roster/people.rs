//! The people of a roster, packed, so that a million take little memory: neighbouring rows share most values, such as unit and
//! rank, and each distinct value is stored once per block.

use hashbrown::HashTable;
use serde::Serialize;
use std::hash::Hash;

use super::field::Field;
use crate::cache::hash_of;
use crate::workbook::MOST_COLUMNS;

/// The number of values before those of further columns: the fields, and the audience of the status.
const FIELDS: usize = Field::ALL.len() + 1;

/// The most people in a block.
const BLOCK: usize = 1024;

/// A block with more distinct values takes nobody else: the next person may add as many as a `u16` still has room for.
const MANY_VALUES: usize = Values::EMPTY as usize - FIELDS - MOST_COLUMNS;

/// A block with more bytes of values takes nobody else.
const MANY_BYTES: usize = 1 << 20;

/// People in the order of the roster.
#[derive(Debug, Clone, Default)]
pub struct People {
    blocks: Vec<PeopleBlock>,
    /// Indices of the values of the last block, by hash.
    known: HashTable<u16>,
}

/// A run of people in consecutive rows.
#[derive(Debug, Clone, Default)]
struct PeopleBlock {
    /// How many people come before this block.
    start: usize,
    /// The row of each.
    rows: Vec<u32>,
    /// For each column the index of each person's value, down to the last one who has any.
    columns: Vec<Vec<u16>>,
    values: Values,
}

/// Distinct values, one after the other.
#[derive(Debug, Clone, Default)]
struct Values {
    text: String,
    /// The end of each in `text`.
    ends: Vec<u32>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person<'p> {
    /// The number of the row in the roster.
    pub row: u32,
    values: Vec<&'p str>,
}

impl People {
    /// Adds a person: the values of the fields, the audience of the status, the values of further columns.
    pub(super) fn push<'v>(
        &mut self,
        row: u32,
        values: &'v [String],
        audience: &'v str,
        extras: impl Iterator<Item = &'v str>,
    ) {
        self.add(row, values.iter().map(String::as_str).chain([audience]).chain(extras));
    }

    fn add<'v>(&mut self, row: u32, values: impl Iterator<Item = &'v str>) {
        if self.blocks.last().is_none_or(PeopleBlock::is_full) {
            self.known.clear();
            let next = self.blocks.last_mut().map(PeopleBlock::next).unwrap_or_default();
            self.blocks.push(next);
        }
        if let Some(block) = self.blocks.last_mut() {
            block.push(row, values, &mut self.known);
        }
    }

    /// Removes the people in these rows, which are sorted.
    pub(super) fn leave_out(&mut self, rows: &[u32]) {
        // Block by block, so that memory never holds two copies of the whole.
        for block in std::mem::take(self).blocks {
            let people = (0..block.rows.len()).filter_map(|index| block.person(index));
            let kept = people.filter(|person| rows.binary_search(&person.row).is_err());
            kept.for_each(|person| self.add(person.row, person.values.into_iter()));
        }
    }

    /// The number of people.
    pub fn len(&self) -> usize {
        self.blocks.last().map_or(0, |block| block.start + block.rows.len())
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The person at an index, from 0.
    pub fn get(&self, index: usize) -> Option<Person<'_>> {
        let after = self.blocks.partition_point(|block| block.start <= index);
        let block = &self.blocks[after.checked_sub(1)?];
        block.person(index - block.start)
    }

    /// All people.
    pub fn iter(&self) -> impl Iterator<Item = Person<'_>> {
        self.blocks.iter().flat_map(|block| (0..block.rows.len()).filter_map(|index| block.person(index)))
    }
}

impl PeopleBlock {
    fn is_full(&self) -> bool {
        self.rows.len() == BLOCK || self.values.ends.len() > MANY_VALUES || self.values.text.len() > MANY_BYTES
    }

    /// An empty block to follow this one, whose buffers are shrunk.
    fn next(&mut self) -> PeopleBlock {
        let exact = self.clone();
        let mut next = std::mem::replace(self, exact);
        next.start += next.rows.len();
        next.rows.clear();
        next.columns.iter_mut().for_each(Vec::clear);
        next.values.text.clear();
        next.values.ends.clear();
        next
    }

    fn push<'v>(&mut self, row: u32, values: impl Iterator<Item = &'v str>, known: &mut HashTable<u16>) {
        for (index, value) in values.enumerate() {
            if index == self.columns.len() {
                self.columns.push(Vec::new());
            }
            if !value.is_empty() {
                let column = &mut self.columns[index];
                column.resize(self.rows.len(), Values::EMPTY);
                column.push(self.values.place(value, known));
            }
        }
        self.rows.push(row);
    }

    fn person(&self, index: usize) -> Option<Person<'_>> {
        let row = *self.rows.get(index)?;
        let values = self.columns.iter().map(|column| column.get(index).map_or("", |place| self.values.get(*place)));
        Some(Person { row, values: values.collect() })
    }
}

impl Values {
    /// The index that stands for no value.
    const EMPTY: u16 = u16::MAX;

    fn get(&self, place: u16) -> &str {
        if place == Values::EMPTY {
            return "";
        }
        let place = usize::from(place);
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[place] as usize]
    }

    /// The index of a value, which is added if it is new.
    fn place(&mut self, value: &str, known: &mut HashTable<u16>) -> u16 {
        let hash = |value: &str| hash_of(|hasher| value.hash(hasher));
        if let Some(place) = known.find(hash(value), |place| self.get(*place) == value) {
            return *place;
        }
        debug_assert!(self.ends.len() < usize::from(Values::EMPTY), "a block takes nobody once it is full");
        let place = self.ends.len() as u16;
        self.text.push_str(value);
        self.ends.push(self.text.len() as u32);
        known.insert_unique(hash(value), place, |place| hash(self.get(*place)));
        place
    }
}

impl<'p> Person<'p> {
    /// The value of a field; empty if the roster has none.
    pub fn get(&self, field: Field) -> &'p str {
        self.values.get(field as usize).copied().unwrap_or_default()
    }

    /// The id of the audience that the status means.
    pub fn audience(&self) -> Option<&'p str> {
        self.values.get(FIELDS - 1).copied().filter(|audience| !audience.is_empty())
    }

    /// The values of further columns, in the order of `Roster::extras`.
    pub fn extras(&self) -> &[&'p str] {
        self.values.get(FIELDS..).unwrap_or_default()
    }
}

/// People with these rows, names and units, for tests.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(people: &People) -> Vec<(u32, String)> {
        people.iter().map(|person| (person.row, person.get(Field::Name).to_owned())).collect()
    }

    #[test]
    fn everybody_is_found_in_whichever_block_and_after_some_left() {
        let name = |row: u32| format!("{} {row}", "Nama".repeat(if row == 7 { MANY_BYTES } else { row as usize % 3 }));
        let count = 3 * BLOCK as u32;
        let mut packed = People::default();
        for row in 1..=count {
            let mut values = vec![String::new(); Field::ALL.len()];
            values[Field::Name as usize] = name(row);
            values[Field::Unit as usize] = format!("Dinas {}", row % 5);
            values[Field::Position as usize] = if row % 3 == 0 { "Guru".to_owned() } else { String::new() };
            packed.push(row, &values, "pns", ["", "L"].into_iter());
        }
        assert!(packed.blocks.len() > 3 && packed.blocks.iter().all(|block| block.rows.len() <= BLOCK));
        let out: Vec<u32> = (1..=count).filter(|row| row % 4 == 0 || *row < 4).collect();
        let mut kept = packed.clone();
        kept.leave_out(&out);
        let wanted = |out: &[u32]| -> Vec<(u32, String)> {
            (1..=count).filter(|row| !out.contains(row)).map(|row| (row, name(row))).collect()
        };
        assert!(names(&packed) == wanted(&[]) && names(&kept) == wanted(&out));
        assert_eq!((kept.len(), kept.get(kept.len())), (count as usize - out.len(), None));
        for (index, (row, _)) in wanted(&out).into_iter().enumerate() {
            let person = kept.get(index).unwrap();
            assert_eq!((person.row, person.audience(), person.extras()), (row, Some("pns"), &["", "L"][..]));
            assert_eq!(person.get(Field::Unit), format!("Dinas {}", row % 5));
            assert_eq!(person.get(Field::Position), if row % 3 == 0 { "Guru" } else { "" });
        }
    }

    #[test]
    fn many_different_values_are_parted() {
        let mut people = People::default();
        let wide = MOST_COLUMNS as u32;
        for row in 1..=2 * u32::from(u16::MAX) / wide {
            let extras: Vec<String> = (0..wide).map(|column| format!("{row} {column}")).collect();
            people.push(row, &vec![String::new(); Field::ALL.len()], "", extras.iter().map(String::as_str));
        }
        assert_eq!(people.blocks.len(), 3);
        let told = |person: Person| person.extras().iter().all(|value| value.starts_with(&format!("{} ", person.row)));
        assert!(people.iter().all(told));
    }
}
