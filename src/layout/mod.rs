//! [`crate::document::Document`] → laid-out pages, as plain data that any writer of pages can draw.
//!
//! ```text
//! blocks ─blocks→ galley (one column of slices) ─paginate→ pages ─sheet→ sheets (all positions final)
//! ```
//!
//! 1. `font` reads the faces and shapes text with kerning; `text` flattens inlines, `shape` shapes them, `wrap` chooses
//!    where lines end; `shaper` remembers what both found out about each text.
//! 2. `blocks` sets blocks as slices of a `galley`; every `item` knows which element of `structure` it is part of.
//! 3. `tear` and `paginate` cut the galley into pages, `sheet` and `footer` finish them.
//! 4. [`Typesetter`] chooses the spacing or the size with which a document keeps to its pages.
//!
//! How it looks is decided in `theme` alone. Nothing here knows PDF.

mod blocks;
mod dump;
pub(crate) mod face;
pub(crate) mod field;
pub(crate) mod font;
mod font_file;
mod footer;
pub(crate) mod galley;
mod grid;
pub(crate) mod item;
mod lines;
mod paginate;
mod paper;
mod shape;
mod shaper;
pub(crate) mod sheet;
mod spans;
pub(crate) mod structure;
mod target;
mod tear;
mod text;
pub(crate) mod theme;
mod typesetter;
mod wrap;

pub use font_file::FontFile;
pub use paper::Paper;
pub use target::Target;
pub use theme::settings::{Colors, Margins, Settings, Sizes};
#[cfg(test)]
pub(crate) use typesetter::Caches;
pub(crate) use typesetter::Pages;
pub use typesetter::Typesetter;
