//! Cases and questions as a sheet shows them.

use super::input::Input;
use super::named::Named;
use super::reader::RulebookReader;
use super::rules::{only_for, only_in};
use super::sources;
use super::view::{CaseView, SanctionView};
use crate::quiz::{self, About, Choice, Decided, Item, ItemOption, Pool, Question, Quiz};
use crate::rulebook::{Answer, Basis, Level, Locator, Rule, cite};

/// The cases that are about the sheet's audience, at the time the sheet is for.
pub(super) fn cases(input: &Input<'_, '_>, reader: &RulebookReader<'_>) -> Vec<CaseView> {
    quiz::cases(&pool(input)).iter().map(|decided| case(decided, reader)).collect()
}

/// The questions to mark, and the cases to discuss.
pub(super) fn quiz(input: &Input<'_, '_>, reader: &RulebookReader<'_>) -> (Vec<Item>, Vec<CaseView>) {
    let Quiz { questions, discussions } = quiz::draw(&pool(input), input.request.quiz);
    let items = questions.iter().zip(1..).map(|(question, no)| item(question, no, reader)).collect();
    (items, discussions.iter().map(|decided| case(decided, reader)).collect())
}

fn pool<'a, 's>(input: &Input<'a, 's>) -> Pool<'a, 's>
where
    'a: 's,
{
    let profile = input.request.scope.region.and_then(|region| region.profile.as_ref());
    let local_staff = profile.map_or(&[][..], |profile| &profile.staff);
    Pool { rulebook: input.rulebook, selection: input.selection, audience: input.request.scope.audience, local_staff }
}

fn case(decided: &Decided<'_>, reader: &RulebookReader<'_>) -> CaseView {
    let Decided { case, rules } = decided;
    CaseView {
        id: case.id.clone(),
        scenario: reader.text(&case.scenario),
        answer: match case.answer {
            Answer::Required => "required",
            Answer::Allowed => "allowed",
            Answer::Forbidden => "forbidden",
            Answer::Depends => "depends",
        },
        verdict: verdict(case.answer, reader),
        reason: reader.text(&case.reason),
        channel: situation(&case.channel, reader),
        level: match case.level {
            Level::Basic => "basic",
            Level::Intermediate => "intermediate",
            Level::Advanced => "advanced",
        },
        audiences: case.audiences.clone(),
        rules: rules.iter().map(|rule| rule.id.clone()).collect(),
        cite: cite(rules, &case.audiences, reader),
        regulations: reader.regulations(&bases(rules, &case.audiences, reader)),
        sanctions: sanctions(rules, reader),
    }
}

fn item(question: &Question<'_>, no: usize, reader: &RulebookReader<'_>) -> Item {
    let (text, reason, rule) = match &question.about {
        About::Case(decided) => (Some(&decided.case.scenario), &decided.case.reason, None),
        About::Rule(rule) => (Some(&rule.text), &rule.reason, Some(*rule)),
        About::Permission(rule) => (None, &rule.reason, Some(*rule)),
    };
    let audiences: &[String] = match &question.about {
        About::Case(decided) => &decided.case.audiences,
        About::Rule(rule) | About::Permission(rule) => &rule.audiences,
    };
    let ask = match &question.about {
        About::Permission(_) => "ask_which",
        _ if question.options.len() > 2 => "ask_kind",
        _ => "ask_allowed",
    };
    let (rules, topic) = (question.rules(), situation(question.topic(), reader));
    Item {
        no,
        id: question.id().to_owned(),
        only_for: rule.and_then(|rule| only_for(rule, &reader.bound(rule), reader)),
        only_in: rule.and_then(|rule| only_in(rule, reader)),
        text: text.map(|text| reader.text(text)),
        ask: reader.label(ask),
        options: question.options.iter().enumerate().map(|(at, choice)| option(question, at, choice, reader)).collect(),
        reason: reader.text(reason),
        topic: topic.id,
        topic_name: topic.name,
        rules: rules.iter().map(|rule| rule.id.clone()).collect(),
        cite: cite(&rules, audiences, reader),
    }
}

fn option(question: &Question<'_>, at: usize, choice: &Choice<'_>, reader: &RulebookReader<'_>) -> ItemOption {
    let (text, rule) = match choice {
        // Beside "required", what is merely allowed is something else; without it, it need not be said.
        Choice::Answer(Answer::Allowed) if question.options.len() > 2 => (reader.label("answer_optional"), None),
        Choice::Answer(answer) => (verdict(*answer, reader), None),
        Choice::Rule(rule) => (reader.text(&rule.text), Some(rule.id.clone())),
    };
    let right = at == question.right;
    let feedback = match &rule {
        _ if right => reader.label("feedback_right"),
        Some(rule) => format!("{}: {rule}.", verdict(Answer::Forbidden, reader)),
        None => reader.label("feedback_wrong"),
    };
    ItemOption { letter: char::from(b'A'.saturating_add(at as u8)), text, right, rule, feedback }
}

/// An answer in words.
fn verdict(answer: Answer, reader: &RulebookReader<'_>) -> String {
    reader.label(match answer {
        Answer::Required => "answer_required",
        Answer::Allowed => "answer_allowed",
        Answer::Forbidden => "answer_forbidden",
        Answer::Depends => "answer_depends",
    })
}

fn situation(id: &str, reader: &RulebookReader<'_>) -> Named {
    let channel = reader.rulebook.channel(id);
    Named { id: id.to_owned(), name: channel.map_or_else(|| id.to_owned(), |channel| reader.text(&channel.name)) }
}

/// What rules rest on where they concern one of these audiences, in one line.
fn cite(rules: &[&Rule], audiences: &[String], reader: &RulebookReader<'_>) -> String {
    let sources: Vec<Locator> = distinct(rules.iter().flat_map(|rule| &rule.sources));
    reader.cite(&sources, &bases(rules, audiences, reader))
}

/// The legal bases of rules that concern one of these audiences: the discipline of civil servants is no ground for a case
/// of contract staff.
fn bases(rules: &[&Rule], audiences: &[String], reader: &RulebookReader<'_>) -> Vec<Basis> {
    let concerns = |basis: &&Basis| {
        let one = std::slice::from_ref(*basis);
        audiences.iter().any(|audience| !cite::concerning(reader.rulebook, one, Some(audience)).is_empty())
    };
    distinct(rules.iter().flat_map(|rule| &rule.basis).filter(concerns))
}

/// The sanctions of rules, each once.
fn sanctions(rules: &[&Rule], reader: &RulebookReader<'_>) -> Vec<SanctionView> {
    let ids = distinct(rules.iter().flat_map(|rule| &rule.sanctions));
    ids.iter()
        .filter_map(|id| reader.rulebook.sanction(id))
        .map(|sanction| sources::sanction(sanction, reader))
        .collect()
}

fn distinct<'r, T: Clone + PartialEq + 'r>(items: impl Iterator<Item = &'r T>) -> Vec<T> {
    let mut once: Vec<T> = Vec::new();
    for item in items {
        if !once.contains(item) {
            once.push(item.clone());
        }
    }
    once
}
