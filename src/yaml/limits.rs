//! How much of a file is read, and how many findings are made of it.

/// The most findings that are made about one file. Nobody reads more, and looking for them takes time and memory.
pub(crate) const ENOUGH: usize = 1000;

/// The largest file, in bytes: twelve times the built-in rulebook.
pub(super) const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The deepest nesting of lists and maps. A rulebook has ten levels; far more is meant to exhaust a parser.
pub(super) const MAX_NESTING: usize = 64;

/// The most keys and values: six times those of the built-in rulebook.
pub(super) const MAX_VALUES: usize = 50_000;
