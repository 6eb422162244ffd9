//! What a merge has finished, told file by file, so that a killed one can be resumed.
//!
//! A line is written once its file is whole and in its place: the journal may lack a file that is there, and never has
//! one that is not. The manifest replaces it when the merge comes to its end.

use super::manifest::Entry;
use crate::failure::Failure;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Name of the journal in the folder of a merge.
pub const FILE: &str = ".ikrar-journal";

/// The journal of a merge.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    /// The file, and how long it is.
    file: Mutex<(File, u64)>,
}

impl Journal {
    /// Opens the journal of a folder, handing over the place and the text of each line that it has already. A line that
    /// was cut off by a killed merge is taken away.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn open(folder: &Path, each: &mut dyn FnMut(u64, &str)) -> Result<Journal, Failure> {
        let path = folder.join(FILE);
        let fail = |error: io::Error| Failure::io("open the journal of this folder", &path, &error);
        let opened = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = opened.map_err(fail)?;
        let mut reader = BufReader::new(&file);
        let mut at = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line).map_err(fail)?;
            if !line.ends_with(b"\n") {
                break;
            }
            if let Ok(line) = std::str::from_utf8(&line) {
                each(at, line);
            }
            at += length as u64;
        }
        file.set_len(at).map_err(fail)?;
        Ok(Journal { file: Mutex::new((file, at)), path })
    }

    /// Tells of a finished file, from any thread. Returns the place of its line.
    ///
    /// # Errors
    /// Failed I/O; then the journal is as it was.
    pub fn tell(&self, entry: &Entry) -> Result<u64, Failure> {
        let fail = |error: io::Error| Failure::io("write the journal of this folder", &self.path, &error);
        let mut line = serde_json::to_vec(entry).map_err(|error| fail(error.into()))?;
        line.push(b'\n');
        let mut held = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, length) = &mut *held;
        if let Err(error) = file.write_all(&line) {
            // Whether this succeeds or not: half a line is taken away when the journal is next opened.
            let _ = file.set_len(*length);
            return Err(fail(error));
        }
        let at = *length;
        *length += line.len() as u64;
        Ok(at)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::manifest::Lines;
    use crate::output::Hash;

    fn entry(path: &str) -> Entry {
        let (sha256, key) = (Hash::of(b"isi"), Hash::of(b"k"));
        let (path, unit) = (path.to_owned(), String::new());
        Entry { path, bytes: 3, sha256, pages: 1, overfull: false, key, edition: None, unit, people: Vec::new() }
    }

    fn told(folder: &Path) -> (Journal, Vec<(u64, Option<Entry>)>) {
        let mut told = Vec::new();
        let journal = Journal::open(folder, &mut |at, line| told.push((at, Entry::parse(line)))).unwrap();
        (journal, told)
    }

    #[test]
    fn what_was_told_is_known_again_and_a_line_cut_off_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, nothing) = told(folder.path());
        assert!(nothing.is_empty());
        assert_eq!(journal.tell(&entry("a/0001-siti.pdf")).unwrap(), 0);
        let path = folder.path().join(FILE);
        let whole = fs::read_to_string(&path).unwrap();
        for end in 1..whole.len() {
            fs::write(&path, format!("{whole}{}", &whole[..end])).unwrap();
            assert_eq!(told(folder.path()).1, [(0, Some(entry("a/0001-siti.pdf")))]);
            assert_eq!(fs::read_to_string(&path).unwrap(), whole);
        }
        let (journal, _) = told(folder.path());
        let at = journal.tell(&entry("b")).unwrap();
        assert_eq!(Lines::open(&path).unwrap().entry(at).unwrap(), entry("b"));
        assert_eq!(told(folder.path()).1.len(), 2);
        journal.close().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn a_line_that_says_nothing_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let line = serde_json::to_string(&entry("b")).unwrap();
        fs::write(folder.path().join(FILE), [b"\xff\xfe\nx\n", line.as_bytes(), b"\n"].concat()).unwrap();
        let entries: Vec<_> = told(folder.path()).1.into_iter().filter_map(|(_, entry)| entry).collect();
        assert_eq!(entries, [entry("b")]);
    }
}
