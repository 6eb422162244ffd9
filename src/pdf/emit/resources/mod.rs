//! Objects that files share: font subsets, the colour profile, pictures; and the resource dictionaries that name them.

pub(crate) mod colour;
pub(crate) mod dictionary;
pub(crate) mod field_font;
pub(crate) mod pictures;
pub(crate) mod program;
pub(crate) mod sfnt;
pub(crate) mod shared;
pub(crate) mod subset;
