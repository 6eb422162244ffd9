//! What an overlay did to a rule.

use super::direction::{Direction, Effect};
use super::layers::{CHANGES, Layers, REMOVALS};
use crate::diag::Origin;
use crate::lang::Text;
use crate::rulebook::model::Rule;
use crate::yaml::Path;

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
    pub(super) at: (usize, usize),
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

impl Layers {
    /// Where an overlay names the rule that it changes or takes out.
    pub fn place(&self, changed: &Changed) -> Origin {
        let list = Path::Root.key(if changed.after.is_some() { CHANGES } else { REMOVALS });
        self.within(changed.at.0, &list.item(changed.at.1).key("rule"))
    }
}
