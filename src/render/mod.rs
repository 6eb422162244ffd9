//! Rendering: from a request to a finished sheet.
//!
//! 1. [`plan`](plan::plan) turns what was asked for into [`Request`]s, one per sheet.
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

use crate::context::{InVolumes, Kit, Signatory, Tally, UnitSheet};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::document::Document;
use crate::event::Event;
use crate::lang::Lang;
use crate::layout::{Paper, Target};
use crate::output::Format;
use crate::pdf::{Chapter, Writer};
use crate::quiz::Wish;
use crate::region::Region;
use crate::select::{Query, Selection, select};
use crate::template::DocumentKind;
use crate::workspace::Workspace;
use chrono::NaiveDate;

/// One sheet to make.
#[derive(Debug, Clone, Copy)]
pub struct Request<'w> {
    /// The document.
    pub document: &'w DocumentKind,
    /// The region; without one, a sheet with blanks.
    pub region: Option<&'w Region>,
    /// Id of the audience; without one, a general sheet.
    pub audience: Option<&'w str>,
    /// Id of the election.
    pub election: &'w str,
    /// Id of the phase; without one, the sheet covers all.
    pub phase: Option<&'w str>,
    /// The as-of date.
    pub date: Option<NaiveDate>,
    /// Language.
    pub lang: Lang,
    /// Paper.
    pub paper: Paper,
    /// The date printed at signatures.
    pub signed_on: Option<NaiveDate>,
    /// Whether there is room for a stamp duty label.
    pub meterai: bool,
    /// Whether a PDF can be filled in on the screen.
    pub fillable: bool,
    /// Who signs; without one, a form to fill in.
    pub signatory: Option<&'w Signatory<'w>>,
    /// The unit, with its letterhead and superior.
    pub unit: Option<&'w UnitSheet<'w>>,
    /// People on a list.
    pub people: &'w [Signatory<'w>],
    /// Who has signed.
    pub tally: Option<&'w Tally<'w>>,
    /// Which questions a quiz asks.
    pub quiz: &'w Wish,
    /// The document that a divider stands before.
    pub contents: Option<&'w DocumentKind>,
    /// The event that the sheet is for.
    pub event: Option<&'w Event>,
    /// What lies in the folder of the event.
    pub kit: Option<&'w Kit<'w>>,
    /// The volume that a divider stands in.
    pub volume: Option<InVolumes>,
    /// Whether personal numbers show no more than their ends.
    pub mask_nip: bool,
}

impl Request<'_> {
    /// What its PDF is for.
    pub fn target(&self) -> Target {
        Target { paper: self.paper, fillable: self.fillable }
    }
}

/// A document ready for the writers.
pub struct Typeset {
    /// The Markdown that the template gave.
    pub markdown: String,
    /// The document it means.
    pub document: Document,
    /// Its pages, where they had to be set to know whether the document fits.
    chapter: Option<Chapter>,
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
            let typeset = job.typeset(request.signatory)?;
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
        self.prepare(request)?.typeset(request.signatory)
    }

    /// The warning that a sheet has so many pages, more than its template allows.
    pub fn overflow(&self, request: &Request, pages: u32) -> Diagnostic {
        let document = &request.document.id;
        let region = request.region.map_or_else(String::new, |region| format!(" of {}", region.name));
        let message = format!("`{document}`{region} has {pages} pages on {}, more than its `fit` says", request.paper);
        let file = self.workspace.templates.file_name(document, request.lang).unwrap_or(document);
        Diagnostic::warning(Code::TooManyPages, message).at(Origin::file(file))
    }

    /// The rules that a request's sheet is about.
    ///
    /// # Errors
    /// A name that does not exist.
    pub fn select(&self, request: &Request<'w>) -> Result<Selection<'w>, Diagnostics> {
        let query = Query {
            election: request.election.to_owned(),
            audience: request.audience.map(str::to_owned),
            phase: request.phase.map(str::to_owned),
            date: request.date,
            local_staff: local_staff(request.region).to_vec(),
        };
        select(&self.workspace.rulebook, &query)
    }
}

/// The local audiences that exist in a region.
pub fn local_staff(region: Option<&Region>) -> &[String] {
    region.and_then(|region| region.profile.as_ref()).map_or(&[], |profile| &profile.staff)
}
