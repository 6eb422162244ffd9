//! The index page: everything in an output folder, by region and document, for someone who only clicks.

use crate::confine::{self, AbortCount, Bindings, SharedVariables, TemplateSet};
use crate::diag::{Code, Diagnostics};
use crate::lang::Lang;
use crate::layout::Paper;
use crate::output::Format;
use crate::output::manifest::{Entry, SheetSelection};
use crate::request::Look;
use crate::workspace::{InputFile, Workspace};
use serde::Serialize;
use std::collections::BTreeMap;

/// Name of the page in the output folder.
pub const FILE: &str = "index.html";

/// The most bytes that the page may have; for all regions in all formats it has a few million.
const MAX_OUTPUT: usize = 64 * 1024 * 1024;

/// Code of the findings in its template.
const FINDING: Code = Code::TemplateRender;

/// With more regions than these, the page folds them up and lists provinces to jump to.
const MANY_REGIONS: usize = 12;

/// The language of the page, which is for the offices that print the sheets.
const PAGE: Lang = Lang::Id;

/// Words in Indonesian and English.
struct Word(&'static str, &'static str);

impl Word {
    fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Id => self.0,
            Lang::En => self.1,
        }
    }
}

/// The words of the page that its template does not have.
struct Words {
    everywhere: Word,
    as_of: Word,
    english: Word,
    paper: Word,
    meterai: Word,
    fillable: Word,
}

const WORDS: Words = Words {
    everywhere: Word("Semua daerah", "All regions"),
    as_of: Word("keadaan", "as of"),
    english: Word("bahasa Inggris", "English"),
    paper: Word("kertas", "paper"),
    meterai: Word("ruang meterai", "room for a stamp duty label"),
    fillable: Word("untuk diisi di layar", "to fill in on the screen"),
};

/// Writes index pages from a template.
pub struct IndexWriter {
    page: TemplateSet,
    file: String,
}

/// What the template is given.
#[derive(Debug, Serialize)]
struct IndexPage {
    rulebook: String,
    version: String,
    date: String,
    hash: String,
    files: usize,
    many: bool,
    documents: Vec<Described>,
    jumps: Vec<Jump>,
    regions: Vec<RegionPart>,
}

/// A document and what it is for.
#[derive(Debug, Serialize)]
struct Described {
    name: String,
    description: String,
}

/// A place on the page.
#[derive(Debug, Serialize)]
struct Jump {
    name: String,
    anchor: String,
}

/// The sheets of one region.
#[derive(Debug, Serialize)]
struct RegionPart {
    name: String,
    province: String,
    anchor: String,
    documents: Vec<DocumentPart>,
}

/// The sheets of one document in one region.
#[derive(Debug, Serialize)]
struct DocumentPart {
    name: String,
    sheets: Vec<SheetPart>,
}

/// One sheet in its formats.
#[derive(Debug, Serialize)]
struct SheetPart {
    label: String,
    files: Vec<FileLink>,
}

/// One file.
#[derive(Debug, Serialize)]
struct FileLink {
    format: &'static str,
    href: String,
    pages: Option<u32>,
    kilobytes: u64,
}

impl IndexWriter {
    /// Takes the template of the page.
    ///
    /// # Errors
    /// A finding in the template.
    pub fn of(workspace: &Workspace) -> Result<Self, Diagnostics> {
        let InputFile { file, text } = &workspace.index;
        let texts = vec![(FILE.into(), text.as_ref().into())];
        let page = TemplateSet::parse(confine::PAGE, texts, !workspace.index_is_built_in, &AbortCount::default());
        let page = page.map_err(|fault| fault.in_page(FINDING, file))?;
        Ok(IndexWriter { page, file: file.clone() })
    }

    /// The page for these files.
    ///
    /// # Errors
    /// A variable of the template that does not exist.
    pub fn write(&self, workspace: &Workspace, files: &[Entry]) -> Result<String, Diagnostics> {
        let variables = SharedVariables::new(confine::fields(&page(workspace, files)));
        let page = self.page.render(FILE, &variables, &Bindings::new(), MAX_OUTPUT);
        page.map_err(|fault| fault.in_page(FINDING, &self.file))
    }
}

/// Sorts the files into regions, documents and sheets; each in the order in which lists show them.
fn page(workspace: &Workspace, files: &[Entry]) -> IndexPage {
    let mut sorted: BTreeMap<SheetPlace, Vec<&Entry>> = BTreeMap::new();
    for file in files {
        if let Some(selection) = &file.selection {
            sorted.entry(SheetPlace::of(workspace, selection)).or_default().push(file);
        }
    }
    let mut regions: Vec<RegionPart> = Vec::new();
    for (place, files) in &sorted {
        if regions.last().is_none_or(|region| region.anchor != place.anchor()) {
            regions.push(region_part(workspace, place));
        }
        if let Some(region) = regions.last_mut() {
            add_sheet(workspace, region, place, files);
        }
    }
    let many = regions.len() > MANY_REGIONS;
    let header = &workspace.rulebook.data().rulebook;
    IndexPage {
        rulebook: header.title.id.clone(),
        version: header.version.clone(),
        date: header.date.to_string(),
        hash: workspace.rulebook.short_hash().to_owned(),
        files: sorted.values().map(Vec::len).sum(),
        many,
        documents: described(workspace, &sorted),
        jumps: jumps(&regions, many),
        regions,
    }
}

/// Where a sheet stands on the page; files with one place are one sheet in several formats.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct SheetPlace {
    region_code: String,
    region: String,
    document_rank: usize,
    /// The selection without its format.
    sheet: SheetSelection,
}

impl SheetPlace {
    fn of(workspace: &Workspace, selection: &SheetSelection) -> Self {
        let documents = workspace.templates.documents();
        let rank = documents.iter().position(|kind| kind.id == selection.document).unwrap_or(documents.len());
        SheetPlace {
            region_code: selection.region_code.clone().unwrap_or_default(),
            region: selection.region.clone().unwrap_or_default(),
            document_rank: rank,
            sheet: SheetSelection { format: String::new(), ..selection.clone() },
        }
    }

    /// Sheets without a region stand first, under a heading of their own.
    fn anchor(&self) -> &str {
        if self.region.is_empty() { "umum" } else { &self.region }
    }
}

fn region_part(workspace: &Workspace, place: &SheetPlace) -> RegionPart {
    let known = workspace.regions.all().iter().find(|region| region.slug == place.region);
    let name = known.map_or(place.region.as_str(), |region| &region.name);
    RegionPart {
        name: if name.is_empty() { WORDS.everywhere.get(PAGE) } else { name }.to_owned(),
        province: known.map_or_else(String::new, |region| region.province.name.clone()),
        anchor: place.anchor().to_owned(),
        documents: Vec::new(),
    }
}

fn add_sheet(workspace: &Workspace, region: &mut RegionPart, place: &SheetPlace, files: &[&Entry]) {
    let sheet = &place.sheet;
    let name = document_name(workspace, &sheet.document);
    if region.documents.last().is_none_or(|document| document.name != name) {
        region.documents.push(DocumentPart { name, sheets: Vec::new() });
    }
    let mut parts: Vec<FileLink> = files.iter().filter_map(|entry| file_link(entry)).collect();
    parts.sort_by_key(|part| Format::ALL.iter().position(|format| format.extension() == part.format));
    if let Some(document) = region.documents.last_mut() {
        document.sheets.push(SheetPart { label: label(workspace, sheet), files: parts });
    }
}

fn file_link(entry: &Entry) -> Option<FileLink> {
    let format = Format::of_ending(&entry.selection.as_ref()?.format)?;
    let kilobytes = entry.bytes.div_ceil(1000);
    Some(FileLink { format: format.extension(), href: entry.path.clone(), pages: entry.pages, kilobytes })
}

fn document_name(workspace: &Workspace, id: &str) -> String {
    workspace.templates.document(id).map_or(id, |kind| kind.name.get(Lang::Id)).to_owned()
}

/// What tells a sheet from the others of its document; empty for the usual one.
fn label(workspace: &Workspace, sheet: &SheetSelection) -> String {
    let rulebook = &workspace.rulebook;
    let mut parts = Vec::new();
    if let Some(id) = &sheet.audience {
        parts.push(rulebook.audience(id).map_or(id, |audience| &audience.name.id).clone());
    }
    if let Some(id) = &sheet.phase {
        parts.push(rulebook.phase(id).map_or(id, |phase| &phase.name.id).clone());
    }
    if let Some(date) = sheet.date {
        parts.push(format!("{} {}", WORDS.as_of.get(PAGE), date.format("%d-%m-%Y")));
    }
    if sheet.lang != Lang::Id.tag() {
        parts.push(WORDS.english.get(PAGE).to_owned());
    }
    let Look { paper, meterai, fillable, .. } = sheet.look;
    if paper != Paper::A4 {
        parts.push(format!("{} {}", WORDS.paper.get(PAGE), paper.name().to_uppercase()));
    }
    if meterai {
        parts.push(WORDS.meterai.get(PAGE).to_owned());
    }
    if fillable {
        parts.push(WORDS.fillable.get(PAGE).to_owned());
    }
    parts.join(", ")
}

fn described(workspace: &Workspace, sorted: &BTreeMap<SheetPlace, Vec<&Entry>>) -> Vec<Described> {
    let kinds = workspace.templates.documents().iter();
    let shown = kinds.filter(|kind| sorted.keys().any(|place| place.sheet.document == kind.id));
    shown.map(|kind| Described { name: kind.name.id.clone(), description: kind.description.id.clone() }).collect()
}

/// Where one can jump to: the regions, or with many of them the first region of each province.
fn jumps(regions: &[RegionPart], many: bool) -> Vec<Jump> {
    let mut jumps: Vec<Jump> = Vec::new();
    for region in regions {
        let name = if many && !region.province.is_empty() { &region.province } else { &region.name };
        if jumps.last().is_none_or(|jump| jump.name != *name) {
            jumps.push(Jump { name: name.clone(), anchor: region.anchor.clone() });
        }
    }
    jumps
}
