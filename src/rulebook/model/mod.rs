//! What a rulebook holds, as typed data. These types are the format of `rules.yaml`: a field unknown here is a finding.
//!
//! References between entries are ids; [`Rulebook`](super::Rulebook) is only made of data whose references all resolve.

mod case;
mod data;
mod header;
mod overlay;
mod rule;
mod source;
mod vocabulary;

pub use case::*;
pub use data::*;
pub use header::*;
pub use overlay::*;
pub use rule::*;
pub use source::*;
pub use vocabulary::*;
