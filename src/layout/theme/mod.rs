//! The look of documents: what a style file may set (`settings`), type and colours (`style`, `color`), distances
//! (`spacing`, `measures`), and what makes sheets, slides, certificates and posters differ (`kind`).
//!
//! Layout asks here and names no distance or colour of its own.

pub(crate) mod color;
pub(crate) mod kind;
pub(crate) mod measures;
pub(crate) mod settings;
pub(crate) mod spacing;
pub(crate) mod style;
