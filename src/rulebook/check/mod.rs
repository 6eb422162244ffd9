//! Everything that can be wrong with a rulebook whose form is right, reported at once and in the order of the file.

mod cases;
mod checker;
mod rules;
mod sources;
mod vocabulary;

pub(crate) use checker::{Checker, Place};

use super::index::Index;
use super::model::{Case, RulebookData};
use crate::diag::Diagnostics;
use crate::yaml::Path;

/// Every finding about this data.
pub(super) fn rulebook(data: &RulebookData, index: &Index, place: &dyn Place) -> Diagnostics {
    let mut checker = Checker::new(data, index, place);
    vocabulary::header(&mut checker, &data.rulebook);
    vocabulary::spoken(&mut checker, data);
    vocabulary::ids(&mut checker, data);
    vocabulary::names(&mut checker, data);
    vocabulary::audiences(&mut checker, data);
    vocabulary::elections(&mut checker, data);
    sources::articles(&mut checker, data);
    sources::regulations(&mut checker, data);
    sources::sanctions(&mut checker, data);
    rules::rules(&mut checker, data);
    rules::told(&mut checker, data);
    cases::cases(&mut checker, data);
    checker.finish()
}

/// Whether nothing is wrong with a case.
pub(super) fn stands(data: &RulebookData, index: &Index, place: &dyn Place, case: &Case) -> bool {
    let mut checker = Checker::new(data, index, place);
    cases::one(&mut checker, &Path::Root, case);
    checker.finish().is_empty()
}
