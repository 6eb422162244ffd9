//! What every step of rendering has at hand, and what it says of a request.

use crate::context::Input;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::document::Meta;
use crate::output::Format;
use crate::request::{Request, Scope};
use crate::select::{Selection, select};
use crate::workspace::Workspace;
use chrono::NaiveDate;
use std::sync::Arc;

/// Makes sheets from a workspace.
#[derive(Clone, Copy)]
pub struct Renderer<'w> {
    /// The workspace.
    pub workspace: &'w Workspace,
    /// The date in the metadata of files: the rulebook's, or `SOURCE_DATE_EPOCH`.
    pub stamp: NaiveDate,
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

impl<'w> Renderer<'w> {
    /// The rules that a request's sheet is about.
    ///
    /// # Errors
    /// A name that does not exist.
    pub fn select(&self, request: &Request<'w>) -> Result<Selection<'w>, Diagnostics> {
        select(&self.workspace.rulebook, &request.query())
    }

    /// What the variables of a request's sheets are made from.
    pub fn input<'s>(&self, request: &'s Request<'w>, selection: &'s Selection<'w>) -> Input<'w, 's> {
        let Workspace { rulebook, templates, .. } = self.workspace;
        let (labels, documents) = (templates.labels(request.scope.lang), templates.documents());
        Input { request, rulebook, selection, names: None, labels, documents }
    }

    /// The warning that a sheet has so many pages, more than its template allows.
    pub fn overflow(&self, request: &Request, pages: u32) -> Diagnostic {
        let document = &request.document.id;
        let (region, paper) = (request.scope.region, request.look.paper);
        let message = match region.map(|region| &region.name) {
            Some(region) => say!(
                "`{document}` {region} berisi {pages} halaman {paper}, lebih dari `fit` di templatnya",
                "`{document}` of {region} has {pages} pages on {paper}, more than its `fit` says"
            ),
            None => say!(
                "`{document}` berisi {pages} halaman {paper}, lebih dari `fit` di templatnya",
                "`{document}` has {pages} pages on {paper}, more than its `fit` says"
            ),
        };
        let file = self.workspace.templates.file_name(document, request.scope.lang).unwrap_or(document);
        Diagnostic::warning(Code::TooManyPages, message).at(Origin::file(file))
    }

    /// What a file of many sheets of a request says of itself.
    ///
    /// # Errors
    /// A coat of arms that cannot be read.
    pub fn volume(&self, request: &Request, title: String) -> Result<Meta, Diagnostics> {
        Ok(Meta { title, ..self.meta(request)? })
    }

    /// The metadata that a request's sheets have in common: all but the title.
    pub(super) fn meta(&self, request: &Request) -> Result<Meta, Diagnostic> {
        let Workspace { rulebook, templates, .. } = self.workspace;
        let Request { document, scope: Scope { region, lang, .. }, .. } = *request;
        let profile = region.and_then(|region| region.profile.as_ref());
        Ok(Meta {
            title: String::new(),
            lang,
            document: document.id.clone(),
            author: profile.and_then(|profile| profile.letterhead.first()).cloned().unwrap_or_default(),
            rulebook_version: rulebook.data().rulebook.version.clone(),
            rulebook_hash: rulebook.short_hash().to_owned(),
            date: self.stamp.to_string(),
            fit: document.fit,
            layout: document.layout,
            labels: Arc::clone(templates.labels(lang)),
            emblem: region.map_or(Ok(None), |region| self.workspace.emblem(region))?,
            document_name: document.name.get(lang).to_owned(),
            region: region.map_or_else(String::new, |region| region.name.clone()),
        })
    }
}
