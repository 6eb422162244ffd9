//! How PDF writes objects down (ISO 32000-1, 7): notation and numbers, chunks of objects, object streams, the
//! cross-reference stream. Knows nothing of what the objects mean.

pub(crate) mod chunk;
pub(crate) mod compress;
pub(crate) mod loose;
pub(crate) mod notation;
pub(crate) mod number_tree;
pub(crate) mod numbers;
pub(crate) mod objects;
pub(crate) mod output;
pub(crate) mod xref;
