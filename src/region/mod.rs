//! Regencies and cities: the table of all, and the profiles of some.
//!
//! 1. [`table`] reads provinces, regencies and cities from CSV.
//! 2. [`names`] gives each a slug, and finds one by what a person types.
//! 3. [`profile`] is what is known of a region beyond its name; [`check`] checks it against the rulebook.
//! 4. [`office`] tells who holds an office on which day, [`units`] finds a unit by what a roster calls it.
//! 5. [`coverage`] tells which statement of an article nothing carries.

mod check;
mod coverage;
mod model;
mod names;
mod office;
mod profile;
mod regions;
mod table;
mod units;

pub use coverage::coverage;
pub use model::{Province, Region, RegionKind};
pub use profile::{ActingHead, Holder, Officer, Organiser, Profile, Unit};
pub use regions::Regions;
pub use table::RegionTable;
