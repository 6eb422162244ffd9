//! What alike documents share, drawn once and written once: pages, tags and objects, which then get other numbers, and the
//! frame of a file.

pub(crate) mod assigned;
pub(crate) mod cache;
pub(crate) mod frame;
pub(crate) mod metadata;
pub(crate) mod part_template;
