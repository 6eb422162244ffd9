//! The format of an overlay: a rulebook that says only what it adds to another one, and what it changes in it.

use super::{
    Abbreviation, Article, Audience, Basis, Case, Channel, Contested, Domain, Election, Fact, Foreign, Kind, Locator,
    Phase, PledgePoint, Regulation, ReportingChannel, Rule, RulebookHeader, Sanction,
};
use crate::lang::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// A `rules.yaml` that extends another one. Its lists are added to those of the rulebook it extends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// What it extends: `built-in`, or a file named relative to this one.
    pub extends: String,
    /// What of title, version, date and notes is different.
    #[serde(default)]
    pub rulebook: HeaderChange,
    /// Rules to change, each once.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Rules to take out.
    #[serde(default)]
    pub removals: Vec<Removal>,
    /// Further abbreviations.
    #[serde(default)]
    pub abbreviations: Vec<Abbreviation>,
    /// Further words of another language.
    #[serde(default)]
    pub foreign: Foreign,
    /// Further kinds of elections.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// Further elections.
    #[serde(default)]
    pub elections: Vec<Election>,
    /// Further phases, after those that are there.
    #[serde(default)]
    pub phases: Vec<Phase>,
    /// Further groups of people.
    #[serde(default)]
    pub audiences: Vec<Audience>,
    /// Further situations.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Further articles.
    #[serde(default)]
    pub articles: Vec<Article>,
    /// Further regulations.
    #[serde(default)]
    pub regulations: Vec<Regulation>,
    /// Further sanctions.
    #[serde(default)]
    pub sanctions: Vec<Sanction>,
    /// Further rules.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Further points of the pledge.
    #[serde(default)]
    pub pledge: Vec<PledgePoint>,
    /// Further facts.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Further ways to report a breach.
    #[serde(default)]
    pub reporting: Vec<ReportingChannel>,
    /// Further cases.
    #[serde(default)]
    pub cases: Vec<Case>,
}

/// What is different in the header; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderChange {
    /// Title of the rulebook.
    pub title: Option<Text>,
    /// Version, as printed in every footer.
    pub version: Option<String>,
    /// Date of this version.
    pub date: Option<NaiveDate>,
    /// What sources its confidences come from.
    pub note: Option<Text>,
    /// The line about penalty figures.
    pub penalty_note: Option<Text>,
}

/// What is different in a rule. A field that is left out stays; `null` takes away what can be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Id of the rule.
    pub rule: String,
    /// Why it is changed. A change that weakens the rule must say so.
    pub because: Option<Text>,
    /// Its deontic kind.
    pub kind: Option<Kind>,
    /// The rule in other words.
    pub text: Option<Text>,
    /// Why it is so.
    pub reason: Option<Text>,
    /// Ids of the domains it holds for; empty for all.
    pub domains: Option<Vec<String>>,
    /// Ids of the audiences it binds.
    pub audiences: Option<Vec<String>>,
    /// Ids of the phases it holds in; empty for all.
    pub phases: Option<Vec<String>>,
    /// Id of its situation.
    pub channel: Option<String>,
    /// Whether handouts carry it.
    pub common: Option<bool>,
    /// Locators in articles.
    pub sources: Option<Vec<Locator>>,
    /// Ids of the norms of articles that it carries.
    pub norms: Option<Vec<String>>,
    /// Its legal bases.
    pub basis: Option<Vec<Basis>>,
    /// Ids of the sanctions for a breach.
    pub sanctions: Option<Vec<String>>,
    /// First day it held.
    #[serde(default, deserialize_with = "given")]
    pub from: Option<Option<NaiveDate>>,
    /// Last day it held.
    #[serde(default, deserialize_with = "given")]
    pub until: Option<Option<NaiveDate>>,
    /// The dispute about it.
    #[serde(default, deserialize_with = "given")]
    pub contested: Option<Option<Contested>>,
    /// What to know about it.
    #[serde(default, deserialize_with = "given")]
    pub note: Option<Option<Text>>,
}

/// A rule to take out, with the reason, which nobody may leave out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// Id of the rule.
    pub rule: String,
    /// Why it is taken out.
    pub because: Text,
}

/// Tells `null`, which takes a value away, from nothing, which leaves it.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Change {
    /// Puts what is given into the rule; the names of the fields given.
    pub fn apply(self, rule: &mut Rule) -> Vec<&'static str> {
        let mut put = Fields(Vec::new());
        put.field("kind", &mut rule.kind, self.kind);
        put.field("text", &mut rule.text, self.text);
        put.field("reason", &mut rule.reason, self.reason);
        put.field("domains", &mut rule.domains, self.domains);
        put.field("audiences", &mut rule.audiences, self.audiences);
        put.field("phases", &mut rule.phases, self.phases);
        put.field("channel", &mut rule.channel, self.channel);
        put.field("common", &mut rule.common, self.common);
        put.field("sources", &mut rule.sources, self.sources);
        put.field("norms", &mut rule.norms, self.norms);
        put.field("basis", &mut rule.basis, self.basis);
        put.field("sanctions", &mut rule.sanctions, self.sanctions);
        put.field("from", &mut rule.from, self.from);
        put.field("until", &mut rule.until, self.until);
        put.field("contested", &mut rule.contested, self.contested);
        put.field("note", &mut rule.note, self.note);
        put.0
    }
}

impl HeaderChange {
    /// Puts what is given into the header; the names of the fields given.
    pub fn apply(self, header: &mut RulebookHeader) -> Vec<&'static str> {
        let mut put = Fields(Vec::new());
        put.field("title", &mut header.title, self.title);
        put.field("version", &mut header.version, self.version);
        put.field("date", &mut header.date, self.date);
        put.field("note", &mut header.note, self.note);
        put.field("penalty_note", &mut header.penalty_note, self.penalty_note);
        put.0
    }
}

/// The names of the fields that were given.
struct Fields(Vec<&'static str>);

impl Fields {
    fn field<T>(&mut self, name: &'static str, to: &mut T, given: Option<T>) {
        if let Some(value) = given {
            *to = value;
            self.0.push(name);
        }
    }
}
