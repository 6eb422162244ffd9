//! What a rulebook holds, as typed data. These types are the format of `rules.yaml`: a field unknown here is a finding.
//!
//! References between entries are ids; [`super::Rulebook`] is only made of data whose references all resolve.

mod case;
mod overlay;
mod rule;
mod source;
mod vocabulary;

pub use case::*;
pub use overlay::*;
pub use rule::*;
pub use source::*;
pub use vocabulary::*;

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
    /// Cases to ask in a quiz and to discuss in a training.
    #[serde(default)]
    pub cases: Vec<Case>,
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
