//! How each format of sheets is written: one row of [`writer`] each.

use crate::diag::Diagnostics;
use crate::document::Document;
use crate::layout::Target;
use crate::output::Format;
use crate::pdf::FilePart;
use crate::template::escape::with_hard_breaks;
use crate::text;
use crate::workspace::Workspace;

/// A document ready to be written.
pub(super) struct Source<'s> {
    pub(super) workspace: &'s Workspace,
    /// The Markdown that the template gave.
    pub(super) markdown: &'s str,
    /// The document it means.
    pub(super) document: &'s Document,
    /// Its pages, where they are laid out already.
    pub(super) pages: Option<&'s FilePart>,
    /// What its pages are for.
    pub(super) target: Target,
}

/// What a writer has made.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    /// Number of pages, where the format has pages.
    pub(super) pages: Option<u32>,
    /// Whether it has no more pages than its template allows.
    pub(super) fits: bool,
}

/// Writes a document in one format.
type Write = fn(&Source) -> Result<Written, Diagnostics>;

/// The writer of a format.
pub(super) fn writer(format: Format) -> Write {
    match format {
        Format::Pdf => pdf,
        Format::Html => |source| Ok(text_of(source.workspace.html()?.write(source.document)?)),
        Format::Md => |source| Ok(text_of(with_hard_breaks(source.markdown).into_owned())),
        Format::Txt => |source| Ok(text_of(text::write(source.document))),
    }
}

fn text_of(text: String) -> Written {
    Written { bytes: text.into_bytes(), pages: None, fits: true }
}

fn pdf(source: &Source) -> Result<Written, Diagnostics> {
    let writer = source.workspace.pdf()?;
    let pdf = match source.pages {
        Some(pages) => writer.file(pages, &source.document.meta)?,
        None => writer.write(source.document, source.target)?,
    };
    Ok(Written { bytes: pdf.bytes, pages: Some(pdf.pages), fits: pdf.fits })
}
