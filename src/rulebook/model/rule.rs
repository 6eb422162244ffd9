//! What is asked and told: rules, pledge points, facts, and where a breach can be reported.

use super::{Basis, Locator};
use crate::lang::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// First day on which it was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day on which it was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Fact {
    /// Whether it was so on a day; without one, whenever.
    pub fn holds_on(&self, day: Option<NaiveDate>) -> bool {
        let is_within = |day| self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until);
        day.is_none_or(is_within)
    }
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
