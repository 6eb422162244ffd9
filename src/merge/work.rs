//! The work of a merge: the files of each unit, in parallel.
//!
//! Nothing is kept of a finished file but where its entry lies on the disk, so a million of them take little memory. What
//! the sheets of a unit share is prepared when the unit is begun, and goes with it.

use super::folder::Folder;
use super::ledger::Place;
use super::manifest::{Entry, Issued};
use super::people::Staff;
use super::plan::{Plan, UnitPlan};
use super::print_run::Binding;
use super::trouble::Troubles;
use super::{close, unit};
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::output::{Format, Hash};
use crate::press::{Order, Press, Sheet};
use crate::roster::Field;
use crate::template::{Axis, DocumentKind};
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// A merge that is ready to run.
pub struct Merge<'w> {
    /// The press.
    pub press: Press<'w>,
    /// What every sheet has in common; its audience, unit and people are those of each.
    pub order: Order<'w>,
    /// Who is in the roster.
    pub staff: &'w Staff<'w>,
    /// Who of them is meant.
    pub plan: &'w Plan,
    /// The formats of the files.
    pub formats: &'w [Format],
    /// How the sheets of a unit are bound to print runs; without it, everybody gets a file.
    pub binding: Option<Binding>,
}

/// What goes on meanwhile: a step done, and whether to stop.
pub struct Watch<'m> {
    /// Called as each file is finished, from any thread.
    pub tick: &'m (dyn Fn() + Sync),
    /// Set to stop after the files at work.
    pub stop: &'m AtomicBool,
}

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// How many files there are of each outcome.
    pub count: Count,
    /// Findings of rows that failed, and warnings about others; each once, in the first row that has it.
    pub findings: Diagnostics,
    /// Paths of obsolete files that were removed.
    pub removed: Vec<String>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// How many files there are of each outcome, and how large those are that are there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many were made.
    pub made: usize,
    /// How many were finished already.
    pub kept: usize,
    /// How many failed.
    pub failed: usize,
    /// Pages of all of them.
    pub pages: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

/// Where the entry of a file is, and where the file stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    /// The row of the first person of its unit.
    pub(super) rank: u32,
    /// The row of the first person in it.
    pub(super) row: u32,
    /// Its place among the files of the same people: those of this merge come first, in the order of their formats.
    pub(super) turn: u16,
    /// How many people the register lists with it.
    pub(super) people: u32,
    pub(super) place: Place,
}

/// What became of some files. Those of neighbours can be joined.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) count: Count,
    pub(super) troubles: Troubles,
    pub(super) stopped: bool,
}

impl Done {
    /// Adds what became of the files that follow.
    pub(super) fn join(mut self, later: Done) -> Done {
        let (count, of) = (&mut self.count, later.count);
        count.made += of.made;
        count.kept += of.kept;
        count.failed += of.failed;
        count.pages += of.pages;
        count.bytes += of.bytes;
        self.troubles.join(later.troubles);
        self.stopped |= later.stopped;
        self
    }
}

/// A file to make: what can be said of it beforehand.
pub(super) struct Draft<'m> {
    pub(super) unit: &'m UnitPlan,
    /// Those in it, as places in the roster.
    pub(super) people: &'m [u32],
    pub(super) format: Format,
    pub(super) path: String,
    pub(super) key: Hash,
}

/// What all threads of a merge work with.
pub(super) struct Desk<'m> {
    pub(super) merge: &'m Merge<'m>,
    pub(super) folder: &'m Folder,
    pub(super) watch: &'m Watch<'m>,
    /// The finished files, in any order.
    files: Mutex<Vec<Listed>>,
}

impl Merge<'_> {
    /// Makes all files, the register and the manifest below `out`. What an earlier run made from the same is left as it is.
    ///
    /// # Errors
    /// Failed I/O, another merge in the folder, a file in the way. Findings in single rows are in what is returned: one
    /// bad row does not stop the others.
    pub fn run(&self, out: &Path, watch: &Watch) -> Result<Merged, Failure> {
        let folder = Folder::open(out)?;
        // All at once: a list that grows takes twice its room.
        let files = Mutex::new(Vec::with_capacity(self.files()));
        let desk = Desk { merge: self, folder: &folder, watch, files };
        let units = self.plan.units.par_iter().map(|unit| unit::make(&desk, unit));
        let done = units.try_reduce(Done::default, |done, later| Ok(done.join(later)))?;
        let files = desk.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        close::close(self, folder, done, files)
    }

    /// How many files there will be; of print runs at least so many.
    pub fn files(&self) -> usize {
        let sheets = if self.is_by_person() { self.plan.people() } else { self.plan.units.len() };
        sheets * self.formats.len()
    }

    /// How often [`Watch::tick`] is called: for every file, or for everybody in a print run.
    pub fn steps(&self) -> usize {
        if self.binding.is_some() && !self.is_per_unit() { self.plan.people() } else { self.files() }
    }

    /// Whether everybody gets a file.
    pub(super) fn is_by_person(&self) -> bool {
        !self.is_per_unit() && self.binding.is_none()
    }

    /// Whether there is a file for every unit instead of every person.
    pub(super) fn is_per_unit(&self) -> bool {
        is_per_unit(self.order.document)
    }

    fn entry(&self, draft: &Draft, sheet: &Sheet) -> Entry {
        let people = draft.people.iter().filter_map(|place| self.staff.person(*place));
        let issued = |person: crate::roster::Person| Issued {
            row: person.row,
            name: person.get(Field::Name).to_owned(),
            page: None,
        };
        Entry {
            path: draft.path.clone(),
            bytes: sheet.bytes.len() as u64,
            sha256: Hash::of(&sheet.bytes),
            pages: sheet.pages.unwrap_or(0),
            overfull: !sheet.fits,
            key: draft.key,
            edition: Some(self.press.workspace.edition.clone()),
            unit: draft.unit.name.clone(),
            people: people.map(issued).collect(),
        }
    }
}

/// Whether every unit gets a document; of any other that is not made for single people either, everybody gets a copy.
pub fn is_per_unit(document: &DocumentKind) -> bool {
    document.is_per(Axis::Unit) && !document.is_per(Axis::Person)
}

impl Desk<'_> {
    /// Whether to go on.
    pub(super) fn goes_on(&self, done: &mut Done) -> bool {
        done.stopped |= self.watch.stop.load(Ordering::Relaxed);
        !done.stopped
    }

    /// Leaves a file as it is, where it is finished already.
    pub(super) fn keep(&self, draft: &Draft, done: &mut Done) -> Result<bool, Failure> {
        let Some((place, entry)) = self.folder.finished(&draft.path, draft.key)? else { return Ok(false) };
        done.count.kept += 1;
        self.list(draft, &entry, place, done);
        Ok(true)
    }

    /// Puts the sheet of a file into its place.
    pub(super) fn put(&self, draft: &Draft, sheet: &Sheet, done: &mut Done) -> Result<(), Failure> {
        let entry = self.merge.entry(draft, sheet);
        let lane = rayon::current_thread_index().unwrap_or(0);
        let place = self.folder.put(&entry, &sheet.bytes, lane)?;
        done.count.made += 1;
        self.list(draft, &entry, place, done);
        Ok(())
    }

    /// Notes why so many files of these people could not be made.
    pub(super) fn fail(&self, people: &[u32], files: usize, findings: Diagnostics, done: &mut Done) {
        done.count.failed += files;
        done.troubles.add(&self.rows(people), findings);
        self.tick(files);
    }

    pub(super) fn list(&self, draft: &Draft, entry: &Entry, place: Place, done: &mut Done) {
        done.count.pages += u64::from(entry.pages);
        done.count.bytes += entry.bytes;
        let people = if self.merge.is_per_unit() { 0 } else { entry.people.len() as u32 };
        let listed = Listed { rank: draft.unit.rank, row: entry.row(), turn: draft.format as u16, people, place };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(listed);
        if entry.overfull {
            let overflow = self.merge.press.overflow(&self.merge.order, entry.pages);
            done.troubles.add(&self.rows(draft.people), [overflow]);
        }
        if self.merge.steps() == self.merge.files() {
            self.tick(1);
        }
    }

    /// Tells that so many steps are done.
    pub(super) fn tick(&self, steps: usize) {
        (0..steps).for_each(|_| (self.watch.tick)());
    }

    fn rows(&self, people: &[u32]) -> Vec<u32> {
        people.iter().filter_map(|place| self.merge.staff.person(*place)).map(|person| person.row).collect()
    }
}
