//! `manifest.json`: what a folder holds, from what it was made, and so what a later build may replace.

use super::stays_inside;
use crate::diag::{Diagnostic, Diagnostics, Origin};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the manifest in the output folder.
pub const FILE: &str = "manifest.json";

/// What an output folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub ikrar: String,
    /// The files, sorted by path.
    pub files: Vec<Entry>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path below the folder, with `/` on every system.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// Number of pages, where the format has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// The rulebook it was made from.
    pub rulebook: RulebookStamp,
    /// SHA-256 over every input: rulebook, regions, templates and the program's version.
    pub edition: String,
    /// What was selected; absent for the index page, which shows all there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selected>,
}

/// Which rulebook a file was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulebookStamp {
    /// Its version.
    pub version: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What was selected for one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Selected {
    /// Slug of the region, also the name of its folder; absent for a sheet that is the same everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Kemendagri code of the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_code: Option<String>,
    /// Id of the document.
    pub document: String,
    /// Id of the audience; absent for the general sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Id of the election.
    pub election: String,
    /// Id of the phase, given or the one that the date falls in; absent for all phases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// The as-of date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Language: `id` or `en`.
    pub lang: String,
    /// Paper.
    pub paper: String,
    /// The date printed at signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// Whether room for a stamp duty label was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub meterai: bool,
    /// Whether it can be filled in on the screen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fillable: bool,
    /// Format: `md`, `html`, `pdf` or `txt`.
    pub format: String,
}

impl Manifest {
    /// Reads a manifest. One whose paths lead out of the folder is refused, since its files would be replaced.
    ///
    /// # Errors
    /// A finding where the text is no manifest.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostics> {
        let advice = "move the file away, or choose another folder with --out";
        let manifest: Manifest = serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line() as u32, error.column() as u32);
            let message = format!("this is not a manifest that ikrar wrote: {error}");
            Diagnostic::error("bad-manifest", message).at(Origin::at(file, line, column)).help(advice)
        })?;
        match manifest.files.iter().find(|entry| !stays_inside(&entry.path)) {
            Some(entry) => {
                let message = format!("the manifest lists `{}`, which is not a path inside its folder", entry.path);
                Err(Diagnostic::error("bad-manifest", message).at(Origin::file(file)).help(advice).into())
            }
            None => Ok(manifest),
        }
    }

    /// The manifest as it is written: readable, with a newline at the end.
    pub fn to_json(&self) -> String {
        // Strings, numbers and dates cannot fail to serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// This manifest after a build that wrote `fresh`, and the entries whose files the build made obsolete.
    ///
    /// Other regions keep their entries. In the regions that were built, what the same inputs made with other flags
    /// stays (so that one build per language adds up), and what other inputs made goes: a folder never mixes two
    /// states of the rulebook in one region. A build with failures makes nothing obsolete.
    pub fn renew(self, fresh: Vec<Entry>, edition: &str, whole: bool) -> (Manifest, Vec<Entry>) {
        let region = |entry: &Entry| entry.selection.as_ref().map(|selected| selected.region.clone());
        let built: BTreeSet<_> = fresh.iter().map(region).collect();
        let mut files: BTreeMap<String, Entry> = fresh.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        let mut obsolete = Vec::new();
        for entry in self.files {
            if files.contains_key(&entry.path) {
                continue;
            }
            if whole && built.contains(&region(&entry)) && entry.edition != edition {
                obsolete.push(entry);
            } else {
                files.insert(entry.path.clone(), entry);
            }
        }
        (Manifest { ikrar: env!("CARGO_PKG_VERSION").to_owned(), files: files.into_values().collect() }, obsolete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, edition: &str) -> Entry {
        let (region, document) = path.split_once('/').unwrap();
        let selection = Selected {
            region: Some(region.into()),
            region_code: None,
            document: document.into(),
            audience: None,
            election: "pilkada-2024".into(),
            phase: None,
            date: None,
            lang: "id".into(),
            paper: "a4".into(),
            signed_on: None,
            meterai: false,
            fillable: false,
            format: "md".into(),
        };
        let rulebook = RulebookStamp { version: "1".into(), sha256: "00".into() };
        let (path, edition) = (path.to_owned(), edition.to_owned());
        Entry { path, bytes: 1, sha256: "00".into(), pages: None, rulebook, edition, selection: Some(selection) }
    }

    fn paths(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.path.as_str()).collect()
    }

    fn before() -> Manifest {
        let files = vec![entry("buru/a.md", "old"), entry("muara/a.md", "old"), entry("muara/b.md", "old")];
        Manifest { ikrar: "0".into(), files }
    }

    #[test]
    fn other_regions_stay_and_what_older_inputs_made_goes() {
        let (after, obsolete) = before().renew(vec![entry("muara/a.md", "new")], "new", true);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/a.md"]);
        assert_eq!(paths(&obsolete), ["muara/b.md"]);
    }

    #[test]
    fn builds_from_the_same_inputs_add_up() {
        let (after, obsolete) = before().renew(vec![entry("muara/c.md", "old")], "old", true);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/a.md", "muara/b.md", "muara/c.md"]);
        assert!(obsolete.is_empty());
    }

    #[test]
    fn a_build_with_failures_removes_nothing() {
        let (after, obsolete) = before().renew(vec![entry("muara/a.md", "new")], "new", false);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/a.md", "muara/b.md"]);
        assert!(obsolete.is_empty());
    }

    #[test]
    fn a_manifest_reads_back_as_written() {
        let text = before().to_json();
        assert_eq!(Manifest::parse("m", &text).unwrap(), before());
    }

    #[test]
    fn a_manifest_that_points_elsewhere_is_refused() {
        for path in ["../x", "/etc/passwd", "a/../../b", "C:/x", "a\\b", ""] {
            let mut manifest = before();
            manifest.files[0].path = path.into();
            assert!(Manifest::parse("m", &manifest.to_json()).is_err(), "{path}");
        }
    }

    #[test]
    fn what_is_no_manifest_is_a_finding_with_its_place() {
        let findings = Manifest::parse("out/manifest.json", "{\n  \"files\": 3\n}").unwrap_err();
        assert_eq!(findings.iter().next().unwrap().origin.as_ref().unwrap().line, 2);
    }
}
