//! Names of sheets.

use super::refusal::{Damage, Refusal};
use std::collections::BTreeMap;

/// The most sheets that are read of a workbook.
pub(super) const MOST_SHEETS: usize = 10_000;

/// The longest name of a sheet, in bytes; spreadsheets allow 31 characters.
const LONGEST: usize = 1024;

/// The names of sheets as they are read, made distinct, since sheets are selected by name.
#[derive(Default)]
pub(super) struct SheetNames {
    /// Each name taken, with the last number that was appended to it.
    taken: BTreeMap<String, usize>,
}

impl SheetNames {
    /// Takes a name; with a number appended, as in "Data (2)", where another sheet has it.
    ///
    /// # Errors
    /// Too many sheets, or a name that is too long.
    pub(super) fn take(&mut self, name: String) -> Result<String, Refusal> {
        if self.taken.len() == MOST_SHEETS || name.len() > LONGEST {
            return Err(Refusal::Damaged(Damage::Sheets));
        }
        let mut distinct = name.clone();
        while self.taken.contains_key(&distinct) {
            let count = self.taken.entry(name.clone()).or_default();
            *count += 1;
            distinct = format!("{name} ({})", *count + 1);
        }
        self.taken.insert(distinct.clone(), 0);
        Ok(distinct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_made_distinct() {
        let mut names = SheetNames::default();
        let taken = ["A", "A (2)", "A", "A", "B", "A (2)"].map(|name| names.take(name.to_owned()).unwrap());
        assert_eq!(taken, ["A", "A (2)", "A (3)", "A (4)", "B", "A (2) (2)"]);
        assert!(names.take("x".repeat(2000)).is_err());
    }
}
