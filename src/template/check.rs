//! Renders every template on sample variables, to find variables that do not exist.

use super::front::DocumentKind;
use super::scan;
use super::source::Source;
use super::templates::{Templates, template_name};
use super::trial::MOST_FINDINGS;
use crate::confine::Bindings;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, nearest, say};
use crate::lang::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// Variables to try a template on.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What is special about them, for findings: "on a full sheet".
    pub what: Message,
    /// The variables.
    pub variables: Bindings,
    /// Their names.
    pub names: Vec<String>,
}

/// Renders each document in both languages on each sample, the fullest first.
///
/// Variables in branches that no sample takes are checked against the names of the first sample.
pub fn check(templates: &Templates, samples: impl Fn(&DocumentKind, Lang) -> Vec<Sample>) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for document in templates.documents() {
        for lang in Lang::ALL {
            if templates.file_name(&document.id, lang).is_some() {
                findings.extend(check_document(templates, document, lang, &samples(document, lang)));
            }
        }
    }
    findings.sort();
    findings
}

fn check_document(templates: &Templates, document: &DocumentKind, lang: Lang, samples: &[Sample]) -> Diagnostics {
    let Some(full) = samples.first() else { return Diagnostics::new() };
    let unknown = unknown_names(templates, &template_name(&document.id, lang), &full.names);
    if !unknown.is_empty() {
        return unknown;
    }
    for (index, sample) in samples.iter().enumerate() {
        if let Err(found) = templates.render(&document.id, lang, sample.variables.clone()) {
            let mut findings = Diagnostics::new();
            for mut finding in found {
                // A failure on the first sample is one on any sheet.
                if index > 0 {
                    let what = &sample.what;
                    finding.message.push(&say!(" ({what})", " ({what})"; what));
                }
                findings.push(finding);
            }
            return findings;
        }
    }
    Diagnostics::new()
}

/// Names at the start of an expression that are neither variables nor defined by a template.
fn unknown_names(templates: &Templates, template: &str, known_names: &[String]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let names = templates.engine.set(template).map(|set| set.names(template));
    let Ok(Ok(names)) = names else { return findings };
    let own = own_names(templates);
    let is_known = |name: &str| own.contains(name) || known_names.iter().any(|known| known == name);
    let unknown: BTreeSet<&str> = names.iter().map(String::as_str).filter(|name| !is_known(name)).collect();
    if unknown.is_empty() {
        return findings;
    }
    let places = places(templates, template);
    for name in unknown.into_iter().take(MOST_FINDINGS) {
        let diagnostic = Diagnostic::error(
            Code::UnknownVariable,
            say!("variabel `{name}` tidak ada", "variable `{name}` is not defined"),
        );
        let diagnostic = match nearest(name, known_names.iter().map(String::as_str)) {
            Some(meant) => diagnostic.help(say!("mungkin maksudnya `{meant}`?", "did you mean `{meant}`?")),
            None => diagnostic.help(say!("yang ada {}", "there are {}", known_names.join(", "))),
        };
        let place = places.get(name).map(|(source, at)| {
            let (line, column) = scan::position(&source.text, *at);
            Origin::at(&*source.file, line, column)
        });
        let itself = || Origin::file(templates.engine.source(template).map_or(template, |source| &source.file));
        findings.push(diagnostic.at(place.unwrap_or_else(itself)));
    }
    findings
}

/// Names that templates set themselves; an included template sees those of the one that includes it.
fn own_names(templates: &Templates) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for source in templates.engine.sources().values() {
        let words: Vec<&str> = scan::tokens(&source.text).into_iter().map(|token| token.text).collect();
        for start in 0..words.len() {
            match &words[start..] {
                ["for", key, ",", value, "in", ..] => names.extend([*key, *value]),
                ["for", value, "in", ..] | ["set" | "set_global", value, ..] => names.extend([*value]),
                _ => {}
            }
        }
    }
    names
}

/// The first occurrence of each name: in the template itself, else in one that it may include.
fn places<'t>(templates: &'t Templates, template: &str) -> BTreeMap<&'t str, (&'t Source, usize)> {
    let sources = templates.engine.sources();
    let parts = sources.iter().filter(|(part, _)| part.starts_with('_')).map(|(_, source)| source);
    let mut places = BTreeMap::new();
    for source in sources.get(template).into_iter().chain(parts) {
        let mut before = "";
        for scan::Token { text, at } in scan::tokens(&source.text) {
            if before != "." {
                places.entry(text).or_insert((source, at));
            }
            before = text;
        }
    }
    places
}
