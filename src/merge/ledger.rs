//! What is known of the files of a folder: by the manifest of the last merge, and by the journal of one at work.
//!
//! Entries stay on the disk, a line each; in memory is no more than where each line lies, and half a hash of its path.

use super::manifest::{self, Entry, Head, Line, Lines};
use super::names::Held;
use crate::diag::Diagnostics;
use crate::failure::{Action, Failure};
use crate::output::Hash;
use crate::output::journal::{Journal, OF_MERGE as JOURNAL};
use crate::output::root::Root;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Where the line of an entry lies: in the manifest, or in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u64);

impl Place {
    /// Places in the journal have this bit.
    const IN_JOURNAL: u64 = 1 << 63;

    fn in_journal(at: u64) -> Place {
        Place(at | Self::IN_JOURNAL)
    }

    /// Whether it is in the journal, and the offset there.
    fn split(self) -> (bool, u64) {
        (self.0 & Self::IN_JOURNAL != 0, self.0 & !Self::IN_JOURNAL)
    }
}

/// A file that is known.
#[derive(Debug, Clone, Copy)]
struct Known {
    path: [u8; 16],
    place: Place,
}

/// What is known of the files of a folder.
#[derive(Debug)]
pub struct Ledger {
    head: Head,
    journal: Journal,
    /// Readers of manifest and journal, once they are read.
    readers: [Mutex<Option<Lines>>; 2],
    root: Root,
    /// What earlier merges made, by path; of a path the newest first.
    known: Vec<Known>,
    /// Which of them this merge has made anew or kept.
    taken: Vec<AtomicBool>,
    /// Paths of files of ours of which no more is known, by what they are known by.
    damaged: BTreeMap<[u8; 16], String>,
    held: Held,
}

/// What a path is known by.
pub(super) fn half(path: &str) -> [u8; 16] {
    Hash::of(path.as_bytes()).half()
}

impl Ledger {
    /// Reads manifest and journal of a folder. What cannot be understood of them is told.
    ///
    /// # Errors
    /// Failed I/O; a manifest that no merge wrote.
    pub(crate) fn open(root: &Root, notes: &mut Diagnostics) -> Result<Ledger, Failure> {
        let (mut known, mut held) = (Vec::new(), Held::default());
        let mut learn = |entry: &Entry, place: Place| {
            known.push(Known { path: half(&entry.path), place });
            held.learn(&entry.path, &entry.unit, entry.slug.as_deref());
        };
        let damaged = RefCell::new(BTreeMap::new());
        let head = manifest::read(
            root,
            &mut |line| match line {
                Line::Entry(at, entry) => learn(&entry, Place(at)),
                Line::Damaged(path) => drop(damaged.borrow_mut().insert(half(&path), path)),
            },
            notes,
        )?;
        let says = |line: &str| {
            let entry = Entry::parse(line);
            let path = if entry.is_none() { manifest::path_of(line) } else { None };
            damaged.borrow_mut().extend(path.map(|path| (half(path), path.to_owned())));
            entry.is_some()
        };
        let mut told = |at: u64, line: &str| {
            Entry::parse(line).into_iter().for_each(|entry| learn(&entry, Place::in_journal(at)));
        };
        let journal = Journal::open(root, JOURNAL, &says, &mut told, notes)?;
        // Of several lines about a file, the last one holds: those of the journal come after those of the manifest.
        known.sort_unstable_by_key(|known: &Known| (known.path, std::cmp::Reverse(known.place)));
        Ok(Ledger {
            readers: Default::default(),
            root: Root::at(&root.path("")),
            head: head.unwrap_or_default(),
            journal,
            taken: known.iter().map(|_| AtomicBool::new(false)).collect(),
            known,
            damaged: damaged.into_inner(),
            held,
        })
    }

    /// The names that files have.
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// What the last merge that came to its end said of the folder.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The index of the newest line about a file, and how many there are.
    fn find(&self, path: &str) -> (usize, usize) {
        let path = half(path);
        let first = self.known.partition_point(|known| known.path < path);
        (first, self.known[first..].iter().take_while(|known| known.path == path).count())
    }

    /// Where the entries of a file are that earlier merges made, the newest first.
    pub fn places(&self, path: &str) -> impl Iterator<Item = Place> + '_ {
        let (first, count) = self.find(path);
        self.known[first..first + count].iter().map(|known| known.place)
    }

    /// Where the newest entry of a file is that an earlier merge made. The file counts as one of this merge from now on.
    pub fn take(&self, path: &str) -> Option<Place> {
        let (first, count) = self.find(path);
        if count == 0 {
            return None;
        }
        self.taken[first].store(true, Ordering::Relaxed);
        Some(self.known[first].place)
    }

    /// Whether a file is ours, although nothing is known of what was written.
    pub fn is_damaged(&self, path: &str) -> bool {
        self.damaged.contains_key(&half(path))
    }

    /// The files that are ours, although nothing is known of what was written.
    pub fn damaged(&self) -> &BTreeMap<[u8; 16], String> {
        &self.damaged
    }

    /// The places of the newest entries of files that this merge has not taken, in the order in which they lie.
    pub fn untaken(&self) -> Vec<Place> {
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

    /// The entry at a place, with its edition.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn entry(&self, place: Place) -> Result<Entry, Failure> {
        let (in_journal, at) = place.split();
        let name = if in_journal { JOURNAL } else { manifest::FILE };
        let fail = |error: io::Error| self.root.trouble(Action::Read, name, &error);
        let mut reader = self.readers[usize::from(in_journal)].lock().unwrap_or_else(PoisonError::into_inner);
        let lines = match &mut *reader {
            Some(lines) => lines,
            none => none.insert(Lines::of(self.root.open(name).map_err(fail)?)),
        };
        let mut entry = lines.entry(at).map_err(fail)?;
        if !in_journal {
            entry.edition.get_or_insert_with(|| self.head.edition.clone());
        }
        Ok(entry)
    }

    /// Tells of a finished file, from any thread.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn tell(&self, entry: &Entry) -> Result<Place, Failure> {
        let line =
            serde_json::to_vec(entry).map_err(|error| self.root.trouble(Action::Write, JOURNAL, &error.into()))?;
        self.journal.tell(line).map(Place::in_journal)
    }

    /// Lets go of both files, and hands over the journal to be removed once the manifest tells it all.
    pub(crate) fn into_journal(self) -> Journal {
        self.journal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::manifest::Writer;
    use std::fs::File;

    fn entry(path: &str, key: &str) -> Entry {
        let (sha256, key) = (Hash::of(b"isi"), Hash::of(key.as_bytes()));
        let (path, unit, people) = (path.to_owned(), String::new(), Vec::new());
        Entry { path, bytes: 3, sha256, pages: 1, overfull: false, key, edition: None, unit, slug: None, people }
    }

    #[test]
    fn the_journal_knows_better_than_the_manifest_and_its_last_line_best() {
        let folder = tempfile::tempdir().unwrap();
        let head = Head { edition: "old".into(), ..Head::default() };
        let root = Root::at(folder.path());
        let open = || Ledger::open(&root, &mut Diagnostics::new()).unwrap();
        let mut writer = Writer::begin(File::create(root.path(manifest::FILE)).unwrap(), &head).unwrap();
        for path in ["a", "b", "c"] {
            writer.entry(&entry(path, "manifest")).unwrap();
        }
        writer.end(&[]).unwrap();
        let ledger = open();
        ledger.tell(&entry("b", "journal")).unwrap();
        ledger.tell(&Entry { edition: Some("new".into()), ..entry("b", "later") }).unwrap();
        drop(ledger);
        let ledger = open();
        let of = |path: &str| ledger.take(path).map(|place| ledger.entry(place).unwrap());
        assert_eq!(of("a"), Some(Entry { edition: Some("old".into()), ..entry("a", "manifest") }));
        assert_eq!(of("b"), Some(Entry { edition: Some("new".into()), ..entry("b", "later") }));
        assert_eq!(of("d"), None);
        let keys: Vec<Hash> = ledger.places("b").map(|place| ledger.entry(place).unwrap().key).collect();
        assert_eq!(keys, ["later", "journal", "manifest"].map(|key| Hash::of(key.as_bytes())));
        let left: Vec<String> = ledger.untaken().into_iter().map(|at| ledger.entry(at).unwrap().path).collect();
        assert_eq!(left, ["c"]);
        // What is told now can be read back by its place.
        let place = ledger.tell(&entry("d", "now")).unwrap();
        assert_eq!(ledger.entry(place).unwrap().path, "d");
    }

    #[test]
    fn of_a_line_that_is_damaged_the_path_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::at(folder.path());
        let line = serde_json::to_string(&entry("u/a.pdf", "k")).unwrap();
        std::fs::write(root.path(JOURNAL), format!("{}\n", line.replace("\"bytes\":3", "\"bytes\":x"))).unwrap();
        let mut notes = Diagnostics::new();
        let ledger = Ledger::open(&root, &mut notes).unwrap();
        assert_eq!((ledger.take("u/a.pdf"), ledger.is_damaged("u/a.pdf"), notes.len()), (None, true, 1));
    }
}
