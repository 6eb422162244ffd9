//! Whether a change makes a rule stricter or weaker. This is computed from the rule before and after, never claimed.
//!
//! A prohibition or a duty is stricter the more people, phases and days it binds, a permission the fewer. What cannot
//! be compared (a duty in place of a prohibition, other people in place of these) counts as weaker, since something
//! that was asked is asked no more.

use crate::diag::{Message, excerpt, say};
use crate::lang::{Lang, Text};
use crate::rulebook::ancestry::ancestors;
use crate::rulebook::index::Index;
use crate::rulebook::model::{Basis, Kind, Rule, RulebookData};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// Whether a change makes a rule stricter or weaker.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The field of the rule.
    pub field: &'static str,
    /// Where it leads.
    pub direction: Direction,
    /// What is different: "no longer binds `camat`".
    pub what: Message,
}

/// What is different between a rule and the same rule after a change.
pub(super) fn effects(before: &Rule, after: &Rule, data: &RulebookData, index: &Index) -> Vec<Effect> {
    let mut found = Comparison { force: Force::of(before.kind, after.kind), effects: Vec::new() };
    found.kind(before.kind, after.kind);
    found.words("text", &before.text, &after.text);
    found.scope("audiences", say!("mengikat", "binds"), &bound(before, data, index), &bound(after, data, index));
    let phases = || data.phases.iter().map(|phase| phase.id.as_str());
    found.scope(
        "phases",
        say!("berlaku pada", "holds in"),
        &named(&before.phases, phases()),
        &named(&after.phases, phases()),
    );
    found.beyond("phases", &before.phases, &after.phases);
    let domains = || data.domains.iter().map(|domain| domain.id.as_str());
    found.scope(
        "domains",
        say!("berlaku pada", "holds in"),
        &named(&before.domains, domains()),
        &named(&after.domains, domains()),
    );
    found.beyond("domains", &before.domains, &after.domains);
    found.days(before, after);
    found.dispute(before, after);
    let common = |rule: &Rule| rule.common.then_some("handouts").into_iter().collect();
    found.scope("common", say!("dimuat dalam", "stands in"), &common(before), &common(after));
    found.ground(before, after);
    found.scope("sanctions", say!("diancam", "is sanctioned by"), &texts(&before.sanctions), &texts(&after.sanctions));
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

    /// The direction of a rule that gains reach, loses reach, or both; of both, the weaker counts.
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
    fn add(&mut self, field: &'static str, direction: Direction, what: Message) {
        self.effects.push(Effect { field, direction, what });
    }

    fn kind(&mut self, before: Kind, after: Kind) {
        if before != after {
            let direction = if self.force == Force::Bind { Direction::Tightens } else { Direction::Weakens };
            let (before, after) = (noun(before), noun(after));
            self.add("kind", direction, say!("{before} menjadi {after}", "{before} becomes {after}"; before, after));
        }
    }

    /// A text in other words. Where a negation or an exception comes or goes, the sense may be turned round.
    fn words(&mut self, field: &'static str, before: &Text, after: &Text) {
        if before == after {
            return;
        }
        match turns(before, after) {
            turns if turns.is_empty() => {
                self.add(field, Direction::Rewords, say!("dengan kata lain", "in other words"))
            }
            turns => {
                let what = say!(
                    "kata yang dapat membalik maknanya bertambah atau hilang: {}",
                    "words that can turn the sense come or go: {}",
                    listed(turns.iter().copied())
                );
                self.add(field, Direction::Weakens, what);
            }
        }
    }

    /// A reach that has grown or shrunk.
    fn scope(&mut self, field: &'static str, verb: Message, before: &BTreeSet<&str>, after: &BTreeSet<&str>) {
        let gained: Vec<&str> = after.difference(before).copied().collect();
        let lost: Vec<&str> = before.difference(after).copied().collect();
        if gained.is_empty() && lost.is_empty() {
            return;
        }
        let now = listed(gained.iter().copied());
        let no_longer = listed(lost.iter().copied());
        let what = match (gained.is_empty(), lost.is_empty()) {
            (false, true) => say!("kini {verb} {now}", "now {verb} {now}"; verb),
            (true, _) => say!("tidak lagi {verb} {no_longer}", "no longer {verb} {no_longer}"; verb),
            (false, false) => say!(
                "kini {verb} {now}, tidak lagi {verb} {no_longer}",
                "now {verb} {now}, no longer {verb} {no_longer}";
                verb
            ),
        };
        self.add(field, self.force.direction(!gained.is_empty(), !lost.is_empty()), what);
    }

    /// An empty list also covers phases or domains that are added later; one that names all of today's does not.
    fn beyond(&mut self, field: &'static str, before: &[String], after: &[String]) {
        let is_told = self.effects.iter().any(|effect| effect.field == field);
        if before.is_empty() == after.is_empty() || is_told {
            return;
        }
        let (gained, lost) = (after.is_empty(), before.is_empty());
        let what = match gained {
            true => {
                say!("kini berlaku juga di luar `{field}` yang ada", "now holds outside the {field} that there are")
            }
            false => {
                say!(
                    "tidak lagi berlaku di luar `{field}` yang ada",
                    "no longer holds outside the {field} that there are"
                )
            }
        };
        self.add(field, self.force.direction(gained, lost), what);
    }

    fn days(&mut self, before: &Rule, after: &Rule) {
        let first = |rule: &Rule| rule.from.unwrap_or(NaiveDate::MIN);
        let last = |rule: &Rule| rule.until.unwrap_or(NaiveDate::MAX);
        let told = |day: Option<NaiveDate>| match day {
            Some(day) => say!("{day}", "{day}"),
            None => say!("tanpa batas", "no limit"),
        };
        if before.from != after.from {
            let direction = self.force.direction(first(after) < first(before), first(after) > first(before));
            let (is, was) = (told(after.from), told(before.from));
            self.add("from", direction, say!("mulai {is}, semula {was}", "from {is}, was {was}"; is, was));
        }
        if before.until != after.until {
            let direction = self.force.direction(last(after) > last(before), last(after) < last(before));
            let (is, was) = (told(after.until), told(before.until));
            self.add("until", direction, say!("sampai {is}, semula {was}", "until {is}, was {was}"; is, was));
        }
    }

    /// A dispute weakens a rule that asks something, and narrows one that allows something.
    fn dispute(&mut self, before: &Rule, after: &Rule) {
        match (&before.contested, &after.contested) {
            (None, Some(_)) => {
                let what = say!("kini ditandai masih diperselisihkan", "now shown as disputed");
                self.add("contested", self.force.direction(false, true), what);
            }
            (Some(_), None) => {
                let what = say!("tidak lagi ditandai masih diperselisihkan", "no longer shown as disputed");
                self.add("contested", self.force.direction(true, false), what);
            }
            (Some(before), Some(after)) if before != after => {
                self.words("contested", &before.advice, &after.advice);
                if before.positions != after.positions {
                    let what = say!("diperselisihkan dengan kata lain", "disputed in other words");
                    self.add("contested", Direction::Rewords, what);
                }
            }
            _ => {}
        }
    }

    /// Losing a source or a legal basis weakens a rule that asks something; a permission does not depend on one.
    fn ground(&mut self, before: &Rule, after: &Rule) {
        let locators = |rule: &Rule| rule.sources.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        let laws = |rule: &Rule| rule.basis.iter().map(|basis| basis.regulation.clone()).collect::<BTreeSet<_>>();
        let grounds = [("sources", locators(before), locators(after)), ("basis", laws(before), laws(after))];
        for (field, had, has) in grounds {
            let lost: Vec<&str> = had.difference(&has).map(String::as_str).collect();
            if !lost.is_empty() && self.force == Force::Bound {
                let lost = listed(lost.into_iter());
                let what = say!("tidak lagi bersandar pada {lost}", "no longer rests on {lost}");
                self.add(field, Direction::Weakens, what);
            } else if had != has {
                self.add(field, Direction::Rewords, say!("bersandar pada dasar lain", "rests on other grounds"));
            }
        }
        if before.basis != after.basis && laws(before) == laws(after) {
            let weaker: Vec<&str> = laws_cited_less(before, after).collect();
            match weaker.is_empty() || self.force != Force::Bound {
                true => self.add("basis", Direction::Rewords, say!("dirujuk dengan cara lain", "cited otherwise")),
                false => {
                    let what = say!(
                        "{} dirujuk untuk lebih sedikit orang atau dengan kepastian yang berkurang",
                        "{} cited for fewer people or with less certainty",
                        listed(weaker.iter().copied())
                    );
                    self.add("basis", Direction::Weakens, what);
                }
            }
        }
    }

    /// Fields that do not change what is asked.
    fn rest(&mut self, before: &Rule, after: &Rule) {
        let rest = [
            ("reason", before.reason != after.reason, say!("alasannya lain", "another reason")),
            ("channel", before.channel != after.channel, say!("situasinya lain", "in another situation")),
            ("norms", before.norms != after.norms, say!("norma artikelnya lain", "other statements of articles")),
            ("note", before.note != after.note, say!("catatannya lain", "another note")),
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

fn noun(kind: Kind) -> Message {
    match kind {
        Kind::Obligation => say!("kewajiban", "an obligation"),
        Kind::Prohibition => say!("larangan", "a prohibition"),
        Kind::Permission => say!("kebolehan", "a permission"),
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
