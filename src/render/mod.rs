//! Rendering: from a request to finished files.
//!
//! 1. [`plan`](plan::plan) turns what was asked for in words into requests, one per sheet.
//! 2. [`Renderer::prepare`] does what is done once for all people of a request: it selects the rules and builds the
//!    variables of the template.
//! 3. [`units::typeset`] makes the documents of some people, each step for all of them before the next: it renders the
//!    Markdown and parses it. Where a sheet must fit on one page and does not, the regional points move to its back; that
//!    is decided once, so that every format has the same words.
//! 4. `writers` has the writer of each format, and [`Renderer::sheet`] asks those that were asked for.
//! 5. [`batch::build`] makes many requests into an output folder, by way of `store`.

pub mod batch;
pub mod plan;
mod prepared;
mod renderer;
mod sheets;
pub(crate) mod store;
pub mod units;
mod writers;

pub use prepared::PreparedDocument;
pub use renderer::{Renderer, Sheet};
pub use units::Typeset;
