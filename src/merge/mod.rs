//! Mail merge: a document for everybody in a roster.

pub mod folder;
pub mod journal;
pub mod manifest;
pub mod plan;
pub mod register;
mod standing;
mod tally;

pub use standing::standing;
pub use tally::{Tally, UnitTally};
