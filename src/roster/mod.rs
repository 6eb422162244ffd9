//! Rosters of staff: a workbook or a CSV file as an office keeps it → people, each value with its cell.
//!
//! 1. `row_source` reads rows from any of the formats (`csv_file` CSV, the module `workbook` XLSX, XLS and ODS).
//! 2. `header` finds the row of titles and what each column holds; `outline` tells people from headings and totals.
//! 3. `validator` checks every value: findings with their cells, and corrections.
//! 4. `people` keeps the rows without errors, packed, since a roster may have a million.
//!
//! No finding quotes a personnel number; findings end up in logs.

mod checked_row;
mod correction;
mod csv_faults;
mod csv_file;
mod duplicates;
mod field;
mod findings;
mod fixed;
mod header;
mod judge;
mod limits;
mod names;
mod number;
mod options;
mod outline;
mod people;
mod place;
mod rank;
mod read;
mod row_source;
mod validator;

pub use crate::intake::{File, FileReader};
pub use field::{Field, plain};
pub use fixed::fixed;
pub use judge::{Judge, NumberKind, StatusLookup, UnitName, Unprintable};
pub use options::Options;
#[cfg(test)]
pub(crate) use people::people;
pub use people::{People, Person};
pub use read::{Roster, read_rows};

#[cfg(test)]
mod tests;
