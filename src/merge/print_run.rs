//! Print runs: the sheets of a unit in one file after a divider, or in volumes of so many pages, each after its own.
//!
//! Sheets are set in portions, by all threads, and written while the next are set, so that a unit of any size takes little
//! memory.
//! Where a unit is cut into volumes, its sheets are set once more before, to count their pages: the divider of the first
//! volume tells who is in it, and how many volumes there are.

use super::ledger::Place;
use super::manifest::{Entry, Issued};
use super::names::joined;
use super::plan::UnitPlan;
use super::unit::{self, Jobs};
use super::work::{Desk, Done, Draft, Merge};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::failure::{Action, Failure};
use crate::output::root::Aside;
use crate::output::{Format, Hash};
use crate::pdf::{FilePart, WriteError};
use crate::render::units::at_once;
use crate::request::{InVolumes, Request, Scope, Signatory, Subject, UnitSheet};
use crate::roster::{Field, Person};
use crate::template::escape::normalise;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Id of the document that stands before the sheets of a unit.
const DIVIDER: &str = "divider";

/// So many sheets are set at once.
const PORTION: usize = 128;

/// How sheets are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// So many pages a volume has at most, its divider among them; without, a unit is one file.
    pub split: Option<u32>,
}

/// Makes the print run of a unit.
///
/// # Errors
/// Failed I/O, or a file in the way.
pub(super) fn make(desk: &Desk, unit: &UnitPlan, binding: Binding) -> Result<Done, Failure> {
    let mut done = Done::default();
    let sheet = desk.merge.unit_sheet(unit);
    let (mut run, mut number) = (Run::of(desk, unit, &sheet, binding), 1);
    if !desk.goes_on(&mut done) {
        return Ok(done);
    }
    loop {
        run.marks = desk.marks(unit, &[Format::Pdf], true, &mut number)?;
        if run.keep(&mut done)? {
            return Ok(done);
        }
        if !run.is_outdated(&mut done)? {
            break;
        }
        number += 1;
    }
    match binding.split {
        None => run.whole(&mut done)?,
        Some(pages) => run.volumes(pages, &mut done)?,
    }
    Ok(done)
}

/// The print run of a unit.
struct Run<'d, 'm> {
    desk: &'d Desk<'m>,
    unit: &'d UnitPlan,
    sheet: &'d UnitSheet<'d>,
    jobs: Jobs<'d>,
    binding: Binding,
    /// What follows the name of the unit in its own, and what stands before the number of a volume.
    marks: [String; 2],
    /// A hash of all that it is made from.
    key: Hash,
}

/// A sheet of the run, and whose it is.
struct Bound {
    /// A place in the roster.
    place: u32,
    part: FilePart,
}

impl<'d, 'm> Run<'d, 'm> {
    fn of(desk: &'d Desk<'m>, unit: &'d UnitPlan, sheet: &'d UnitSheet<'d>, binding: Binding) -> Run<'d, 'm> {
        let merge = desk.merge;
        let jobs = Jobs::of(merge, &unit.people, sheet);
        let people: Vec<Person> = unit.people.iter().filter_map(|place| merge.staff.person(*place)).collect();
        let mut common = merge.common(&merge.request_for(sheet));
        // Nothing can fail here: a hash takes all.
        let _ = write!(common, "\nrun {:?}", binding.split);
        let key = unit::key(common, Format::Pdf, &people);
        Run { desk, unit, sheet, jobs, binding, marks: Default::default(), key }
    }

    /// The file of a volume, counted from 1.
    fn draft(&self, volume: usize) -> Draft<'d> {
        let merge = self.desk.merge;
        let [mark, number] = &self.marks;
        let mark = if self.binding.split.is_some() { format!("{mark}{number}{volume}") } else { mark.clone() };
        let stem = joined(self.desk.names.slug(&self.unit.name), &mark);
        let mut key = crate::output::Hasher::default();
        let _ = write!(key, "{:?} {volume}", self.key);
        let path = merge.name(&stem).path(Format::Pdf);
        Draft { unit: self.unit, people: &self.unit.people, format: Format::Pdf, path, key: key.finish() }
    }

    /// Leaves the run as it is, where all of its volumes are finished already.
    fn keep(&self, done: &mut Done) -> Result<bool, Failure> {
        let (mut finished, mut people) = (Vec::new(), 0);
        while people < self.unit.people.len() {
            let draft = self.draft(finished.len() + 1);
            let Some((place, entry)) = self.desk.folder.finished(&draft.path, draft.key)? else { return Ok(false) };
            let issued = people..(people + entry.people.len().max(1)).min(self.unit.people.len());
            if !self.desk.is_for(&entry, self.unit, &self.unit.people[issued.clone()]) {
                return Ok(false);
            }
            people = issued.end;
            finished.push((draft, place, entry));
        }
        finished.iter().for_each(|(draft, place, entry)| self.kept(draft, entry, *place, done));
        Ok(true)
    }

    /// Whether somebody changed a file in whose place one of this run would come. There are no more volumes than people.
    fn is_outdated(&self, done: &mut Done) -> Result<bool, Failure> {
        let most = if self.binding.split.is_some() { self.unit.people.len() } else { 1 };
        let mut is_outdated = false;
        for volume in 1..=most {
            is_outdated |= self.desk.is_outdated(&self.draft(volume), done)?;
        }
        Ok(is_outdated)
    }

    /// Leaves a file as it is.
    fn kept(&self, draft: &Draft, entry: &Entry, place: Place, done: &mut Done) {
        done.count.kept += 1;
        self.desk.list(draft, entry, place, done);
        self.desk.tick(entry.people.len());
    }

    /// The run as one file. Those whose sheets cannot be made are not in it, and its divider must not count them: then it
    /// is made again without them.
    fn whole(&self, done: &mut Done) -> Result<(), Failure> {
        let mut people = self.unit.people.clone();
        loop {
            let mut volume = Volume::begin(self, None, &people)?;
            let Some(bound) = self.bind(&mut volume, &people, done)? else { return Ok(()) };
            if bound.len() == people.len() {
                return volume.end(done);
            }
            people = bound;
            if people.is_empty() {
                return Ok(());
            }
        }
    }

    /// The run in volumes of so many pages. Those that are finished are left as they are.
    fn volumes(&self, most: u32, done: &mut Done) -> Result<(), Failure> {
        let volumes = self.cut(most, done)?;
        let of = volumes.len();
        for (people, number) in volumes.iter().zip(1..) {
            if !self.desk.goes_on(done) {
                return Ok(());
            }
            let draft = self.draft(number);
            match self.desk.folder.finished(&draft.path, draft.key)? {
                Some((place, entry)) if self.desk.is_for(&entry, self.unit, people) => {
                    self.kept(&draft, &entry, place, done);
                }
                _ => self.volume(InVolumes { number, of }, people, done)?,
            }
        }
        Ok(())
    }

    /// Who is in which volume, without those whose sheets cannot be made.
    fn cut(&self, most: u32, done: &mut Done) -> Result<Vec<Vec<u32>>, Failure> {
        let divider = self.divider(&self.unit.people, Some(InVolumes { number: 1, of: 1 }));
        let divider = divider.map_err(Failure::Findings)?.map_or(0, |divider| divider.pages());
        let mut volumes: Vec<Vec<u32>> = Vec::new();
        let mut pages = most;
        for portion in self.unit.people.chunks(PORTION) {
            for Bound { place, part } in self.set(portion, done) {
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
            if !self.desk.goes_on(done) {
                return Ok(Vec::new());
            }
        }
        Ok(volumes)
    }

    fn volume(&self, part: InVolumes, people: &[u32], done: &mut Done) -> Result<(), Failure> {
        let mut volume = Volume::begin(self, Some(part), people)?;
        match self.bind(&mut volume, people, done)? {
            Some(_) => volume.end(done),
            None => Ok(()),
        }
    }

    /// Adds the sheets of people to a volume: some are written while the next ones are set. Returns those whose sheets
    /// could be made, or none where it was stopped.
    fn bind(&self, volume: &mut Volume, people: &[u32], done: &mut Done) -> Result<Option<Vec<u32>>, Failure> {
        let mut places = Vec::with_capacity(people.len());
        let mut waiting = Vec::new();
        for portion in people.chunks(PORTION) {
            let ready = std::mem::take(&mut waiting);
            let set = || with_done(|done| self.set(portion, done));
            let ((set, failed), (added, told)) = rayon::join(set, || with_done(|done| volume.add(ready, done)));
            *done = std::mem::take(done).join(told).join(failed);
            added?;
            if !self.desk.goes_on(done) {
                return Ok(None);
            }
            places.extend(set.iter().map(|bound| bound.place));
            waiting = set;
        }
        volume.add(waiting, done)?;
        Ok(Some(places))
    }

    /// Sets the sheets of some people, by all threads; says of which it cannot.
    fn set(&self, portion: &[u32], done: &mut Done) -> Vec<Bound> {
        let merge = self.desk.merge;
        let set = |places: &[u32]| {
            let people = places.iter().filter_map(|place| Some((*place, merge.staff.person(*place)?)));
            let (places, people): (Vec<u32>, Vec<Person>) = people.unzip();
            places.into_iter().zip(self.jobs.parts(&people))
        };
        let set: Vec<_> = portion.par_chunks(at_once(portion.len())).flat_map_iter(set).collect();
        let mut bound = Vec::new();
        for (place, part) in set {
            match part {
                Ok(part) => bound.push(Bound { place, part }),
                Err(findings) => self.desk.fail(&[place], 1, findings, done),
            }
        }
        bound
    }

    /// The sheet that stands before those of these people.
    fn divider(&self, people: &[u32], volume: Option<InVolumes>) -> Result<Option<FilePart>, Diagnostics> {
        let merge = self.desk.merge;
        let Some(document) = merge.renderer.workspace.templates.document(DIVIDER) else { return Ok(None) };
        let people = people.iter().filter_map(|place| merge.staff.person(*place));
        let people: Vec<Person> = people.collect();
        let people: Vec<Signatory> = people.iter().map(|person| merge.staff.signatory(person)).collect();
        let mut request = merge.request_for(self.sheet);
        request.subject = Subject { contents: Some(request.document), volume, people: &people, ..request.subject };
        request.document = document;
        request.scope.audience = None;
        merge.renderer.prepare(&request)?.part(None).map(Some)
    }
}

/// What some work returns, and what became of files meanwhile.
fn with_done<T>(work: impl FnOnce(&mut Done) -> T) -> (T, Done) {
    let mut done = Done::default();
    (work(&mut done), done)
}

/// A file being written.
struct Volume<'r, 'd, 'm> {
    run: &'r Run<'d, 'm>,
    draft: Draft<'d>,
    aside: Aside,
    sheets: crate::pdf::PrintRun<'r, BufWriter<File>>,
    pages: u32,
    issued: Vec<Issued>,
}

impl<'r, 'd, 'm> Volume<'r, 'd, 'm> {
    /// Begins the file aside, with the divider before these people.
    fn begin(run: &'r Run<'d, 'm>, part: Option<InVolumes>, people: &[u32]) -> Result<Self, Failure> {
        let draft = run.draft(part.map_or(1, |part| part.number));
        let (aside, file) = run.desk.folder.aside()?;
        let writer = run.desk.merge.renderer.workspace.pdf().map_err(Failure::Findings)?;
        let title = run.desk.merge.title(run.sheet, part.map(|part| part.number));
        let sheets =
            writer.print_run(run.desk.merge.renderer.volume(&run.desk.merge.request, title)?, BufWriter::new(file));
        let mut volume = Volume { run, draft, aside, sheets, pages: 0, issued: Vec::new() };
        if let Some(divider) = run.divider(people, part).map_err(Failure::Findings)? {
            volume.pages += divider.pages();
            volume.sheets.add(&[divider]).map_err(|fault| volume.failed(fault))?;
        }
        Ok(volume)
    }

    fn add(&mut self, bound: Vec<Bound>, done: &mut Done) -> Result<(), Failure> {
        if bound.is_empty() {
            return Ok(());
        }
        let merge = self.run.desk.merge;
        let (places, parts): (Vec<u32>, Vec<FilePart>) =
            bound.into_iter().map(|Bound { place, part }| (place, part)).unzip();
        for (place, part) in places.iter().zip(&parts) {
            let Some(person) = merge.staff.person(*place) else { continue };
            let page = Some(self.pages + 1);
            self.issued.push(Issued { row: person.row, name: person.get(Field::Name).to_owned(), page });
            self.pages += part.pages();
            if !part.fits() {
                done.troubles.add(&[person.row], [merge.renderer.overflow(&merge.request, part.pages())]);
            }
        }
        self.sheets.add(&parts).map_err(|fault| self.failed(fault))?;
        self.run.desk.tick(parts.len());
        Ok(())
    }

    /// Ends the file and puts it into its place.
    fn end(self, done: &mut Done) -> Result<(), Failure> {
        let Volume { run, draft, aside, sheets, pages, issued } = self;
        let place = run.desk.folder.place(&draft.path);
        let torn = |error: &std::io::Error| Failure::io(Action::Write, &place, error);
        let file = sheets.finish().map_err(|fault| failed(fault, &place))?;
        file.into_inner().map_err(|error| torn(error.error()))?;
        let (sha256, bytes) = Hash::of_file(aside.path()).map_err(|error| torn(&error))?;
        let entry = Entry {
            path: draft.path.clone(),
            bytes,
            sha256,
            pages,
            overfull: false,
            key: draft.key,
            edition: Some(run.desk.merge.renderer.workspace.edition.clone()),
            unit: run.unit.name.clone(),
            slug: run.desk.names.unusual(&run.unit.name),
            people: issued,
        };
        let put = run.desk.folder.put_aside(&entry, &aside)?;
        run.desk.placed(&draft, &entry, put, done);
        Ok(())
    }

    fn failed(&self, fault: WriteError) -> Failure {
        failed(fault, &self.run.desk.folder.place(&self.draft.path))
    }
}

/// That a sheet and its divider do not fit into a volume.
fn too_small(most: u32, pages: u32) -> Failure {
    let message = format!("a volume of {most} pages has no room for a divider and a sheet, {pages} pages together");
    Failure::usage(Diagnostic::error(Code::SplitTooSmall, message).help(format!("--split {pages} or more")))
}

fn failed(fault: WriteError, place: &std::path::Path) -> Failure {
    match fault {
        WriteError::Io(error) => Failure::io(Action::Write, place, &error),
        WriteError::Finding(finding) => Failure::Findings(Diagnostic::into(finding)),
    }
}

impl Merge<'_> {
    /// What a print run is called in its metadata.
    fn title(&self, unit: &UnitSheet, volume: Option<usize>) -> String {
        let Request { document, scope: Scope { region, lang, .. }, .. } = self.request;
        let volume = volume.map(|volume| volume.to_string());
        let region = region.map(|region| region.name.as_str());
        let unit = normalise(unit.name);
        let parts = [Some(document.name.get(lang)), Some(&*unit), volume.as_deref(), region];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" – ")
    }
}
