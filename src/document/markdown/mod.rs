//! Markdown → [`Document`].
//!
//! Steps: reject texts that are too large; read the text into events with their places in the source (pulldown-cmark);
//! build blocks from the events, one function per kind of block; read the footnotes in the order of their first
//! reference; check links to anchors and unused footnotes, which need the whole text.
//!
//! What the tree has no place for is a finding with line and column, never dropped in silence: a lost line is the worst
//! thing that can happen to a sheet with legal weight.

mod anchors;
mod block;
mod builder;
mod cursor;
mod directive;
mod events;
mod fields;
mod footnote;
mod footnote_index;
mod heading;
mod inline;
mod line;
mod link;
mod parse;
mod section;
mod signatures;
mod source;
mod table;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use anchors::slug;
pub(crate) use line::is_plain;
pub use parse::parse;
pub(super) use section::{Section, Together, sections};
