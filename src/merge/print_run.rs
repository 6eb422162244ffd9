//! Print runs: the sheets of a unit in one file after a divider, or in volumes of so many pages, each after its own.
//!
//! Sheets are set in portions, by all threads, and written as they come, so that a unit of any size takes little memory;
//! a volume is held until it is full, since its divider tells who is in it.

use super::manifest::{Entry, Issued};
use super::plan::{Extent, UnitPlan};
use super::unit::{self, Jobs};
use super::work::{Desk, Done, Draft, Merge};
use crate::context::{Signatory, UnitSheet};
use crate::diag::{Diagnostic, Diagnostics};
use crate::failure::Failure;
use crate::output::{Format, Hash};
use crate::pdf::{Chapter, Fault};
use crate::press::Order;
use crate::roster::{Field, Person};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Id of the document that stands before the sheets of a unit.
const DIVIDER: &str = "divider";

/// So many sheets are set at once.
const PORTION: usize = 64;

/// How sheets are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// So many pages a volume has at most, unless one sheet has more; without, a unit is one file.
    pub split: Option<u32>,
}

/// Makes the print run of a unit.
///
/// # Errors
/// Failed I/O, or a file in the way.
pub(super) fn make(desk: &Desk, unit: &UnitPlan, binding: Binding) -> Result<Done, Failure> {
    let mut done = Done::default();
    let sheet = desk.merge.unit_sheet(unit);
    let run = Run::of(desk, unit, &sheet, binding);
    if !desk.goes_on(&mut done) || run.keep(&mut done)? {
        return Ok(done);
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
    /// A hash of all that it is made from.
    key: Hash,
}

/// A sheet of the run, and whose it is.
struct Bound {
    /// A place in the roster.
    place: u32,
    chapter: Chapter,
}

impl<'d, 'm> Run<'d, 'm> {
    fn of(desk: &'d Desk<'m>, unit: &'d UnitPlan, sheet: &'d UnitSheet<'d>, binding: Binding) -> Run<'d, 'm> {
        let merge = desk.merge;
        let jobs = Jobs::of(merge, &unit.people, sheet);
        let people: Vec<Person> = unit.people.iter().filter_map(|place| merge.staff.person(*place)).collect();
        let mut common = merge.common(&merge.order_for(sheet));
        // Nothing can fail here: a hash takes all.
        let _ = write!(common, "\nrun {:?}", binding.split);
        Run { desk, unit, sheet, jobs, binding, key: unit::key(common, Format::Pdf, &people) }
    }

    /// The file of a volume, counted from 1. A run of some people of a unit does not take the place of that of all.
    fn draft(&self, volume: usize) -> Draft<'d> {
        let merge = self.desk.merge;
        let row =
            |place: Option<&u32>| place.and_then(|place| merge.staff.person(*place)).map_or(0, |person| person.row);
        let mut stem = self.unit.slug.clone();
        if merge.plan.extent == Extent::Some {
            stem.push_str(&format!("-rows-{}-{}", row(self.unit.people.first()), row(self.unit.people.last())));
        }
        if self.binding.split.is_some() {
            stem.push_str(&format!("-{volume}"));
        }
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
            people += entry.people.len().max(1);
            finished.push((draft, place, entry));
        }
        for (draft, place, entry) in finished {
            done.count.kept += 1;
            self.desk.list(&draft, &entry, place, done);
            self.desk.tick(entry.people.len());
        }
        Ok(true)
    }

    /// The run as one file. Those whose sheets cannot be made are not in it, and its divider must not count them: then it
    /// is made again without them.
    fn whole(&self, done: &mut Done) -> Result<(), Failure> {
        let mut people = self.unit.people.clone();
        loop {
            let mut missing = Vec::new();
            let mut volume = Volume::begin(self, 1, &people)?;
            for portion in people.chunks(PORTION) {
                let bound = self.set(portion, done);
                if !self.desk.goes_on(done) {
                    return Ok(());
                }
                if bound.len() < portion.len() {
                    let is_bound = |place: &&u32| bound.iter().any(|bound| bound.place == **place);
                    missing.extend(portion.iter().filter(|place| !is_bound(place)).copied());
                }
                volume.add(bound, done)?;
            }
            if missing.is_empty() {
                return volume.end(done);
            }
            people.retain(|place| !missing.contains(place));
            if people.is_empty() {
                return Ok(());
            }
        }
    }

    /// The run in volumes of so many pages.
    fn volumes(&self, most: u32, done: &mut Done) -> Result<(), Failure> {
        // The divider is a page, too.
        let (mut open, mut pages, mut number) = (Vec::new(), 1, 1);
        for portion in self.unit.people.chunks(PORTION) {
            for bound in self.set(portion, done) {
                if !open.is_empty() && pages + bound.chapter.pages() > most {
                    self.volume(number, std::mem::take(&mut open), done)?;
                    (pages, number) = (1, number + 1);
                }
                pages += bound.chapter.pages();
                open.push(bound);
            }
            if !self.desk.goes_on(done) {
                return Ok(());
            }
        }
        if open.is_empty() { Ok(()) } else { self.volume(number, open, done) }
    }

    fn volume(&self, number: usize, bound: Vec<Bound>, done: &mut Done) -> Result<(), Failure> {
        let people: Vec<u32> = bound.iter().map(|bound| bound.place).collect();
        let mut volume = Volume::begin(self, number, &people)?;
        let mut bound = bound.into_iter();
        loop {
            let portion: Vec<Bound> = bound.by_ref().take(PORTION).collect();
            if portion.is_empty() {
                return volume.end(done);
            }
            volume.add(portion, done)?;
        }
    }

    /// Sets the sheets of some people, by all threads; says of which it cannot.
    fn set(&self, portion: &[u32], done: &mut Done) -> Vec<Bound> {
        let merge = self.desk.merge;
        let set = |place: &u32| {
            let person = merge.staff.person(*place)?;
            Some((*place, self.jobs.chapter(&person)))
        };
        let set: Vec<_> = portion.par_iter().filter_map(set).collect();
        let mut bound = Vec::new();
        for (place, chapter) in set {
            match chapter {
                Ok(chapter) => bound.push(Bound { place, chapter }),
                Err(findings) => self.desk.fail(&[place], 1, findings, done),
            }
        }
        bound
    }

    /// The sheet that stands before those of these people.
    fn divider(&self, people: &[u32]) -> Result<Option<Chapter>, Diagnostics> {
        let merge = self.desk.merge;
        let Some(document) = merge.press.workspace.templates.document(DIVIDER) else { return Ok(None) };
        let people = people.iter().filter_map(|place| merge.staff.person(*place));
        let people: Vec<Person> = people.collect();
        let people: Vec<Signatory> = people.iter().map(|person| merge.staff.signatory(person)).collect();
        let order = merge.order_for(self.sheet);
        let order = Order { document, contents: Some(order.document), audience: None, people: &people, ..order };
        merge.press.job(&order)?.chapter(None).map(Some)
    }
}

/// A file being written.
struct Volume<'r, 'd, 'm> {
    run: &'r Run<'d, 'm>,
    draft: Draft<'d>,
    sheets: crate::pdf::PrintRun<'r, BufWriter<File>>,
    pages: u32,
    issued: Vec<Issued>,
}

impl<'r, 'd, 'm> Volume<'r, 'd, 'm> {
    /// Begins the file aside, with the divider before these people.
    fn begin(run: &'r Run<'d, 'm>, number: usize, people: &[u32]) -> Result<Self, Failure> {
        let draft = run.draft(number);
        let aside = run.desk.folder.aside(&draft.path);
        let file = File::create(&aside).map_err(|error| Failure::io("write", &aside, &error))?;
        let writer = run.desk.merge.press.workspace.pdf().map_err(Failure::Findings)?;
        let title = run.desk.merge.title(run.sheet, run.binding.split.map(|_| number));
        let sheets = writer.print_run(run.desk.merge.press.volume(&run.desk.merge.order, title)?, BufWriter::new(file));
        let mut volume = Volume { run, draft, sheets, pages: 0, issued: Vec::new() };
        if let Some(divider) = run.divider(people).map_err(Failure::Findings)? {
            volume.pages += divider.pages();
            volume.sheets.add(&[divider]).map_err(|fault| volume.failed(fault))?;
        }
        Ok(volume)
    }

    fn add(&mut self, bound: Vec<Bound>, done: &mut Done) -> Result<(), Failure> {
        let merge = self.run.desk.merge;
        let (places, chapters): (Vec<u32>, Vec<Chapter>) =
            bound.into_iter().map(|Bound { place, chapter }| (place, chapter)).unzip();
        for (place, chapter) in places.iter().zip(&chapters) {
            let Some(person) = merge.staff.person(*place) else { continue };
            let page = Some(self.pages + 1);
            self.issued.push(Issued { row: person.row, name: person.get(Field::Name).to_owned(), page });
            self.pages += chapter.pages();
            if !chapter.fits() {
                done.troubles.add(&[person.row], [merge.press.overflow(&merge.order, chapter.pages())]);
            }
        }
        self.sheets.add(&chapters).map_err(|fault| self.failed(fault))?;
        self.run.desk.tick(chapters.len());
        Ok(())
    }

    /// Ends the file and puts it into its place.
    fn end(self, done: &mut Done) -> Result<(), Failure> {
        let Volume { run, draft, sheets, pages, issued } = self;
        let aside = run.desk.folder.aside(&draft.path);
        let place = run.desk.folder.place(&draft.path);
        let torn = |error: &std::io::Error| Failure::io("write", &place, error);
        let file = sheets.finish().map_err(|fault| failed(fault, &place))?;
        file.into_inner().map_err(|error| torn(error.error()))?;
        let (sha256, bytes) = Hash::of_file(&aside).map_err(|error| torn(&error))?;
        let entry = Entry {
            path: draft.path.clone(),
            bytes,
            sha256,
            pages,
            overfull: false,
            key: draft.key,
            edition: Some(run.desk.merge.press.workspace.edition.clone()),
            unit: run.unit.name.clone(),
            people: issued,
        };
        let at = run.desk.folder.put_aside(&entry, &aside)?;
        done.count.made += 1;
        run.desk.list(&draft, &entry, at, done);
        Ok(())
    }

    fn failed(&self, fault: Fault) -> Failure {
        failed(fault, &self.run.desk.folder.place(&self.draft.path))
    }
}

fn failed(fault: Fault, place: &std::path::Path) -> Failure {
    match fault {
        Fault::Io(error) => Failure::io("write", place, &error),
        Fault::Font(finding) => Failure::Findings(Diagnostic::into(finding)),
    }
}

impl Merge<'_> {
    /// What a print run is called in its metadata.
    fn title(&self, unit: &UnitSheet, volume: Option<usize>) -> String {
        let Order { document, region, lang, .. } = self.order;
        let volume = volume.map(|volume| volume.to_string());
        let region = region.map(|region| region.name.as_str());
        let parts = [Some(document.name.get(lang)), Some(unit.name), volume.as_deref(), region];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" – ")
    }
}
