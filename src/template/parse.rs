//! Parsing templates with Tera.

use super::source::{Sources, is_foreign, with_parts};
use super::{escape, filters};
use crate::confine::{AbortCount, Fault, TemplateSet, TemplateText, TeraSetup};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use tera::Tera;

/// The configuration of Tera for documents.
pub(super) const DOCUMENT: TeraSetup = TeraSetup { name: "document", tera: tera_for_documents };

/// Parses a template and those that it names.
pub(super) fn parse(name: &str, sources: &Sources, aborts: &AbortCount) -> Result<TemplateSet, Fault> {
    parse_texts(with_parts(name, sources), sources, aborts)
}

/// Parses templates derived from another one, with those that the other one names.
pub(super) fn parse_derived(
    name: &str,
    derived: [(&'static str, String); 2],
    sources: &Sources,
    aborts: &AbortCount,
) -> Result<TemplateSet, Fault> {
    let mut texts = with_parts(name, sources);
    let is_foreign = is_foreign(&texts, sources);
    texts.remove(name);
    texts.extend(derived.map(|(name, text)| (name, text.into())));
    TemplateSet::parse(DOCUMENT, named(&texts), is_foreign, aborts)
}

/// Parses these texts of templates.
pub(super) fn parse_texts(
    texts: BTreeMap<&str, Arc<str>>,
    sources: &Sources,
    aborts: &AbortCount,
) -> Result<TemplateSet, Fault> {
    let is_foreign = is_foreign(&texts, sources);
    TemplateSet::parse(DOCUMENT, named(&texts), is_foreign, aborts)
}

fn named(texts: &BTreeMap<&str, Arc<str>>) -> Vec<TemplateText> {
    texts.iter().map(|(name, text)| ((*name).into(), Arc::clone(text))).collect()
}

/// Tera with our escape and filters, without templates.
fn tera_for_documents() -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(|value, output: &mut dyn Write| output.write_all(escape::escape(value).as_bytes()));
    filters::register(&mut tera);
    tera
}
