//! What can be wrong with profiles: within each, and between them.

use super::model::Region;
use super::profile::Profile;
use super::units;
use crate::diag::{Code, Diagnostic, Diagnostics, excerpt, nearest};
use crate::rulebook::{Checker, Collection, Rulebook};
use crate::yaml::{Located, Path};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path as FilePath};

/// Every finding about these profiles: within each, and between them.
pub(super) fn profiles(profiles: &[Located<Profile>], regions: &[Region], rulebook: &Rulebook) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    let mut ids: BTreeSet<&str> = [Collection::Rule, Collection::Pledge, Collection::Fact]
        .into_iter()
        .flat_map(|table| rulebook.index().ids(table))
        .collect();
    for located in profiles {
        let profile = &located.value;
        let mut checker = Checker::new(rulebook.data(), rulebook.index(), located);
        let at = Path::Root.key("region");
        match regions.iter().find(|region| region.code == profile.region) {
            None => checker.report(&at, unknown_code(&profile.region, regions)),
            Some(region) => file_name(&mut checker, located.file(), region),
        }
        if let Some(other) = taken.insert(&profile.region, located.file()) {
            let message = format!("{other} is already the profile of {}", profile.region);
            checker.report(&at, Diagnostic::error(Code::DuplicateProfile, message).help("remove one of the two files"));
        }
        one(&mut checker, profile, &mut ids);
        staff(&mut checker, profile, rulebook);
        findings.extend(checker.finish());
    }
    findings
}

/// That a Kemendagri code is not in the table.
pub(super) fn unknown_code(code: &str, regions: &[Region]) -> Diagnostic {
    let finding =
        Diagnostic::error(Code::UnknownRegionCode, format!("there is no region with the code `{}`", excerpt(code)));
    match nearest(code, regions.iter().map(|region| region.code.as_str())) {
        Some(near) => finding.help(format!("did you mean \"{near}\"? `ikrar list regions` shows all codes")),
        None => finding.help("`ikrar list regions` shows all codes"),
    }
}

/// A profile replaces the built-in one of the same name, so the name must be that of the region.
fn file_name(checker: &mut Checker<'_>, file: &str, region: &Region) {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let wanted = format!("{}.yaml", region.slug);
    if name != wanted {
        let finding = Diagnostic::warning(Code::ProfileName, format!("this is the profile of {}", region.name));
        checker.report(&Path::Root.key("region"), finding.help(format!("name the file {wanted}")));
    }
}

fn one<'p>(checker: &mut Checker<'_>, profile: &'p Profile, ids: &mut BTreeSet<&'p str>) {
    for (i, line) in profile.letterhead.iter().enumerate() {
        checker.words(&Path::Root.key("letterhead").item(i), line);
    }
    for (i, line) in profile.address.iter().enumerate() {
        checker.words(&Path::Root.key("address").item(i), line);
    }
    emblem(checker, profile);
    checker.text(&Path::Root.key("head_title"), &profile.head_title);
    checker.words(&Path::Root.key("capital"), &profile.capital);
    if let Some(head) = &profile.acting_head {
        let at = Path::Root.key("acting_head");
        checker.text(&at.key("title"), &head.title);
        checker.words(&at.key("name"), &head.name);
        checker.period(&at, head.from, head.until);
        checker.ground(&at, "acting head", &head.sources, &[]);
    }
    if let Some(organiser) = &profile.organiser {
        let at = Path::Root.key("organiser");
        checker.text(&at.key("name"), &organiser.name);
        checker.ground(&at, "organiser", &organiser.sources, &organiser.basis);
    }
    if let Some(fact) = &profile.event {
        let at = Path::Root.key("event");
        checker.unique(ids, &at.key("id"), &fact.id);
        checker.fact(&at, fact);
    }
    units::check(checker, &profile.units);
    for (i, fact) in profile.facts.iter().enumerate() {
        checker.unique(ids, &Path::Root.key("facts").item(i).key("id"), &fact.id);
        checker.fact(&Path::Root.key("facts").item(i), fact);
    }
    for (i, point) in profile.pledge.iter().enumerate() {
        checker.unique(ids, &Path::Root.key("pledge").item(i).key("id"), &point.id);
        checker.pledge_point(&Path::Root.key("pledge").item(i), point);
    }
}

/// A coat of arms lies beside the profile or below it, so that a folder of profiles can be passed on as it is.
fn emblem(checker: &mut Checker<'_>, profile: &Profile) {
    let Some(name) = &profile.emblem else { return };
    let is_within =
        FilePath::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_within || name.trim().is_empty() {
        let finding = Diagnostic::error(Code::ProfileEmblem, "this is no file in the folder of the profile");
        checker
            .report(&Path::Root.key("emblem"), finding.help("name it relative to that folder: `emblem: lambang.png`"));
    }
}

/// Staff named by a profile must exist and be local: the others exist everywhere.
fn staff(checker: &mut Checker<'_>, profile: &Profile, rulebook: &Rulebook) {
    let at = Path::Root.key("staff");
    checker.references(&at, Collection::Audience, &profile.staff);
    for (i, id) in profile.staff.iter().enumerate() {
        if rulebook.audience(id).is_some_and(|audience| !audience.local) {
            let finding = Diagnostic::error(Code::NotLocal, format!("`{id}` exists in every region"));
            checker.report(&at.item(i), finding.help("name local audiences only, or mark this one `local: true`"));
        }
    }
}
