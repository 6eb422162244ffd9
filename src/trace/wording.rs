//! Compares a printed rule with the rulebook: its kind, its words, its days.

use super::passages::Passage;
use crate::document::ListRole;
use crate::lang::Text;
use crate::rulebook::{Kind, Rule, Rulebook};
use crate::wording::SEPARATORS;
use chrono::NaiveDate;
use serde::Serialize;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use unicode_normalization::UnicodeNormalization as _;

/// The status of a printed rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum State {
    /// It is of the same kind and worded as printed.
    Unchanged,
    /// It is of another kind, or worded otherwise.
    Changed {
        /// The kind printed and that of today, where they are not the same.
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<Kinds>,
        /// From the words printed to those of today.
        diff: Vec<WordChange>,
    },
    /// It does not hold on the day asked for.
    Ended {
        /// First day on which it holds.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        /// Last day on which it holds.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    },
    /// The sheet names it without its words or its kind, or in words of its own.
    Named,
    /// There is no such rule any more.
    Gone,
}

/// The kind of a rule when printed and now: `obligation`, `prohibition`, `permission`, or `contested` where it is in dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kinds {
    /// As the mark on the sheet says.
    pub printed: &'static str,
    /// As the rulebook says.
    pub now: &'static str,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WordChange {
    /// In both.
    Same(String),
    /// Printed, and no longer so.
    Removed(String),
    /// Not printed.
    Added(String),
}

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

/// The status of a rule that does not hold on a day; `None` if it holds.
pub(super) fn ended(rule: &Rule, day: NaiveDate) -> Option<State> {
    let (from, until) = (rule.from.filter(|from| day < *from), rule.until.filter(|until| *until < day));
    (from.is_some() || until.is_some()).then_some(State::Ended { from, until })
}

/// How many more words than the rule has are compared; the rest of a passage is a change in any case.
const LONGER: usize = 400;

/// The most pairs of words for an exact diff.
const MOST_PAIRS: usize = 250_000;

/// Compares what is printed with rules.
pub(super) struct Comparer<'r> {
    /// Names of audiences, the longer first.
    names: Vec<&'r str>,
}

impl<'r> Comparer<'r> {
    pub(super) fn new(rulebook: &'r Rulebook) -> Self {
        let audiences = rulebook.data().audiences.iter();
        let mut names: Vec<&str> = audiences.flat_map(|a| [a.name.id.as_str(), a.name.en.as_str()]).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Comparer { names }
    }

    /// Compares the words before an id, in a passage that has a mark, with the rule: in the language that is nearer.
    ///
    /// Only items with a mark quote a rule word for word, with nothing but whom it binds before its sentence and nothing
    /// between that and its id. What stands elsewhere may be worded in its own way: that is for a person to compare.
    pub(super) fn compare(&self, passage: &Passage, printed: &str, rule: &Rule) -> State {
        let Some(mark) = passage.mark else { return State::Named };
        let Text { id, en } = &rule.text;
        let texts = [id, en].map(|text| text.split_whitespace().map(plain).collect::<Vec<String>>());
        let most = texts.iter().map(Vec::len).max().unwrap_or_default() + LONGER;
        let words = printed.split_whitespace().map(plain).filter(|word| !word.is_empty());
        let mut printed: Vec<String> = words.take(most + 1).collect();
        if let Some(more) = printed.get_mut(most) {
            "…".clone_into(more);
        }
        let sentence = &printed[self.label(&printed)..];
        if sentence.is_empty() {
            return State::Named;
        }
        let now = if rule.contested.is_some() { ListRole::Contested } else { role(rule.kind) };
        let name = |role: ListRole| role.name().unwrap_or_default();
        let kind = (mark != now).then(|| Kinds { printed: name(mark), now: name(now) });
        let is_same =
            |now: &Vec<String>| sentence == now.as_slice() || passage.is_set && letters(sentence).eq(letters(now));
        let same = texts.iter().find(|now| is_same(now));
        if let Some(words) = same {
            let diff = || vec![WordChange::Same(words.join(" "))];
            return kind.map_or(State::Unchanged, |kind| State::Changed { kind: Some(kind), diff: diff() });
        }
        let [id, en] = texts.map(|now| Diff::new(sentence, now));
        let nearer = if en.share() > id.share() { en } else { id };
        State::Changed { kind, diff: nearer.changes() }
    }

    /// How many words say whom the rule binds: names of audiences, joined as sheets join them, and a colon.
    fn label(&self, words: &[String]) -> usize {
        let is_label = |at: &usize| {
            let words = words[..=*at].join(" ");
            let mut rest = words.trim_end_matches(':');
            while let Some(after) = self.names.iter().find_map(|name| rest.strip_prefix(name)) {
                rest = SEPARATORS.iter().find_map(|separator| after.strip_prefix(separator)).unwrap_or(after);
            }
            rest.is_empty()
        };
        let colon = words.iter().position(|word| word.ends_with(':')).filter(is_label);
        colon.map_or(0, |at| at + 1)
    }
}

fn role(kind: Kind) -> ListRole {
    match kind {
        Kind::Obligation => ListRole::Obligation,
        Kind::Prohibition => ListRole::Prohibition,
        Kind::Permission => ListRole::Permission,
    }
}

/// A word without what formats put into it: emphasis, escapes, and places where a line may break.
fn plain(word: &str) -> String {
    let word: String =
        word.chars().filter(|c| !matches!(c, '*' | '`' | '\\' | '\u{ad}' | '\u{200b}' | '\u{2060}')).collect();
    word.trim_matches('_').to_owned()
}

/// The letters of words, whatever their lines made of them: without spaces and hyphens, and ligatures taken apart.
fn letters(words: &[String]) -> impl Iterator<Item = char> {
    let is_hyphen = |c: &char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
    words.iter().flat_map(|word| word.nfkc()).filter(move |c| !is_hyphen(c) && !c.is_whitespace())
}

/// Words printed and words of today.
struct Diff<'p> {
    printed: &'p [String],
    now: Vec<String>,
    ops: Vec<DiffOp>,
}

impl<'p> Diff<'p> {
    /// Where most of two long texts differs, what differs is shown as a whole.
    fn new(printed: &'p [String], now: Vec<String>) -> Self {
        let start = printed.iter().zip(&now).take_while(|(old, new)| old == new).count();
        let (old, new) = (&printed[start..], &now[start..]);
        let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
        let (old_len, new_len) = (old.len() - end, new.len() - end);
        let ops = if old_len * new_len <= MOST_PAIRS {
            capture_diff_slices(Algorithm::Myers, printed, &now)
        } else {
            let same = |old_index, new_index, len| DiffOp::Equal { old_index, new_index, len };
            let changed = DiffOp::Replace { old_index: start, old_len, new_index: start, new_len };
            let ops = [same(0, 0, start), changed, same(start + old_len, start + new_len, end)];
            ops.into_iter().filter(|op| !op.new_range().is_empty() || !op.old_range().is_empty()).collect()
        };
        Diff { printed, now, ops }
    }

    /// The share of words that both have.
    fn share(&self) -> f32 {
        let same: usize = self.ops.iter().filter(|op| op.tag() == DiffTag::Equal).map(|op| op.new_range().len()).sum();
        2.0 * same as f32 / (self.printed.len() + self.now.len()).max(1) as f32
    }

    fn changes(&self) -> Vec<WordChange> {
        let mut changes = Vec::new();
        for op in &self.ops {
            let (old, new) = (self.printed[op.old_range()].join(" "), self.now[op.new_range()].join(" "));
            match op.tag() {
                DiffTag::Equal => changes.push(WordChange::Same(new)),
                DiffTag::Delete => changes.push(WordChange::Removed(old)),
                DiffTag::Insert => changes.push(WordChange::Added(new)),
                DiffTag::Replace => changes.extend([WordChange::Removed(old), WordChange::Added(new)]),
            }
        }
        changes
    }
}
