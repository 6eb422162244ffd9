//! What became of the files of a merge.

use super::grouped::GroupedFindings;
use crate::diag::Diagnostics;

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeResult {
    /// How many files there are of each outcome.
    pub count: FileCount,
    /// Findings of rows that failed, and warnings about others; each once, in the first row that has it.
    pub findings: Diagnostics,
    /// Paths of obsolete files that were removed.
    pub removed: Vec<String>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// How many files there are of each outcome, and how large those are that are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileCount {
    /// How many were made.
    pub made: usize,
    /// How many were finished already.
    pub kept: usize,
    /// How many failed.
    pub failed: usize,
    /// How many stay as somebody changed them.
    pub changed: usize,
    /// How many of these are not what would be made now, and stand in the place of it.
    pub stale: usize,
    /// Pages of all of them.
    pub pages: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

/// What became of some files. Those of neighbours can be joined.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) count: FileCount,
    pub(super) findings: GroupedFindings,
    pub(super) stopped: bool,
}

impl Outcome {
    /// Adds what became of the files that follow.
    pub(super) fn join(mut self, later: Outcome) -> Outcome {
        let (count, of) = (&mut self.count, later.count);
        count.made += of.made;
        count.kept += of.kept;
        count.failed += of.failed;
        count.changed += of.changed;
        count.stale += of.stale;
        count.pages += of.pages;
        count.bytes += of.bytes;
        self.findings.join(later.findings);
        self.stopped |= later.stopped;
        self
    }
}
