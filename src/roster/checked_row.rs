//! A row of somebody, with the values as they will be printed.

use super::field::Field;
use super::header::Header;
use super::names::with_number;
use crate::diag::{Message, excerpt, redacted, say};
use crate::workbook::{Cell, Row};
use std::borrow::Cow;

/// A row being validated.
pub(super) struct CheckedRow<'r> {
    pub(super) header: &'r Header,
    pub(super) source: &'r Row,
    /// The values as they will be printed, by field.
    pub(super) values: Vec<String>,
    /// The number, if it was split off the name in one cell.
    pub(super) from_name: Option<Cell>,
    pub(super) has_errors: bool,
}

impl CheckedRow<'_> {
    pub(super) fn value(&self, field: Field) -> &str {
        &self.values[field as usize]
    }

    /// Splits a number off the name, if the roster has no column of numbers.
    pub(super) fn split_name(&mut self) {
        let number = match self.header.column(Field::Number) {
            None => with_number(self.value(Field::Name)),
            Some(_) => None,
        };
        if let Some((name, number)) = number {
            self.values[Field::Name as usize] = name;
            self.values[Field::Number as usize].clone_from(&number);
            self.from_name = Some(Cell::Text(number));
        }
    }

    /// The cell of a field, with its column from 1; 0 where no column has it.
    pub(super) fn cell(&self, field: Field) -> (u32, &Cell) {
        match (&self.from_name, field) {
            (Some(number), Field::Number) => (self.header.cell(self.source, Field::Name).0, number),
            _ => self.header.cell(self.source, field),
        }
    }
}

/// The beginning of a value, to be quoted; `None` if it may be a personal number in the wrong column.
pub(super) fn quotable(value: &str) -> Option<String> {
    match redacted(value) {
        Cow::Borrowed(value) => Some(excerpt(value)),
        Cow::Owned(_) => None,
    }
}

/// A value as messages quote it.
pub(super) fn quoted(quotable: Option<&str>) -> Message {
    match quotable {
        Some(value) => say!("“{value}”", "“{value}”"),
        None => say!(
            "yang tertulis di sini (tidak ditampilkan: angkanya banyak; apakah kolomnya bergeser?)",
            "that stands here (not shown: it has many digits; are the columns shifted?)"
        ),
    }
}
