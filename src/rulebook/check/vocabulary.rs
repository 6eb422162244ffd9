//! Checks of the vocabulary: ids, names, audiences and elections.

use super::checker::Checker;
use crate::diag::Diagnostic;
use crate::rulebook::index::{self, Table};
use crate::rulebook::model::{Audience, Election, Header, PhaseDates, RulebookData};
use crate::yaml::Path;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Version and texts of the header.
pub(super) fn header(checker: &mut Checker<'_>, header: &Header) {
    let at = Path::Root.key("rulebook");
    checker.words(&at.key("version"), &header.version);
    checker.text(&at.key("title"), &header.title);
    checker.text(&at.key("note"), &header.note);
    checker.text(&at.key("penalty_note"), &header.penalty_note);
}

/// Ids of every list. Rules, pledge points and facts share one space, since a reader meets them side by side.
pub(super) fn ids(checker: &mut Checker<'_>, data: &RulebookData) {
    let mut printed = BTreeSet::new();
    for (table, ids) in index::lists(data) {
        let mut own = BTreeSet::new();
        let list = Path::Root.key(table.key());
        for (i, id) in ids.into_iter().enumerate() {
            let entry = list.item(i);
            let at = entry.key("id");
            match table {
                Table::Rule => checker.unique(&mut printed, &at, id),
                // Their form is checked with the rest of them, in profiles too.
                Table::Pledge | Table::Fact => {
                    checker.unique(&mut printed, &at, id);
                    continue;
                }
                _ => checker.unique(&mut own, &at, id),
            }
            checker.id(&at, id);
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
    for (i, audience) in data.audiences.iter().enumerate() {
        let list = Path::Root.key("audiences");
        let at = list.item(i);
        checker.text(&at.key("name"), &audience.name);
        checker.text(&at.key("description"), &audience.description);
        checker.references(&at.key("parents"), Table::Audience, &audience.parents);
        if belongs_to_itself(data, audience) {
            let message = format!("`{}` belongs to itself through its parents", audience.id);
            let finding = Diagnostic::error("audience-cycle", message);
            checker.report(&at.key("parents"), finding.help("remove the parent that leads back to it"));
        }
    }
}

fn belongs_to_itself(data: &RulebookData, audience: &Audience) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = audience.parents.iter().map(String::as_str).collect();
    while let Some(id) = open.pop() {
        if id == audience.id {
            return true;
        }
        if seen.insert(id) {
            open.extend(data.audiences.iter().filter(|a| a.id == id).flat_map(|a| &a.parents).map(String::as_str));
        }
    }
    false
}

/// Elections, whose phases follow each other in the order of the list of phases.
pub(super) fn elections(checker: &mut Checker<'_>, data: &RulebookData) {
    for (i, election) in data.elections.iter().enumerate() {
        let list = Path::Root.key("elections");
        let at = list.item(i);
        checker.text(&at.key("name"), &election.name);
        checker.reference(&at.key("domain"), Table::Domain, &election.domain);
        checker.bases(&at.key("basis"), &election.basis);
        phases(checker, &at.key("phases"), data, election);
    }
}

fn phases(checker: &mut Checker<'_>, at: &Path<'_>, data: &RulebookData, election: &Election) {
    let place = |phase: &PhaseDates| data.phases.iter().position(|p| p.id == phase.phase);
    for (i, phase) in election.phases.iter().enumerate() {
        let at = at.item(i);
        checker.reference(&at.key("phase"), Table::Phase, &phase.phase);
        checker.period(&at, phase.from, phase.until);
        let Some(before) = i.checked_sub(1).and_then(|b| election.phases.get(b)) else { continue };
        if election.phases.iter().take(i).any(|earlier| earlier.phase == phase.phase) {
            let finding = Diagnostic::error("repeated-entry", format!("`{}` is named twice", phase.phase));
            checker.report(&at.key("phase"), finding.help("give each phase one period"));
        } else if place(before).zip(place(phase)).is_some_and(|(before, this)| before > this) {
            let message = format!("`{}` comes after `{}`, unlike in the list of phases", phase.phase, before.phase);
            let finding = Diagnostic::error("phase-order", message);
            checker.report(&at.key("phase"), finding.help("list the phases of an election in the order of `phases`"));
        }
        let ended = before.until.unwrap_or(NaiveDate::MAX);
        if phase.from.is_none_or(|from| from <= ended) {
            let message = format!("`{}` begins before `{}` has ended", phase.phase, before.phase);
            let finding = Diagnostic::error("phase-overlap", message);
            checker.report(&at.key("from"), finding.help("let each day belong to one phase"));
        }
    }
}
