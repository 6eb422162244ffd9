//! One folder per finding code under `tests/invalid/`: an input and the findings expected of it.
//!
//! A file `NAME.edit` changes the fixture `NAME` (lines with `-` go, lines with `+` come, lines with a space stay; edits
//! are separated by blank lines); a file `NAME` replaces it; `overlay.yaml` extends the rulebook. `UPDATE_EXPECT=1 cargo test` blesses `expected.txt`.

use expect_test::expect_file;
use ikrar::check::{overlays, provenance};
use ikrar::diag::{Diagnostic, Diagnostics};
use ikrar::event::Event;
use ikrar::region::{Regions, coverage};
use ikrar::rulebook::Rulebook;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const FILES: [(&str, &str); 3] = [
    ("rules.yaml", "tests/fixtures/rules.yaml"),
    ("kutai-timur.yaml", "tests/fixtures/kutai-timur.yaml"),
    ("regions.csv", "regions/regions.csv"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/invalid")).expect("the folder exists");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().expect("a name").to_string_lossy().into_owned()
}

/// The fixture `name` as the folder changes it.
fn input(folder: &Path, name: &str, fixture: &str) -> String {
    let whole = folder.join(name);
    if whole.exists() {
        return read(&whole);
    }
    let text = read(&root().join(fixture));
    let edit = folder.join(format!("{name}.edit"));
    if edit.exists() { apply(&text, &read(&edit)) } else { text }
}

fn apply(text: &str, edits: &str) -> String {
    let mut text = text.to_owned();
    for edit in edits.split("\n\n") {
        let side = |other: char| -> String {
            edit.lines().filter(|line| !line.starts_with(other)).map(|line| format!("{}\n", &line[1..])).collect()
        };
        let (old, new) = (side('+'), side('-'));
        assert!(text.contains(&old), "this is not in the fixture:\n{old}");
        text = text.replacen(&old, &new, 1);
    }
    text
}

fn findings(folder: &Path) -> Diagnostics {
    let [rules, profile, table] = FILES.map(|(name, fixture)| input(folder, name, fixture));
    let mut all = Diagnostics::new();
    let overlay = folder.join("overlay.yaml");
    let overlay = overlay.exists().then(|| read(&overlay));
    let above: Vec<(&str, &str)> = overlay.iter().map(|text| ("overlay.yaml", text.as_str())).collect();
    let rulebook = match Rulebook::stack(&above, ("rules.yaml", &rules), &mut all) {
        Ok(rulebook) => rulebook,
        Err(findings) => return findings,
    };
    let mut profiles = vec![("regions/kutai-timur.yaml".to_owned(), profile)];
    // A second profile, for what goes wrong between two.
    let second = folder.join("second.yaml");
    if second.exists() {
        profiles.push(("regions/second.yaml".to_owned(), read(&second)));
    }
    match Regions::load("regions.csv", &table, &profiles, &rulebook, &mut all) {
        Ok(regions) => all.extend(coverage(&rulebook, &regions)),
        Err(findings) => all.extend(findings),
    }
    let event = folder.join("event.yaml");
    if event.exists() {
        let loaded = Event::load("event.yaml", &read(&event), &rulebook, &["attendance", "pledge"], &mut all);
        all.extend(loaded.err().unwrap_or_default());
    }
    all.extend(overlays(&rulebook));
    // The fixture has rules of the past and of elections to come; each doubt is looked at by itself.
    let own = name(folder);
    provenance(&rulebook).into_iter().filter(|doubt| doubt.code.as_str() == own).for_each(|doubt| all.push(doubt));
    all
}

fn told(finding: &Diagnostic) -> String {
    let origin = finding.origin.as_ref().map(ToString::to_string).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("  help: {}\n", help.en())).unwrap_or_default();
    format!("{origin}: {}[{}]: {}\n{help}", finding.severity.as_str(), finding.code, finding.message.en())
}

#[test]
fn each_folder_gives_the_findings_it_expects() {
    for folder in folders() {
        let findings = findings(&folder);
        let text: String = findings.iter().map(told).collect();
        expect_file![folder.join("expected.txt")].assert_eq(&text);
        let code = name(&folder);
        assert!(findings.iter().any(|d| d.code.as_str() == code), "{code} is not among its own findings:\n{text}");
    }
}

/// The first argument of every call that makes a finding in the modules that read rulebook, regions and events.
fn codes_in_source() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let sources =
        ["src/yaml", "src/rulebook", "src/region", "src/event", "src/check/overlays.rs", "src/check/provenance.rs"];
    let mut open = sources.map(|source| root().join(source)).to_vec();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).expect("readable").map(|entry| entry.expect("readable").path()));
            continue;
        }
        let text = read(&path);
        let calls = ["Diagnostic::error(\"", "Diagnostic::warning(\"", "Diagnostic::hint(\"", "self.refuse(\""];
        for after in calls.iter().flat_map(|call| text.split(call).skip(1)) {
            codes.extend(after.split('"').next().filter(|code| !code.contains(' ')).map(str::to_owned));
        }
    }
    codes
}

#[test]
fn each_code_has_a_folder() {
    // What is typed on a command line is tested beside the code that reads it, and so is a file of many megabytes or values.
    let elsewhere = ["ambiguous-region", "unknown-region", "file-too-large", "yaml-values"];
    let have: BTreeSet<String> = folders().iter().map(|folder| name(folder)).collect();
    let lack: Vec<String> = codes_in_source()
        .into_iter()
        .filter(|code| !have.contains(code) && !elsewhere.contains(&code.as_str()))
        .collect();
    assert!(lack.is_empty(), "no folder under tests/invalid for: {}", lack.join(", "));
}

#[test]
fn a_fixture_without_edits_has_no_findings() {
    assert!(findings(Path::new("tests/invalid/none")).is_empty());
}
