//! The folder of a merge: held by one merge at a time, and never with half a file in it.
//!
//! 1. [`Folder::open`] locks it, clears away what a killed merge was writing, and learns which files are finished.
//! 2. [`Folder::put`] writes a file aside, tells the journal and moves it into its place. A file that somebody changed stays.
//! 3. [`Folder::close`] puts registers and manifest, written aside, into their places, and removes what is obsolete.

use super::ledger::{Ledger, Place};
use super::manifest::{self, Entry, Register};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::failure::{Action, Failure};
use crate::output::Hash;
use crate::output::root::{Aside, LOCK, Root};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The folder of a merge, held by this merge alone until it is dropped.
#[derive(Debug)]
pub struct Folder {
    root: Root,
    ledger: Ledger,
    _lock: File,
}

/// What became of a file that was to be put into its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It is there; its entry has this place.
    Made(Place),
    /// Somebody changed the file that is there, and it stays: its entry as it was, where that is known.
    Changed(Option<(Place, Entry)>),
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
    /// Makes the folder `below` another one where it is missing, and takes hold of it. What cannot be understood of what
    /// it remembers is told.
    ///
    /// # Errors
    /// Another merge that holds it; failed I/O; a manifest that no merge wrote, a link in the way.
    pub fn open(out: &Path, below: &str, notes: &mut Diagnostics) -> Result<Folder, Failure> {
        let root = Root::make(out)?.below(below)?;
        let lock = root.lock(false).map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => in_use(&root),
            _ => root.trouble(Action::Lock, LOCK, &error),
        })?;
        Ok(Folder { ledger: Ledger::open(&root, notes)?, root, _lock: lock })
    }

    /// What is known of its files.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A file that is written before it is moved into its place.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn aside(&self) -> Result<(Aside, File), Failure> {
        self.root.aside().map_err(|error| self.root.trouble(Action::WriteInto, "", &error))
    }

    /// The place of a file.
    pub fn place(&self, path: &str) -> PathBuf {
        self.root.path(path)
    }

    /// Whether there is something in the place of a file.
    pub fn has(&self, path: &str) -> bool {
        self.root.has(path)
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

    /// The newest entry of a file that somebody changed, and that would be made from something else now.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn outdated(&self, path: &str, key: Hash) -> Result<Option<(Place, Entry)>, Failure> {
        let known = self.ledger.places(path).map(|place| Ok((place, self.ledger.entry(place)?)));
        let known: Vec<(Place, Entry)> = known.collect::<Result<_, Failure>>()?;
        let sizes: Vec<u64> = known.iter().map(|(_, entry)| entry.bytes).collect();
        let is_ours = |there| known.iter().any(|(_, entry)| Some(entry.sha256) == there);
        if known.first().is_none_or(|(_, newest)| newest.key == key)
            || self.root.hash_of_size(path, &sizes).map_or(true, is_ours)
        {
            return Ok(None);
        }
        Ok(known.into_iter().next())
    }

    /// The newest entry of a file, whether this merge makes it or not.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn known(&self, path: &str) -> Result<Option<Entry>, Failure> {
        self.ledger.places(path).next().map(|place| self.ledger.entry(place)).transpose()
    }

    /// The entry that is true of a file that earlier merges made: after a kill, the newest one may tell of a file that did
    /// not come to its place.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn true_entry(&self, newest: Place) -> Result<(Place, Entry), Failure> {
        let entry = self.ledger.entry(newest)?;
        let older: Vec<Place> = self.ledger.places(&entry.path).filter(|place| *place != newest).collect();
        if older.is_empty() || entry.is_whole(&self.root) {
            return Ok((newest, entry));
        }
        for place in older {
            let older = self.ledger.entry(place)?;
            if older.is_whole(&self.root) {
                return Ok((place, older));
            }
        }
        Ok((newest, entry))
    }

    /// Whether a file still is what it was.
    pub fn is_whole(&self, entry: &Entry) -> bool {
        entry.is_whole(&self.root)
    }

    /// Makes the folder of a unit.
    ///
    /// # Errors
    /// Failed I/O; a link in the way.
    pub fn make(&self, below: &str) -> Result<(), Failure> {
        self.root.make_folder(below)
    }

    /// Puts the file of an entry into its place, from any thread.
    ///
    /// # Errors
    /// Failed I/O, or a file in the way that no merge wrote. Then the folder has neither the file nor half of it.
    pub fn put(&self, entry: &Entry, bytes: &[u8]) -> Result<Put, Failure> {
        if let Some(changed) = self.changed(entry)? {
            return Ok(changed);
        }
        let fail = |error: io::Error| self.root.trouble(Action::Write, &entry.path, &error);
        let (aside, mut file) = self.root.aside().map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        drop(file);
        self.settle(entry, &aside)
    }

    /// Puts the file of an entry that was written aside into its place, from any thread.
    ///
    /// # Errors
    /// Failed I/O, or a file in the way that no merge wrote. Then the folder has no such file.
    pub(crate) fn put_aside(&self, entry: &Entry, aside: &Aside) -> Result<Put, Failure> {
        match self.changed(entry)? {
            Some(changed) => Ok(changed),
            None => self.settle(entry, aside),
        }
    }

    fn settle(&self, entry: &Entry, aside: &Aside) -> Result<Put, Failure> {
        // Told first: a file of which nobody knows would be in the way of the next merge.
        let place = self.ledger.tell(entry)?;
        self.root.settle(aside, &entry.path).map_err(|error| self.root.trouble(Action::Write, &entry.path, &error))?;
        Ok(Put::Made(place))
    }

    /// Whether somebody changed the file that an entry is to replace. What a killed merge moved and could not tell of, or
    /// what a damaged entry told of, is the same to the byte.
    fn changed(&self, entry: &Entry) -> Result<Option<Put>, Failure> {
        let path = &entry.path;
        self.ledger.take(path);
        let known = self.ledger.places(path).map(|place| Ok((place, self.ledger.entry(place)?)));
        let known: Vec<(Place, Entry)> = known.collect::<Result<_, Failure>>()?;
        let ours = || known.iter().map(|(_, entry)| entry).chain([entry]);
        let sizes: Vec<u64> = ours().map(|entry| entry.bytes).collect();
        match self.root.hash_of_size(path, &sizes) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Ok(there) if ours().any(|entry| Some(entry.sha256) == there) => Ok(None),
            Ok(_) if !known.is_empty() || self.ledger.is_damaged(path) => {
                Ok(Some(Put::Changed(known.into_iter().next())))
            }
            _ => Err(in_the_way(&self.root.path(path))),
        }
    }

    /// Puts a register that was written aside into its place; beside it, where that one is held.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn put_register(&self, aside: &Aside, name: &str) -> Result<Placed, Failure> {
        let (sha256, _) =
            Hash::of_file(aside.path()).map_err(|error| Failure::io(Action::Read, aside.path(), &error))?;
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
        self.root.settle(aside, &path).map_err(|error| self.root.trouble(Action::Write, &path, &error))?;
        Ok(Placed { register: Register { path, sha256 }, beside })
    }

    /// Why a register must not be replaced by one with this content.
    fn hold(&self, path: &str, content: Hash) -> Result<Option<Hold>, Failure> {
        let there = match self.root.hash(path) {
            Ok((there, _)) => there,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.root.trouble(Action::Replace, path, &error)),
        };
        let is_ours = self.ledger.head().registers.iter().any(|ours| ours.path == path && ours.sha256 == there);
        // LibreOffice and Excel leave such a file beside one that they have open.
        let is_open = [format!(".~lock.{path}#"), format!("~${path}")].iter().any(|mark| self.root.has(mark));
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
        let removed = self.root.remove(&entry.path, entry.bytes, entry.sha256);
        if !removed.map_err(|error| self.root.trouble(Action::Remove, &entry.path, &error))? {
            return Ok(false);
        }
        // A unit's folder goes with its last file.
        let _ = entry.path.rsplit_once('/').map(|(folder, _)| fs::remove_dir(self.root.path(folder)));
        Ok(true)
    }

    /// Puts the manifest that was written aside into its place, last of all; the journal goes.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn close(self, manifest: &Aside) -> Result<(), Failure> {
        let Folder { root, ledger, _lock } = self;
        // Not every system replaces a file that is being read.
        let journal = ledger.into_journal();
        let settled = root.settle(manifest, manifest::FILE);
        settled.map_err(|error| root.trouble(Action::Write, manifest::FILE, &error))?;
        journal.close()
    }
}

fn in_use(root: &Root) -> Failure {
    let finding = Diagnostic::error(Code::FolderInUse, "another merge is at work in this folder")
        .at(Origin::file(root.path("").display().to_string()))
        .help("wait until it has ended, or choose another folder with --out");
    Failure::usage(finding)
}

fn in_the_way(path: &Path) -> Failure {
    let finding =
        Diagnostic::error(Code::FileInTheWay, "this file would be overwritten, but no merge of ikrar wrote it")
            .at(Origin::file(path.display().to_string()))
            .help("move it away, or choose another folder with --out");
    Failure::usage(finding)
}
