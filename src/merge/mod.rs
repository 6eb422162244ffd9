//! Mail merge: a document for everybody in a roster.

pub mod journal;
pub mod plan;
mod standing;

pub use standing::standing;
