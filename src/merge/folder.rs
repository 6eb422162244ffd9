//! The folder of a merge: held by one merge at a time, and never with half a file in it.
//!
//! 1. [`Folder::open`] locks it, clears away what a killed merge was writing, and learns which files are finished.
//! 2. [`Folder::put`] writes a file aside, moves it into its place and tells the journal.
//! 3. [`Folder::close`] puts registers and manifest, written aside, into their places, and removes what is obsolete.

use super::ledger::{Ledger, Place};
use super::manifest::{self, Entry, Register};
use crate::diag::{Diagnostic, Origin};
use crate::failure::Failure;
use crate::output::Hash;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Name of the file that is locked during a merge.
const LOCK: &str = ".ikrar.lock";

/// Name of the folder in which files are written before they are moved into their places.
const ASIDE: &str = ".ikrar-aside";

/// The folder of a merge, held by this merge alone until it is dropped.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    aside: Aside,
    ledger: Ledger,
    _lock: File,
}

/// The folder in which files are written; it goes with all that is in it when the merge ends, however it ends.
#[derive(Debug)]
struct Aside(PathBuf);

impl Drop for Aside {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next merge.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where a register was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The register.
    pub register: Register,
    /// Why it stands beside the one of the name that it should have.
    pub beside: Option<Hold>,
}

/// Why a register must not be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Somebody has written into it.
    Changed,
    /// A program has it open.
    Open,
}

impl Folder {
    /// Makes the folder where it is missing, and takes hold of it.
    ///
    /// # Errors
    /// Another merge that holds it; failed I/O; a manifest that no merge wrote.
    pub fn open(root: &Path) -> Result<Folder, Failure> {
        fs::create_dir_all(root).map_err(|error| Failure::io("make this folder", root, &error))?;
        let lock = lock(root)?;
        let aside = root.join(ASIDE);
        match fs::remove_dir_all(&aside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(Failure::io("remove", &aside, &error)),
            _ => {}
        }
        fs::create_dir(&aside).map_err(|error| Failure::io("make this folder", &aside, &error))?;
        let aside = Aside(aside);
        Ok(Folder { ledger: Ledger::open(root)?, root: root.to_owned(), aside, _lock: lock })
    }

    /// What is known of its files.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Where a file is written before it is moved into its place.
    pub fn aside(&self, name: &str) -> PathBuf {
        self.aside.0.join(name)
    }

    /// The place of a file.
    pub fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The entry of a file that is finished already, made from the same.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn finished(&self, path: &str, key: Hash) -> Result<Option<(Place, Entry)>, Failure> {
        let Some(place) = self.ledger.take(path) else { return Ok(None) };
        let entry = self.ledger.entry(place)?;
        Ok((entry.key == key && entry.is_whole(&self.root)).then_some((place, entry)))
    }

    /// Makes the folder of a unit.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn make(&self, below: &str) -> Result<(), Failure> {
        let path = self.root.join(below);
        fs::create_dir_all(&path).map_err(|error| Failure::io("make this folder", &path, &error))
    }

    /// Puts the file of an entry into its place, from any thread; `lane` is a number that no other thread uses meanwhile.
    ///
    /// # Errors
    /// Failed I/O, or a file in the way that no merge wrote. Then the folder has neither the file nor half of it.
    pub fn put(&self, entry: &Entry, bytes: &[u8], lane: usize) -> Result<Place, Failure> {
        let place = self.root.join(&entry.path);
        let aside = self.aside(&lane.to_string());
        fs::write(&aside, bytes).map_err(|error| Failure::io("write", &place, &error))?;
        self.put_aside(entry, &aside)
    }

    /// Puts the file of an entry that was written aside into its place, from any thread.
    ///
    /// # Errors
    /// Failed I/O, or a file in the way that no merge wrote. Then the folder has no such file.
    pub fn put_aside(&self, entry: &Entry, aside: &Path) -> Result<Place, Failure> {
        let place = self.root.join(&entry.path);
        let is_ours = self.ledger.take(&entry.path).is_some();
        // What a killed merge moved and could not tell of is the same to the byte.
        if !is_ours && place.symlink_metadata().is_ok() && !entry.is_whole(&self.root) {
            return Err(in_the_way(&place));
        }
        settle(aside, &place)?;
        self.ledger.tell(entry).inspect_err(|_| {
            // A file of which nobody knows would be in the way of the next merge.
            let _ = fs::remove_file(&place);
        })
    }

    /// Puts a register that was written aside into its place; beside it, where that one is held.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn put_register(&self, aside: &Path, name: &str) -> Result<Placed, Failure> {
        let (sha256, _) = Hash::of_file(aside).map_err(|error| Failure::io("read", aside, &error))?;
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let beside = self.hold(name, sha256)?;
        let (mut path, mut number) = (name.to_owned(), 1);
        let mut hold = beside;
        while hold.is_some() {
            let mark = if number == 1 { String::new() } else { format!("-{number}") };
            path = format!("{stem}.new{mark}.{ending}");
            hold = self.hold(&path, sha256)?;
            number += 1;
        }
        settle(aside, &self.root.join(&path))?;
        Ok(Placed { register: Register { path, sha256 }, beside })
    }

    /// Why a register must not be replaced by one with this content.
    fn hold(&self, path: &str, content: Hash) -> Result<Option<Hold>, Failure> {
        let place = self.root.join(path);
        let there = match Hash::of_file(&place) {
            Ok((there, _)) => there,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::io("replace", &place, &error)),
        };
        let is_ours = self.ledger.head().registers.iter().any(|ours| ours.path == path && ours.sha256 == there);
        // LibreOffice and Excel leave such a file beside one that they have open.
        let is_open = [format!(".~lock.{path}#"), format!("~${path}")].iter().any(|mark| self.root.join(mark).exists());
        Ok(match () {
            () if there == content => None,
            () if !is_ours => Some(Hold::Changed),
            () if is_open => Some(Hold::Open),
            () => None,
        })
    }

    /// Removes an obsolete file, unless somebody changed it. Returns whether it did.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn remove(&self, entry: &Entry) -> Result<bool, Failure> {
        if !entry.is_whole(&self.root) {
            return Ok(false);
        }
        let place = self.root.join(&entry.path);
        fs::remove_file(&place).map_err(|error| Failure::io("remove", &place, &error))?;
        // A unit's folder goes with its last file.
        let _ = place.parent().filter(|parent| *parent != self.root).map(fs::remove_dir);
        Ok(true)
    }

    /// Puts the manifest that was written aside into its place, last of all; the journal goes.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn close(self, manifest: &Path) -> Result<(), Failure> {
        let Folder { root, ledger, aside: _aside, _lock } = self;
        // Not every system replaces a file that is being read.
        let journal = ledger.into_journal();
        settle(manifest, &root.join(manifest::FILE))?;
        journal.close()
    }
}

/// Moves a file that was written aside into its place.
fn settle(aside: &Path, place: &Path) -> Result<(), Failure> {
    fs::rename(aside, place).map_err(|error| Failure::io("write", place, &error))
}

fn lock(root: &Path) -> Result<File, Failure> {
    let path = root.join(LOCK);
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let file = opened.map_err(|error| Failure::io("lock this folder", &path, &error))?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            let finding = Diagnostic::error("folder-in-use", "another merge is at work in this folder")
                .at(Origin::file(root.display().to_string()))
                .help("wait until it has ended, or choose another folder with --out");
            Err(Failure::usage(finding))
        }
        Err(fs::TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => {
            Err(Failure::io("lock this folder", &path, &error))
        }
        _ => Ok(file),
    }
}

fn in_the_way(path: &Path) -> Failure {
    let finding =
        Diagnostic::error("file-in-the-way", "this file would be overwritten, but no merge of ikrar wrote it")
            .at(Origin::file(path.display().to_string()))
            .help("move it away, or choose another folder with --out");
    Failure::usage(finding)
}
