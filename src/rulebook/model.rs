//! What a rulebook holds, as typed data. These types are the format of `rules.yaml`: a field unknown here is a finding.
//!
//! References between entries are ids; [`super::Rulebook`] is only made of data whose references all resolve.

use crate::lang::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The whole of `rules.yaml`, in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulebookData {
    /// Title, version, date.
    pub rulebook: Header,
    /// What abbreviations in the texts stand for.
    #[serde(default)]
    pub abbreviations: Vec<Abbreviation>,
    /// Words of one language that texts of the other use as they are.
    #[serde(default)]
    pub foreign: Foreign,
    /// Kinds of elections, such as `pilkada` and `pemilu`.
    pub domains: Vec<Domain>,
    /// Elections with the dates of their phases.
    pub elections: Vec<Election>,
    /// Phases in the order in which they follow each other.
    pub phases: Vec<Phase>,
    /// Groups of people that rules bind.
    pub audiences: Vec<Audience>,
    /// Situations in which rules hold, in the order of a checklist.
    pub channels: Vec<Channel>,
    /// The news articles the rulebook is distilled from.
    pub articles: Vec<Article>,
    /// The regulations cited.
    pub regulations: Vec<Regulation>,
    /// Sanctions, each with its own basis.
    pub sanctions: Vec<Sanction>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The points of the pledge that hold in every region.
    pub pledge: Vec<PledgePoint>,
    /// Facts that are told in every region, each from an article or a regulation.
    pub facts: Vec<Fact>,
    /// Where a breach can be reported.
    pub reporting: Vec<ReportingChannel>,
}

/// What the rulebook is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Title of the rulebook.
    pub title: Text,
    /// Version, as printed in every footer.
    pub version: String,
    /// Date of this version; the date in the metadata of files.
    pub date: NaiveDate,
    /// What sources its confidences come from, for `list` and the sources part of a handout.
    pub note: Text,
    /// The line about penalty figures ("as worded at the 2024 election"), printed wherever a penalty is.
    pub penalty_note: Text,
}

/// An abbreviation, said in full to whoever listens to a sheet where it first stands unexplained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Abbreviation {
    /// As it is written: `ASN`.
    pub short: String,
    /// What it stands for.
    pub long: Text,
}

/// Words that are not of the language of the text they stand in, so that a voice pronounces them as what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Foreign {
    /// Indonesian words in English texts, beside what abbreviations stand for: `camat`.
    #[serde(default)]
    pub id: Vec<String>,
    /// English words in Indonesian texts.
    #[serde(default)]
    pub en: Vec<String>,
}

/// A kind of election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
}

/// An election and the dates of its phases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Election {
    /// Id, such as `pilkada-2024`.
    pub id: String,
    /// Id of its domain.
    pub domain: String,
    /// Name.
    pub name: Text,
    /// The day of voting.
    pub voting_day: NaiveDate,
    /// When each phase ran. A phase without `from` has no beginning, one without `until` no end.
    pub phases: Vec<PhaseDates>,
    /// What the dates rest on.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// When a phase of an election ran, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseDates {
    /// Id of the phase.
    pub phase: String,
    /// First day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// A phase of an election.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Id, such as `kampanye`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What is different for staff in this phase, in a sentence or two.
    pub changes: Text,
}

/// A group of people that rules bind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Id, such as `camat`.
    pub id: String,
    /// Short name, as in a label: "ASN", "Camat".
    pub name: Text,
    /// Other names that a roster may give it in its column of status: "P3K".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Who is meant, in one sentence, with what an abbreviation stands for.
    pub description: Text,
    /// Ids of the wider groups it belongs to; their rules bind it too.
    #[serde(default)]
    pub parents: Vec<String>,
    /// Identity fields of its pledge, in order; those of the first parent that has some where empty.
    #[serde(default)]
    pub identity: Vec<IdentityField>,
    /// Whether it exists only where a region's profile names it (TK2D, PHL).
    #[serde(default)]
    pub local: bool,
}

/// A field that identifies a signatory. Which of them a sheet shows depends on the audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityField {
    /// Name with titles.
    Name,
    /// Nomor Induk Pegawai, 18 digits.
    Nip,
    /// Nomor Induk of a PPPK.
    NiPppk,
    /// Rank and grade (pangkat/golongan ruang).
    Rank,
    /// Position (jabatan).
    Position,
    /// Unit (unit kerja, perangkat daerah).
    Unit,
    /// Village (desa).
    Village,
    /// Number of the contract or of the decision of appointment.
    Contract,
}

/// A situation, as a person would look it up: social media, campaign events, …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
}

/// A news article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Id, the first half of its locators.
    pub id: String,
    /// Outlet as the article names itself.
    pub outlet: Text,
    /// The date exactly as printed.
    pub date_printed: String,
    /// The date, where it is certain.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Place of the event.
    pub place: Text,
    /// Kemendagri code of the region it is about.
    pub region: String,
    /// Who spoke, in his capacity on that day.
    pub speakers: Vec<Speaker>,
    /// The event it reports.
    pub event: Text,
    /// Number of lines of the article that are not blank: the highest valid locator.
    pub lines: u32,
    /// What is doubtful in it, with what to make of it. Printed beside every citation of its date.
    #[serde(default)]
    pub doubts: Vec<Text>,
    /// The numbered norms and facts found in it.
    pub norms: Vec<Norm>,
}

/// A person who spoke, as a fact about the article; never pre-printed as a signatory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Name as printed.
    pub name: String,
    /// Capacity on that day: Pj, Pjs, Sekda …
    pub capacity: Text,
}

/// A numbered statement of an article that the product must carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// Id, such as `KT6`.
    pub id: String,
    /// Whether it asks something or tells something.
    pub kind: NormKind,
    /// Lines of the article where it stands.
    pub lines: Vec<u32>,
    /// What it says, in short, in our words.
    pub gist: Text,
}

/// Whether a statement of an article asks or tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NormKind {
    /// It asks something of people.
    Norm,
    /// It tells something.
    Fact,
}

/// A regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    /// Id, such as `pp-94-2021`.
    pub id: String,
    /// Short citation: "PP 94/2021".
    pub short: Text,
    /// Title.
    pub title: Text,
    /// Whether it is in force.
    pub status: RegulationStatus,
    /// First day in force, where known.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day in force, for one that was revoked.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// How sure its existence, number and title are.
    pub confidence: Confidence,
    /// How well its sources can be looked up.
    pub address_check: AddressCheck,
    /// What to know when citing it.
    #[serde(default)]
    pub note: Option<Text>,
}

/// Whether a regulation is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RegulationStatus {
    /// In force.
    InForce,
    /// Revoked.
    Revoked,
    /// Not known for certain.
    Uncertain,
}

/// How sure a statement of law is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Confidence {
    /// Read in the text itself, or in two independent sources.
    A,
    /// One secondary source.
    B,
    /// From memory, unverified.
    C,
}

/// How many complete addresses of sources stand behind a statement of law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AddressCheck {
    /// Two or more.
    Kuat,
    /// One.
    Sebagian,
    /// None: not to be printed as certain.
    Lemah,
}

/// A legal basis: a regulation, where in it, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Id of the regulation.
    pub regulation: String,
    /// Where in it, in Indonesian legal form: "Pasal 5 huruf n angka 3". Printed only where certain.
    #[serde(default)]
    pub pinpoint: Option<String>,
    /// How sure the pinpoint is, or without one the connection with the regulation.
    pub confidence: Confidence,
    /// How well the sources of this norm can be looked up.
    pub address_check: AddressCheck,
    /// Ids of the audiences it concerns, where a rule binds some on another basis than the rest; empty for all.
    #[serde(default)]
    pub audiences: Vec<String>,
    /// What to know about it; shown by `explain`.
    #[serde(default)]
    pub note: Option<Text>,
}

/// A sanction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sanction {
    /// Id.
    pub id: String,
    /// Name of the kind of sanction: "Hukuman disiplin berat".
    pub name: Text,
    /// What it consists of.
    pub text: Text,
    /// For whom, in a few words.
    pub applies_to: Text,
    /// Whether it states penalty figures, which the penalty note must accompany.
    #[serde(default)]
    pub penalty: bool,
    /// What it rests on.
    pub basis: Vec<Basis>,
}

/// The deontic kind of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Must be done.
    Obligation,
    /// Must not be done.
    Prohibition,
    /// May be done.
    Permission,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable id: `N-07`.
    pub id: String,
    /// Its deontic kind.
    pub kind: Kind,
    /// The rule, worded so that it completes "Do:", "Don't:" or "May:".
    pub text: Text,
    /// Why it is so.
    pub reason: Text,
    /// Ids of the domains it holds for; empty for all.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Ids of the audiences it binds, with all that inherit from them.
    pub audiences: Vec<String>,
    /// Ids of the phases it holds in; empty for all.
    #[serde(default)]
    pub phases: Vec<String>,
    /// Id of its situation.
    pub channel: String,
    /// Whether people ask about it most, so that handouts carry it.
    #[serde(default)]
    pub common: bool,
    /// Locators in articles: `kutai-timur#12`.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Ids of the norms of articles that it carries.
    #[serde(default)]
    pub norms: Vec<String>,
    /// Its legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
    /// Ids of the sanctions for a breach.
    #[serde(default)]
    pub sanctions: Vec<String>,
    /// First day it held, where it has not always.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day it held.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// The dispute about it, if there is one.
    #[serde(default)]
    pub contested: Option<Contested>,
    /// What to know about it; shown by `explain`.
    #[serde(default)]
    pub note: Option<Text>,
}

/// A dispute: who holds what, and what is safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contested {
    /// The positions, each with its date.
    pub positions: Vec<Position>,
    /// What to do meanwhile: the safe side.
    pub advice: Text,
}

/// One side of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Who holds it.
    pub holder: Text,
    /// When it was stated.
    pub date: Text,
    /// What it says.
    pub text: Text,
    /// Locators in articles.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// A point of the pledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PledgePoint {
    /// Id: `I-1` for points of every region, `ME-1` and the like for those of one.
    pub id: String,
    /// The point, in the words of the person who signs; read after "I will" / "Saya".
    pub text: Text,
    /// Ids of the rules it stands for.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Locators in articles.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Ids of the norms of articles that it carries.
    #[serde(default)]
    pub norms: Vec<String>,
    /// Legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// Something told, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Id.
    pub id: String,
    /// The fact, with its date in the text where it can change.
    pub text: Text,
    /// Locators in articles.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Ids of the facts (or norms) of articles that it carries.
    #[serde(default)]
    pub norms: Vec<String>,
    /// Legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// Where and how a breach can be reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportingChannel {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it takes reports of.
    pub scope: Text,
    /// How to report.
    pub how: Text,
    /// Web address, where a source gives one.
    #[serde(default)]
    pub url: Option<String>,
    /// Locators in articles.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// A place in an article: `kutai-timur#12` is the twelfth line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("format" = "locator", "pattern" = "^[^#]+#0*[1-9][0-9]{0,5}$", "examples" = ["kutai-timur#12"]))]
pub struct Locator {
    /// Id of the article.
    pub article: String,
    /// Line, from 1.
    pub line: u32,
}

impl TryFrom<String> for Locator {
    type Error = String;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        let parsed = written.split_once('#').and_then(|(article, line)| {
            let line: u32 = line.parse().ok()?;
            (!article.is_empty() && line > 0).then(|| Locator { article: article.to_owned(), line })
        });
        parsed.ok_or_else(|| format!("`{written}` is not a locator; write article#line, as in kutai-timur#12"))
    }
}

impl From<Locator> for String {
    fn from(locator: Locator) -> Self {
        locator.to_string()
    }
}

impl std::fmt::Display for Locator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}", self.article, self.line)
    }
}
