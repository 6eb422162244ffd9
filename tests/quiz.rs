//! Quizzes from the shipped rulebook, for every audience and phase.

use ikrar::diag::Diagnostics;
use ikrar::quiz::{About, Choice, Count, Pool, Question, Quiz, Wish, draw};
use ikrar::rulebook::{Answer, Confidence, Kind, Rulebook};
use ikrar::select::{Query, select};
use std::collections::BTreeSet;

fn rulebook() -> Rulebook {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/rules.yaml");
    Rulebook::load("rules.yaml", &std::fs::read_to_string(path).unwrap(), &mut Diagnostics::new()).unwrap()
}

/// Looks at the quiz of every audience, and of none, in every phase, and in none.
fn each(rulebook: &Rulebook, wish: &Wish, mut look: impl FnMut(&Quiz<'_>, Option<&str>, Option<&str>)) {
    let audiences = rulebook.data().audiences.iter().map(|audience| Some(audience.id.as_str()));
    for audience in audiences.chain([None]) {
        let phases = rulebook.data().phases.iter().map(|phase| Some(phase.id.as_str()));
        for phase in phases.chain([None]) {
            let query = Query {
                election: "pilkada-2024".into(),
                audience: audience.map(str::to_owned),
                phase: phase.map(str::to_owned),
                ..Query::default()
            };
            let selection = select(rulebook, &query).unwrap();
            look(&draw(&Pool { rulebook, selection: &selection, audience, local_staff: &[] }, wish), audience, phase);
        }
    }
}

fn ids(quiz: &Quiz<'_>) -> Vec<String> {
    quiz.questions.iter().map(|question| question.id().to_owned()).collect()
}

#[test]
fn every_question_has_one_right_answer_that_its_rules_give() {
    let rulebook = rulebook();
    let wish = Wish { count: Count::All, seed: Some(3), ..Wish::default() };
    each(&rulebook, &wish, |quiz, audience, phase| {
        let distinct: BTreeSet<String> = ids(quiz).into_iter().collect();
        assert_eq!(distinct.len(), quiz.questions.len(), "{audience:?} {phase:?}");
        for question in &quiz.questions {
            assert!((2..=4).contains(&question.options.len()));
            assert!(question.rules().iter().all(|rule| rule.contested.is_none()), "{}", question.id());
            assert_right(question);
        }
    });
}

fn assert_right(question: &Question<'_>) {
    let id = question.id();
    let right = question.options[question.right];
    match &question.about {
        About::Case(decided) => {
            assert_eq!(right, Choice::Answer(decided.case.answer), "{id}");
            assert!(decided.case.answer != Answer::Depends, "{id}");
        }
        About::Rule(rule) => {
            assert_eq!(right, Choice::Answer(Answer::of(rule.kind)), "{id}");
            assert!(rule.kind != Kind::Permission, "{id}");
            assert!(rule.basis.iter().any(|basis| basis.confidence == Confidence::A), "{id}");
        }
        About::Permission(permission) => {
            assert_eq!(right, Choice::Rule(permission), "{id}");
            let others = question.options.iter().enumerate().filter(|(at, _)| *at != question.right);
            for (_, other) in others {
                assert!(matches!(other, Choice::Rule(rule) if rule.kind == Kind::Prohibition), "{id}");
            }
        }
    }
}

#[test]
fn every_case_is_asked_or_discussed_for_those_it_is_about_and_no_one_else() {
    let rulebook = rulebook();
    let mut seen = BTreeSet::new();
    each(&rulebook, &Wish::default(), |quiz, audience, _| {
        let cases = quiz.questions.iter().filter_map(|question| match &question.about {
            About::Case(decided) => Some(decided),
            _ => None,
        });
        for decided in cases.chain(&quiz.discussions) {
            seen.insert(decided.case.id.clone());
            let groups: Vec<_> = audience.iter().flat_map(|id| rulebook.ancestors(id)).map(|a| &a.id).collect();
            assert!(audience.is_none() || decided.case.audiences.iter().any(|id| groups.contains(&id)));
            assert!(!decided.rules.is_empty());
        }
    });
    assert_eq!(seen.len(), 33);
}

#[test]
fn a_quiz_for_everybody_asks_every_marked_case_and_leaves_the_rest_to_discussion() {
    let rulebook = rulebook();
    each(&rulebook, &Wish::default(), |quiz, audience, phase| {
        if audience.is_none() && phase.is_none() {
            let cases = ids(quiz).iter().filter(|id| id.starts_with("Q-")).count();
            assert_eq!((cases, quiz.discussions.len()), (26, 7));
        }
    });
}

#[test]
fn the_same_seed_asks_the_same() {
    let rulebook = rulebook();
    let asked = |count, seed| {
        let mut all = Vec::new();
        each(&rulebook, &Wish { count, seed, ..Wish::default() }, |quiz, _, _| all.push(ids(quiz)));
        all
    };
    let ten = Count::Exactly(10);
    assert_eq!(asked(ten, Some(7)), asked(ten, Some(7)));
    assert_ne!(asked(ten, Some(7)), asked(ten, Some(8)));
    assert_ne!(asked(ten, Some(7)), asked(ten, None));
}
