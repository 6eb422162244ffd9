//! Findings in many rows at once. What is wrong with a template is wrong in every row, and is told once.

use crate::diag::{Diagnostic, Diagnostics, say};
use crate::roster::Roster;
use std::collections::BTreeMap;

/// More ranges of rows than these are not told in a sentence.
const MANY: usize = 12;

/// Findings, each with the rows that have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct GroupedFindings(BTreeMap<Diagnostic, Vec<u32>>);

impl GroupedFindings {
    /// Adds the findings of rows.
    pub(super) fn add(&mut self, rows: &[u32], findings: impl IntoIterator<Item = Diagnostic>) {
        for finding in findings {
            self.0.entry(finding).or_default().extend(rows);
        }
    }

    /// Adds those of rows further down.
    pub(super) fn join(&mut self, later: GroupedFindings) {
        for (finding, rows) in later.0 {
            self.0.entry(finding).or_default().extend(rows);
        }
    }

    /// Each finding once, in the first of its rows, by row.
    pub(super) fn told(self, roster: &Roster) -> Diagnostics {
        let mut all: Vec<(Diagnostic, Vec<u32>)> = self.0.into_iter().collect();
        all.iter_mut().for_each(|(_, rows)| {
            rows.sort_unstable();
            rows.dedup();
        });
        all.sort_by(|(one, rows), (other, others)| (rows.first(), one).cmp(&(others.first(), other)));
        let mut told = Diagnostics::new();
        for (finding, rows) in all {
            // It may quote what was printed on a sheet.
            let mut finding = finding.redacted();
            if let Some(origin) = &finding.origin {
                finding.message.push(&say!(" ({origin})", " ({origin})"));
            }
            if let [_, _, ..] = rows.as_slice() {
                let (count, listed) = (rows.len(), row_list(&rows));
                finding.message.push(&say!(", di {count} baris: {listed}", ", in {count} rows: {listed}"));
            }
            told.push(match rows.first() {
                Some(row) => finding.at(roster.origin(*row)),
                None => finding,
            });
        }
        told
    }
}

/// RowRange in a sentence, neighbours as a range: `3-5, 9`. Of very many, the first.
pub fn row_list(rows: &[u32]) -> String {
    let ranges: Vec<&[u32]> = rows.chunk_by(|one, next| one + 1 == *next).collect();
    let range = |range: &&[u32]| match range {
        [first, .., last] => format!("{first}-{last}"),
        rows => rows.iter().map(u32::to_string).collect(),
    };
    let shown: Vec<String> = ranges.iter().take(MANY).map(range).collect();
    shown.join(", ") + if ranges.len() > MANY { ", …" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::diag::Origin;
    use crate::roster::{File, Judge, Options};

    #[test]
    fn rows_are_told_as_ranges_and_not_without_end() {
        assert_eq!(row_list(&[]), "");
        assert_eq!(row_list(&[3, 4, 5, 9, 11, 12]), "3-5, 9, 11-12");
        let odd: Vec<u32> = (0..8000).map(|index| 2 * index + 1).collect();
        assert!(row_list(&odd).len() < 60);
    }

    #[test]
    fn the_same_finding_in_many_rows_is_told_once_at_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.csv");
        std::fs::write(&path, "Nama,NIP\nSiti,\n").unwrap();
        let roster = Roster::read(&File::open(&path).unwrap(), &Options::default(), &Judge::by(&|_| None)).unwrap();
        let wrong = || Diagnostic::error(Code::UnknownVariable, "no `x`").at(Origin::at("pledge.md", 3, 1));
        let (mut findings, mut later) = (GroupedFindings::default(), GroupedFindings::default());
        later.add(&[8], [wrong(), Diagnostic::error(Code::MissingGlyph, "no glyph")]);
        findings.add(&[5], [wrong()]);
        findings.add(&[6, 7], [wrong()]);
        findings.join(later);
        let told = findings.told(&roster);
        let messages: Vec<_> =
            told.iter().map(|told| (told.message.en(), told.origin.as_ref().unwrap().line)).collect();
        assert_eq!(messages, [("no `x` (pledge.md:3:1), in 4 rows: 5-8", 5), ("no glyph", 8)]);
    }
}
