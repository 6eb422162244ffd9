//! Content streams with marked content (ISO 32000-1, 7.8.2 and 14.6). Knows no object numbers.

pub(crate) mod cache;
pub(crate) mod drawing;
pub(crate) mod ops;
pub(crate) mod sequence;
pub(crate) mod typed;
