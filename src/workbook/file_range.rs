//! A range of a file.

use crate::intake::{File, FileReader};
use std::io::{self, Read, Seek, SeekFrom};

/// A reader of a range of a file. Several ranges of a file can be read alternately.
pub(super) struct FileRange {
    file: FileReader,
    at: u64,
    end: u64,
}

impl FileRange {
    /// The range of `length` bytes from `start`, or up to the end of the file.
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
    /// Offsets are those of the file, not of the range; only for ranges that begin at 0.
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
