//! Checks of cases: an answer must follow from the rules that decide it.

use super::checker::Checker;
use crate::diag::{Code, Diagnostic, Message, say};
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
        let message = say!("`{}` tidak menyebut kelompok sasaran", "`{}` names no audience", case.id);
        let help = say!("sebut siapa yang dimaksud, misalnya `asn`", "name whom it is about, such as `asn`");
        checker.report(&at.key("audiences"), Diagnostic::error(Code::BindsNobody, message).help(help));
    }
    let rules: Option<Vec<&Rule>> = case.rules.iter().map(|id| checker.rule(id)).collect();
    match rules.as_deref() {
        // A rule that does not exist or could not be read is a finding of its own.
        None => {}
        Some([]) => {
            let message = say!("tidak ada aturan yang memutus kasus ini", "no rule decides this case");
            let help =
                say!("sebut aturan yang menjadi dasar jawabannya", "name the rules that its answer follows from");
            checker.report(at, Diagnostic::error(Code::NoGround, message).help(help));
        }
        Some(rules) => follows(checker, at, case, rules),
    }
}

/// The answer follows from the rules, and each audience is bound by one that decides.
fn follows(checker: &mut Checker<'_>, at: &Path<'_>, case: &Case, rules: &[&Rule]) {
    if case.answer != Answer::Depends {
        if let Some(rule) = rules.iter().find(|rule| rule.contested.is_some()) {
            let message = say!(
                "`{}` masih diperselisihkan, jadi tidak memutus apa pun",
                "`{}` is in dispute, and decides nothing",
                rule.id
            );
            let help = say!(
                "ubah jawabannya menjadi `depends`, atau sebut aturan lain",
                "make the answer `depends`, or name other rules"
            );
            checker.report(&at.key("answer"), Diagnostic::error(Code::ContestedCase, message).help(help));
            return;
        }
        if let Some(against) = against(case.answer, rules) {
            let finding = Diagnostic::error(Code::AnswerMismatch, against);
            let help = say!(
                "kewajiban membuatnya `required`, kebolehan `allowed`, larangan `forbidden`; selain itu `depends`",
                "an obligation makes it `required`, a permission `allowed`, a prohibition `forbidden`; else it `depends`"
            );
            checker.report(&at.key("answer"), finding.help(help));
            return;
        }
    }
    for (i, audience) in case.audiences.iter().enumerate() {
        let is_known = checker.position(Collection::Audience, audience).is_some();
        let is_bound = rules.iter().any(|rule| case.answer.rests_on(rule) && checker.binds(rule, audience));
        if is_known && !is_bound {
            let message = say!(
                "tidak ada aturan pemutus `{}` yang mengikat `{audience}`",
                "no rule that decides `{}` binds `{audience}`",
                case.id
            );
            let help = say!(
                "sebut aturan yang mengikatnya, atau hapus kelompok sasaran itu",
                "name a rule that does, or remove the audience"
            );
            let finding = Diagnostic::error(Code::UnboundAudience, message).help(help);
            checker.report(&at.key("audiences").item(i), finding);
        }
    }
}

/// What speaks against an answer: that no rule gives it, or that one says the opposite.
fn against(answer: Answer, rules: &[&Rule]) -> Option<Message> {
    let opposite = |rule: &&&Rule| match answer {
        Answer::Forbidden => rule.kind == Kind::Permission,
        Answer::Allowed | Answer::Required => rule.kind == Kind::Prohibition,
        Answer::Depends => false,
    };
    if let Some(rule) = rules.iter().find(opposite) {
        return Some(say!("`{}` menyatakan sebaliknya", "`{}` says the opposite", rule.id));
    }
    let is_given = rules.iter().any(|rule| answer.rests_on(rule));
    (!is_given)
        .then(|| say!("tidak ada aturannya yang menghasilkan jawaban ini", "none of its rules gives this answer"))
}
