//! The work of a merge: the files of each unit, in parallel.
//!
//! Nothing is kept of a finished file but where its entry lies on the disk, so a million of them take little memory. What
//! the sheets of a unit share is prepared when the unit is begun, and goes with it.

use super::folder::{Folder, Put};
use super::ledger::Place;
use super::manifest::{Entry, Issued};
use super::names::{Names, joined, rows_mark, whole_mark};
use super::people::Staff;
use super::plan::{Extent, Plan, UnitPlan};
use super::print_run::Binding;
use super::trouble::Troubles;
use super::{close, unit};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::failure::Failure;
use crate::output::{Format, Hash};
use crate::render::{Renderer, Sheet};
use crate::request::Request;
use crate::roster::Field;
use crate::template::{Axis, DocumentKind};
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// A merge that is ready to run.
pub struct Merge<'w> {
    /// The renderer.
    pub renderer: Renderer<'w>,
    /// What every sheet has in common; its audience, unit and people are those of each.
    pub request: Request<'w>,
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
    /// How many stay as somebody changed them.
    pub changed: usize,
    /// How many of these are not what would be made now, and stand in the place of it.
    pub stale: usize,
    /// Pages of all of them.
    pub pages: u64,
    /// Bytes of all of them.
    pub bytes: u64,
}

/// The turn of files that another merge has made.
pub(super) const EARLIER: u16 = u16::MAX;

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
        count.changed += of.changed;
        count.stale += of.stale;
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
    pub(super) names: &'m Names,
    pub(super) watch: &'m Watch<'m>,
    /// The finished files, in any order.
    files: Mutex<Vec<Listed>>,
}

impl Merge<'_> {
    /// Makes all files, the register and the manifest in the folder `below` another one. What an earlier run made from the
    /// same is left as it is.
    ///
    /// # Errors
    /// Failed I/O, another merge in the folder, a file in the way. Findings in single rows are in what is returned: one
    /// bad row does not stop the others.
    pub fn run(&self, out: &Path, below: &str, watch: &Watch) -> Result<Merged, Failure> {
        let mut notes = Diagnostics::new();
        let folder = Folder::open(out, below, &mut notes)?;
        self.check_document(&folder)?;
        let names = Names::of(self.plan.all.iter().map(String::as_str), folder.ledger().held());
        // All at once: a list that grows takes twice its room.
        let files = Mutex::new(Vec::with_capacity(self.files()));
        let desk = Desk { merge: self, folder: &folder, names: &names, watch, files };
        let units = self.plan.units.par_iter().map(|unit| unit::make(&desk, unit));
        let done = units.try_reduce(Done::default, |done, later| Ok(done.join(later)))?;
        let files = desk.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let merged = close::close(self, folder, &names, done, files)?;
        notes.extend(merged.findings);
        Ok(Merged { findings: notes, ..merged })
    }

    /// That the folder is one of this document and this region.
    fn check_document(&self, folder: &Folder) -> Result<(), Failure> {
        let head = folder.ledger().head();
        let region = self.request.scope.region.map(|region| &region.slug);
        let is_same = head.document == self.request.document.id && head.region.as_ref() == region;
        if head.document.is_empty() || is_same {
            return Ok(());
        }
        let message = format!("this folder holds sheets of `{}`, of another document or region", head.document);
        let finding = Diagnostic::error(Code::FileInTheWay, message).help("choose another folder with --out");
        Err(Failure::usage(finding.at(Origin::file(folder.place("").display().to_string()))))
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
        is_per_unit(self.request.document)
    }

    fn entry(&self, draft: &Draft, sheet: &Sheet, names: &Names) -> Entry {
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
            edition: Some(self.renderer.workspace.edition.clone()),
            unit: draft.unit.name.clone(),
            slug: names.unusual(&draft.unit.name),
            people: people.map(issued).collect(),
        }
    }
}

/// Whether every unit gets a document; of any other that is not made for single people either, everybody gets a copy.
pub fn is_per_unit(document: &DocumentKind) -> bool {
    document.is_per(Axis::Unit) && !document.is_per(Axis::Person)
}

/// What to do about a file that was changed.
const AGAIN: &str = "move the file away, and run the same command again";

/// That a file stays as somebody changed it. Of those of single people one sentence tells.
fn changed(entry: &Entry, format: Format, is_stale: bool) -> Diagnostic {
    let file = match entry.is_personal() {
        true => format!("the {} file", format.extension()),
        false => format!("`{}`", entry.path),
    };
    let message = format!("{file} was changed after it was made, and is left as it is");
    let finding = Diagnostic::warning(Code::FileChanged, message);
    if is_stale { finding.help(format!("its sheet is another one now: {AGAIN}")) } else { finding }
}

/// That a file of several people stays as somebody changed it, while what it would be now has another name.
fn outdated(entry: &Entry) -> Diagnostic {
    let message = format!("`{}` was changed after it was made, and is left as it is", entry.path);
    let help = "what it would be now stands beside it, with `-no-` and a number in its name";
    Diagnostic::warning(Code::FileChanged, message).help(help)
}

impl Desk<'_> {
    /// Whether to go on.
    pub(super) fn goes_on(&self, done: &mut Done) -> bool {
        done.stopped |= self.watch.stop.load(Ordering::Relaxed);
        !done.stopped
    }

    /// What follows the name of a unit in that of a file for all of its people who are meant, and what stands before the
    /// number of a volume. A file for some people of a unit takes neither the place of that for all, nor of one for others.
    /// Names with a `number` lower than this are not free; it becomes that of the name.
    pub(super) fn marks(
        &self,
        unit: &UnitPlan,
        formats: &[Format],
        binds: bool,
        number: &mut u32,
    ) -> Result<[String; 2], Failure> {
        let slug = self.names.slug(&unit.name);
        let is_for_all = self.merge.plan.extent != Extent::Some || !binds && unit.is_whole;
        let rows = self.rows(&unit.people);
        let ends = (rows.first().copied().unwrap_or(0), rows.last().copied().unwrap_or(0));
        loop {
            let mark = if is_for_all { whole_mark(*number) } else { rows_mark(ends, *number) };
            let stem = joined(slug, &mark);
            let marks = [mark, self.names.volume_mark(&stem, &unit.name)];
            let is_free = is_for_all && *number == 1 || self.names.is_free(&stem, &unit.name);
            if is_free && (is_for_all || !self.is_for_others(slug, &marks, formats, &rows)?) {
                return Ok(marks);
            }
            *number += 1;
        }
    }

    /// Whether somebody changed the file of a draft, which is another one now. It stays, and is told; the draft needs
    /// another name, so that nobody in it is without a sheet: for them nothing is left to be done, and so it is not stale.
    pub(super) fn is_outdated(&self, draft: &Draft, done: &mut Done) -> Result<bool, Failure> {
        let Some((place, old)) = self.folder.outdated(&draft.path, draft.key)? else { return Ok(false) };
        self.folder.ledger().take(&draft.path);
        done.count.changed += 1;
        done.count.pages += u64::from(old.pages);
        done.count.bytes += old.bytes;
        done.troubles.add(&self.rows(draft.people), [outdated(&old)]);
        let people = if self.merge.is_per_unit() { 0 } else { old.people.len() as u32 };
        let listed = Listed { rank: draft.unit.rank, row: old.row(), turn: EARLIER, people, place };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(listed);
        Ok(true)
    }

    /// Whether a file of this name, or one of its volumes, is for people beyond these rows.
    fn is_for_others(
        &self,
        slug: &str,
        marks: &[String; 2],
        formats: &[Format],
        rows: &[u32],
    ) -> Result<bool, Failure> {
        let [mark, volume] = marks;
        for format in formats {
            for number in 0_u32.. {
                let mark = if number == 0 { mark.clone() } else { format!("{mark}{volume}{number}") };
                match self.folder.known(&self.merge.name(&joined(slug, &mark)).path(*format))? {
                    Some(entry) if entry.people.iter().any(|issued| rows.binary_search(&issued.row).is_err()) => {
                        return Ok(true);
                    }
                    None if number > 0 => break,
                    _ => {}
                }
            }
        }
        Ok(false)
    }

    /// Leaves a file as it is, where it is finished already.
    pub(super) fn keep(&self, draft: &Draft, done: &mut Done) -> Result<bool, Failure> {
        let Some((place, entry)) = self.folder.finished(&draft.path, draft.key)? else { return Ok(false) };
        if !self.is_for(&entry, draft.unit, draft.people) {
            return Ok(false);
        }
        done.count.kept += 1;
        self.list(draft, &entry, place, done);
        Ok(true)
    }

    /// Whether an entry tells of these people and this unit: what is read back from a disk may be damaged.
    pub(super) fn is_for(&self, entry: &Entry, unit: &UnitPlan, people: &[u32]) -> bool {
        let person = |place: &u32| self.merge.staff.person(*place);
        let is_issued = |(place, issued): (&u32, &Issued)| {
            person(place).is_some_and(|person| (person.row, person.get(Field::Name)) == (issued.row, &issued.name))
        };
        entry.unit == unit.name && entry.people.len() == people.len() && people.iter().zip(&entry.people).all(is_issued)
    }

    /// Puts the sheet of a file into its place.
    pub(super) fn put(&self, draft: &Draft, sheet: &Sheet, done: &mut Done) -> Result<(), Failure> {
        let entry = self.merge.entry(draft, sheet, self.names);
        let put = self.folder.put(&entry, &sheet.bytes)?;
        self.placed(draft, &entry, put, done);
        Ok(())
    }

    /// Notes what became of a file that was to be put into its place.
    pub(super) fn placed(&self, draft: &Draft, entry: &Entry, put: Put, done: &mut Done) {
        match put {
            Put::Made(place) => {
                done.count.made += 1;
                self.list(draft, entry, place, done);
            }
            Put::Changed(Some((place, old))) => {
                let is_stale = old.key != entry.key;
                done.count.changed += 1;
                done.count.stale += usize::from(is_stale);
                done.troubles.add(&self.rows(draft.people), [changed(&old, draft.format, is_stale)]);
                self.list(draft, &old, place, done);
            }
            Put::Changed(None) => {
                done.count.failed += 1;
                let message = format!("`{}` is not what is made now, and nobody knows what it was", entry.path);
                let finding = Diagnostic::error(Code::FileChanged, message).help(AGAIN);
                done.troubles.add(&self.rows(draft.people), [finding]);
                self.tick(usize::from(self.merge.steps() == self.merge.files()));
            }
        }
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
            let overflow = self.merge.renderer.overflow(&self.merge.request, entry.pages);
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
