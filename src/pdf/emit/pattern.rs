//! What sheets have in common that differ in nothing but what is one person's: their pages, their structure, what is
//! drawn on each, and their objects. It is drawn once and written once; for further sheets the same objects get other
//! numbers.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use sha2::{Digest, Sha256};

use super::chapter::{Bound, Given};
use super::drawing::{self, Common};
use super::forms;
use super::links;
use super::memory::Memory;
use super::metadata::Imprint;
use super::notation::{self, text};
use super::number_tree::Leaf;
use super::objects::{Entry, Objects, Part};
use super::ops::{Drawing, rounded};
use super::outline;
use super::pictures;
use super::sequence::{Streams, chunks, streams};
use super::shared::{Shared, Subsets};
use super::subset::Subset;
use super::tree::{Tree, Written};
use super::volume::Volume;
use crate::diag::Diagnostic;
use crate::document::{Meta, Picture};
use crate::lang::Lang;
use crate::layout::font::{Face, Fonts};
use crate::layout::galley::Galley;
use crate::layout::item::{Draw, Item};
use crate::layout::sheet::Sheet;

/// What alike sheets have in common.
pub(super) struct Pattern {
    /// The pages of the first of them.
    sheets: Vec<Sheet>,
    galley: Galley,
    /// The coat of arms that its pages show.
    pub(super) picture: Option<Arc<Picture>>,
    pub(super) subsets: Subsets,
    /// The usual faces of what is not one person's.
    pub(super) faces: BTreeSet<Face>,
    pub(super) common: Common,
    /// More objects than these it does not have, the streams of its pages left out.
    pub(super) most_objects: u32,
    /// So many keys it has in the tree of parents at most.
    pub(super) most_keys: u32,
    /// Its objects as they were written first for a print run.
    written: OnceLock<(Given, Bound)>,
    /// The frame of a file of one such sheet, as it was made first.
    frame: OnceLock<(FrameKind, Arc<Frame>)>,
}

/// What a file is beside the streams of its pages, what it says of itself and what all files have in common.
pub(super) struct Frame {
    pub(super) part: Part,
    pub(super) imprint: Imprint,
    pub(super) has_fields: bool,
    /// Of what tells it from others.
    pub(super) digest: [u8; 32],
}

impl Frame {
    pub(super) fn new(part: Part, imprint: Imprint, has_fields: bool) -> Frame {
        let digest = Sha256::digest(&part.bytes).into();
        Frame { part, imprint, has_fields, digest }
    }

    /// The frame around these streams.
    pub(super) fn with<'s>(self, streams: impl Iterator<Item = &'s [u8]>) -> Frame {
        let mut digest = Sha256::new_with_prefix(self.digest);
        streams.for_each(|stream| digest.update(stream));
        Frame { digest: digest.finalize().into(), ..self }
    }
}

/// What the frame of a file depends on beside the pattern of its sheet.
#[derive(PartialEq, Eq)]
pub(super) struct FrameKind {
    pub(super) given: Given,
    pub(super) lang: Lang,
    pub(super) author: String,
    pub(super) date: String,
    pub(super) faces: BTreeSet<Face>,
}

impl Pattern {
    /// What a sheet would have in common with others like it.
    pub(super) fn new(
        sheets: &[Sheet],
        streams: &[Streams],
        galley: &Galley,
        meta: &Meta,
        (fonts, shared): (&Fonts, &Shared),
        memory: &Memory,
    ) -> Result<Pattern, Diagnostic> {
        let subsets = shared.subsets(fonts, sheets)?;
        let drawing = Drawing { fonts, shared, subsets: &subsets, structure: &galley.structure };
        let common = drawing::common(sheets, streams, &forms::placed(streams), &drawing, memory);
        let drawn = || sheets.iter().flat_map(Sheet::drawn);
        let links = drawn().flat_map(Item::runs).filter(|run| run.link.is_some()).count();
        let Galley { structure, fields, bookmarks, .. } = galley;
        let others = 8 + subsets.own.len() * Subset::OBJECTS as usize;
        // A field has an annotation and up to two appearances.
        let most = sheets.len() + structure.elements().len() + links + 3 * fields.len() + bookmarks.len() + others;
        let keys = sheets.len() + links + fields.len();
        let shows_picture = drawn().any(|item| matches!(item.draw, Draw::Picture(_)));
        let faces = subsets.usual_faces(sheets, false).collect();
        Ok(Pattern {
            sheets: sheets.to_vec(),
            galley: Galley { slices: Vec::new(), ..galley.clone() },
            picture: meta.emblem.clone().filter(|_| shows_picture),
            subsets,
            faces,
            common,
            most_objects: most as u32,
            most_keys: keys as u32,
            written: OnceLock::new(),
            frame: OnceLock::new(),
        })
    }

    /// Whether it can be of other sheets than those it was made from. Glyphs of a subset of their own are drawn by
    /// numbers that hold in one document.
    pub(super) fn is_common(&self) -> bool {
        self.subsets.own.is_empty()
    }

    /// Whether it is what these sheets have in common with others.
    pub(super) fn is_of(&self, sheets: &[Sheet], galley: &Galley, meta: &Meta, fonts: (&Fonts, &Shared)) -> bool {
        let Galley { structure, links, fields, bookmarks, .. } = galley;
        let known = &self.galley;
        self.sheets.len() == sheets.len()
            && self.sheets.iter().zip(sheets).all(|(known, sheet)| self.are_alike(known, sheet, fonts))
            && (&known.structure, &known.links, &known.fields, &known.bookmarks)
                == (structure, links, fields, bookmarks)
            && self.picture.as_ref().is_none_or(|picture| meta.emblem.as_ref() == Some(picture))
    }

    /// Whether two pages differ in nothing but what is one person's, in type that the usual subsets have.
    fn are_alike(&self, known: &Sheet, sheet: &Sheet, (fonts, shared): (&Fonts, &Shared)) -> bool {
        let is_usual = |item: &Item| match &item.draw {
            Draw::Run(run) => run.link.is_none() && shared.has(fonts, run),
            _ => false,
        };
        let are_alike = |(known, items): (&[Item], &[Item])| match (known, items) {
            ([a, ..], [b, ..]) if a.is_personal && b.is_personal => a.owner == b.owner && items.iter().all(is_usual),
            _ => known == items,
        };
        let Sheet { width, height, items: _, footer, anchors, bookmarks } = sheet;
        (known.width, known.height) == (*width, *height)
            && chunks(known).count() == chunks(sheet).count()
            && chunks(known).zip(chunks(sheet)).all(are_alike)
            && (&known.footer, &known.anchors, &known.bookmarks) == (footer, anchors, bookmarks)
    }

    /// Writes the objects of a document, streams of pages left out.
    pub(super) fn write(&self, given: &Given, fonts: &Fonts) -> Bound {
        let known = self.written.get().and_then(|(before, bound)| bound.renumbered(before, given));
        known.unwrap_or_else(|| {
            let bound = self.written_afresh(given, fonts);
            if !given.has_outline {
                // Another thread may have been faster; what it wrote is as good.
                let _ = self.written.set((given.clone(), bound.clone()));
            }
            bound
        })
    }

    /// The frame of a file of one such sheet, as it was made before or as it is made now.
    pub(super) fn frame(&self, kind: FrameKind, make: impl FnOnce(&FrameKind) -> Frame) -> Arc<Frame> {
        match self.frame.get() {
            Some((before, frame)) if *before == kind => Arc::clone(frame),
            _ => {
                let frame = Arc::new(make(&kind));
                // Another thread may have been faster; what it made is as good.
                let _ = self.frame.set((kind, Arc::clone(&frame)));
                frame
            }
        }
    }

    fn written_afresh(&self, given: &Given, fonts: &Fonts) -> Bound {
        let mut objects = Objects::numbered_from(given.first);
        let page_ids: Vec<ObjectId> = self.sheets.iter().map(|_| objects.reserve()).collect();
        let resources = self.resources(&mut objects, fonts);
        let streams: Vec<Streams> = self.sheets.iter().map(streams).collect();
        let placed = forms::placed(&streams);
        let mut tree = Tree::new(&self.galley.structure, given.key);
        streams.iter().zip(&self.sheets).for_each(|(streams, sheet)| tree.content(streams, sheet));
        let shown = (self.galley.fields.as_slice(), self.sheets.as_slice(), resources);
        let fields = forms::add(&mut objects, &mut tree, &placed, &self.common.appearances, shown, &given.names);
        let mut annotations = vec![Vec::new(); self.sheets.len()];
        fields.iter().for_each(|(page, field)| annotations[*page].push(Object::from(*field)));
        links::add(&mut objects, &mut tree, &page_ids, &self.sheets, &self.galley, &mut annotations);
        let structure = tree.write(&mut objects, &page_ids, &given.names);
        for (index, sheet) in self.sheets.iter().enumerate() {
            let contents = given.contents.get(index).map_or(&[][..], Vec::as_slice);
            let page = Page { sheet, resources, contents, annotations: &annotations[index] };
            page.write(objects.open(page_ids[index]), given.pages, given.key + index as u32);
        }
        if given.has_outline {
            outline::add(&mut objects, &page_ids, &self.sheets, &self.galley);
        }
        let fields = fields.into_iter().map(|(_, field)| field).collect();
        let (part, loose) = objects.apart();
        Bound { part, loose, structure, fields, pages: page_ids }
    }

    /// Whether its outline has anything in it.
    pub(super) fn has_bookmarks(&self) -> bool {
        outline::has_any(&self.sheets, &self.galley)
    }

    /// The resources of its pages: those of the file, or its own where it has subsets of its own.
    fn resources(&self, objects: &mut Objects, fonts: &Fonts) -> ObjectId {
        if self.is_common() {
            return Volume::RESOURCES;
        }
        let mut named = fonts_of(&self.subsets.faces);
        for (face, subset) in &self.subsets.own {
            let part = subset.part(fonts.face(*face), *face, objects.next());
            let first = objects.include(&part, Subset::OBJECTS);
            named.set(face.resource(), first);
        }
        objects.add(resources(named, self.picture.is_some()))
    }
}

impl Bound {
    /// What it would be if the file had given other numbers; `None` where not all numbers in it are known.
    fn renumbered(&self, before: &Given, given: &Given) -> Option<Bound> {
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
        let Written { document, parents, .. } = &self.structure;
        let last = given.key + self.pages.len() as u32 - 1;
        Some(Bound {
            part: self.part.clone(),
            loose: self.loose.renumbered(number, key)?,
            structure: Written {
                document: id(*document),
                parents: Leaf::of_keys(id(parents.id), given.key, last),
                notes: None,
            },
            fields: Vec::new(),
            pages: self.pages.iter().copied().map(id).collect(),
        })
    }
}

/// The usual subsets of faces, by the names that pages call them.
pub(super) fn fonts_of<'f>(faces: impl IntoIterator<Item = &'f Face>) -> Dictionary {
    faces.into_iter().map(|face| (face.resource(), Object::from(Shared::font(*face)))).collect()
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
    fn write(&self, mut entry: Entry, parent: ObjectId, key: u32) {
        let (width, height) = (rounded(self.sheet.width), rounded(self.sheet.height));
        entry.text("<</Type/Page/Parent ");
        entry.reference(parent);
        text(entry.bytes(), format_args!("/MediaBox[0 0 {width} {height}]/Resources "));
        entry.reference(self.resources);
        entry.text("/Contents[");
        for (index, content) in self.contents.iter().enumerate() {
            entry.text(if index > 0 { " " } else { "" });
            entry.reference(*content);
        }
        entry.text("]/StructParents ");
        entry.key(key);
        // Fields and links are reached in the order of the structure.
        entry.text("/Tabs/S");
        if !self.annotations.is_empty() {
            entry.text("/Annots");
            notation::object(entry.bytes(), &Object::Array(self.annotations.to_vec()));
        }
        entry.text(">>");
    }
}
