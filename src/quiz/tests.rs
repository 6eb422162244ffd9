//! Tests of cases and questions, on the sample rulebook.

use super::*;
use crate::diag::Diagnostics;
use crate::rulebook::sample;
use crate::select::{Query, select};

/// The quiz of an audience in a phase.
fn quiz<'a>(rulebook: &'a Rulebook, audience: Option<&str>, phase: Option<&str>, wish: &Wish) -> Quiz<'a> {
    let query = Query {
        election: "pilkada-2024".into(),
        audience: audience.map(str::to_owned),
        phase: phase.map(str::to_owned),
        ..Query::default()
    };
    let selection = select(rulebook, &query).expect("the query is fine");
    draw(&Pool { rulebook, selection: &selection, audience, local_staff: &[] }, wish)
}

fn asked(audience: Option<&str>, phase: Option<&str>, wish: &Wish) -> String {
    let rulebook = sample::rulebook();
    let quiz = quiz(&rulebook, audience, phase, wish);
    let discussed = quiz.discussions.iter().map(|decided| format!("({})", decided.case.id));
    quiz.questions.iter().map(|question| question.id().to_owned()).chain(discussed).collect::<Vec<_>>().join(" ")
}

#[test]
fn cases_are_asked_of_those_they_are_about_when_their_rules_hold() {
    assert_eq!(asked(None, None, &USUAL), "Q-01 Q-03 (Q-02)");
    assert_eq!(asked(Some("camat"), None, &USUAL), "Q-01 Q-03 (Q-02)");
    assert_eq!(asked(Some("tk2d"), None, &USUAL), "Q-03");
    assert_eq!(asked(None, Some("kampanye"), &USUAL), "Q-01 (Q-02)");
    assert_eq!(asked(None, Some("pasca"), &USUAL), "Q-03");
}

#[test]
fn what_depends_is_discussed_and_never_marked() {
    let rulebook = sample::rulebook();
    let quiz = quiz(&rulebook, None, None, &Wish { count: Count::All, ..Wish::default() });
    assert!(quiz.questions.iter().flat_map(Question::rules).all(|rule| rule.contested.is_none()));
    assert_eq!(quiz.discussions.len(), 1);
}

#[test]
fn topics_and_numbers_limit_what_is_asked() {
    let on = |topic: &str| Wish { topics: vec![topic.into()], ..Wish::default() };
    assert_eq!(asked(None, None, &on("medsos")), "Q-03");
    assert_eq!(asked(None, None, &on("kampanye")), "Q-01 (Q-02)");
    assert_eq!(asked(None, None, &Wish { count: Count::Exactly(1), ..Wish::default() }), "Q-01 (Q-02)");
    assert_eq!(asked(Some("tk2d"), None, &Wish { count: Count::All, ..Wish::default() }), "Q-03");
}

#[test]
fn a_rule_is_asked_about_where_no_case_is_and_a_law_certainly_says_so() {
    let without =
        sample::TEXT.replace("    rules: [N-01]\n    audiences: [asn]", "    rules: [N-06]\n    audiences: [asn]");
    let rulebook = Rulebook::load("rules.yaml", &without, &mut Diagnostics::new()).expect("the sample is valid");
    let quiz = quiz(&rulebook, None, None, &USUAL);
    let question = quiz.questions.iter().find(|question| question.id() == "N-01").expect("it is common");
    assert_eq!(question.options[question.right], Choice::Answer(Answer::Forbidden));
    assert!(quiz.questions.iter().all(|question| question.id() != "N-05"));
}

#[test]
fn a_number_of_questions_is_typed() {
    assert_eq!("12".parse(), Ok(Count::Exactly(12)));
    assert_eq!("all".parse(), Ok(Count::All));
    for typed in ["0", "-1", "", "many"] {
        assert!(typed.parse::<Count>().is_err(), "{typed}");
    }
}
