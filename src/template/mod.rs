//! Templates: the files that say how a document reads, and the engine that renders them to Markdown.
//!
//! 1. [`Templates::load`] takes every file of the templates folder, a user's file in place of the built-in one of the
//!    same name. Where one is a user's, all are parsed, and names unknown to Tera are findings.
//! 2. [`Templates::render`] fills a template with variables. Each value is [escaped](escape::escape), so that it is text
//!    and never markup.
//! 3. [`Sheets`] fills one for many people: what all their sheets say is rendered once.
//! 4. [`check`] renders every template on sample variables to find the variables that do not exist.

mod check;
mod errors;
pub mod escape;
mod filters;
mod front;
mod load;
mod scan;
mod sheets;
mod split;
mod tidy;

pub use crate::confine::Values;
pub use check::{Sample, check};
pub use front::{Axis, DocumentKind, Maker};
pub use load::TemplateFile;
pub use sheets::Sheets;

use crate::confine::{self, Fault, Patience, Set, Shared};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::lang::Lang;
use errors::Sources;
use sheets::Split;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use tidy::tidy;

/// The most Markdown that one document may come to: about 2,000 pages, against a template that loops without end.
const MAX_OUTPUT: usize = 8 * 1024 * 1024;

/// All templates, ready to render.
pub struct Templates {
    engine: Engine,
    documents: Vec<DocumentKind>,
    labels: BTreeMap<Lang, Arc<BTreeMap<String, String>>>,
    page_html: String,
    page_is_built_in: bool,
    style_css: String,
}

/// The templates, each parsed when it is first rendered.
struct Engine {
    sources: Sources,
    patience: Patience,
}

/// For the start of a program whose templates may be those of others: they are rendered in processes of their own, which
/// are this program, started again. In such a process this serves the other one, and says how to end.
pub fn confined(mut args: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    if args.nth(1).is_some_and(|first| first == confine::WORKER) {
        return Some(confine::serve(&[load::DOCUMENT, confine::PAGE]));
    }
    confine::enable();
    None
}

/// For the end of such a program: waits for the end of those processes.
pub fn released() {
    confine::end();
}

impl Templates {
    /// The documents, in the order in which lists show them.
    pub fn documents(&self) -> &[DocumentKind] {
        &self.documents
    }

    /// The document with this id.
    pub fn document(&self, id: &str) -> Option<&DocumentKind> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The words of a language that templates and page furniture share, by key.
    pub fn labels(&self, lang: Lang) -> &Arc<BTreeMap<String, String>> {
        &self.labels[&lang]
    }

    /// The file behind a document's template in a language, as a person would name it.
    pub fn file_name(&self, document: &str, lang: Lang) -> Option<&str> {
        self.engine.sources.get(&template_name(document, lang)).map(|source| source.file.as_str())
    }

    /// The names in the code of a document's template and of those that it names, fields of values left out: a variable
    /// that is not among them is not used. `None` where any may be.
    pub fn names(&self, document: &str, lang: Lang) -> Option<&BTreeSet<String>> {
        let name = template_name(document, lang);
        let source = self.engine.sources.get(&name)?;
        source.names.get_or_init(|| load::names(&name, &self.engine.sources)).as_ref()
    }

    /// The template of the HTML page, and whether it is the built-in one.
    pub fn page_html(&self) -> (&str, bool) {
        (&self.page_html, self.page_is_built_in)
    }

    /// The style sheet of the HTML page.
    pub fn style_css(&self) -> &str {
        &self.style_css
    }

    /// A document as Markdown, from all of its variables.
    ///
    /// # Errors
    /// An unknown document or one without a version in this language, a variable that does not exist, more output than
    /// any document needs.
    pub fn render(&self, document: &str, lang: Lang, variables: Values) -> Result<String, Diagnostics> {
        self.engine.render(&self.template_of(document, lang)?, &Shared::new(variables), &Values::new())
    }

    /// The sheets of a document that differ in the variables of these names alone: what they have in common is rendered
    /// once. Each reads as if it were [rendered](Self::render) by itself.
    ///
    /// # Errors
    /// An unknown document or one without a version in this language.
    pub fn sheets(
        &self,
        document: &str,
        lang: Lang,
        shared: Values,
        personal: &[&'static str],
    ) -> Result<Sheets<'_>, Diagnostics> {
        Ok(Sheets::new(&self.engine, self.template_of(document, lang)?, shared, personal))
    }

    /// The name of a document's template.
    fn template_of(&self, document: &str, lang: Lang) -> Result<String, Diagnostics> {
        if self.document(document).is_none() {
            let known = self.documents.iter().map(|kind| kind.id.as_str());
            let unknown = Diagnostic::error(Code::UnknownDocument, format!("there is no document `{document}`"));
            return Err(match nearest(document, known) {
                Some(meant) => unknown.help(format!("did you mean `{meant}`?")).into(),
                None => unknown.into(),
            });
        }
        let name = template_name(document, lang);
        if !self.engine.sources.contains_key(&name) {
            let message = format!("the document `{document}` has no version in this language");
            return Err(Diagnostic::error(Code::Untranslated, message).help(format!("add a template `{name}`")).into());
        }
        Ok(name)
    }
}

/// `pledge.md` for Indonesian, `pledge.en.md` for English.
fn template_name(document: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("{document}.md"),
        Lang::En => format!("{document}.en.md"),
    }
}

impl Engine {
    /// A template with those that it names, parsed.
    fn set(&self, name: &str) -> Result<&Set, Diagnostics> {
        let Some(source) = self.sources.get(name) else {
            return Err(Diagnostic::error(Code::UnknownTemplate, format!("there is no template `{name}`")).into());
        };
        let parsed = || load::parse(name, &self.sources, &self.patience).map_err(|fault| self.findings(&fault, name));
        source.parsed.get_or_init(parsed).as_ref().map_err(Clone::clone)
    }

    /// A template in halves, unless it has to be rendered whole.
    fn split(&self, name: &str, personal: &[&'static str]) -> Option<&Split> {
        let source = self.sources.get(name)?;
        let split = || Split::of(name, &self.sources, personal, &self.patience);
        source.split.get_or_init(split).as_ref().filter(|split| split.is_by(personal))
    }

    fn render(&self, name: &str, shared: &Shared, own: &Values) -> Result<String, Diagnostics> {
        let markdown = self.set(name)?.render(name, shared, own, MAX_OUTPUT);
        markdown.map(|markdown| tidy(&markdown)).map_err(|fault| self.findings(&fault, name))
    }

    /// What half of a template fails with: where that was refused for what it does, the whole is not tried either.
    fn note(&self, name: &str, fault: &Fault) {
        if let (Fault::Refused(refusal), Ok(set)) = (fault, self.set(name)) {
            set.refuse(refusal);
        }
    }

    fn findings(&self, fault: &Fault, name: &str) -> Diagnostics {
        errors::findings(fault, name, &self.sources)
    }
}

#[cfg(test)]
mod tests;
