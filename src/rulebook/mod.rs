//! The rulebook: what binds whom, when, and on what ground.

pub mod model;

pub use model::*;
