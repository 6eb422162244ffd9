//! The objects that hold a file together: page tree, structure tree, outline of a print run, catalog.

use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};

use crate::document::Meta;
use crate::pdf::emit::resources::colour;
use crate::pdf::emit::syntax::number_tree::{self, Leaf};
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;
use crate::pdf::emit::tags::forms;

/// What the file as a whole must know of the documents in it.
#[derive(Default)]
pub(crate) struct FileIndex {
    pub(crate) pages: u32,
    /// The key after the last in the parent tree.
    pub(crate) key: u32,
    /// The inner nodes of the page tree.
    pub(crate) nodes: Vec<ObjectId>,
    /// The structure element of each document.
    pub(crate) documents: Vec<ObjectId>,
    pub(crate) parents: Vec<Leaf>,
    pub(crate) notes: Vec<Leaf>,
    pub(crate) fields: Vec<ObjectId>,
    /// The title and the first page of each document of a print run.
    pub(crate) titles: Vec<(String, ObjectId)>,
    pub(crate) has_bookmarks: bool,
}

impl FileIndex {
    /// Writes the page tree, the structure tree, the outline of a print run and the catalog, which refers to the XMP
    /// packet.
    pub(crate) fn write(&mut self, objects: &mut Objects, resources: Dictionary, meta: &Meta, packet: ObjectId) {
        let kids: Vec<Object> = self.nodes.iter().map(|node| Object::from(*node)).collect();
        objects.set(numbers::PAGES, dictionary! { "Type" => "Pages", "Count" => self.pages, "Kids" => kids });
        objects.set(numbers::RESOURCES, resources);
        self.write_tree(objects);
        self.write_titles(objects);
        self.write_catalog(objects, meta, packet);
    }

    /// Writes the root of the structure tree, the parent tree and the tree of footnotes.
    fn write_tree(&mut self, objects: &mut Objects) {
        let documents: Vec<Object> = self.documents.iter().map(|document| Object::from(*document)).collect();
        let mut tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => documents,
            "ParentTree" => number_tree::write(objects, std::mem::take(&mut self.parents)),
            "ParentTreeNextKey" => self.key,
        };
        if !self.notes.is_empty() {
            tree.set("IDTree", number_tree::write(objects, std::mem::take(&mut self.notes)));
        }
        objects.set(numbers::STRUCTURE, tree);
    }

    /// Writes the outline of a print run: the title of each document.
    fn write_titles(&mut self, objects: &mut Objects) {
        let titles = std::mem::take(&mut self.titles);
        self.has_bookmarks |= !titles.is_empty();
        let ids: Vec<ObjectId> = titles.iter().map(|_| objects.reserve()).collect();
        let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return };
        for (index, (title, page)) in titles.iter().enumerate() {
            let place = vec![Object::from(*page), "Fit".into()];
            let mut entry =
                dictionary! { "Title" => text_string(title), "Parent" => numbers::OUTLINE, "Dest" => place };
            let near = [("Prev", index.checked_sub(1)), ("Next", Some(index + 1))];
            for (key, id) in near.into_iter().filter_map(|(key, index)| Some((key, ids.get(index?)?))) {
                entry.set(key, *id);
            }
            objects.set(ids[index], entry);
        }
        let count = ids.len() as i64;
        objects.set(
            numbers::OUTLINE,
            dictionary! { "Type" => "Outlines", "First" => *first, "Last" => *last, "Count" => count },
        );
    }

    fn write_catalog(&self, objects: &mut Objects, meta: &Meta, packet: ObjectId) {
        let mut catalog: Dictionary = dictionary! {
            "Type" => "Catalog",
            "Pages" => numbers::PAGES,
            "Lang" => Object::string_literal(meta.lang.tag()),
            "MarkInfo" => dictionary! { "Marked" => true },
            "StructTreeRoot" => numbers::STRUCTURE,
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
            "OutputIntents" => vec![colour::output_intent(numbers::PROFILE).into()],
            "Metadata" => packet,
        };
        if self.has_bookmarks {
            catalog.set("Outlines", numbers::OUTLINE);
            catalog.set("PageMode", "UseOutlines");
        }
        if !self.fields.is_empty() {
            catalog.set("AcroForm", forms::form(&self.fields));
        }
        objects.set(numbers::CATALOG, catalog);
    }
}
