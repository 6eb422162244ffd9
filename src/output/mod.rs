//! Files: what they are called, and how they get to disk whole.
//!
//! 1. [`Name`] gives the path of a sheet below the output folder; every part of it is [`safe`] on every file system.
//! 2. [`write_aside`] writes a single file next to its place and renames it, so that nobody ever sees half a file.
//! 3. `root` is a folder of ours, in which no link is followed; `journal` what a run at work has told; `index` which files
//!    are ours, by manifest and journal; `folder` puts files into their places, keeps, removes and lists them.
//! 4. [`sheets`] is the folder of a build or a kit, [`manifest`] what it remembers; those of a merge are in `merge`.
//! 5. [`verify`] compares any of these folders with its manifest.

pub(crate) mod claims;
mod entry;
pub(crate) mod findings;
pub(crate) mod folder;
mod format;
mod hash;
pub(crate) mod index;
pub(crate) mod journal;
pub mod manifest;
mod name;
pub(crate) mod record;
pub(crate) mod root;
pub mod sheets;
mod single;
pub mod verify;

pub use format::Format;
pub use hash::{Hash, Hasher};
pub use name::{Name, safe, stays_inside};
pub use single::write_aside;
