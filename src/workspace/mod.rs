//! The workspace: the rulebook, the regions and the templates that a command works with.
//!
//! 1. [`Inputs::read`] finds the files.
//! 2. [`Workspace::from_inputs`] makes sense of them; the findings of all of them come together.

mod extends;
mod inputs;
mod reading;
mod sources;
mod start;

pub use inputs::{Input, Inputs, Paths};
pub use reading::{STDIN, is_stdin, read, read_bytes, read_text, stdin};
pub use start::start;

use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::document::{Glossary, Picture, Reader};
use crate::emblem::{self, Emblem};
use crate::failure::Failure;
use crate::html;
use crate::lang::Lang;
use crate::output::Hash;
use crate::pdf;
use crate::region::{Region, Regions, Table};
use crate::rulebook::Rulebook;
use crate::style;
use crate::template::Templates;
use inputs::{BUILT_IN, INDEX, STYLE, TABLE, is_built_in};
use reading::read_font;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

impl Inputs {
    /// The rulebook, on top of what it extends.
    fn load_rulebook(&self, warnings: &mut Diagnostics) -> Result<Rulebook, Diagnostics> {
        fn named(input: &Input) -> (&str, &str) {
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
    fn load_rules(&self, warnings: &mut Diagnostics) -> Result<(Rulebook, Regions), Diagnostics> {
        let (tables, profiles): (Vec<_>, Vec<_>) = self.regions.iter().partition(|(name, _)| *name == TABLE);
        let (table_file, table_text) = tables.first().map_or((TABLE, ""), |(_, table)| (&table.file, &table.text));
        let read_table = || {
            let table = Table::read(table_file, table_text);
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

    /// The version of the program, and the hash of each file.
    fn hashes(&self) -> String {
        let mut all = env!("CARGO_PKG_VERSION").to_owned();
        let files = self.regions.iter().chain(&self.templates).map(|(name, input)| (name.as_str(), input));
        for (name, input) in self.rulebook().map(|input| ("rules.yaml", input)).chain(files) {
            all.push_str(&format!("\n{name} {}", Hash::of(input.text.as_bytes())));
        }
        all
    }
}

/// A hash over every input and the version of the program: sheets of one edition go together.
fn edition(mut hashes: String, emblems: &BTreeMap<String, Emblem>) -> String {
    for (code, emblem) in emblems {
        hashes.push_str(&format!("\n{code} {}", Hash::of(emblem.bytes())));
    }
    Hash::of(hashes.as_bytes()).to_string()
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
    /// Whether that is the built-in one.
    pub index_is_built_in: bool,
    /// The files of the page and its style, which the HTML writer knows by their names alone.
    pages: BTreeMap<String, String>,
    html: OnceLock<Result<html::Writer, Diagnostics>>,
    pdf: OnceLock<Result<pdf::Writer, Diagnostics>>,
    /// How PDF sheets look.
    style: Option<Input>,
    reader: OnceLock<Reader>,
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
        let templates = || (Templates::load(&inputs.template_files()), inputs.hashes());
        let (rules, (templates, hashes)) = rayon::join(|| inputs.load_rules(warnings), templates);
        match (rules, templates) {
            (Ok((rulebook, regions)), Ok(templates)) => {
                let profile = |file: &str| inputs.regions.values().find(|input| input.file == file);
                let emblems = emblem::open(&regions, |file| profile(file).map_or("", |input| &input.text));
                Ok(Workspace {
                    rulebook,
                    regions,
                    templates,
                    edition: edition(hashes, &emblems),
                    emblems,
                    index: inputs.templates.get(INDEX).cloned().unwrap_or_default(),
                    index_is_built_in: inputs.templates.get(INDEX).is_some_and(|page| is_built_in(INDEX, page)),
                    pages: inputs.templates.iter().map(|(name, input)| (name.clone(), input.file.clone())).collect(),
                    html: OnceLock::new(),
                    pdf: OnceLock::new(),
                    style: inputs.templates.get(STYLE).cloned(),
                    reader: OnceLock::new(),
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
        let (page, is_built_in) = self.templates.page_html();
        let made = || html::Writer::of(page, is_built_in, self.templates.style_css());
        self.html.get_or_init(|| made().map_err(|findings| self.placed(findings))).as_ref().map_err(Clone::clone)
    }

    /// What reads the Markdown of a sheet, and knows what a listener is told about its words.
    pub fn reader(&self) -> &Reader {
        self.reader.get_or_init(|| {
            let data = self.rulebook.data();
            let mut glossary = Glossary::default();
            data.abbreviations.iter().for_each(|known| glossary.abbreviation(&known.short, &known.long));
            data.foreign.id.iter().for_each(|words| glossary.foreign(words, Lang::Id));
            data.foreign.en.iter().for_each(|words| glossary.foreign(words, Lang::En));
            Reader::new(glossary)
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
