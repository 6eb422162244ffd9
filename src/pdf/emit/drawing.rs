//! What pages show, as compressed streams.
//!
//! What everybody's sheet shows is one stream, what one person's shows another. A print run holds the common ones once.
//! What was drawn and compressed before is neither drawn nor compressed again.

use std::hash::Hash;
use std::sync::Arc;

use lopdf::Object;
use printpdf::{Mm, Op, PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

use super::compress::deflate;
use super::forms::{self, Placed};
use super::memory::Memory;
use super::ops::{Drawing, State, sequence_ops};
use super::sequence::{Mark, Sequence, Stream};
use super::typed;
use crate::pdf::galley::{Draw, Item};
use crate::pdf::memo::{hash_lengths, hash_of};
use crate::pdf::sheet::Sheet;

/// A stream of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Content {
    /// Compressed.
    pub(super) bytes: Arc<[u8]>,
    /// Whether other documents have the same.
    pub(super) is_common: bool,
}

/// What the pages of a document show.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    /// The streams of each page, in their order.
    pub(super) pages: Vec<Vec<Content>>,
    /// What each field shows, not compressed.
    pub(super) appearances: Vec<Vec<u8>>,
}

/// A sequence that was drawn: from what, and what came of it.
pub(super) struct Piece {
    height: f32,
    number: Option<u32>,
    tag: &'static str,
    items: Vec<Item>,
    before: State,
    after: State,
    bytes: Arc<[u8]>,
}

/// So many sequences are remembered.
pub(super) const PIECES: usize = 2048;

/// Draws pages, whose streams are given, and what their fields show.
pub(super) fn draw(
    sheets: &[Sheet],
    streams: &[Vec<Stream>],
    fields: &[Placed],
    with: &Drawing,
    memory: &Memory,
) -> Drawn {
    let mut painter = Painter { with, memory, usual: with.subsets.own.is_empty(), new: Vec::new() };
    let mut drafts = Vec::new();
    for (sheet, streams) in sheets.iter().zip(streams) {
        drafts.extend(streams.iter().map(|stream| match stream.is_personal {
            true => painter.afresh(sheet.height, &stream.sequences),
            false => painter.stream(sheet.height, &stream.sequences),
        }));
    }
    let pages = drafts.len();
    for field in fields {
        let sheet = forms::appearance(field.widget);
        drafts.push(painter.afresh(sheet.height, &[Sequence { mark: Mark::Shown, items: &sheet.items }]));
    }
    let mut contents = painter.finish(drafts);
    let appearances = contents.split_off(pages);
    let all: Vec<&Stream> = streams.iter().flatten().collect();
    let bytes = compressed(&contents, &all, memory);
    let mut drawn = all.iter().zip(bytes).map(|(stream, bytes)| Content { bytes, is_common: !stream.is_personal });
    Drawn { pages: streams.iter().map(|streams| drawn.by_ref().take(streams.len()).collect()).collect(), appearances }
}

/// Draws streams piece by piece.
struct Painter<'a> {
    with: &'a Drawing<'a>,
    memory: &'a Memory,
    /// Whether the usual subsets suffice; glyphs of others have numbers that hold in one document.
    usual: bool,
    /// What was not drawn before.
    new: Vec<New>,
}

/// The operations of a piece, and what to remember it by.
struct New {
    ops: Vec<Op>,
    piece: Option<(u64, Piece)>,
}

/// A piece of a stream: drawn before, or one of [`Painter::new`].
enum Draft {
    Known(Arc<[u8]>),
    New(usize),
}

impl Painter<'_> {
    /// A stream that hardly any other document has.
    fn afresh(&mut self, height: f32, sequences: &[Sequence]) -> Vec<Draft> {
        let mut state = State::default();
        let mut ops = Vec::new();
        for sequence in sequences {
            let (more, after) = sequence_ops(height, state, sequence, self.with);
            ops.extend(more);
            state = after;
        }
        ops.extend(state.is_open().then_some(Op::EndTextSection));
        if let Some(content) = typed::content(&ops) {
            return vec![Draft::Known(Arc::from(content))];
        }
        self.new.push(New { ops, piece: None });
        vec![Draft::New(self.new.len() - 1)]
    }

    fn stream(&mut self, height: f32, sequences: &[Sequence]) -> Vec<Draft> {
        let mut state = State::default();
        let mut drafts: Vec<Draft> =
            sequences.iter().map(|sequence| self.piece(height, sequence, &mut state)).collect();
        if state.is_open() {
            drafts.push(Draft::Known(Arc::from(b"ET".as_slice())));
        }
        drafts
    }

    fn piece(&mut self, height: f32, sequence: &Sequence, state: &mut State) -> Draft {
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
        let is_meant = |known: &Piece| {
            (known.number, known.tag, known.height, known.before) == (number, tag, height, before)
                && known.items.len() == sequence.items.len()
                && known.items.iter().zip(sequence.items).all(|(a, b)| a.draw == b.draw)
        };
        if self.usual
            && let Some(known) = self.memory.pieces.borrow_mut().get(hash, is_meant)
        {
            *state = known.after;
            return Draft::Known(Arc::clone(&known.bytes));
        }
        let (ops, after) = sequence_ops(height, before, sequence, self.with);
        *state = after;
        let piece = self.usual.then(|| {
            let (items, bytes) = (sequence.items.to_vec(), Arc::default());
            (hash, Piece { height, number, tag, items, before, after, bytes })
        });
        self.new.push(New { ops, piece });
        Draft::New(self.new.len() - 1)
    }

    /// The bytes of streams.
    fn finish(self, drafts: Vec<Vec<Draft>>) -> Vec<Vec<u8>> {
        let (ops, pieces): (Vec<_>, Vec<_>) = self.new.into_iter().map(|New { ops, piece }| (ops, piece)).unzip();
        let printed: Vec<Arc<[u8]>> = printed(ops).into_iter().map(Arc::from).collect();
        for ((hash, piece), bytes) in
            pieces.into_iter().zip(&printed).filter_map(|(piece, bytes)| Some((piece?, bytes)))
        {
            self.memory.pieces.borrow_mut().insert(hash, Piece { bytes: Arc::clone(bytes), ..piece });
        }
        let join = |drafts: Vec<Draft>| {
            let mut bytes = Vec::new();
            for draft in drafts {
                let piece = match draft {
                    Draft::Known(piece) => piece,
                    Draft::New(index) => Arc::clone(&printed[index]),
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

pub(super) fn print(ops: Vec<Vec<Op>>) -> Vec<Vec<u8>> {
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

/// Compresses streams; the common ones are remembered.
fn compressed(contents: &[Vec<u8>], streams: &[&Stream], memory: &Memory) -> Vec<Arc<[u8]>> {
    let is_common = |index: usize| streams.get(index).is_some_and(|stream: &&Stream| !stream.is_personal);
    let known =
        contents.iter().enumerate().map(|(index, content)| is_common(index).then(|| memory.known(content)).flatten());
    let known: Vec<Option<Arc<[u8]>>> = known.collect();
    let missing: Vec<&Vec<u8>> =
        contents.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(content, _)| content).collect();
    let compress = |content: &&Vec<u8>| Arc::from(deflate(content));
    let mut new: std::vec::IntoIter<Arc<[u8]>> = match missing.len() {
        ..=FEW_STREAMS => missing.iter().map(compress).collect::<Vec<_>>(),
        _ => missing.par_iter().map(compress).collect(),
    }
    .into_iter();
    let mut bytes = Vec::new();
    for (index, known) in known.into_iter().enumerate() {
        let is_new = known.is_none();
        let compressed = known.or_else(|| new.next()).unwrap_or_default();
        if is_new && is_common(index) {
            memory.remember(&contents[index], &compressed);
        }
        bytes.push(compressed);
    }
    bytes
}
