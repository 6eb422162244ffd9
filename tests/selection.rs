//! Which rules each audience of each region is shown in each phase, against golden lists under `tests/selection/`.
//!
//! A failure names the rules added and removed. `UPDATE_EXPECT=1 cargo test` blesses the lists.

use expect_test::expect_file;
use ikrar::diag::Diagnostics;
use ikrar::region::{Region, Regions};
use ikrar::rulebook::Rulebook;
use ikrar::select::{Query, audiences, select};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const REGIONS: [&str; 5] = ["banyuasin", "buru-selatan", "kutai-timur", "muara-enim", "prabumulih"];

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn read(relative: &str) -> String {
    fs::read_to_string(path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

fn shipped() -> (Rulebook, Regions) {
    let mut warnings = Diagnostics::new();
    let rulebook = Rulebook::load("rules.yaml", &read("rules.yaml"), &mut warnings).expect("rules.yaml is valid");
    let file = |slug: &str| (format!("{slug}.yaml"), read(&format!("regions/{slug}.yaml")));
    let profiles = REGIONS.map(file);
    let regions = Regions::load("regions.csv", &read("regions/regions.csv"), &profiles, &rulebook, &mut warnings);
    (rulebook, regions.expect("the profiles are valid"))
}

/// One line for each sheet of a region: audience, phase, and the ids of its rules.
fn lists(rulebook: &Rulebook, region: &Region) -> String {
    let staff = region.profile.as_ref().map(|profile| profile.staff.clone()).unwrap_or_default();
    let here = audiences(rulebook, &staff).into_iter().map(|audience| Some(audience.id.clone()));
    let mut lines = String::new();
    for audience in [None].into_iter().chain(here) {
        let phases = rulebook.data().phases.iter().map(|phase| Some(phase.id.clone()));
        for phase in [None].into_iter().chain(phases) {
            let sheet =
                format!("{} {}", audience.as_deref().unwrap_or("(general)"), phase.as_deref().unwrap_or("(all)"));
            let query = Query {
                election: "pilkada-2024".into(),
                audience: audience.clone(),
                phase,
                date: None,
                local_staff: staff.clone(),
            };
            let selection = select(rulebook, &query).expect("the query is fine");
            let ids: Vec<&str> = selection.rules.iter().map(|selected| selected.rule.id.as_str()).collect();
            lines += &format!("{sheet}: {}\n", ids.join(" "));
        }
    }
    lines
}

fn parse(lists: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    lists
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(sheet, ids)| (sheet, ids.split_whitespace().collect()))
        .collect()
}

/// What changed between two sets of lists, one line per sheet.
fn changes(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (parse(before), parse(after));
    let none = BTreeSet::new();
    let sheets: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let change = |sheet: &str| {
        let (old, new) = (before.get(sheet).unwrap_or(&none), after.get(sheet).unwrap_or(&none));
        let added: Vec<&str> = new.difference(old).copied().collect();
        let removed: Vec<&str> = old.difference(new).copied().collect();
        (old != new).then(|| format!("{sheet}: added [{}], removed [{}]", added.join(" "), removed.join(" ")))
    };
    sheets.into_iter().filter_map(change).collect()
}

#[test]
fn each_sheet_shows_the_rules_it_did() {
    let (rulebook, regions) = shipped();
    let mut changed = Vec::new();
    for slug in REGIONS {
        let now = lists(&rulebook, regions.find(slug).expect("in the table"));
        let golden = path(&format!("tests/selection/{slug}.txt"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            expect_file![golden].assert_eq(&now);
            continue;
        }
        let before = fs::read_to_string(&golden).unwrap_or_default();
        changed.extend(changes(&before, &now).into_iter().map(|change| format!("{slug} {change}")));
        if changed.is_empty() {
            assert_eq!(before, now, "the order of rules on sheets of {slug} changed");
        }
    }
    assert!(changed.is_empty(), "selection changed; bless with UPDATE_EXPECT=1 if meant:\n{}", changed.join("\n"));
}

#[test]
fn each_golden_list_belongs_to_a_region() {
    let entries = fs::read_dir(path("tests/selection")).expect("the folder exists");
    let mut names: Vec<String> =
        entries.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, REGIONS.map(|slug| format!("{slug}.txt")));
}

#[test]
fn a_change_names_what_was_added_and_removed() {
    let told = changes("camat (all): N-01 N-02\nasn (all): N-01\n", "camat (all): N-02 N-03\nasn (all): N-01\n");
    assert_eq!(told, ["camat (all): added [N-03], removed [N-01]"]);
}
