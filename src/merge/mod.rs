//! Mail merge: a document for everybody in a roster, or for every unit.
//!
//! 1. [`plan`] says who is meant, in which units, and what each file is called.
//! 2. [`Merge::run`] makes the files in parallel, in a [`folder`] that holds whole files alone; what an earlier run
//!    finished is left as it is. [`run`] joins the documents of a unit to print runs.
//! 3. The [`register`] of what was issued and the [`manifest`] come last. [`Tally`] reads a register back, once it has
//!    been ticked.

pub mod folder;
pub mod journal;
pub mod manifest;
mod people;
pub mod plan;
pub mod register;
mod standing;
mod tally;
mod work;

pub use people::Staff;
pub use standing::standing;
pub use tally::{Tally, UnitTally};
pub use work::{Estimate, Merge, Merged, Watch};
