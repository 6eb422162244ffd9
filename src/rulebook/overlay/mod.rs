//! Rulebooks that extend another one: what they add, change and take out, put together with it.
//!
//! 1. [`layers`] knows in which of the files each entry of the whole stands.
//! 2. [`merge`] adds an overlay's vocabulary, applies its changes and removals, then adds what rests on rules.
//! 3. [`direction`] computes what each change does to its rule. What weakens one needs a reason.
//! 4. What rests on a rule that is gone or says something else, a case or a point of the pledge, goes with it.

mod direction;
mod layers;
mod merge;

pub use direction::{Direction, Effect};
pub use layers::Layers;
pub(super) use merge::{Merged, merge};

use super::model::Rule;
use crate::diag::Origin;
use crate::lang::Text;
use crate::yaml::{self, Path};

/// A rule that an overlay changed or took out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The rule as it was.
    pub before: Rule,
    /// The rule as it is; none where it was taken out.
    pub after: Option<Rule>,
    /// Why, where the overlay says so.
    pub because: Option<Text>,
    /// What is different; empty where nothing is, or the rule is gone.
    pub effects: Vec<Effect>,
    /// Ids of the cases and pledge points that rested on it and are left out.
    pub left_out: Vec<String>,
    /// The file among those of the rulebook, and the item of its list of changes or removals.
    at: (usize, usize),
}

impl Changed {
    /// What the change comes to: a removal weakens, and so does a change of which anything does.
    pub fn direction(&self) -> Option<Direction> {
        match self.after {
            None => Some(Direction::Weakens),
            Some(_) => self.effects.iter().map(|effect| effect.direction).min(),
        }
    }
}

/// What the text of a rulebook says that it extends, and where; none for one that is whole.
pub fn extended(file: &str, text: &str) -> Option<(String, Origin)> {
    // Few rulebooks do, and only those are worth a parser.
    let may = text.starts_with("extends") || text.contains("\nextends");
    if may { yaml::top(file, text, "extends") } else { None }
}

/// Whether a text has the key of a rulebook, of a whole one or of one that extends another.
pub fn is_rulebook(file: &str, text: &str) -> bool {
    let begins = |key: &str| text.starts_with(key) || text.contains(&format!("\n{key}"));
    begins("rulebook:") || begins("extends:") || yaml::has_top(file, text, &["rulebook", "extends"])
}

impl Layers {
    /// Where an overlay names the rule that it changes or takes out.
    pub fn place(&self, changed: &Changed) -> Origin {
        let list = Path::Root.key(if changed.after.is_some() { layers::CHANGES } else { layers::REMOVALS });
        self.within(changed.at.0, &list.item(changed.at.1).key("rule"))
    }
}

#[cfg(test)]
mod tests;
