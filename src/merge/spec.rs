//! What a merge is: who gets which document in which formats, and what follows from that alone.

use super::recipients::{Recipients, UnitRecipients};
use super::staff::Staff;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::lang::Lang;
use crate::output::{Format, Hash, Hasher, Name};
use crate::pdf::FilePart;
use crate::region::Unit;
use crate::render::{Renderer, Sheet};
use crate::request::{InVolumes, Request, Scope, Signatory, Subject, UnitSheet};
use crate::roster::{Field, Person};
use crate::template::escape::normalise;
use crate::template::{Axis, DocumentKind};
use crate::wording::{DateStyle, date};
use chrono::NaiveDate;
use std::sync::atomic::AtomicBool;

/// Id of the document that stands before the sheets of a unit.
const DIVIDER: &str = "divider";

/// How sheets are bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// So many pages a volume has at most, its divider among them; without, a unit is one file.
    pub split: Option<u32>,
}

/// A merge that is ready to run.
pub struct Merge<'w> {
    /// The renderer.
    pub renderer: Renderer<'w>,
    /// What every sheet has in common; its audience, unit and people are those of each.
    pub request: Request<'w>,
    /// Who is in the roster.
    pub staff: &'w Staff<'w>,
    /// Who of them is meant.
    pub recipients: &'w Recipients,
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

impl Merge<'_> {
    /// How many files there will be; of print runs at least so many.
    pub fn files(&self) -> usize {
        let sheets = if self.is_by_person() { self.recipients.people() } else { self.recipients.units.len() };
        sheets * self.formats.len()
    }

    /// How often [`Watch::tick`] is called: for every file, or for everybody in a print run.
    pub fn steps(&self) -> usize {
        if self.binding.is_some() && !self.is_per_unit() { self.recipients.people() } else { self.files() }
    }

    /// Whether everybody gets a file.
    pub(super) fn is_by_person(&self) -> bool {
        !self.is_per_unit() && self.binding.is_none()
    }

    /// Whether there is a file for every unit instead of every person.
    pub(super) fn is_per_unit(&self) -> bool {
        is_per_unit(self.request.document)
    }

    /// The sheet that stands before those of these people.
    pub(super) fn divider(
        &self,
        sheet: &UnitSheet,
        people: &[u32],
        volume: Option<InVolumes>,
    ) -> Result<Option<FilePart>, Diagnostics> {
        let Some(document) = self.renderer.workspace.templates.document(DIVIDER) else { return Ok(None) };
        let people = people.iter().filter_map(|place| self.staff.person(*place));
        let people: Vec<Person> = people.collect();
        let people: Vec<Signatory> = people.iter().map(|person| self.staff.signatory(person)).collect();
        let mut request = self.request_for(sheet);
        request.subject = Subject { contents: Some(request.document), volume, people: &people, ..request.subject };
        request.document = document;
        request.scope.audience = None;
        self.renderer.prepare(&request)?.part(None).map(Some)
    }

    /// What a print run is called in its metadata.
    pub(super) fn title(&self, unit: &UnitSheet, volume: Option<usize>) -> String {
        let Request { document, scope: Scope { region, lang, .. }, .. } = self.request;
        let volume = volume.map(|volume| volume.to_string());
        let region = region.map(|region| region.name.as_str());
        let unit = normalise(unit.name);
        let parts = [Some(document.name.get(lang)), Some(&*unit), volume.as_deref(), region];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" – ")
    }
}

impl<'w> Merge<'w> {
    /// The unit as its sheets show it.
    pub(super) fn unit_sheet<'m>(&self, unit: &'m UnitRecipients) -> UnitSheet<'m>
    where
        'w: 'm,
    {
        let known = self.profiled(unit);
        known.map_or_else(|| UnitSheet::named(&unit.name), |known| UnitSheet::on(known, self.day()))
    }

    /// What the profile of the region tells of a unit.
    fn profiled(&self, unit: &UnitRecipients) -> Option<&'w Unit> {
        self.request.scope.region?.profile.as_ref()?.unit(&unit.name)
    }

    /// The day on which a superior must be in office: that of the signature, else that as of which rules are selected.
    fn day(&self) -> Option<NaiveDate> {
        self.request.look.signed_on.or(self.request.scope.date)
    }

    /// That nobody is known as superior in a unit on the day, with the rows that get a blank for it.
    pub(super) fn vacancy(&self, unit: &UnitRecipients) -> Option<(Vec<u32>, Diagnostic)> {
        let is_signed = self.request.document.is_per(Axis::Person);
        let known = self.profiled(unit).filter(|known| is_signed && known.lacks_superior(self.day()))?;
        let people = unit.people.iter().filter_map(|place| self.staff.person(*place));
        let rows: Vec<u32> =
            people.filter(|person| person.get(Field::SuperiorName).is_empty()).map(|person| person.row).collect();
        // A date in digits would be redacted, as personal numbers begin with one.
        let on = self.day().map_or_else(
            || say!("tanpa hari terakhir", "without a last day"),
            |day| {
                let words = |lang| date(day, DateStyle::Plain, lang);
                Message::new(format!("pada {}", words(Lang::Id)), format!("on {}", words(Lang::En)))
            },
        );
        let name = &known.name;
        let message = say!(
            "atasan `{name}` {on} tidak diketahui: dibiarkan kosong untuk diisi",
            "no superior of `{name}` is known {on}: a blank is left to fill in";
            on
        );
        let help = say!(
            "tambahkan pejabatnya ke `superiors` unit itu dalam profil wilayah, atau ke daftar pegawai",
            "add who holds the office to `superiors` of the unit in the region’s profile, or to the roster"
        );
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
    pub(super) fn audience(&self, person: &Person<'w>) -> Option<&'w str> {
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

/// Whether every unit gets a document; of any other that is not made for single people either, everybody gets a copy.
pub fn is_per_unit(document: &DocumentKind) -> bool {
    document.is_per(Axis::Unit) && !document.is_per(Axis::Person)
}

/// A hash of all that a file is made from: what is common to many, and who is in it.
pub(super) fn key(mut common: Hasher, format: Format, people: &[Person]) -> Hash {
    // Nothing can fail here: a hash takes all, and all of it has a form in JSON.
    let _ = serde_json::to_writer(&mut common, &(format.extension(), people));
    common.finish()
}
