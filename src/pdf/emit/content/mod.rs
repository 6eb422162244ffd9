//! What pages show: content streams with their marks. Knows the numbers of no object.

pub(crate) mod cache;
pub(crate) mod drawing;
pub(crate) mod ops;
pub(crate) mod sequence;
pub(crate) mod typed;
