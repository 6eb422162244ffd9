//! What is known of one region beyond its name: a file `regions/<slug>.yaml`.

use super::{Holder, Region, units};
use crate::diag::{Diagnostic, Diagnostics, Origin, excerpt, nearest};
use crate::lang::Text;
use crate::rulebook::{Basis, Checker, Fact, Locator, PledgePoint, Rulebook, Table};
use crate::yaml::{Located, Path};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path as FilePath};

/// The profile of a region, in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Kemendagri code of the region, in quotes: `"16.03"`.
    pub region: String,
    /// Lines of the letterhead: the government, and below it the agency, if one issues the sheets.
    pub letterhead: Vec<String>,
    /// Lines of the letterhead below these: address, telephone, mail and web address.
    #[serde(default)]
    pub address: Vec<String>,
    /// The coat of arms for the letterhead: a PNG file, named relative to the folder of the profile.
    #[serde(default)]
    pub emblem: Option<String>,
    /// Title of the head: Bupati or Wali Kota.
    pub head_title: Text,
    /// Seat of government, the place at a signature.
    pub capital: String,
    /// Who led the region for the time being, as a fact of an article; never pre-printed as a signatory.
    #[serde(default)]
    pub acting_head: Option<ActingHead>,
    /// Ids of the local audiences that exist here.
    #[serde(default)]
    pub staff: Vec<String>,
    /// Who holds sessions and ceremonies here.
    #[serde(default)]
    pub organiser: Option<Organiser>,
    /// The event that an article reports; none for a region without one.
    #[serde(default)]
    pub event: Option<Fact>,
    /// What is known of this region.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Points that the region's article adds to the pledge.
    #[serde(default)]
    pub pledge: Vec<PledgePoint>,
    /// The units (OPD) of which more is known than a roster says.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// The file that it was read from.
    #[serde(skip)]
    pub file: String,
}

impl Profile {
    /// The unit of this name or other spelling, in capitals or not, however it is spaced.
    pub fn unit(&self, name: &str) -> Option<&Unit> {
        units::find(&self.units, name)
    }

    /// The coat of arms that the text of a profile names, whatever else is wrong with it.
    pub fn emblem_named(file: &str, text: &str) -> Option<String> {
        // Few profiles do, and only those are worth a parser.
        let may = text.contains("emblem");
        if may { crate::yaml::top(file, text, "emblem").map(|(name, _)| name) } else { None }
    }

    /// Where a profile names its coat of arms.
    pub fn place_of_emblem(file: &str, text: &str) -> Origin {
        let (profile, _) = crate::yaml::read::<Profile>(file, text);
        profile.map_or_else(|| Origin::file(file), |profile| profile.origin(&Path::Root.key("emblem")))
    }
}

/// A Pj or Pjs on the day of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActingHead {
    /// Capacity: "Penjabat (Pj) Bupati".
    pub title: Text,
    /// Name as printed.
    pub name: String,
    /// The day on which he is known to have held it; none where the article's date is in doubt.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// First day in office, where known.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day in office, where known.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Locators in articles.
    pub sources: Vec<Locator>,
}

/// The office that holds sessions and ceremonies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organiser {
    /// Name of the office.
    pub name: Text,
    /// Locators in articles.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// A unit (OPD): an agency, a district, a school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Name, as it is printed.
    pub name: String,
    /// Other spellings that rosters have for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Lines of its letterhead below that of the government.
    #[serde(default)]
    pub letterhead: Vec<String>,
    /// Lines of its address.
    #[serde(default)]
    pub address: Vec<String>,
    /// Who signs as superior of its staff.
    #[serde(default)]
    pub superior: Option<Holder>,
    /// Those who did so one after the other, each with the first and the last day, in place of `superior`.
    #[serde(default)]
    pub superiors: Vec<Holder>,
}

/// Who holds an office; what is left out is a blank to fill in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// Name with titles.
    #[serde(default)]
    pub name: String,
    /// NIP, in quotes.
    #[serde(default)]
    pub number: String,
    /// Rank and grade.
    #[serde(default)]
    pub rank: String,
    /// Position: "Kepala Dinas Kesehatan".
    #[serde(default)]
    pub position: String,
}

/// Every finding about these profiles: within each, and between them.
pub(super) fn check(profiles: &[Located<Profile>], regions: &[Region], rulebook: &Rulebook) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    let mut ids: BTreeSet<&str> =
        [Table::Rule, Table::Pledge, Table::Fact].into_iter().flat_map(|table| rulebook.index().ids(table)).collect();
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
            checker.report(&at, Diagnostic::error("duplicate-profile", message).help("remove one of the two files"));
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
        Diagnostic::error("unknown-region-code", format!("there is no region with the code `{}`", excerpt(code)));
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
        let finding = Diagnostic::warning("profile-name", format!("this is the profile of {}", region.name));
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
        let finding = Diagnostic::error("profile-emblem", "this is no file in the folder of the profile");
        checker
            .report(&Path::Root.key("emblem"), finding.help("name it relative to that folder: `emblem: lambang.png`"));
    }
}

/// Staff named by a profile must exist and be local: the others exist everywhere.
fn staff(checker: &mut Checker<'_>, profile: &Profile, rulebook: &Rulebook) {
    let at = Path::Root.key("staff");
    checker.references(&at, Table::Audience, &profile.staff);
    for (i, id) in profile.staff.iter().enumerate() {
        if rulebook.audience(id).is_some_and(|audience| !audience.local) {
            let finding = Diagnostic::error("not-local", format!("`{id}` exists in every region"));
            checker.report(&at.item(i), finding.help("name local audiences only, or mark this one `local: true`"));
        }
    }
}
