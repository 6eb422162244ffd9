//! Checks of the vocabulary: ids, names, audiences and elections.

use super::checker::Checker;
use crate::diag::{Code, Diagnostic, excerpt, say};
use crate::lang::Lang;
use crate::rulebook::index::{self, Collection};
use crate::rulebook::model::{Audience, Election, PhaseDates, RulebookData, RulebookHeader};
use crate::yaml::Path;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Version and texts of the header.
pub(super) fn header(checker: &mut Checker<'_>, header: &RulebookHeader) {
    let at = Path::Root.key("rulebook");
    checker.words(&at.key("version"), &header.version);
    checker.text(&at.key("title"), &header.title);
    checker.text(&at.key("note"), &header.note);
    checker.text(&at.key("penalty_note"), &header.penalty_note);
}

/// Ids of every list. Rules, pledge points, facts and cases share one space, since a reader meets them side by side.
pub(super) fn ids(checker: &mut Checker<'_>, data: &RulebookData) {
    let mut printed = BTreeSet::new();
    for (collection, ids) in index::lists(data) {
        let mut own = BTreeSet::new();
        let list = Path::Root.key(collection.key());
        for (i, id) in ids.into_iter().enumerate() {
            let entry = list.item(i);
            let at = entry.key("id");
            match collection {
                Collection::Rule | Collection::Case => checker.unique(&mut printed, &at, id),
                // Their form is checked with the rest of them, in profiles too.
                Collection::Pledge | Collection::Fact => {
                    checker.unique(&mut printed, &at, id);
                    continue;
                }
                _ => checker.unique(&mut own, &at, id),
            }
            checker.id(&at, id);
        }
    }
}

/// What a listener is told: each abbreviation and each foreign word once.
pub(super) fn spoken(checker: &mut Checker<'_>, data: &RulebookData) {
    let mut seen = BTreeSet::new();
    for (i, known) in data.abbreviations.iter().enumerate() {
        let list = Path::Root.key("abbreviations");
        let at = list.item(i);
        checker.words(&at.key("short"), &known.short);
        let help = say!("jelaskan setiap singkatan satu kali saja", "explain each abbreviation once");
        checker.once(&mut seen, &at.key("short"), &known.short, help);
        checker.text(&at.key("long"), &known.long);
    }
    for (lang, phrases) in [(Lang::Id, &data.foreign.id), (Lang::En, &data.foreign.en)] {
        let lists = Path::Root.key("foreign");
        let list = lists.key(lang.tag());
        for (i, phrase) in phrases.iter().enumerate() {
            checker.words(&list.item(i), phrase);
            let help = say!("hapus salah satunya", "remove one of them");
            checker.once(&mut seen, &list.item(i), phrase, help);
        }
    }
}

/// Names of domains, phases and channels.
pub(super) fn names(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, domain) in data.domains.iter().enumerate() {
        checker.text(&Path::Root.key("domains").item(i).key("name"), &domain.name);
    }
    for (i, phase) in data.phases.iter().enumerate() {
        checker.text(&Path::Root.key("phases").item(i).key("name"), &phase.name);
        checker.text(&Path::Root.key("phases").item(i).key("changes"), &phase.changes);
    }
    for (i, channel) in data.channels.iter().enumerate() {
        checker.text(&Path::Root.key("channels").item(i).key("name"), &channel.name);
    }
}

/// Audiences, none of which may belong to itself.
pub(super) fn audiences(checker: &mut Checker<'_>, data: &RulebookData) {
    let list = Path::Root.key("audiences");
    for (i, audience) in data.audiences.iter().enumerate() {
        let at = list.item(i);
        checker.text(&at.key("name"), &audience.name);
        checker.text(&at.key("description"), &audience.description);
        checker.references(&at.key("parents"), Collection::Audience, &audience.parents);
    }
    let parents = |audience: &Audience| {
        audience.parents.iter().filter_map(|id| checker.position(Collection::Audience, id)).collect::<Vec<_>>()
    };
    let parents: Vec<Vec<usize>> = data.audiences.iter().map(parents).collect();
    for circle in circles(&parents) {
        let ids: Vec<&str> = circle.iter().filter_map(|i| data.audiences.get(*i)).map(|a| a.id.as_str()).collect();
        let (Some(first), Some(last)) = (ids.first(), circle.last()) else { continue };
        let way = excerpt(&ids.join(" → "));
        let message = say!(
            "`{first}` menjadi bagian dari dirinya sendiri: {way} → {first}",
            "`{first}` belongs to itself: {way} → {first}"
        );
        let help = say!("keluarkan `{first}` dari `parents` ini", "take `{first}` out of these parents");
        let finding = Diagnostic::error(Code::AudienceCycle, message).help(help);
        checker.report(&list.item(*last).key("parents"), finding);
    }
}

/// The ways that lead from an entry over its parents back to it, each once, found by going deep from every entry.
fn circles(parents: &[Vec<usize>]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Stage {
        New,
        OnTheWay,
        Done,
    }
    let mut state = vec![Stage::New; parents.len()];
    let mut found = Vec::new();
    for start in 0..parents.len() {
        // The way from the start, each entry with the parents not yet tried.
        let mut way: Vec<(usize, std::slice::Iter<'_, usize>)> = Vec::new();
        let mut next = (state[start] == Stage::New).then_some(start);
        loop {
            if let Some(entry) = next.take() {
                state[entry] = Stage::OnTheWay;
                way.push((entry, parents[entry].iter()));
            }
            let Some((entry, untried)) = way.last_mut() else { break };
            match untried.next() {
                Some(parent) if state[*parent] == Stage::New => next = Some(*parent),
                Some(parent) if state[*parent] == Stage::OnTheWay => {
                    found.push(way.iter().map(|(entry, _)| *entry).skip_while(|entry| entry != parent).collect());
                }
                Some(_) => {}
                None => {
                    state[*entry] = Stage::Done;
                    way.pop();
                }
            }
        }
    }
    found
}

/// Elections, whose phases follow each other in the order of the list of phases.
pub(super) fn elections(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, election) in data.elections.iter().enumerate() {
        let list = Path::Root.key("elections");
        let at = list.item(i);
        checker.text(&at.key("name"), &election.name);
        checker.reference(&at.key("domain"), Collection::Domain, &election.domain);
        checker.bases(&at.key("basis"), &election.basis);
        phases(checker, &at.key("phases"), election);
    }
}

fn phases(checker: &mut Checker<'_>, at: &Path<'_>, election: &Election) {
    let mut seen = BTreeSet::new();
    for (i, phase) in election.phases.iter().enumerate() {
        let at = at.item(i);
        checker.reference(&at.key("phase"), Collection::Phase, &phase.phase);
        let help = say!("beri setiap tahapan satu jangka waktu", "give each phase one period");
        checker.once(&mut seen, &at.key("phase"), &phase.phase, help);
        checker.period(&at, phase.from, phase.until);
        if let Some(before) = i.checked_sub(1).and_then(|b| election.phases.get(b)) {
            follows(checker, &at, before, phase);
        }
    }
}

/// A phase comes after the one before it, in the list of phases and in time.
fn follows(checker: &mut Checker<'_>, at: &Path<'_>, before: &PhaseDates, phase: &PhaseDates) {
    let place = |phase: &PhaseDates| checker.position(Collection::Phase, &phase.phase);
    if place(before).zip(place(phase)).is_some_and(|(before, this)| before > this) {
        let message = say!(
            "`{}` ditulis sesudah `{}`, tidak seperti dalam daftar tahapan",
            "`{}` comes after `{}`, unlike in the list of phases",
            phase.phase,
            before.phase
        );
        let help = say!(
            "urutkan tahapan pemilihan menurut `phases`",
            "list the phases of an election in the order of `phases`"
        );
        checker.report(&at.key("phase"), Diagnostic::error(Code::PhaseOrder, message).help(help));
    }
    let ended = before.until.unwrap_or(NaiveDate::MAX);
    if phase.from.is_none_or(|from| from <= ended) {
        let message =
            say!("`{}` dimulai sebelum `{}` berakhir", "`{}` begins before `{}` has ended", phase.phase, before.phase);
        let help = say!("atur agar setiap hari termasuk satu tahapan saja", "let each day belong to one phase");
        checker.report(&at.key("from"), Diagnostic::error(Code::PhaseOverlap, message).help(help));
    }
}
