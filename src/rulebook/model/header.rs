//! What a rulebook says of itself.

use crate::lang::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the rulebook is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Header")]
pub struct RulebookHeader {
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
