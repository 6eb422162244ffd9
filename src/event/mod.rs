//! An event: a session, a ceremony. One YAML file says when and where it is, who speaks, who bears witness and for whom
//! it is; from it come the names and times on the sheets of the day.
//!
//! Everything but title and date may be left out: what is not known is a blank to fill in by hand. Names stand on sheets
//! as they stand here, and nowhere else.

mod check;
mod clock;
mod model;

pub use clock::Clock;
pub use model::{AgendaItem, Event, Speaker};
