//! Whether words on paper are those of a rule.

use crate::lang::Text;
use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// What became of a rule since a sheet was printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum State {
    /// It is worded as printed.
    Unchanged,
    /// It is worded otherwise.
    Changed {
        /// From the words printed to those of today.
        diff: Vec<Change>,
    },
    /// The sheet names it without its words, or in words of its own.
    Named,
    /// There is no such rule any more.
    Gone,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// In both.
    Same(String),
    /// Printed, and no longer so.
    Removed(String),
    /// Not printed.
    Added(String),
}

/// Words that have less than this share in common are not of the same sentence.
const ALIKE: f32 = 0.45;

impl State {
    /// What is to be said of a rule that is named twice: that it changed, else that it did not.
    pub(super) fn or(self, other: State) -> State {
        match (self, other) {
            (changed @ State::Changed { .. }, _) | (_, changed @ State::Changed { .. }) => changed,
            (State::Unchanged, _) | (_, State::Unchanged) => State::Unchanged,
            (first, _) => first,
        }
    }
}

/// Compares the words before an id with the rule's text, in the language that is nearer.
pub(super) fn compare(printed: &[&str], text: &Text) -> State {
    let diffs = [&text.id, &text.en].map(|text| Diff::of(printed, text));
    if diffs.iter().any(Diff::is_the_end) {
        return State::Unchanged;
    }
    let nearer = diffs.into_iter().max_by(|a, b| a.share().total_cmp(&b.share()));
    match nearer {
        Some(diff) if diff.share() >= ALIKE => State::Changed { diff: diff.changes() },
        _ => State::Named,
    }
}

/// Words printed and words of today; those printed before the sentence begins are left out.
struct Diff<'t> {
    printed: Vec<&'t str>,
    now: Vec<&'t str>,
}

/// A word without the signs and the case that a sheet may change.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

impl<'t> Diff<'t> {
    fn of(printed: &[&'t str], text: &'t str) -> Diff<'t> {
        let now: Vec<&str> = text.split_whitespace().collect();
        // Before the sentence stand its mark and whom it binds; they are no part of it.
        let start = now.first().and_then(|first| {
            let first = bare(first);
            printed.iter().position(|word| bare(word) == first).filter(|at| printed.len() - at <= 2 * now.len())
        });
        Diff { printed: printed[start.unwrap_or_default()..].to_vec(), now }
    }

    /// Whether what is printed ends with the words of today.
    fn is_the_end(&self) -> bool {
        let [printed, now] = [&self.printed, &self.now];
        let bare = |words: &[&str]| words.iter().map(|word| bare(word)).collect::<Vec<_>>();
        !now.is_empty() && printed.len() >= now.len() && bare(&printed[printed.len() - now.len()..]) == bare(now)
    }

    fn ops(&self) -> Vec<similar::DiffOp> {
        let bare = |words: &[&str]| words.iter().map(|word| bare(word)).collect::<Vec<_>>();
        capture_diff_slices(Algorithm::Myers, &bare(&self.printed), &bare(&self.now))
    }

    /// The share of words that both have.
    fn share(&self) -> f32 {
        let same: usize =
            self.ops().iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.new_range().len()).sum();
        2.0 * same as f32 / (self.printed.len() + self.now.len()).max(1) as f32
    }

    fn changes(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for op in self.ops() {
            let (old, new) = (self.printed[op.old_range()].join(" "), self.now[op.new_range()].join(" "));
            match op.tag() {
                DiffTag::Equal => changes.push(Change::Same(new)),
                DiffTag::Delete => changes.push(Change::Removed(old)),
                DiffTag::Insert => changes.push(Change::Added(new)),
                DiffTag::Replace => changes.extend([Change::Removed(old), Change::Added(new)]),
            }
        }
        changes
    }
}
