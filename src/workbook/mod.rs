//! Workbooks: XLSX, ODS and XLS, read row by row.
//!
//! The readers are our own, because these files come from anywhere: nothing is allocated on the word of a number in the file,
//! only for bytes that are there, and time and memory are linear in the size of the file. Archives inflate within limits
//! (`archive`), XML events are of limited length (`xml`), and a compound file is a list of runs of sectors (`compound`),
//! read when they are needed.

mod archive;
mod biff;
mod book;
mod cell;
mod compound;
mod dates;
mod file_range;
mod ods;
mod refusal;
mod rows;
mod shared_strings;
mod sheet_names;
mod xls;
mod xlsx;
mod xml;

pub(crate) use book::Workbook;
pub(crate) use cell::{Cell, MOST_COLUMNS, Row};

#[cfg(test)]
mod tests;
