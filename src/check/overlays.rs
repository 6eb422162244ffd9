//! Reports everything that overlays do to the rules of the rulebook they extend.

use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::lang::Lang;
use crate::rulebook::overlay::{Changed, Direction};
use crate::rulebook::{Collection, Kind, Rulebook};
use crate::yaml::Path;

/// A warning for each rule that is weakened or taken out; a hint for each that is made stricter or said otherwise, and
/// for each permission that is added and each line about the whole that is worded otherwise.
pub fn overlays(rulebook: &Rulebook) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for changed in rulebook.changed() {
        let finding = told(changed);
        let finding = match changed.left_out.as_slice() {
            [] => finding,
            ids => finding.help(say!(
                "yang bersandar padanya ikut dihapus: {}",
                "what rests on it goes with it: {}",
                ids.join(", ")
            )),
        };
        findings.push(finding.at(rulebook.layers().place(changed)));
    }
    for (item, rule) in rulebook.data().rules.iter().enumerate() {
        if rule.kind == Kind::Permission && rulebook.layers().is_added(Collection::Rule, item) {
            let message = say!("`{}` membolehkan sesuatu", "`{}` allows something", rule.id);
            let help = say!(
                "pastikan tidak menarik kembali apa yang diwajibkan atau dilarang di tempat lain",
                "see that it takes back nothing that is asked elsewhere"
            );
            let at = rulebook.origin(&Path::Root.key("rules").item(item).key("id"));
            findings.push(Diagnostic::hint(Code::PermissionAdded, message).help(help).at(at));
        }
    }
    for field in
        ["title", "note", "penalty_note"].into_iter().filter(|field| rulebook.layers().is_header_changed(field))
    {
        let message = say!("`{field}` buku aturan ditulis lain", "`{field}` of the rulebook is worded otherwise");
        let finding = Diagnostic::hint(Code::HeaderReworded, message);
        let help = say!(
            "pastikan tidak menjanjikan kepastian lebih dari yang ada pada aturannya",
            "see that it promises no more certainty than the rules have"
        );
        findings.push(finding.help(help).at(rulebook.origin(&Path::Root.key("rulebook").key(field))));
    }
    findings
}

fn told(changed: &Changed) -> Diagnostic {
    let id = &changed.before.id;
    let because = match &changed.because {
        Some(because) => say!(": {because}", ": {because}"; because),
        None => say!("", ""),
    };
    let what = what(changed);
    match changed.direction() {
        _ if changed.after.is_none() => {
            let text = &changed.before.text;
            let message =
                say!("`{id}` ({text}) dihapus{because}", "`{id}` ({text}) is taken out{because}"; text, because);
            Diagnostic::warning(Code::RuleRemoved, message)
        }
        None => {
            let message = say!("tidak ada yang berubah pada `{id}`", "nothing of `{id}` is different");
            let help = say!(
                "hapus entri ini, atau ubah salah satu isian di dalamnya",
                "remove this entry, or change a field in it"
            );
            Diagnostic::warning(Code::ChangeWithoutEffect, message).help(help)
        }
        Some(Direction::Weakens) => Diagnostic::warning(
            Code::RuleWeakened,
            say!("`{id}` diperlemah ({what}){because}", "`{id}` is weakened ({what}){because}"; what, because),
        ),
        Some(Direction::Tightens) => Diagnostic::hint(
            Code::RuleTightened,
            say!("`{id}` diperketat ({what}){because}", "`{id}` is stricter ({what}){because}"; what, because),
        ),
        Some(Direction::Rewords) => Diagnostic::hint(
            Code::RuleReworded,
            say!("`{id}` diubah susunan katanya ({what}){because}", "`{id}` is reworded ({what}){because}"; what, because),
        ),
    }
}

/// All that is different in a rule.
fn what(changed: &Changed) -> Message {
    let in_language = |lang| changed.effects.iter().map(|effect| effect.what.get(lang)).collect::<Vec<_>>().join("; ");
    Message::new(in_language(Lang::Id), in_language(Lang::En))
}
