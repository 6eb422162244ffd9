//! Rendering: from a request to a finished sheet.
//!
//! 1. [`plan`](plan::plan) turns what was asked for in words into [`Request`]s, one per sheet.
//! 2. [`Renderer::prepare`] does what is done once for all people of an order: select the rules, build the template's variables.
//! 3. [`PreparedDocument::typeset`] makes the document of one of them: render the Markdown, parse it. Where a sheet must fit on one
//!    page and does not, the regional points move to its back; that is decided once, so that every format has the same
//!    words. [`PreparedDocument::sheet`] writes the formats asked for.
//! 4. [`units`] does so for several people, each step for all of them before the next.
//! 5. [`batch::build`] does so for many orders into an output folder.

pub mod batch;
pub mod plan;
mod prepared;
pub mod units;

pub use prepared::PreparedDocument;

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::Document;
use crate::output::Format;
use crate::pdf::{FilePart, Writer};
use crate::request::Request;
use crate::select::{Selection, select};
use crate::workspace::Workspace;
use chrono::NaiveDate;

/// A document ready for the writers.
pub struct Typeset {
    /// The Markdown that the template gave.
    pub markdown: String,
    /// The document it means.
    pub document: Document,
    /// Its pages, where they had to be set to know whether the document fits.
    part: Option<FilePart>,
}

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its format.
    pub format: Format,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// Whether it has no more pages than its template allows.
    pub fits: bool,
}

impl Sheet {
    /// The warning that goes with more pages than the template allows.
    pub fn overflow(&self, renderer: &Renderer, request: &Request) -> Option<Diagnostic> {
        self.pages.filter(|_| !self.fits).map(|pages| renderer.overflow(request, pages))
    }
}

/// Makes sheets from a workspace.
#[derive(Clone, Copy)]
pub struct Renderer<'w> {
    /// The workspace.
    pub workspace: &'w Workspace,
    /// The date in the metadata of files: the rulebook's, or `SOURCE_DATE_EPOCH`.
    pub stamp: NaiveDate,
}

impl<'w> Renderer<'w> {
    /// The sheet of an order in each of these formats, in their order.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn sheet(&self, request: &Request<'w>, formats: &[Format]) -> Result<Vec<Sheet>, Diagnostics> {
        // The fonts are read while the template is filled in; if they cannot be, the sheet says so.
        let fonts = || formats.contains(&Format::Pdf).then(|| self.workspace.pdf().map(Writer::warm_up));
        let typeset = || -> Result<(PreparedDocument<'w>, Typeset), Diagnostics> {
            let job = self.prepare(request)?;
            let typeset = job.typeset(request.subject.signatory)?;
            Ok((job, typeset))
        };
        let (made, _) = rayon::join(typeset, fonts);
        let (job, typeset) = made?;
        job.written(typeset, formats)
    }

    /// The document of an order.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn typeset(&self, request: &Request<'w>) -> Result<Typeset, Diagnostics> {
        self.prepare(request)?.typeset(request.subject.signatory)
    }

    /// The warning that a sheet has so many pages, more than its template allows.
    pub fn overflow(&self, request: &Request, pages: u32) -> Diagnostic {
        let document = &request.document.id;
        let region = request.scope.region.map_or_else(String::new, |region| format!(" of {}", region.name));
        let message =
            format!("`{document}`{region} has {pages} pages on {}, more than its `fit` says", request.look.paper);
        let file = self.workspace.templates.file_name(document, request.scope.lang).unwrap_or(document);
        Diagnostic::warning(Code::TooManyPages, message).at(Origin::file(file))
    }

    /// The rules that a request's sheet is about.
    ///
    /// # Errors
    /// A name that does not exist.
    pub fn select(&self, request: &Request<'w>) -> Result<Selection<'w>, Diagnostics> {
        select(&self.workspace.rulebook, &request.query())
    }
}
