//! The workspace: the rulebook, the regions and the templates that a command works with.
//!
//! 1. [`Inputs::read`] finds the files: those named by flags, else those in the current folder, else the copy built
//!    into the binary. Profiles and templates replace built-in ones file by file, the rulebook as a whole.
//! 2. [`Workspace::from_inputs`] makes sense of them; the findings of all of them come together.

use crate::diag::{Diagnostic, Diagnostics, Origin, nearest};
use crate::document::{Glossary, Picture};
use crate::emblem::{self, Emblem};
use crate::failure::Failure;
use crate::html;
use crate::lang::Lang;
use crate::output::Hash;
use crate::pdf;
use crate::region::{Region, Regions};
use crate::rulebook::Rulebook;
use crate::style;
use crate::template::{TemplateFile, Templates};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

static RULES: &str = include_str!("../rules.yaml");
static REGIONS: Dir = include_dir!("$CARGO_MANIFEST_DIR/regions");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// How the names of built-in files begin.
const BUILT_IN: &str = "<built-in>/";

/// Name of the table of all regions within the regions folder.
const TABLE: &str = "regions.csv";

/// Files of the templates folder beside `*.md`.
const TEMPLATE_FILES: [&str; 5] = ["page.html", "style.css", "labels.yaml", "index.html", STYLE];

/// Name of the look of PDF sheets within the templates folder.
const STYLE: &str = "style.yaml";

/// No input is larger; the built-in rulebook has a hundredth of it.
const MAX_INPUT: u64 = 32 * 1024 * 1024;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file as a person would name it: `rules.yaml`, `<built-in>/rules.yaml`.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// All files of a workspace, by name where there are many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// The rulebook.
    pub rules: Input,
    /// The region profiles and the table of all regions.
    pub regions: BTreeMap<String, Input>,
    /// The templates.
    pub templates: BTreeMap<String, Input>,
}

impl Inputs {
    /// The copy built into the binary.
    pub fn built_in() -> Self {
        Inputs {
            rules: Input { file: format!("{BUILT_IN}rules.yaml"), text: RULES.into() },
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
            given.clone().or_else(|| Some(PathBuf::from(usual)).filter(|path| path.exists()))
        };
        if let Some(path) = here(&paths.rules, "rules.yaml") {
            inputs.rules = read(&path)?;
        }
        if let Some(folder) = here(&paths.regions, "regions") {
            inputs.regions.extend(read_folder(&folder, is_region_file, warnings)?);
        }
        if let Some(folder) = here(&paths.templates, "templates") {
            inputs.templates.extend(read_folder(&folder, is_template_file, warnings)?);
        }
        Ok(inputs)
    }

    /// Puts a file in the place of the one of its kind and name.
    ///
    /// # Errors
    /// A file of no kind that a workspace has.
    pub fn replace(&mut self, path: &Path, input: Input) -> Result<(), Diagnostic> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let says = |key: &str| input.text.lines().any(|line| line.starts_with(key));
        if is_template_file(&name) {
            self.templates.insert(name, input);
        } else if name == TABLE || says("region:") {
            self.regions.insert(name, input);
        } else if name == "rules.yaml" || says("rulebook:") {
            self.rules = input;
        } else {
            let help = "a rulebook has a key `rulebook`, a profile a key `region`, a template is called NAME.md";
            let finding = Diagnostic::error("unknown-kind", "this is no rulebook, region profile or template");
            return Err(finding.at(Origin::file(input.file)).help(help));
        }
        Ok(())
    }

    /// The templates as the template engine takes them.
    pub fn template_files(&self) -> Vec<TemplateFile> {
        let file = |(name, input): (&String, &Input)| TemplateFile {
            name: name.clone(),
            file: input.file.clone(),
            text: input.text.clone(),
        };
        self.templates.iter().map(file).collect()
    }

    /// The rulebook and the regions. A built-in profile that does not go with a rulebook of one's own is left out.
    ///
    /// # Errors
    /// Every error in the rulebook; without one there, every error in the regions.
    fn load_rules(&self, warnings: &mut Diagnostics) -> Result<(Rulebook, Regions), Diagnostics> {
        let rulebook = Rulebook::load(&self.rules.file, &self.rules.text, warnings)?;
        let (tables, profiles): (Vec<_>, Vec<_>) = self.regions.iter().partition(|(name, _)| *name == TABLE);
        let (table_file, table) = tables.first().map_or((TABLE, ""), |(_, table)| (&table.file, &table.text));
        let profiles = |left_out: &BTreeSet<String>| -> Vec<(String, String)> {
            let kept = profiles.iter().filter(|(_, profile)| !left_out.contains(&profile.file));
            kept.map(|(_, profile)| (profile.file.clone(), profile.text.clone())).collect()
        };
        let findings = match Regions::load(table_file, table, &profiles(&BTreeSet::new()), &rulebook, warnings) {
            Ok(regions) => return Ok((rulebook, regions)),
            Err(findings) => findings,
        };
        let left_out = self.unfit_profiles(&findings);
        let regions = Regions::load(table_file, table, &profiles(&left_out), &rulebook, warnings)?;
        for file in left_out {
            let note =
                Diagnostic::warning("profile-left-out", "this built-in profile cites what the rulebook does not have");
            warnings.push(note.at(Origin::file(file)).help("put a profile of the same name into the regions folder"));
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

    /// A hash over every input and the version of the program: sheets of one edition go together.
    fn edition(&self, emblems: &BTreeMap<String, Emblem>) -> String {
        let mut all = env!("CARGO_PKG_VERSION").to_owned();
        let files = self.regions.iter().chain(&self.templates).map(|(name, input)| (name.as_str(), input));
        for (name, input) in std::iter::once(("rules.yaml", &self.rules)).chain(files) {
            all.push_str(&format!("\n{name} {}", Hash::of(input.text.as_bytes())));
        }
        for (code, emblem) in emblems {
            all.push_str(&format!("\n{code} {}", Hash::of(emblem.bytes())));
        }
        Hash::of(all.as_bytes()).to_string()
    }
}

/// What a command works with.
pub struct Workspace {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// All regions.
    pub regions: Regions,
    /// All templates.
    pub templates: Templates,
    /// A hash over every input.
    pub edition: String,
    /// Coats of arms by the code of the region.
    emblems: BTreeMap<String, Emblem>,
    /// The template of the index page.
    pub index: Input,
    /// The files of the page and its style, which the HTML writer knows by their names alone.
    pages: BTreeMap<String, String>,
    html: OnceLock<Result<html::Writer, Diagnostics>>,
    pdf: OnceLock<Result<pdf::Writer, Diagnostics>>,
    /// How PDF sheets look.
    style: Option<Input>,
    glossary: OnceLock<Glossary>,
}

impl Workspace {
    /// Reads and loads the workspace.
    ///
    /// # Errors
    /// What cannot be read; the findings in what was read.
    pub fn load(paths: &Paths, warnings: &mut Diagnostics) -> Result<Self, Failure> {
        Ok(Workspace::from_inputs(&Inputs::read(paths, warnings)?, warnings)?)
    }

    /// Loads a workspace from files that were read.
    ///
    /// # Errors
    /// The findings in all of them together.
    pub fn from_inputs(inputs: &Inputs, warnings: &mut Diagnostics) -> Result<Self, Diagnostics> {
        match (inputs.load_rules(warnings), Templates::load(&inputs.template_files())) {
            (Ok((rulebook, regions)), Ok(templates)) => {
                let profile = |file: &str| inputs.regions.values().find(|input| input.file == file);
                let emblems = emblem::open(&regions, |file| profile(file).map_or("", |input| &input.text));
                Ok(Workspace {
                    rulebook,
                    regions,
                    templates,
                    edition: inputs.edition(&emblems),
                    emblems,
                    index: inputs
                        .templates
                        .get("index.html")
                        .cloned()
                        .unwrap_or(Input { file: String::new(), text: String::new() }),
                    pages: inputs.templates.iter().map(|(name, input)| (name.clone(), input.file.clone())).collect(),
                    html: OnceLock::new(),
                    pdf: OnceLock::new(),
                    style: inputs.templates.get(STYLE).cloned(),
                    glossary: OnceLock::new(),
                })
            }
            (rules, templates) => {
                let mut findings = rules.err().unwrap_or_default();
                findings.extend(templates.err().unwrap_or_default());
                Err(findings)
            }
        }
    }

    /// The coat of arms of a region, where its profile names one.
    ///
    /// # Errors
    /// It cannot be read, or is no picture that can be used.
    pub fn emblem(&self, region: &Region) -> Result<Option<Arc<Picture>>, Diagnostic> {
        self.emblems.get(&region.code).map(Emblem::picture).transpose()
    }

    /// The HTML writer.
    ///
    /// # Errors
    /// Findings in the template of the page.
    pub fn html(&self) -> Result<&html::Writer, Diagnostics> {
        let made = || html::Writer::new(self.templates.page_html(), self.templates.style_css());
        self.html.get_or_init(|| made().map_err(|findings| self.placed(findings))).as_ref().map_err(Clone::clone)
    }

    /// What a listener is told about the words of a sheet.
    pub fn glossary(&self) -> &Glossary {
        self.glossary.get_or_init(|| {
            let data = self.rulebook.data();
            let mut glossary = Glossary::default();
            data.abbreviations.iter().for_each(|known| glossary.abbreviation(&known.short, &known.long));
            data.foreign.id.iter().for_each(|words| glossary.foreign(words, Lang::Id));
            data.foreign.en.iter().for_each(|words| glossary.foreign(words, Lang::En));
            glossary
        })
    }

    /// Findings that name a page by its name, with the file it was read from.
    fn placed(&self, findings: Diagnostics) -> Diagnostics {
        let mut placed = Diagnostics::new();
        for mut finding in findings {
            if let Some(origin) = &mut finding.origin
                && let Some(file) = self.pages.get(&*origin.file)
            {
                origin.file = file.as_str().into();
            }
            placed.push(finding);
        }
        placed
    }

    /// The PDF writer, made when first asked for, since its fonts take time to read.
    ///
    /// # Errors
    /// Findings in the style file and in its fonts.
    pub fn pdf(&self) -> Result<&pdf::Writer, Diagnostics> {
        self.pdf.get_or_init(|| pdf::Writer::new(self.pdf_settings()?)).as_ref().map_err(Clone::clone)
    }

    fn pdf_settings(&self) -> Result<pdf::Settings, Diagnostics> {
        let Some(Input { file, text }) = &self.style else { return Ok(pdf::Settings::default()) };
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        style::read(file, text, |font| read_font(&folder.join(font)))
    }
}

fn is_region_file(name: &str) -> bool {
    name == TABLE || name.ends_with(".yaml") || name.ends_with(".yml")
}

fn is_template_file(name: &str) -> bool {
    name.ends_with(".md") || TEMPLATE_FILES.contains(&name)
}

fn embedded(dir: &Dir, folder: &str, wanted: fn(&str) -> bool) -> BTreeMap<String, Input> {
    let files = dir.files().filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)));
    let input = |(name, text): (&str, &str)| {
        (name.to_owned(), Input { file: format!("{BUILT_IN}{folder}/{name}"), text: text.to_owned() })
    };
    files.filter(|(name, _)| wanted(name)).map(input).collect()
}

fn read_folder(
    folder: &Path,
    wanted: fn(&str) -> bool,
    warnings: &mut Diagnostics,
) -> Result<BTreeMap<String, Input>, Failure> {
    let fail = |error| Failure::io("read this folder", folder, &error);
    let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).and_then(|entries| entries.collect());
    let mut paths: Vec<PathBuf> = entries.map_err(fail)?.iter().map(std::fs::DirEntry::path).collect();
    paths.sort();
    let mut inputs = BTreeMap::new();
    for path in paths {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if wanted(name) && path.is_file() {
            inputs.insert(name.to_owned(), read(&path)?);
        } else if let Some(meant) =
            nearest(name, TEMPLATE_FILES.into_iter().chain([TABLE])).filter(|meant| wanted(meant))
        {
            let warning = Diagnostic::warning("unused-file", "nothing reads this file");
            warnings
                .push(warning.at(Origin::file(path.display().to_string())).help(format!("did you mean `{meant}`?")));
        }
    }
    Ok(inputs)
}

fn read_font(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let opened = File::open(path).and_then(|file| file.take(MAX_INPUT + 1).read_to_end(&mut bytes));
    opened.map_err(|error| format!("cannot read this file: {error}"))?;
    if bytes.len() as u64 > MAX_INPUT { Err("this file is too large".to_owned()) } else { Ok(bytes) }
}

/// Reads a text file.
///
/// # Errors
/// Failed I/O, a file that is too large or not UTF-8.
pub fn read(path: &Path) -> Result<Input, Failure> {
    let file = path.display().to_string();
    let mut bytes = Vec::new();
    let limited = File::open(path).map(|file| file.take(MAX_INPUT + 1));
    limited.and_then(|mut file| file.read_to_end(&mut bytes)).map_err(|error| Failure::io("read", path, &error))?;
    if bytes.len() as u64 > MAX_INPUT {
        let message = format!("this file is larger than {} MB", MAX_INPUT / 1024 / 1024);
        return Err(Failure::usage(Diagnostic::error("input-too-large", message).at(Origin::file(file))));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Input { file, text }),
        Err(error) => {
            let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let finding = Diagnostic::error("not-utf8", "this file is not UTF-8 text")
                .at(Origin::at(file, line as u32, column as u32))
                .help("save it as UTF-8 text");
            Err(Failure::usage(finding))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(failure: Failure) -> Diagnostic {
        failure.findings().and_then(|findings| findings.iter().next().cloned()).unwrap()
    }

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
        assert_ne!(inputs.edition(&BTreeMap::new()), Inputs::built_in().edition(&BTreeMap::new()));
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

    #[test]
    fn what_is_no_text_is_a_finding_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.yaml");
        std::fs::write(&path, b"a: b\nc: \xff\n").unwrap();
        let found = finding(read(&path).unwrap_err());
        assert_eq!((found.code.0, found.origin.unwrap().line), ("not-utf8", 2));
        assert_eq!(finding(read(folder.path()).unwrap_err()).code.0, "io");
    }
}
