//! Shared strings and styles.

use super::super::shared_strings::SharedStrings;
use super::styles::Styles;

/// The parts of a workbook that the cells of all sheets refer to.
#[derive(Default)]
pub(super) struct SharedParts {
    pub(super) strings: SharedStrings,
    pub(super) styles: Styles,
    /// Whether dates are counted from 1904 instead of 1900.
    pub(super) is_1904: bool,
}
