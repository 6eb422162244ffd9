//! The workspace: the rulebook, the regions and the templates that a command works with.
//!
//! 1. [`Inputs::read`] finds the files.
//! 2. [`Workspace::from_inputs`] makes sense of them; the findings of all of them come together.

mod built_in;
mod extends;
mod folder;
mod input;
mod inputs;
mod loaded;
mod reading;
mod rules;
mod sources;
mod start;

pub use built_in::built_in_text;
pub use folder::Paths;
pub use input::InputFile;
pub use inputs::Inputs;
pub use loaded::Workspace;
pub use reading::{STDIN, is_stdin, read, read_bytes, read_text, stdin};
pub use start::start;
