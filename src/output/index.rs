//! The files of a folder that are ours, as the last manifest and the journal of a killed run tell.
//!
//! Records stay on the disk; in memory is half a hash of each path, and where the record lies: about 25 bytes a file.

use super::hash::Hash;
use super::journal::Journal;
use super::record::{Record, RecordFile, path_of};
use super::root::Root;
use crate::diag::Diagnostics;
use crate::failure::{Action, Failure};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// What an entry of a manifest says.
pub(crate) enum Listed<'e, R> {
    /// A record, and where the manifest has it.
    Record(u64, &'e R),
    /// The path of a file of which nothing else can be understood.
    Damaged(String),
}

/// A manifest in a folder of ours: of a build or a kit, or of a merge.
pub(crate) trait Listing: std::fmt::Debug + Sized + Send + Sync {
    /// What it says of each file.
    type Record: Record;

    /// Name of the journal beside it.
    const JOURNAL: &'static str;

    /// Reads the manifest of a folder; an empty one where there is none. Entries that cannot be understood are warnings.
    ///
    /// # Errors
    /// Failed I/O; a manifest that is none of this kind.
    fn read(
        root: &Root,
        each: &mut dyn FnMut(Listed<'_, Self::Record>),
        notes: &mut Diagnostics,
    ) -> Result<Self, Failure>;

    /// The record at a place that [`Listing::read`] gave.
    ///
    /// # Errors
    /// Failed I/O; a manifest that was changed since it was read.
    fn record(&self, at: u64) -> io::Result<Self::Record>;
}

/// Where a record lies: in the manifest, or in the journal. Newer records are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RecordPlace(u64);

impl RecordPlace {
    /// Places in the journal have this bit.
    const IN_JOURNAL: u64 = 1 << 63;

    fn in_journal(at: u64) -> RecordPlace {
        RecordPlace(at | Self::IN_JOURNAL)
    }

    /// Whether it is in the journal, and the offset there.
    fn split(self) -> (bool, u64) {
        (self.0 & Self::IN_JOURNAL != 0, self.0 & !Self::IN_JOURNAL)
    }
}

/// A record of which the place is kept in memory.
#[derive(Debug, Clone, Copy)]
struct Indexed {
    path: [u8; 16],
    place: RecordPlace,
}

/// The files of a folder, by path.
#[derive(Debug)]
pub(crate) struct FileIndex<L: Listing> {
    listing: L,
    journal: Journal,
    /// Reads what the journal has, once something is asked for.
    told: Mutex<Option<RecordFile<L::Record>>>,
    root: Root,
    /// Records of earlier runs by path, of a path the newest first.
    known: Vec<Indexed>,
    /// Which of them this run has kept or replaced.
    taken: Vec<AtomicBool>,
    /// Paths of files of ours of which no more is known, by half a hash.
    damaged: BTreeMap<[u8; 16], String>,
}

/// Half a hash of a path, which is enough to tell paths apart.
pub(crate) fn half(path: &str) -> [u8; 16] {
    Hash::of(path.as_bytes()).half()
}

impl<L: Listing> FileIndex<L> {
    /// Reads manifest and journal of a folder, and hands each record over. What is damaged in them is a warning.
    ///
    /// # Errors
    /// Failed I/O; a manifest of another kind.
    pub(crate) fn open(
        root: &Root,
        each: &mut dyn FnMut(&L::Record),
        notes: &mut Diagnostics,
    ) -> Result<FileIndex<L>, Failure> {
        let mut known = Vec::new();
        let mut learn = |record: &L::Record, place: RecordPlace| {
            known.push(Indexed { path: half(record.path()), place });
            each(record);
        };
        let damaged = RefCell::new(BTreeMap::new());
        let listing = L::read(
            root,
            &mut |listed| match listed {
                Listed::Record(at, record) => learn(record, RecordPlace(at)),
                Listed::Damaged(path) => drop(damaged.borrow_mut().insert(half(&path), path)),
            },
            notes,
        )?;
        let says = |line: &str| {
            let is_record = L::Record::parse(line).is_some();
            let path = if is_record { None } else { path_of(line) };
            damaged.borrow_mut().extend(path.map(|path| (half(path), path.to_owned())));
            is_record
        };
        let mut told = |at: u64, line: &str| {
            L::Record::parse(line).into_iter().for_each(|record| learn(&record, RecordPlace::in_journal(at)));
        };
        let journal = Journal::open(root, L::JOURNAL, &says, &mut told, notes)?;
        known.sort_unstable_by_key(|known: &Indexed| (known.path, std::cmp::Reverse(known.place)));
        Ok(FileIndex {
            listing,
            journal,
            told: Mutex::default(),
            root: root.again(),
            taken: known.iter().map(|_| AtomicBool::new(false)).collect(),
            known,
            damaged: damaged.into_inner(),
        })
    }

    /// The manifest of the last run that came to its end.
    pub(crate) fn listing(&self) -> &L {
        &self.listing
    }

    /// The index of the newest record of a file, and how many there are.
    fn find(&self, path: &str) -> (usize, usize) {
        let path = half(path);
        let first = self.known.partition_point(|known| known.path < path);
        (first, self.known[first..].iter().take_while(|known| known.path == path).count())
    }

    /// Where the records of a file are that earlier runs made, the newest first.
    pub(crate) fn places(&self, path: &str) -> impl Iterator<Item = RecordPlace> + '_ {
        let (first, count) = self.find(path);
        self.known[first..first + count].iter().map(|known| known.place)
    }

    /// Whether a file is ours, as far as manifest and journal tell.
    pub(crate) fn knows(&self, path: &str) -> bool {
        self.find(path).1 > 0 || self.is_damaged(path)
    }

    /// Whether the manifest lists a file, and not the journal alone.
    pub(crate) fn is_listed(&self, path: &str) -> bool {
        self.places(path).any(|place| !place.split().0)
    }

    /// Counts a file as one of this run, so that [`FileIndex::untaken`] does not list it.
    pub(crate) fn take(&self, path: &str) {
        let (first, count) = self.find(path);
        if count > 0 {
            self.taken[first].store(true, Ordering::Relaxed);
        }
    }

    /// Whether a file is ours, although nothing is known of what was written.
    pub(crate) fn is_damaged(&self, path: &str) -> bool {
        self.damaged.contains_key(&half(path))
    }

    /// The files that are ours, although nothing is known of what was written, by half a hash of their paths.
    pub(crate) fn damaged(&self) -> &BTreeMap<[u8; 16], String> {
        &self.damaged
    }

    /// The places of the newest records of files that this run has not taken, in the order in which they lie.
    pub(crate) fn untaken(&self) -> Vec<RecordPlace> {
        let mut places = Vec::new();
        let mut last = None;
        for (known, taken) in self.known.iter().zip(&self.taken) {
            if last != Some(known.path) && !taken.load(Ordering::Relaxed) {
                places.push(known.place);
            }
            last = Some(known.path);
        }
        places.sort_unstable();
        places
    }

    /// The record at a place.
    ///
    /// # Errors
    /// Failed I/O; a file that was changed since it was read.
    pub(crate) fn record(&self, place: RecordPlace) -> Result<L::Record, Failure> {
        let (in_journal, at) = place.split();
        if !in_journal {
            return self
                .listing
                .record(at)
                .map_err(|error| self.root.trouble(Action::Read, super::root::MANIFEST, &error));
        }
        let fail = |error: io::Error| self.root.trouble(Action::Read, L::JOURNAL, &error);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *told {
            Some(file) => file,
            none => none.insert(RecordFile::of(self.root.open(L::JOURNAL).map_err(fail)?)),
        };
        file.record(at).map_err(fail)
    }

    /// Tells the journal of a file, from any thread.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn tell(&self, record: &L::Record) -> Result<RecordPlace, Failure> {
        let line =
            serde_json::to_vec(record).map_err(|error| self.root.trouble(Action::Write, L::JOURNAL, &error.into()))?;
        self.journal.tell(line).map(RecordPlace::in_journal)
    }

    /// Lets go of both files, and hands over the journal to be removed once the manifest tells it all.
    pub(crate) fn into_journal(self) -> Journal {
        self.journal
    }
}
