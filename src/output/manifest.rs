//! `manifest.json`: what a folder holds, from what it was made, and so what a later build may replace.

use super::format::Format;
use super::name::stays_inside;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, excerpt};
use crate::request::{Look, Request, Scope};
use chrono::NaiveDate;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read, Seek};

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

/// A manifest as it stands, its entries understood or not. Only those of merges name a document and registers.
#[derive(Deserialize)]
struct Listing<E> {
    ikrar: String,
    files: Vec<E>,
    #[serde(default)]
    document: Option<IgnoredAny>,
    #[serde(default)]
    registers: Option<IgnoredAny>,
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
    /// What wrote it.
    #[serde(default, skip_serializing_if = "Maker::is_build")]
    pub by: Maker,
    /// What was selected; absent for the index page, which shows all there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selected>,
}

/// What writes files that a manifest of this form lists. None of them removes or replaces files of another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Maker {
    /// `build`, which a manifest need not say.
    #[default]
    Build,
    /// `kit`.
    Kit,
}

impl Maker {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_build(&self) -> bool {
        *self == Maker::Build
    }
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
    /// How it was made.
    #[serde(flatten)]
    pub look: Look,
    /// Format: `md`, `html`, `pdf` or `txt`.
    pub format: String,
}

impl Selected {
    /// What was selected for the file of a request in a format.
    pub fn of(request: &Request, format: Format) -> Self {
        let Scope { region, audience, election, phase, date, lang } = request.scope;
        Selected {
            region: region.map(|region| region.slug.clone()),
            region_code: region.map(|region| region.code.clone()),
            document: request.document.id.clone(),
            audience: audience.map(str::to_owned),
            election: election.to_owned(),
            phase: phase.map(str::to_owned),
            date,
            lang: lang.tag().to_owned(),
            look: request.look.of_file(format.takes_input()),
            format: format.extension().to_owned(),
        }
    }

    /// Whether another selection is of the same sheet, perhaps as of another day: then one may replace the other.
    pub fn is_same_sheet(&self, other: &Selected) -> bool {
        let sheet = |of: &Selected| {
            let Selected { region, document, audience, phase, lang, format, .. } = of.clone();
            (region, document, audience, phase, lang, format)
        };
        sheet(self) == sheet(other) && self.look.has_the_name_of(other.look)
    }
}

/// A larger manifest is none of ours: it would list two million files.
const LARGEST: u64 = 1 << 30;

/// In no larger one is a damaged entry looked for.
const LARGEST_DAMAGED: u64 = 1 << 26;

impl Manifest {
    /// Reads a manifest. One whose paths lead out of the folder is refused, since its files would be replaced. An entry
    /// that cannot be understood is left out and told; its path, where it has one, is returned.
    ///
    /// # Errors
    /// A finding where the text is no manifest, or that of a merge.
    pub fn read(
        file: &str,
        mut from: impl Read + Seek,
        notes: &mut Diagnostics,
    ) -> Result<(Self, Vec<String>), Diagnostics> {
        let advice = "move the file away, or choose another folder with --out";
        let foreign = |words: &dyn std::fmt::Display, line: usize, column: usize| {
            let message = format!("this is not a manifest that ikrar wrote: {words}");
            Diagnostic::error(Code::BadManifest, message).at(Origin::at(file, line as u32, column as u32)).help(advice)
        };
        let outside = |path: &str| {
            let message = format!("the manifest lists `{}`, which is not a path inside its folder", excerpt(path));
            Diagnostic::error(Code::BadManifest, message).at(Origin::file(file)).help(advice)
        };
        let of_merge = |listing: (&Option<IgnoredAny>, &Option<IgnoredAny>)| match listing {
            (None, None) => Ok(()),
            _ => Err(foreign(&"it is that of a merge, whose folder is its own", 1, 1)
                .help("choose another folder with --out")),
        };
        // Entry by entry, so that what is no manifest is not read to its end.
        let error = match serde_json::from_reader::<_, Listing<Entry>>(BufReader::new(from.by_ref().take(LARGEST))) {
            Ok(read) => {
                of_merge((&read.document, &read.registers))?;
                let manifest = Manifest { ikrar: read.ikrar, files: read.files };
                return match manifest.files.iter().find(|entry| !stays_inside(&entry.path)) {
                    Some(entry) => Err(outside(&entry.path).into()),
                    None => Ok((manifest, Vec::new())),
                };
            }
            Err(error) => foreign(&error, error.line(), error.column()),
        };
        let mut text = Vec::new();
        from.rewind()
            .and_then(|()| from.take(LARGEST_DAMAGED + 1).read_to_end(&mut text))
            .map_err(|_| error.clone())?;
        if text.len() as u64 > LARGEST_DAMAGED {
            return Err(error.into());
        }
        let read: Listing<serde_json::Value> =
            serde_json::from_slice(&text).map_err(|error| foreign(&error, error.line(), error.column()))?;
        of_merge((&read.document, &read.registers))?;
        let mut manifest = Manifest { ikrar: read.ikrar, files: Vec::new() };
        let mut paths = Vec::new();
        for value in read.files {
            let path = value.get("path").and_then(|path| path.as_str()).map(str::to_owned);
            if let Some(path) = path.as_ref().filter(|path| !stays_inside(path)) {
                return Err(outside(path).into());
            }
            match serde_json::from_value(value) {
                Ok(entry) => manifest.files.push(entry),
                Err(error) => {
                    let of = path.as_ref().map_or_else(String::new, |path| format!(" of `{}`", excerpt(path)));
                    let message = format!("the entry{of} says nothing, and is left out: {error}");
                    notes.push(Diagnostic::warning(Code::BadManifest, message).at(Origin::file(file)));
                    paths.extend(path);
                }
            }
        }
        Ok((manifest, paths))
    }

    /// The manifest as it is written: readable, with a newline at the end.
    pub fn to_json(&self) -> String {
        // Strings, numbers and dates cannot fail to serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// This manifest after a run of `by` that wrote `fresh`, and the entries whose files the run made obsolete.
    ///
    /// Other regions keep their entries, and so do files of other makers and those that were `left` where they are. In the
    /// regions that were built, what the same inputs made with other flags stays (so that one build per language adds up),
    /// and what other inputs made goes: a folder never mixes two states of the rulebook in one region. A build with
    /// failures makes nothing obsolete.
    pub fn renew(
        self,
        by: Maker,
        fresh: Vec<Entry>,
        left: &BTreeMap<String, bool>,
        edition: &str,
        whole: bool,
    ) -> (Manifest, Vec<Entry>) {
        let region = |entry: &Entry| entry.selection.as_ref().map(|selected| selected.region.clone());
        let built: BTreeSet<_> = fresh.iter().map(region).collect();
        let mut files: BTreeMap<String, Entry> = fresh.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        let mut obsolete = Vec::new();
        for entry in self.files {
            if files.contains_key(&entry.path) {
                continue;
            }
            let is_old = whole && entry.by == by && built.contains(&region(&entry)) && entry.edition != edition;
            if is_old && !left.contains_key(&entry.path) {
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
    use std::io::Cursor;

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
            look: Look::default(),
            format: "md".into(),
        };
        let rulebook = RulebookStamp { version: "1".into(), sha256: "00".into() };
        let (path, edition) = (path.to_owned(), edition.to_owned());
        Entry {
            path,
            bytes: 1,
            sha256: "00".into(),
            pages: None,
            rulebook,
            edition,
            by: Maker::Build,
            selection: Some(selection),
        }
    }

    fn paths(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.path.as_str()).collect()
    }

    fn before() -> Manifest {
        let files = vec![entry("buru/a.md", "old"), entry("muara/a.md", "old"), entry("muara/b.md", "old")];
        Manifest { ikrar: "0".into(), files }
    }

    fn renewed(path: &str, edition: &str, whole: bool) -> (Manifest, Vec<Entry>) {
        before().renew(Maker::Build, vec![entry(path, edition)], &BTreeMap::new(), edition, whole)
    }

    fn parse(text: &str) -> Result<(Manifest, Vec<String>, usize), Diagnostics> {
        let mut notes = Diagnostics::new();
        Manifest::read("m", Cursor::new(text), &mut notes).map(|(manifest, paths)| (manifest, paths, notes.len()))
    }

    #[test]
    fn other_regions_stay_and_what_older_inputs_made_goes() {
        let (after, obsolete) = renewed("muara/a.md", "new", true);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/a.md"]);
        assert_eq!(paths(&obsolete), ["muara/b.md"]);
    }

    #[test]
    fn builds_from_the_same_inputs_add_up() {
        let (after, obsolete) = renewed("muara/c.md", "old", true);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/a.md", "muara/b.md", "muara/c.md"]);
        assert!(obsolete.is_empty());
    }

    #[test]
    fn a_build_with_failures_removes_nothing() {
        let (after, obsolete) = renewed("muara/a.md", "new", false);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/a.md", "muara/b.md"]);
        assert!(obsolete.is_empty());
    }

    #[test]
    fn files_of_another_maker_and_those_that_were_left_stay() {
        let fresh = || vec![Entry { by: Maker::Kit, ..entry("muara/z.md", "new") }];
        let (after, obsolete) = before().renew(Maker::Kit, fresh(), &BTreeMap::new(), "new", true);
        assert_eq!((after.files.len(), obsolete.len()), (4, 0));
        let left = BTreeMap::from([("muara/b.md".to_owned(), true)]);
        let (after, obsolete) = before().renew(Maker::Build, vec![entry("muara/c.md", "new")], &left, "new", true);
        assert_eq!(paths(&after.files), ["buru/a.md", "muara/b.md", "muara/c.md"]);
        assert_eq!(paths(&obsolete), ["muara/a.md"]);
    }

    #[test]
    fn a_manifest_reads_back_as_written() {
        let kit = Manifest { files: vec![Entry { by: Maker::Kit, ..entry("muara/z.md", "1") }], ..before() };
        for manifest in [before(), kit] {
            assert_eq!(parse(&manifest.to_json()).unwrap(), (manifest, Vec::new(), 0));
        }
    }

    #[test]
    fn a_manifest_that_points_elsewhere_is_refused() {
        for path in ["../x", "/etc/passwd", "a/../../b", "C:/x", "a\\b", ""] {
            let mut manifest = before();
            manifest.files[0].path = path.into();
            assert!(parse(&manifest.to_json()).is_err(), "{path}");
        }
    }

    #[test]
    fn an_entry_that_says_nothing_is_left_out_and_told() {
        let text = before().to_json().replacen("\"bytes\": 1", "\"bytes\": -1", 1);
        let (manifest, paths, notes) = parse(&text).unwrap();
        assert_eq!((manifest.files.len(), paths.join(" ").as_str(), notes), (2, "buru/a.md", 1));
    }

    #[test]
    fn what_is_no_manifest_is_a_finding_with_its_place() {
        let findings = parse("{\n  \"files\": 3\n}").unwrap_err();
        assert_eq!(findings.iter().next().unwrap().origin.as_ref().unwrap().line, 2);
    }

    #[test]
    fn a_sheet_is_the_same_on_another_day_and_another_one_in_another_language() {
        let of = |path| entry(path, "1").selection.unwrap();
        let later = Selected { date: NaiveDate::from_ymd_opt(2024, 10, 7), ..of("buru/a.md") };
        assert!(later.is_same_sheet(&of("buru/a.md")) && !later.is_same_sheet(&of("buru/b.md")));
        assert!(!later.is_same_sheet(&Selected { lang: "en".into(), ..later.clone() }));
    }
}
