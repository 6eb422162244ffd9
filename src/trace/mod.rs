//! From a printed sheet back to its rules: which of them are still worded as printed.
//!
//! 1. `passages` reads what a PDF, HTML, Markdown or text sheet says, passage by passage.
//! 2. [`trace`] finds the ids of rules in it, and compares the mark and the words before each with the rule as it is now.

mod passages;
mod wording;

pub use wording::{Change, Kinds, State};

use crate::diag::Diagnostic;
use crate::rulebook::Rulebook;
use chrono::NaiveDate;
use passages::Passage;
use std::collections::BTreeMap;

/// What became of the rules of a printed sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// Whether it names the rulebook in use by its hash: then no rule can have changed, only come to its end.
    pub is_current: bool,
    /// The rules it names, each once, in the order in which they are first named.
    pub rules: Vec<Found>,
}

/// A rule that a sheet names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// What became of it.
    pub state: State,
}

impl Traced {
    /// Whether all it says of rules still holds.
    pub fn holds(&self) -> bool {
        !self.rules.iter().any(|found| matches!(found.state, State::Changed { .. } | State::Ended { .. } | State::Gone))
    }
}

/// What became of the rules of a sheet by a day. Its `file` name is for findings.
///
/// # Errors
/// `unreadable-pdf`, `untagged-pdf` or `not-text` where it cannot be read; `no-rules` where it names none.
pub fn trace(file: &str, bytes: &[u8], rulebook: &Rulebook, day: NaiveDate) -> Result<Traced, Diagnostic> {
    let passages = passages::read(file, bytes)?;
    let is_current = passages.iter().any(|passage| passage.text.contains(rulebook.short_hash()));
    let mut order: Vec<String> = Vec::new();
    let mut states: BTreeMap<String, State> = BTreeMap::new();
    for passage in &passages {
        for (id, printed) in named(passage, rulebook) {
            let state = match rulebook.rule(&id) {
                None => State::Gone,
                Some(rule) => wording::ended(rule, day).unwrap_or_else(|| match is_current {
                    true => State::Unchanged,
                    false => wording::compare(passage, &printed, rule, rulebook),
                }),
            };
            match states.get_mut(&id) {
                Some(known) => *known = std::mem::replace(known, State::Named).or(state),
                None => {
                    order.push(id.clone());
                    states.insert(id, state);
                }
            }
        }
    }
    if order.is_empty() {
        let finding = Diagnostic::error("no-rules", "this sheet names no rule");
        return Err(finding.at(crate::diag::Origin::file(file)).help("rule ids look like those of `ikrar list rules`"));
    }
    let found = |id: String| states.remove(&id).map(|state| Found { id, state });
    Ok(Traced { is_current, rules: order.into_iter().filter_map(found).collect() })
}

/// The ids in a passage, the first with the words before it: those that come after it say what the rule rests on.
fn named<'p>(passage: &'p Passage, rulebook: &Rulebook) -> Vec<(String, Vec<&'p str>)> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    let mut words = Vec::new();
    for word in passage.text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_id(bare, rulebook) {
            found.push((bare.to_owned(), std::mem::take(&mut words)));
        } else if found.is_empty() {
            words.push(word);
        }
    }
    found
}

/// Whether a word is the id of a rule, or was one: letters and a number, with letters that ids have.
fn is_id(word: &str, rulebook: &Rulebook) -> bool {
    let Some((letters, number)) = word.rsplit_once('-') else { return rulebook.rule(word).is_some() };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let mut ids = rulebook.data().rules.iter().filter_map(|rule| rule.id.rsplit_once('-'));
    rulebook.rule(word).is_some() || is_number && ids.any(|(known, _)| known == letters)
}

#[cfg(test)]
mod tests;
