//! Mail merge: a document for everybody in a roster, or for every unit.
//!
//! 1. [`recipients`] says who is meant, in which units; [`names`] what their files are called, so that no two share a path.
//! 2. [`Merge::run`] makes the files in parallel, unit by unit (`unit`, `print_run`), in a folder that holds whole files
//!    alone; what an earlier run finished is left as it is, by what manifest and journal tell of it.
//! 3. `close` sorts out what is obsolete, and writes the [`register`] of what was issued and the `manifest`. [`Tally`]
//!    reads a register back, once it has been ticked.
//!
//! Besides the roster, a merge holds some 30 bytes a file in memory; entries stay on the disk.

mod close;
mod documents;
mod estimate;
mod grouped;
mod issued;
mod manifest;
pub mod names;
mod outcome;
mod print_run;
pub mod recipients;
pub mod register;
mod run;
mod session;
mod spec;
mod staff;
mod status;
mod tally;
mod unit;

pub use estimate::Estimate;
pub use grouped::row_list;
pub use manifest::document_of;
pub use outcome::{FileCount, MergeResult};
pub use spec::{Binding, Merge, Watch, is_per_unit};
pub use staff::Staff;
pub use status::{status_lookup, unit_name};
pub use tally::{Tally, UnitTally};
