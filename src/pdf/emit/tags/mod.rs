//! What the content means: the structure tree, annotations (links and form fields), page dictionaries and the outline.

pub(crate) mod forms;
pub(crate) mod links;
pub(crate) mod outline;
pub(crate) mod page;
pub(crate) mod tree;
