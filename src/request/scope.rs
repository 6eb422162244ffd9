//! Where, for whom and when a sheet is.

use crate::lang::Lang;
use crate::region::Region;
use crate::select::Query;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// Where, for whom and when a sheet is.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Scope<'w> {
    /// The region; without one, a sheet with blanks.
    #[serde(serialize_with = "code")]
    pub region: Option<&'w Region>,
    /// Id of the audience; without one, a general sheet.
    pub audience: Option<&'w str>,
    /// Id of the election.
    pub election: &'w str,
    /// Id of the phase; without one, the sheet covers all.
    pub phase: Option<&'w str>,
    /// The as-of date.
    pub date: Option<NaiveDate>,
    /// Language.
    pub lang: Lang,
}

impl<'w> Scope<'w> {
    /// What is asked of the rulebook.
    pub fn query(&self) -> Query {
        Query {
            election: self.election.to_owned(),
            audience: self.audience.map(str::to_owned),
            phase: self.phase.map(str::to_owned),
            date: self.date,
            local_staff: self.local_staff().to_vec(),
        }
    }

    /// Ids of the local audiences that exist in the region.
    pub fn local_staff(&self) -> &'w [String] {
        local_staff(self.region)
    }
}

/// Ids of the local audiences that exist in a region.
pub fn local_staff(region: Option<&Region>) -> &[String] {
    region.and_then(|region| region.profile.as_ref()).map_or(&[], |profile| &profile.staff)
}

/// A region is identified by its Kemendagri code.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn code<S: Serializer>(region: &Option<&Region>, serializer: S) -> Result<S::Ok, S::Error> {
    region.map(|region| &region.code).serialize(serializer)
}
