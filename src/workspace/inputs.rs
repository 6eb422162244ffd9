//! The files of a workspace: those named by flags, else those in the current folder, else the copy built into the
//! binary. Profiles and templates replace built-in ones file by file, the rulebook as a whole, unless it extends another.

use super::built_in::{built_in_regions, built_in_rules, built_in_templates, is_built_in};
use super::extends;
use super::folder::{MAX_REGIONS, MAX_TEMPLATES, Paths, TABLE, is_region_file, is_template_file, read_folder};
use super::input::InputFile;
use super::reading::read;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::failure::Failure;
use crate::template::TemplateFile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All files of a workspace, by name where there are many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// The rulebook.
    pub rules: InputFile,
    /// The rulebook that it extends, and what that one extends, and so on; none for one that is whole.
    pub extended: Vec<InputFile>,
    /// The region profiles and the table of all regions.
    pub regions: BTreeMap<String, InputFile>,
    /// The templates.
    pub templates: BTreeMap<String, InputFile>,
}

impl Inputs {
    /// The copy built into the binary.
    pub fn built_in() -> Self {
        Inputs {
            rules: built_in_rules(),
            extended: Vec::new(),
            regions: built_in_regions(),
            templates: built_in_templates(),
        }
    }

    /// Reads the workspace. A file in one of the folders that looks like a slip is a warning.
    ///
    /// # Errors
    /// A file or folder that a flag names and that cannot be read; a file that is not text.
    pub fn read(paths: &Paths, warnings: &mut Diagnostics) -> Result<Self, Failure> {
        let mut inputs = Inputs::built_in();
        let here = |given: &Option<PathBuf>, usual: &str| {
            // A broken link counts as present, so that it is reported.
            given.clone().or_else(|| Some(PathBuf::from(usual)).filter(|path| path.symlink_metadata().is_ok()))
        };
        if let Some(path) = here(&paths.rules, "rules.yaml") {
            inputs.set_rules(read(&path)?)?;
        }
        if let Some(folder) = here(&paths.regions, "regions") {
            inputs.regions.extend(read_folder(&folder, (is_region_file, MAX_REGIONS), warnings)?);
        }
        if let Some(folder) = here(&paths.templates, "templates") {
            inputs.templates.extend(read_folder(&folder, (is_template_file, MAX_TEMPLATES), warnings)?);
        }
        Ok(inputs)
    }

    /// Takes a rulebook, with all that it extends.
    fn set_rules(&mut self, rules: InputFile) -> Result<(), Failure> {
        self.extended = extends::chain(&rules)?;
        self.rules = rules;
        Ok(())
    }

    /// The files of the rulebook, each of which extends the next.
    pub fn rulebook(&self) -> impl Iterator<Item = &InputFile> {
        std::iter::once(&self.rules).chain(&self.extended)
    }

    /// Puts a file in the place of the one of its kind and name.
    ///
    /// # Errors
    /// A file of no kind that a workspace has; a rulebook whose base cannot be read.
    pub fn replace(&mut self, path: &Path, input: InputFile) -> Result<(), Failure> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if is_template_file(&name) {
            self.templates.insert(name, input);
        } else if name == TABLE || input.says("region:") {
            self.regions.insert(name, input);
        } else if name == "rules.yaml" || input.is_rulebook() {
            self.set_rules(input)?;
        } else {
            let message = say!(
                "ini bukan buku aturan, profil wilayah, acara, ataupun templat",
                "this is no rulebook, region profile, event or template"
            );
            let help = say!(
                "buku aturan punya kunci `rulebook`, profil `region`, acara `title` dan `date`; templat bernama NAMA.md",
                "a rulebook has a key `rulebook`, a profile `region`, an event `title` and `date`, a template is called NAME.md"
            );
            let finding = Diagnostic::error(Code::UnknownKind, message);
            return Err(Failure::usage(finding.at(Origin::file(input.file)).help(help)));
        }
        Ok(())
    }

    /// The templates as the template engine takes them.
    pub fn template_files(&self) -> Vec<TemplateFile> {
        let file = |(name, input): (&String, &InputFile)| TemplateFile {
            name: name.clone(),
            file: input.file.clone(),
            text: input.text.clone().into_owned(),
            is_built_in: is_built_in(name, input),
        };
        self.templates.iter().map(file).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_files_replace_built_in_ones_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pledge.md"), "own").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "ignored").unwrap();
        let paths = Paths { templates: Some(folder.path().to_owned()), ..Paths::default() };
        let inputs = Inputs::read(&paths, &mut Diagnostics::new()).unwrap();
        assert_eq!(inputs.templates["pledge.md"].text, "own");
        assert!(inputs.templates["page.html"].file.starts_with("<built-in>"));
        assert!(!inputs.templates.contains_key("notes.txt"));
        assert_ne!(inputs.hashes(), Inputs::built_in().hashes());
    }

    #[test]
    fn a_misspelt_file_is_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("stlye.css"), "").unwrap();
        let mut warnings = Diagnostics::new();
        let paths = Paths { templates: Some(folder.path().to_owned()), ..Paths::default() };
        Inputs::read(&paths, &mut warnings).unwrap();
        assert_eq!(
            warnings.iter().next().unwrap().help.as_ref().map(|help| help.en()),
            Some("did you mean `style.css`?")
        );
    }
}
