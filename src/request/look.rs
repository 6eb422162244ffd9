//! How a sheet is made, whomever it is for.

use crate::layout::Paper;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::ops::Not;

/// How a sheet is made. The order of the fields is that in manifests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Paper.
    pub paper: Paper,
    /// The date printed at signatures; without one, a blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<NaiveDate>,
    /// Whether there is room for a stamp duty label at signatures.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub meterai: bool,
    /// Whether a PDF can be filled in on the screen.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub fillable: bool,
    /// Whether personal numbers show no more than their ends.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub mask_nip: bool,
}

impl Look {
    /// The look of a sheet of which nothing else is said.
    pub const USUAL: Look =
        Look { paper: Paper::A4, signed_on: None, meterai: false, fillable: false, mask_nip: false };

    /// The look of one file, as a manifest tells it: form fields are in files of one format alone, and how numbers of
    /// people are shown is not told.
    pub fn of_file(self, takes_input: bool) -> Look {
        Look { fillable: self.fillable && takes_input, mask_nip: false, ..self }
    }

    /// The parts of a file name that tell looks apart; the usual look has none.
    pub fn name_parts(self) -> impl Iterator<Item = &'static str> {
        let paper = (self.paper != Paper::A4).then_some(self.paper.name());
        [paper, self.fillable.then_some("fillable")].into_iter().flatten()
    }

    /// What looks are sorted by: papers by name.
    fn rank(self) -> impl Ord {
        let Look { paper, signed_on, meterai, fillable, mask_nip } = self;
        (paper.name(), signed_on, meterai, fillable, mask_nip)
    }

    /// Whether a file of this look takes the place of one of the other: what is only printed differently does.
    pub fn has_the_name_of(self, other: Look) -> bool {
        self.name_parts().eq(other.name_parts())
    }
}

impl Ord for Look {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Look {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_what_is_not_usual() {
        let json = |look: Look| serde_json::to_string(&look).unwrap();
        assert_eq!(json(Look::default()), r#"{"paper":"a4"}"#);
        let all = Look {
            paper: Paper::F4,
            signed_on: NaiveDate::from_ymd_opt(2024, 10, 4),
            meterai: true,
            fillable: true,
            mask_nip: true,
        };
        let told = r#"{"paper":"f4","signed_on":"2024-10-04","meterai":true,"fillable":true,"mask_nip":true}"#;
        assert_eq!(json(all), told);
        assert_eq!(serde_json::from_str::<Look>(told).unwrap(), all);
        assert_eq!(json(all.of_file(false)), r#"{"paper":"f4","signed_on":"2024-10-04","meterai":true}"#);
        assert_eq!(all.name_parts().collect::<Vec<_>>(), ["f4", "fillable"]);
        assert!(all.has_the_name_of(Look { meterai: false, ..all }) && !all.has_the_name_of(Look::default()));
    }
}
