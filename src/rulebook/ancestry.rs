//! The wider groups that an audience belongs to.

use super::index::{Collection, Index};
use super::model::{Audience, RulebookData};
use std::collections::BTreeSet;

/// The audience with this id and every wider group it belongs to, itself first, nearer groups before farther ones of the
/// same branch; empty for an unknown id. The data need not be valid: groups may contain each other.
pub(super) fn ancestors<'d>(data: &'d RulebookData, index: &Index, audience: &str) -> Vec<&'d Audience> {
    let known = |id: &str| index.position(Collection::Audience, id).and_then(|at| data.audiences.get(at));
    let mut found: Vec<&Audience> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Audience> = known(audience).into_iter().collect();
    while let Some(audience) = open.pop() {
        if seen.insert(audience.id.as_str()) {
            found.push(audience);
            open.extend(audience.parents.iter().rev().filter_map(|id| known(id)));
        }
    }
    found
}
