//! The findings of a roster, by row. Findings about equal values are merged into the first one, and of each code only the first
//! thousands are kept.

use super::duplicates::hash;
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// How many findings of one code are kept: nobody reads more, and a roster may have a million.
const MOST_OF_A_KIND: usize = 10_000;

/// Collects findings.
#[derive(Debug, Default)]
pub(super) struct RowFindings {
    findings: Vec<Diagnostic>,
    /// Findings that are merged, by a hash of code and value: their index, if they were kept, and the number of rows.
    alike: HashMap<u64, (Option<usize>, u32)>,
    /// For each code the number of findings, and the index of the last one kept.
    kinds: BTreeMap<Code, (usize, usize)>,
    /// Whether a finding is about an earlier row than the one before it.
    is_mixed: bool,
}

impl RowFindings {
    /// Whether there are no findings.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Adds a finding, unless there are enough of its code.
    pub(super) fn add(&mut self, finding: Diagnostic) {
        self.keep(finding.code, || finding);
    }

    /// Adds a finding of a code, which is only made if it is kept.
    pub(super) fn add_with(&mut self, code: Code, finding: impl FnOnce() -> Diagnostic) {
        self.keep(code, finding);
    }

    /// Adds a finding; returns its index if it is kept.
    fn keep(&mut self, code: Code, finding: impl FnOnce() -> Diagnostic) -> Option<usize> {
        let (count, last) = self.kinds.entry(code).or_default();
        *count += 1;
        if *count > MOST_OF_A_KIND {
            return None;
        }
        *last = self.findings.len();
        self.findings.push(finding());
        Some(*last)
    }

    /// Adds a finding about an earlier row than the last one.
    pub(super) fn add_above(&mut self, finding: Diagnostic) {
        self.add(finding);
        self.is_mixed = true;
    }

    /// Adds a finding about a value, or counts its row if there is one of this code about an equal value. The finding is only
    /// made if it is kept.
    pub(super) fn add_once(&mut self, code: Code, value: &impl Hash, finding: impl FnOnce() -> Diagnostic) {
        let key = hash(&(code, value));
        if let Some((_, rows)) = self.alike.get_mut(&key) {
            *rows += 1;
            return;
        }
        let index = self.keep(code, finding);
        self.alike.insert(key, (index, 1));
    }

    /// All findings, by row.
    pub(super) fn finish(self) -> Diagnostics {
        let RowFindings { mut findings, alike, kinds, is_mixed } = self;
        for (count, last) in kinds.into_values().filter(|(count, _)| *count > MOST_OF_A_KIND) {
            let more = count - MOST_OF_A_KIND;
            findings[last].message.push(&say!(
                " (dan {more} baris lain yang tidak ditampilkan)",
                " (and of {more} more rows, which are not told)"
            ));
        }
        for (place, rows) in alike.into_values().filter(|(_, rows)| *rows > 1) {
            if let Some(finding) = place.and_then(|place| findings.get_mut(place)) {
                finding.message.push(&say!(", di {rows} baris", ", in {rows} rows"));
            }
        }
        if is_mixed {
            findings.sort_by_key(|finding| finding.origin.as_ref().map_or(0, |origin| origin.line));
        }
        let mut all = Diagnostics::new();
        findings.into_iter().for_each(|finding| all.push(finding));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_million_rows_have_is_told_of_the_first_of_them() {
        let mut report = RowFindings::default();
        for number in 0..MOST_OF_A_KIND + 5 {
            report.add(Diagnostic::error(Code::NipLength, "too short"));
            let unknown = || Diagnostic::warning(Code::UnknownRank, format!("{number} is unknown"));
            report.add_once(Code::UnknownRank, &number, unknown);
        }
        report.add_once(Code::UnknownRank, &0usize, || Diagnostic::warning(Code::UnknownRank, "0 is unknown"));
        let findings = report.finish();
        assert_eq!(findings.len(), 2 * MOST_OF_A_KIND);
        let last: Vec<&str> = findings.iter().map(|finding| finding.message.en()).collect();
        assert_eq!(last[last.len() - 2], "too short (and of 5 more rows, which are not told)");
        assert_eq!(last[1], "0 is unknown, in 2 rows");
    }
}
