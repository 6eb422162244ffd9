//! The register of what was issued: a line for everybody, with a place to tick once the pledge is signed.
//!
//! It is written line by line as CSV and as a workbook, since a roster may have a million rows.

mod line;
pub(crate) mod place;
mod workbook;
mod writer;

pub use line::{COLUMNS, RegisterLine};
pub use writer::RegisterWriter;
