//! What overlays do to the rules of the rulebook they extend: nothing of it goes unsaid.

use crate::diag::{Code, Diagnostic, Diagnostics};
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
            ids => finding.help(format!("what rests on it goes with it: {}", ids.join(", "))),
        };
        findings.push(finding.at(rulebook.layers().place(changed)));
    }
    for (item, rule) in rulebook.data().rules.iter().enumerate() {
        if rule.kind == Kind::Permission && rulebook.layers().is_added(Collection::Rule, item) {
            let finding = Diagnostic::hint(Code::PermissionAdded, format!("`{}` allows something", rule.id));
            let at = rulebook.origin(&Path::Root.key("rules").item(item).key("id"));
            findings.push(finding.help("see that it takes back nothing that is asked elsewhere").at(at));
        }
    }
    for field in
        ["title", "note", "penalty_note"].into_iter().filter(|field| rulebook.layers().is_header_changed(field))
    {
        let finding = Diagnostic::hint(Code::HeaderReworded, format!("`{field}` of the rulebook is worded otherwise"));
        let help = "see that it promises no more certainty than the rules have";
        findings.push(finding.help(help).at(rulebook.origin(&Path::Root.key("rulebook").key(field))));
    }
    findings
}

fn told(changed: &Changed) -> Diagnostic {
    let id = &changed.before.id;
    let because = changed.because.as_ref().map(|because| format!(": {}", because.en)).unwrap_or_default();
    let what: Vec<&str> = changed.effects.iter().map(|effect| effect.what.as_str()).collect();
    let what = what.join("; ");
    match changed.direction() {
        _ if changed.after.is_none() => {
            Diagnostic::warning(Code::RuleRemoved, format!("`{id}` ({}) is taken out{because}", changed.before.text.en))
        }
        None => {
            let finding = Diagnostic::warning(Code::ChangeWithoutEffect, format!("nothing of `{id}` is different"));
            finding.help("remove this entry, or change a field in it")
        }
        Some(Direction::Weakens) => {
            Diagnostic::warning(Code::RuleWeakened, format!("`{id}` is weakened ({what}){because}"))
        }
        Some(Direction::Tightens) => {
            Diagnostic::hint(Code::RuleTightened, format!("`{id}` is stricter ({what}){because}"))
        }
        Some(Direction::Rewords) => {
            Diagnostic::hint(Code::RuleReworded, format!("`{id}` is reworded ({what}){because}"))
        }
    }
}
