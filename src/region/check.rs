//! What can be wrong with profiles: within each, and between them.

use super::model::Region;
use super::profile::Profile;
use super::units;
use crate::diag::{Code, Diagnostic, Diagnostics, excerpt, nearest, say};
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
            let message =
                say!("{other} sudah menjadi profil {}", "{other} is already the profile of {}", profile.region);
            let help = say!("hapus salah satu berkas itu", "remove one of the two files");
            checker.report(&at, Diagnostic::error(Code::DuplicateProfile, message).help(help));
        }
        one(&mut checker, profile, &mut ids);
        staff(&mut checker, profile, rulebook);
        findings.extend(checker.finish());
    }
    findings
}

/// The finding for a Kemendagri code that is not in the table.
pub(super) fn unknown_code(code: &str, regions: &[Region]) -> Diagnostic {
    let message = say!("tidak ada wilayah dengan kode `{}`", "there is no region with the code `{}`", excerpt(code));
    let help = match nearest(code, regions.iter().map(|region| region.code.as_str())) {
        Some(near) => say!(
            "apakah yang dimaksud \"{near}\"? `ikrar list regions` menampilkan semua kode",
            "did you mean \"{near}\"? `ikrar list regions` shows all codes"
        ),
        None => {
            say!("`ikrar list regions` menampilkan semua kode", "`ikrar list regions` shows all codes")
        }
    };
    Diagnostic::error(Code::UnknownRegionCode, message).help(help)
}

/// A profile replaces the built-in one of the same name, so the name must be that of the region.
fn file_name(checker: &mut Checker<'_>, file: &str, region: &Region) {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let wanted = format!("{}.yaml", region.slug);
    if name != wanted {
        let message = say!("ini profil {}", "this is the profile of {}", region.name);
        let help = say!("beri nama berkas itu {wanted}", "name the file {wanted}");
        checker.report(&Path::Root.key("region"), Diagnostic::warning(Code::ProfileName, message).help(help));
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
        checker.ground(&at, say!("penjabat kepala daerah", "acting head"), &head.sources, &[]);
    }
    if let Some(organiser) = &profile.organiser {
        let at = Path::Root.key("organiser");
        checker.text(&at.key("name"), &organiser.name);
        checker.ground(&at, say!("penyelenggara", "organiser"), &organiser.sources, &organiser.basis);
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
        let message = say!("ini bukan berkas di dalam folder profil", "this is no file in the folder of the profile");
        let help = say!(
            "tulis namanya relatif terhadap folder itu: `emblem: lambang.png`",
            "name it relative to that folder: `emblem: lambang.png`"
        );
        checker.report(&Path::Root.key("emblem"), Diagnostic::error(Code::ProfileEmblem, message).help(help));
    }
}

/// Staff named by a profile must exist and be local: the others exist everywhere.
fn staff(checker: &mut Checker<'_>, profile: &Profile, rulebook: &Rulebook) {
    let at = Path::Root.key("staff");
    checker.references(&at, Collection::Audience, &profile.staff);
    for (i, id) in profile.staff.iter().enumerate() {
        if rulebook.audience(id).is_some_and(|audience| !audience.local) {
            let message = say!("`{id}` ada di setiap wilayah", "`{id}` exists in every region");
            let help = say!(
                "sebut kelompok sasaran setempat saja, atau tandai yang ini dengan `local: true`",
                "name local audiences only, or mark this one `local: true`"
            );
            checker.report(&at.item(i), Diagnostic::error(Code::NotLocal, message).help(help));
        }
    }
}
