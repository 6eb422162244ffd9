//! The document tree: what a sheet says, free of how it looks.
//!
//! Templates emit Markdown; [`markdown::parse`] turns it into a [`Document`] once; the writers of HTML, text and pages know
//! nothing else. Since the words exist once, they cannot drift apart between formats.

mod glossary;
pub(crate) mod labels;
mod layout;
pub mod markdown;
mod meta;
pub(crate) mod picture;
mod reader;
mod slides;
mod tree;
mod words;

pub use glossary::Glossary;
pub(crate) use labels::Labels;
pub use layout::Layout;
pub(crate) use markdown::{is_plain, slug};
pub use meta::{Fit, Meta};
pub use picture::Picture;
pub use reader::Reader;
pub(crate) use slides::slides;
pub use tree::{
    Align, Block, CalloutKind, Document, Footnote, FormField, Inline, List, ListItem, ListRole, ParagraphStyle,
    Signature, Table, TableRole,
};
pub use words::{plain_text, words};
