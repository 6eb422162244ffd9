//! What the user says of a roster.

use super::field::Field;

/// How a roster is to be read where that cannot be detected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The title of the column that holds a field, whatever it suggests.
    pub columns: Vec<(Field, String)>,
    /// The sheet of a workbook; `None` for the first one with a header.
    pub sheet: Option<String>,
}
