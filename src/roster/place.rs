//! Where a finding is.

use crate::diag::Origin;
use std::sync::Arc;

/// A sheet, in which findings have their cells. The names are shared by all findings.
#[derive(Debug, Clone)]
pub(super) struct SheetPlace {
    file: Arc<str>,
    /// `None` in a file without sheets, whose rows are known by their lines.
    sheet: Option<Arc<str>>,
}

impl SheetPlace {
    pub(super) fn new(file: &str, sheet: Option<&str>) -> SheetPlace {
        SheetPlace { file: file.into(), sheet: sheet.map(Arc::from) }
    }

    /// The place of a cell; row and column from 1.
    pub(super) fn cell(&self, row: u32, column: u32) -> Origin {
        match &self.sheet {
            Some(sheet) => Origin::cell(Arc::clone(&self.file), Arc::clone(sheet), row, column),
            None => Origin::at(Arc::clone(&self.file), row, column),
        }
    }
}
