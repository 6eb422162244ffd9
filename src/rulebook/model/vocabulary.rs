//! The vocabulary: elections and their phases, audiences, situations, and words that need explaining.

use super::Basis;
use crate::lang::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
