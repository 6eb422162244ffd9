//! Sheets to the bytes of a PDF file that conforms to PDF/UA-1 and PDF/A-2a.
//!
//! 1. `sequence` cuts each page into the stretches that are marked as one; `ops` turns them into printpdf operations.
//! 2. `subset` cuts each face down to the glyphs that the pages use, with `program`; `shared` keeps the usual subsets
//!    and the profile of `colour` for all documents of a [`super::Writer`].
//! 3. `tree` is the structure tree, `links` and `forms` the annotations (`field_font` is for what is typed), `outline`
//!    the bookmarks, `metadata` what the file says of itself.
//! 4. `file` puts them together; `objects` numbers, compresses and writes them, in the notation of `notation`.

mod colour;
mod field_font;
mod file;
mod forms;
mod links;
mod metadata;
mod notation;
mod objects;
mod ops;
mod outline;
mod pictures;
mod program;
mod sequence;
mod shared;
mod subset;
mod tree;

pub(crate) use file::write;
pub(crate) use shared::Shared;
