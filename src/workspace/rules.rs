//! From the files of a workspace to its rulebook and its regions.

use super::built_in::BUILT_IN;
use super::folder::TABLE;
use super::input::InputFile;
use super::inputs::Inputs;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::output::Hash;
use crate::region::{RegionTable, Regions};
use crate::rulebook::Rulebook;
use std::collections::BTreeSet;

impl Inputs {
    /// The rulebook, on top of what it extends.
    fn load_rulebook(&self, warnings: &mut Diagnostics) -> Result<Rulebook, Diagnostics> {
        fn named(input: &InputFile) -> (&str, &str) {
            (&input.file, &input.text)
        }
        match self.extended.split_last() {
            Some((base, between)) => {
                let overlays: Vec<_> = std::iter::once(&self.rules).chain(between).map(named).collect();
                Rulebook::stack(&overlays, named(base), warnings)
            }
            None => Rulebook::load(&self.rules.file, &self.rules.text, warnings),
        }
    }

    /// The rulebook and the regions. A built-in profile that does not go with a rulebook of one's own is left out.
    ///
    /// # Errors
    /// Every error in the rulebook; without one there, every error in the regions.
    pub(super) fn load_rules(&self, warnings: &mut Diagnostics) -> Result<(Rulebook, Regions), Diagnostics> {
        let (tables, profiles): (Vec<_>, Vec<_>) = self.regions.iter().partition(|(name, _)| *name == TABLE);
        let (table_file, table_text) = tables.first().map_or((TABLE, ""), |(_, table)| (&table.file, &table.text));
        let read_table = || {
            let table = RegionTable::read(table_file, table_text);
            // What is built in knows regions that a table of one's own need not have.
            if table_file.starts_with(BUILT_IN) { table } else { table.of_some(BUILT_IN) }
        };
        let (rulebook, table) = rayon::join(|| self.load_rulebook(warnings), read_table);
        let rulebook = rulebook?;
        let profiles = |left_out: &BTreeSet<String>| -> Vec<(String, String)> {
            let kept = profiles.iter().filter(|(_, profile)| !left_out.contains(&profile.file));
            kept.map(|(_, profile)| (profile.file.clone(), profile.text.clone().into_owned())).collect()
        };
        let findings = match Regions::new(table, &profiles(&BTreeSet::new()), &rulebook, warnings) {
            Ok(regions) => return Ok((rulebook, regions)),
            Err(findings) => findings,
        };
        let left_out = self.unfit_profiles(&findings);
        let regions = Regions::new(read_table(), &profiles(&left_out), &rulebook, warnings)?;
        for file in left_out {
            let message = say!(
                "profil bawaan ini merujuk hal yang tidak ada dalam buku aturan",
                "this built-in profile cites what the rulebook does not have"
            );
            let help = say!(
                "taruh profil dengan nama yang sama di folder wilayah (regions)",
                "put a profile of the same name into the regions folder"
            );
            let note = Diagnostic::warning(Code::ProfileLeftOut, message).at(Origin::file(file));
            warnings.push(note.help(help));
        }
        Ok((rulebook, regions))
    }

    /// Built-in profiles with errors, which they can only have beside another rulebook than the built-in one.
    fn unfit_profiles(&self, findings: &Diagnostics) -> BTreeSet<String> {
        let files = findings.iter().filter_map(|finding| finding.origin.as_ref()).map(|origin| origin.file.clone());
        files
            .filter(|file| file.starts_with(BUILT_IN) && !self.rules.file.starts_with(BUILT_IN))
            .map(|file| file.to_string())
            .collect()
    }

    /// The version of the program, and the hash of each file.
    pub(super) fn hashes(&self) -> String {
        let mut all = env!("CARGO_PKG_VERSION").to_owned();
        let files = self.regions.iter().chain(&self.templates).map(|(name, input)| (name.as_str(), input));
        for (name, input) in self.rulebook().map(|input| ("rules.yaml", input)).chain(files) {
            all.push_str(&format!("\n{name} {}", Hash::of(input.text.as_bytes())));
        }
        all
    }
}
