//! The template of documents that differ in personal text alone: their pages, structure, shared content streams and
//! objects. Drawn and written for the first document; for further ones the same objects are renumbered.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use lopdf::{Object, ObjectId};

use super::assigned::{AssignedIds, PlacedPart};
use super::frame::{FileFrame, FrameKind};
use crate::diag::Diagnostic;
use crate::document::{Meta, Picture};
use crate::layout::face::Face;
use crate::layout::font::Fonts;
use crate::layout::item::{Draw, Item};
use crate::layout::sheet::Sheet;
use crate::pdf::emit::content::cache::DrawingCache;
use crate::pdf::emit::content::drawing::{self, CommonContent};
use crate::pdf::emit::content::ops::DrawingContext;
use crate::pdf::emit::content::sequence::{PageStreams, chunks, streams};
use crate::pdf::emit::laid_out::LaidOut;
use crate::pdf::emit::resources::dictionary;
use crate::pdf::emit::resources::shared::{SharedObjects, Subsets};
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;
use crate::pdf::emit::tags::page::PageDictionary;
use crate::pdf::emit::tags::tree::StructureTree;
use crate::pdf::emit::tags::{forms, links, outline};

/// What the documents of a template share.
pub(crate) struct PartTemplate {
    /// The first document.
    first: LaidOut,
    /// The coat of arms, where a page shows it.
    pub(crate) picture: Option<Arc<Picture>>,
    pub(crate) subsets: Subsets,
    /// The faces of shared text, as usual subsets.
    pub(crate) faces: BTreeSet<Face>,
    pub(crate) common: CommonContent,
    /// An upper bound of the objects of a document, content streams left out.
    pub(crate) most_objects: u32,
    /// An upper bound of its keys in the parent tree.
    pub(crate) most_keys: u32,
    /// The objects as written for the first document of a print run.
    written: OnceLock<(AssignedIds, PlacedPart)>,
    /// The frame of the first file of one document.
    frame: OnceLock<(FrameKind, Arc<FileFrame>)>,
}

impl PartTemplate {
    /// Makes the template of a document.
    ///
    /// # Errors
    /// A font that cannot be subset.
    pub(crate) fn new(
        document: &LaidOut,
        streams: &[PageStreams],
        meta: &Meta,
        (fonts, shared): (&Fonts, &SharedObjects),
        cache: &DrawingCache,
    ) -> Result<PartTemplate, Diagnostic> {
        let LaidOut { sheets, structure, fields, bookmarks, .. } = document;
        let subsets = shared.subsets(fonts, sheets)?;
        let drawing = DrawingContext { fonts, shared, subsets: &subsets, structure };
        let appearances: Vec<Sheet> =
            forms::placed(streams).iter().map(|field| forms::appearance(field.widget)).collect();
        let common = drawing::common(sheets, streams, &appearances, &drawing, cache);
        let drawn = || sheets.iter().flat_map(Sheet::drawn);
        let links = drawn().flat_map(Item::runs).filter(|run| run.link.is_some()).count();
        let others = 8 + subsets.own.len() * numbers::SUBSET_OBJECTS as usize;
        // Per field one annotation and up to two appearance streams.
        let most = sheets.len() + structure.elements().len() + links + 3 * fields.len() + bookmarks.len() + others;
        let keys = sheets.len() + links + fields.len();
        let shows_picture = drawn().any(|item| matches!(item.draw, Draw::Picture(_)));
        let faces = subsets.usual_faces(sheets, false).collect();
        Ok(PartTemplate {
            first: document.clone(),
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

    /// Whether other documents can use it. Not with font subsets of its own, whose glyph ids hold in one document only.
    pub(crate) fn is_common(&self) -> bool {
        self.subsets.own.is_empty()
    }

    /// Whether a document with these pages can use it.
    pub(crate) fn is_of(&self, document: &LaidOut, meta: &Meta, fonts: (&Fonts, &SharedObjects)) -> bool {
        let LaidOut { sheets, structure, links, fields, bookmarks } = document;
        let known = &self.first;
        known.sheets.len() == sheets.len()
            && known.sheets.iter().zip(sheets).all(|(known, sheet)| self.are_alike(known, sheet, fonts))
            && (&known.structure, &known.links, &known.fields, &known.bookmarks)
                == (structure, links, fields, bookmarks)
            && self.picture.as_ref().is_none_or(|picture| meta.emblem.as_ref() == Some(picture))
    }

    /// Whether two pages differ in personal text alone, and that is set in glyphs of the usual subsets.
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

    /// Writes the objects of a document, content streams left out.
    pub(crate) fn write(&self, assigned: &AssignedIds, fonts: &Fonts) -> PlacedPart {
        let known = self.written.get().and_then(|(before, placed)| placed.renumbered(before, assigned));
        known.unwrap_or_else(|| {
            let placed = self.written_afresh(assigned, fonts);
            if !assigned.has_outline {
                // If another thread was faster, its result is equal.
                let _ = self.written.set((assigned.clone(), placed.clone()));
            }
            placed
        })
    }

    /// The frame for a file of one document: cached, or made now.
    pub(crate) fn frame(&self, kind: FrameKind, make: impl FnOnce(&FrameKind) -> FileFrame) -> Arc<FileFrame> {
        match self.frame.get() {
            Some((before, frame)) if *before == kind => Arc::clone(frame),
            _ => {
                let frame = Arc::new(make(&kind));
                // If another thread was faster, its result is equal.
                let _ = self.frame.set((kind, Arc::clone(&frame)));
                frame
            }
        }
    }

    fn written_afresh(&self, assigned: &AssignedIds, fonts: &Fonts) -> PlacedPart {
        let mut objects = Objects::numbered_from(assigned.first);
        let LaidOut { sheets, structure, fields, .. } = &self.first;
        let page_ids: Vec<ObjectId> = sheets.iter().map(|_| objects.reserve()).collect();
        let resources = self.resources(&mut objects, fonts);
        let streams: Vec<PageStreams> = sheets.iter().map(streams).collect();
        let placed = forms::placed(&streams);
        let mut tree = StructureTree::new(structure, assigned.key);
        streams.iter().zip(sheets).for_each(|(streams, sheet)| tree.content(streams, sheet));
        let shown = (fields.as_slice(), sheets.as_slice(), resources);
        let fields = forms::add(&mut objects, &mut tree, &placed, &self.common.appearances, shown, &assigned.names);
        let mut annotations = vec![Vec::new(); sheets.len()];
        fields.iter().for_each(|(page, field)| annotations[*page].push(Object::from(*field)));
        links::add(&mut objects, &mut tree, &page_ids, &self.first, &mut annotations);
        let structure = tree.write(&mut objects, &page_ids, &assigned.names);
        for (index, sheet) in sheets.iter().enumerate() {
            let contents = assigned.contents.get(index).map_or(&[][..], Vec::as_slice);
            let page = PageDictionary { sheet, resources, contents, annotations: &annotations[index] };
            page.write(objects.open(page_ids[index]), assigned.pages, assigned.key + index as u32);
        }
        if assigned.has_outline {
            outline::add(&mut objects, &page_ids, &self.first);
        }
        let fields = fields.into_iter().map(|(_, field)| field).collect();
        let (chunk, loose) = objects.apart();
        PlacedPart { chunk, loose, structure, fields, pages: page_ids }
    }

    /// Whether its outline has any entry.
    pub(crate) fn has_bookmarks(&self) -> bool {
        outline::has_any(&self.first)
    }

    /// The resource dictionary of its pages: that of the file, or one of its own with its own font subsets.
    fn resources(&self, objects: &mut Objects, fonts: &Fonts) -> ObjectId {
        if self.is_common() {
            return numbers::RESOURCES;
        }
        let mut named = dictionary::fonts_of(&self.subsets.faces);
        for (face, subset) in &self.subsets.own {
            let chunk = subset.chunk(fonts.face(*face), *face, objects.next());
            let first = objects.include(&chunk, numbers::SUBSET_OBJECTS);
            named.set(face.resource(), first);
        }
        objects.add(dictionary::resources(named, self.picture.is_some()))
    }
}
