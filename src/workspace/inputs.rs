//! The files of a workspace: those named by flags, else those in the current folder, else the copy built into the
//! binary. Profiles and templates replace built-in ones file by file, the rulebook as a whole, unless it extends another.

use crate::diag::{Diagnostic, Diagnostics, Origin, nearest};
use crate::failure::Failure;
use crate::template::TemplateFile;
use crate::workspace::extends;
use crate::workspace::reading::{read, read_in};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

static RULES: &str = include_str!("../../rules.yaml");
static REGIONS: Dir = include_dir!("$CARGO_MANIFEST_DIR/regions");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/samples");

/// How the names of built-in files begin.
pub(super) const BUILT_IN: &str = "<built-in>/";

/// Name of the table of all regions within the regions folder.
pub(super) const TABLE: &str = "regions.csv";

/// Files of the templates folder beside `*.md`.
const TEMPLATE_FILES: [&str; 5] = ["page.html", "style.css", "labels.yaml", INDEX, STYLE];
/// Name of the template of the index page.
pub(super) const INDEX: &str = "index.html";

/// Name of the look of PDF sheets within the templates folder.
pub(super) const STYLE: &str = "style.yaml";

/// No folder has more files to read: a profile of every region is a third of them.
const MAX_FILES: usize = 2000;

/// No folder of profiles has more bytes to read: a profile of every region is a third of them.
const MAX_REGIONS: u64 = 8 * 1024 * 1024;

/// No folder of templates has more bytes to read, of which Tera makes fifty times as many; there is room for fonts in pages.
const MAX_TEMPLATES: u64 = 2 * 1024 * 1024;

/// Where to look, as far as flags say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// The rulebook.
    pub rules: Option<PathBuf>,
    /// The folder of region profiles.
    pub regions: Option<PathBuf>,
    /// The folder of templates.
    pub templates: Option<PathBuf>,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The file as a person would name it: `rules.yaml`, `<built-in>/rules.yaml`.
    pub file: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

impl Input {
    /// Whether it has this key at its top level.
    fn says(&self, key: &str) -> bool {
        self.text.lines().any(|line| line.starts_with(key))
    }

    /// Whether it is a rulebook by its keys, a whole one or one that extends another.
    fn is_rulebook(&self) -> bool {
        self.says("rulebook:") || self.says("extends:")
    }

    /// Whether it is a rulebook or a profile by its keys.
    pub fn is_yaml_of_workspace(&self) -> bool {
        self.is_rulebook() || self.says("region:")
    }
}

/// All files of a workspace, by name where there are many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// The rulebook.
    pub rules: Input,
    /// The rulebook that it extends, and what that one extends, and so on; none for one that is whole.
    pub extended: Vec<Input>,
    /// The region profiles and the table of all regions.
    pub regions: BTreeMap<String, Input>,
    /// The templates.
    pub templates: BTreeMap<String, Input>,
}

impl Inputs {
    /// The copy built into the binary.
    pub fn built_in() -> Self {
        Inputs {
            rules: built_in_rules(),
            extended: Vec::new(),
            regions: embedded(&REGIONS, "regions", is_region_file),
            templates: embedded(&TEMPLATES, "templates", is_template_file),
        }
    }

    /// Reads the workspace. A file in one of the folders that looks like a slip is a warning.
    ///
    /// # Errors
    /// A file or folder that a flag names and that cannot be read; a file that is not text.
    pub fn read(paths: &Paths, warnings: &mut Diagnostics) -> Result<Self, Failure> {
        let mut inputs = Inputs::built_in();
        let here = |given: &Option<PathBuf>, usual: &str| {
            // A link that leads nowhere is there, and told.
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
    fn set_rules(&mut self, rules: Input) -> Result<(), Failure> {
        self.extended = extends::chain(&rules)?;
        self.rules = rules;
        Ok(())
    }

    /// The files of the rulebook, each of which extends the next.
    pub fn rulebook(&self) -> impl Iterator<Item = &Input> {
        std::iter::once(&self.rules).chain(&self.extended)
    }

    /// Puts a file in the place of the one of its kind and name.
    ///
    /// # Errors
    /// A file of no kind that a workspace has; a rulebook whose base cannot be read.
    pub fn replace(&mut self, path: &Path, input: Input) -> Result<(), Failure> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if is_template_file(&name) {
            self.templates.insert(name, input);
        } else if name == TABLE || input.says("region:") {
            self.regions.insert(name, input);
        } else if name == "rules.yaml" || input.is_rulebook() {
            self.set_rules(input)?;
        } else {
            let help = "a rulebook has a key `rulebook`, a profile `region`, an event `title` and `date`, a template is called NAME.md";
            let finding = Diagnostic::error("unknown-kind", "this is no rulebook, region profile, event or template");
            return Err(Failure::usage(finding.at(Origin::file(input.file)).help(help)));
        }
        Ok(())
    }

    /// The templates as the template engine takes them.
    pub fn template_files(&self) -> Vec<TemplateFile> {
        let file = |(name, input): (&String, &Input)| TemplateFile {
            name: name.clone(),
            file: input.file.clone(),
            text: input.text.clone().into_owned(),
            is_built_in: is_built_in(name, input),
        };
        self.templates.iter().map(file).collect()
    }
}

/// Whether a template is the built-in one of its name, word for word.
pub(super) fn is_built_in(name: &str, input: &Input) -> bool {
    TEMPLATES.get_file(name).is_some_and(|built_in| built_in.contents() == input.text.as_bytes())
}

/// The rulebook in the binary.
pub(super) fn built_in_rules() -> Input {
    Input { file: format!("{BUILT_IN}rules.yaml"), text: RULES.into() }
}

/// The samples by name.
pub(super) fn built_in_samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES.files().filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
}

pub(super) fn is_region_file(name: &str) -> bool {
    name == TABLE || name.ends_with(".yaml") || name.ends_with(".yml")
}

pub(super) fn is_template_file(name: &str) -> bool {
    name.ends_with(".md") || TEMPLATE_FILES.contains(&name)
}

fn embedded(dir: &'static Dir, folder: &str, wanted: Wanted) -> BTreeMap<String, Input> {
    let files = dir.files().filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)));
    let input = |(name, text): (&str, &'static str)| {
        (name.to_owned(), Input { file: format!("{BUILT_IN}{folder}/{name}"), text: text.into() })
    };
    files.filter(|(name, _)| wanted(name)).map(input).collect()
}

fn read_folder(
    folder: &Path,
    (wanted, most): (fn(&str) -> bool, u64),
    warnings: &mut Diagnostics,
) -> Result<BTreeMap<String, Input>, Failure> {
    let (files, others) = listed(folder, wanted).map_err(|error| Failure::io("read this folder", folder, &error))?;
    let known = || TEMPLATE_FILES.into_iter().chain([TABLE]).filter(|known| wanted(known));
    for (name, path) in &others {
        if let Some(meant) = nearest(name, known()) {
            let warning = Diagnostic::warning("unused-file", "nothing reads this file");
            warnings
                .push(warning.at(Origin::file(path.display().to_string())).help(format!("did you mean `{meant}`?")));
        }
    }
    within_bounds(folder, files.values(), most)?;
    let read = |(name, path): (String, PathBuf)| Ok((name, read_in(folder, &path)?));
    files.into_iter().map(read).collect()
}

/// Files by their names.
type Files = BTreeMap<String, PathBuf>;

/// Whether a file of this name is to be read.
pub(super) type Wanted = fn(&str) -> bool;

/// The files of a folder that are to be read, or more of them than any folder has, and the first of the other ones; by
/// their names.
pub(super) fn listed(folder: &Path, wanted: Wanted) -> io::Result<(Files, Files)> {
    let (mut files, mut others) = (BTreeMap::new(), BTreeMap::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
        if !wanted(&name) || path.is_dir() {
            others.insert(name, path);
        } else if files.len() <= MAX_FILES {
            files.insert(name, path);
        }
        if others.len() > MAX_FILES {
            others.pop_last();
        }
    }
    Ok((files, others))
}

/// Refuses a folder with more to read than any has, before any of it is read.
fn within_bounds<'p>(
    folder: &Path,
    files: impl ExactSizeIterator<Item = &'p PathBuf>,
    most: u64,
) -> Result<(), Failure> {
    let is_many = files.len() > MAX_FILES;
    let size = files.map(|path| path.metadata().map_or(0, |metadata| metadata.len())).fold(0, u64::saturating_add);
    if !is_many && size <= most {
        return Ok(());
    }
    let message = match is_many {
        true => format!("there are more than {MAX_FILES} files to read in this folder"),
        false => format!("there are {} MB to read in this folder", size.div_ceil(1 << 20)),
    };
    let finding = Diagnostic::error("input-too-large", message).at(Origin::file(folder.display().to_string()));
    Err(Failure::usage(finding.help(format!("no more is read of it than {MAX_FILES} files and {} MB", most >> 20))))
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
        assert_eq!(warnings.iter().next().unwrap().help.as_deref(), Some("did you mean `style.css`?"));
    }
}
