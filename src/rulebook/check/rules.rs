//! Checks of what is asked and told: rules, pledge points, facts and ways to report.

use super::checker::Checker;
use crate::diag::{Code, Diagnostic, excerpt, say};
use crate::lang::Text;
use crate::rulebook::index::Collection;
use crate::rulebook::model::{Contested, Rule, RulebookData};
use crate::yaml::Path;

/// Rules.
pub(super) fn rules(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, rule) in data.rules.iter().enumerate() {
        one(checker, &Path::Root.key("rules").item(i), rule);
    }
}

fn one(checker: &mut Checker<'_>, at: &Path<'_>, rule: &Rule) {
    checker.text(&at.key("text"), &rule.text);
    checker.text(&at.key("reason"), &rule.reason);
    checker.references(&at.key("domains"), Collection::Domain, &rule.domains);
    checker.references(&at.key("audiences"), Collection::Audience, &rule.audiences);
    checker.references(&at.key("phases"), Collection::Phase, &rule.phases);
    checker.reference(&at.key("channel"), Collection::Channel, &rule.channel);
    checker.ground(at, Collection::Rule.noun(), &rule.sources, &rule.basis);
    checker.norms(&at.key("norms"), &rule.norms, &rule.sources);
    checker.references(&at.key("sanctions"), Collection::Sanction, &rule.sanctions);
    checker.period(at, rule.from, rule.until);
    if rule.audiences.is_empty() {
        let message = say!("`{}` tidak menyebut kelompok sasaran", "`{}` names no audience", rule.id);
        let help = say!("sebut siapa yang terikat, misalnya `asn`", "name whom it binds, such as `asn`");
        checker.report(&at.key("audiences"), Diagnostic::error(Code::BindsNobody, message).help(help));
    }
    if let Some(contested) = &rule.contested {
        dispute(checker, &at.key("contested"), contested);
    }
    if let Some(note) = &rule.note {
        checker.text(&at.key("note"), note);
    }
}

fn dispute(checker: &mut Checker<'_>, at: &Path<'_>, contested: &Contested) {
    checker.text(&at.key("advice"), &contested.advice);
    for (i, position) in contested.positions.iter().enumerate() {
        let list = at.key("positions");
        let at = list.item(i);
        checker.text(&at.key("holder"), &position.holder);
        checker.text(&at.key("date"), &position.date);
        checker.text(&at.key("text"), &position.text);
        checker.ground(&at, say!("pendapat", "position"), &position.sources, &position.basis);
    }
    let mut sides: Vec<&Text> = Vec::new();
    for position in &contested.positions {
        if !sides.contains(&&position.text) {
            sides.push(&position.text);
        }
    }
    if sides.len() < 2 {
        let message = say!(
            "aturan yang diperselisihkan memuat sedikitnya dua pendapat",
            "a contested rule shows at least two positions"
        );
        let help = say!(
            "tambahkan pendapat yang lain, atau hapus `contested`",
            "add the other position, or remove `contested`"
        );
        checker.report(&at.key("positions"), Diagnostic::error(Code::OneSided, message).help(help));
    }
}

/// Pledge points, facts and ways to report.
pub(super) fn told(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, point) in data.pledge.iter().enumerate() {
        checker.pledge_point(&Path::Root.key("pledge").item(i), point);
    }
    for (i, fact) in data.facts.iter().enumerate() {
        checker.fact(&Path::Root.key("facts").item(i), fact);
    }
    for (i, channel) in data.reporting.iter().enumerate() {
        let list = Path::Root.key("reporting");
        let at = list.item(i);
        checker.text(&at.key("name"), &channel.name);
        checker.text(&at.key("scope"), &channel.scope);
        checker.text(&at.key("how"), &channel.how);
        checker.locators(&at.key("sources"), &channel.sources);
        checker.bases(&at.key("basis"), &channel.basis);
        if let Some(url) =
            channel.url.as_deref().filter(|url| !url.starts_with("https://") && !url.starts_with("http://"))
        {
            let message = say!("`{}` bukan alamat web", "`{}` is not a web address", excerpt(url));
            let help = say!("tulis lengkap, diawali https://", "write it in full, beginning with https://");
            checker.report(&at.key("url"), Diagnostic::error(Code::BadUrl, message).help(help));
        }
    }
}
