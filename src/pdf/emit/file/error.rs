//! Why a PDF file could not be written.

use std::io;

use crate::diag::{Code, Diagnostic, Message, say};

/// Why a file could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// A font that cannot be cut down, or a file beyond the limits of the format.
    Finding(Diagnostic),
    /// Writing failed.
    Io(io::Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> WriteError {
        WriteError::Io(error)
    }
}

impl From<Diagnostic> for WriteError {
    fn from(finding: Diagnostic) -> WriteError {
        WriteError::Finding(finding)
    }
}

/// The finding that a file is beyond the limits of the format.
pub(crate) fn too_large(message: Message) -> WriteError {
    let finding = Diagnostic::error(Code::PdfNotWritten, message);
    WriteError::Finding(finding.help(say!("bagi menjadi beberapa berkas dengan `--split`", "split it with `--split`")))
}
