//! Writes a PDF file of one document or of thousands.
//!
//! 1. [`FileWriter::add`] assigns object numbers to a batch of documents, writes them in parallel and packs them into
//!    object streams. Content streams that several documents share are written once.
//! 2. [`FileWriter::finish`] writes what belongs to the file as a whole: catalog, page tree, structure tree, outline,
//!    metadata, cross-reference stream.
//!
//! [`FileWriter::single`] does both for a file of one document. Everything in such a file but the content streams and
//! the title, its frame, is cached in the template of the document.
//!
//! Numbers and bytes depend on the documents and their order alone, not on threads or time.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use lopdf::{Object, ObjectId, dictionary};
use rayon::prelude::*;

use super::catalog::FileIndex;
use super::error::{WriteError, too_large};
use crate::diag::say;
use crate::document::{Meta, Picture};
use crate::layout::face::Face;
use crate::layout::font::Fonts;
use crate::pdf::emit::part::{FilePart, PageContent};
use crate::pdf::emit::resources::dictionary::{fonts_of, resources};
use crate::pdf::emit::resources::shared::SharedObjects;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::compress::{deflate, deflate_alike};
use crate::pdf::emit::syntax::loose::{LooseObjects, PACK};
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;
use crate::pdf::emit::syntax::output::FileOutput;
use crate::pdf::emit::template::assigned::{AssignedIds, PlacedPart};
use crate::pdf::emit::template::frame::{FileFrame, FrameKind};
use crate::pdf::emit::template::metadata::FileMetadata;

/// A file being written to `W`.
pub(crate) struct FileWriter<'a, W> {
    fonts: &'a Fonts,
    shared: &'a SharedObjects,
    out: FileOutput<W>,
    /// Metadata of the file.
    meta: Cow<'a, Meta>,
    /// Whether it is a print run: the outline then lists the titles of its documents, in a file of one document the
    /// headings.
    is_run: bool,
    /// The next object number.
    next: u32,
    /// How many documents it has.
    parts: u32,
    /// Shared content streams that are in the file already, compressed.
    common: BTreeMap<Arc<[u8]>, ObjectId>,
    faces: BTreeSet<Face>,
    picture: Option<Arc<Picture>>,
    index: FileIndex,
}

/// From this many documents in an object stream on, alike objects stand close enough for fast compression.
const MANY: usize = 8;

impl<'a, W: Write> FileWriter<'a, W> {
    /// Starts a print run; [`FileWriter::single`] makes it a file of one document.
    pub(crate) fn new(
        (fonts, shared): (&'a Fonts, &'a SharedObjects),
        meta: Cow<'a, Meta>,
        out: W,
    ) -> FileWriter<'a, W> {
        let (out, is_run) = (FileOutput::new(out), true);
        let next = numbers::FIRST;
        let (parts, common, faces, picture, index) = Default::default();
        FileWriter { fonts, shared, out, meta, is_run, next, parts, common, faces, picture, index }
    }

    /// Writes a file of one document and returns the sink.
    ///
    /// # Errors
    /// Writing fails, or a font cannot be subset.
    pub(crate) fn single(mut self, part: &FilePart) -> Result<W, WriteError> {
        self.is_run = false;
        self.out.start()?;
        let node = self.reserve();
        let assigned = self.assigned(part, node)?;
        self.needs(part);
        let packet = self.reserve();
        let Meta { lang, author, date, .. } = &*self.meta;
        let faces = self.faces.clone();
        let kind = FrameKind { assigned, lang: *lang, author: author.clone(), date: date.clone(), faces };
        let frame = part.template.frame(kind, |kind| {
            let placed = part.template.write(&kind.assigned, self.fonts);
            let mut kids = Vec::new();
            let (chunk, loose) = self.bind(part, placed, &mut kids);
            let mut objects = Objects::numbered_from(self.next);
            objects.take_in(chunk, [loose, self.page_node(node, &kids)]);
            self.index.nodes.push(node);
            let common = part.template.common.pages.iter().flatten().map(|stream| &stream[..]);
            self.frame(packet, objects, deflate).with(common)
        });
        self.end(packet, &frame)
    }

    /// Appends documents, which are written in parallel.
    ///
    /// # Errors
    /// Writing fails, a font cannot be subset, or the file has more objects than readers take.
    pub(crate) fn add(&mut self, parts: &[FilePart]) -> Result<(), WriteError> {
        if self.out.is_empty() {
            self.out.start()?;
        }
        let node = self.reserve();
        let mut assigned: Vec<AssignedIds> = Vec::new();
        for part in parts {
            assigned.push(self.assigned(part, node)?);
        }
        let fonts = self.fonts;
        let write = |(part, assigned): (&FilePart, &AssignedIds)| part.template.write(assigned, fonts);
        let placed: Vec<PlacedPart> = parts.par_iter().zip(&assigned).map(write).collect();
        let mut packs: Vec<Vec<LooseObjects>> = Vec::new();
        let mut kids = Vec::new();
        for (part, placed) in parts.iter().zip(placed) {
            self.needs(part);
            let (chunk, loose) = self.bind(part, placed, &mut kids);
            self.out.own(&chunk)?;
            match packs.last_mut() {
                Some(last) if last.iter().map(LooseObjects::len).sum::<usize>() + loose.len() <= PACK => {
                    last.push(loose)
                }
                _ => packs.push(vec![loose]),
            }
        }
        packs.push(vec![self.page_node(node, &kids)]);
        self.index.nodes.push(node);
        Ok(self.pack(&packs)?)
    }

    /// Writes the frame of a print run and returns the sink.
    ///
    /// # Errors
    /// Writing fails, a font cannot be subset, or the file exceeds 4 GB.
    pub(crate) fn finish(mut self) -> Result<W, WriteError> {
        if self.out.is_empty() {
            self.out.start()?;
        }
        let packet = self.reserve();
        let objects = Objects::numbered_from(self.next);
        let frame = self.frame(packet, objects, deflate_alike);
        self.end(packet, &frame)
    }

    /// Writes the frame, the metadata and the shared objects, then the cross-reference stream.
    fn end(mut self, packet: ObjectId, frame: &FileFrame) -> Result<W, WriteError> {
        self.out.differs_by(&frame.digest);
        self.out.chunk(&frame.chunk)?;
        self.out.chunk(&frame.imprint.packet(packet, &self.meta.title))?;
        self.out.own(&frame.imprint.information(numbers::INFORMATION, &self.meta.title))?;
        for face in &self.faces {
            self.out.chunk(&self.shared.usual(self.fonts, *face)?.1)?;
        }
        if let Some(picture) = &self.picture {
            self.out.chunk(&self.shared.pictures.chunk(picture))?;
        }
        if frame.has_fields {
            self.out.chunk(self.shared.field_font(self.fonts)?)?;
        }
        self.out.chunk(&self.shared.colour)?;
        if self.out.is_too_long() {
            return Err(too_large(say!("ukuran PDF ini melebihi 4 GB", "a PDF of more than 4 GB")));
        }
        Ok(self.out.finish(numbers::CATALOG, numbers::INFORMATION)?)
    }

    /// Makes the objects that hold the file together: page tree, structure tree, outline, catalog.
    fn frame(&mut self, packet: ObjectId, mut objects: Objects, deflate: fn(&[u8]) -> Vec<u8>) -> FileFrame {
        let resources = resources(fonts_of(&self.faces), self.picture.is_some());
        self.index.write(&mut objects, resources, &self.meta, packet);
        let has_fields = !self.index.fields.is_empty();
        FileFrame::new(objects.finish(deflate), FileMetadata::of(&self.meta), has_fields)
    }

    fn reserve(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// The numbers of the content streams of a document; writes those that are not in the file yet.
    fn contents(&mut self, part: &FilePart) -> io::Result<Vec<Vec<ObjectId>>> {
        let mut chunk = Chunk::default();
        let mut id = |PageContent { bytes, is_common }: PageContent| {
            if let Some(known) = self.common.get(bytes).filter(|_| is_common) {
                return *known;
            }
            let id = self.reserve();
            chunk.content(id.0, bytes);
            // In a file of one document the digest of the frame covers the shared ones.
            if self.is_run || !is_common {
                self.out.differs_by(bytes);
            }
            if is_common && self.is_run {
                self.common.insert(Arc::clone(bytes), id);
            }
            id
        };
        let ids = part.contents().map(|page| page.map(&mut id).collect()).collect();
        self.out.chunk(&chunk)?;
        Ok(ids)
    }

    fn assigned(&mut self, part: &FilePart, pages: ObjectId) -> Result<AssignedIds, WriteError> {
        if self.is_run {
            // Corresponding objects of different documents then end in the same digits, which compresses well.
            self.next = self.next.next_multiple_of(10_u32.pow(part.most_objects().ilog10() + 1).min(100));
        }
        if self.next > numbers::MOST - part.most_objects() {
            let message = say!(
                "PDF ini memuat lebih banyak objek daripada yang diterima pembacanya",
                "more objects than readers take in a PDF"
            );
            return Err(too_large(message));
        }
        let contents = self.contents(part)?;
        let names = if self.is_run { format!("{}-", self.parts + 1) } else { String::new() };
        let assigned =
            AssignedIds { first: self.next, pages, key: self.index.key, names, contents, has_outline: !self.is_run };
        self.next += part.template.most_objects;
        self.index.key += part.template.most_keys;
        self.parts += 1;
        Ok(assigned)
    }

    /// Records the shared objects that a document needs.
    fn needs(&mut self, part: &FilePart) {
        self.faces.extend(&part.faces);
        if self.picture.is_none() {
            self.picture.clone_from(&part.template.picture);
        }
    }

    /// Records what the file as a whole must know of a written document; returns its objects.
    fn bind(&mut self, part: &FilePart, placed: PlacedPart, kids: &mut Vec<ObjectId>) -> (Chunk, LooseObjects) {
        let PlacedPart { chunk, loose, structure, fields, pages } = placed;
        self.index.pages += part.pages();
        self.index.documents.push(structure.document);
        self.index.parents.push(structure.parents);
        self.index.notes.extend(structure.notes);
        self.index.fields.extend(fields);
        if self.is_run {
            self.index.titles.extend(pages.first().map(|page| (part.title.clone(), *page)));
        } else {
            self.index.has_bookmarks |= part.template.has_bookmarks();
        }
        kids.extend(pages);
        (chunk, loose)
    }

    fn page_node(&self, node: ObjectId, kids: &[ObjectId]) -> LooseObjects {
        let mut objects = Objects::numbered_from(0);
        let count = kids.len() as i64;
        let kids: Vec<Object> = kids.iter().map(|kid| Object::from(*kid)).collect();
        objects
            .set(node, dictionary! { "Type" => "Pages", "Parent" => numbers::PAGES, "Count" => count, "Kids" => kids });
        objects.apart().1
    }

    /// Writes loose objects as object streams, one or more for each pack.
    fn pack(&mut self, packs: &[Vec<LooseObjects>]) -> io::Result<()> {
        let cut = |loose: &Vec<LooseObjects>| {
            let deflate = if loose.len() < MANY { deflate } else { deflate_alike };
            LooseObjects::abreast(loose).cut().into_iter().map(move |loose| (loose, deflate))
        };
        let packs: Vec<_> = packs.par_iter().flat_map_iter(cut).collect();
        let numbers: Vec<u32> = packs.iter().map(|_| self.reserve().0).collect();
        let chunks = packs.par_iter().zip(&numbers).map(|((loose, deflate), number)| loose.packed(*number, deflate));
        let chunks: Vec<Chunk> = chunks.collect();
        chunks.iter().try_for_each(|chunk| self.out.own(chunk))
    }
}
