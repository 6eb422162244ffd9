//! The variables of templates: what the rulebook, the region and the selection say, in the language of one sheet.
//!
//! 1. [`build`] turns the models into [`view`] types, which `docs/templates.md` documents field by field.
//! 2. Names of a region that nobody named become blanks to fill in by hand, so that nothing is invented.
//! 3. [`samples`] makes up variables in which everything occurs, and in which nothing does, to try templates on.

mod reader;
mod region;
mod rules;
mod sample;
mod sources;
mod view;

use crate::lang::Lang;
use crate::region::Region;
use crate::rulebook::{Fact, IdentityField, PhaseDates, Rulebook};
use crate::select::Selection;
use crate::template::DocumentKind;
use crate::wording;
use chrono::NaiveDate;
use reader::Reader;
pub use sample::samples;
use std::collections::BTreeMap;
use tera::{Context, Value};
use view::{AudienceView, ElectionView, FieldView, Named, OptionsView, PhaseView, RulebookView, Variables};

/// What a sheet is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// The region; without one, a sheet with blanks.
    pub region: Option<&'a Region>,
    /// The rules that the sheet is about.
    pub selection: &'a Selection<'a>,
    /// Id of the audience; without one, a general sheet.
    pub audience: Option<&'a str>,
    /// Id of the election.
    pub election: &'a str,
    /// The as-of date.
    pub date: Option<NaiveDate>,
    /// The date printed at signatures; without one, a blank.
    pub signed_on: Option<NaiveDate>,
    /// Whether there is room for a stamp duty label.
    pub meterai: bool,
    /// Whether the points of the region stand on the back of the pledge.
    pub regional_points_on_back: bool,
    /// The language.
    pub lang: Lang,
    /// The words that templates share, in this language.
    pub labels: &'a BTreeMap<String, String>,
    /// The document.
    pub document: &'a DocumentKind,
}

/// The variables of a sheet.
pub fn build(input: &Input<'_>) -> Context {
    let reader = Reader::new(input);
    let mut variables = context_of(&variables(input, &reader));
    if input.region.is_none() {
        variables.insert_value("region", region::with_blanks(variables.get("region"), input.lang));
    }
    variables
}

fn context_of(variables: &Variables) -> Context {
    // Types made of text, numbers and lists alone always serialise.
    Context::from_serialize(variables).unwrap_or_default()
}

fn variables(input: &Input<'_>, reader: &Reader<'_>) -> Variables {
    let (rulebook, lang) = (input.rulebook.data(), input.lang);
    let header = &rulebook.rulebook;
    let election = input.rulebook.election(input.election);
    let phases = phases(input);
    let rules = rules::views(input.selection, reader);
    Variables {
        lang: lang.tag(),
        t: input.labels.clone(),
        document: Named { id: input.document.id.clone(), name: input.document.name.get(lang).to_owned() },
        rulebook: RulebookView {
            title: header.title.get(lang).to_owned(),
            version: header.version.clone(),
            date: header.date.to_string(),
            hash: input.rulebook.short_hash().to_owned(),
            note: header.note.get(lang).to_owned(),
            penalty_note: header.penalty_note.get(lang).to_owned(),
        },
        election: ElectionView {
            id: input.election.to_owned(),
            name: election.map_or(input.election, |election| election.name.get(lang)).to_owned(),
            voting_day: election.map(|election| election.voting_day.to_string()),
        },
        region: region::view(input.region, reader),
        audience: input.audience.and_then(|id| audience(input.rulebook, id, lang)),
        phase: phases.iter().find(|phase| phase.current).cloned(),
        date: input.date.map(|date| date.to_string()),
        groups: rules::groups(&rules, input.rulebook, lang),
        contested: rules.iter().filter(|rule| rule.contested.is_some()).cloned().collect(),
        pledge: rules::pledge(input.region, reader),
        identity: identity(input),
        facts: general_facts(input).map(|fact| reader.fact(fact)).collect(),
        sanctions: sources::sanctions(input.selection, reader),
        reporting: sources::reporting(reader),
        articles: sources::articles(reader),
        regulations: sources::regulations(input.selection, reader),
        signed_on: input.signed_on.map(|date| date.to_string()),
        options: OptionsView { meterai: input.meterai, regional_points_on_back: input.regional_points_on_back },
        phases,
        rules,
    }
}

/// An audience by id.
fn audience(rulebook: &Rulebook, id: &str, lang: Lang) -> Option<AudienceView> {
    rulebook.audience(id).map(|audience| AudienceView {
        id: audience.id.clone(),
        name: audience.name.get(lang).to_owned(),
        description: audience.description.get(lang).to_owned(),
    })
}

/// The phases of the election with their dates, in the order of the election.
fn phases(input: &Input<'_>) -> Vec<PhaseView> {
    let Some(election) = input.rulebook.election(input.election) else { return Vec::new() };
    let current = input.selection.phase.map(|phase| phase.id.as_str());
    let view = |dates: &PhaseDates| {
        let phase = input.rulebook.phase(&dates.phase)?;
        Some(PhaseView {
            id: phase.id.clone(),
            name: phase.name.get(input.lang).to_owned(),
            changes: phase.changes.get(input.lang).to_owned(),
            from: dates.from.map(|day| day.to_string()),
            until: dates.until.map(|day| day.to_string()),
            dates: wording::date_range(dates.from, dates.until, input.lang),
            current: current == Some(phase.id.as_str()),
        })
    };
    election.phases.iter().filter_map(view).collect()
}

/// The facts of every region without those that the region's profile tells in its own words.
fn general_facts<'a>(input: &Input<'a>) -> impl Iterator<Item = &'a Fact> {
    let profile = input.region.and_then(|region| region.profile.as_ref());
    let told: Vec<&String> = profile.iter().flat_map(|profile| &profile.facts).flat_map(|fact| &fact.norms).collect();
    let is_told = move |fact: &Fact| !fact.norms.is_empty() && fact.norms.iter().all(|norm| told.contains(&norm));
    input.rulebook.data().facts.iter().filter(move |fact| !is_told(fact))
}

/// The identity fields of the sheet's audience, named by the labels `field_…`. A sheet for PNS and PPPK alike has one
/// field for either number.
fn identity(input: &Input<'_>) -> Vec<FieldView> {
    use IdentityField::{Contract, Name, NiPppk, Nip, Position, Rank, Unit, Village};
    let fields = match input.audience {
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
        let label = input.labels.get(&format!("field_{id}")).map_or(id, String::as_str).to_owned();
        Some(FieldView { id, label, is_number: matches!(field, Nip | NiPppk) })
    };
    fields.iter().filter_map(view).collect()
}

/// A blank to fill in by hand, as a value that the escape leaves alone.
fn blank(ems: usize) -> Value {
    Value::safe_string(&"_".repeat(ems * 2))
}
