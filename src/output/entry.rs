//! What the manifest of a build or a kit says of a file.

use super::format::Format;
use super::hash::Hash;
use super::name::stays_inside;
use super::record::Record;
use crate::request::{Look, Request, Scope};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path below the folder, with `/` on every system.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the content.
    pub sha256: Hash,
    /// Number of pages, where the format has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// The rulebook it was made from.
    pub rulebook: RulebookStamp,
    /// SHA-256 over every input: rulebook, regions, templates and the program's version.
    pub edition: String,
    /// What wrote it.
    #[serde(default, skip_serializing_if = "MadeBy::is_build")]
    pub by: MadeBy,
    /// What was selected; absent for the index page, which shows all there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<SheetSelection>,
    /// Whether it has more pages than its template allows; in a journal alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overfull: bool,
    /// Hash of everything that it was made from; in a journal alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Hash>,
}

impl Entry {
    /// The entry as a manifest or a report has it, without what is for a journal alone.
    pub fn listed(self) -> Entry {
        Entry { overfull: false, key: None, ..self }
    }
}

/// What journals of older versions tell of a file.
#[derive(Deserialize)]
struct OlderRecord {
    path: String,
    bytes: u64,
    sha256: Hash,
}

impl Record for Entry {
    fn path(&self) -> &str {
        &self.path
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn sha256(&self) -> Hash {
        self.sha256
    }

    fn key(&self) -> Option<Hash> {
        self.key
    }

    fn parse(line: &str) -> Option<Entry> {
        let older = |OlderRecord { path, bytes, sha256 }| Entry { path, bytes, sha256, ..Entry::default() };
        let entry = serde_json::from_str(line).or_else(|_| serde_json::from_str(line).map(older)).ok()?;
        Some(entry).filter(|entry: &Entry| stays_inside(&entry.path))
    }
}

/// What writes files that a manifest of this form lists. None of them removes or replaces files of another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MadeBy {
    /// `build`, which a manifest need not say.
    #[default]
    Build,
    /// `kit`.
    Kit,
}

impl MadeBy {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_build(&self) -> bool {
        *self == MadeBy::Build
    }
}

/// Which rulebook a file was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulebookStamp {
    /// Its version.
    pub version: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What was selected for one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SheetSelection {
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

impl SheetSelection {
    /// What was selected for the file of a request in a format.
    pub fn of(request: &Request, format: Format) -> Self {
        let Scope { region, audience, election, phase, date, lang } = request.scope;
        SheetSelection {
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
    pub fn is_same_sheet(&self, other: &SheetSelection) -> bool {
        let sheet = |of: &SheetSelection| {
            let SheetSelection { region, document, audience, phase, lang, format, .. } = of.clone();
            (region, document, audience, phase, lang, format)
        };
        sheet(self) == sheet(other) && self.look.has_the_name_of(other.look)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_the_same_on_another_day_and_another_one_in_another_language() {
        let of = |document: &str| SheetSelection { document: document.into(), lang: "id".into(), ..Default::default() };
        let later = SheetSelection { date: NaiveDate::from_ymd_opt(2024, 10, 7), ..of("a") };
        assert!(later.is_same_sheet(&of("a")) && !later.is_same_sheet(&of("b")));
        assert!(!later.is_same_sheet(&SheetSelection { lang: "en".into(), ..later.clone() }));
    }

    #[test]
    fn a_journal_of_an_older_version_tells_what_was_written() {
        let hash = Hash::of(b"isi");
        let line = format!("{{\"path\":\"r/a.md\",\"bytes\":3,\"sha256\":\"{hash}\"}}");
        let entry = Entry::parse(&line).unwrap();
        assert_eq!((entry.path.as_str(), entry.bytes, entry.sha256, entry.key), ("r/a.md", 3, hash, None));
        assert_eq!(Entry::parse(&line.replace("r/a.md", "../a.md")), None);
    }
}
