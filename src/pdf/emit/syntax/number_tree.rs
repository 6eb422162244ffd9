//! Number trees and name trees (ISO 32000-1, 7.9.6 and 7.9.7): leaves with the least and greatest key of each, and
//! inner nodes, so that a reader finds a key without reading all leaves.

use lopdf::{Object, ObjectId, dictionary};

use super::objects::Objects;

/// A node with its least and greatest key.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) id: ObjectId,
    pub(crate) first: Object,
    pub(crate) last: Object,
}

impl Leaf {
    /// A leaf of the parent tree.
    pub(crate) fn of_keys(id: ObjectId, first: u32, last: u32) -> Leaf {
        Leaf { id, first: i64::from(first).into(), last: i64::from(last).into() }
    }
}

/// The most kids of a node.
const KIDS: usize = 64;

/// Writes the nodes above leaves, which are in ascending order of keys; returns the root.
pub(crate) fn write(objects: &mut Objects, mut nodes: Vec<Leaf>) -> ObjectId {
    while nodes.len() > KIDS {
        nodes = nodes.chunks(KIDS).map(|kids| node(objects, kids)).collect();
    }
    objects.add(dictionary! { "Kids" => ids(&nodes) })
}

fn node(objects: &mut Objects, kids: &[Leaf]) -> Leaf {
    let limit = |kid: Option<&Leaf>, limit: fn(&Leaf) -> &Object| kid.map_or(Object::Null, |kid| limit(kid).clone());
    let (first, last) = (limit(kids.first(), |kid| &kid.first), limit(kids.last(), |kid| &kid.last));
    let limits = vec![first.clone(), last.clone()];
    let id = objects.add(dictionary! { "Limits" => limits, "Kids" => ids(kids) });
    Leaf { id, first, last }
}

fn ids(kids: &[Leaf]) -> Vec<Object> {
    kids.iter().map(|kid| Object::from(kid.id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_node_has_many_kids() {
        let mut objects = Objects::numbered_from(10_000);
        let leaf = |key: u32| Leaf { id: (key, 0), first: key.into(), last: key.into() };
        let root = write(&mut objects, (1..=5000).map(leaf).collect());
        // 79 nodes above the leaves, 2 above these, and the root.
        assert_eq!(root, (10_000 + 79 + 2, 0));
    }
}
