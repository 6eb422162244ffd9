//! What is doubtful about a rulebook that is right in form: rules that nobody is ever shown, citations that do not fit
//! the time of their rule, languages that say different things.

use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::rulebook::{AddressCheck, Basis, Collection, Confidence, Election, Regulation, Rule, Rulebook};
use crate::select::{Query, select, window};
use crate::yaml::Path;
use chrono::NaiveDate;
use regex_lite::Regex;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every doubt about a rulebook, as warnings.
pub fn provenance(rulebook: &Rulebook) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let reached = reached(rulebook);
    for (index, rule) in rulebook.data().rules.iter().enumerate() {
        let list = Path::Root.key(Collection::Rule.key());
        let at = list.item(index);
        if !reached.contains(rule.id.as_str()) && !waits(rulebook, rule) {
            let message = say!("tidak ada pilihan yang menampilkan `{}`", "no selection shows `{}`", rule.id);
            let help = say!(
                "periksa kelompok sasaran, tahapan, dan tanggalnya: tidak ada pemilihan yang memenuhi semuanya sekaligus",
                "look at its audiences, phases and dates: no election has them all at once"
            );
            findings.push(
                Diagnostic::warning(Code::UnreachableRule, message).help(help).at(rulebook.origin(&at.key("id"))),
            );
        }
        citations(rulebook, rule, &at, &mut findings);
    }
    if let Ok(data) = serde_json::to_value(rulebook.data()) {
        let pinpoints = Pinpoints::of(rulebook);
        texts(&data, &Path::Root, &mut |at, id, en| {
            // Notes are not printed; they tell what is known and how surely.
            let is_printed = !matches!(at, Path::Key(_, "note"));
            let found = languages(id, en).into_iter().chain(pinpoints.typed(id).filter(|_| is_printed));
            found.for_each(|finding| findings.push(finding.at(rulebook.origin(at))));
        });
    }
    findings
}

/// Whether a rule is for elections of a kind that the rulebook has none of, and so waits for one.
fn waits(rulebook: &Rulebook, rule: &Rule) -> bool {
    let mut elections = rulebook.data().elections.iter();
    !rule.domains.is_empty() && !elections.any(|election| rule.domains.contains(&election.domain))
}

/// The ids of the rules that a sheet of some audience, phase and election shows.
fn reached(rulebook: &Rulebook) -> BTreeSet<&str> {
    let data = rulebook.data();
    let mut reached = BTreeSet::new();
    let local_staff: Vec<String> = data.audiences.iter().filter(|a| a.local).map(|a| a.id.clone()).collect();
    for election in &data.elections {
        let audiences = data.audiences.iter().map(|audience| Some(audience.id.clone()));
        for audience in audiences.chain([None]) {
            let query =
                Query { election: election.id.clone(), audience, local_staff: local_staff.clone(), ..Query::default() };
            let selection = select(rulebook, &query);
            reached.extend(
                selection.iter().flat_map(|selection| &selection.rules).map(|selected| selected.rule.id.as_str()),
            );
        }
    }
    reached
}

/// Bases that were not in force at any time at which the rule holds in an election.
fn citations(rulebook: &Rulebook, rule: &Rule, at: &Path, findings: &mut Diagnostics) {
    let elections = rulebook.data().elections.iter();
    let windows: Vec<(NaiveDate, NaiveDate)> = elections
        .filter(|election| rule.domains.is_empty() || rule.domains.contains(&election.domain))
        .filter_map(|election| days(rule, election))
        .collect();
    for (index, basis) in rule.basis.iter().enumerate() {
        let Some(regulation) = rulebook.regulation(&basis.regulation) else { continue };
        if windows.is_empty() || windows.iter().any(|window| overlaps(regulation, *window)) {
            continue;
        }
        let message = say!(
            "`{}` tidak pernah berlaku selama `{}` berlaku",
            "`{}` was not in force at any time at which `{}` holds",
            regulation.id,
            rule.id
        );
        let help = say!(
            "rujuk peraturan yang berlaku saat itu, atau beri tanggal pada aturannya",
            "cite what was in force, or date the rule"
        );
        let finding = Diagnostic::warning(Code::NotInForce, message).help(help);
        let list = at.key("basis");
        findings.push(finding.at(rulebook.origin(&list.item(index).key("regulation"))));
    }
}

/// The days of an election on which a rule holds.
fn days(rule: &Rule, election: &Election) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = window(election, None);
    let (first, last) =
        (rule.from.map_or(first, |from| from.max(first)), rule.until.map_or(last, |until| until.min(last)));
    (first <= last).then_some((first, last))
}

fn overlaps(regulation: &Regulation, (first, last): (NaiveDate, NaiveDate)) -> bool {
    regulation.from.is_none_or(|from| from <= last) && regulation.until.is_none_or(|until| first <= until)
}

/// Lists whose texts are names and summaries of what is told elsewhere.
const NAMES: [&str; 2] = ["regulations", "articles"];

/// Walks all texts of two languages, each with its place.
fn texts(value: &Value, at: &Path, told: &mut impl FnMut(&Path, &str, &str)) {
    match value {
        Value::Object(entries) => {
            let text = |key: &str| entries.get(key).and_then(Value::as_str);
            match (entries.len(), text("id"), text("en")) {
                (2, Some(id), Some(en)) => told(at, id, en),
                _ => {
                    let entries = entries.iter().filter(|(key, _)| !NAMES.contains(&key.as_str()));
                    entries.for_each(|(key, value)| texts(value, &at.key(key), told));
                }
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| texts(item, &at.item(index), told)),
        _ => {}
    }
}

/// Numbers that one language has and the other has not.
fn languages(id: &str, en: &str) -> Option<Diagnostic> {
    let (only_id, only_en) = (lacking(id, en), lacking(en, id));
    if only_id.is_empty() && only_en.is_empty() {
        return None;
    }
    let list = |numbers: &[String]| match numbers {
        [] => say!("tidak ada", "none"),
        numbers => say!("{}", "{}", numbers.join(", ")),
    };
    let (only_id, only_en): (Message, Message) = (list(&only_id), list(&only_en));
    let message = say!(
        "kedua bahasa berbeda: hanya dalam bahasa Indonesia {only_id}, hanya dalam bahasa Inggris {only_en}",
        "the languages differ: {only_id} in Indonesian alone, {only_en} in English alone";
        only_id, only_en
    );
    let help = say!(
        "samakan isinya; tulis bilangan dengan angka pada keduanya atau tidak sama sekali",
        "say the same in both; write a number in both as figures or in neither"
    );
    Some(Diagnostic::warning(Code::NumbersDiffer, message).help(help))
}

/// The numbers of a text that another one lacks, in any order.
fn lacking(text: &str, other: &str) -> Vec<String> {
    let others = numbers(other);
    numbers(text).into_iter().filter(|number| !others.contains(number)).collect()
}

/// The numbers of a text in figures, without the marks between thousands.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let is_mark = matches!(character, '.' | ',') && characters.peek().is_some_and(char::is_ascii_digit);
        if character.is_ascii_digit() {
            current.push(character);
        } else if !is_mark && !current.is_empty() {
            found.push(std::mem::take(&mut current));
        }
    }
    if !current.is_empty() {
        found.push(current);
    }
    found
}

/// An article of law with its number, in either language.
const ARTICLE: &str = r"(?i)\b(?:pasal|ps\.?|article|art\.)\s+(\d+[a-z]*)";

/// The articles of law that the rulebook is certain of.
struct Pinpoints {
    /// Their numbers: "71", "280A".
    certain: BTreeSet<String>,
    typed: Option<Regex>,
}

impl Pinpoints {
    fn of(rulebook: &Rulebook) -> Pinpoints {
        let typed = Regex::new(ARTICLE).ok();
        let data = rulebook.data();
        let points = data.pledge.iter().flat_map(|point| &point.basis);
        let facts = data.facts.iter().flat_map(|fact| &fact.basis);
        let sanctions = data.sanctions.iter().flat_map(|sanction| &sanction.basis);
        let bases = data.rules.iter().flat_map(|rule| &rule.basis).chain(points).chain(facts).chain(sanctions);
        let is_certain =
            |basis: &&Basis| basis.confidence == Confidence::A && basis.address_check != AddressCheck::Lemah;
        let pinpoints = bases.filter(is_certain).filter_map(|basis| basis.pinpoint.as_deref());
        let articles = pinpoints.flat_map(|text| articles(typed.as_ref(), text));
        Pinpoints { certain: articles.map(|(_, number)| number).collect(), typed }
    }

    /// Articles in a text that no certain basis has.
    fn typed(&self, text: &str) -> Option<Diagnostic> {
        let (doubtful, _) = articles(self.typed.as_ref(), text).find(|(_, number)| !self.certain.contains(number))?;
        let message = say!(
            "teks ini menyebut `{doubtful}`, yang tidak ada pada dasar hukum dengan keyakinan A",
            "the text names `{doubtful}`, which no basis of confidence A has"
        );
        let help =
            say!("hapus, atau tambahkan dasar hukum yang memuatnya", "leave it out, or give a basis that carries it");
        Some(Diagnostic::warning(Code::TypedPinpoint, message).help(help))
    }
}

/// The articles of law that a text names, however it abbreviates them: as typed, and their numbers.
fn articles<'t>(typed: Option<&Regex>, text: &'t str) -> impl Iterator<Item = (&'t str, String)> {
    let found = typed.into_iter().flat_map(move |typed| typed.captures_iter(text));
    found.filter_map(|found| Some((found.get(0)?.as_str(), found.get(1)?.as_str().to_uppercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_of_law_is_found_however_it_is_abbreviated() {
        let typed = Regex::new(ARTICLE).ok();
        let found = |text: &str| articles(typed.as_ref(), text).map(|(_, number)| number).collect::<Vec<_>>().join(" ");
        assert_eq!(found("(Pasal 71, pasal 280a / Ps. 9 jo. ps 10)"), "71 280A 9 10");
        assert_eq!(found("Article 5 and art. 6"), "5 6");
        assert_eq!(found("pasalnya 3, di Kapal 7, particle 8"), "");
    }

    #[test]
    fn numbers_are_compared_as_written_in_each_language() {
        assert_eq!(languages("sekitar 8.000 orang pada 30 Agustus 2024", "about 8,000 people on 30 August 2024"), None);
        assert_eq!(numbers("Rp 600.000 atau 1,5; pasal 3."), ["600000", "15", "3"]);
        let finding = languages("paling lama 72 bulan", "at most six years").unwrap();
        assert_eq!(finding.message.en(), "the languages differ: 72 in Indonesian alone, none in English alone");
        assert_eq!(languages("UU 5/2014", "Law 5/2014 (UU 5/2014)"), None);
    }
}
