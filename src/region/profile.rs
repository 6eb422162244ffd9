//! What is known of one region beyond its name: a file `regions/<slug>.yaml`.

use crate::diag::Origin;
use crate::lang::Text;
use crate::rulebook::{Basis, Fact, Locator, PledgePoint};
use crate::yaml::Path;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The profile of a region, in the order of its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Kemendagri code of the region, in quotes: `"16.03"`.
    pub region: String,
    /// Lines of the letterhead: the government, and below it the agency, if one issues the sheets.
    pub letterhead: Vec<String>,
    /// Lines of the letterhead below these: address, telephone, mail and web address.
    #[serde(default)]
    pub address: Vec<String>,
    /// The coat of arms for the letterhead: a PNG file, named relative to the folder of the profile.
    #[serde(default)]
    pub emblem: Option<String>,
    /// Title of the head: Bupati or Wali Kota.
    pub head_title: Text,
    /// Seat of government, the place at a signature.
    pub capital: String,
    /// Who led the region for the time being, as a fact of an article; never pre-printed as a signatory.
    #[serde(default)]
    pub acting_head: Option<ActingHead>,
    /// Ids of the local audiences that exist here.
    #[serde(default)]
    pub staff: Vec<String>,
    /// Who holds sessions and ceremonies here.
    #[serde(default)]
    pub organiser: Option<Organiser>,
    /// The event that an article reports; none for a region without one.
    #[serde(default)]
    pub event: Option<Fact>,
    /// What is known of this region.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Points that the region's article adds to the pledge.
    #[serde(default)]
    pub pledge: Vec<PledgePoint>,
    /// The units (OPD) of which more is known than a roster says.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// The file that it was read from.
    #[serde(skip)]
    pub file: String,
}

impl Profile {
    /// The coat of arms that the text of a profile names, whatever else is wrong with it.
    pub fn emblem_named(file: &str, text: &str) -> Option<String> {
        // Few profiles do, and only those are worth a parser.
        let may = text.contains("emblem");
        if may { crate::yaml::top(file, text, "emblem").map(|(name, _)| name) } else { None }
    }

    /// Where a profile names its coat of arms.
    pub fn place_of_emblem(file: &str, text: &str) -> Origin {
        let (profile, _) = crate::yaml::read::<Profile>(file, text);
        profile.map_or_else(|| Origin::file(file), |profile| profile.origin(&Path::Root.key("emblem")))
    }
}

/// A Pj or Pjs on the day of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActingHead {
    /// Capacity: "Penjabat (Pj) Bupati".
    pub title: Text,
    /// Name as printed.
    pub name: String,
    /// The day on which he is known to have held it; none where the article's date is in doubt.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// First day in office, where known.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day in office, where known.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Locators in articles.
    pub sources: Vec<Locator>,
}

/// The office that holds sessions and ceremonies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organiser {
    /// Name of the office.
    pub name: Text,
    /// Locators in articles.
    #[serde(default)]
    pub sources: Vec<Locator>,
    /// Legal bases.
    #[serde(default)]
    pub basis: Vec<Basis>,
}

/// A unit (OPD): an agency, a district, a school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Name, as it is printed.
    pub name: String,
    /// Other spellings that rosters have for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Lines of its letterhead below that of the government.
    #[serde(default)]
    pub letterhead: Vec<String>,
    /// Lines of its address.
    #[serde(default)]
    pub address: Vec<String>,
    /// Who signs as superior of its staff.
    #[serde(default)]
    pub superior: Option<Holder>,
    /// Those who did so one after the other, each with the first and the last day, in place of `superior`.
    #[serde(default)]
    pub superiors: Vec<Holder>,
}

/// Who holds an office; what is left out is a blank to fill in by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// Name with titles.
    #[serde(default)]
    pub name: String,
    /// NIP, in quotes.
    #[serde(default)]
    pub number: String,
    /// Rank and grade.
    #[serde(default)]
    pub rank: String,
    /// Position: "Kepala Dinas Kesehatan".
    #[serde(default)]
    pub position: String,
}

/// Who holds an office, and when. A name that is left out is a blank to fill in by hand; a term without a day has no
/// beginning or no end. An [`Officer`] with a term: serde can refuse unknown fields or flatten one type
/// into another, not both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Name with titles.
    #[serde(default)]
    pub name: String,
    /// NIP, in quotes.
    #[serde(default)]
    pub number: String,
    /// Rank and grade.
    #[serde(default)]
    pub rank: String,
    /// Position: "Kepala Dinas Kesehatan".
    #[serde(default)]
    pub position: String,
    /// First day in office.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last day in office.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}
