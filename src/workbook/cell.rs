//! Cells and rows, whatever the format of the file.

use chrono::NaiveDate;
use std::borrow::Cow;

/// Columns from this one on (counted from 0) are not read: no roster has so many.
pub(crate) const MOST_COLUMNS: usize = 512;

/// Rows from this one on (counted from 0) are refused: Excel allows no more.
pub(super) const MOST_ROWS: u32 = 1 << 20;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Characters.
    Text(String),
    /// A number in double precision, as spreadsheets store it: 15 significant digits.
    Number(f64),
    /// A day, without its time.
    Date(NaiveDate),
}

impl Cell {
    /// Its characters: those typed, a number in full, or a day as DD-MM-YYYY.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) => number.to_string().into(),
            Cell::Date(date) => date.format("%d-%m-%Y").to_string().into(),
        }
    }

    /// Whether it holds nothing but spaces.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number(_) | Cell::Date(_) => false,
        }
    }

    /// A cell with these characters; [`Cell::Empty`] for none.
    pub(super) fn words(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }

    /// A cell with a truth value, which is read as text.
    pub(super) fn truth(value: bool) -> Cell {
        Cell::Text(if value { "TRUE" } else { "FALSE" }.to_owned())
    }
}

/// A row of a sheet or of a CSV file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The number of the row in its sheet, or of its first line in the file; from 1.
    pub(crate) number: u32,
    /// The cells from the first column on.
    pub(crate) cells: Vec<Cell>,
}
