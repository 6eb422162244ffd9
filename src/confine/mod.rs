//! Runs Tera templates from untrusted files without risking the process.
//!
//! Tera reads only the templates it is given and has no access to environment or clock, but it bounds neither time, memory
//! nor recursion: a page of template text can loop for years, exhaust memory or overflow the stack, which no process
//! survives. A [`TemplateSet`] that contains a template other than a built-in one is therefore parsed and rendered in a
//! child process: the same program, started with [one argument](WORKER). A watchdog in the child ends it when a limit is
//! reached; the parent reports that as an [`Abort`] and starts another child for the next set. Built-in templates are
//! covered by tests and run in this process.
//!
//! From the bottom up:
//! 1. `translate`: messages of Tera in both languages. `fault`: errors as data, which cross the process boundary. `setup`, `variables`: what a rendering is given.
//! 2. `message`: the wire format. `cache`: what a child keeps; parent and child apply the same eviction.
//! 3. `watch`, `render`, `child`: the child process.
//! 4. `remote`, `pool`: the parent's side; one child per rendering thread, kept for the whole run.
//! 5. `set`: the interface that hides where templates run.
//!
//! A program that embeds ikrar cannot be started as a child of itself. Until it calls [`enable`], every set runs in the
//! calling process, bounded by the size of its output alone.

mod cache;
mod child;
mod fault;
mod message;
mod pool;
mod remote;
mod render;
mod set;
mod setup;
mod translate;
mod variables;
mod watch;

pub(crate) use child::serve;
pub(crate) use fault::{Abort, Fault, TemplateError, too_long};
pub(crate) use pool::{enable, end};
pub(crate) use set::{AbortCount, TemplateSet};
pub(crate) use setup::{PAGE, TemplateText, TeraSetup, WORKER};
pub(crate) use translate::{bilingual, translated};
pub use variables::Bindings;
pub(crate) use variables::{SharedVariables, fields};
