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
pub(super) struct WriterInput<'s> {
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
pub(super) struct FileContent {
    pub(super) bytes: Vec<u8>,
    /// Number of pages, where the format has pages.
    pub(super) pages: Option<u32>,
    /// Whether it has no more pages than its template allows.
    pub(super) fits: bool,
}

/// Writes a document in one format.
type WriteFn = fn(&WriterInput) -> Result<FileContent, Diagnostics>;

/// The writer of a format.
pub(super) fn writer(format: Format) -> WriteFn {
    match format {
        Format::Pdf => pdf,
        Format::Html => |input| Ok(text_of(input.workspace.html()?.write(input.document)?)),
        Format::Md => |input| Ok(text_of(with_hard_breaks(input.markdown).into_owned())),
        Format::Txt => |input| Ok(text_of(text::write(input.document))),
    }
}

fn text_of(text: String) -> FileContent {
    FileContent { bytes: text.into_bytes(), pages: None, fits: true }
}

fn pdf(input: &WriterInput) -> Result<FileContent, Diagnostics> {
    let writer = input.workspace.pdf()?;
    let pdf = match input.pages {
        Some(pages) => writer.file(pages, &input.document.meta)?,
        None => writer.write(input.document, input.target)?,
    };
    Ok(FileContent { bytes: pdf.bytes, pages: Some(pdf.pages), fits: pdf.fits })
}
