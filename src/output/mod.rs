//! Files: what they are called, and how they get to disk whole.
//!
//! 1. [`Name`] gives the path of a sheet below the output folder; every part of it is [`safe`] on every file system.
//! 2. [`write_aside`] writes a file next to its place and renames it, so that nobody ever sees half a file.
//! 3. `root` is a folder of ours, in which no link is followed; `journal` what a run at work has told.
//! 4. [`folder::Folder`] is the output folder of one build; [`manifest`] is what it remembers between builds.

pub mod folder;
mod format;
mod hash;
pub(crate) mod journal;
pub mod manifest;
mod name;
pub(crate) mod root;
mod single;
pub mod verify;

pub use format::Format;
pub use hash::{Hash, Hasher};
pub use name::{Name, safe, stays_inside};
pub use single::write_aside;
