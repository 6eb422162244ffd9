//! What sheets have in common that differ in nothing but what is one person's: their pages, their structure, what is
//! drawn on each, and their objects. It is drawn once and written once; for further sheets the same objects get other
//! numbers.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lopdf::{Object, ObjectId};

use super::assigned::{AssignedIds, PlacedPart};
use super::frame::{FileFrame, FrameKind};
use crate::diag::Diagnostic;
use crate::document::{Meta, Picture};
use crate::layout::face::Face;
use crate::layout::font::Fonts;
use crate::layout::galley::Galley;
use crate::layout::item::{Draw, Item};
use crate::layout::sheet::Sheet;
use crate::pdf::emit::content::cache::DrawingCache;
use crate::pdf::emit::content::drawing::{self, CommonContent};
use crate::pdf::emit::content::ops::DrawingContext;
use crate::pdf::emit::content::sequence::{PageStreams, chunks, streams};
use crate::pdf::emit::resources::dictionary;
use crate::pdf::emit::resources::shared::{SharedObjects, Subsets};
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;
use crate::pdf::emit::tags::page::PageDictionary;
use crate::pdf::emit::tags::tree::StructureTree;
use crate::pdf::emit::tags::{forms, links, outline};

/// What alike sheets have in common.
pub(crate) struct PartTemplate {
    /// The pages of the first of them.
    sheets: Vec<Sheet>,
    galley: Galley,
    /// The coat of arms that its pages show.
    pub(crate) picture: Option<Arc<Picture>>,
    pub(crate) subsets: Subsets,
    /// The usual faces of what is not one person's.
    pub(crate) faces: BTreeSet<Face>,
    pub(crate) common: CommonContent,
    /// More objects than these it does not have, the streams of its pages left out.
    pub(crate) most_objects: u32,
    /// So many keys it has in the tree of parents at most.
    pub(crate) most_keys: u32,
    /// Its objects as they were written first for a print run.
    written: OnceLock<(AssignedIds, PlacedPart)>,
    /// The frame of a file of one such sheet, as it was made first.
    frame: OnceLock<(FrameKind, Arc<FileFrame>)>,
}

impl PartTemplate {
    /// What a sheet would have in common with others like it.
    pub(crate) fn new(
        sheets: &[Sheet],
        streams: &[PageStreams],
        galley: &Galley,
        meta: &Meta,
        (fonts, shared): (&Fonts, &SharedObjects),
        memory: &DrawingCache,
    ) -> Result<PartTemplate, Diagnostic> {
        let subsets = shared.subsets(fonts, sheets)?;
        let drawing = DrawingContext { fonts, shared, subsets: &subsets, structure: &galley.structure };
        let fields = forms::placed(streams);
        let appearances: Vec<Sheet> = fields.iter().map(|field| forms::appearance(field.widget)).collect();
        let common = drawing::common(sheets, streams, &appearances, &drawing, memory);
        let drawn = || sheets.iter().flat_map(Sheet::drawn);
        let links = drawn().flat_map(Item::runs).filter(|run| run.link.is_some()).count();
        let Galley { structure, fields, bookmarks, .. } = galley;
        let others = 8 + subsets.own.len() * numbers::SUBSET_OBJECTS as usize;
        // A field has an annotation and up to two appearances.
        let most = sheets.len() + structure.elements().len() + links + 3 * fields.len() + bookmarks.len() + others;
        let keys = sheets.len() + links + fields.len();
        let shows_picture = drawn().any(|item| matches!(item.draw, Draw::Picture(_)));
        let faces = subsets.usual_faces(sheets, false).collect();
        Ok(PartTemplate {
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
    pub(crate) fn is_common(&self) -> bool {
        self.subsets.own.is_empty()
    }

    /// Whether it is what these sheets have in common with others.
    pub(crate) fn is_of(
        &self,
        sheets: &[Sheet],
        galley: &Galley,
        meta: &Meta,
        fonts: (&Fonts, &SharedObjects),
    ) -> bool {
        let Galley { structure, links, fields, bookmarks, .. } = galley;
        let known = &self.galley;
        self.sheets.len() == sheets.len()
            && self.sheets.iter().zip(sheets).all(|(known, sheet)| self.are_alike(known, sheet, fonts))
            && (&known.structure, &known.links, &known.fields, &known.bookmarks)
                == (structure, links, fields, bookmarks)
            && self.picture.as_ref().is_none_or(|picture| meta.emblem.as_ref() == Some(picture))
    }

    /// Whether two pages differ in nothing but what is one person's, in type that the usual subsets have.
    fn are_alike(&self, known: &Sheet, sheet: &Sheet, (fonts, shared): (&Fonts, &SharedObjects)) -> bool {
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
    pub(crate) fn write(&self, given: &AssignedIds, fonts: &Fonts) -> PlacedPart {
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
    pub(crate) fn frame(&self, kind: FrameKind, make: impl FnOnce(&FrameKind) -> FileFrame) -> Arc<FileFrame> {
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

    fn written_afresh(&self, given: &AssignedIds, fonts: &Fonts) -> PlacedPart {
        let mut objects = Objects::numbered_from(given.first);
        let page_ids: Vec<ObjectId> = self.sheets.iter().map(|_| objects.reserve()).collect();
        let resources = self.resources(&mut objects, fonts);
        let streams: Vec<PageStreams> = self.sheets.iter().map(streams).collect();
        let placed = forms::placed(&streams);
        let mut tree = StructureTree::new(&self.galley.structure, given.key);
        streams.iter().zip(&self.sheets).for_each(|(streams, sheet)| tree.content(streams, sheet));
        let shown = (self.galley.fields.as_slice(), self.sheets.as_slice(), resources);
        let fields = forms::add(&mut objects, &mut tree, &placed, &self.common.appearances, shown, &given.names);
        let mut annotations = vec![Vec::new(); self.sheets.len()];
        fields.iter().for_each(|(page, field)| annotations[*page].push(Object::from(*field)));
        links::add(&mut objects, &mut tree, &page_ids, &self.sheets, &self.galley, &mut annotations);
        let structure = tree.write(&mut objects, &page_ids, &given.names);
        for (index, sheet) in self.sheets.iter().enumerate() {
            let contents = given.contents.get(index).map_or(&[][..], Vec::as_slice);
            let page = PageDictionary { sheet, resources, contents, annotations: &annotations[index] };
            page.write(objects.open(page_ids[index]), given.pages, given.key + index as u32);
        }
        if given.has_outline {
            outline::add(&mut objects, &page_ids, &self.sheets, &self.galley);
        }
        let fields = fields.into_iter().map(|(_, field)| field).collect();
        let (part, loose) = objects.apart();
        PlacedPart { part, loose, structure, fields, pages: page_ids }
    }

    /// Whether its outline has anything in it.
    pub(crate) fn has_bookmarks(&self) -> bool {
        outline::has_any(&self.sheets, &self.galley)
    }

    /// The resources of its pages: those of the file, or its own where it has subsets of its own.
    fn resources(&self, objects: &mut Objects, fonts: &Fonts) -> ObjectId {
        if self.is_common() {
            return numbers::RESOURCES;
        }
        let mut named = dictionary::fonts_of(&self.subsets.faces);
        for (face, subset) in &self.subsets.own {
            let part = subset.part(fonts.face(*face), *face, objects.next());
            let first = objects.include(&part, numbers::SUBSET_OBJECTS);
            named.set(face.resource(), first);
        }
        objects.add(dictionary::resources(named, self.picture.is_some()))
    }
}
