//! Draws pages as compressed content streams.
//!
//! Each page has up to two: one with what all documents of a template share, which a print run holds once, and one with
//! personal text. Drawn sequences and compressed streams are cached.
//!
//! # What printpdf does here
//! `ops` expresses drawing as printpdf's operations; printpdf turns them into the operators of content streams, and
//! nothing else. It has no function for that alone, so [`print`] lets it build a whole document of pages that show the
//! operations and takes the content streams out of it. Objects, fonts, images, tags and the file itself are written by
//! this module; lopdf provides its types of objects. `typed` serialises personal text itself, since the detour through a
//! document would take most of the time of a merge.

use std::hash::Hash;
use std::sync::Arc;

use lopdf::Object;
use printpdf::{Mm, Op, PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

use super::cache::{DrawingCache, DrawnSequence};
use super::ops::{DrawingContext, GraphicsState, sequence_ops};
use super::sequence::{ContentMark, PageStreams, Sequence};
use super::typed;
use crate::cache::{hash_lengths, hash_of};
use crate::layout::item::{Draw, Item};
use crate::layout::sheet::Sheet;
use crate::pdf::emit::syntax::compress::{deflate, deflate_few};

/// The content that documents of a template share.
#[derive(Debug, Clone)]
pub(crate) struct CommonContent {
    /// The compressed stream of each page; `None` where there is nothing on it.
    pub(crate) pages: Vec<Option<Arc<[u8]>>>,
    /// The appearance of each field, not compressed.
    pub(crate) appearances: Vec<Vec<u8>>,
}

/// Draws the shared content of pages, and the appearances of fields.
pub(crate) fn common(
    sheets: &[Sheet],
    streams: &[PageStreams],
    appearances: &[Sheet],
    with: &DrawingContext,
    cache: &DrawingCache,
) -> CommonContent {
    let mut painter = Painter { with, cache, usual: with.subsets.own.is_empty(), new: Vec::new() };
    let sources = sheets.iter().zip(streams).map(|(sheet, streams)| painter.stream(sheet.height, &streams.common));
    let mut sources: Vec<_> = sources.collect();
    for sheet in appearances {
        sources.push(painter.afresh(sheet.height, &[Sequence { mark: ContentMark::Shown, items: &sheet.items }]));
    }
    let mut contents = painter.finish(sources);
    let appearances = contents.split_off(sheets.len());
    let drawn = compressed(&contents, cache).into_iter().zip(streams);
    let pages = drawn.map(|(bytes, streams)| (!streams.common.is_empty()).then_some(bytes)).collect();
    CommonContent { pages, appearances }
}

/// Draws the personal content of pages: the compressed stream of each, or `None`.
pub(crate) fn personal(sheets: &[Sheet], streams: &[PageStreams], with: &DrawingContext) -> Vec<Option<Arc<[u8]>>> {
    let draw = |(sheet, streams): (&Sheet, &PageStreams)| {
        let ops = Some(&streams.personal).filter(|sequences| !sequences.is_empty());
        let ops = ops.map(|sequences| afresh(sheet.height, sequences, with))?;
        let content = typed::content(&ops).unwrap_or_else(|| print(vec![ops]).pop().unwrap_or_default());
        Some(Arc::from(deflate_few(&content)))
    };
    sheets.iter().zip(streams).map(draw).collect()
}

/// The operations of a stream, without looking for cached sequences.
fn afresh(height: f32, sequences: &[Sequence], with: &DrawingContext) -> Vec<Op> {
    let mut state = GraphicsState::default();
    let mut ops = Vec::new();
    for sequence in sequences {
        let (more, after) = sequence_ops(height, state, sequence, with);
        ops.extend(more);
        state = after;
    }
    ops.extend(state.is_open().then_some(Op::EndTextSection));
    ops
}

/// Draws streams sequence by sequence, from the cache where possible.
struct Painter<'a> {
    with: &'a DrawingContext<'a>,
    cache: &'a DrawingCache,
    /// Whether the usual subsets suffice. Glyph ids of other subsets hold in one document, so nothing of it is cached.
    usual: bool,
    /// Sequences to be drawn.
    new: Vec<PendingSequence>,
}

/// The operations of a sequence, and its entry in the cache.
struct PendingSequence {
    ops: Vec<Op>,
    /// By its hash; its content is added once it is drawn.
    entry: Option<(u64, DrawnSequence)>,
}

/// Where the content of a sequence comes from.
enum SequenceSource {
    Cached(Arc<[u8]>),
    /// An index into [`Painter::new`].
    Pending(usize),
}

impl Painter<'_> {
    fn afresh(&mut self, height: f32, sequences: &[Sequence]) -> Vec<SequenceSource> {
        self.new.push(PendingSequence { ops: afresh(height, sequences, self.with), entry: None });
        vec![SequenceSource::Pending(self.new.len() - 1)]
    }

    fn stream(&mut self, height: f32, sequences: &[Sequence]) -> Vec<SequenceSource> {
        let mut state = GraphicsState::default();
        let mut sources: Vec<SequenceSource> =
            sequences.iter().map(|sequence| self.sequence(height, sequence, &mut state)).collect();
        if state.is_open() {
            sources.push(SequenceSource::Cached(Arc::from(b"ET".as_slice())));
        }
        sources
    }

    fn sequence(&mut self, height: f32, sequence: &Sequence, state: &mut GraphicsState) -> SequenceSource {
        let (number, tag, before) = (sequence.mark.number(), self.with.tag(sequence.mark), *state);
        let hash = hash_of(|hasher| {
            (number, tag, sequence.items.len()).hash(hasher);
            before.hash(hasher);
            hash_lengths(&[height], hasher);
            if let Some(Item { draw: Draw::Run(run), .. }) = sequence.items.first() {
                run.text.hash(hasher);
                hash_lengths(&[run.x, run.y, run.width], hasher);
            }
        });
        let is_meant = |known: &DrawnSequence| {
            (known.number, known.tag, known.height, known.before) == (number, tag, height, before)
                && known.items.len() == sequence.items.len()
                && known.items.iter().zip(sequence.items).all(|(a, b)| a.draw == b.draw)
        };
        if self.usual
            && let Some(known) = self.cache.sequences.borrow_mut().get(hash, is_meant)
        {
            *state = known.after;
            return SequenceSource::Cached(Arc::clone(&known.bytes));
        }
        let (ops, after) = sequence_ops(height, before, sequence, self.with);
        *state = after;
        let entry = self.usual.then(|| {
            let (items, bytes) = (sequence.items.to_vec(), Arc::default());
            (hash, DrawnSequence { height, number, tag, items, before, after, bytes })
        });
        self.new.push(PendingSequence { ops, entry });
        SequenceSource::Pending(self.new.len() - 1)
    }

    /// Draws what is new and returns the bytes of all streams.
    fn finish(self, sources: Vec<Vec<SequenceSource>>) -> Vec<Vec<u8>> {
        let (ops, entries): (Vec<_>, Vec<_>) =
            self.new.into_iter().map(|PendingSequence { ops, entry }| (ops, entry)).unzip();
        let printed: Vec<Arc<[u8]>> = printed(ops).into_iter().map(Arc::from).collect();
        for (entry, bytes) in entries.into_iter().zip(&printed) {
            if let Some((hash, drawn)) = entry {
                self.cache.sequences.borrow_mut().insert(hash, DrawnSequence { bytes: Arc::clone(bytes), ..drawn });
            }
        }
        let join = |sources: Vec<SequenceSource>| {
            let mut bytes = Vec::new();
            for source in sources {
                let sequence = match source {
                    SequenceSource::Cached(content) => content,
                    SequenceSource::Pending(index) => Arc::clone(&printed[index]),
                };
                if !sequence.is_empty() {
                    bytes.extend_from_slice(&sequence);
                    bytes.push(b'\n');
                }
            }
            bytes
        };
        sources.into_iter().map(join).collect()
    }
}

/// Up to these numbers of sequences and streams one thread is enough.
const FEW_SEQUENCES: usize = 64;
const FEW_STREAMS: usize = 3;

/// As [`print`], on two threads where it is worth it.
fn printed(mut ops: Vec<Vec<Op>>) -> Vec<Vec<u8>> {
    if ops.len() <= FEW_SEQUENCES {
        return print(ops);
    }
    let second = ops.split_off(ops.len() / 2);
    let (mut contents, more) = rayon::join(|| print(ops), || print(second));
    contents.extend(more);
    contents
}

/// The content of each list of operations, by way of a document of pages; see the module.
pub(crate) fn print(ops: Vec<Vec<Op>>) -> Vec<Vec<u8>> {
    if ops.is_empty() {
        return Vec::new();
    }
    let mut pdf = PdfDocument::new("");
    pdf.pages = ops.into_iter().map(|ops| PdfPage::new(Mm(1.0), Mm(1.0), ops)).collect();
    // `secure` would drop operators that printpdf does not know, which are ours.
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let printed = pdf.to_lopdf_document(&options, &mut Vec::new());
    let content = |id| {
        let page = printed.get_dictionary(id).ok()?;
        let content = page.get(b"Contents").and_then(Object::as_reference).and_then(|id| printed.get_object(id));
        content.and_then(Object::as_stream).map(|stream| stream.content.trim_ascii_end().to_vec()).ok()
    };
    printed.get_pages().into_values().map(|id| content(id).unwrap_or_default()).collect()
}

/// Compresses streams, from the cache where possible.
fn compressed(contents: &[Vec<u8>], cache: &DrawingCache) -> Vec<Arc<[u8]>> {
    let known: Vec<Option<Arc<[u8]>>> = contents.iter().map(|content| cache.known(content)).collect();
    let missing: Vec<&Vec<u8>> =
        contents.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(content, _)| content).collect();
    let compress = |content: &&Vec<u8>| Arc::from(deflate(content));
    let new: Vec<Arc<[u8]>> = match missing.len() {
        ..=FEW_STREAMS => missing.iter().map(compress).collect(),
        _ => missing.par_iter().map(compress).collect(),
    };
    missing.iter().zip(&new).for_each(|(content, bytes)| cache.remember(content, bytes));
    let mut new = new.into_iter();
    known.into_iter().map(|known| known.or_else(|| new.next()).unwrap_or_default()).collect()
}
