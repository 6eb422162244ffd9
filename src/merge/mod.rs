//! Mail merge: a document for everybody in a roster, or for every unit.
//!
//! 1. [`plan`] says who is meant, in which units; [`names`] what their files are called, so that no two share a path.
//! 2. [`Merge::run`] makes the files in parallel, unit by unit (`unit`, `print_run`), in a [`folder`] that holds whole files alone; what
//!    an earlier run finished is left as it is, by what the [`ledger`] of manifest and journal knows.
//! 3. `close` sorts out what is obsolete, and writes the [`register`] of what was issued and the [`manifest`]. [`Tally`]
//!    reads a register back, once it has been ticked.
//!
//! Besides the roster, a merge holds some 30 bytes a file in memory; entries stay on the disk.

mod close;
mod estimate;
pub mod folder;
pub mod ledger;
pub mod manifest;
pub mod names;
mod people;
pub mod plan;
mod print_run;
pub mod register;
mod standing;
mod tally;
mod trouble;
mod unit;
mod work;

pub use estimate::Estimate;
pub use people::Staff;
pub use print_run::Binding;
pub use standing::{standing, unit_name};
pub use tally::{Tally, UnitTally};
pub use trouble::listed;
pub use work::{Count, Merge, Merged, Watch, is_per_unit};
