//! The structure tree of a document (ISO 32000-1, 14.7): elements with their content, and the parent tree from content
//! back to elements.
//!
//! 1. [`StructureTree::content`] and [`StructureTree::annotation`] record what each element owns, page by page.
//! 2. [`StructureTree::write`] drops elements without content, sorts the kids of the others into reading order and
//!    writes them.
//!
//! Most objects of a file are structure elements, so they are serialised directly, without lopdf's types.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};

use crate::layout::item::{Bounds, Item};
use crate::layout::sheet::Sheet;
use crate::layout::structure::{Element, ElementId, Numbering, Role, Structure};
use crate::pdf::emit::content::sequence::PageStreams;
use crate::pdf::emit::syntax::loose::ObjectWriter;
use crate::pdf::emit::syntax::notation::{self, rounded, text};
use crate::pdf::emit::syntax::number_tree::Leaf;
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;

/// The elements of a document with what they own.
pub(crate) struct StructureTree<'a> {
    structure: &'a Structure,
    /// What each element owns directly.
    own: Vec<Vec<Owned>>,
    /// The bounding box of each figure in PDF coordinates: left, bottom, right, top.
    areas: BTreeMap<ElementId, [f32; 4]>,
    /// The elements of the content of each page, by `MCID`.
    pages: Vec<Vec<ElementId>>,
    /// The element of each annotation, in the order of their keys.
    annotations: Vec<ElementId>,
    /// The key of the first page in the parent tree.
    key: u32,
}

/// Something on a page that an element owns.
#[derive(Debug, Clone, Copy)]
enum Owned {
    /// A marked-content sequence.
    Content { page: usize, number: u32 },
    /// An annotation.
    Annotation { page: usize, before: u32, id: ObjectId },
}

/// A position in reading order: page, content number, and whether it is this content or stands before it.
type ReadingPosition = (usize, u32, bool);

impl Owned {
    fn page(&self) -> usize {
        match *self {
            Owned::Content { page, .. } | Owned::Annotation { page, .. } => page,
        }
    }

    fn position(&self) -> ReadingPosition {
        match *self {
            Owned::Content { page, number } => (page, number, true),
            Owned::Annotation { page, before, .. } => (page, before, false),
        }
    }
}

/// A kid of an element.
#[derive(Debug, Clone, Copy)]
enum Kid {
    Element(usize),
    Owned(Owned),
}

impl<'a> StructureTree<'a> {
    /// A tree whose elements own nothing yet, with keys from `key` on.
    pub(crate) fn new(structure: &'a Structure, key: u32) -> StructureTree<'a> {
        let own = vec![Vec::new(); structure.elements().len()];
        StructureTree { structure, own, areas: BTreeMap::new(), pages: Vec::new(), annotations: Vec::new(), key }
    }

    /// Records the content of the next page.
    pub(crate) fn content(&mut self, streams: &PageStreams, sheet: &Sheet) {
        let page = self.pages.len();
        let mut elements = Vec::new();
        for (number, element, items) in streams.content() {
            self.own[element.index()].push(Owned::Content { page, number });
            elements.push(element);
            if self.structure.elements()[element.index()].role == Role::Figure {
                self.areas.entry(element).or_insert_with(|| area(items, sheet.height));
            }
        }
        self.pages.push(elements);
    }

    /// Records an annotation that stands before this content of a page, and returns its key in the parent tree. All
    /// pages must be recorded before.
    pub(crate) fn annotation(&mut self, element: ElementId, (page, before): (usize, u32), id: ObjectId) -> i64 {
        self.own[element.index()].push(Owned::Annotation { page, before, id });
        self.annotations.push(element);
        i64::from(self.key) + (self.pages.len() + self.annotations.len() - 1) as i64
    }

    /// Writes the tree. `names` is the prefix of the names of footnotes.
    pub(crate) fn write(&self, objects: &mut Objects, page_ids: &[ObjectId], names: &str) -> WrittenTree {
        let root = numbers::STRUCTURE;
        let first = self.first_positions();
        let ids: Vec<Option<ObjectId>> =
            self.kept(&first).into_iter().map(|kept| kept.then(|| objects.reserve())).collect();
        let mut notes = Vec::new();
        let mut kids: Vec<Vec<Kid>> = vec![Vec::new(); first.len()];
        for (index, element) in self.structure.elements().iter().enumerate() {
            if let (Some(parent), Some(_)) = (element.parent, ids[index]) {
                kids[parent.index()].push(Kid::Element(index));
            }
        }
        for (index, element) in self.structure.elements().iter().enumerate() {
            let Some(id) = ids[index] else { continue };
            let kids = self.in_order(index, std::mem::take(&mut kids[index]), &first);
            let parent = element.parent.and_then(|parent| ids[parent.index()]).unwrap_or(root);
            let name = (element.role == Role::Note).then(|| format!("{names}note-{index:06}"));
            let mut entry = objects.open(id);
            write_head(&mut entry, self.tag(index), element, parent, name.as_deref());
            if let Some(attributes) = self.attributes(index) {
                entry.text("/A");
                notation::dictionary(entry.bytes(), &attributes);
            }
            self.write_kids(&mut entry, &kids, &ids, page_ids);
            entry.text(">>");
            notes.extend(name.map(|name| (name, id)));
        }
        let parents = self.write_parents(objects, &ids);
        let document = ids.first().copied().flatten().unwrap_or_default();
        WrittenTree { document, parents, notes: write_names(objects, notes) }
    }

    /// The position at which the content of each element starts; `None` for elements without content.
    fn first_positions(&self) -> Vec<Option<ReadingPosition>> {
        let starts = self.own.iter().map(|own| own.first().map(Owned::position));
        let mut first: Vec<Option<ReadingPosition>> = starts.collect();
        // Parents precede their children, so in reverse all children come before their parent.
        for (index, element) in self.structure.elements().iter().enumerate().rev() {
            if let (Some(parent), Some(position)) = (element.parent, first[index]) {
                let parent = &mut first[parent.index()];
                *parent = Some(parent.map_or(position, |known| known.min(position)));
            }
        }
        first
    }

    /// Which elements are written: those with content, table cells even without, and all their ancestors.
    fn kept(&self, first: &[Option<ReadingPosition>]) -> Vec<bool> {
        let elements = self.structure.elements();
        let is_cell = |role| matches!(role, Role::Cell | Role::HeaderCell | Role::Document);
        let mut kept: Vec<bool> =
            elements.iter().zip(first).map(|(element, first)| first.is_some() || is_cell(element.role)).collect();
        for (index, element) in elements.iter().enumerate().rev() {
            if let Some(parent) = element.parent.filter(|_| kept[index]) {
                kept[parent.index()] = true;
            }
        }
        kept
    }

    /// The kids of an element in reading order: blocks as they were opened, inline content as it is drawn.
    fn in_order(&self, index: usize, mut kids: Vec<Kid>, first: &[Option<ReadingPosition>]) -> Vec<Kid> {
        if self.own[index].is_empty() {
            return kids;
        }
        kids.extend(self.own[index].iter().map(|own| Kid::Owned(*own)));
        kids.sort_by_key(|kid| match kid {
            Kid::Element(index) => first[*index].unwrap_or((usize::MAX, 0, false)),
            Kid::Owned(own) => own.position(),
        });
        kids
    }

    /// The structure type of an element. A link without annotation is a span.
    fn tag(&self, index: usize) -> &'static str {
        let leads = self.own[index].iter().any(|own| matches!(own, Owned::Annotation { .. }));
        match self.structure.elements()[index].role {
            Role::Link if !leads => Role::Span.tag(),
            role => role.tag(),
        }
    }

    /// The attributes of an element.
    fn attributes(&self, index: usize) -> Option<Dictionary> {
        match self.structure.elements()[index].role {
            Role::HeaderCell => Some(dictionary! { "O" => "Table", "Scope" => "Column" }),
            Role::List(Numbering::Numbers) => Some(dictionary! { "O" => "List", "ListNumbering" => "Decimal" }),
            Role::List(Numbering::Signs) => Some(dictionary! { "O" => "List", "ListNumbering" => "Disc" }),
            Role::Figure => {
                let area = self.areas.get(&ElementId::at(index))?.map(Object::Real);
                Some(dictionary! { "O" => "Layout", "BBox" => area.to_vec() })
            }
            _ => None,
        }
    }

    fn write_kids(&self, entry: &mut ObjectWriter, kids: &[Kid], ids: &[Option<ObjectId>], pages: &[ObjectId]) {
        let owned = kids.iter().find_map(|kid| match kid {
            Kid::Owned(own) => Some(own.page()),
            Kid::Element(_) => None,
        });
        if let Some(page) = owned {
            entry.text("/Pg ");
            entry.reference(pages[page]);
        }
        entry.text("/K[");
        for (index, kid) in kids.iter().enumerate() {
            if index > 0 {
                entry.text(" ");
            }
            match *kid {
                Kid::Element(index) => entry.reference(ids[index].unwrap_or_default()),
                Kid::Owned(Owned::Content { page, number }) if Some(page) == owned => {
                    notation::integer(entry.bytes(), number);
                }
                Kid::Owned(Owned::Content { page, number }) => {
                    entry.text("<</Type/MCR/Pg ");
                    entry.reference(pages[page]);
                    text(entry.bytes(), format_args!("/MCID {number}>>"));
                }
                Kid::Owned(Owned::Annotation { page, id, .. }) => {
                    entry.text("<</Type/OBJR/Pg ");
                    entry.reference(pages[page]);
                    entry.text("/Obj ");
                    entry.reference(id);
                    entry.text(">>");
                }
            }
        }
        entry.text("]");
    }

    /// Writes the leaf of the parent tree.
    fn write_parents(&self, objects: &mut Objects, ids: &[Option<ObjectId>]) -> Leaf {
        let leaf = objects.reserve();
        let last = self.key + (self.pages.len() + self.annotations.len()) as u32 - 1;
        let mut entry = objects.open(leaf);
        entry.text("<</Limits[");
        entry.key(self.key);
        entry.text(" ");
        entry.key(last);
        entry.text("]/Nums[");
        let id =
            |entry: &mut ObjectWriter, element: &ElementId| entry.reference(ids[element.index()].unwrap_or_default());
        let mut key = self.key..;
        for elements in &self.pages {
            entry.key(key.next().unwrap_or_default());
            entry.text("[");
            for (index, element) in elements.iter().enumerate() {
                entry.text(if index > 0 { " " } else { "" });
                id(&mut entry, element);
            }
            entry.text("]");
        }
        for element in &self.annotations {
            entry.key(key.next().unwrap_or_default());
            entry.text(" ");
            id(&mut entry, element);
            entry.text(" ");
        }
        entry.text("]>>");
        Leaf::of_keys(leaf, self.key, last)
    }
}

/// The structure of a document as written.
#[derive(Debug, Clone)]
pub(crate) struct WrittenTree {
    /// The element of the document.
    pub(crate) document: ObjectId,
    /// Its leaf of the parent tree.
    pub(crate) parents: Leaf,
    /// Its leaf of the tree of footnotes by name.
    pub(crate) notes: Option<Leaf>,
}

fn write_names(objects: &mut Objects, names: Vec<(String, ObjectId)>) -> Option<Leaf> {
    let name = |(name, _): &(String, ObjectId)| Object::string_literal(name.as_bytes());
    let (first, last) = (names.first().map(name)?, names.last().map(name)?);
    let pairs: Vec<Object> = names.iter().flat_map(|pair| [name(pair), pair.1.into()]).collect();
    let limits = vec![first.clone(), last.clone()];
    let id = objects.add(dictionary! { "Limits" => limits, "Names" => pairs });
    Some(Leaf { id, first, last })
}

/// Writes an element up to its attributes and kids.
fn write_head(entry: &mut ObjectWriter, tag: &str, element: &Element, parent: ObjectId, name: Option<&str>) {
    // `Type` is optional for structure elements.
    entry.text("<</S/");
    entry.text(tag);
    entry.text("/P ");
    entry.reference(parent);
    if let Some(lang) = element.lang {
        text(entry.bytes(), format_args!("/Lang({})", lang.tag()));
    }
    for (key, words) in [("/Alt", &element.alternative), ("/E", &element.expansion)] {
        if let Some(words) = words {
            entry.text(key);
            notation::object(entry.bytes(), &text_string(words));
        }
    }
    if let Some(name) = name {
        text(entry.bytes(), format_args!("/ID({name})"));
    }
}

/// The bounding box of items in PDF coordinates, with a margin of one point for the thickness of lines.
fn area(items: &[Item], height: f32) -> [f32; 4] {
    let bounds = items.iter().map(Item::bounds).reduce(Bounds::and).unwrap_or_default();
    let Bounds { left, top, right, bottom } = bounds;
    [left - 1.0, height - bottom - 1.0, right + 1.0, height - top + 1.0].map(rounded)
}
