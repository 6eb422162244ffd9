//! The documents of a unit, each prepared once for all people who get it.

use super::spec::{Merge, key};
use crate::diag::Diagnostics;
use crate::output::{Format, Hash, Hasher};
use crate::pdf::FilePart;
use crate::render::units::{self, RenderUnit};
use crate::render::{PreparedDocument, Sheet, Typeset};
use crate::request::{Request, Signatory, UnitSheet};
use crate::roster::Person;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The jobs of a unit, by audience, each prepared when the first of its sheets is made.
pub(super) struct UnitDocuments<'m> {
    merge: &'m Merge<'m>,
    by_audience: BTreeMap<Option<&'m str>, AudienceDocument<'m>>,
}

struct AudienceDocument<'m> {
    request: Request<'m>,
    /// A hash of what the sheets have in common.
    common: Hasher,
    job: OnceLock<Result<PreparedDocument<'m>, Diagnostics>>,
}

impl<'m> UnitDocuments<'m> {
    /// The jobs for these people of a unit.
    pub(super) fn of(merge: &'m Merge<'m>, people: &[u32], sheet: &'m UnitSheet<'m>) -> UnitDocuments<'m> {
        let audiences = people.iter().filter_map(|place| merge.staff.person(*place));
        let mut by_audience = BTreeMap::new();
        for audience in audiences.map(|person| merge.audience(&person)) {
            by_audience.entry(audience).or_insert_with(|| {
                let mut request = merge.request_for(sheet);
                request.scope.audience = audience;
                AudienceDocument { common: merge.common(&request), request, job: OnceLock::new() }
            });
        }
        UnitDocuments { merge, by_audience }
    }

    fn of_person(&self, person: &Person<'m>) -> Option<&AudienceDocument<'m>> {
        self.by_audience.get(&self.merge.audience(person))
    }

    /// A hash of all that a file is made from.
    pub(super) fn key(&self, format: Format, person: &Person<'m>) -> Hash {
        let common = self.of_person(person).map(|job| job.common.clone());
        key(common.unwrap_or_default(), format, std::slice::from_ref(person))
    }

    /// The pages of the sheets of some people.
    ///
    /// # Errors
    /// As [`UnitDocuments::typeset`].
    pub(super) fn parts(&self, people: &[Person<'m>]) -> Vec<Result<FilePart, Diagnostics>> {
        self.each(people, units::parts)
    }

    pub(super) fn prepare(&self, person: &Person<'m>) -> Result<&PreparedDocument<'m>, Diagnostics> {
        let Some(AudienceDocument { request, job, .. }) = self.of_person(person) else {
            return Err(Diagnostics::new());
        };
        job.get_or_init(|| self.merge.renderer.prepare(request)).as_ref().map_err(Clone::clone)
    }

    /// The documents of some people.
    ///
    /// # Errors
    /// For each findings in the template, or a character that no font has.
    pub(super) fn typeset(&self, people: &[Person<'m>]) -> Vec<Result<Typeset, Diagnostics>> {
        self.each(people, units::typeset)
    }

    /// The sheets of a person.
    ///
    /// # Errors
    /// As [`UnitDocuments::typeset`].
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
