//! Layout: blocks of the document tree to slices of the galley.
//!
//! [`compose`] walks the blocks; a file of its own sets each kind. Space between blocks collapses to the larger of
//! what the two ask for; bonds say where a page must not end.

mod area;
mod block_cache;
mod boxes;
mod characters;
mod composer;
mod document;
mod fields;
mod fragment;
mod letterhead;
mod line;
mod list;
mod marks;
mod paragraph;
mod signatures;
mod slides;
mod table;

pub(crate) use block_cache::BlockCache;
pub(crate) use characters::{missing_glyph, runs_backwards};
pub(crate) use composer::Tools;
pub(crate) use document::{compose, rehearse};
pub(crate) use slides::compose as compose_slides;
