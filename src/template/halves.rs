//! A template in two halves, parsed: what is the same for everybody, and what is personal.

use super::parse::parse_derived;
use super::source::Sources;
use super::split::{self, Halves, SegmentRole};
use crate::confine::{AbortCount, TemplateSet};
use std::collections::BTreeSet;

/// The names of the derived templates; no file of the folder has a slash in its name, and the ending has values escaped.
pub(super) const COMMON: &str = "common/.md";
pub(super) const PERSONAL: &str = "personal/.md";

/// Both halves of a template, parsed.
pub(super) struct ParsedHalves {
    pub(super) set: TemplateSet,
    /// The runs of segments, in their order.
    pub(super) runs: Vec<SegmentRole>,
    /// The names in the personal half.
    pub(super) names: BTreeSet<String>,
    /// The variables that it was split by.
    pub(super) personal: Vec<&'static str>,
}

impl ParsedHalves {
    /// The halves of a template, or `None` where it has to be rendered whole.
    pub(super) fn of(
        name: &str,
        sources: &Sources,
        personal: &[&'static str],
        aborts: &AbortCount,
    ) -> Option<ParsedHalves> {
        let Halves { runs, common, personal: own, names } = split::halves(name, sources, personal)?;
        let set = parse_derived(name, [(COMMON, common), (PERSONAL, own)], sources, aborts).ok()?;
        Some(ParsedHalves { set, runs, names, personal: personal.to_vec() })
    }

    /// Whether it was split by these variables.
    pub(super) fn is_by(&self, personal: &[&'static str]) -> bool {
        self.personal == personal
    }
}
