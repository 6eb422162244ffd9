//! Print runs: one file of many documents.

use std::io::Write;

use super::emit::{FilePart, FileWriter, WriteError};

/// A print run being written: a file of many documents, one after the other, that holds what they share once.
pub struct PrintRun<'a, W: Write>(FileWriter<'a, W>);

impl<'a, W: Write> PrintRun<'a, W> {
    pub(super) fn new(file: FileWriter<'a, W>) -> PrintRun<'a, W> {
        PrintRun(file)
    }

    /// Appends documents. Batches of some dozens keep all threads busy; the same batches give the same bytes.
    ///
    /// # Errors
    /// Writing fails, a font cannot be subset, or the file has more objects than readers take.
    pub fn add(&mut self, parts: &[FilePart]) -> Result<(), WriteError> {
        self.0.add(parts)
    }

    /// Ends the file and returns the sink.
    ///
    /// # Errors
    /// Writing fails, a font cannot be subset, or the file exceeds 4 GB.
    pub fn finish(self) -> Result<W, WriteError> {
        self.0.finish()
    }
}
