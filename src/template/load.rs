//! From the files of the templates folder to [`Templates`].

use super::errors::{Source, Sources};
use super::front::{self, DocumentKind};
use super::{Engine, Templates, errors, escape, filters, scan};
use crate::confine::{Fault, Flavour, Patience, Refusal, Set, Text as Template};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::lang::{Lang, Text};
use crate::yaml;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;
use tera::Tera;

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
        let patience = Patience::default();
        if !files.iter().all(|file| file.is_built_in) {
            check(&sources, &patience, &mut findings);
        }
        let page = required(files, "page.html", &mut findings);
        let templates = Templates {
            engine: Engine { sources, patience },
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
            let message = format!("`{}` does not name a document", file.name);
            let help =
                "use small letters, digits and hyphens, as in `quiz-key.md`; begin with `_` for a part of others";
            return Err(Diagnostic::error(Code::DocumentName, message).at(Origin::file(&*file.file)).help(help).into());
        }
        return front::read(id, &file.file, front).map(Some);
    }
    let origin = Origin::at(&*file.file, 1, 1);
    if front.is_some() {
        let message = "front matter belongs to the Indonesian template of a document alone";
        return Err(Diagnostic::error(Code::FrontMatter, message).at(origin).into());
    }
    let indonesian = format!("{id}.md");
    if !id.starts_with('_') && !files.iter().any(|file| file.name == indonesian) {
        let message = format!("there is no `{indonesian}` that this translates");
        return Err(Diagnostic::error(Code::Untranslated, message).at(origin).into());
    }
    Ok(None)
}

/// How documents are rendered.
pub(super) const DOCUMENT: Flavour = Flavour { name: "document", tera: engine };

/// So many findings of one kind in one file are told.
pub(super) const MOST_FINDINGS: usize = 100;

/// Tries all templates.
fn check(sources: &Sources, patience: &Patience, findings: &mut Diagnostics) {
    sources.values().for_each(|source| findings.extend(uses_of_safe(source)));
    let texts: BTreeMap<&str, Arc<str>> =
        sources.iter().map(|(name, source)| (name.as_str(), Arc::clone(&source.text))).collect();
    let tried = Trial { sources, patience };
    if let Some(fault) = tried.fault(&texts) {
        tried.diagnose(texts, fault, findings);
    }
}

/// Parses a template and those that it names.
pub(super) fn parse(name: &str, sources: &Sources, patience: &Patience) -> Result<Set, Fault> {
    parse_texts(with_parts(name, sources), sources, patience)
}

/// Parses templates made from another one, with those that that one names.
pub(super) fn parse_derived(
    name: &str,
    derived: [(&'static str, String); 2],
    sources: &Sources,
    patience: &Patience,
) -> Result<Set, Fault> {
    let mut texts = with_parts(name, sources);
    let is_foreign = is_foreign(&texts, sources);
    texts.remove(name);
    texts.extend(derived.map(|(name, text)| (name, text.into())));
    Set::parse(DOCUMENT, named(&texts), is_foreign, patience)
}

fn parse_texts(texts: BTreeMap<&str, Arc<str>>, sources: &Sources, patience: &Patience) -> Result<Set, Fault> {
    let is_foreign = is_foreign(&texts, sources);
    Set::parse(DOCUMENT, named(&texts), is_foreign, patience)
}

fn named(texts: &BTreeMap<&str, Arc<str>>) -> Vec<Template> {
    texts.iter().map(|(name, text)| ((*name).into(), Arc::clone(text))).collect()
}

fn is_foreign(texts: &BTreeMap<&str, Arc<str>>, sources: &Sources) -> bool {
    texts.keys().any(|name| sources.get(*name).is_none_or(|source| !source.is_built_in))
}

/// A template and those that it names, directly or through others; where one of these is somebody's own, with all that define
/// components. Tera takes the names of templates from string literals alone.
pub(super) fn with_parts<'s>(name: &'s str, sources: &'s Sources) -> BTreeMap<&'s str, Arc<str>> {
    let mut found = BTreeMap::new();
    add_parts(name, sources, &mut found);
    if is_foreign(&found, sources) {
        let components = sources.iter().filter(|(_, source)| defines_components(source));
        components.for_each(|(name, _)| add_parts(name, sources, &mut found));
    }
    found
}

fn add_parts<'s>(name: &'s str, sources: &'s Sources, found: &mut BTreeMap<&'s str, Arc<str>>) {
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let Some(Source { text, .. }) = sources.get(name) else { continue };
        if found.insert(name, Arc::clone(text)).is_none() {
            open.extend(text.split(['"', '\'', '`']).filter(|literal| sources.contains_key(*literal)));
        }
    }
}

/// Whether a template may define components; those that are built in define none.
pub(super) fn defines_components(source: &Source) -> bool {
    !source.is_built_in && source.text.contains("component")
}

/// The names in a template and in those that it names, fields of values left out; `None` where one of them is a name that
/// stands for all variables.
pub(super) fn names(name: &str, sources: &Sources) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for text in with_parts(name, sources).into_values() {
        let mut before = ["", ""];
        for scan::Token { text, .. } in scan::tokens(&text) {
            if text.starts_with("__") {
                return None;
            }
            // After several dots stands no field.
            if before[1] != "." || before[0] == "." {
                names.insert(text.to_owned());
            }
            before = [before[1], text];
        }
    }
    Some(names)
}

/// What trying templates takes.
struct Trial<'s> {
    sources: &'s Sources,
    patience: &'s Patience,
}

impl Trial<'_> {
    /// What is wrong with templates, as far as Tera tells it.
    fn fault(&self, texts: &BTreeMap<&str, Arc<str>>) -> Option<Fault> {
        parse_texts(texts.clone(), self.sources, self.patience).err()
    }

    /// Everything that is wrong with templates, of which Tera tells the first error alone. A broken one is replaced by an
    /// empty one, so that others that use it can be looked at.
    fn diagnose(&self, mut texts: BTreeMap<&str, Arc<str>>, first: Fault, findings: &mut Diagnostics) {
        if let Fault::Refused(refusal @ Refusal::NoProcess(_)) = &first {
            return findings.push(refusal.finding(Code::TemplateSyntax));
        }
        let known = findings.len();
        for (name, text) in &mut texts {
            match self.fault(&BTreeMap::from([(*name, Arc::clone(text))])) {
                Some(Fault::Refused(refusal)) => findings.push(errors::unparsed(&refusal, name, self.sources)),
                Some(fault @ Fault::Syntax(_)) => findings.extend(errors::findings(&fault, name, self.sources)),
                _ => continue,
            }
            *text = "".into();
        }
        let mut next = if findings.len() == known { Some(first) } else { self.fault(&texts) };
        while let Some(fault) = next {
            let culprit = self.culprit(&fault, &texts).unwrap_or_default();
            match &fault {
                Fault::Refused(Refusal::Untried) => return,
                Fault::Refused(refusal) => findings.push(errors::unparsed(refusal, &culprit, self.sources)),
                fault => findings.extend(errors::findings(fault, &culprit, self.sources)),
            }
            next = match texts.get_mut(culprit.as_str()).filter(|text| !text.is_empty()) {
                Some(text) => {
                    *text = "".into();
                    self.fault(&texts)
                }
                None => None,
            };
        }
    }

    /// The template without which Tera would say what else is wrong: one in a circle, one without a parent, one that is
    /// refused.
    fn culprit(&self, fault: &Fault, texts: &BTreeMap<&str, Arc<str>>) -> Option<String> {
        match fault {
            Fault::CircularExtend { template, .. } | Fault::CircularInclude { template, .. } => Some(template.clone()),
            Fault::MissingParent { current, .. } => Some(current.clone()),
            Fault::Refused(_) => self.most_demanding(texts),
            _ => None,
        }
    }

    /// The first template that is refused with those that it names, where all together are.
    fn most_demanding(&self, texts: &BTreeMap<&str, Arc<str>>) -> Option<String> {
        let is_refused = |name: &&&str| {
            let parts = with_parts(name, self.sources).into_keys();
            let parts = parts.filter_map(|part| Some((part, Arc::clone(texts.get(part)?)))).collect();
            matches!(self.fault(&parts), Some(Fault::Refused(_)))
        };
        texts.keys().find(is_refused).map(|name| (*name).to_owned())
    }
}

/// Tera with our escape and filters, and no templates yet.
fn engine() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(|value, output: &mut dyn Write| output.write_all(escape::escape(value).as_bytes()));
    filters::register(&mut tera);
    tera
}

/// `safe` as a filter of an expression or of a section.
fn uses_of_safe(Source { file, text, .. }: &Source) -> Diagnostics {
    let mut findings = Diagnostics::new();
    if !text.contains("safe") {
        return findings;
    }
    let tokens = scan::tokens(text);
    let uses = tokens.windows(2).filter(|pair| matches!(pair[0].text, "|" | "filter") && pair[1].text == "safe");
    for pair in uses.take(MOST_FINDINGS) {
        let (line, column) = scan::position(text, pair[1].at);
        let help = "leave the filter out; for a line to fill in by hand there is `blank`";
        findings.push(
            Diagnostic::error(Code::SafeFilter, filters::SAFE).at(Origin::at(file.as_str(), line, column)).help(help),
        );
    }
    findings
}

fn required<'f>(files: &'f [TemplateFile], name: &str, findings: &mut Diagnostics) -> Option<&'f TemplateFile> {
    let found = files.iter().find(|file| file.name == name);
    if found.is_none() {
        findings.push(Diagnostic::error(Code::TemplateMissing, format!("there is no `{name}` among the templates")));
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
