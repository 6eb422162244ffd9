//! The numbers that a file assigns to the objects of a document, and the objects once they have them.

use lopdf::ObjectId;

use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::loose::LooseObjects;
use crate::pdf::emit::syntax::number_tree::Leaf;
use crate::pdf::emit::tags::tree::WrittenTree;

/// What a file gives a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AssignedIds {
    /// The number of its first object.
    pub(crate) first: u32,
    /// The node above its pages.
    pub(crate) pages: ObjectId,
    /// The key of its first page in the tree of parents.
    pub(crate) key: u32,
    /// What the names of its footnotes and fields begin with.
    pub(crate) names: String,
    /// The numbers of the streams of each of its pages.
    pub(crate) contents: Vec<Vec<ObjectId>>,
    /// Whether its headings are in the outline of the file.
    pub(crate) has_outline: bool,
}

/// What a file must know of a chapter that was written.
#[derive(Debug, Clone)]
pub(crate) struct PlacedPart {
    /// Its streams but for those that its pages show.
    pub(crate) part: Chunk,
    pub(crate) loose: LooseObjects,
    pub(crate) structure: WrittenTree,
    pub(crate) fields: Vec<ObjectId>,
    pub(crate) pages: Vec<ObjectId>,
}

impl PlacedPart {
    /// What it would be if the file had given other numbers; `None` where not all numbers in it are known.
    pub(crate) fn renumbered(&self, before: &AssignedIds, given: &AssignedIds) -> Option<PlacedPart> {
        let is_by_numbers = self.part.bytes.is_empty() && self.fields.is_empty() && self.structure.notes.is_none();
        if !is_by_numbers || given.has_outline {
            return None;
        }
        let contents: Vec<(u32, u32)> =
            before.contents.iter().flatten().zip(given.contents.iter().flatten()).map(|(a, b)| (a.0, b.0)).collect();
        let number = |number: u32| match number.checked_sub(before.first) {
            _ if number == before.pages.0 => given.pages.0,
            Some(index) => given.first + index,
            None => contents.iter().find(|(old, _)| *old == number).map_or(number, |(_, new)| *new),
        };
        let key = |key: u32| key - before.key + given.key;
        let id = |id: ObjectId| (number(id.0), id.1);
        let WrittenTree { document, parents, .. } = &self.structure;
        let last = given.key + self.pages.len() as u32 - 1;
        Some(PlacedPart {
            part: self.part.clone(),
            loose: self.loose.renumbered(number, key)?,
            structure: WrittenTree {
                document: id(*document),
                parents: Leaf::of_keys(id(parents.id), given.key, last),
                notes: None,
            },
            fields: Vec::new(),
            pages: self.pages.iter().copied().map(id).collect(),
        })
    }
}
