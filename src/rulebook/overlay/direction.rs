//! Whether a change makes a rule stricter or weaker. This is computed from the rule before and after, never claimed.
//!
//! A prohibition or a duty is stricter the more people, phases and days it binds, a permission the fewer. What cannot
//! be compared (a duty in place of a prohibition, other people in place of these) counts as weaker, since something
//! that was asked is asked no more.

use crate::diag::excerpt;
use crate::lang::{Lang, Text};
use crate::rulebook::ancestry::ancestors;
use crate::rulebook::index::Index;
use crate::rulebook::model::{Basis, Kind, Rule, RulebookData};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// Where a change leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It asks less than before, or may do so.
    Weakens,
    /// It asks more than before.
    Tightens,
    /// It says in other words, or elsewhere, what was asked before.
    Rewords,
}

/// What a change of one field does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The field of the rule.
    pub field: &'static str,
    /// Where it leads.
    pub direction: Direction,
    /// What is different: "no longer binds `camat`".
    pub what: String,
}

/// What is different between a rule and the same rule after a change.
pub(super) fn effects(before: &Rule, after: &Rule, data: &RulebookData, index: &Index) -> Vec<Effect> {
    let mut found = Comparison { force: Force::of(before.kind, after.kind), effects: Vec::new() };
    found.kind(before.kind, after.kind);
    found.words("text", &before.text, &after.text);
    found.scope("audiences", "binds", &bound(before, data, index), &bound(after, data, index));
    let phases = || data.phases.iter().map(|phase| phase.id.as_str());
    found.scope("phases", "holds in", &named(&before.phases, phases()), &named(&after.phases, phases()));
    found.beyond("phases", &before.phases, &after.phases);
    let domains = || data.domains.iter().map(|domain| domain.id.as_str());
    found.scope("domains", "holds in", &named(&before.domains, domains()), &named(&after.domains, domains()));
    found.beyond("domains", &before.domains, &after.domains);
    found.days(before, after);
    found.dispute(before, after);
    let common = |rule: &Rule| rule.common.then_some("handouts").into_iter().collect();
    found.scope("common", "stands in", &common(before), &common(after));
    found.ground(before, after);
    found.scope("sanctions", "is sanctioned by", &texts(&before.sanctions), &texts(&after.sanctions));
    found.rest(before, after);
    found.effects
}

/// What kind of rule is compared with what kind.
#[derive(Clone, Copy, PartialEq)]
enum Force {
    /// It asked something.
    Bound,
    /// It allowed something, and still does.
    Free,
    /// It allowed something, and asks now.
    Bind,
}

impl Force {
    fn of(before: Kind, after: Kind) -> Force {
        match (before, after) {
            (Kind::Permission, Kind::Permission) => Force::Free,
            (Kind::Permission, _) => Force::Bind,
            _ => Force::Bound,
        }
    }

    /// Where it leads that the rule reaches further, or less far. Of both, the worse counts.
    fn direction(self, gained: bool, lost: bool) -> Direction {
        match self {
            Force::Bound if lost => Direction::Weakens,
            Force::Free if gained => Direction::Weakens,
            _ => Direction::Tightens,
        }
    }
}

struct Comparison {
    force: Force,
    effects: Vec<Effect>,
}

impl Comparison {
    fn add(&mut self, field: &'static str, direction: Direction, what: impl Into<String>) {
        self.effects.push(Effect { field, direction, what: what.into() });
    }

    fn kind(&mut self, before: Kind, after: Kind) {
        if before != after {
            let direction = if self.force == Force::Bind { Direction::Tightens } else { Direction::Weakens };
            self.add("kind", direction, format!("{} becomes {}", noun(before), noun(after)));
        }
    }

    /// Other words, which may turn the sense where a negation or an exception comes or goes.
    fn words(&mut self, field: &'static str, before: &Text, after: &Text) {
        if before == after {
            return;
        }
        match turns(before, after) {
            turns if turns.is_empty() => self.add(field, Direction::Rewords, "in other words"),
            turns => {
                let what = format!("words that can turn the sense come or go: {}", listed(turns.iter().copied()));
                self.add(field, Direction::Weakens, what);
            }
        }
    }

    /// A reach that has grown or shrunk.
    fn scope(&mut self, field: &'static str, verb: &str, before: &BTreeSet<&str>, after: &BTreeSet<&str>) {
        let gained: Vec<&str> = after.difference(before).copied().collect();
        let lost: Vec<&str> = before.difference(after).copied().collect();
        if gained.is_empty() && lost.is_empty() {
            return;
        }
        let parts = [("now", &gained), ("no longer", &lost)].into_iter().filter(|(_, ids)| !ids.is_empty());
        let parts: Vec<String> =
            parts.map(|(when, ids)| format!("{when} {verb} {}", listed(ids.iter().copied()))).collect();
        self.add(field, self.force.direction(!gained.is_empty(), !lost.is_empty()), parts.join(", "));
    }

    /// What names none holds in those to come as well, and between them; what names all of today does not.
    fn beyond(&mut self, field: &'static str, before: &[String], after: &[String]) {
        let is_told = self.effects.iter().any(|effect| effect.field == field);
        if before.is_empty() == after.is_empty() || is_told {
            return;
        }
        let (gained, lost) = (after.is_empty(), before.is_empty());
        let when = if gained { "now holds" } else { "no longer holds" };
        self.add(field, self.force.direction(gained, lost), format!("{when} outside the {field} that there are"));
    }

    fn days(&mut self, before: &Rule, after: &Rule) {
        let first = |rule: &Rule| rule.from.unwrap_or(NaiveDate::MIN);
        let last = |rule: &Rule| rule.until.unwrap_or(NaiveDate::MAX);
        let told = |day: Option<NaiveDate>| day.map_or_else(|| "no limit".to_owned(), |day| day.to_string());
        if before.from != after.from {
            let direction = self.force.direction(first(after) < first(before), first(after) > first(before));
            self.add("from", direction, format!("from {}, was {}", told(after.from), told(before.from)));
        }
        if before.until != after.until {
            let direction = self.force.direction(last(after) > last(before), last(after) < last(before));
            self.add("until", direction, format!("until {}, was {}", told(after.until), told(before.until)));
        }
    }

    /// What is disputed is not asked with the same force, and not allowed either.
    fn dispute(&mut self, before: &Rule, after: &Rule) {
        match (&before.contested, &after.contested) {
            (None, Some(_)) => self.add("contested", self.force.direction(false, true), "now shown as disputed"),
            (Some(_), None) => self.add("contested", self.force.direction(true, false), "no longer shown as disputed"),
            (Some(before), Some(after)) if before != after => {
                self.words("contested", &before.advice, &after.advice);
                if before.positions != after.positions {
                    self.add("contested", Direction::Rewords, "disputed in other words");
                }
            }
            _ => {}
        }
    }

    /// A ground that is lost takes force from what is asked; a permission is as free without it.
    fn ground(&mut self, before: &Rule, after: &Rule) {
        let locators = |rule: &Rule| rule.sources.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let laws = |rule: &Rule| rule.basis.iter().map(|basis| basis.regulation.clone()).collect::<BTreeSet<_>>();
        let grounds = [("sources", locators(before), locators(after)), ("basis", laws(before), laws(after))];
        for (field, had, has) in grounds {
            let lost: Vec<&str> = had.difference(&has).map(String::as_str).collect();
            if !lost.is_empty() && self.force == Force::Bound {
                self.add(field, Direction::Weakens, format!("no longer rests on {}", listed(lost.into_iter())));
            } else if had != has {
                self.add(field, Direction::Rewords, "rests on other grounds");
            }
        }
        if before.basis != after.basis && laws(before) == laws(after) {
            let weaker: Vec<&str> = laws_cited_less(before, after).collect();
            match weaker.is_empty() || self.force != Force::Bound {
                true => self.add("basis", Direction::Rewords, "cited otherwise"),
                false => {
                    let what = format!("{} cited for fewer people or with less certainty", listed(weaker.into_iter()));
                    self.add("basis", Direction::Weakens, what);
                }
            }
        }
    }

    /// What changes nothing in what is asked.
    fn rest(&mut self, before: &Rule, after: &Rule) {
        let rest = [
            ("reason", before.reason != after.reason, "another reason"),
            ("channel", before.channel != after.channel, "in another situation"),
            ("norms", before.norms != after.norms, "other statements of articles"),
            ("note", before.note != after.note, "another note"),
        ];
        rest.into_iter()
            .filter(|(_, differs, _)| *differs)
            .for_each(|(field, _, what)| self.add(field, Direction::Rewords, what));
    }
}

/// The regulations that concern fewer people than before, or are less certain.
fn laws_cited_less<'r>(before: &'r Rule, after: &'r Rule) -> impl Iterator<Item = &'r str> {
    let keeps = |had: &Basis, has: &Basis| {
        let reaches = has.audiences.is_empty()
            || !had.audiences.is_empty() && had.audiences.iter().all(|audience| has.audiences.contains(audience));
        let is_as_sure = has.confidence <= had.confidence && has.address_check <= had.address_check;
        has.regulation == had.regulation && reaches && is_as_sure
    };
    let is_less = move |had: &&Basis| !after.basis.iter().any(|has| keeps(had, has));
    before.basis.iter().filter(is_less).map(|basis| basis.regulation.as_str())
}

/// The audiences that a rule binds, by name or as part of a wider one.
fn bound<'d>(rule: &Rule, data: &'d RulebookData, index: &Index) -> BTreeSet<&'d str> {
    let ids = data.audiences.iter().map(|audience| audience.id.as_str());
    ids.filter(|id| ancestors(data, index, id).iter().any(|group| rule.audiences.contains(&group.id))).collect()
}

/// The ids named, or all where none is.
fn named<'d>(ids: &'d [String], all: impl Iterator<Item = &'d str>) -> BTreeSet<&'d str> {
    if ids.is_empty() { all.collect() } else { texts(ids) }
}

fn texts(ids: &[String]) -> BTreeSet<&str> {
    ids.iter().map(String::as_str).collect()
}

fn listed<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    ids.map(|id| format!("`{}`", excerpt(id))).collect::<Vec<_>>().join(", ")
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Obligation => "an obligation",
        Kind::Prohibition => "a prohibition",
        Kind::Permission => "a permission",
    }
}

/// Words that turn what is said around them, make an exception or a condition, in either language.
const TURNING: [&[&str]; 2] = [
    &[
        "tidak",
        "tak",
        "bukan",
        "tanpa",
        "jangan",
        "dilarang",
        "boleh",
        "kecuali",
        "selain",
        "hanya",
        "asal",
        "asalkan",
        "sepanjang",
        "jika",
        "bila",
        "apabila",
        "kalau",
    ],
    &["not", "never", "no", "without", "nor", "may", "except", "unless", "other", "provided", "only", "if"],
];

/// Characters that are not seen within a word.
const INVISIBLE: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// Turning words that stand more often in one of the texts than in the other.
fn turns<'t>(before: &'t Text, after: &'t Text) -> Vec<&'static str> {
    let count = |text: &str, wanted: &str| {
        // A soft hyphen or a joiner within a word is not seen and must not hide it.
        let seen: String = text.chars().filter(|c| !INVISIBLE.contains(c)).collect();
        let words = seen.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| word.to_lowercase() == wanted).count()
    };
    let of = |lang: Lang| TURNING[if lang == Lang::Id { 0 } else { 1 }].iter().map(move |word| (lang, *word));
    let words = Lang::ALL.into_iter().flat_map(of);
    words
        .filter(|(lang, word)| count(before.get(*lang), word) != count(after.get(*lang), word))
        .map(|(_, word)| word)
        .collect()
}
