//! The variables of templates, as types: each field is a variable, in the words of `docs/templates.md`.
//!
//! Everything here is in the language of the sheet. `None` is printed as nothing; the filter `blank` makes it a line to
//! fill in by hand.

use super::event::{EventView, KitView};
use super::named::{AudienceView, Named};
use super::person::{OfficerView, PersonView, TallyView, UnitView};
use crate::quiz::Item;
use crate::request::{InVolumes, Look};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The variables of a sheet that are the same for everybody.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Variables<'a> {
    /// `id` or `en`.
    pub(super) lang: &'static str,
    /// Words from `labels.yaml`, by key.
    pub(super) t: BTreeMap<String, String>,
    /// The document.
    pub(super) document: Named,
    /// The rulebook.
    pub(super) rulebook: RulebookView,
    /// The election.
    pub(super) election: ElectionView,
    /// The region; one with blanks for a sheet of none.
    pub(super) region: RegionView,
    /// The group of people the sheet is for; none for a general sheet.
    pub(super) audience: Option<AudienceView>,
    /// The phase the sheet is for; none for a sheet of all.
    pub(super) phase: Option<PhaseView>,
    /// The as-of date, `YYYY-MM-DD`.
    pub(super) date: Option<String>,
    /// All phases of the election, in order.
    pub(super) phases: Vec<PhaseView>,
    /// The rules selected, in the order of the rulebook.
    pub(super) rules: Vec<RuleView>,
    /// The same rules by situation, those in dispute apart.
    pub(super) groups: Vec<GroupView>,
    /// The rules in dispute.
    pub(super) contested: Vec<RuleView>,
    /// The pledge.
    pub(super) pledge: PledgeView,
    /// The document that a divider stands before.
    pub(super) contents: Option<Named>,
    /// The volume of a print run that a divider stands in.
    pub(super) volume: Option<InVolumes>,
    /// The unit the sheet is for.
    pub(super) unit: Option<UnitView<'a>>,
    /// People on a list.
    pub(super) people: Vec<PersonView<'a>>,
    /// Who has signed.
    pub(super) tally: Option<TallyView<'a>>,
    /// The event that the sheet is for; one of which nothing is known, on a sheet for none.
    pub(super) event: EventView<'a>,
    /// What lies in the folder of the event.
    pub(super) kit: Option<KitView>,
    /// Facts told in every region.
    pub(super) facts: Vec<FactView>,
    /// The sanctions of the rules selected.
    pub(super) sanctions: Vec<SanctionView>,
    /// Where a breach can be reported.
    pub(super) reporting: Vec<ReportingView>,
    /// The articles that the sheet rests on, that of the region first.
    pub(super) articles: Vec<ArticleView>,
    /// The regulations that the rules selected, their sanctions and the places of report rest on.
    pub(super) regulations: Vec<RegulationView>,
    /// The cases that are about the sheet's audience.
    pub(super) cases: Vec<CaseView>,
    /// The questions of a quiz.
    pub(super) questions: Vec<Item>,
    /// The cases of a quiz that are discussed, not marked.
    pub(super) discussions: Vec<CaseView>,
    /// The date at the signature, `YYYY-MM-DD`.
    pub(super) signed_on: Option<String>,
}

/// The variables that differ from one person to the next.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Personal<'a> {
    /// Who signs; none for a form to fill in.
    pub(super) signatory: Option<PersonView<'a>>,
    /// Who signs as superior.
    pub(super) superior: OfficerView<'a>,
    /// What identifies a signatory, with the signatory's values.
    pub(super) identity: Vec<FieldView<'a>>,
}

/// The rulebook.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RulebookView {
    pub(super) title: String,
    pub(super) version: String,
    /// `YYYY-MM-DD`.
    pub(super) date: String,
    /// First eight hexadecimal digits of the SHA-256 of its text.
    pub(super) hash: String,
    /// What its confidences rest on.
    pub(super) note: String,
    /// Whose wording penalty figures follow; to be printed wherever one is.
    pub(super) penalty_note: String,
}

/// The election.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ElectionView {
    pub(super) id: String,
    pub(super) name: String,
    /// `YYYY-MM-DD`.
    pub(super) voting_day: Option<String>,
}

/// A regency or city.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct RegionView {
    /// Whether there is one; without, its names are blanks.
    pub(super) known: bool,
    /// "Kabupaten Muara Enim", "Muara Enim Regency".
    pub(super) name: Option<String>,
    /// "Muara Enim".
    pub(super) bare: Option<String>,
    /// "Kabupaten" or "Kota", "Regency" or "City".
    pub(super) kind_name: Option<String>,
    /// Kemendagri code.
    pub(super) code: Option<String>,
    pub(super) slug: Option<String>,
    /// Name of the province.
    pub(super) province: Option<String>,
    /// "Bupati" or "Wali Kota", "Regent" or "Mayor".
    pub(super) head_title: Option<String>,
    /// Seat of government.
    pub(super) capital: Option<String>,
    /// Lines of the letterhead: government and agency.
    pub(super) letterhead: Vec<String>,
    /// Lines of the letterhead below these.
    pub(super) address: Vec<String>,
    /// Whether more is known of it than the table says.
    pub(super) has_profile: bool,
    /// Who holds sessions and ceremonies.
    pub(super) organiser: Option<OrganiserView>,
    /// The event that its article reports.
    pub(super) event: Option<FactView>,
    /// Who led it for the time being.
    pub(super) acting_head: Option<ActingHeadView>,
    pub(super) facts: Vec<FactView>,
    /// Local groups of staff, such as TK2D.
    pub(super) staff: Vec<AudienceView>,
}

/// An office, with its source.
#[derive(Debug, Clone, Serialize)]
pub(super) struct OrganiserView {
    pub(super) name: String,
    pub(super) cite: String,
}

/// A Pj or Pjs, as a fact about an article.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ActingHeadView {
    pub(super) title: String,
    pub(super) name: String,
    /// `YYYY-MM-DD`.
    pub(super) on: Option<String>,
    pub(super) cite: String,
}

/// A phase of the election.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PhaseView {
    pub(super) id: String,
    pub(super) name: String,
    /// What is different in it for staff.
    pub(super) changes: String,
    /// First day, `YYYY-MM-DD`.
    pub(super) from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub(super) until: Option<String>,
    /// Both in words: "25 September – 23 November 2024".
    pub(super) dates: String,
    /// Whether the sheet is for it.
    pub(super) current: bool,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RuleView {
    pub(super) id: String,
    /// `obligation`, `prohibition` or `permission`.
    pub(super) kind: &'static str,
    pub(super) text: String,
    /// Why it is so.
    pub(super) reason: String,
    /// Id of its situation.
    pub(super) channel: String,
    /// Whether people ask about it most.
    pub(super) common: bool,
    /// Whom it binds, by name, where that is not all whom the sheet is for: "Camat dan Lurah".
    pub(super) only_for: Option<String>,
    /// Ids of all groups it binds, those that belong to a wider one included.
    pub(super) binds: Vec<String>,
    /// When it holds, by name of the phases, where that is not all the time the sheet is for.
    pub(super) only_in: Option<String>,
    /// Legal basis, else source, as printed.
    pub(super) cite: String,
    /// Legal bases, as printed, each marked where unverified.
    pub(super) basis: Vec<String>,
    /// Ids of the regulations it rests on, those of a dispute included.
    pub(super) regulations: Vec<String>,
    /// Places in articles: `kutai-timur#12`.
    pub(super) sources: Vec<String>,
    pub(super) sanctions: Vec<Named>,
    /// The dispute about it.
    pub(super) contested: Option<ContestedView>,
    /// What to know about it.
    pub(super) note: Option<String>,
}

/// A dispute about a rule.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ContestedView {
    pub(super) positions: Vec<PositionView>,
    /// What is safe meanwhile.
    pub(super) advice: String,
}

/// One side of a dispute.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PositionView {
    pub(super) holder: String,
    pub(super) date: String,
    pub(super) text: String,
    pub(super) cite: String,
}

/// The rules of one situation that are not in dispute.
#[derive(Debug, Clone, Serialize)]
pub(super) struct GroupView {
    pub(super) channel: Named,
    pub(super) obligations: Vec<RuleView>,
    pub(super) prohibitions: Vec<RuleView>,
    pub(super) permissions: Vec<RuleView>,
}

/// The pledge.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PledgeView {
    /// Points of every region.
    pub(super) points: Vec<PointView>,
    /// Points that the region's article adds.
    pub(super) regional: Vec<PointView>,
    /// Ids of the rules behind all points that bind the audience.
    pub(super) rules: Vec<String>,
}

/// A point of the pledge.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PointView {
    pub(super) id: String,
    /// Read after "I will".
    pub(super) text: String,
    /// Legal basis, else source.
    pub(super) cite: String,
    pub(super) rules: Vec<String>,
    pub(super) sources: Vec<String>,
}

/// What identifies a signatory.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FieldView<'a> {
    /// `name`, `nip`, …
    pub(super) id: &'static str,
    pub(super) label: Cow<'a, str>,
    /// Whether it is a personnel number, which stands below a signature too.
    pub(super) is_number: bool,
    /// None for a blank.
    pub(super) value: Option<Cow<'a, str>>,
}

/// Something told, with where it comes from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FactView {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) cite: String,
    /// Ids of the regulations it rests on.
    pub(super) regulations: Vec<String>,
    /// Places in articles.
    pub(super) sources: Vec<String>,
}

/// A sanction.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SanctionView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) applies_to: String,
    pub(super) cite: String,
    /// Ids of the regulations it rests on.
    pub(super) regulations: Vec<String>,
    /// Whether it states penalty figures, which the penalty note must accompany.
    pub(super) penalty: bool,
}

/// A place where a breach can be reported.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ReportingView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) scope: String,
    pub(super) how: String,
    pub(super) url: Option<String>,
    pub(super) cite: String,
    /// Ids of the regulations it rests on.
    pub(super) regulations: Vec<String>,
}

/// A news article.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ArticleView {
    pub(super) id: String,
    /// Outlet and date as printed.
    pub(super) cite: String,
    pub(super) event: String,
    pub(super) place: String,
    /// Who spoke, each with the capacity of that day.
    pub(super) speakers: Vec<String>,
    pub(super) doubts: Vec<String>,
    /// Whether it is about the region of the sheet.
    pub(super) is_local: bool,
}

/// A regulation.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RegulationView {
    pub(super) id: String,
    pub(super) short: String,
    pub(super) title: String,
    /// `in-force`, `revoked` or `uncertain`.
    pub(super) status: &'static str,
    /// What to know when citing it.
    pub(super) note: Option<String>,
}

/// A case.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CaseView {
    pub(super) id: String,
    /// Who does what.
    pub(super) scenario: String,
    /// `required`, `allowed`, `forbidden` or `depends`.
    pub(super) answer: &'static str,
    /// The answer in words.
    pub(super) verdict: String,
    /// Why it is so.
    pub(super) reason: String,
    /// Its situation.
    pub(super) channel: Named,
    /// `basic`, `intermediate` or `advanced`.
    pub(super) level: &'static str,
    /// Ids of the groups it is about.
    pub(super) audiences: Vec<String>,
    /// Ids of the rules that decide it.
    pub(super) rules: Vec<String>,
    /// What these rest on, as printed.
    pub(super) cite: String,
    /// Ids of the regulations they rest on.
    pub(super) regulations: Vec<String>,
    /// The sanctions of these rules; each says to whom it applies.
    pub(super) sanctions: Vec<SanctionView>,
}

/// How the sheet was asked for.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct OptionsView {
    /// Whether there is room for a stamp duty label.
    pub(super) meterai: bool,
    /// Whether the points of the region stand on the back, since the front has no room for them.
    pub(super) regional_points_on_back: bool,
}

impl OptionsView {
    /// What templates see of a look.
    pub(super) fn of(look: Look, regional_points_on_back: bool) -> Self {
        OptionsView { meterai: look.meterai, regional_points_on_back }
    }

    /// Every option set, or none.
    pub(super) fn all(set: bool) -> Self {
        OptionsView { meterai: set, regional_points_on_back: set }
    }
}
