//! Print runs: the sheets of a unit in one file after a divider, or in volumes of so many pages, each after its own.
//!
//! Sheets are set in portions, by all threads, and written while the next are set, so that a unit of any size takes little
//! memory.
//! Where a unit is cut into volumes, its sheets are set once more before, to count their pages: the divider of the first
//! volume tells who is in it, and how many volumes there are.

use super::documents::UnitDocuments;
use super::issued::{Issued, IssuedFile};
use super::names::joined;
use super::outcome::Outcome;
use super::recipients::UnitRecipients;
use super::session::{PlannedFile, Session};
use super::spec::{Binding, Merge, key};
use crate::diag::{Code, Diagnostic, say};
use crate::failure::{Action, Failure};
use crate::output::index::RecordPlace;
use crate::output::root::Aside;
use crate::output::{Format, Hash};
use crate::pdf::{FilePart, WriteError};
use crate::render::units::at_once;
use crate::request::{InVolumes, UnitSheet};
use crate::roster::{Field, Person};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};

/// So many sheets are set at once.
const PORTION: usize = 128;

/// Makes the print run of a unit.
///
/// # Errors
/// Failed I/O, or a file in the way.
pub(super) fn make(session: &Session, unit: &UnitRecipients, binding: Binding) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    let sheet = session.merge.unit_sheet(unit);
    let (mut run, mut number) = (UnitRun::of(session, unit, &sheet, binding), 1);
    if !session.goes_on(&mut outcome) {
        return Ok(outcome);
    }
    loop {
        run.marks = session.marks(unit, &[Format::Pdf], true, &mut number)?;
        if run.keep(&mut outcome)? {
            return Ok(outcome);
        }
        if !run.is_outdated(&mut outcome)? {
            break;
        }
        number += 1;
    }
    match binding.split {
        None => run.whole(&mut outcome)?,
        Some(pages) => run.volumes(pages, &mut outcome)?,
    }
    Ok(outcome)
}

/// The print run of a unit.
struct UnitRun<'d, 'm> {
    session: &'d Session<'m>,
    unit: &'d UnitRecipients,
    sheet: &'d UnitSheet<'d>,
    jobs: UnitDocuments<'d>,
    binding: Binding,
    /// What follows the name of the unit in its own, and what stands before the number of a volume.
    marks: [String; 2],
    /// A hash of all that it is made from.
    key: Hash,
}

/// A sheet of the run, and whose it is.
struct BoundSheet {
    /// A place in the roster.
    place: u32,
    part: FilePart,
}

impl<'d, 'm> UnitRun<'d, 'm> {
    fn of(
        session: &'d Session<'m>,
        unit: &'d UnitRecipients,
        sheet: &'d UnitSheet<'d>,
        binding: Binding,
    ) -> UnitRun<'d, 'm> {
        let merge = session.merge;
        let jobs = UnitDocuments::of(merge, &unit.people, sheet);
        let people: Vec<Person> = unit.people.iter().filter_map(|place| merge.staff.person(*place)).collect();
        let mut common = merge.common(&merge.request_for(sheet));
        // Nothing can fail here: a hash takes all.
        let _ = write!(common, "\nrun {:?}", binding.split);
        let key = key(common, Format::Pdf, &people);
        UnitRun { session, unit, sheet, jobs, binding, marks: Default::default(), key }
    }

    /// The file of a volume, counted from 1.
    fn draft(&self, volume: usize) -> PlannedFile<'d> {
        let merge = self.session.merge;
        let [mark, number] = &self.marks;
        let mark = if self.binding.split.is_some() { format!("{mark}{number}{volume}") } else { mark.clone() };
        let stem = joined(self.session.names.slug(&self.unit.name), &mark);
        let mut key = crate::output::Hasher::default();
        let _ = write!(key, "{:?} {volume}", self.key);
        let path = merge.name(&stem).path(Format::Pdf);
        PlannedFile { unit: self.unit, people: &self.unit.people, format: Format::Pdf, path, key: key.finish() }
    }

    /// Leaves the run as it is, where all of its volumes are finished already.
    fn keep(&self, outcome: &mut Outcome) -> Result<bool, Failure> {
        let (mut finished, mut people) = (Vec::new(), 0);
        while people < self.unit.people.len() {
            let draft = self.draft(finished.len() + 1);
            let Some((place, entry)) = self.session.folder.finished(&draft.path, draft.key)? else { return Ok(false) };
            let issued = people..(people + entry.people.len().max(1)).min(self.unit.people.len());
            if !self.session.is_for(&entry, self.unit, &self.unit.people[issued.clone()]) {
                return Ok(false);
            }
            people = issued.end;
            finished.push((draft, place, entry));
        }
        finished.iter().for_each(|(draft, place, entry)| self.kept(draft, entry, *place, outcome));
        Ok(true)
    }

    /// Whether somebody changed a file in whose place one of this run would come. There are no more volumes than people.
    fn is_outdated(&self, outcome: &mut Outcome) -> Result<bool, Failure> {
        let most = if self.binding.split.is_some() { self.unit.people.len() } else { 1 };
        let mut is_outdated = false;
        for volume in 1..=most {
            is_outdated |= self.session.is_outdated(&self.draft(volume), outcome)?;
        }
        Ok(is_outdated)
    }

    /// Leaves a file as it is.
    fn kept(&self, draft: &PlannedFile, entry: &IssuedFile, place: RecordPlace, outcome: &mut Outcome) {
        self.session.kept(draft, entry, place, outcome);
        self.session.tick(entry.people.len());
    }

    /// The run as one file. Those whose sheets cannot be made are not in it, and its divider must not count them: then it
    /// is made again without them.
    fn whole(&self, outcome: &mut Outcome) -> Result<(), Failure> {
        let mut people = self.unit.people.clone();
        loop {
            let mut volume = Volume::begin(self, None, &people)?;
            let Some(bound) = self.bind(&mut volume, &people, outcome)? else { return Ok(()) };
            if bound.len() == people.len() {
                return volume.end(outcome);
            }
            people = bound;
            if people.is_empty() {
                return Ok(());
            }
        }
    }

    /// The run in volumes of so many pages. Those that are finished are left as they are.
    fn volumes(&self, most: u32, outcome: &mut Outcome) -> Result<(), Failure> {
        let volumes = self.cut(most, outcome)?;
        let of = volumes.len();
        for (people, number) in volumes.iter().zip(1..) {
            if !self.session.goes_on(outcome) {
                return Ok(());
            }
            let draft = self.draft(number);
            match self.session.folder.finished(&draft.path, draft.key)? {
                Some((place, entry)) if self.session.is_for(&entry, self.unit, people) => {
                    self.kept(&draft, &entry, place, outcome);
                }
                _ => self.volume(InVolumes { number, of }, people, outcome)?,
            }
        }
        Ok(())
    }

    /// Who is in which volume, without those whose sheets cannot be made.
    fn cut(&self, most: u32, outcome: &mut Outcome) -> Result<Vec<Vec<u32>>, Failure> {
        let divider = self.session.merge.divider(self.sheet, &self.unit.people, Some(InVolumes { number: 1, of: 1 }));
        let divider = divider.map_err(Failure::Findings)?.map_or(0, |divider| divider.pages());
        let mut volumes: Vec<Vec<u32>> = Vec::new();
        let mut pages = most;
        for portion in self.unit.people.chunks(PORTION) {
            for BoundSheet { place, part } in self.set(portion, outcome) {
                if divider + part.pages() > most {
                    return Err(too_small(most, divider + part.pages()));
                }
                if pages + part.pages() > most {
                    volumes.push(Vec::new());
                    pages = divider;
                }
                pages += part.pages();
                volumes.last_mut().into_iter().for_each(|volume| volume.push(place));
            }
            if !self.session.goes_on(outcome) {
                return Ok(Vec::new());
            }
        }
        Ok(volumes)
    }

    fn volume(&self, part: InVolumes, people: &[u32], outcome: &mut Outcome) -> Result<(), Failure> {
        let mut volume = Volume::begin(self, Some(part), people)?;
        match self.bind(&mut volume, people, outcome)? {
            Some(_) => volume.end(outcome),
            None => Ok(()),
        }
    }

    /// Adds the sheets of people to a volume: some are written while the next ones are set. Returns those whose sheets
    /// could be made, or none where it was stopped.
    fn bind(&self, volume: &mut Volume, people: &[u32], outcome: &mut Outcome) -> Result<Option<Vec<u32>>, Failure> {
        let mut places = Vec::with_capacity(people.len());
        let mut waiting = Vec::new();
        for portion in people.chunks(PORTION) {
            let ready = std::mem::take(&mut waiting);
            let set = || with_outcome(|outcome| self.set(portion, outcome));
            let ((set, failed), (added, told)) =
                rayon::join(set, || with_outcome(|outcome| volume.add(ready, outcome)));
            *outcome = std::mem::take(outcome).join(told).join(failed);
            added?;
            if !self.session.goes_on(outcome) {
                return Ok(None);
            }
            places.extend(set.iter().map(|bound| bound.place));
            waiting = set;
        }
        volume.add(waiting, outcome)?;
        Ok(Some(places))
    }

    /// Sets the sheets of some people, by all threads; says of which it cannot.
    fn set(&self, portion: &[u32], outcome: &mut Outcome) -> Vec<BoundSheet> {
        let merge = self.session.merge;
        let set = |places: &[u32]| {
            let people = places.iter().filter_map(|place| Some((*place, merge.staff.person(*place)?)));
            let (places, people): (Vec<u32>, Vec<Person>) = people.unzip();
            places.into_iter().zip(self.jobs.parts(&people))
        };
        let set: Vec<_> = portion.par_chunks(at_once(portion.len())).flat_map_iter(set).collect();
        let mut bound = Vec::new();
        for (place, part) in set {
            match part {
                Ok(part) => bound.push(BoundSheet { place, part }),
                Err(findings) => self.session.fail(&[place], 1, findings, outcome),
            }
        }
        bound
    }
}

/// What some work returns, and what became of files meanwhile.
fn with_outcome<T>(work: impl FnOnce(&mut Outcome) -> T) -> (T, Outcome) {
    let mut outcome = Outcome::default();
    (work(&mut outcome), outcome)
}

/// A file being written.
struct Volume<'r, 'd, 'm> {
    run: &'r UnitRun<'d, 'm>,
    draft: PlannedFile<'d>,
    aside: Aside,
    sheets: crate::pdf::PrintRun<'r, BufWriter<File>>,
    pages: u32,
    issued: Vec<Issued>,
}

impl<'r, 'd, 'm> Volume<'r, 'd, 'm> {
    /// Begins the file aside, with the divider before these people.
    fn begin(run: &'r UnitRun<'d, 'm>, part: Option<InVolumes>, people: &[u32]) -> Result<Self, Failure> {
        let draft = run.draft(part.map_or(1, |part| part.number));
        let (aside, file) = run.session.folder.aside()?;
        let writer = run.session.merge.renderer.workspace.pdf().map_err(Failure::Findings)?;
        let title = run.session.merge.title(run.sheet, part.map(|part| part.number));
        let sheets = writer
            .print_run(run.session.merge.renderer.volume(&run.session.merge.request, title)?, BufWriter::new(file));
        let mut volume = Volume { run, draft, aside, sheets, pages: 0, issued: Vec::new() };
        if let Some(divider) = run.session.merge.divider(run.sheet, people, part).map_err(Failure::Findings)? {
            volume.pages += divider.pages();
            volume.sheets.add(&[divider]).map_err(|fault| volume.failed(fault))?;
        }
        Ok(volume)
    }

    fn add(&mut self, bound: Vec<BoundSheet>, outcome: &mut Outcome) -> Result<(), Failure> {
        if bound.is_empty() {
            return Ok(());
        }
        let merge = self.run.session.merge;
        let (places, parts): (Vec<u32>, Vec<FilePart>) =
            bound.into_iter().map(|BoundSheet { place, part }| (place, part)).unzip();
        for (place, part) in places.iter().zip(&parts) {
            let Some(person) = merge.staff.person(*place) else { continue };
            let page = Some(self.pages + 1);
            self.issued.push(Issued { row: person.row, name: person.get(Field::Name).to_owned(), page });
            self.pages += part.pages();
            if !part.fits() {
                outcome.findings.add(&[person.row], [merge.renderer.overflow(&merge.request, part.pages())]);
            }
        }
        self.sheets.add(&parts).map_err(|fault| self.failed(fault))?;
        self.run.session.tick(parts.len());
        Ok(())
    }

    /// Ends the file and puts it into its place.
    fn end(self, outcome: &mut Outcome) -> Result<(), Failure> {
        let Volume { run, draft, aside, sheets, pages, issued } = self;
        let place = run.session.folder.place(&draft.path);
        let torn = |error: &std::io::Error| Failure::io(Action::Write, &place, error);
        let file = sheets.finish().map_err(|fault| failed(fault, &place))?;
        file.into_inner().map_err(|error| torn(error.error()))?;
        let (sha256, bytes) = Hash::of_file(aside.path()).map_err(|error| torn(&error))?;
        let entry = IssuedFile {
            path: draft.path.clone(),
            bytes,
            sha256,
            pages,
            overfull: false,
            key: draft.key,
            edition: Some(run.session.merge.renderer.workspace.edition.clone()),
            unit: run.unit.name.clone(),
            slug: run.session.names.unusual(&run.unit.name),
            people: issued,
        };
        let put = run.session.folder.put_aside(&entry, &aside)?;
        run.session.placed(&draft, &entry, put, outcome);
        Ok(())
    }

    fn failed(&self, fault: WriteError) -> Failure {
        failed(fault, &self.run.session.folder.place(&self.draft.path))
    }
}

/// That a sheet and its divider do not fit into a volume.
fn too_small(most: u32, pages: u32) -> Failure {
    let message = say!(
        "jilid {most} halaman tidak cukup untuk pembatas dan satu lembar, yang bersama-sama {pages} halaman",
        "a volume of {most} pages has no room for a divider and a sheet, {pages} pages together"
    );
    let help = say!("tulis --split {pages} atau lebih", "--split {pages} or more");
    Failure::usage(Diagnostic::error(Code::SplitTooSmall, message).help(help))
}

fn failed(fault: WriteError, place: &std::path::Path) -> Failure {
    match fault {
        WriteError::Io(error) => Failure::io(Action::Write, place, &error),
        WriteError::Finding(finding) => Failure::Findings(Diagnostic::into(finding)),
    }
}

impl Merge<'_> {
    /// Tries the first sheet with its divider, so that nothing is written where volumes have no room for them.
    ///
    /// # Errors
    /// `split-too-small`. A sheet that cannot be made is not told here.
    pub fn check_split(&self) -> Result<(), Failure> {
        let split = self.binding.and_then(|binding| binding.split);
        let (Some(most), Some(unit)) = (split, self.recipients.units.first()) else { return Ok(()) };
        let sheet = self.unit_sheet(unit);
        let first: Vec<Person> = unit.people.first().and_then(|place| self.staff.person(*place)).into_iter().collect();
        let set = UnitDocuments::of(self, &unit.people, &sheet).parts(&first).pop();
        let divider = self.divider(&sheet, &unit.people, Some(InVolumes { number: 1, of: 1 }));
        let (Some(Ok(part)), Ok(divider)) = (set, divider) else { return Ok(()) };
        let pages = part.pages() + divider.map_or(0, |divider| divider.pages());
        if pages > most { Err(too_small(most, pages)) } else { Ok(()) }
    }
}
