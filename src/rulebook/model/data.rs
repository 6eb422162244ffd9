//! The whole of a rulebook.

use super::case::Case;
use super::header::RulebookHeader;
use super::rule::{Fact, PledgePoint, ReportingChannel, Rule};
use super::source::{Article, Regulation, Sanction};
use super::vocabulary::{Abbreviation, Audience, Channel, Domain, Election, Foreign, Phase};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The whole of `rules.yaml`, in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulebookData {
    /// Title, version, date.
    pub rulebook: RulebookHeader,
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
