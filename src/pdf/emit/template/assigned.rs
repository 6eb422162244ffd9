//! The numbers that a file assigns to a document, and the objects of the document under these numbers.

use lopdf::ObjectId;

use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::loose::LooseObjects;
use crate::pdf::emit::syntax::number_tree::Leaf;
use crate::pdf::emit::tags::tree::WrittenTree;

/// The numbers and names that a file assigns to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AssignedIds {
    /// The number of its first object.
    pub(crate) first: u32,
    /// The node of the page tree above its pages.
    pub(crate) pages: ObjectId,
    /// The key of its first page in the parent tree.
    pub(crate) key: u32,
    /// The prefix of the names of its footnotes and fields.
    pub(crate) names: String,
    /// The content streams of each of its pages.
    pub(crate) contents: Vec<Vec<ObjectId>>,
    /// Whether its headings go into the outline of the file.
    pub(crate) has_outline: bool,
}

/// A document under its assigned numbers, with what the file as a whole must know of it.
#[derive(Debug, Clone)]
pub(crate) struct PlacedPart {
    /// Its streams, content streams left out.
    pub(crate) chunk: Chunk,
    pub(crate) loose: LooseObjects,
    pub(crate) structure: WrittenTree,
    pub(crate) fields: Vec<ObjectId>,
    pub(crate) pages: Vec<ObjectId>,
}

impl PlacedPart {
    /// The same objects under other numbers; `None` where the places of some numbers are not known (fields, footnotes,
    /// streams of its own).
    pub(crate) fn renumbered(&self, before: &AssignedIds, assigned: &AssignedIds) -> Option<PlacedPart> {
        let is_by_numbers = self.chunk.bytes.is_empty() && self.fields.is_empty() && self.structure.notes.is_none();
        if !is_by_numbers || assigned.has_outline {
            return None;
        }
        let contents: Vec<(u32, u32)> =
            before.contents.iter().flatten().zip(assigned.contents.iter().flatten()).map(|(a, b)| (a.0, b.0)).collect();
        let number = |number: u32| match number.checked_sub(before.first) {
            _ if number == before.pages.0 => assigned.pages.0,
            Some(index) => assigned.first + index,
            None => contents.iter().find(|(old, _)| *old == number).map_or(number, |(_, new)| *new),
        };
        let key = |key: u32| key - before.key + assigned.key;
        let id = |id: ObjectId| (number(id.0), id.1);
        let WrittenTree { document, parents, .. } = &self.structure;
        let last = assigned.key + self.pages.len() as u32 - 1;
        Some(PlacedPart {
            chunk: self.chunk.clone(),
            loose: self.loose.renumbered(number, key)?,
            structure: WrittenTree {
                document: id(*document),
                parents: Leaf::of_keys(id(parents.id), assigned.key, last),
                notes: None,
            },
            fields: Vec::new(),
            pages: self.pages.iter().copied().map(id).collect(),
        })
    }
}
