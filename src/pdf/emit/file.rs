//! Writes a PDF file of one document or of thousands.
//!
//! 1. [`FileWriter::add`] assigns object numbers to a batch of documents, writes them in parallel and packs them into object
//!    streams. Content streams that several documents share are written once.
//! 2. [`FileWriter::finish`] writes what belongs to the file as a whole: catalog, page tree, structure tree, outline,
//!    metadata, cross-reference stream.
//!
//! [`FileWriter::single`] does both for a file of one document. Everything in such a file but the content streams and the
//! title, its frame, is cached in the template of the document.
//!
//! Numbers and bytes depend on the documents and their order alone, not on threads or time.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};
use rayon::prelude::*;

use super::part::{FilePart, PageContent};
use super::resources::colour;
use super::resources::dictionary::{fonts_of, resources};
use super::resources::shared::SharedObjects;
use super::syntax::chunk::Chunk;
use super::syntax::compress::{deflate, deflate_alike};
use super::syntax::loose::{LooseObjects, PACK};
use super::syntax::number_tree::{self, Leaf};
use super::syntax::numbers;
use super::syntax::objects::Objects;
use super::syntax::output::FileOutput;
use super::tags::forms;
use super::template::assigned::{AssignedIds, PlacedPart};
use super::template::frame::{FileFrame, FrameKind};
use super::template::metadata::FileMetadata;
use crate::diag::{Code, Diagnostic, Message, say};
use crate::document::{Meta, Picture};
use crate::layout::face::Face;
use crate::layout::font::Fonts;

/// A file being written to `W`.
pub(crate) struct FileWriter<'a, W> {
    fonts: &'a Fonts,
    shared: &'a SharedObjects,
    out: FileOutput<W>,
    /// Metadata of the file.
    meta: Cow<'a, Meta>,
    /// Whether it is a print run: the outline then lists the titles of its documents, in a file of one document the headings.
    is_run: bool,
    next: u32,
    key: u32,
    parts: u32,
    pages: u32,
    /// Shared content streams that are in the file already, compressed.
    common: BTreeMap<Arc<[u8]>, ObjectId>,
    faces: BTreeSet<Face>,
    picture: Option<Arc<Picture>>,
    /// The inner nodes of the page tree.
    nodes: Vec<ObjectId>,
    documents: Vec<ObjectId>,
    parents: Vec<Leaf>,
    notes: Vec<Leaf>,
    fields: Vec<ObjectId>,
    /// The title and the first page of each document.
    titles: Vec<(String, ObjectId)>,
    has_bookmarks: bool,
}

/// Why a file could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// A font that cannot be cut down, or a file beyond the limits of the format.
    Finding(Diagnostic),
    /// Writing failed.
    Io(io::Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> WriteError {
        WriteError::Io(error)
    }
}

impl From<Diagnostic> for WriteError {
    fn from(finding: Diagnostic) -> WriteError {
        WriteError::Finding(finding)
    }
}

/// The finding that a file is beyond the limits of the format.
fn too_large(message: Message) -> WriteError {
    let finding = Diagnostic::error(Code::PdfNotWritten, message);
    WriteError::Finding(finding.help(say!("bagi menjadi beberapa berkas dengan `--split`", "split it with `--split`")))
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
        let (key, parts, pages, common, faces, picture) = Default::default();
        let (nodes, documents, parents, notes, fields, titles, has_bookmarks) = Default::default();
        FileWriter {
            fonts,
            shared,
            out,
            meta,
            is_run,
            next,
            key,
            parts,
            pages,
            common,
            faces,
            picture,
            nodes,
            documents,
            parents,
            notes,
            fields,
            titles,
            has_bookmarks,
        }
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
            self.nodes.push(node);
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
        self.nodes.push(node);
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
        let kids: Vec<Object> = self.nodes.iter().map(|node| Object::from(*node)).collect();
        objects.set(numbers::PAGES, dictionary! { "Type" => "Pages", "Count" => self.pages, "Kids" => kids });
        objects.set(numbers::RESOURCES, resources(fonts_of(&self.faces), self.picture.is_some()));
        self.write_tree(&mut objects);
        if self.is_run {
            self.write_titles(&mut objects);
        }
        self.write_catalog(&mut objects, packet);
        let has_fields = !self.fields.is_empty();
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
            AssignedIds { first: self.next, pages, key: self.key, names, contents, has_outline: !self.is_run };
        self.next += part.template.most_objects;
        self.key += part.template.most_keys;
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
        self.pages += part.pages();
        self.documents.push(structure.document);
        self.parents.push(structure.parents);
        self.notes.extend(structure.notes);
        self.fields.extend(fields);
        self.has_bookmarks |= part.template.has_bookmarks();
        if self.is_run {
            self.titles.extend(pages.first().map(|page| (part.title.clone(), *page)));
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
        self.has_bookmarks = !titles.is_empty();
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

    fn write_catalog(&self, objects: &mut Objects, packet: ObjectId) {
        let mut catalog: Dictionary = dictionary! {
            "Type" => "Catalog",
            "Pages" => numbers::PAGES,
            "Lang" => Object::string_literal(self.meta.lang.tag()),
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
