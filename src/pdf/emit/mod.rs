//! Sheets to the bytes of a PDF file.
//!
//! 1. `ops`: what is drawn becomes printpdf operations, page by page.
//! 2. `subset`: each face that the pages use is cut down to the glyphs they need; the usual ones are prepared once
//!    for all documents of a [`super::Writer`].
//! 3. `file`: printpdf makes the pages, lopdf adds what it does not know (shared fonts, nested bookmarks, links,
//!    metadata, an id that depends on nothing but the content) and writes the file.

mod file;
mod ops;
mod subset;

pub(crate) use file::write;
pub(crate) use subset::FontSet;
