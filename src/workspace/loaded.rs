//! A workspace that was read and checked, with the writers that need its files.

use super::built_in::is_built_in;
use super::folder::{INDEX, Paths, STYLE};
use super::input::InputFile;
use super::inputs::Inputs;
use super::reading::read_font;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::{Glossary, Picture, Reader};
use crate::emblem::{self, Emblem};
use crate::failure::Failure;
use crate::html;
use crate::lang::Lang;
use crate::layout;
use crate::output::Hash;
use crate::pdf;
use crate::region::{Region, Regions};
use crate::rulebook::Rulebook;
use crate::style;
use crate::template::Templates;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

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
    pub index: InputFile,
    /// Whether that is the built-in one.
    pub index_is_built_in: bool,
    /// The files of the page and its style, which the HTML writer knows by their names alone.
    pages: BTreeMap<String, String>,
    html: OnceLock<Result<html::Writer, Diagnostics>>,
    pdf: OnceLock<Result<pdf::Writer, Diagnostics>>,
    /// How PDF sheets look.
    style: Option<InputFile>,
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

    fn pdf_settings(&self) -> Result<layout::Settings, Diagnostics> {
        let Some(InputFile { file, text }) = &self.style else { return Ok(layout::Settings::default()) };
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        style::read(file, text, |font| read_font(&folder.join(font)))
    }
}
