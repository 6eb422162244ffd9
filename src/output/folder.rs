//! A folder of ours at work: held by one run at a time, and never with half a file in it.
//!
//! 1. [`Folder::open`] locks it, clears away what a killed run was writing, and learns which files are ours.
//! 2. [`Folder::finished`] knows the files that are made from the same already. [`Folder::put`] writes another one aside,
//!    tells the journal and moves it into its place. A file that somebody changed stays.
//! 3. [`Folder::close`] puts the manifest into its place, last of all; the journal goes.

use super::findings;
use super::hash::Hash;
use super::index::{FileIndex, Listing, RecordPlace};
use super::record::Record;
use super::root::{Aside, LOCK, MANIFEST, Root};
use crate::diag::Diagnostics;
use crate::failure::{Action, Failure};
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

/// The folder of a build, a kit or a merge, held by this run alone until it is dropped.
#[derive(Debug)]
pub(crate) struct Folder<L: Listing> {
    root: Root,
    index: FileIndex<L>,
    _lock: File,
}

/// What became of a file that was to be put into its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Put<R> {
    /// It is there; its record has this place.
    Made(RecordPlace),
    /// Somebody changed the file that is there, and it stays: its newest record, where there is one.
    Changed(Option<(RecordPlace, R)>),
}

/// Takes hold of a folder until the lock is dropped, and clears away what a killed run was writing.
///
/// # Errors
/// Failed I/O; with `wait` false, another run that holds the folder.
fn lock(root: &Root, wait: bool) -> Result<File, Failure> {
    root.lock(wait).map_err(|error| match error.kind() {
        ErrorKind::WouldBlock => Failure::usage(findings::in_use(&root.path(""))),
        _ => root.trouble(Action::Lock, LOCK, &error),
    })
}

impl<L: Listing> Folder<L> {
    /// Takes hold of a folder, and hands over the records of its files. With `wait`, another run in it is waited for. What
    /// is damaged in manifest and journal is a warning.
    ///
    /// # Errors
    /// Another run that holds it; failed I/O; a manifest of another kind, a link in the way.
    pub(crate) fn open(
        root: Root,
        wait: bool,
        each: &mut dyn FnMut(&L::Record),
        notes: &mut Diagnostics,
    ) -> Result<Folder<L>, Failure> {
        let lock = lock(&root, wait)?;
        Ok(Folder { index: FileIndex::open(&root, each, notes)?, root, _lock: lock })
    }

    /// The files that are ours.
    pub(crate) fn index(&self) -> &FileIndex<L> {
        &self.index
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Root {
        &self.root
    }

    /// The place of a file.
    pub(crate) fn place(&self, path: &str) -> PathBuf {
        self.root.path(path)
    }

    /// Whether there is something in the place of a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.root.has(path)
    }

    /// Makes a folder below, with those above it.
    ///
    /// # Errors
    /// Failed I/O; a link or a file in the way.
    pub(crate) fn make(&self, below: &str) -> Result<(), Failure> {
        self.root.make_folder(below)
    }

    /// Begins a file that is written before it is moved into its place.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn aside(&self) -> Result<(Aside, File), Failure> {
        self.root.aside().map_err(|error| self.root.trouble(Action::WriteInto, "", &error))
    }

    /// The records of a file that earlier runs made, the newest first.
    fn records(&self, path: &str) -> Result<Vec<(RecordPlace, L::Record)>, Failure> {
        self.index.places(path).map(|place| Ok((place, self.index.record(place)?))).collect()
    }

    /// The newest record of a file, whether this run makes it or not.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn known(&self, path: &str) -> Result<Option<L::Record>, Failure> {
        self.index.places(path).next().map(|place| self.index.record(place)).transpose()
    }

    /// The record of a file that an earlier run made from the same, and that is as it was written. It counts as one of
    /// this run only once it is [`FileIndex::take`]n.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn finished(&self, path: &str, key: Hash) -> Result<Option<(RecordPlace, L::Record)>, Failure> {
        let Some(place) = self.index.places(path).next() else { return Ok(None) };
        let record = self.index.record(place)?;
        Ok((record.key() == Some(key) && record.is_whole(&self.root)).then_some((place, record)))
    }

    /// The newest record of a file that somebody changed, and that would be made from something else now.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn outdated(&self, path: &str, key: Hash) -> Result<Option<(RecordPlace, L::Record)>, Failure> {
        let known = self.records(path)?;
        let sizes: Vec<u64> = known.iter().map(|(_, record)| record.bytes()).collect();
        let is_ours = |there| known.iter().any(|(_, record)| Some(record.sha256()) == there);
        if known.first().is_none_or(|(_, newest)| newest.key() == Some(key))
            || self.root.hash_of_size(path, &sizes).map_or(true, is_ours)
        {
            return Ok(None);
        }
        Ok(known.into_iter().next())
    }

    /// The record that is true of a file: after a kill, the newest one may tell of a file that did not come to its place.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn true_record(&self, newest: RecordPlace) -> Result<(RecordPlace, L::Record), Failure> {
        let record = self.index.record(newest)?;
        let older: Vec<RecordPlace> = self.index.places(record.path()).filter(|place| *place != newest).collect();
        if older.is_empty() || record.is_whole(&self.root) {
            return Ok((newest, record));
        }
        for place in older {
            let older = self.index.record(place)?;
            if older.is_whole(&self.root) {
                return Ok((place, older));
            }
        }
        Ok((newest, record))
    }

    /// Puts a file into its place, from any thread.
    ///
    /// # Errors
    /// Failed I/O, or a file in the way that is none of ours. Then the folder has neither the file nor half of it.
    pub(crate) fn put(&self, record: &L::Record, bytes: &[u8]) -> Result<Put<L::Record>, Failure> {
        if let Some(changed) = self.changed(record)? {
            return Ok(changed);
        }
        let fail = |error: io::Error| self.root.trouble(Action::Write, record.path(), &error);
        let (aside, mut file) = self.root.aside().map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        drop(file);
        self.settle(record, &aside)
    }

    /// Puts a file that was written aside into its place, from any thread.
    ///
    /// # Errors
    /// As [`Folder::put`].
    pub(crate) fn put_aside(&self, record: &L::Record, aside: &Aside) -> Result<Put<L::Record>, Failure> {
        match self.changed(record)? {
            Some(changed) => Ok(changed),
            None => self.settle(record, aside),
        }
    }

    fn settle(&self, record: &L::Record, aside: &Aside) -> Result<Put<L::Record>, Failure> {
        // Told first: a file of which nobody knows would be in the way of the next run.
        let place = self.index.tell(record)?;
        let settled = self.root.settle(aside, record.path());
        settled.map_err(|error| self.root.trouble(Action::Write, record.path(), &error))?;
        Ok(Put::Made(place))
    }

    /// Whether somebody changed the file that a new one is to replace. What a killed run moved and could not tell of, or
    /// what a damaged record told of, is the same to the byte.
    fn changed(&self, fresh: &L::Record) -> Result<Option<Put<L::Record>>, Failure> {
        let path = fresh.path();
        self.index.take(path);
        let known = self.records(path)?;
        let ours = || known.iter().map(|(_, record)| record).chain([fresh]);
        let sizes: Vec<u64> = ours().map(Record::bytes).collect();
        match self.root.hash_of_size(path, &sizes) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Ok(there) if ours().any(|record| Some(record.sha256()) == there) => Ok(None),
            Ok(_) if !known.is_empty() || self.index.is_damaged(path) => {
                Ok(Some(Put::Changed(known.into_iter().next())))
            }
            Err(error) if error.kind() != ErrorKind::IsADirectory => {
                Err(self.root.trouble(Action::Replace, path, &error))
            }
            _ => Err(Failure::usage(findings::in_the_way(&self.root.path(path)))),
        }
    }

    /// Removes an obsolete file where one of its records is true. Returns whether it did.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn remove(&self, path: &str) -> Result<bool, Failure> {
        for (_, record) in self.records(path)? {
            let removed = self.root.remove(path, record.bytes(), record.sha256());
            if removed.map_err(|error| self.root.trouble(Action::Remove, path, &error))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Puts the manifest that was written aside into its place, last of all; the journal goes.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn close(self, manifest: &Aside) -> Result<(), Failure> {
        let Folder { root, index, _lock } = self;
        // Not every system replaces a file that is being read.
        let journal = index.into_journal();
        root.settle(manifest, MANIFEST).map_err(|error| root.trouble(Action::Write, MANIFEST, &error))?;
        journal.close()
    }
}
