//! [`crate::document::Document`] → PDF: pages of [`crate::layout`], written.
//!
//! `emit` writes them with printpdf and lopdf, `read` reads files of others; only these two know PDF.

mod emit;
mod read;
mod run;

#[cfg(test)]
mod tests;

pub use emit::WriteError;
pub use read::{TaggedPassage, passages};
pub use run::{Chapter, PrintRun};

use std::borrow::Cow;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use crate::diag::{Code, Diagnostic, Diagnostics, Message};
use crate::document::{Document, Meta};
use crate::layout::{Pages, Settings, Target, Typesetter};
use emit::{EmitCache, FileWriter, SharedObjects};

/// A finished file.
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

/// Writes documents as PDF. It holds the fonts, read once and cut down once; any number of threads may share it.
pub struct Writer {
    typesetter: Typesetter,
    shared: SharedObjects,
    /// Streams that were drawn before, one for each thread at work. They make the next file faster and change nothing.
    memories: Mutex<Vec<EmitCache>>,
}

/// A file of one page hardly has more bytes.
const USUAL_BYTES: usize = 24 * 1024;

impl Writer {
    /// A writer that sets sheets as these settings say.
    ///
    /// # Errors
    /// `unreadable-font` where one of them cannot be read.
    pub fn new(settings: Settings) -> Result<Writer, Diagnostics> {
        let typesetter = Typesetter::new(settings)?;
        Ok(Writer { typesetter, shared: SharedObjects::new(), memories: Mutex::default() })
    }

    /// What lays out the pages that it writes.
    pub fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    /// Why a value cannot be printed, if it cannot; see [`Typesetter::unprintable`].
    pub fn unprintable(&self, value: &str) -> Option<Diagnostic> {
        self.typesetter.unprintable(value)
    }

    /// Makes what nearly every file needs, so that the first one finds it made.
    pub fn warm_up(&self) {
        self.shared.warm_up(&self.typesetter.fonts);
    }

    /// Writes a document for a paper, or more precisely a [`Target`]. The same document gives the same bytes.
    ///
    /// # Errors
    /// Every character that no font has (`missing-glyph`) or that runs from right to left (`right-to-left`), and blocks
    /// nested too deep (`nesting-too-deep`).
    pub fn write(&self, document: &Document, target: impl Into<Target>) -> Result<Pdf, Diagnostics> {
        self.file(&self.chapter(document, target)?, &document.meta)
    }

    /// Writes a document that is set and drawn as a file of its own.
    ///
    /// # Errors
    /// A font that cannot be cut down.
    pub fn file(&self, chapter: &Chapter, meta: &Meta) -> Result<Pdf, Diagnostics> {
        let bytes = Vec::with_capacity(USUAL_BYTES);
        let volume = FileWriter::new((&self.typesetter.fonts, &self.shared), Cow::Borrowed(meta), bytes);
        let bytes = volume.single(&chapter.drawn).map_err(|fault| match fault {
            WriteError::Finding(finding) => finding,
            WriteError::Io(error) => {
                Diagnostic::error(Code::PdfNotWritten, Message::new(error.to_string(), error.to_string()))
            }
        });
        Ok(Pdf { bytes: bytes?, pages: chapter.pages(), fits: chapter.fits })
    }

    /// Sets a document and draws its pages, which can then go into a [`PrintRun`].
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn chapter(&self, document: &Document, target: impl Into<Target>) -> Result<Chapter, Diagnostics> {
        let mut chapters = self.chapters(&[(document, target.into())]);
        chapters.pop().unwrap_or_else(|| Err(Diagnostics::new()))
    }

    /// Sets some documents, then draws the pages of each.
    ///
    /// # Errors
    /// As [`Writer::write`], for each.
    pub fn chapters(&self, documents: &[(&Document, Target)]) -> Vec<Result<Chapter, Diagnostics>> {
        let pages = self.typesetter.lay_out(documents);
        let memory = self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let draw = |(pages, (document, _)): (Result<Pages, Diagnostics>, &(&Document, Target))| {
            let Pages { sheets, galley, fits } = pages?;
            let fonts = (&self.typesetter.fonts, &self.shared);
            let drawn = emit::DrawnDocument::new(sheets, galley, &document.meta, fonts, &memory)?;
            Ok(Chapter { drawn, fits })
        };
        let chapters = pages.into_iter().zip(documents).map(draw).collect();
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        chapters
    }

    /// A file of many documents, written as they come. `meta` says what the file as a whole is.
    pub fn print_run<W: Write>(&self, meta: Meta, out: W) -> PrintRun<'_, W> {
        PrintRun::new(FileWriter::new((&self.typesetter.fonts, &self.shared), Cow::Owned(meta), out))
    }
}
