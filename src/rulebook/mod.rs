//! The rulebook: what binds whom, when, and on what ground.
//!
//! `rules.yaml` is read into [`model`] types, [`index`]ed by id and [`check`]ed; a [`Rulebook`] exists only where every
//! reference resolves, so that the steps after it need not ask again. A rulebook that extends another one is an
//! [`overlay`]; what comes out of it is a rulebook like any other.

mod ancestry;
mod book;
mod check;
pub mod cite;
mod index;
pub mod model;
pub mod overlay;

pub use book::Rulebook;
pub(crate) use check::Checker;
pub use index::{Collection, Index};
pub use model::*;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
