//! From cases and rules to the questions of a quiz.

use super::shuffle::Shuffler;
use super::{About, Choice, Count, Decided, Pool, Question, Quiz, Wish, answers, cases};
use crate::rulebook::{Answer, Confidence, Kind, Rule};

/// At most so many prohibitions stand beside a permission, and at least [`FEWEST`].
const MOST: usize = 3;
const FEWEST: usize = 2;

/// The quiz that is wished for.
pub fn draw<'a>(pool: &Pool<'a, '_>, wish: &Wish) -> Quiz<'a> {
    let mut shuffler = wish.seed.map(Shuffler::new);
    let is_wanted = |topic: &String| wish.topics.is_empty() || wish.topics.contains(topic);
    let cases = cases(pool);
    let settled: Vec<&str> = cases.iter().flat_map(|decided| &decided.rules).map(|rule| rule.id.as_str()).collect();
    let (discussed, marked): (Vec<Decided>, Vec<Decided>) =
        cases.iter().filter(|decided| is_wanted(&decided.case.channel)).cloned().partition(|d| is_open(d));
    let mut usual: Vec<Question> = marked.into_iter().map(of_case).collect();
    let mut further = Vec::new();
    for rule in pool.selection.rules.iter().map(|selected| selected.rule) {
        if rule.contested.is_none() && !settled.contains(&rule.id.as_str()) && is_wanted(&rule.channel) {
            let question = of_rule(pool, rule, shuffler.as_mut());
            // Most cases are of things forbidden; what may be done keeps a quiz from being all one answer.
            let is_usual = rule.common || rule.kind == Kind::Permission;
            if is_usual { &mut usual } else { &mut further }.extend(question);
        }
    }
    Quiz { questions: taken(usual, further, wish.count, shuffler), discussions: discussed }
}

/// Whether a case is for discussion: it depends, or a rule that decides it is in dispute.
fn is_open(decided: &Decided<'_>) -> bool {
    decided.case.answer == Answer::Depends || decided.rules.iter().any(|rule| rule.contested.is_some())
}

fn taken<'a>(
    mut usual: Vec<Question<'a>>,
    mut further: Vec<Question<'a>>,
    count: Count,
    mut shuffler: Option<Shuffler>,
) -> Vec<Question<'a>> {
    let count = match count {
        Count::Usual => usual.len(),
        Count::All => usize::MAX,
        Count::Exactly(count) => count,
    };
    if let Some(shuffler) = &mut shuffler {
        shuffler.shuffle(&mut usual);
        shuffler.shuffle(&mut further);
    }
    usual.extend(further);
    usual.truncate(count);
    if let Some(shuffler) = &mut shuffler {
        shuffler.shuffle(&mut usual);
    }
    usual
}

fn of_case(decided: Decided<'_>) -> Question<'_> {
    let answer = decided.case.answer;
    let (options, right) = match answer {
        Answer::Required => (vec![Answer::Required, Answer::Allowed, Answer::Forbidden], 0),
        // "Required" would not be wrong for certain where something may be done.
        _ => (vec![Answer::Allowed, Answer::Forbidden], usize::from(answer == Answer::Forbidden)),
    };
    Question { about: About::Case(decided), options: options.into_iter().map(Choice::Answer).collect(), right }
}

fn of_rule<'a>(pool: &Pool<'a, '_>, rule: &'a Rule, shuffler: Option<&mut Shuffler>) -> Option<Question<'a>> {
    if let Some((options, right)) = answers(rule.kind) {
        // What an official appealed for, or a law asks by way of interpretation, is no ground for a mark.
        if !rule.basis.iter().any(|basis| basis.confidence == Confidence::A) {
            return None;
        }
        let options = options.into_iter().map(Choice::Answer).collect();
        return Some(Question { about: About::Rule(rule), options, right });
    }
    let mut options = prohibitions_beside(pool, rule);
    let place = match shuffler {
        Some(shuffler) => {
            shuffler.shuffle(&mut options);
            options.truncate(MOST);
            shuffler.up_to(options.len())
        }
        None => {
            options.truncate(MOST);
            // Not always the same place, yet the same in every run.
            rule.id.bytes().map(usize::from).sum::<usize>() % (options.len() + 1)
        }
    };
    let is_choice = options.len() >= FEWEST;
    options.insert(place, rule);
    let options = options.into_iter().map(Choice::Rule).collect();
    is_choice.then_some(Question { about: About::Permission(rule), options, right: place })
}

/// The prohibitions that bind everybody whom a permission is for, whenever it holds; those of its situation first, then
/// those that follow it in the rulebook.
fn prohibitions_beside<'a>(pool: &Pool<'a, '_>, permission: &Rule) -> Vec<&'a Rule> {
    let rules: Vec<&Rule> = pool.selection.rules.iter().map(|selected| selected.rule).collect();
    let place = rules.iter().position(|rule| rule.id == permission.id).unwrap_or_default();
    let (before, after) = rules.split_at(place);
    let beside = after.iter().chain(before).copied().filter(|rule| is_surely_forbidden(pool, rule, permission));
    let (same, other): (Vec<&Rule>, Vec<&Rule>) = beside.partition(|rule| rule.channel == permission.channel);
    same.into_iter().chain(other).collect()
}

fn is_surely_forbidden(pool: &Pool<'_, '_>, rule: &Rule, permission: &Rule) -> bool {
    let binds_all = pool.audience.is_some() || permission.audiences.iter().all(|id| pool.rulebook.binds(rule, id));
    let holds_always = pool.selection.phase.is_some()
        || rule.phases.is_empty()
        || (!permission.phases.is_empty() && permission.phases.iter().all(|phase| rule.phases.contains(phase)));
    let is_limited = rule.from.is_some() || rule.until.is_some();
    let is_law = rule.kind == Kind::Prohibition && rule.contested.is_none() && !rule.basis.is_empty();
    is_law && binds_all && holds_always && !is_limited
}
