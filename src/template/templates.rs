//! The templates of a workspace.

use super::engine::Engine;
use super::front::DocumentKind;
use super::sheets::Sheets;
use crate::confine::{Bindings, SharedVariables};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest, say};
use crate::lang::Lang;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All templates, ready to render.
pub struct Templates {
    pub(super) engine: Engine,
    pub(super) documents: Vec<DocumentKind>,
    pub(super) labels: BTreeMap<Lang, Arc<BTreeMap<String, String>>>,
    pub(super) page_html: String,
    pub(super) page_is_built_in: bool,
    pub(super) style_css: String,
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

    /// The file of a document's template in a language, as a person would name it.
    pub fn file_name(&self, document: &str, lang: Lang) -> Option<&str> {
        self.engine.source(&template_name(document, lang)).map(|source| source.file.as_str())
    }

    /// The identifiers in a document's template and in those that it names, except fields of values: a variable that is not
    /// among them is not used. `None` where any variable may be used.
    pub fn names(&self, document: &str, lang: Lang) -> Option<&BTreeSet<String>> {
        self.engine.names(&template_name(document, lang))
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
    pub fn render(&self, document: &str, lang: Lang, variables: Bindings) -> Result<String, Diagnostics> {
        self.engine.render(&self.template_of(document, lang)?, &SharedVariables::new(variables), &Bindings::new())
    }

    /// The sheets of a document that differ only in the variables of these names; what they have in common is rendered once.
    /// Each is the same as if it were [rendered](Self::render) by itself.
    ///
    /// # Errors
    /// An unknown document or one without a version in this language.
    pub fn sheets(
        &self,
        document: &str,
        lang: Lang,
        shared: Bindings,
        personal: &[&'static str],
    ) -> Result<Sheets<'_>, Diagnostics> {
        Ok(Sheets::new(&self.engine, self.template_of(document, lang)?, shared, personal))
    }

    /// The name of a document's template.
    fn template_of(&self, document: &str, lang: Lang) -> Result<String, Diagnostics> {
        if self.document(document).is_none() {
            let known = self.documents.iter().map(|kind| kind.id.as_str());
            let unknown = Diagnostic::error(
                Code::UnknownDocument,
                say!("tidak ada dokumen `{document}`", "there is no document `{document}`"),
            );
            return Err(match nearest(document, known) {
                Some(meant) => unknown.help(say!("mungkin maksudnya `{meant}`?", "did you mean `{meant}`?")).into(),
                None => unknown.into(),
            });
        }
        let name = template_name(document, lang);
        if self.engine.source(&name).is_none() {
            let message = say!(
                "dokumen `{document}` tidak ada dalam bahasa ini",
                "the document `{document}` has no version in this language"
            );
            return Err(Diagnostic::error(Code::Untranslated, message)
                .help(say!("tambahkan templat `{name}`", "add a template `{name}`"))
                .into());
        }
        Ok(name)
    }
}

/// `pledge.md` for Indonesian, `pledge.en.md` for English.
pub(super) fn template_name(document: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("{document}.md"),
        Lang::En => format!("{document}.en.md"),
    }
}
