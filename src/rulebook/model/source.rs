//! Where things come from: articles, regulations, places in both, and the sanctions that regulations provide for.

use crate::lang::Text;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    pub speakers: Vec<ArticleSpeaker>,
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
#[schemars(rename = "Speaker")]
pub struct ArticleSpeaker {
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
