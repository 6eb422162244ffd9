//! What is known of a file in a folder of ours, and the lines in which it is kept on the disk.

use super::hash::Hash;
use super::name::stays_inside;
use super::root::Root;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::marker::PhantomData;

/// What a folder needs to know of a file, to keep, replace or remove it. One line of JSON in a journal is one record.
pub(crate) trait Record: Clone + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync {
    /// Path below the folder, with `/` on every system.
    fn path(&self) -> &str;

    /// Size in bytes.
    fn bytes(&self) -> u64;

    /// SHA-256 of the content.
    fn sha256(&self) -> Hash;

    /// Hash of everything the file was made from; `None` where it was not kept, so that the file is made again.
    fn key(&self) -> Option<Hash>;

    /// Reads a line of a journal, or of a manifest with a line for each entry. `None` where it is damaged, or its path
    /// leads out of the folder.
    fn parse(line: &str) -> Option<Self> {
        let record: Self = serde_json::from_str(line.trim_end().trim_end_matches(',')).ok()?;
        stays_inside(record.path()).then_some(record)
    }

    /// Whether the file still has the content that was written.
    fn is_whole(&self, root: &Root) -> bool {
        root.hash_of_size(self.path(), &[self.bytes()]).is_ok_and(|hash| hash == Some(self.sha256()))
    }
}

/// The path in a line that is damaged otherwise.
pub(crate) fn path_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("\"path\":\"")?;
    let (path, _) = rest.split_once('"')?;
    Some(path).filter(|path| stays_inside(path))
}

/// A file with a record in each line, read at any offset.
#[derive(Debug)]
pub(crate) struct RecordFile<R> {
    reader: BufReader<File>,
    at: u64,
    record: PhantomData<R>,
}

impl<R: Record> RecordFile<R> {
    /// Reads from an opened file, whose position is its beginning.
    pub(crate) fn of(file: File) -> RecordFile<R> {
        RecordFile { reader: BufReader::new(file), at: 0, record: PhantomData }
    }

    /// The record in the line at an offset, in bytes.
    ///
    /// # Errors
    /// Failed I/O; `InvalidData` where no record begins there.
    pub(crate) fn record(&mut self, at: u64) -> io::Result<R> {
        self.reader.seek_relative(at as i64 - self.at as i64)?;
        let mut line = String::new();
        self.at = at + self.reader.read_line(&mut line)? as u64;
        R::parse(&line).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a line has changed meanwhile"))
    }
}
