//! The press: from an order to a finished sheet.
//!
//! 1. [`plan`](plan::plan) turns what was asked for into [`Order`]s, one per sheet.
//! 2. [`Press::typeset`] makes the document of an order: select the rules, build the template's variables, render the
//!    Markdown, parse it. Where a sheet must fit on one page and does not, the regional points move to its back; that
//!    is decided once, so that every format has the same words.
//! 3. [`Press::sheet`] writes the formats asked for.
//! 4. [`batch::build`] does so for many orders into an output folder.

pub mod batch;
pub mod plan;

use crate::context;
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::document::{Document, Fit, Meta, markdown};
use crate::lang::Lang;
use crate::output::Format;
use crate::pdf::{Paper, Pdf, Target};
use crate::region::Region;
use crate::select::{Query, Selection, select};
use crate::template::DocumentKind;
use crate::text;
use crate::workspace::Workspace;
use chrono::NaiveDate;

/// One sheet to make.
#[derive(Debug, Clone, Copy)]
pub struct Order<'w> {
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
}

impl Order<'_> {
    /// What its PDF is for.
    pub fn target(&self) -> Target {
        Target { paper: self.paper, fillable: self.fillable }
    }
}

/// A document ready for the writers.
#[derive(Debug)]
pub struct Typeset {
    /// The Markdown that the template gave.
    pub markdown: String,
    /// The document it means.
    pub document: Document,
    /// The PDF, where one had to be made to know whether the document fits.
    pdf: Option<Pdf>,
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
    pub fn overflow(&self, press: &Press, order: &Order) -> Option<Diagnostic> {
        let pages = self.pages.filter(|_| !self.fits)?;
        let document = &order.document.id;
        let region = order.region.map_or_else(String::new, |region| format!(" of {}", region.name));
        let message = format!("`{document}`{region} has {pages} pages on {}, more than its `fit` says", order.paper);
        let file = press.workspace.templates.file_name(document, order.lang).unwrap_or(document);
        Some(Diagnostic::warning("too-many-pages", message).at(Origin::file(file)))
    }
}

/// Makes sheets from a workspace.
#[derive(Clone, Copy)]
pub struct Press<'w> {
    /// The workspace.
    pub workspace: &'w Workspace,
    /// The date in the metadata of files: the rulebook's, or `SOURCE_DATE_EPOCH`.
    pub stamp: NaiveDate,
}

impl<'w> Press<'w> {
    /// The sheet of an order in each of these formats, in their order.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn sheet(&self, order: &Order<'w>, formats: &[Format]) -> Result<Vec<Sheet>, Diagnostics> {
        let Typeset { markdown, document, mut pdf } = self.typeset(order)?;
        let mut sheets = Vec::new();
        for &format in formats {
            let (bytes, pages, fits) = match format {
                Format::Md => (markdown.clone().into_bytes(), None, true),
                Format::Txt => (text::write(&document).into_bytes(), None, true),
                Format::Html => (self.workspace.html()?.write(&document)?.into_bytes(), None, true),
                Format::Pdf => {
                    let pdf = match pdf.take() {
                        Some(pdf) => pdf,
                        None => self.workspace.pdf()?.write(&document, order.target())?,
                    };
                    (pdf.bytes, Some(pdf.pages), pdf.fits)
                }
            };
            sheets.push(Sheet { format, bytes, pages, fits });
        }
        Ok(sheets)
    }

    /// The document of an order, its regional points on the back where it would not fit on its one page.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn typeset(&self, order: &Order<'w>) -> Result<Typeset, Diagnostics> {
        let selection = self.select(order)?;
        let (markdown, document) = self.document(order, &selection, false)?;
        if order.document.fit != Fit::OnePage {
            return Ok(Typeset { markdown, document, pdf: None });
        }
        let writer = self.workspace.pdf()?;
        let pdf = writer.write(&document, order.target())?;
        if pdf.fits {
            return Ok(Typeset { markdown, document, pdf: Some(pdf) });
        }
        let (markdown, document) = self.document(order, &selection, true)?;
        let pdf = writer.write(&document, order.target())?;
        Ok(Typeset { markdown, document, pdf: Some(pdf) })
    }

    /// The rules that an order's sheet is about.
    ///
    /// # Errors
    /// A name that does not exist.
    pub fn select(&self, order: &Order<'w>) -> Result<Selection<'w>, Diagnostics> {
        let query = Query {
            election: order.election.to_owned(),
            audience: order.audience.map(str::to_owned),
            phase: order.phase.map(str::to_owned),
            date: order.date,
            local_staff: local_staff(order.region).to_vec(),
        };
        select(&self.workspace.rulebook, &query)
    }

    fn document(&self, order: &Order, selection: &Selection, on_back: bool) -> Result<(String, Document), Diagnostics> {
        let Workspace { rulebook, templates, .. } = self.workspace;
        let variables = context::build(&context::Input {
            rulebook,
            region: order.region,
            selection,
            audience: order.audience,
            election: order.election,
            date: order.date,
            signed_on: order.signed_on,
            meterai: order.meterai,
            regional_points_on_back: on_back,
            lang: order.lang,
            labels: templates.labels(order.lang),
            document: order.document,
        });
        let markdown = templates.render(&order.document.id, order.lang, &variables)?;
        let file = templates.file_name(&order.document.id, order.lang).unwrap_or(&order.document.id);
        let mut document = markdown::parse(&format!("{file} (rendered)"), &markdown, self.meta(order)?)?;
        self.workspace.glossary().mark(&mut document);
        Ok((markdown, document))
    }

    fn meta(&self, order: &Order) -> Result<Meta, Diagnostic> {
        let Workspace { rulebook, templates, .. } = self.workspace;
        let document_name = order.document.name.get(order.lang).to_owned();
        let region = order.region.map_or_else(String::new, |region| region.name.clone());
        let audience =
            order.audience.and_then(|id| rulebook.audience(id)).map(|audience| audience.name.get(order.lang));
        let parts = [Some(document_name.as_str()), audience, Some(region.as_str())];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let author =
            order.region.and_then(|region| region.profile.as_ref()).and_then(|profile| profile.letterhead.first());
        Ok(Meta {
            title: parts.join(" – "),
            lang: order.lang,
            document: order.document.id.clone(),
            author: author.cloned().unwrap_or_default(),
            rulebook_version: rulebook.data().rulebook.version.clone(),
            rulebook_hash: rulebook.short_hash().to_owned(),
            date: self.stamp.to_string(),
            fit: order.document.fit,
            labels: templates.labels(order.lang).clone(),
            emblem: order.region.map_or(Ok(None), |region| self.workspace.emblem(region))?,
            document_name,
            region,
        })
    }
}

/// The local audiences that exist in a region.
pub fn local_staff(region: Option<&Region>) -> &[String] {
    region.and_then(|region| region.profile.as_ref()).map_or(&[], |profile| &profile.staff)
}
