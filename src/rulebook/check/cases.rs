//! Checks of cases: an answer must follow from the rules that decide it.

use super::checker::Checker;
use crate::diag::{Code, Diagnostic};
use crate::rulebook::index::Collection;
use crate::rulebook::model::{Answer, Case, Kind, Rule, RulebookData};
use crate::yaml::Path;

/// Cases.
pub(super) fn cases(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, case) in data.cases.iter().enumerate() {
        one(checker, &Path::Root.key("cases").item(i), case);
    }
}

/// One case.
pub(super) fn one(checker: &mut Checker<'_>, at: &Path<'_>, case: &Case) {
    checker.text(&at.key("scenario"), &case.scenario);
    checker.text(&at.key("reason"), &case.reason);
    checker.references(&at.key("rules"), Collection::Rule, &case.rules);
    checker.references(&at.key("audiences"), Collection::Audience, &case.audiences);
    checker.references(&at.key("phases"), Collection::Phase, &case.phases);
    checker.reference(&at.key("channel"), Collection::Channel, &case.channel);
    if case.audiences.is_empty() {
        let finding = Diagnostic::error(Code::BindsNobody, format!("`{}` names no audience", case.id));
        checker.report(&at.key("audiences"), finding.help("name whom it is about, such as `asn`"));
    }
    let rules: Option<Vec<&Rule>> = case.rules.iter().map(|id| checker.rule(id)).collect();
    match rules.as_deref() {
        // A rule that does not exist or could not be read is a finding of its own.
        None => {}
        Some([]) => {
            let finding = Diagnostic::error(Code::NoGround, "no rule decides this case");
            checker.report(at, finding.help("name the rules that its answer follows from"));
        }
        Some(rules) => follows(checker, at, case, rules),
    }
}

/// The answer follows from the rules, and each audience is bound by one that decides.
fn follows(checker: &mut Checker<'_>, at: &Path<'_>, case: &Case, rules: &[&Rule]) {
    if case.answer != Answer::Depends {
        if let Some(rule) = rules.iter().find(|rule| rule.contested.is_some()) {
            let finding =
                Diagnostic::error(Code::ContestedCase, format!("`{}` is in dispute, and decides nothing", rule.id));
            checker.report(&at.key("answer"), finding.help("make the answer `depends`, or name other rules"));
            return;
        }
        if let Some(against) = against(case.answer, rules) {
            let finding = Diagnostic::error(Code::AnswerMismatch, against);
            let help = "an obligation makes it `required`, a permission `allowed`, a prohibition `forbidden`; else it `depends`";
            checker.report(&at.key("answer"), finding.help(help));
            return;
        }
    }
    for (i, audience) in case.audiences.iter().enumerate() {
        let is_known = checker.position(Collection::Audience, audience).is_some();
        let is_bound = rules.iter().any(|rule| case.answer.rests_on(rule) && checker.binds(rule, audience));
        if is_known && !is_bound {
            let message = format!("no rule that decides `{}` binds `{audience}`", case.id);
            let finding = Diagnostic::error(Code::UnboundAudience, message);
            checker.report(&at.key("audiences").item(i), finding.help("name a rule that does, or remove the audience"));
        }
    }
}

/// What speaks against an answer: that no rule gives it, or that one says the opposite.
fn against(answer: Answer, rules: &[&Rule]) -> Option<String> {
    let opposite = |rule: &&&Rule| match answer {
        Answer::Forbidden => rule.kind == Kind::Permission,
        Answer::Allowed | Answer::Required => rule.kind == Kind::Prohibition,
        Answer::Depends => false,
    };
    if let Some(rule) = rules.iter().find(opposite) {
        return Some(format!("`{}` says the opposite", rule.id));
    }
    (!rules.iter().any(|rule| answer.rests_on(rule))).then(|| "none of its rules gives this answer".to_owned())
}
