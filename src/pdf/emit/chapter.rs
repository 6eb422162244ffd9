//! A document as a part of a file: drawn by itself, then written with the numbers that the file gives it.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::drawing::{self, Content, Drawn};
use super::forms;
use super::links;
use super::memory::Memory;
use super::notation::{self, text};
use super::objects::Objects;
use super::ops::{Drawing, rounded};
use super::outline;
use super::pictures;
use super::sequence::{Stream, streams};
use super::shared::{Shared, Subsets};
use super::subset::Subset;
use super::tree::{Tree, Written};
use super::volume::Volume;
use crate::diag::Diagnostic;
use crate::document::{Meta, Picture};
use crate::pdf::font::{Face, Fonts};
use crate::pdf::galley::{Draw, Galley, Item};
use crate::pdf::sheet::Sheet;

/// The drawn pages of a document.
pub(crate) struct Chapter {
    sheets: Vec<Sheet>,
    galley: Galley,
    pub(super) title: String,
    pub(super) emblem: Option<Arc<Picture>>,
    pub(super) subsets: Subsets,
    drawn: Drawn,
}

/// What a file gives a chapter.
pub(super) struct Given {
    /// The number of its first object.
    pub(super) first: u32,
    /// The node above its pages.
    pub(super) pages: ObjectId,
    /// The key of its first page in the tree of parents.
    pub(super) key: u32,
    /// What the names of its footnotes and fields begin with.
    pub(super) names: String,
    /// The numbers of the streams of all its pages.
    pub(super) contents: Vec<ObjectId>,
    /// Whether its headings are in the outline of the file.
    pub(super) has_outline: bool,
}

/// What a file must know of a chapter that was written.
pub(super) struct Bound {
    pub(super) objects: Objects,
    pub(super) structure: Written,
    pub(super) fields: Vec<ObjectId>,
    pub(super) pages: Vec<ObjectId>,
}

impl Chapter {
    /// Draws the pages of a document.
    pub(crate) fn new(
        sheets: Vec<Sheet>,
        galley: Galley,
        meta: &Meta,
        (fonts, shared): (&Fonts, &Shared),
        memory: &Memory,
    ) -> Result<Chapter, Diagnostic> {
        let subsets = shared.subsets(fonts, &sheets)?;
        let streams: Vec<Vec<Stream>> = sheets.iter().map(streams).collect();
        let drawing = Drawing { fonts, shared, subsets: &subsets, structure: &galley.structure };
        let drawn = drawing::draw(&sheets, &streams, &forms::placed(&streams), &drawing, memory);
        Ok(Chapter { sheets, galley, title: meta.title.clone(), emblem: meta.emblem.clone(), subsets, drawn })
    }

    /// How many pages it has.
    pub(crate) fn pages(&self) -> u32 {
        self.sheets.len() as u32
    }

    /// The streams of all its pages.
    pub(super) fn contents(&self) -> impl Iterator<Item = &Content> {
        self.drawn.pages.iter().flatten()
    }

    /// Whether a page shows the picture of the document.
    pub(super) fn shows_picture(&self) -> bool {
        let is_picture = |item: &Item| matches!(item.draw, Draw::Picture(_));
        self.emblem.is_some() && self.sheets.iter().flat_map(Sheet::drawn).any(is_picture)
    }

    /// More objects than these it does not have, its streams left out.
    pub(super) fn most_objects(&self) -> u32 {
        let Galley { structure, fields, bookmarks, .. } = &self.galley;
        let links = self.sheets.iter().flat_map(Sheet::drawn).flat_map(Item::runs).filter(|run| run.link.is_some());
        let fonts = self.subsets.own.len() * Subset::OBJECTS as usize;
        let others = 8;
        // A field has an annotation and up to two appearances.
        let most = self.sheets.len() + structure.elements().len() + links.count() + 3 * fields.len() + bookmarks.len();
        (most + fonts + others) as u32
    }

    /// So many keys it has in the tree of parents at most.
    pub(super) fn most_keys(&self) -> u32 {
        let links = self.sheets.iter().flat_map(Sheet::drawn).flat_map(Item::runs).filter(|run| run.link.is_some());
        (self.sheets.len() + links.count() + self.galley.fields.len()) as u32
    }

    /// Writes it.
    pub(super) fn write(&self, given: &Given, fonts: &Fonts) -> Bound {
        let mut objects = Objects::numbered_from(given.first);
        let page_ids: Vec<ObjectId> = self.sheets.iter().map(|_| objects.reserve()).collect();
        let resources = self.resources(&mut objects, fonts);
        let streams: Vec<Vec<Stream>> = self.sheets.iter().map(streams).collect();
        let placed = forms::placed(&streams);
        let mut tree = Tree::new(&self.galley.structure, given.key);
        streams.iter().zip(&self.sheets).for_each(|(streams, sheet)| tree.content(streams, sheet));
        let shown = (self.galley.fields.as_slice(), self.sheets.as_slice(), resources);
        let fields = forms::add(&mut objects, &mut tree, &placed, &self.drawn.appearances, shown, &given.names);
        let mut annotations = vec![Vec::new(); self.sheets.len()];
        fields.iter().for_each(|(page, field)| annotations[*page].push(Object::from(*field)));
        links::add(&mut objects, &mut tree, &page_ids, &self.sheets, &self.galley, &mut annotations);
        let structure = tree.write(&mut objects, &page_ids, &given.names);
        let mut contents = given.contents.as_slice();
        for (index, (sheet, streams)) in self.sheets.iter().zip(&self.drawn.pages).enumerate() {
            let (own, rest) = contents.split_at(streams.len().min(contents.len()));
            contents = rest;
            let page = Page { sheet, resources, contents: own, annotations: &annotations[index] };
            page.write(objects.open(page_ids[index]), given.pages, given.key + index as u32);
        }
        if given.has_outline {
            outline::add(&mut objects, &page_ids, &self.sheets, &self.galley);
        }
        let fields = fields.into_iter().map(|(_, field)| field).collect();
        Bound { objects, structure, fields, pages: page_ids }
    }

    /// Whether its outline has anything in it.
    pub(super) fn has_bookmarks(&self) -> bool {
        outline::has_any(&self.sheets, &self.galley)
    }

    /// The resources of its pages: those of the file, or its own where it has subsets of its own.
    fn resources(&self, objects: &mut Objects, fonts: &Fonts) -> ObjectId {
        if self.subsets.own.is_empty() {
            return Volume::RESOURCES;
        }
        let mut named = fonts_of(&self.subsets.faces);
        for (face, subset) in &self.subsets.own {
            let part = subset.part(fonts.face(*face), *face, objects.next());
            let first = objects.include(&part, Subset::OBJECTS);
            named.set(face.resource(), first);
        }
        objects.add(resources(named, self.shows_picture()))
    }
}

/// The usual subsets of faces, by the names that pages call them.
pub(super) fn fonts_of(faces: &[Face]) -> Dictionary {
    faces.iter().map(|face| (face.resource(), Object::from(Shared::font(*face)))).collect()
}

/// Resources of pages.
pub(super) fn resources(fonts: Dictionary, shows_picture: bool) -> Dictionary {
    let mut resources = dictionary! { "Font" => fonts };
    if shows_picture {
        resources.set("XObject", dictionary! { pictures::RESOURCE => Shared::PICTURE });
    }
    resources
}

struct Page<'a> {
    sheet: &'a Sheet,
    resources: ObjectId,
    contents: &'a [ObjectId],
    annotations: &'a [Object],
}

impl Page<'_> {
    fn write(&self, bytes: &mut Vec<u8>, parent: ObjectId, key: u32) {
        let (width, height) = (rounded(self.sheet.width), rounded(self.sheet.height));
        text(bytes, format_args!("<</Type/Page/Parent {} 0 R/MediaBox[0 0 {width} {height}]", parent.0));
        bytes.extend_from_slice(b"/Resources ");
        notation::reference(bytes, self.resources);
        bytes.extend_from_slice(b"/Contents[");
        for content in self.contents {
            notation::reference(bytes, *content);
            bytes.push(b' ');
        }
        // Fields and links are reached in the order of the structure.
        text(bytes, format_args!("]/StructParents {key}/Tabs/S"));
        if !self.annotations.is_empty() {
            bytes.extend_from_slice(b"/Annots");
            notation::object(bytes, &Object::Array(self.annotations.to_vec()));
        }
        bytes.extend_from_slice(b">>");
    }
}
