//! What the layers of this module are given: a laid-out document as plain data.

use crate::layout::Pages;
use crate::layout::field::Field;
use crate::layout::galley::{Bookmark, Galley, Link};
use crate::layout::sheet::Sheet;
use crate::layout::structure::Structure;

/// A laid-out document: its pages, and what their items refer to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LaidOut {
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) structure: Structure,
    /// Targets of links, by the index in runs.
    pub(crate) links: Vec<Link>,
    /// Form fields, by the index in widgets.
    pub(crate) fields: Vec<Field>,
    /// Bookmarks, by the index in sheets.
    pub(crate) bookmarks: Vec<Bookmark>,
}

impl From<Pages> for LaidOut {
    fn from(pages: Pages) -> LaidOut {
        let Pages { sheets, galley, .. } = pages;
        let Galley { structure, links, fields, bookmarks, .. } = galley;
        LaidOut { sheets, structure, links, fields, bookmarks }
    }
}
