//! One sheet, in the formats asked for.

use super::prepared::PreparedDocument;
use super::renderer::{Renderer, Sheet};
use super::units::{self, RenderUnit, Typeset};
use super::writers::{FileContent, WriterInput, writer};
use crate::context::Base;
use crate::diag::Diagnostics;
use crate::document::Fit;
use crate::output::Format;
use crate::pdf::{FilePart, Writer};
use crate::request::{Request, Signatory};
use serde::Serialize;

impl<'w> Renderer<'w> {
    /// The sheet of a request in each of these formats, in their order.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn sheet(&self, request: &Request<'w>, formats: &[Format]) -> Result<Vec<Sheet>, Diagnostics> {
        // The fonts are read while the template is filled in; if they cannot be, the sheet says so.
        let is_laid_out = formats.iter().any(|format| format.has_pages());
        let fonts = || is_laid_out.then(|| self.workspace.pdf().map(Writer::warm_up));
        let typeset = || -> Result<(PreparedDocument<'w>, Typeset), Diagnostics> {
            let prepared = self.prepare(request)?;
            let typeset = prepared.typeset(request.subject.signatory)?;
            Ok((prepared, typeset))
        };
        let (made, _) = rayon::join(typeset, fonts);
        let (prepared, typeset) = made?;
        prepared.written(&typeset, formats)
    }

    /// The document of a request.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn typeset(&self, request: &Request<'w>) -> Result<Typeset, Diagnostics> {
        self.prepare(request)?.typeset(request.subject.signatory)
    }
}

impl PreparedDocument<'_> {
    /// The sheet of a person, or the form to fill in, in each of these formats, in their order.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn sheet(&self, signatory: Option<&Signatory<'_>>, formats: &[Format]) -> Result<Vec<Sheet>, Diagnostics> {
        self.written(&self.typeset(signatory)?, formats)
    }

    /// A document in each of these formats, in their order.
    ///
    /// # Errors
    /// As [`PreparedDocument::sheet`].
    pub fn written(&self, typeset: &Typeset, formats: &[Format]) -> Result<Vec<Sheet>, Diagnostics> {
        let input = WriterInput {
            workspace: self.renderer.workspace,
            markdown: &typeset.markdown,
            document: &typeset.document,
            pages: typeset.part.as_ref(),
            target: self.request.target(),
        };
        let write = |&format: &Format| {
            let FileContent { bytes, pages, fits } = writer(format)(&input)?;
            Ok(Sheet { format, bytes, pages, fits })
        };
        formats.iter().map(write).collect()
    }

    /// The document of a person or the form to fill in, its regional points on the back where it would not fit on its
    /// one page. Where the form has them there, so have the sheets of all people.
    ///
    /// # Errors
    /// Findings in the template, or a character that no font has.
    pub fn typeset(&self, signatory: Option<&Signatory<'_>>) -> Result<Typeset, Diagnostics> {
        let mut made = units::typeset(&[RenderUnit { prepared: self, signatory }]);
        made.pop().unwrap_or_else(|| Err(Diagnostics::new()))
    }

    /// The pages of a person's sheet, to go into a print run.
    ///
    /// # Errors
    /// As [`PreparedDocument::sheet`].
    pub fn part(&self, signatory: Option<&Signatory<'_>>) -> Result<FilePart, Diagnostics> {
        let mut made = units::parts(&[RenderUnit { prepared: self, signatory }]);
        made.pop().unwrap_or_else(|| Err(Diagnostics::new()))
    }

    /// The variables that the template may use, by name.
    ///
    /// # Errors
    /// As [`PreparedDocument::sheet`], where the sheet must be set to know what fits on its page.
    pub fn variables(&self, signatory: Option<&Signatory<'_>>) -> Result<impl Serialize, Diagnostics> {
        let on_back = self.request.document.fit == Fit::OnePage && units::form_overflows(self)?;
        let selection = self.renderer.select(&self.request)?;
        Ok(Base::new(&self.renderer.input(&self.request, &selection)).shown(signatory, on_back))
    }
}
