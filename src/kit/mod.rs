//! A kit: everything that the day of an event needs, in one folder.
//!
//! 1. [`Kit::plan`] goes through the [`contents`], as far as the templates folder has them: what a roster allows is made
//!    for everybody or every unit, what is made per audience for each one present, the rest once.
//! 2. [`Kit::run`] makes the sheets and the print runs; last the running order, which lists them with pages and copies.
//!
//! Files begin with the number of their document, whatever else is there, so that they stay what they are called when
//! an event changes; the folder sorted by name is in the order of printing.

mod contents;
mod plan;
mod work;

pub use plan::{KitPart, Work};
pub use work::{MadeKit, PrintedFolder};

use crate::event::Event;
use crate::merge::Staff;
use crate::output::Format;
use crate::render::Renderer;
use crate::render::plan::Wanted;

/// A kit that is ready to be planned.
pub struct Kit<'w> {
    /// The renderer.
    pub renderer: Renderer<'w>,
    /// The event.
    pub event: &'w Event,
    /// For which region, in which language, on which paper, and the like; documents are those of the kit.
    pub wanted: Wanted,
    /// Who is in the roster, if there is one.
    pub staff: Option<&'w Staff<'w>>,
    /// The formats of sheets.
    pub formats: &'w [Format],
    /// Pages of a volume, where print runs are cut.
    pub split: Option<u32>,
}
