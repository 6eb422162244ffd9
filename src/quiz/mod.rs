//! Questions for a quiz, from the cases of the rulebook and from its rules.
//!
//! 1. [`cases`] finds the cases that are about those a sheet is for, at the time it is for.
//! 2. [`draw`] makes questions of them and of further rules, and takes as many as are wished for. What depends on more than
//!    is told, or rests on a rule in dispute, is never marked: it is for discussion.
//! 3. An [`Item`] is a question in the words of one language, for templates and for the files of [`exchange`].
//!
//! A question has one right answer, which is at most as true as the rule it was made from: it names whom the rule binds
//! and when, no other option may be right as well, and what must or must not be done is asked only where a law certainly says so. The same seed gives the same questions in the same order.

mod draw;
pub mod exchange;
mod item;
mod shuffle;

pub use draw::draw;
pub use item::{Item, ItemOption};

use crate::rulebook::{Answer, Case, Kind, Rule, Rulebook};
use crate::select::Selection;
use serde::Serialize;
use std::str::FromStr;

/// What the questions of a quiz are drawn from: the rules that hold, for whom it is.
#[derive(Debug, Clone, Copy)]
pub struct Pool<'a, 's> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// The rules that hold.
    pub selection: &'s Selection<'a>,
    /// Id of the audience; without one, everybody.
    pub audience: Option<&'s str>,
    /// Local audiences that exist in the region.
    pub local_staff: &'s [String],
}

/// Which questions are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// Ids of situations; none for all.
    pub topics: Vec<String>,
    /// How many questions to mark.
    pub count: Count,
    /// Shuffles questions and options; without one they stand in the order of the rulebook.
    pub seed: Option<u64>,
}

/// Id of the document whose questions [`exchange`] writes.
pub const DOCUMENT: &str = "quiz";

/// The usual questions in the order of the rulebook.
pub static USUAL: Wish = Wish { topics: Vec::new(), count: Count::Usual, seed: None };

/// How many questions a quiz has, as far as there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum Count {
    /// All cases, and where no case is about them the rules that people ask about most and what may be done.
    #[default]
    Usual,
    /// All cases and all other rules that make a question.
    All,
    /// So many, cases first.
    Exactly(usize),
}

impl FromStr for Count {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        match typed.parse() {
            _ if typed == "all" => Ok(Count::All),
            Ok(count) if count > 0 => Ok(Count::Exactly(count)),
            _ => Err("write a number from 1, or `all`".to_owned()),
        }
    }
}

/// A quiz.
#[derive(Debug, Clone, Default)]
pub struct Quiz<'a> {
    /// What is marked.
    pub questions: Vec<Question<'a>>,
    /// What is discussed, in the order of the rulebook.
    pub discussions: Vec<Decided<'a>>,
}

/// A case with those of its rules that hold.
#[derive(Debug, Clone)]
pub struct Decided<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its rules, in the order of the case; at least one of them gives its answer.
    pub rules: Vec<&'a Rule>,
}

/// A question with one right answer.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// What it is about.
    pub about: About<'a>,
    /// What there is to choose from.
    pub options: Vec<Choice<'a>>,
    /// Place of the right option.
    pub right: usize,
}

/// What a question is about.
#[derive(Debug, Clone)]
pub enum About<'a> {
    /// A case: what holds?
    Case(Decided<'a>),
    /// What a rule is about: what holds?
    Rule(&'a Rule),
    /// The one permission among prohibitions: which is it?
    Permission(&'a Rule),
}

/// An option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice<'a> {
    /// What holds.
    Answer(Answer),
    /// What a rule is about.
    Rule(&'a Rule),
}

/// The cases that are about those the quiz is for, at its time, with a rule that holds then and gives the answer.
pub fn cases<'a>(pool: &Pool<'a, '_>) -> Vec<Decided<'a>> {
    pool.rulebook.data().cases.iter().filter_map(|case| decided(pool, case)).collect()
}

fn decided<'a>(pool: &Pool<'a, '_>, case: &'a Case) -> Option<Decided<'a>> {
    let is_time = pool.selection.phase.is_none_or(|phase| case.phases.is_empty() || case.phases.contains(&phase.id));
    let selected = |id: &String| pool.selection.rules.iter().map(|selected| selected.rule).find(|rule| rule.id == *id);
    let rules: Vec<&Rule> = case.rules.iter().filter_map(selected).collect();
    let is_answered = rules.iter().any(|rule| case.answer.rests_on(rule));
    (is_time && is_answered && is_about(pool, case)).then_some(Decided { case, rules })
}

/// Whether a case is about the audience of the quiz, or without one about somebody who exists in the region.
fn is_about(pool: &Pool<'_, '_>, case: &Case) -> bool {
    let Some(audience) = pool.audience else {
        let exists =
            |id: &String| pool.rulebook.audience(id).is_some_and(|a| !a.local || pool.local_staff.contains(id));
        return case.audiences.iter().any(exists);
    };
    pool.rulebook.ancestors(audience).iter().any(|group| case.audiences.contains(&group.id))
}

impl<'a> Question<'a> {
    /// The id of its case or rule.
    pub fn id(&self) -> &'a str {
        match &self.about {
            About::Case(decided) => &decided.case.id,
            About::Rule(rule) | About::Permission(rule) => &rule.id,
        }
    }

    /// Id of its situation.
    pub fn topic(&self) -> &'a str {
        match &self.about {
            About::Case(decided) => &decided.case.channel,
            About::Rule(rule) | About::Permission(rule) => &rule.channel,
        }
    }

    /// The rules that decide it.
    pub fn rules(&self) -> Vec<&'a Rule> {
        match &self.about {
            About::Case(decided) => decided.rules.clone(),
            About::Rule(rule) | About::Permission(rule) => vec![rule],
        }
    }
}

/// What a rule of an obligation or prohibition asks: the same three options for both.
fn answers(kind: Kind) -> Option<([Answer; 3], usize)> {
    let options = [Answer::Required, Answer::Allowed, Answer::Forbidden];
    let right = options.iter().position(|answer| *answer == Answer::of(kind))?;
    // What may be done must perhaps be done as well, by another rule: no question with one right answer.
    (kind != Kind::Permission).then_some((options, right))
}

#[cfg(test)]
mod tests;
