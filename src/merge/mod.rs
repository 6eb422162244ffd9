//! Mail merge: a document for everybody in a roster.

mod standing;

pub use standing::standing;
