//! The one module that reads YAML.
//!
//! 1. A [`gate`] refuses what no rulebook needs and what makes parsers hang: large files, deep nesting, anchors,
//!    aliases, tags, several documents.
//! 2. `serde_yaml` turns the text into typed data. That is all that happens to a good file. The built-in files are read
//!    from what the build [`prepared`] instead.
//! 3. Only where there is something to report is the text parsed once more, by `granit-parser` (the engine of
//!    serde-saphyr), into a [`tree`] that knows the line and column of each key and value. Where serde_yaml refuses the
//!    text, the tree is compared with the [`shape`] of the type, which finds everything that serde_yaml would find one
//!    by one.

mod gate;
mod keyed;
mod limits;
mod located;
mod path;
mod prepared;
mod read;
mod shape;
mod tree;
mod words;

pub use keyed::Keyed;
pub(crate) use limits::ENOUGH;
pub use located::{Located, Places};
pub use path::{Path, Step};
pub use read::{has_top, load, read, schema, top};
