//! Renders every template on sample variables, to find variables that do not exist.

use super::errors::Source;
use super::{DocumentKind, Templates, template_name};
use crate::bounds::scan;
use crate::diag::{Diagnostic, Diagnostics, Origin, nearest};
use crate::lang::Lang;
use std::collections::BTreeSet;
use tera::Context;

/// Variables to try a template on.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What is special about them: "on a full sheet".
    pub what: &'static str,
    /// The variables.
    pub variables: Context,
    /// Their names.
    pub names: Vec<String>,
}

/// Renders each document in both languages on each sample, the fullest first.
///
/// Variables that stand in a branch no sample takes are compared with the names of the first sample.
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
        if let Err(found) = templates.render(&document.id, lang, &sample.variables) {
            let mut findings = Diagnostics::new();
            for mut finding in found {
                // What fails on the first sample fails on any sheet.
                if index > 0 {
                    finding.message = format!("{} ({})", finding.message, sample.what).into();
                }
                findings.push(finding);
            }
            return findings;
        }
    }
    Diagnostics::new()
}

/// Names at the start of an expression that neither the variables nor the template define.
fn unknown_names(templates: &Templates, template: &str, known_names: &[String]) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let names = templates.engine.tera(template).map(|tera| tera.get_template_variables(template));
    let Ok(Ok(names)) = names else { return findings };
    let own = own_names(templates);
    let is_known = |name: &&str| own.contains(name) || known_names.iter().any(|known| known == name);
    for name in names.into_iter().filter(|name| !is_known(name)).collect::<BTreeSet<_>>() {
        let diagnostic = Diagnostic::error("unknown-variable", format!("variable `{name}` is not defined"));
        let diagnostic = match nearest(name, known_names.iter().map(String::as_str)) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic.help(format!("there are {}", known_names.join(", "))),
        };
        findings.push(diagnostic.at(place(templates, template, name)));
    }
    findings
}

/// Names that templates give to values of their own; a part of others sees those of the template it is part of.
fn own_names(templates: &Templates) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for source in templates.engine.sources.values() {
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

/// Where a name stands first: in the template itself, else in one that it may include.
fn place(templates: &Templates, template: &str, name: &str) -> Origin {
    let sources = &templates.engine.sources;
    let itself = sources.get(template);
    let parts = sources.iter().filter(|(part, _)| part.starts_with('_')).map(|(_, source)| source);
    itself
        .into_iter()
        .chain(parts)
        .find_map(|source| position_in(source, name))
        .unwrap_or_else(|| Origin::file(itself.map_or(template, |source| &source.file)))
}

fn position_in(source: &Source, name: &str) -> Option<Origin> {
    let tokens = scan::tokens(&source.text);
    let is_name = |at: usize| tokens[at].text == name && (at == 0 || tokens[at - 1].text != ".");
    let at = (0..tokens.len()).find(|at| is_name(*at))?;
    let (line, column) = scan::position(&source.text, tokens[at].at);
    Some(Origin::at(&*source.file, line, column))
}
