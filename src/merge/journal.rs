//! What a merge has finished, told file by file, so that a killed one can be resumed.
//!
//! A line is written once its file is whole and in its place: the journal may lack a file that is there, and never has
//! one that is not. The manifest replaces it when the merge comes to its end.

use crate::failure::Failure;
use crate::output::Hash;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Name of the journal in the folder of a merge.
pub const FILE: &str = ".ikrar-journal";

/// A finished file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// Hash of all that it was made from.
    pub key: Hash,
    /// SHA-256 of its content.
    pub sha256: Hash,
    /// Its size.
    pub bytes: u64,
    /// Its pages.
    pub pages: u32,
}

impl Finished {
    /// Whether the file still is what it was.
    pub fn is_whole(&self, path: &Path) -> bool {
        let same_size = || fs::metadata(path).is_ok_and(|metadata| metadata.len() == self.bytes);
        same_size() && fs::read(path).is_ok_and(|bytes| Hash::of(&bytes) == self.sha256)
    }
}

/// The journal of a merge.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens the journal of a folder, and reads what it tells: finished files by path. A line that was cut off by a
    /// killed merge is left out.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn open(folder: &Path) -> Result<(Journal, BTreeMap<String, Finished>), Failure> {
        let path = folder.join(FILE);
        let told = match fs::read_to_string(&path) {
            Ok(text) => text.split_inclusive('\n').filter_map(read).collect(),
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(Failure::io("read", &path, &error)),
        };
        let file = OpenOptions::new().append(true).create(true).open(&path);
        let mut file = file.map_err(|error| Failure::io("write", &path, &error))?;
        // What was cut off gets a line of its own.
        file.write_all(b"\n").map_err(|error| Failure::io("write", &path, &error))?;
        Ok((Journal { path, file }, told))
    }

    /// Tells of a finished file, from any thread.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn tell(&self, path: &str, finished: &Finished) -> Result<(), Failure> {
        let Finished { key, sha256, bytes, pages } = finished;
        let line = format!("{key}\t{sha256}\t{bytes}\t{pages}\t{path}\n");
        // One write is one line, even with several threads.
        (&self.file).write_all(line.as_bytes()).map_err(|error| Failure::io("write", &self.path, &error))
    }

    /// Removes the journal of a merge that came to its end: the manifest tells it all now.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn close(self) -> Result<(), Failure> {
        drop(self.file);
        fs::remove_file(&self.path).map_err(|error| Failure::io("remove", &self.path, &error))
    }
}

fn read(line: &str) -> Option<(String, Finished)> {
    let mut parts = line.strip_suffix('\n')?.splitn(5, '\t');
    let (key, sha256) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (bytes, pages) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((parts.next()?.to_owned(), Finished { key, sha256, bytes, pages }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished() -> Finished {
        Finished { key: Hash::of(b"k"), sha256: Hash::of(b"isi"), bytes: 3, pages: 1 }
    }

    #[test]
    fn what_was_told_is_known_again_and_a_line_cut_off_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, told) = Journal::open(folder.path()).unwrap();
        assert!(told.is_empty());
        journal.tell("a/0001-siti.pdf", &finished()).unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, fs::read_to_string(&path).unwrap() + "k\tabc\t3").unwrap();
        drop(journal);
        let (journal, told) = Journal::open(folder.path()).unwrap();
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [("a/0001-siti.pdf".to_owned(), finished())]);
        journal.tell("b", &finished()).unwrap();
        drop(journal);
        let (journal, told) = Journal::open(folder.path()).unwrap();
        assert_eq!(told.len(), 2);
        journal.close().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn a_file_that_changed_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert!(!finished().is_whole(&path));
        fs::write(&path, "isi").unwrap();
        assert!(finished().is_whole(&path));
        fs::write(&path, "asi").unwrap();
        assert!(!finished().is_whole(&path));
    }
}
