//! Rulebooks that extend another one: what they add, change and take out, put together with it.
//!
//! 1. [`layers`] knows in which of the files each entry of the whole stands.
//! 2. [`merge`] adds an overlay's vocabulary, applies its changes and removals, then adds what rests on rules.
//! 3. [`direction`] computes what each change does to its rule. What weakens one needs a reason.
//! 4. What rests on a rule that is gone or says something else, a case or a point of the pledge, goes with it.

mod changed;
mod detect;
mod direction;
mod layers;
mod merge;

pub use changed::Changed;
pub use detect::{extended, is_rulebook};
pub use direction::{Direction, Effect};
pub use layers::Layers;
pub(super) use merge::{Layered, merge};

#[cfg(test)]
mod tests;
