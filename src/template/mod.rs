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
mod sheets;
mod split;
mod tidy;

pub use check::{Sample, check};
pub use front::{Axis, DocumentKind, Maker};
pub use load::TemplateFile;
pub use sheets::{Sheets, Values};

use crate::bounds::{self, Failed};
use crate::diag::{Diagnostic, Diagnostics, Origin, nearest};
use crate::lang::Lang;
use errors::Sources;
use sheets::Split;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, Tera};
use tidy::tidy;

/// The most Markdown that one document may come to: about 2,000 pages, against a template that loops without end.
const MAX_OUTPUT: usize = 8 * 1024 * 1024;

/// All templates, ready to render.
pub struct Templates {
    engine: Engine,
    documents: Vec<DocumentKind>,
    labels: BTreeMap<Lang, Arc<BTreeMap<String, String>>>,
    page_html: String,
    style_css: String,
}

/// The templates, each parsed when it is first rendered.
struct Engine {
    sources: Sources,
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

    /// The template of the HTML page.
    pub fn page_html(&self) -> &str {
        &self.page_html
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
    pub fn render(&self, document: &str, lang: Lang, variables: &Context) -> Result<String, Diagnostics> {
        self.engine.render(&self.template_of(document, lang)?, variables)
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
            let unknown = Diagnostic::error("unknown-document", format!("there is no document `{document}`"));
            return Err(match nearest(document, known) {
                Some(meant) => unknown.help(format!("did you mean `{meant}`?")).into(),
                None => unknown.into(),
            });
        }
        let name = template_name(document, lang);
        if !self.engine.sources.contains_key(&name) {
            let message = format!("the document `{document}` has no version in this language");
            return Err(Diagnostic::error("untranslated", message).help(format!("add a template `{name}`")).into());
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
    fn tera(&self, name: &str) -> Result<&Tera, Diagnostics> {
        let Some(source) = self.sources.get(name) else {
            return Err(Diagnostic::error("unknown-template", format!("there is no template `{name}`")).into());
        };
        let parsed = || load::parse(name, &self.sources).map_err(|error| errors::findings(&error, name, &self.sources));
        source.parsed.get_or_init(parsed).as_ref().map_err(Clone::clone)
    }

    /// A template in halves, unless it has to be rendered whole.
    fn split(&self, name: &str, personal: &[&'static str]) -> Option<&Split> {
        let source = self.sources.get(name)?;
        source
            .split
            .get_or_init(|| Split::of(name, &self.sources, personal))
            .as_ref()
            .filter(|split| split.is_by(personal))
    }

    fn render(&self, name: &str, variables: &Context) -> Result<String, Diagnostics> {
        let markdown =
            bounds::render(self.tera(name)?, name, variables, MAX_OUTPUT).map_err(|failed| match failed {
                Failed::Template(error) => errors::findings(&error, name, &self.sources),
                Failed::TooLarge(finding) => {
                    let origin = Origin::file(self.sources.get(name).map_or(name, |source| &source.file));
                    finding.at(origin).into()
                }
            })?;
        Ok(tidy(&markdown))
    }
}

#[cfg(test)]
mod tests;
