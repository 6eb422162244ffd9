//! The files of one unit: one for each of its people, or one for all of them.

use super::documents::UnitDocuments;
use super::names::{file_stem, joined};
use super::outcome::Outcome;
use super::print_run;
use super::recipients::UnitRecipients;
use super::session::{PlannedFile, Session};
use super::spec::key;
use crate::failure::Failure;
use crate::output::Format;
use crate::render::units::at_once;
use crate::roster::Person;
use rayon::prelude::*;

/// Makes the files of a unit.
///
/// # Errors
/// Failed I/O, or a file in the way.
pub(super) fn make(session: &Session, unit: &UnitRecipients) -> Result<Outcome, Failure> {
    let mut outcome = match session.merge.binding {
        _ if session.merge.is_per_unit() => for_all(session, unit),
        Some(binding) => print_run::make(session, unit, binding),
        None => for_each(session, unit),
    }?;
    if let Some((rows, finding)) = session.merge.vacancy(unit) {
        outcome.findings.add(&rows, [finding]);
    }
    Ok(outcome)
}

/// A file for each of the people.
fn for_each(session: &Session, unit: &UnitRecipients) -> Result<Outcome, Failure> {
    session.folder.make(session.names.slug(&unit.name))?;
    let sheet = session.merge.unit_sheet(unit);
    let jobs = UnitDocuments::of(session.merge, &unit.people, &sheet);
    unit.people
        .par_chunks(at_once(unit.people.len()))
        .try_fold(Outcome::default, |outcome, people| for_some(session, unit, &jobs, people, outcome))
        .try_reduce(Outcome::default, |outcome, later| Ok(outcome.join(later)))
}

/// The files of some people: those that are not finished already.
fn for_some<'m>(
    session: &Session<'m>,
    unit: &UnitRecipients,
    jobs: &UnitDocuments<'m>,
    people: &[u32],
    mut outcome: Outcome,
) -> Result<Outcome, Failure> {
    if !session.goes_on(&mut outcome) {
        return Ok(outcome);
    }
    let (mut missing, mut whose) = (Vec::new(), Vec::new());
    for place in people {
        let Some(person) = session.merge.staff.person(*place) else { continue };
        let drafts = unfinished(session, unit, jobs, (place, &person), &mut outcome)?;
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
                    session.put(draft, sheet, &mut outcome)?;
                }
            }
            Err(findings) => session.fail(std::slice::from_ref(*place), drafts.len(), findings, &mut outcome),
        }
    }
    Ok(outcome)
}

/// The files of a person that are not finished already.
fn unfinished<'m, 'd>(
    session: &Session<'m>,
    unit: &'d UnitRecipients,
    jobs: &UnitDocuments<'m>,
    (place, person): (&'d u32, &Person<'m>),
    outcome: &mut Outcome,
) -> Result<Vec<PlannedFile<'d>>, Failure> {
    let stem = file_stem(person);
    let mut drafts = Vec::new();
    for format in session.merge.formats {
        let path = format!("{}/{}", session.names.slug(&unit.name), session.merge.name(&stem).path(*format));
        let key = jobs.key(*format, person);
        let draft = PlannedFile { unit, people: std::slice::from_ref(place), format: *format, path, key };
        if !session.keep(&draft, outcome)? {
            drafts.push(draft);
        }
    }
    Ok(drafts)
}

/// One file for all of the people.
fn for_all(session: &Session, unit: &UnitRecipients) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::default();
    if !session.goes_on(&mut outcome) {
        return Ok(outcome);
    }
    let merge = session.merge;
    let people: Vec<Person> = unit.people.iter().filter_map(|place| merge.staff.person(*place)).collect();
    let sheet = merge.unit_sheet(unit);
    let request = merge.request_for(&sheet);
    let common = merge.common(&request);
    let mut drafts = Vec::new();
    for format in merge.formats {
        let key = key(common.clone(), *format, &people);
        let mut number = 1;
        loop {
            let [mark, _] = session.marks(unit, merge.formats, false, &mut number)?;
            let path = merge.name(&joined(session.names.slug(&unit.name), &mark)).path(*format);
            let draft = PlannedFile { unit, people: &unit.people, format: *format, path, key };
            if session.keep(&draft, &mut outcome)? {
                break;
            }
            if !session.is_outdated(&draft, &mut outcome)? {
                drafts.push(draft);
                break;
            }
            number += 1;
        }
    }
    if drafts.is_empty() {
        return Ok(outcome);
    }
    let formats: Vec<Format> = drafts.iter().map(|draft| draft.format).collect();
    match merge.list(&request, &people, &formats) {
        Ok(sheets) => {
            for (sheet, draft) in sheets.iter().zip(&drafts) {
                session.put(draft, sheet, &mut outcome)?;
            }
        }
        Err(findings) => session.fail(&unit.people, formats.len(), findings, &mut outcome),
    }
    Ok(outcome)
}
