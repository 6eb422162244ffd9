//! Print runs: one file of many documents.

use std::io::Write;

use super::emit::{self, FileWriter, WriteError};

/// A document on its pages, ready to go into a file.
pub struct Chapter {
    pub(super) drawn: emit::DrawnDocument,
    pub(super) fits: bool,
}

impl Chapter {
    /// How many pages it has.
    pub fn pages(&self) -> u32 {
        self.drawn.pages()
    }

    /// Whether it has no more pages than its template allows.
    pub fn fits(&self) -> bool {
        self.fits
    }
}

/// A file of many documents in the making, one after the other. What they have in common is in it once.
pub struct PrintRun<'a, W: Write>(FileWriter<'a, W>);

impl<'a, W: Write> PrintRun<'a, W> {
    pub(super) fn new(volume: FileWriter<'a, W>) -> PrintRun<'a, W> {
        PrintRun(volume)
    }

    /// Adds documents in their order; some dozens at once keep all threads busy. The same documents in the same portions
    /// give the same bytes.
    ///
    /// # Errors
    /// What is written to refuses it; a font that cannot be cut down.
    pub fn add(&mut self, chapters: &[Chapter]) -> Result<(), WriteError> {
        let drawn: Vec<&emit::DrawnDocument> = chapters.iter().map(|chapter| &chapter.drawn).collect();
        self.0.add(&drawn)
    }

    /// Ends the file; returns what it was written to.
    ///
    /// # Errors
    /// What is written to refuses it; a font that cannot be cut down.
    pub fn finish(self) -> Result<W, WriteError> {
        self.0.finish()
    }
}
