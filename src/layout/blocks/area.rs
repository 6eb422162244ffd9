//! Where blocks are set.

use crate::document::ListRole;
use crate::layout::structure::{ElementId, Structure};
use crate::layout::theme::measures;

/// Where blocks are set, and within what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BlockArea {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) parent: ElementId,
    /// The role of the list around, if any.
    pub(crate) role: ListRole,
    /// How many lists are around.
    pub(crate) level: usize,
    /// Whether there is one paragraph and nothing else, which needs no element of its own.
    pub(crate) is_plain: bool,
}

impl BlockArea {
    /// A column of a page.
    pub(crate) fn column(width: f32) -> BlockArea {
        BlockArea { x: 0.0, width, parent: Structure::ROOT, role: ListRole::Plain, level: 0, is_plain: false }
    }

    /// The area less an indent at the left; `None` where it would become too narrow to read.
    pub(crate) fn indent(self, by: f32) -> Option<BlockArea> {
        (self.width - by >= measures::NARROWEST_COLUMN).then_some(BlockArea {
            x: self.x + by,
            width: self.width - by,
            ..self
        })
    }

    pub(crate) fn within(self, parent: ElementId) -> BlockArea {
        BlockArea { parent, ..self }
    }
}
