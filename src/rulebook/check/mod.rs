//! Everything that can be wrong with a rulebook whose form is right, reported at once and in the order of the file.

mod cases;
mod checker;
mod rules;
mod sources;
mod vocabulary;

pub(crate) use checker::Checker;

use super::index::Index;
use super::model::RulebookData;
use crate::diag::Diagnostics;
use crate::yaml::Located;

/// Every finding about this data.
pub(super) fn rulebook(located: &Located<RulebookData>, index: &Index) -> Diagnostics {
    let data = &located.value;
    let mut checker = Checker::new(data, index, located);
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
