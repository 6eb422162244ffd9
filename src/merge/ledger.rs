//! What is known of the files of a folder: by the manifest of the last merge, and by the journal of one at work.
//!
//! Entries stay on the disk, a line each; in memory is no more than where each line lies, and half a hash of its path.

use super::journal::{self, Journal};
use super::manifest::{self, Entry, Head, Lines};
use crate::failure::Failure;
use crate::output::{Hash, stays_inside};
use serde::Deserialize;
use std::borrow::Cow;
use std::path::Path;
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
    /// Readers of manifest, where there is one, and journal.
    manifest: Option<Mutex<Lines>>,
    told: Mutex<Lines>,
    /// What earlier merges made, by path.
    known: Vec<Known>,
    /// Which of them this merge has made anew or kept.
    taken: Vec<AtomicBool>,
}

/// The path of a line, as far as it must be read to know the file.
#[derive(Deserialize)]
struct PathOf<'l> {
    #[serde(borrow)]
    path: Cow<'l, str>,
}

/// The name under which the file of a line is known.
fn name_of(line: &str) -> Option<[u8; 16]> {
    let PathOf { path } = serde_json::from_str(line.trim_end().trim_end_matches(',')).ok()?;
    stays_inside(&path).then(|| Hash::of(path.as_bytes()).half())
}

impl Ledger {
    /// Reads manifest and journal of a folder.
    ///
    /// # Errors
    /// Failed I/O; a manifest that no merge wrote.
    pub fn open(root: &Path) -> Result<Ledger, Failure> {
        let mut known = Vec::new();
        let path = root.join(manifest::FILE);
        let head = manifest::read(&path, &mut |at, line| {
            known.push(Known { path: name_of(line)?, place: Place(at) });
            Some(())
        })?;
        let journal = Journal::open(root, &mut |at, line| {
            known.extend(name_of(line).map(|path| Known { path, place: Place::in_journal(at) }));
        })?;
        // Of several lines about a file, the last one holds: those of the journal come after those of the manifest.
        known.sort_unstable_by_key(|known| (known.path, std::cmp::Reverse(known.place)));
        known.dedup_by_key(|known| known.path);
        let lines = |path: &Path| Lines::open(path).map(Mutex::new).map_err(|error| Failure::io("read", path, &error));
        Ok(Ledger {
            manifest: head.is_some().then(|| lines(&path)).transpose()?,
            told: lines(&root.join(journal::FILE))?,
            head: head.unwrap_or_default(),
            journal,
            taken: known.iter().map(|_| AtomicBool::new(false)).collect(),
            known,
        })
    }

    /// What the last merge that came to its end said of the folder.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Where the entry of a file is that an earlier merge made. The file counts as one of this merge from now on.
    pub fn take(&self, path: &str) -> Option<Place> {
        let path = Hash::of(path.as_bytes()).half();
        let index = self.known.binary_search_by_key(&path, |known| known.path).ok()?;
        self.taken[index].store(true, Ordering::Relaxed);
        Some(self.known[index].place)
    }

    /// The places of the entries that this merge has not taken, in the order in which they lie.
    pub fn untaken(&self) -> Vec<Place> {
        let untaken = self.known.iter().zip(&self.taken).filter(|(_, taken)| !taken.load(Ordering::Relaxed));
        let mut places: Vec<Place> = untaken.map(|(known, _)| known.place).collect();
        places.sort_unstable();
        places
    }

    /// The entry at a place, with its edition.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn entry(&self, place: Place) -> Result<Entry, Failure> {
        let (in_journal, at) = place.split();
        let file = if in_journal { journal::FILE } else { manifest::FILE };
        let fail = |error| Failure::io("read", Path::new(file), &error);
        let lines = if in_journal { &self.told } else { self.manifest.as_ref().unwrap_or(&self.told) };
        let mut entry = lines.lock().unwrap_or_else(PoisonError::into_inner).entry(at).map_err(fail)?;
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
        self.journal.tell(entry).map(Place::in_journal)
    }

    /// Lets go of both files, and hands over the journal to be removed once the manifest tells it all.
    pub fn into_journal(self) -> Journal {
        self.journal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::manifest::Writer;

    fn entry(path: &str, key: &str) -> Entry {
        let (sha256, key) = (Hash::of(b"isi"), Hash::of(key.as_bytes()));
        let (path, unit) = (path.to_owned(), String::new());
        Entry { path, bytes: 3, sha256, pages: 1, overfull: false, key, edition: None, unit, people: Vec::new() }
    }

    #[test]
    fn the_journal_knows_better_than_the_manifest_and_its_last_line_best() {
        let folder = tempfile::tempdir().unwrap();
        let head = Head { edition: "old".into(), ..Head::default() };
        let mut writer = Writer::begin(&folder.path().join(manifest::FILE), &head).unwrap();
        for path in ["a", "b", "c"] {
            writer.entry(&entry(path, "manifest")).unwrap();
        }
        writer.end(&[]).unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        ledger.tell(&entry("b", "journal")).unwrap();
        ledger.tell(&Entry { edition: Some("new".into()), ..entry("b", "later") }).unwrap();
        drop(ledger);
        let ledger = Ledger::open(folder.path()).unwrap();
        let of = |path: &str| ledger.take(path).map(|place| ledger.entry(place).unwrap());
        assert_eq!(of("a"), Some(Entry { edition: Some("old".into()), ..entry("a", "manifest") }));
        assert_eq!(of("b"), Some(Entry { edition: Some("new".into()), ..entry("b", "later") }));
        assert_eq!(of("d"), None);
        let left: Vec<String> = ledger.untaken().into_iter().map(|at| ledger.entry(at).unwrap().path).collect();
        assert_eq!(left, ["c"]);
        // What is told now can be read back by its place.
        let place = ledger.tell(&entry("d", "now")).unwrap();
        assert_eq!(ledger.entry(place).unwrap().path, "d");
    }
}
