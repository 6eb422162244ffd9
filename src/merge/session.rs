//! A merge at work: what its threads share, and what they do with each file.
//!
//! Nothing is kept of a finished file but where its entry lies on the disk, so a million of them take little memory.

use super::issued::{Issued, IssuedFile};
use super::manifest::MergeFolder;
use super::names::{Names, joined, rows_mark, whole_mark};
use super::outcome::Outcome;
use super::recipients::{Extent, UnitRecipients};
use super::spec::{Merge, Watch};
use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::failure::Failure;
use crate::output::folder::Put;
use crate::output::index::RecordPlace;
use crate::output::{Format, Hash};
use crate::render::Sheet;
use crate::roster::Field;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

/// The turn of files that another merge has made.
pub(super) const EARLIER: u16 = u16::MAX;

/// Where the entry of a file is, and where the file stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileRef {
    /// The row of the first person of its unit.
    pub(super) rank: u32,
    /// The row of the first person in it.
    pub(super) row: u32,
    /// Its place among the files of the same people: those of this merge come first, in the order of their formats.
    pub(super) turn: u16,
    /// How many people the register lists with it.
    pub(super) people: u32,
    pub(super) place: RecordPlace,
}

/// A file to make: what can be said of it beforehand.
pub(super) struct PlannedFile<'m> {
    pub(super) unit: &'m UnitRecipients,
    /// Those in it, as places in the roster.
    pub(super) people: &'m [u32],
    pub(super) format: Format,
    pub(super) path: String,
    pub(super) key: Hash,
}

/// What all threads of a merge work with.
pub(super) struct Session<'m> {
    pub(super) merge: &'m Merge<'m>,
    pub(super) folder: &'m MergeFolder,
    pub(super) names: &'m Names,
    pub(super) watch: &'m Watch<'m>,
    /// The finished files, in any order.
    pub(super) files: Mutex<Vec<FileRef>>,
}

/// What to do about a file that was changed.
fn again() -> Message {
    say!(
        "pindahkan berkas itu, lalu jalankan lagi perintah yang sama",
        "move the file away, and run the same command again"
    )
}

/// That a file stays as somebody changed it. Of those of single people one sentence tells.
fn changed(entry: &IssuedFile, format: Format, is_stale: bool) -> Diagnostic {
    let file = match entry.is_personal() {
        true => say!("berkas {}", "the {} file", format.extension()),
        false => say!("`{}`", "`{}`", entry.path),
    };
    let message = say!(
        "{file} sudah diubah setelah dibuat, dan dibiarkan apa adanya",
        "{file} was changed after it was made, and is left as it is";
        file
    );
    let finding = Diagnostic::warning(Code::FileChanged, message);
    let again = again();
    match is_stale {
        true => finding.help(say!("lembarnya kini lain: {again}", "its sheet is another one now: {again}"; again)),
        false => finding,
    }
}

/// That a file of several people stays as somebody changed it, while what it would be now has another name.
fn outdated(entry: &IssuedFile) -> Diagnostic {
    let message = say!(
        "`{}` sudah diubah setelah dibuat, dan dibiarkan apa adanya",
        "`{}` was changed after it was made, and is left as it is",
        entry.path
    );
    let help = say!(
        "yang baru ada di sebelahnya, dengan `-no-` dan sebuah nomor pada namanya",
        "what it would be now stands beside it, with `-no-` and a number in its name"
    );
    Diagnostic::warning(Code::FileChanged, message).help(help)
}

impl Session<'_> {
    /// Whether to go on.
    pub(super) fn goes_on(&self, outcome: &mut Outcome) -> bool {
        outcome.stopped |= self.watch.stop.load(Ordering::Relaxed);
        !outcome.stopped
    }

    /// What follows the name of a unit in that of a file for all of its people who are meant, and what stands before the
    /// number of a volume. A file for some people of a unit takes neither the place of that for all, nor of one for others.
    /// Names with a `number` lower than this are not free; it becomes that of the name.
    pub(super) fn marks(
        &self,
        unit: &UnitRecipients,
        formats: &[Format],
        binds: bool,
        number: &mut u32,
    ) -> Result<[String; 2], Failure> {
        let slug = self.names.slug(&unit.name);
        let is_for_all = self.merge.recipients.extent != Extent::Some || !binds && unit.is_whole;
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
    pub(super) fn is_outdated(&self, draft: &PlannedFile, outcome: &mut Outcome) -> Result<bool, Failure> {
        let Some((place, old)) = self.folder.outdated(&draft.path, draft.key)? else { return Ok(false) };
        self.folder.index().take(&draft.path);
        outcome.count.changed += 1;
        outcome.count.pages += u64::from(old.pages);
        outcome.count.bytes += old.bytes;
        outcome.findings.add(&self.rows(draft.people), [outdated(&old)]);
        let people = if self.merge.is_per_unit() { 0 } else { old.people.len() as u32 };
        let listed = FileRef { rank: draft.unit.rank, row: old.row(), turn: EARLIER, people, place };
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
    pub(super) fn keep(&self, draft: &PlannedFile, outcome: &mut Outcome) -> Result<bool, Failure> {
        let Some((place, entry)) = self.folder.finished(&draft.path, draft.key)? else { return Ok(false) };
        if !self.is_for(&entry, draft.unit, draft.people) {
            return Ok(false);
        }
        self.kept(draft, &entry, place, outcome);
        Ok(true)
    }

    /// Notes that a file stays as it is.
    pub(super) fn kept(&self, draft: &PlannedFile, entry: &IssuedFile, place: RecordPlace, outcome: &mut Outcome) {
        self.folder.index().take(&draft.path);
        outcome.count.kept += 1;
        self.list(draft, entry, place, outcome);
    }

    /// Whether an entry tells of these people and this unit: what is read back from a disk may be damaged.
    pub(super) fn is_for(&self, entry: &IssuedFile, unit: &UnitRecipients, people: &[u32]) -> bool {
        let person = |place: &u32| self.merge.staff.person(*place);
        let is_issued = |(place, issued): (&u32, &Issued)| {
            person(place).is_some_and(|person| (person.row, person.get(Field::Name)) == (issued.row, &issued.name))
        };
        entry.unit == unit.name && entry.people.len() == people.len() && people.iter().zip(&entry.people).all(is_issued)
    }

    fn entry(&self, draft: &PlannedFile, sheet: &Sheet) -> IssuedFile {
        let people = draft.people.iter().filter_map(|place| self.merge.staff.person(*place));
        let issued = |person: crate::roster::Person| Issued {
            row: person.row,
            name: person.get(Field::Name).to_owned(),
            page: None,
        };
        IssuedFile {
            path: draft.path.clone(),
            bytes: sheet.bytes.len() as u64,
            sha256: Hash::of(&sheet.bytes),
            pages: sheet.pages.unwrap_or(0),
            overfull: !sheet.fits,
            key: draft.key,
            edition: Some(self.merge.renderer.workspace.edition.clone()),
            unit: draft.unit.name.clone(),
            slug: self.names.unusual(&draft.unit.name),
            people: people.map(issued).collect(),
        }
    }

    /// Puts the sheet of a file into its place.
    pub(super) fn put(&self, draft: &PlannedFile, sheet: &Sheet, outcome: &mut Outcome) -> Result<(), Failure> {
        let entry = self.entry(draft, sheet);
        let put = self.folder.put(&entry, &sheet.bytes)?;
        self.placed(draft, &entry, put, outcome);
        Ok(())
    }

    /// Notes what became of a file that was to be put into its place.
    pub(super) fn placed(&self, draft: &PlannedFile, entry: &IssuedFile, put: Put<IssuedFile>, outcome: &mut Outcome) {
        match put {
            Put::Made(place) => {
                outcome.count.made += 1;
                self.list(draft, entry, place, outcome);
            }
            Put::Changed(Some((place, old))) => {
                let is_stale = old.key != entry.key;
                outcome.count.changed += 1;
                outcome.count.stale += usize::from(is_stale);
                outcome.findings.add(&self.rows(draft.people), [changed(&old, draft.format, is_stale)]);
                self.list(draft, &old, place, outcome);
            }
            Put::Changed(None) => {
                outcome.count.failed += 1;
                let message = say!(
                    "`{}` bukan yang dibuat sekarang, dan tidak diketahui apa isinya semula",
                    "`{}` is not what is made now, and nobody knows what it was",
                    entry.path
                );
                let finding = Diagnostic::error(Code::FileChanged, message).help(again());
                outcome.findings.add(&self.rows(draft.people), [finding]);
                self.tick(usize::from(self.merge.steps() == self.merge.files()));
            }
        }
    }

    /// Notes why so many files of these people could not be made.
    pub(super) fn fail(&self, people: &[u32], files: usize, findings: Diagnostics, outcome: &mut Outcome) {
        outcome.count.failed += files;
        outcome.findings.add(&self.rows(people), findings);
        self.tick(files);
    }

    pub(super) fn list(&self, draft: &PlannedFile, entry: &IssuedFile, place: RecordPlace, outcome: &mut Outcome) {
        outcome.count.pages += u64::from(entry.pages);
        outcome.count.bytes += entry.bytes;
        let people = if self.merge.is_per_unit() { 0 } else { entry.people.len() as u32 };
        let listed = FileRef { rank: draft.unit.rank, row: entry.row(), turn: draft.format as u16, people, place };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(listed);
        if entry.overfull {
            let overflow = self.merge.renderer.overflow(&self.merge.request, entry.pages);
            outcome.findings.add(&self.rows(draft.people), [overflow]);
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
