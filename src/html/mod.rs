//! The HTML writer: a [`Document`] as one self-contained file.
//!
//! The steps: write the blocks as HTML (`body`); put them, the style and the script into the page template, which
//! escapes every other value by itself. The policy in the page lets the browser use nothing but that style and that
//! script, which it knows by a nonce: a hash of the text, so no text can contain the right one.
//!
//! The text of the page is the text of the document, in its order; only the footer and the numbers of footnotes are
//! added to it. Marks of lists are pictures, titles of callouts are style.

mod block;
mod body;
mod inline;
mod kept;
mod marks;
mod slides;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};
use tera::Value;

use self::body::Body;
use crate::confine::{self, AbortCount, Bindings, SharedVariables, TemplateSet};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::document::{Document, Fit, Labels, Meta};

/// Name of the page template, among templates and in findings.
const PAGE: &str = "page.html";
/// The most bytes that a page may have, pictures included.
const MAX_OUTPUT: usize = 64 * 1024 * 1024;
/// Code of the findings in the page template.
const FINDING: Code = Code::PageTemplate;
/// Name of the style sheet, in findings.
const STYLE: &str = "style.css";
/// Keeps the state of tick boxes in the browser.
const TICKS: &str = include_str!("ticks.js");
/// Presents slides.
const SLIDES: &str = include_str!("slides.js");

/// Writes documents into a page. Made once, used for any number of documents.
pub struct Writer {
    page: TemplateSet,
    style: String,
}

impl Writer {
    /// A writer with a page template and a style sheet.
    ///
    /// # Errors
    /// Wrong syntax in the page, or a variable that does not exist, with line and column; a style sheet that would end
    /// its element too early.
    pub fn new(page: &str, style: &str) -> Result<Self, Diagnostics> {
        Self::of(page, false, style)
    }

    /// The same, for a page template that may be the built-in one.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn of(page: &str, is_built_in: bool, style: &str) -> Result<Self, Diagnostics> {
        let texts = vec![(PAGE.into(), page.into())];
        let page = TemplateSet::parse(confine::PAGE, texts, !is_built_in, &AbortCount::default());
        let page = page.map_err(|fault| fault.in_page(FINDING, PAGE))?;
        if style.to_ascii_lowercase().contains("</style") {
            let message = say!("lembar gaya tidak boleh memuat `</style`", "a style sheet cannot contain `</style`");
            return Err(Diagnostic::error(Code::StyleSheet, message).at(Origin::file(STYLE)).into());
        }
        let writer = Writer { page, style: style.to_owned() };
        writer.write(&Document { meta: Meta::default(), blocks: Vec::new() })?;
        Ok(writer)
    }

    /// The document as a page.
    ///
    /// # Errors
    /// What the page template makes of this document that is wrong.
    pub fn write(&self, document: &Document) -> Result<String, Diagnostics> {
        let meta = &document.meta;
        let body = Body::new(meta).written(&document.blocks);
        let mut variables = Bindings::new();
        for (name, value) in [
            ("lang", meta.lang.tag()),
            ("title", &meta.title),
            ("author", &meta.author),
            ("document", &meta.document),
            ("layout", meta.layout.as_str()),
            ("fit", if meta.fit == Fit::OnePage { "one-page" } else { "flow" }),
            ("hash", &hash(meta, &body)),
            ("sheet", &joined(&[&meta.document_name, &meta.region])),
            ("rulebook", &rulebook(meta)),
        ] {
            variables.push((name, Value::from(value)));
        }
        for (name, html) in [
            ("style", self.style.as_str()),
            ("letterhead", &body.letterhead),
            ("content", &body.content),
            ("marks", &marks::sprite(&body.marks)),
            ("script", &script(meta, &body)),
        ] {
            variables.push((name, Value::safe_string(html)));
        }
        let page = self.page.render(PAGE, &SharedVariables::new(variables), &Bindings::new(), MAX_OUTPUT);
        page.map_err(|fault| fault.in_page(FINDING, PAGE))
    }
}

/// The scripts that a document needs, perhaps none.
fn script(meta: &Meta, body: &body::PageParts) -> String {
    let slides = if meta.layout.is_slides() { SLIDES } else { "" };
    let ticks = if body.ticks > 0 { TICKS } else { "" };
    [slides, ticks].concat()
}

/// An id of the document: 32 hexadecimal digits of a hash of its content.
fn hash(meta: &Meta, body: &body::PageParts) -> String {
    let text = [&meta.document, meta.lang.tag(), &meta.title, &meta.region, &body.letterhead, &body.content].join("\n");
    Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// "Rulebook 1.0 · 0123abcd", as far as it is known.
fn rulebook(meta: &Meta) -> String {
    match joined(&[&meta.rulebook_version, &meta.rulebook_hash]) {
        version if version.is_empty() => version,
        version => format!("{} {version}", Labels::of(meta).get("footer_rulebook")),
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}
