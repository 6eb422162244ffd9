//! The templates of a run, each parsed when it is first rendered.

use super::errors;
use super::halves::ParsedHalves;
use super::parse;
use super::source::{self, Source, Sources};
use super::tidy::tidy;
use crate::confine::{AbortCount, Bindings, Fault, SharedVariables, TemplateSet};
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The most bytes of Markdown of one document: about 2,000 pages, against templates with endless loops.
pub(super) const MAX_OUTPUT: usize = 8 * 1024 * 1024;

/// All templates, and what has been made of them so far.
pub(super) struct Engine {
    sources: Sources,
    caches: BTreeMap<String, CompiledTemplate>,
    aborts: AbortCount,
}

/// What is made of a template when it is first needed.
#[derive(Default)]
struct CompiledTemplate {
    parsed: OnceLock<Result<TemplateSet, Diagnostics>>,
    names: OnceLock<Option<BTreeSet<String>>>,
    halves: OnceLock<Option<ParsedHalves>>,
}

impl Engine {
    pub(super) fn new(sources: Sources, aborts: AbortCount) -> Engine {
        let caches = sources.keys().map(|name| (name.clone(), CompiledTemplate::default())).collect();
        Engine { sources, caches, aborts }
    }

    /// The texts of all templates.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The text of a template.
    pub(super) fn source(&self, name: &str) -> Option<&Source> {
        self.sources.get(name)
    }

    /// The identifiers in a template and in those that it names; `None` where any may be.
    pub(super) fn names(&self, name: &str) -> Option<&BTreeSet<String>> {
        self.caches.get(name)?.names.get_or_init(|| source::names(name, &self.sources)).as_ref()
    }

    /// A template with those that it names, parsed.
    ///
    /// # Errors
    /// An unknown name; what Tera finds wrong.
    pub(super) fn set(&self, name: &str) -> Result<&TemplateSet, Diagnostics> {
        let Some(cache) = self.caches.get(name) else {
            return Err(Diagnostic::error(
                Code::UnknownTemplate,
                say!("tidak ada templat `{name}`", "there is no template `{name}`"),
            )
            .into());
        };
        let parsed = || parse::parse(name, &self.sources, &self.aborts).map_err(|fault| self.findings(&fault, name));
        cache.parsed.get_or_init(parsed).as_ref().map_err(Clone::clone)
    }

    /// A template in halves, unless it has to be rendered whole.
    pub(super) fn halves(&self, name: &str, personal: &[&'static str]) -> Option<&ParsedHalves> {
        let cache = self.caches.get(name)?;
        let halves = || ParsedHalves::of(name, &self.sources, personal, &self.aborts);
        cache.halves.get_or_init(halves).as_ref().filter(|halves| halves.is_by(personal))
    }

    /// A template as tidied Markdown.
    ///
    /// # Errors
    /// What Tera finds wrong; more output than [`MAX_OUTPUT`].
    pub(super) fn render(&self, name: &str, shared: &SharedVariables, own: &Bindings) -> Result<String, Diagnostics> {
        let markdown = self.set(name)?.render(name, shared, own, MAX_OUTPUT);
        markdown.map(|markdown| tidy(&markdown)).map_err(|fault| self.findings(&fault, name))
    }

    /// Notes a fault of half a template. Where that half was aborted, the whole template is not tried either.
    pub(super) fn note(&self, name: &str, fault: &Fault) {
        if let (Fault::Aborted(abort), Ok(set)) = (fault, self.set(name)) {
            set.abort(abort);
        }
    }

    fn findings(&self, fault: &Fault, name: &str) -> Diagnostics {
        errors::findings(fault, name, &self.sources)
    }
}
