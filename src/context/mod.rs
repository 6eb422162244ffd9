//! The variables of templates: what the rulebook, the region and the selection say, in the language of one sheet.
//!
//! 1. [`Base`] turns the models into [`view`] types, which `docs/templates.md` documents field by field. It is made once
//!    for all people of a document; [`Base::personal`] adds what one person changes.
//! 2. Names of a region that nobody named become blanks to fill in by hand, so that nothing is invented.
//! 3. [`samples`] makes up variables in which everything occurs, and in which nothing does, to try templates on.

mod event;
mod input;
mod named;
mod person;
mod questions;
mod reader;
mod region;
mod rules;
mod sample;
mod sources;
mod view;

use crate::confine::fields;
use crate::quiz::Item;
use crate::request::{Look, Signatory, UnitSheet};
use crate::rulebook::{Fact, IdentityField, PhaseDates};
use crate::template::Bindings;
use crate::wording;
pub use input::Input;
use named::{audience, named};
use person::{PersonView, Scribe};
use reader::RulebookReader;
pub use sample::samples;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tera::Value;
use view::{ElectionView, FieldView, OptionsView, Personal, PhaseView, RulebookView, Variables};

/// The variables that all sheets of a document share, whoever signs them.
#[derive(Debug, Clone)]
pub struct Base<'a> {
    shared: Bindings,
    /// The fields without values.
    fields: Vec<(IdentityField, FieldView<'a>)>,
    unit: UnitSheet<'a>,
    look: Look,
    scribe: Scribe,
}

impl<'a> Base<'a> {
    /// Reads the models. This costs about as much as hundreds of calls of [`personal`](Self::personal).
    pub fn new(input: &Input<'a, '_>) -> Self {
        let reader = RulebookReader::new(input);
        let scribe = Scribe { mask: input.request.look.mask_nip };
        let mut shared = fields(&variables(input, &reader, scribe));
        if input.request.scope.region.is_none() {
            let region = shared.iter_mut().filter(|(name, _)| *name == "region");
            region.for_each(|(_, region)| {
                *region = region::with_blanks(region, input.request.subject.unit, input.request.scope.lang)
            });
        }
        let unit = input.request.subject.unit.copied().unwrap_or_default();
        Base { shared, fields: identity(input), unit, look: input.request.look, scribe }
    }

    /// The variables that are the same for everybody.
    ///
    /// `regional_points_on_back` says whether the points of the region stand on the back of the pledge.
    pub fn shared(&self, regional_points_on_back: bool) -> Bindings {
        let options = OptionsView::of(self.look, regional_points_on_back);
        self.shared.iter().cloned().chain([("options", Value::from_serializable(&options))]).collect()
    }

    /// The variables of one person; without a person, of a form to fill in. They have the same names for all.
    pub fn personal(&self, signatory: Option<&Signatory<'_>>) -> Bindings {
        let Personal { signatory, superior, identity } = self.view(signatory);
        vec![
            ("signatory", Value::from_serializable(&signatory)),
            ("superior", Value::from_serializable(&superior)),
            ("identity", Value::from_serializable(&identity)),
        ]
    }

    /// Names of the variables of one person.
    pub fn personal_names(&self) -> Vec<&'static str> {
        self.personal(None).into_iter().map(|(name, _)| name).collect()
    }

    /// All variables of one sheet.
    pub fn with(&self, signatory: Option<&Signatory<'_>>, regional_points_on_back: bool) -> Bindings {
        [self.shared(regional_points_on_back), self.personal(signatory)].concat()
    }

    /// The same as [`with`](Self::with), to be read by a person or a script.
    pub fn shown(&self, signatory: Option<&Signatory<'_>>, regional_points_on_back: bool) -> BTreeMap<String, Value> {
        let all = self.with(signatory, regional_points_on_back);
        all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn view<'b>(&'b self, signatory: Option<&Signatory<'b>>) -> Personal<'b> {
        let Base { unit, scribe, .. } = *self;
        let superior = signatory.map_or(unit.superior, |person| person::superior_of(person, unit.superior));
        let signatory = signatory.map(|person| scribe.person(person, 1));
        Personal {
            superior: scribe.officer(superior),
            identity: self
                .fields
                .iter()
                .map(|(which, field)| filled(*which, field, signatory.as_ref(), &unit))
                .collect(),
            signatory,
        }
    }
}

/// The questions to mark on a sheet of a quiz, in its words.
pub fn questions(input: &Input<'_, '_>) -> Vec<Item> {
    questions::quiz(input, &RulebookReader::new(input)).0
}

/// A field with the value of a person.
fn filled<'b>(
    which: IdentityField,
    field: &'b FieldView<'_>,
    person: Option<&PersonView<'b>>,
    unit: &UnitSheet<'b>,
) -> FieldView<'b> {
    use IdentityField::{Contract, Name, NiPppk, Nip, Position, Rank, Unit, Village};
    let value = person.and_then(|person| match which {
        Name => person.name.map(Cow::Borrowed),
        Nip | NiPppk => person.number.clone(),
        Rank => person.rank.map(Cow::Borrowed),
        Position => person.position.map(Cow::Borrowed),
        Unit => person.unit.or(Some(unit.name).filter(|name| !name.is_empty())).map(Cow::Borrowed),
        Village => person.village.map(Cow::Borrowed),
        Contract => person.contract.map(Cow::Borrowed),
    });
    FieldView { id: field.id, label: Cow::Borrowed(&field.label), is_number: field.is_number, value }
}

/// What is made, or nothing where it is not used.
fn made<T: Default>(is_used: bool, make: impl FnOnce() -> T) -> T {
    if is_used { make() } else { T::default() }
}

fn variables<'a>(input: &Input<'a, '_>, reader: &RulebookReader<'_>, scribe: Scribe) -> Variables<'a> {
    let (rulebook, lang) = (input.rulebook.data(), input.request.scope.lang);
    let header = &rulebook.rulebook;
    let election = input.rulebook.election(input.request.scope.election);
    let phases = phases(input);
    let uses = |names: &[&str]| input.names.is_none_or(|used| names.iter().any(|name| used.contains(*name)));
    let rules = made(uses(&["rules", "groups", "contested"]), || rules::views(input.selection, reader));
    let cases = made(uses(&["cases"]), || questions::cases(input, reader));
    let (questions, discussions) = made(uses(&["questions", "discussions"]), || questions::quiz(input, reader));
    Variables {
        lang: lang.tag(),
        t: input.labels.clone(),
        document: named(input.request.document, lang),
        rulebook: RulebookView {
            title: header.title.get(lang).to_owned(),
            version: header.version.clone(),
            date: header.date.to_string(),
            hash: input.rulebook.short_hash().to_owned(),
            note: header.note.get(lang).to_owned(),
            penalty_note: header.penalty_note.get(lang).to_owned(),
        },
        election: ElectionView {
            id: input.request.scope.election.to_owned(),
            name: election.map_or(input.request.scope.election, |election| election.name.get(lang)).to_owned(),
            voting_day: election.map(|election| election.voting_day.to_string()),
        },
        region: region::view(input.request.scope.region, input.request.subject.unit, input.request.scope.date, reader),
        audience: input.request.scope.audience.and_then(|id| audience(input.rulebook, id, lang)),
        phase: phases.iter().find(|phase| phase.current).cloned(),
        date: input.request.scope.date.map(|date| date.to_string()),
        groups: made(uses(&["groups"]), || rules::groups(&rules, input.rulebook, lang)),
        contested: rules.iter().filter(|rule| rule.contested.is_some()).cloned().collect(),
        pledge: rules::pledge(input.request.scope.region, reader),
        contents: input.request.subject.contents.map(|document| named(document, lang)),
        volume: input.request.subject.volume,
        unit: input.request.subject.unit.map(|unit| scribe.unit(unit)),
        people: input.request.subject.people.iter().zip(1..).map(|(person, no)| scribe.person(person, no)).collect(),
        tally: input.request.subject.tally.map(person::tally),
        event: event::event(input, scribe),
        kit: input.request.subject.kit.map(|kit| event::kit(kit, input)),
        facts: made(uses(&["facts"]), || general_facts(input).map(|fact| reader.fact(fact)).collect()),
        sanctions: made(uses(&["sanctions"]), || sources::sanctions(input.selection, reader)),
        reporting: made(uses(&["reporting"]), || sources::reporting(reader)),
        articles: made(uses(&["articles"]), || sources::articles(reader)),
        regulations: made(uses(&["regulations"]), || sources::regulations(input.selection, reader)),
        signed_on: input.request.look.signed_on.map(|date| date.to_string()),
        cases,
        questions,
        discussions,
        phases,
        rules,
    }
}

/// The phases of the election with their dates, in the order of the election.
fn phases(input: &Input<'_, '_>) -> Vec<PhaseView> {
    let Some(election) = input.rulebook.election(input.request.scope.election) else { return Vec::new() };
    let current = input.selection.phase.map(|phase| phase.id.as_str());
    let view = |dates: &PhaseDates| {
        let phase = input.rulebook.phase(&dates.phase)?;
        Some(PhaseView {
            id: phase.id.clone(),
            name: phase.name.get(input.request.scope.lang).to_owned(),
            changes: phase.changes.get(input.request.scope.lang).to_owned(),
            from: dates.from.map(|day| day.to_string()),
            until: dates.until.map(|day| day.to_string()),
            dates: wording::date_range(dates.from, dates.until, input.request.scope.lang),
            current: current == Some(phase.id.as_str()),
        })
    };
    election.phases.iter().filter_map(view).collect()
}

/// The facts of every region that hold on the day, without those that the region's profile tells in its own words.
fn general_facts<'a>(input: &Input<'a, '_>) -> impl Iterator<Item = &'a Fact> {
    let profile = input.request.scope.region.and_then(|region| region.profile.as_ref());
    let told: Vec<&String> = profile.iter().flat_map(|profile| &profile.facts).flat_map(|fact| &fact.norms).collect();
    let is_told = move |fact: &Fact| !fact.norms.is_empty() && fact.norms.iter().all(|norm| told.contains(&norm));
    let day = input.request.scope.date;
    input.rulebook.data().facts.iter().filter(move |fact| fact.holds_on(day) && !is_told(fact))
}

/// The identity fields of the sheet's audience, named by the labels `field_…`. A sheet for PNS and PPPK alike has one
/// field for either number.
fn identity<'a>(input: &Input<'a, '_>) -> Vec<(IdentityField, FieldView<'a>)> {
    use IdentityField::{Contract, Name, NiPppk, Nip, Position, Rank, Unit, Village};
    let fields = match input.request.scope.audience {
        Some(audience) => input.rulebook.identity(audience),
        None => vec![Name, Nip, NiPppk, Rank, Position, Unit],
    };
    let either = fields.contains(&Nip) && fields.contains(&NiPppk);
    let view = |field: &IdentityField| {
        let id = match field {
            Name => "name",
            Nip if either => "nip_or_ni_pppk",
            Nip => "nip",
            NiPppk if either => return None,
            NiPppk => "ni_pppk",
            Rank => "rank",
            Position => "position",
            Unit => "unit",
            Village => "village",
            Contract => "contract",
        };
        let label = Cow::Borrowed(input.labels.get(&format!("field_{id}")).map_or(id, String::as_str));
        Some((*field, FieldView { id, label, is_number: matches!(field, Nip | NiPppk), value: None }))
    };
    fields.iter().filter_map(view).collect()
}
