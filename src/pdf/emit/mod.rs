//! Sheets to the bytes of a PDF file that conforms to PDF/UA-1 and PDF/A-2a.
//!
//! 1. `sequence` cuts each page into the stretches that are marked as one; `ops` turns them into printpdf operations.
//! 2. `subset` cuts each face down to the glyphs that the pages use, with `program`; `shared` keeps the usual subsets
//!    and the profile of `colour` for all documents of a [`super::Writer`].
//! 3. `tree` is the structure tree, `links` and `forms` the annotations (`field_font` is for what is typed), `outline`
//!    the bookmarks, `metadata` what the file says of itself.
//! 4. `drawing` makes the streams of pages, those that many documents have in common once (`typed`: what is nothing but
//!    type). A `chapter` is a document drawn and ready to be numbered, a `pattern` what many have in common; a `volume` is
//!    a file of one or of thousands.
//! 5. `objects` takes objects in, packs and compresses them, in the notation of `notation`; `output` puts them into a
//!    file, `xref` and `number_tree` say where they are.

mod chapter;
mod colour;
mod compress;
mod drawing;
mod field_font;
mod forms;
mod links;
mod memory;
mod metadata;
mod notation;
mod number_tree;
mod objects;
mod ops;
mod outline;
mod output;
mod pattern;
mod pictures;
mod program;
mod sequence;
mod sfnt;
mod shared;
mod subset;
mod tree;
mod typed;
mod volume;
mod xref;

pub(crate) use chapter::Chapter;
pub(crate) use memory::Memory;
pub(crate) use shared::Shared;
pub use volume::Fault;
pub(crate) use volume::Volume;
