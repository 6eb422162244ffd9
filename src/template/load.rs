//! From the files of the templates folder to [`Templates`].

use super::errors::{Source, Sources};
use super::front::{self, DocumentKind};
use super::{Engine, Templates, errors, escape, filters};
use crate::bounds::{self, scan};
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::lang::{Lang, Text};
use crate::yaml;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;
use tera::{ErrorKind, Tera};

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
        if !files.iter().all(|file| file.is_built_in) {
            check(&sources, &mut findings);
        }
        let templates = Templates {
            engine: Engine { sources },
            documents,
            labels: labels(files, &mut findings).into_iter().map(|(lang, words)| (lang, Arc::new(words))).collect(),
            page_html: required(files, "page.html", &mut findings).map_or_else(String::new, |file| file.text.clone()),
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
            return Err(Diagnostic::error("document-name", message).at(Origin::file(&*file.file)).help(help).into());
        }
        return front::read(id, &file.file, front).map(Some);
    }
    let origin = Origin::at(&*file.file, 1, 1);
    if front.is_some() {
        let message = "front matter belongs to the Indonesian template of a document alone";
        return Err(Diagnostic::error("front-matter", message).at(origin).into());
    }
    let indonesian = format!("{id}.md");
    if !id.starts_with('_') && !files.iter().any(|file| file.name == indonesian) {
        let message = format!("there is no `{indonesian}` that this translates");
        return Err(Diagnostic::error("untranslated", message).at(origin).into());
    }
    Ok(None)
}

/// Tries all templates.
fn check(sources: &Sources, findings: &mut Diagnostics) {
    for Source { file, text, .. } in sources.values() {
        findings.extend(uses_of_safe(file, text));
        findings.extend(bounds::captures(file, text));
    }
    let texts: BTreeMap<&str, &str> = sources.iter().map(|(name, source)| (name.as_str(), source.for_tera())).collect();
    if engine().add_raw_templates(&texts).is_err() {
        diagnose(texts, sources, findings);
    }
}

/// Parses a template and those that it names.
pub(super) fn parse(name: &str, sources: &Sources) -> Result<Tera, tera::Error> {
    let mut tera = engine();
    tera.add_raw_templates(with_parts(name, sources))?;
    Ok(tera)
}

/// Parses templates made from another one, with those that that one names.
pub(super) fn parse_derived(name: &str, derived: &[(&str, &str)], sources: &Sources) -> Result<Tera, tera::Error> {
    let mut texts = with_parts(name, sources);
    texts.remove(name);
    texts.extend(derived.iter().copied());
    let mut tera = engine();
    tera.add_raw_templates(texts)?;
    Ok(tera)
}

/// A template and those that it names, directly or through others. Tera takes their names from string literals alone.
pub(super) fn with_parts<'s>(name: &'s str, sources: &'s Sources) -> BTreeMap<&'s str, &'s str> {
    let mut found = BTreeMap::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        let Some(source) = sources.get(name) else { continue };
        let text = source.for_tera();
        if found.insert(name, text).is_none() {
            open.extend(text.split(['"', '\'', '`']).filter(|literal| sources.contains_key(*literal)));
        }
    }
    found
}

/// The names in a template and in those that it names, fields of values left out; `None` where one of them is a name that
/// stands for all variables.
pub(super) fn names(name: &str, sources: &Sources) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for text in with_parts(name, sources).into_values() {
        let mut before = ["", ""];
        for scan::Token { text, .. } in scan::tokens(text) {
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

/// Everything that is wrong with templates, of which Tera tells the first error alone. A broken one is replaced by an
/// empty one, so that others that use it can be looked at.
fn diagnose<'t>(mut texts: BTreeMap<&'t str, &'t str>, sources: &Sources, findings: &mut Diagnostics) {
    for (name, text) in &mut texts {
        let error = engine().add_raw_template(name, text).err();
        if let Some(error) = error.filter(|error| matches!(error.kind(), ErrorKind::SyntaxError(_))) {
            findings.extend(errors::findings(&error, name, sources));
            *text = "";
        }
    }
    while let Err(error) = engine().add_raw_templates(&texts) {
        findings.extend(errors::findings(&error, "", sources));
        // A circle or a missing parent hides what Tera would say of the other templates.
        let culprit = match error.kind() {
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
            ErrorKind::MissingParent { current, .. } => Some(current),
            _ => None,
        };
        match culprit.and_then(|name| texts.get_mut(name.as_str())).filter(|text| !text.is_empty()) {
            Some(text) => *text = "",
            None => return,
        }
    }
}

/// Tera with our escape and filters, and no templates yet.
fn engine() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(|value, output: &mut dyn Write| output.write_all(escape::escape(value).as_bytes()));
    filters::register(&mut tera);
    bounds::register(&mut tera);
    tera
}

/// `safe` as a filter of an expression or of a section.
fn uses_of_safe(file: &str, source: &str) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for pair in scan::tokens(source).windows(2) {
        if matches!(pair[0].text, "|" | "filter") && pair[1].text == "safe" {
            let (line, column) = scan::position(source, pair[1].at);
            let help = "leave the filter out; for a line to fill in by hand there is `blank`";
            findings
                .push(Diagnostic::error("safe-filter", filters::SAFE).at(Origin::at(file, line, column)).help(help));
        }
    }
    findings
}

fn required<'f>(files: &'f [TemplateFile], name: &str, findings: &mut Diagnostics) -> Option<&'f TemplateFile> {
    let found = files.iter().find(|file| file.name == name);
    if found.is_none() {
        findings.push(Diagnostic::error("template-missing", format!("there is no `{name}` among the templates")));
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
