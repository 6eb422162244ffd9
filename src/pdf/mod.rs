//! [`crate::document::Document`] → PDF: pages of [`crate::layout`], written.
//!
//! `emit` writes them, with printpdf for the operators of content streams and lopdf for the types of objects; `read`
//! reads tagged files back. Only these two know PDF.

mod emit;
mod read;
mod run;

#[cfg(test)]
mod tests;

pub use emit::{FilePart, WriteError};
pub use read::{TaggedPassage, passages};
pub use run::PrintRun;

use std::borrow::Cow;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use crate::diag::{Code, Diagnostic, Diagnostics, Message};
use crate::document::{Document, Meta};
use crate::layout::{Pages, Settings, Target, Typesetter};
use emit::{EmitCache, FileWriter, SharedObjects};

/// A PDF file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// Whether the document kept to [`Fit`](crate::document::Fit): false where all before its first page break was to
    /// fit on one page and did not.
    pub fits: bool,
}

/// Writes documents as PDF. Holds the fonts and their subsets; any number of threads may share it.
pub struct Writer {
    typesetter: Typesetter,
    shared: SharedObjects,
    /// One for each thread at work. They save time and change no output.
    caches: Mutex<Vec<EmitCache>>,
}

/// The usual size of a file of one page, in bytes.
const USUAL_BYTES: usize = 24 * 1024;

impl Writer {
    /// A writer with these fonts, sizes, margins and colours.
    ///
    /// # Errors
    /// `unreadable-font` where a font cannot be read.
    pub fn new(settings: Settings) -> Result<Writer, Diagnostics> {
        let typesetter = Typesetter::new(settings)?;
        Ok(Writer { typesetter, shared: SharedObjects::new(), caches: Mutex::default() })
    }

    /// Lays out the pages that this writer writes.
    pub fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    /// Why a value cannot be printed, if it cannot; see [`Typesetter::unprintable`].
    pub fn unprintable(&self, value: &str) -> Option<Diagnostic> {
        self.typesetter.unprintable(value)
    }

    /// Makes the font subsets that nearly every file needs.
    pub fn warm_up(&self) {
        self.shared.warm_up(&self.typesetter.fonts);
    }

    /// Writes a document for a paper, or more precisely a [`Target`]. The same document gives the same bytes.
    ///
    /// # Errors
    /// Every character that no font has (`missing-glyph`) or that runs from right to left (`right-to-left`), and blocks
    /// nested too deep (`nesting-too-deep`).
    pub fn write(&self, document: &Document, target: impl Into<Target>) -> Result<Pdf, Diagnostics> {
        self.file(&self.part(document, target)?, &document.meta)
    }

    /// Writes a drawn document as a file of its own.
    ///
    /// # Errors
    /// `unreadable-font` where a font cannot be subset.
    pub fn file(&self, part: &FilePart, meta: &Meta) -> Result<Pdf, Diagnostics> {
        let bytes = Vec::with_capacity(USUAL_BYTES);
        let writer = FileWriter::new((&self.typesetter.fonts, &self.shared), Cow::Borrowed(meta), bytes);
        let bytes = writer.single(part).map_err(|fault| match fault {
            WriteError::Finding(finding) => finding,
            WriteError::Io(error) => {
                Diagnostic::error(Code::PdfNotWritten, Message::new(error.to_string(), error.to_string()))
            }
        });
        Ok(Pdf { bytes: bytes?, pages: part.pages(), fits: part.fits() })
    }

    /// Lays out and draws a document, for [`Writer::file`] or a [`PrintRun`].
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn part(&self, document: &Document, target: impl Into<Target>) -> Result<FilePart, Diagnostics> {
        let mut parts = self.parts(&[(document, target.into())]);
        parts.pop().unwrap_or_else(|| Err(Diagnostics::new()))
    }

    /// Lays out some documents, then draws them: each step for all of them before the next, which keeps its code and
    /// data in the processor's cache.
    ///
    /// # Errors
    /// As [`Writer::write`], for each.
    pub fn parts(&self, documents: &[(&Document, Target)]) -> Vec<Result<FilePart, Diagnostics>> {
        let pages = self.typesetter.lay_out(documents);
        let cache = self.caches.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let draw = |(pages, (document, _)): (Result<Pages, Diagnostics>, &(&Document, Target))| {
            let fonts = (&self.typesetter.fonts, &self.shared);
            Ok(FilePart::new(pages?, &document.meta, fonts, &cache)?)
        };
        let parts = pages.into_iter().zip(documents).map(draw).collect();
        self.caches.lock().unwrap_or_else(PoisonError::into_inner).push(cache);
        parts
    }

    /// Starts a print run, a file of many documents. `meta` is the metadata of the file as a whole.
    pub fn print_run<W: Write>(&self, meta: Meta, out: W) -> PrintRun<'_, W> {
        PrintRun::new(FileWriter::new((&self.typesetter.fonts, &self.shared), Cow::Owned(meta), out))
    }
}
