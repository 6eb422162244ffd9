//! The format of the file of an event.

use super::clock::Clock;
use crate::lang::Text;
use crate::region::Officer;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An event, in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What it is called.
    pub title: Text,
    /// The day.
    pub date: NaiveDate,
    /// Where it is: the hall, the address.
    #[serde(default)]
    pub place: String,
    /// The office that holds it; without it, the one that the region's profile names.
    #[serde(default)]
    pub organiser: Option<Text>,
    /// Who answers for it, and signs its lists and minutes.
    #[serde(default)]
    pub in_charge: Officer,
    /// Who speaks.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// Who bears witness to what is signed.
    #[serde(default)]
    pub witnesses: Vec<Officer>,
    /// Ids of the audiences that are there; without any, general sheets.
    #[serde(default)]
    pub audiences: Vec<String>,
    /// What happens when, in order.
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
}

/// Who speaks at an event; what is left out is a blank to fill in by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Name with titles.
    #[serde(default)]
    pub name: String,
    /// Position and office.
    #[serde(default)]
    pub position: String,
    /// What he or she speaks about.
    #[serde(default)]
    pub topic: Option<Text>,
}

/// Something that happens at an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Item")]
pub struct AgendaItem {
    /// When it begins.
    pub from: Clock,
    /// When it ends; without it, when the next item begins.
    #[serde(default)]
    pub until: Option<Clock>,
    /// What happens.
    pub title: Text,
    /// Who leads it.
    #[serde(default)]
    pub by: String,
    /// Ids of the documents that are needed for it.
    #[serde(default)]
    pub documents: Vec<String>,
}

impl Event {
    /// Whether a text is meant to be an event: it has the keys that no other YAML file has.
    pub fn is_likely(text: &str) -> bool {
        ["title:", "date:"].iter().all(|key| text.lines().any(|line| line.starts_with(key)))
    }
}
