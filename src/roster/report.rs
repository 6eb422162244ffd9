//! The findings of a roster, row by row. What is the same of many values is told once, in the first row that has it.

use super::twins::hash;
use crate::diag::{Diagnostic, Diagnostics};
use std::collections::HashMap;

/// Findings being gathered.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<Diagnostic>,
    /// Those that are told once: where they stand, and how many rows have them.
    alike: HashMap<u64, (usize, u32)>,
    /// Whether one is of an earlier row than the one before it.
    is_mixed: bool,
}

impl Report {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Adds one, in its place.
    pub(super) fn add(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Adds one about an earlier row.
    pub(super) fn add_above(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
        self.is_mixed = true;
    }

    /// Adds one, in its place, unless there is one of the same words.
    pub(super) fn add_once(&mut self, finding: Diagnostic) {
        let known = self.alike.entry(hash(&(finding.code, &finding.message))).or_insert((self.findings.len(), 0));
        known.1 += 1;
        if known.1 == 1 {
            self.findings.push(finding);
        }
    }

    /// All of them, by row.
    pub(super) fn finish(self) -> Diagnostics {
        let Report { mut findings, alike, is_mixed } = self;
        for (index, rows) in alike.into_values().filter(|(_, rows)| *rows > 1) {
            findings[index].message.to_mut().push_str(&format!(", in {rows} rows"));
        }
        if is_mixed {
            findings.sort_by_key(|finding| finding.origin.as_ref().map_or(0, |origin| origin.line));
        }
        let mut all = Diagnostics::new();
        findings.into_iter().for_each(|finding| all.push(finding));
        all
    }
}
