//! A piece of a file.

use crate::intake::{File, FileReader};
use std::io::{self, Read, Seek, SeekFrom};

/// A piece of a file. Pieces of the same file may be read in turn.
pub(super) struct FileRange {
    file: FileReader,
    at: u64,
    end: u64,
}

impl FileRange {
    /// So many bytes from a place, or those of them that there are.
    pub(super) fn of(file: &File, start: u64, length: u64) -> FileRange {
        FileRange { file: file.reader(), at: start, end: start.saturating_add(length) }
    }
}

impl Read for FileRange {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.end - self.at).unwrap_or(usize::MAX));
        self.file.seek(SeekFrom::Start(self.at))?;
        let read = self.file.read(&mut buffer[..most])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for FileRange {
    /// Seeks from the start of the file; not to be used on a piece.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.at = at.min(self.end);
        Ok(at)
    }
}
