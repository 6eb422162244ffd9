//! All regions, and how one is found.

use super::model::{Province, Region};
use super::profile::Profile;
use super::table::RegionTable;
use super::{check, names};
use crate::diag::{Code, Diagnostic, Diagnostics, Message, nearest, say};
use crate::rulebook::Rulebook;
use crate::yaml::{ENOUGH, Located, Path};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// All regencies and cities, in the order of their codes.
#[derive(Debug)]
pub struct Regions {
    regions: Vec<Region>,
    provinces: Vec<Province>,
    /// Positions by [`names::key`] of slug and name, by code; a bare name can mean two. Made when a name is looked up.
    keys: OnceLock<BTreeMap<String, Vec<usize>>>,
}

impl Regions {
    /// Reads the table and the profiles (file and text of each) and checks them against the rulebook.
    ///
    /// # Errors
    /// Every error found in any of them, each with its place.
    pub fn load(
        table_file: &str,
        table: &str,
        profiles: &[(String, String)],
        rulebook: &Rulebook,
        warnings: &mut Diagnostics,
    ) -> Result<Regions, Diagnostics> {
        Regions::new(RegionTable::read(table_file, table), profiles, rulebook, warnings)
    }

    /// Like [`load`](Self::load), with a table that has been read.
    ///
    /// # Errors
    /// Every error found in any of the files, each with its place.
    pub fn new(
        table: RegionTable,
        profiles: &[(String, String)],
        rulebook: &Rulebook,
        warnings: &mut Diagnostics,
    ) -> Result<Regions, Diagnostics> {
        let RegionTable { provinces, mut regions, mut findings, wider } = table;
        let is_wider = |file: &str| wider.is_some_and(|wider| file.starts_with(wider));
        let mut loaded: Vec<Located<Profile>> = Vec::new();
        for (file, text) in profiles {
            let (mut profile, refused) = crate::yaml::read::<Profile>(file, text);
            for point in profile.iter_mut().flat_map(|profile| &mut profile.value.pledge) {
                point.rules.retain(|id| rulebook.removed(id).is_none());
            }
            let is_known = |profile: &Located<Profile>| regions.iter().any(|r| r.code == profile.value.region);
            loaded.extend(profile.filter(|profile| !is_wider(file) || is_known(profile)));
            findings.extend(refused);
        }
        findings.extend(check::profiles(&loaded, &regions, rulebook));
        for profile in loaded {
            if let Some(region) = regions.iter_mut().find(|r| r.code == profile.value.region) {
                let file = profile.file().to_owned();
                region.profile = Some(Profile { file, ..profile.value });
            }
        }
        findings.extend(unknown_codes(&regions, rulebook, is_wider));
        findings.sort();
        findings.into_result(Regions { regions, provinces, keys: OnceLock::new() }, warnings)
    }

    /// The region a person means: by slug, name ("kab. bogor", "Kota Bogor") or code.
    ///
    /// # Errors
    /// A bare name that two regions share, a province, or nothing known; with what to type instead.
    pub fn find(&self, typed: &str) -> Result<&Region, Diagnostic> {
        if let Some(region) = self.regions.iter().find(|region| region.slug == typed) {
            return Ok(region);
        }
        let found = self.keys().get(&names::key(typed)).map(Vec::as_slice).unwrap_or_default();
        let found: Vec<&Region> = found.iter().filter_map(|position| self.regions.get(*position)).collect();
        match found.as_slice() {
            [region] => Ok(region),
            [] => Err(self.unknown(typed)),
            several => {
                let count = several.len();
                let message = say!("`{typed}` adalah nama {count} wilayah", "`{typed}` is the name of {count} regions");
                let slugs: Vec<String> = several.iter().map(|r| format!("`{}`", r.slug)).collect();
                let slugs = one_of(&slugs);
                let help = say!("tulis {slugs}", "write {slugs}"; slugs);
                Err(Diagnostic::error(Code::AmbiguousRegion, message).help(help))
            }
        }
    }

    fn unknown(&self, typed: &str) -> Diagnostic {
        let wanted = names::key(typed);
        let province = self.provinces.iter().find(|p| names::key(&p.name) == wanted || p.code == typed.trim());
        if let Some(province) = province {
            let inside: Vec<&str> =
                self.all().iter().filter(|r| r.province == *province).map(|r| r.slug.as_str()).collect();
            let message = say!(
                "`{typed}` adalah provinsi, bukan kabupaten atau kota",
                "`{typed}` is a province, not a regency or city"
            );
            let help = say!("sebut salah satu dari: {}", "name one of: {}", inside.join(", "));
            return Diagnostic::error(Code::UnknownRegion, message).help(help);
        }
        let mut meant = self.with_part(typed);
        if meant.is_empty() {
            let keys = self.keys();
            let near = nearest(&wanted, keys.keys().map(String::as_str)).and_then(|near| keys.get(near));
            meant = near.into_iter().flatten().filter_map(|p| self.regions.get(*p)).collect();
        }
        let slugs: Vec<String> = meant.iter().map(|region| format!("`{}`", region.slug)).collect();
        let message = say!("tidak ada wilayah `{typed}`", "there is no region `{typed}`");
        let help = match slugs.as_slice() {
            [] => say!(
                "tulis nama, nama singkat (slug), atau kode Kemendagri; `ikrar list regions` menampilkan semuanya",
                "write a name, a slug or a Kemendagri code; `ikrar list regions` shows them all"
            ),
            slugs => {
                let slugs = one_of(slugs);
                say!("apakah yang dimaksud {slugs}?", "did you mean {slugs}?"; slugs)
            }
        };
        Diagnostic::error(Code::UnknownRegion, message).help(help)
    }

    /// Regions whose name contains what was typed ("Tidore"), without the kind in front; none where there are too many
    /// to list.
    fn with_part(&self, typed: &str) -> Vec<&Region> {
        let part = names::bare_key(typed);
        let found = self.regions.iter().filter(|region| names::key(&region.bare).contains(&part));
        let found: Vec<&Region> = found.collect();
        if part.len() < 3 || found.len() > 6 { Vec::new() } else { found }
    }

    fn keys(&self) -> &BTreeMap<String, Vec<usize>> {
        self.keys.get_or_init(|| names::keys(&self.regions))
    }

    /// All regencies and cities, by code.
    pub fn all(&self) -> &[Region] {
        &self.regions
    }

    /// Those with a profile.
    pub fn profiled(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| region.profile.is_some())
    }

    /// Those that elect their head: what `--region all` means.
    pub fn electing(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| region.elects_head)
    }
}

/// "a or b", in each language.
fn one_of(items: &[String]) -> Message {
    Message::new(items.join(" atau "), items.join(" or "))
}

/// Articles of the rulebook about a region that is not in the table.
fn unknown_codes(regions: &[Region], rulebook: &Rulebook, is_wider: impl Fn(&str) -> bool) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for (i, article) in rulebook.data().articles.iter().enumerate() {
        if findings.len() < ENOUGH && !regions.iter().any(|region| region.code == article.region) {
            let at = rulebook.origin(&Path::Root.key("articles").item(i).key("region"));
            if !is_wider(&at.file) {
                findings.push(check::unknown_code(&article.region, regions).at(at));
            }
        }
    }
    findings
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
