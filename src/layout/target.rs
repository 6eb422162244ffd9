//! What a document is laid out for.

use super::paper::Paper;

/// What pages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target {
    /// The paper that they are printed on.
    pub paper: Paper,
    /// Whether they can be filled in on the screen before that: blanks become text fields, tick boxes check boxes, room
    /// to sign signature fields.
    pub fillable: bool,
}

/// To be printed, and filled in by hand.
impl From<Paper> for Target {
    fn from(paper: Paper) -> Target {
        Target { paper, fillable: false }
    }
}
