//! Turns one YAML rulebook into the sheets of a campaign for the political neutrality of Indonesian civil servants.
//!
//! A [`workspace`] holds the rulebook, the regions and the templates; a [`render`] makes sheets from it. What is asked for
//! in words becomes requests by a [`plan`](render::plan), and each request becomes files:
//!
//! ```
//! use ikrar::diag::Diagnostics;
//! use ikrar::output::Format;
//! use ikrar::render::Renderer;
//! use ikrar::render::plan::{Unasked, Wanted, plan};
//! use ikrar::workspace::{Inputs, Workspace};
//!
//! # fn main() -> Result<(), Diagnostics> {
//! let mut warnings = Diagnostics::new();
//! let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut warnings)?;
//! let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
//!
//! let wanted = Wanted {
//!     regions: vec!["Muara Enim".into()],
//!     documents: vec!["pledge".into()],
//!     ..Wanted::default()
//! };
//! for request in plan(&workspace, &wanted, Unasked::Profiled, &mut warnings)? {
//!     for sheet in renderer.sheet(&request, &[Format::Md, Format::Pdf])? {
//!         assert!(!sheet.bytes.is_empty());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The modules, each of which uses only those before it: [`diag`] findings, [`lang`] languages, [`failure`] why a command
//! ends; [`yaml`] → [`rulebook`] → [`select`] → [`quiz`], [`region`] → [`event`]; [`document`] the tree that the writers [`html`], [`pdf`] and
//! [`text`] know; `confine` what renders templates; [`wording`] → [`template`] → [`request`] → [`context`]; [`output`] files; [`workspace`] → [`index`] → [`render`] →
//! [`check`] → [`cli`].

#![cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line alone uses it"))]

mod cache;
pub mod changes;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod confine;
pub mod context;
pub mod diag;
pub mod document;
mod emblem;
pub mod event;
pub mod failure;
mod formula;
pub mod html;
pub mod index;
mod intake;
pub mod kit;
pub mod lang;
pub mod layout;
mod linebreak;
pub mod merge;
mod ordinary;
pub mod output;
pub mod pdf;
pub mod quiz;
pub mod region;
pub mod render;
pub mod request;
pub mod roster;
pub mod rulebook;
pub mod select;
pub mod style;
pub mod template;
pub mod text;
pub mod trace;
pub mod wording;
mod workbook;
pub mod workspace;
pub mod yaml;

#[cfg(test)]
#[path = "../tests/fixtures/approved.rs"]
mod approved;
