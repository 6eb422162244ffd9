//! Values that can be put right without a person.

/// Whether corrections are kept: a roster of a million rows may need one in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Corrections {
    Kept,
    Dropped,
}

/// The proper value of a cell; row and column from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) value: String,
}
