//! Templates: documents that differ in personal text alone share pages, tags and objects, which are drawn and written
//! once and then renumbered, and the frame of their files.

pub(crate) mod assigned;
pub(crate) mod cache;
pub(crate) mod frame;
pub(crate) mod metadata;
pub(crate) mod part_template;
