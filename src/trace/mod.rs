//! Compares the rules on a printed sheet with the rulebook.
//!
//! 1. `passages` reads what a PDF, HTML, Markdown or text sheet says, passage by passage.
//! 2. [`trace`] finds the ids of rules in it, and compares the mark and the words before each with the rule as it is now.

mod marks;
mod passages;
mod wording;

pub use wording::{Kinds, State, WordChange};

use crate::diag::{Code, Diagnostic, say};
use crate::rulebook::Rulebook;
use chrono::NaiveDate;
use marks::MarkWords;
use passages::Passage;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wording::Comparer;

/// The status of the rules on a printed sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// Whether the sheet carries the hash of the rulebook in use. Reported only: the words of a sheet can be changed after it
    /// was made.
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

/// The most digits in the number of an id, so that no personal number is taken for one.
const LONGEST_NUMBER: usize = 9;

/// The most rules that a sheet may name; no rulebook has as many.
const MOST_RULES: usize = 100_000;

/// What became of the rules of a sheet by a day. Its `file` name is for findings; `labels` are those of the workspace in each
/// language, by which marks are known.
///
/// # Errors
/// `unreadable-pdf`, `untagged-pdf`, `unreadable-text` or `not-text` where it cannot be read; `no-rules` where it names
/// none, `too-many-rules` where it names more than any rulebook has.
pub fn trace(
    file: &str,
    bytes: &[u8],
    rulebook: &Rulebook,
    labels: &[&BTreeMap<String, String>],
    day: NaiveDate,
) -> Result<Traced, Diagnostic> {
    let mut tracer = Tracer::new(rulebook, day);
    passages::read(file, bytes, &MarkWords::new(labels), |passage| tracer.read(&passage))?;
    let Tracer { is_current, rules, .. } = tracer;
    let finding = match rules.len() {
        0 => Diagnostic::error(
            Code::NoRules,
            say!("lembar ini tidak menyebut satu aturan pun", "this sheet names no rule"),
        )
        .help(say!(
            "kode aturan berbentuk seperti dalam `ikrar list rules`",
            "rule ids look like those of `ikrar list rules`"
        )),
        number if number > MOST_RULES => Diagnostic::error(
            Code::TooManyRules,
            say!(
                "di sini disebut lebih dari {MOST_RULES} aturan; tidak ada lembar yang demikian",
                "this names more than {MOST_RULES} rules, as no sheet does"
            ),
        ),
        _ => return Ok(Traced { is_current, rules }),
    };
    Err(finding.at(crate::diag::Origin::file(file)))
}

/// The state of reading one sheet.
struct Tracer<'r> {
    rulebook: &'r Rulebook,
    day: NaiveDate,
    comparer: Comparer<'r>,
    /// The letters before the numbers of ids.
    letters: BTreeSet<&'r str>,
    is_current: bool,
    rules: Vec<Found>,
    /// Where in `rules` an id stands.
    places: HashMap<String, usize>,
}

impl<'r> Tracer<'r> {
    fn new(rulebook: &'r Rulebook, day: NaiveDate) -> Self {
        let ids = rulebook.data().rules.iter().map(|rule| rule.id.as_str());
        Tracer {
            rulebook,
            day,
            comparer: Comparer::new(rulebook),
            letters: ids.filter_map(|id| Some(id.rsplit_once('-')?.0)).collect(),
            is_current: false,
            rules: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Records the rules that a passage names: the first with the words before it, since later ids are part of citations.
    fn read(&mut self, passage: &Passage) {
        self.is_current |= passage.text.contains(self.rulebook.short_hash());
        let mut printed = Some(());
        let mut rest = passage.text.trim_start();
        while !rest.is_empty() && self.rules.len() <= MOST_RULES {
            let before = passage.text.len() - rest.len();
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if self.is_id(bare) {
                let words = printed.take().map_or("", |()| &passage.text[..before]);
                self.note(bare, passage, words);
            }
            rest = after.trim_start();
        }
    }

    fn note(&mut self, id: &str, passage: &Passage, printed: &str) {
        let known = self.places.get(id).copied();
        // A later mention cannot improve on these.
        let is_settled = |found: &Found| !matches!(found.state, State::Unchanged | State::Named);
        if known.is_some_and(|at| is_settled(&self.rules[at])) {
            return;
        }
        let state = match self.rulebook.rule(id) {
            None => State::Gone,
            Some(rule) => {
                wording::ended(rule, self.day).unwrap_or_else(|| self.comparer.compare(passage, printed, rule))
            }
        };
        match known.map(|at| &mut self.rules[at].state) {
            Some(known) => *known = std::mem::replace(known, State::Named).or(state),
            None => {
                self.places.insert(id.to_owned(), self.rules.len());
                self.rules.push(Found { id: id.to_owned(), state });
            }
        }
    }

    /// Whether a word is the id of a rule, or was one: letters and a number, with letters that ids have.
    fn is_id(&self, word: &str) -> bool {
        if self.rulebook.rule(word).is_some() {
            return true;
        }
        let Some((letters, number)) = word.rsplit_once('-') else { return false };
        let is_number =
            (1..=LONGEST_NUMBER).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number && self.letters.contains(letters)
    }
}

#[cfg(test)]
mod tests;
