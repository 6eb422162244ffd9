//! The small rulebook that unit tests build on.

use super::Rulebook;
use crate::diag::Diagnostics;

/// Its text.
pub(crate) const TEXT: &str = include_str!("../../tests/fixtures/rules.yaml");

/// The rulebook of [`TEXT`].
pub(crate) fn rulebook() -> Rulebook {
    let mut warnings = Diagnostics::new();
    Rulebook::load("rules.yaml", TEXT, &mut warnings).expect("the sample rulebook is valid")
}
