//! The files of one unit: one for each of its people, or one for all of them.

use super::names::{file_stem, joined};
use super::plan::UnitPlan;
use super::print_run;
use super::work::{Desk, Done, Draft, Merge};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::failure::Failure;
use crate::output::{Format, Hash, Hasher, Name};
use crate::pdf::FilePart;
use crate::region::Unit;
use crate::render::units::{self, RenderUnit, at_once};
use crate::render::{PreparedDocument, Sheet, Typeset};
use crate::request::{Request, Signatory, UnitSheet};
use crate::roster::{Field, Person};
use crate::template::Axis;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Makes the files of a unit.
///
/// # Errors
/// Failed I/O, or a file in the way.
pub(super) fn make(desk: &Desk, unit: &UnitPlan) -> Result<Done, Failure> {
    let mut done = match desk.merge.binding {
        _ if desk.merge.is_per_unit() => for_all(desk, unit),
        Some(binding) => print_run::make(desk, unit, binding),
        None => for_each(desk, unit),
    }?;
    if let Some((rows, finding)) = desk.merge.vacancy(unit) {
        done.troubles.add(&rows, [finding]);
    }
    Ok(done)
}

/// A file for each of the people.
fn for_each(desk: &Desk, unit: &UnitPlan) -> Result<Done, Failure> {
    desk.folder.make(desk.names.slug(&unit.name))?;
    let sheet = desk.merge.unit_sheet(unit);
    let jobs = Jobs::of(desk.merge, &unit.people, &sheet);
    unit.people
        .par_chunks(at_once(unit.people.len()))
        .try_fold(Done::default, |done, people| for_some(desk, unit, &jobs, people, done))
        .try_reduce(Done::default, |done, later| Ok(done.join(later)))
}

/// The files of some people: those that are not finished already.
fn for_some<'m>(
    desk: &Desk<'m>,
    unit: &UnitPlan,
    jobs: &Jobs<'m>,
    people: &[u32],
    mut done: Done,
) -> Result<Done, Failure> {
    if !desk.goes_on(&mut done) {
        return Ok(done);
    }
    let (mut missing, mut whose) = (Vec::new(), Vec::new());
    for place in people {
        let Some(person) = desk.merge.staff.person(*place) else { continue };
        let drafts = unfinished(desk, unit, jobs, (place, &person), &mut done)?;
        if !drafts.is_empty() {
            whose.push(person);
            missing.push((place, drafts));
        }
    }
    for (((place, drafts), person), typeset) in missing.iter().zip(&whose).zip(jobs.typeset(&whose)) {
        let formats: Vec<Format> = drafts.iter().map(|draft| draft.format).collect();
        match typeset.and_then(|typeset| jobs.prepare(person)?.written(&typeset, &formats)) {
            Ok(sheets) => {
                for (sheet, draft) in sheets.iter().zip(drafts) {
                    desk.put(draft, sheet, &mut done)?;
                }
            }
            Err(findings) => desk.fail(std::slice::from_ref(*place), drafts.len(), findings, &mut done),
        }
    }
    Ok(done)
}

/// The files of a person that are not finished already.
fn unfinished<'m, 'd>(
    desk: &Desk<'m>,
    unit: &'d UnitPlan,
    jobs: &Jobs<'m>,
    (place, person): (&'d u32, &Person<'m>),
    done: &mut Done,
) -> Result<Vec<Draft<'d>>, Failure> {
    let stem = file_stem(person);
    let mut drafts = Vec::new();
    for format in desk.merge.formats {
        let path = format!("{}/{}", desk.names.slug(&unit.name), desk.merge.name(&stem).path(*format));
        let key = jobs.key(*format, person);
        let draft = Draft { unit, people: std::slice::from_ref(place), format: *format, path, key };
        if !desk.keep(&draft, done)? {
            drafts.push(draft);
        }
    }
    Ok(drafts)
}

/// One file for all of the people.
fn for_all(desk: &Desk, unit: &UnitPlan) -> Result<Done, Failure> {
    let mut done = Done::default();
    if !desk.goes_on(&mut done) {
        return Ok(done);
    }
    let merge = desk.merge;
    let people: Vec<Person> = unit.people.iter().filter_map(|place| merge.staff.person(*place)).collect();
    let sheet = merge.unit_sheet(unit);
    let request = merge.request_for(&sheet);
    let common = merge.common(&request);
    let mut drafts = Vec::new();
    for format in merge.formats {
        let key = key(common.clone(), *format, &people);
        let mut number = 1;
        loop {
            let [mark, _] = desk.marks(unit, merge.formats, false, &mut number)?;
            let path = merge.name(&joined(desk.names.slug(&unit.name), &mark)).path(*format);
            let draft = Draft { unit, people: &unit.people, format: *format, path, key };
            if desk.keep(&draft, &mut done)? {
                break;
            }
            if !desk.is_outdated(&draft, &mut done)? {
                drafts.push(draft);
                break;
            }
            number += 1;
        }
    }
    if drafts.is_empty() {
        return Ok(done);
    }
    let formats: Vec<Format> = drafts.iter().map(|draft| draft.format).collect();
    match merge.list(&request, &people, &formats) {
        Ok(sheets) => {
            for (sheet, draft) in sheets.iter().zip(&drafts) {
                desk.put(draft, sheet, &mut done)?;
            }
        }
        Err(findings) => desk.fail(&unit.people, formats.len(), findings, &mut done),
    }
    Ok(done)
}

/// The jobs of a unit, by audience, each prepared when the first of its sheets is made.
pub(super) struct Jobs<'m> {
    merge: &'m Merge<'m>,
    by_audience: BTreeMap<Option<&'m str>, JobFor<'m>>,
}

struct JobFor<'m> {
    request: Request<'m>,
    /// A hash of what the sheets have in common.
    common: Hasher,
    job: OnceLock<Result<PreparedDocument<'m>, Diagnostics>>,
}

impl<'m> Jobs<'m> {
    /// The jobs for these people of a unit.
    pub(super) fn of(merge: &'m Merge<'m>, people: &[u32], sheet: &'m UnitSheet<'m>) -> Jobs<'m> {
        let audiences = people.iter().filter_map(|place| merge.staff.person(*place));
        let mut by_audience = BTreeMap::new();
        for audience in audiences.map(|person| merge.audience(&person)) {
            by_audience.entry(audience).or_insert_with(|| {
                let mut request = merge.request_for(sheet);
                request.scope.audience = audience;
                JobFor { common: merge.common(&request), request, job: OnceLock::new() }
            });
        }
        Jobs { merge, by_audience }
    }

    fn of_person(&self, person: &Person<'m>) -> Option<&JobFor<'m>> {
        self.by_audience.get(&self.merge.audience(person))
    }

    /// A hash of all that a file is made from.
    fn key(&self, format: Format, person: &Person<'m>) -> Hash {
        let common = self.of_person(person).map(|job| job.common.clone());
        key(common.unwrap_or_default(), format, std::slice::from_ref(person))
    }

    /// The pages of the sheets of some people.
    ///
    /// # Errors
    /// As [`Jobs::typeset`].
    pub(super) fn parts(&self, people: &[Person<'m>]) -> Vec<Result<FilePart, Diagnostics>> {
        self.each(people, units::parts)
    }

    fn prepare(&self, person: &Person<'m>) -> Result<&PreparedDocument<'m>, Diagnostics> {
        let Some(JobFor { request, job, .. }) = self.of_person(person) else { return Err(Diagnostics::new()) };
        job.get_or_init(|| self.merge.renderer.prepare(request)).as_ref().map_err(Clone::clone)
    }

    /// The documents of some people.
    ///
    /// # Errors
    /// For each findings in the template, or a character that no font has.
    fn typeset(&self, people: &[Person<'m>]) -> Vec<Result<Typeset, Diagnostics>> {
        self.each(people, units::typeset)
    }

    /// The sheets of a person.
    ///
    /// # Errors
    /// As [`Jobs::typeset`].
    pub(super) fn sheets(&self, person: &Person<'m>, formats: &[Format]) -> Result<Vec<Sheet>, Diagnostics> {
        self.prepare(person)?.sheet(Some(&self.merge.staff.signatory(person)), formats)
    }

    /// What is made for each of some people, where there is a job for them.
    fn each<T>(
        &self,
        people: &[Person<'m>],
        make: fn(&[RenderUnit]) -> Vec<Result<T, Diagnostics>>,
    ) -> Vec<Result<T, Diagnostics>> {
        let jobs: Vec<Result<&PreparedDocument, Diagnostics>> =
            people.iter().map(|person| self.prepare(person)).collect();
        let signatories: Vec<Signatory> = people.iter().map(|person| self.merge.staff.signatory(person)).collect();
        let with_job =
            jobs.iter().zip(&signatories).filter_map(|(job, signatory)| Some((job.as_ref().ok()?, signatory)));
        let tasks: Vec<RenderUnit> =
            with_job.map(|(job, signatory)| RenderUnit { prepared: job, signatory: Some(signatory) }).collect();
        let mut made = make(&tasks).into_iter();
        jobs.into_iter().map(|job| job.and_then(|_| made.next().unwrap_or_else(|| Err(Diagnostics::new())))).collect()
    }
}

/// A hash of all that a file is made from: what is common to many, and who is in it.
pub(super) fn key(mut common: Hasher, format: Format, people: &[Person]) -> Hash {
    // Nothing can fail here: a hash takes all, and all of it has a form in JSON.
    let _ = serde_json::to_writer(&mut common, &(format.extension(), people));
    common.finish()
}

impl<'w> Merge<'w> {
    /// The unit as its sheets show it.
    pub(super) fn unit_sheet<'m>(&self, unit: &'m UnitPlan) -> UnitSheet<'m>
    where
        'w: 'm,
    {
        let known = self.profiled(unit);
        known.map_or_else(|| UnitSheet::named(&unit.name), |known| UnitSheet::on(known, self.day()))
    }

    /// What the profile of the region tells of a unit.
    fn profiled(&self, unit: &UnitPlan) -> Option<&'w Unit> {
        self.request.scope.region?.profile.as_ref()?.unit(&unit.name)
    }

    /// The day on which a superior must be in office: that of the signature, else that as of which rules are selected.
    fn day(&self) -> Option<NaiveDate> {
        self.request.look.signed_on.or(self.request.scope.date)
    }

    /// That nobody is known as superior in a unit on the day, with the rows that get a blank for it.
    fn vacancy(&self, unit: &UnitPlan) -> Option<(Vec<u32>, Diagnostic)> {
        let is_signed = self.request.document.is_per(Axis::Person);
        let known = self.profiled(unit).filter(|known| is_signed && known.lacks_superior(self.day()))?;
        let people = unit.people.iter().filter_map(|place| self.staff.person(*place));
        let rows: Vec<u32> =
            people.filter(|person| person.get(Field::SuperiorName).is_empty()).map(|person| person.row).collect();
        // A date in digits would be redacted, as personal numbers begin with one.
        let on =
            self.day().map_or_else(|| "without a last day".to_owned(), |day| format!("on {}", day.format("%-d %B %Y")));
        let message = format!("no superior of `{}` is known {on}: a blank is left to fill in", known.name);
        let help = "add who holds the office to `superiors` of the unit in the region’s profile, or to the roster";
        Some((rows, Diagnostic::hint(Code::VacantOffice, message).help(help))).filter(|(rows, _)| !rows.is_empty())
    }

    /// The sheets that are for all of these people.
    pub(super) fn list(
        &self,
        request: &Request,
        people: &[Person],
        formats: &[Format],
    ) -> Result<Vec<Sheet>, Diagnostics> {
        let list: Vec<Signatory> = people.iter().map(|person| self.staff.signatory(person)).collect();
        let mut request = *request;
        request.subject.people = &list;
        self.renderer.sheet(&request, formats)
    }

    /// The order of the sheets of a unit.
    pub(super) fn request_for<'m>(&self, unit: &'m UnitSheet<'m>) -> Request<'m>
    where
        'w: 'm,
    {
        let mut request = self.request;
        request.subject.unit = Some(unit).filter(|unit| !unit.name.is_empty());
        request
    }

    /// The audience of a person's sheet: the one asked for, else that of the status. A document that is the same for
    /// all audiences is so for everybody.
    fn audience(&self, person: &Person<'w>) -> Option<&'w str> {
        let of_status = || [Axis::Audience, Axis::Person].into_iter().any(|axis| self.request.document.is_per(axis));
        self.request.scope.audience.or_else(|| person.audience().filter(|_| of_status()))
    }

    /// What a file is called.
    pub(super) fn name<'m>(&self, stem: &'m str) -> Name<'m>
    where
        'w: 'm,
    {
        Name { region: None, document: stem, audience: None, ..Name::of(&self.request) }
    }

    /// A hash of what the sheets of an order have in common.
    pub(super) fn common(&self, request: &Request) -> Hasher {
        let mut common = Hasher::default();
        let (edition, stamp) = (&self.renderer.workspace.edition, self.renderer.stamp);
        let extras = &self.staff.roster().extras;
        // Nothing can fail here: a hash takes all, and all of it has a form in JSON.
        let _ = serde_json::to_writer(&mut common, &(edition, stamp, request.key(), extras));
        common
    }
}
