//! Cases: situations as they occur, each with what the rules say of it.

use super::{Kind, Rule};
use crate::lang::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A situation that a quiz asks about. It has no legal basis of its own: the rules that decide it bring theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Stable id: `Q-01`.
    pub id: String,
    /// Who does what, in a sentence or two that leave the answer open. A quiz tool takes 120 characters.
    pub scenario: Text,
    /// What holds.
    pub answer: Answer,
    /// Why, in the words of whoever explains it.
    pub reason: Text,
    /// Ids of the rules that decide it.
    pub rules: Vec<String>,
    /// Ids of the audiences it is about, with all that inherit from them.
    pub audiences: Vec<String>,
    /// Ids of the phases it plays in; empty where its rules alone say when it can be asked.
    #[serde(default)]
    pub phases: Vec<String>,
    /// Id of its situation.
    pub channel: String,
    /// How hard it is.
    pub level: Level,
}

/// What holds in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It must be done.
    Required,
    /// It may be done.
    Allowed,
    /// It must not be done.
    Forbidden,
    /// It depends on more than is told, or is in dispute: to be discussed, never marked.
    Depends,
}

impl Answer {
    /// What a rule of this kind says of what it is about.
    pub fn of(kind: Kind) -> Answer {
        match kind {
            Kind::Obligation => Answer::Required,
            Kind::Permission => Answer::Allowed,
            Kind::Prohibition => Answer::Forbidden,
        }
    }

    /// Whether a rule can be the ground of this answer; where it depends, every rule counts.
    pub fn rests_on(self, rule: &Rule) -> bool {
        self == Answer::Depends || self == Answer::of(rule.kind)
    }
}

/// How hard a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Everybody ought to know it.
    Basic,
    /// It takes a second thought, or is about an office.
    Intermediate,
    /// It takes knowledge of several rules.
    Advanced,
}
