//! From the files of the templates folder to [`Templates`].

use super::engine::Engine;
use super::front::{self, DocumentKind};
use super::source::{Source, Sources};
use super::templates::Templates;
use super::trial;
use crate::confine::AbortCount;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::lang::{Lang, Text};
use crate::yaml;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file of the templates folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFile {
    /// Its name in the folder: `pledge.md`.
    pub name: String,
    /// The file as a person would name it: `templates/pledge.md`, `<built-in>/templates/pledge.md`.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Whether it is the built-in file of its name, word for word. Tests have tried those; a run need not.
    pub is_built_in: bool,
}

impl Templates {
    /// Takes all files of the templates folder, of each name one.
    ///
    /// # Errors
    /// Every finding in every file: front matter, syntax, names of filters, functions, blocks and templates that do not
    /// exist, the `safe` filter, a missing file.
    pub fn load(files: &[TemplateFile]) -> Result<Self, Diagnostics> {
        let mut findings = Diagnostics::new();
        let mut sources = Sources::new();
        let mut documents = Vec::new();
        for file in files.iter().filter(|file| file.name.ends_with(".md")) {
            let (front, source) = front::split(&file.text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
            match document_of(file, front.as_deref(), files) {
                Ok(document) => documents.extend(document),
                Err(found) => findings.extend(found),
            }
            let source = Source::new(&file.file, source, file.is_built_in);
            sources.insert(file.name.clone(), source);
        }
        documents.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        let aborts = AbortCount::default();
        if !files.iter().all(|file| file.is_built_in) {
            trial::check(&sources, &aborts, &mut findings);
        }
        let page = required(files, "page.html", &mut findings);
        let templates = Templates {
            engine: Engine::new(sources, aborts),
            documents,
            labels: labels(files, &mut findings).into_iter().map(|(lang, words)| (lang, Arc::new(words))).collect(),
            page_html: page.map_or_else(String::new, |file| file.text.clone()),
            page_is_built_in: page.is_some_and(|file| file.is_built_in),
            style_css: required(files, "style.css", &mut findings).map_or_else(String::new, |file| file.text.clone()),
        };
        findings.sort();
        if findings.is_empty() { Ok(templates) } else { Err(findings) }
    }
}

/// The document that a template makes: none for a part of others (`_name.md`) and for an English version.
fn document_of(
    file: &TemplateFile,
    front: Option<&str>,
    files: &[TemplateFile],
) -> Result<Option<DocumentKind>, Diagnostics> {
    let stem = file.name.trim_end_matches(".md");
    let id = stem.trim_end_matches(".en");
    if id == stem && !id.starts_with('_') {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || !id.chars().all(is_plain) {
            let message = say!("`{}` bukan nama dokumen", "`{}` does not name a document", file.name);
            let help = say!(
                "pakai huruf kecil, angka, dan tanda hubung, seperti `quiz-key.md`; awali dengan `_` untuk bagian templat lain",
                "use small letters, digits and hyphens, as in `quiz-key.md`; begin with `_` for a part of others"
            );
            return Err(Diagnostic::error(Code::DocumentName, message).at(Origin::file(&*file.file)).help(help).into());
        }
        return front::read(id, &file.file, front).map(Some);
    }
    let origin = Origin::at(&*file.file, 1, 1);
    if front.is_some() {
        let message = say!(
            "kepala berkas hanya ada pada templat bahasa Indonesia suatu dokumen",
            "front matter belongs to the Indonesian template of a document alone"
        );
        return Err(Diagnostic::error(Code::FrontMatter, message).at(origin).into());
    }
    let indonesian = format!("{id}.md");
    if !id.starts_with('_') && !files.iter().any(|file| file.name == indonesian) {
        let message = say!(
            "tidak ada `{indonesian}` yang diterjemahkan oleh templat ini",
            "there is no `{indonesian}` that this translates"
        );
        return Err(Diagnostic::error(Code::Untranslated, message).at(origin).into());
    }
    Ok(None)
}

fn required<'f>(files: &'f [TemplateFile], name: &str, findings: &mut Diagnostics) -> Option<&'f TemplateFile> {
    let found = files.iter().find(|file| file.name == name);
    if found.is_none() {
        findings.push(Diagnostic::error(
            Code::TemplateMissing,
            say!("tidak ada `{name}` di antara templat", "there is no `{name}` among the templates"),
        ));
    }
    found
}

/// `labels.yaml`: each key with its words in both languages.
fn labels(files: &[TemplateFile], findings: &mut Diagnostics) -> BTreeMap<Lang, BTreeMap<String, String>> {
    let mut labels = BTreeMap::from(Lang::ALL.map(|lang| (lang, BTreeMap::new())));
    let Some(file) = required(files, "labels.yaml", findings) else { return labels };
    match yaml::load::<yaml::Keyed<Text>>(&file.file, &file.text) {
        Ok(read) => {
            for (key, text) in read.value.0 {
                for (lang, words) in &mut labels {
                    words.insert(key.clone(), text.get(*lang).to_owned());
                }
            }
        }
        Err(found) => findings.extend(found),
    }
    labels
}
