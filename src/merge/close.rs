//! The end of a merge: what is obsolete goes, and registers and manifest are written, line by line.

use super::issued::{IssuedFile, kind};
use super::manifest::{Head, ManifestWriter, MergeFolder, Register};
use super::names::{Names, is_for_some};
use super::outcome::{MergeResult, Outcome};
use super::recipients::Extent;
use super::register::place::{Hold, PlacedRegister, put_register};
use super::register::{RegisterLine, RegisterWriter};
use super::session::{EARLIER, FileRef};
use super::spec::Merge;
use crate::diag::{Code, Diagnostic, say};
use crate::failure::{Action, Failure};
use crate::output::findings::obsolete_and_changed;
use crate::output::index::{RecordPlace, half};
use crate::output::record::Record;
use crate::output::root::{Aside, MANIFEST};
use crate::roster::Field;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;

/// Names of the registers.
const REGISTERS: [&str; 2] = ["register.csv", "register.xlsx"];

/// Closes the folder of a merge, unless there is more to do.
///
/// # Errors
/// Failed I/O; then the journal still tells what is finished.
pub(super) fn close(
    merge: &Merge,
    folder: MergeFolder,
    names: &Names,
    outcome: Outcome,
    mut files: Vec<FileRef>,
) -> Result<MergeResult, Failure> {
    let Outcome { count, findings, stopped } = outcome;
    let findings = findings.told(merge.staff.roster());
    let mut merged = MergeResult { count, findings, removed: Vec::new(), stopped };
    if stopped {
        return Ok(merged);
    }
    let obsolete = Earlier::of(merge, &folder, count.failed == 0).sort_out(&mut files)?;
    let elsewhere = once_each(merge, &folder, names, &mut files)?;
    files.sort_unstable();
    let head = Head {
        ikrar: env!("CARGO_PKG_VERSION").to_owned(),
        document: merge.request.document.id.clone(),
        region: merge.request.scope.region.map(|region| region.slug.clone()),
        edition: merge.renderer.workspace.edition.clone(),
        registers: Vec::new(),
    };
    let registers = [folder.aside()?.0, folder.aside()?.0];
    let (aside, file) = folder.aside()?;
    let manifest = ManifestWriter::begin(file, &head);
    let manifest = manifest.map_err(|error| Failure::io(Action::Write, &folder.place(MANIFEST), &error))?;
    let manifest = write(merge, &folder, &files, &elsewhere, &head, &registers, manifest)?;
    for place in obsolete {
        let (_, entry) = folder.true_record(place)?;
        if folder.remove(&entry.path)? {
            // A unit's folder goes with its last file.
            let _ = entry.path.rsplit_once('/').map(|(unit, _)| fs::remove_dir(folder.place(unit)));
            merged.removed.push(entry.path);
        } else if folder.has(&entry.path) {
            merged.findings.push(obsolete_and_changed(&folder.place(&entry.path)));
        }
    }
    let registers = match merge.is_per_unit() {
        true => folder.index().listing().head().registers.clone(),
        false => place(&folder, &registers, &mut merged)?,
    };
    manifest.end(&registers).map_err(|error| Failure::io(Action::Write, &folder.place(MANIFEST), &error))?;
    folder.close(&aside)?;
    Ok(merged)
}

/// People whom the register names with another file than this one, by row and name.
type Elsewhere = BTreeMap<RecordPlace, BTreeSet<(u32, String)>>;

/// Sees to it that the register names everybody once: those whom the run of a whole unit was issued to with that one, and
/// not with a run of some of them, which is a reprint or a trial; anybody else with the newest file.
fn once_each(merge: &Merge, folder: &MergeFolder, names: &Names, files: &mut [FileRef]) -> Result<Elsewhere, Failure> {
    let mut elsewhere = Elsewhere::new();
    if !files.iter().any(|file| file.turn == EARLIER && file.people > 0) {
        return Ok(elsewhere);
    }
    let mut order = Vec::new();
    for (index, file) in files.iter().enumerate().filter(|(_, file)| file.people > 0) {
        let entry = folder.index().record(file.place)?;
        let is_some = is_for_some(&entry.path, names.slug(&entry.unit));
        let is_reprint = merge.binding.is_some() && merge.recipients.extent == Extent::Some && !is_some;
        let is_first = file.turn == EARLIER && is_reprint;
        order.push((!is_first, file.turn == EARLIER, *file, index));
    }
    order.sort_unstable();
    let mut named: BTreeSet<(u32, String)> = BTreeSet::new();
    for (_, _, file, index) in order {
        let entry = folder.index().record(file.place)?;
        let mut others = BTreeSet::new();
        for person in entry.people {
            let person = (person.row, person.name);
            if named.contains(&person) {
                others.insert(person);
            } else {
                named.insert(person);
            }
        }
        files[index].people -= (others.len() as u32).min(files[index].people);
        if files[index].people > 0 && !others.is_empty() {
            elsewhere.insert(file.place, others);
        }
    }
    Ok(elsewhere)
}

/// Writes the registers aside, and the entries of the manifest. It is still open, since it tells of the registers in their
/// places.
fn write(
    merge: &Merge,
    folder: &MergeFolder,
    files: &[FileRef],
    elsewhere: &Elsewhere,
    head: &Head,
    [csv, workbook]: &[Aside; 2],
    mut manifest: ManifestWriter,
) -> Result<ManifestWriter, Failure> {
    let fail = |error: io::Error| Failure::io(Action::Write, &folder.place(MANIFEST), &error);
    let torn = |error: io::Error| Failure::io(Action::WriteRegister, &folder.place(REGISTERS[0]), &error);
    let groups = || files.chunk_by(|one, other| (one.rank, one.row) == (other.rank, other.row));
    let lines = groups().flat_map(registered).map(|file| file.people as usize).sum();
    let mut register = match merge.is_per_unit() {
        true => None,
        false => {
            let begun = RegisterWriter::begin(csv.path(), workbook.path(), lines, merge.request.scope.lang);
            Some(begun.map_err(torn)?)
        }
    };
    // Of those of which nothing is known still, the next merge must know that they are ours.
    let mut damaged = folder.index().damaged().clone();
    for group in groups() {
        let registered: BTreeSet<RecordPlace> = registered(group).map(|file| file.place).collect();
        let mut entries = Vec::new();
        for file in group {
            let entry = folder.index().record(file.place)?;
            if let Some(register) = register.as_mut().filter(|_| registered.contains(&file.place)) {
                let others = elsewhere.get(&file.place);
                let mut lines = lines_of(&entry)
                    .filter(|line| !others.is_some_and(|others| others.contains(&(line.row, line.name.to_owned()))));
                lines.try_for_each(|line| register.line(&line)).map_err(torn)?;
            }
            entries.push(entry);
        }
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        for mut entry in entries {
            entry.edition = entry.edition.filter(|edition| *edition != head.edition);
            manifest.entry(&entry).map_err(fail)?;
            damaged.remove(&half(&entry.path));
        }
    }
    for path in damaged.into_values().filter(|path| folder.has(path)) {
        manifest.damaged(&path).map_err(fail)?;
    }
    register.map_or(Ok(()), RegisterWriter::end).map_err(torn)?;
    Ok(manifest)
}

/// The files that the register names, of several that begin with the same person: of those of this merge, which differ in
/// their formats alone, the first; of earlier ones each that names somebody else.
fn registered(group: &[FileRef]) -> impl Iterator<Item = &FileRef> {
    let named = || group.iter().filter(|file| file.people > 0);
    let first = named().next().map(|file| file.place);
    named().filter(move |file| file.turn == EARLIER || Some(file.place) == first)
}

fn lines_of(entry: &IssuedFile) -> impl Iterator<Item = RegisterLine<'_>> {
    let IssuedFile { path, sha256, unit, people, .. } = entry;
    people.iter().map(|person| RegisterLine {
        row: person.row,
        name: &person.name,
        unit,
        file: path,
        page: person.page,
        sha256: *sha256,
    })
}

/// Puts the registers into their places, or beside those that must stay.
fn place(folder: &MergeFolder, asides: &[Aside; 2], merged: &mut MergeResult) -> Result<Vec<Register>, Failure> {
    let mut registers = Vec::new();
    for (name, aside) in REGISTERS.into_iter().zip(asides) {
        let PlacedRegister { register, beside } = put_register(folder, aside, name)?;
        if let Some(hold) = beside {
            merged.findings.push(held(name, &register.path, hold));
            // The one that stays is what it was.
            registers
                .extend(folder.index().listing().head().registers.iter().filter(|known| known.path == name).cloned());
        }
        registers.push(register);
    }
    Ok(registers)
}

/// That a register stands beside one that must stay.
fn held(name: &str, written: &str, hold: Hold) -> Diagnostic {
    match hold {
        Hold::Changed => {
            let message = say!(
                "{name} sudah diubah sejak ditulis, dan dibiarkan apa adanya",
                "{name} was changed since it was written, and is left as it is"
            );
            Diagnostic::warning(Code::RegisterChanged, message).help(say!(
                "yang baru adalah {written}; pindahkan tanda centangnya ke sana",
                "the new one is {written}; carry the ticks over"
            ))
        }
        Hold::Open => {
            let message = say!(
                "{name} sedang dibuka di sebuah program, dan dibiarkan apa adanya",
                "{name} is open in a program, and is left as it is"
            );
            let help = say!(
                "yang baru adalah {written}; tutup yang lama, lalu jalankan lagi perintah yang sama",
                "the new one is {written}; close the other, and run the same command again"
            );
            Diagnostic::warning(Code::RegisterOpen, message).help(help)
        }
    }
}

/// The files of earlier merges that this one has not made.
struct Earlier<'m> {
    merge: &'m Merge<'m>,
    folder: &'m MergeFolder,
    /// Whether files may be obsolete: a merge with failures leaves all as it is.
    sweeps: bool,
    /// The kinds of files that this merge makes.
    kinds: Vec<String>,
    /// RowRange that are in the roster, and have errors.
    left_out: Vec<u32>,
}

impl<'m> Earlier<'m> {
    fn of(merge: &'m Merge<'m>, folder: &'m MergeFolder, sweeps: bool) -> Earlier<'m> {
        let kinds = merge.formats.iter().map(|format| kind(&merge.name("_").path(*format)).to_owned()).collect();
        let mut left_out = merge.staff.roster().left_out.clone();
        left_out.sort_unstable();
        Earlier { merge, folder, sweeps, kinds, left_out }
    }

    /// Adds those that stay, and returns the places of those that are obsolete. What somebody changed of these stays known,
    /// so that nobody takes it for a stranger’s later, but is issued to nobody any more.
    fn sort_out(&self, files: &mut Vec<FileRef>) -> Result<Vec<RecordPlace>, Failure> {
        for file in files.iter_mut().filter(|file| file.turn == EARLIER && file.people > 0) {
            if self.is_obsolete(&self.folder.index().record(file.place)?) {
                file.people = 0;
            }
        }
        let mut obsolete = Vec::new();
        for place in self.folder.index().untaken() {
            let (place, entry) = self.folder.true_record(place)?;
            if !self.folder.has(&entry.path) {
                continue;
            }
            let is_obsolete = self.is_obsolete(&entry);
            if is_obsolete {
                obsolete.push(place);
                if entry.is_whole(self.folder.root()) {
                    continue;
                }
            }
            let is_alike =
                !is_obsolete && entry.is_personal() == self.merge.is_by_person() && !self.merge.is_per_unit();
            let people = if is_alike { entry.people.len() as u32 } else { 0 };
            let rank = self.merge.recipients.rank(&entry.unit).unwrap_or(u32::MAX);
            files.push(FileRef { rank, row: entry.row(), turn: EARLIER, people, place });
        }
        Ok(obsolete)
    }

    /// Whether this merge has seen to everybody in the unit, and either nobody is left whom the file is for, or what they
    /// get now is another file.
    fn is_obsolete(&self, entry: &IssuedFile) -> bool {
        if !self.sweeps || !self.merge.recipients.covers(&entry.unit) {
            return false;
        }
        let has_errors = |row: u32| self.left_out.binary_search(&row).is_ok();
        match entry.is_personal() {
            true if has_errors(entry.row()) => false,
            true => !self.is_there(entry) || self.is_made(entry),
            false => self.merge.recipients.rank(&entry.unit).is_none() || self.is_made(entry),
        }
    }

    /// Whether this merge makes files of this kind.
    fn is_made(&self, entry: &IssuedFile) -> bool {
        entry.is_personal() == self.merge.is_by_person() && self.kinds.iter().any(|made| made == kind(&entry.path))
    }

    /// Whether the person of a file is in the roster still.
    fn is_there(&self, entry: &IssuedFile) -> bool {
        let Some(person) = entry.people.first().and_then(|issued| self.merge.staff.in_row(issued.row)) else {
            return false;
        };
        person.get(Field::Name) == entry.people[0].name
            && self.merge.recipients.rank(person.get(Field::Unit)) == self.merge.recipients.rank(&entry.unit)
    }
}
