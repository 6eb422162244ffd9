//! What pages show, as compressed streams.
//!
//! What everybody's sheet shows is one stream, what one person's shows another. A print run holds the common ones once.
//! What was drawn and compressed before is neither drawn nor compressed again.

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

/// What the pages of a document show that other documents show, too.
#[derive(Debug, Clone)]
pub(crate) struct CommonContent {
    /// The stream of each page, compressed; none where there is nothing on it.
    pub(crate) pages: Vec<Option<Arc<[u8]>>>,
    /// What each field shows, not compressed.
    pub(crate) appearances: Vec<Vec<u8>>,
}

/// Draws what pages show that others show, too, and what their fields show.
pub(crate) fn common(
    sheets: &[Sheet],
    streams: &[PageStreams],
    appearances: &[Sheet],
    with: &DrawingContext,
    memory: &DrawingCache,
) -> CommonContent {
    let mut painter = Painter { with, memory, usual: with.subsets.own.is_empty(), new: Vec::new() };
    let drafts = sheets.iter().zip(streams).map(|(sheet, streams)| painter.stream(sheet.height, &streams.common));
    let mut drafts: Vec<_> = drafts.collect();
    for sheet in appearances {
        drafts.push(painter.afresh(sheet.height, &[Sequence { mark: ContentMark::Shown, items: &sheet.items }]));
    }
    let mut contents = painter.finish(drafts);
    let appearances = contents.split_off(sheets.len());
    let drawn = compressed(&contents, memory).into_iter().zip(streams);
    let pages = drawn.map(|(bytes, streams)| (!streams.common.is_empty()).then_some(bytes)).collect();
    CommonContent { pages, appearances }
}

/// Draws what pages show of one person, compressed: the stream of each page, or none.
pub(crate) fn personal(sheets: &[Sheet], streams: &[PageStreams], with: &DrawingContext) -> Vec<Option<Arc<[u8]>>> {
    let draw = |(sheet, streams): (&Sheet, &PageStreams)| {
        let ops = Some(&streams.personal).filter(|sequences| !sequences.is_empty());
        let ops = ops.map(|sequences| afresh(sheet.height, sequences, with))?;
        let content = typed::content(&ops).unwrap_or_else(|| print(vec![ops]).pop().unwrap_or_default());
        Some(Arc::from(deflate_few(&content)))
    };
    sheets.iter().zip(streams).map(draw).collect()
}

/// The operations of a stream that hardly any other document has.
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

/// Draws streams piece by piece.
struct Painter<'a> {
    with: &'a DrawingContext<'a>,
    memory: &'a DrawingCache,
    /// Whether the usual subsets suffice; glyphs of others have numbers that hold in one document.
    usual: bool,
    /// What was not drawn before.
    new: Vec<PendingSequence>,
}

/// The operations of a piece, and what to remember it by.
struct PendingSequence {
    ops: Vec<Op>,
    piece: Option<(u64, DrawnSequence)>,
}

/// A piece of a stream: drawn before, or one of [`Painter::new`].
enum SequenceSource {
    Known(Arc<[u8]>),
    PendingSequence(usize),
}

impl Painter<'_> {
    fn afresh(&mut self, height: f32, sequences: &[Sequence]) -> Vec<SequenceSource> {
        self.new.push(PendingSequence { ops: afresh(height, sequences, self.with), piece: None });
        vec![SequenceSource::PendingSequence(self.new.len() - 1)]
    }

    fn stream(&mut self, height: f32, sequences: &[Sequence]) -> Vec<SequenceSource> {
        let mut state = GraphicsState::default();
        let mut drafts: Vec<SequenceSource> =
            sequences.iter().map(|sequence| self.piece(height, sequence, &mut state)).collect();
        if state.is_open() {
            drafts.push(SequenceSource::Known(Arc::from(b"ET".as_slice())));
        }
        drafts
    }

    fn piece(&mut self, height: f32, sequence: &Sequence, state: &mut GraphicsState) -> SequenceSource {
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
            && let Some(known) = self.memory.sequences.borrow_mut().get(hash, is_meant)
        {
            *state = known.after;
            return SequenceSource::Known(Arc::clone(&known.bytes));
        }
        let (ops, after) = sequence_ops(height, before, sequence, self.with);
        *state = after;
        let piece = self.usual.then(|| {
            let (items, bytes) = (sequence.items.to_vec(), Arc::default());
            (hash, DrawnSequence { height, number, tag, items, before, after, bytes })
        });
        self.new.push(PendingSequence { ops, piece });
        SequenceSource::PendingSequence(self.new.len() - 1)
    }

    /// The bytes of streams.
    fn finish(self, drafts: Vec<Vec<SequenceSource>>) -> Vec<Vec<u8>> {
        let (ops, pieces): (Vec<_>, Vec<_>) =
            self.new.into_iter().map(|PendingSequence { ops, piece }| (ops, piece)).unzip();
        let printed: Vec<Arc<[u8]>> = printed(ops).into_iter().map(Arc::from).collect();
        for ((hash, piece), bytes) in
            pieces.into_iter().zip(&printed).filter_map(|(piece, bytes)| Some((piece?, bytes)))
        {
            self.memory.sequences.borrow_mut().insert(hash, DrawnSequence { bytes: Arc::clone(bytes), ..piece });
        }
        let join = |drafts: Vec<SequenceSource>| {
            let mut bytes = Vec::new();
            for draft in drafts {
                let piece = match draft {
                    SequenceSource::Known(piece) => piece,
                    SequenceSource::PendingSequence(index) => Arc::clone(&printed[index]),
                };
                if !piece.is_empty() {
                    bytes.extend_from_slice(&piece);
                    bytes.push(b'\n');
                }
            }
            bytes
        };
        drafts.into_iter().map(join).collect()
    }
}

/// More pieces and streams than these are made by two threads.
const FEW_PIECES: usize = 64;
const FEW_STREAMS: usize = 3;

/// The content that printpdf makes of each list of operations.
fn printed(mut ops: Vec<Vec<Op>>) -> Vec<Vec<u8>> {
    if ops.len() <= FEW_PIECES {
        return print(ops);
    }
    let second = ops.split_off(ops.len() / 2);
    let (mut contents, more) = rayon::join(|| print(ops), || print(second));
    contents.extend(more);
    contents
}

pub(crate) fn print(ops: Vec<Vec<Op>>) -> Vec<Vec<u8>> {
    if ops.is_empty() {
        return Vec::new();
    }
    let mut pdf = PdfDocument::new("");
    pdf.pages = ops.into_iter().map(|ops| PdfPage::new(Mm(1.0), Mm(1.0), ops)).collect();
    // `secure` would drop the operators that printpdf does not know; all of them are ours.
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let printed = pdf.to_lopdf_document(&options, &mut Vec::new());
    let content = |id| {
        let page = printed.get_dictionary(id).ok()?;
        let content = page.get(b"Contents").and_then(Object::as_reference).and_then(|id| printed.get_object(id));
        content.and_then(Object::as_stream).map(|stream| stream.content.trim_ascii_end().to_vec()).ok()
    };
    printed.get_pages().into_values().map(|id| content(id).unwrap_or_default()).collect()
}

/// Compresses streams, each once.
fn compressed(contents: &[Vec<u8>], memory: &DrawingCache) -> Vec<Arc<[u8]>> {
    let known: Vec<Option<Arc<[u8]>>> = contents.iter().map(|content| memory.known(content)).collect();
    let missing: Vec<&Vec<u8>> =
        contents.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(content, _)| content).collect();
    let compress = |content: &&Vec<u8>| Arc::from(deflate(content));
    let new: Vec<Arc<[u8]>> = match missing.len() {
        ..=FEW_STREAMS => missing.iter().map(compress).collect(),
        _ => missing.par_iter().map(compress).collect(),
    };
    missing.iter().zip(&new).for_each(|(content, bytes)| memory.remember(content, bytes));
    let mut new = new.into_iter();
    known.into_iter().map(|known| known.or_else(|| new.next()).unwrap_or_default()).collect()
}
