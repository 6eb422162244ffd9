//! What pages show, as compressed streams.
//!
//! A page is drawn in stretches: what everybody's sheet shows is one stream, what one person's shows the next. A print
//! run holds the common ones once, and nobody's name costs the time to draw and compress what is around it.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::Arc;

use lopdf::Object;
use printpdf::{Mm, Op, PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

use super::forms::{self, Placed};
use super::objects::deflate;
use super::ops::{Drawing, page_ops};
use super::sequence::{Mark, Sequence, Stream};
use crate::pdf::galley::{Draw, Item};
use crate::pdf::memo::{Memo, hash_lengths, hash_of};
use crate::pdf::sheet::Sheet;
use crate::pdf::style::MM;

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

/// Common streams that were drawn before.
pub(crate) struct Memory(RefCell<Memo<Known>>);

/// So many common streams are remembered.
const STREAMS: usize = 256;

impl Default for Memory {
    fn default() -> Memory {
        Memory(RefCell::new(Memo::new(STREAMS)))
    }
}

/// A stream that was drawn, and all that it was drawn from.
struct Known {
    height: f32,
    sequences: Vec<(Mark, &'static str, Vec<Item>)>,
    bytes: Arc<[u8]>,
}

/// Draws pages, whose streams are given, and what their fields show.
pub(super) fn draw(
    sheets: &[Sheet],
    streams: &[Vec<Stream>],
    fields: &[Placed],
    with: &Drawing,
    memory: &Memory,
) -> Drawn {
    let usual = with.subsets.own.is_empty();
    let mut contents: Vec<Option<Arc<[u8]>>> = Vec::new();
    let mut new: Vec<(&Sheet, &Stream, Option<u64>)> = Vec::new();
    for (sheet, stream) in
        sheets.iter().zip(streams).flat_map(|(sheet, streams)| streams.iter().map(move |s| (sheet, s)))
    {
        let hash = (usual && !stream.is_personal).then(|| hash(sheet, stream));
        let known = hash.and_then(|hash| {
            let mut memo = memory.0.borrow_mut();
            memo.get(hash, |known| known.shows(sheet, stream, with)).map(|known| Arc::clone(&known.bytes))
        });
        if known.is_none() {
            new.push((sheet, stream, hash));
        }
        contents.push(known);
    }
    let mut pages: Vec<Page> = new.iter().map(|(sheet, stream, _)| Page::new(sheet, &stream.sequences, with)).collect();
    pages.extend(fields.iter().map(|field| {
        let sheet = forms::appearance(field.widget);
        Page::new(&sheet, &[Sequence { mark: Mark::Shown, items: &sheet.items }], with)
    }));
    let mut drawn = printed(pages);
    let appearances = drawn.split_off(new.len());
    let mut compressed = compressed(&drawn).into_iter();
    for ((sheet, stream, hash), bytes) in new.iter().zip(compressed.clone()) {
        if let Some(hash) = hash {
            memory.0.borrow_mut().insert(*hash, Known::new(sheet, stream, with, bytes));
        }
    }
    let mut contents = contents.into_iter();
    let mut content = |stream: &Stream| {
        let bytes = contents.next().flatten().or_else(|| compressed.next()).unwrap_or_default();
        Content { bytes, is_common: !stream.is_personal }
    };
    Drawn { pages: streams.iter().map(|streams| streams.iter().map(&mut content).collect()).collect(), appearances }
}

/// The operations of a page.
struct Page {
    size: (f32, f32),
    ops: Vec<Op>,
}

impl Page {
    fn new(sheet: &Sheet, sequences: &[Sequence], with: &Drawing) -> Page {
        Page { size: (sheet.width, sheet.height), ops: page_ops(sheet, sequences, with) }
    }
}

/// More than these are made by two threads.
const FEW: usize = 3;

/// The content that printpdf makes of each page.
fn printed(mut pages: Vec<Page>) -> Vec<Vec<u8>> {
    if pages.len() <= FEW {
        return print(pages);
    }
    let second = pages.split_off(pages.len() / 2);
    let (mut contents, more) = rayon::join(|| print(pages), || print(second));
    contents.extend(more);
    contents
}

fn print(pages: Vec<Page>) -> Vec<Vec<u8>> {
    let mut pdf = PdfDocument::new("");
    let page = |Page { size: (width, height), ops }| PdfPage::new(Mm(width / MM), Mm(height / MM), ops);
    pdf.pages = pages.into_iter().map(page).collect();
    // `secure` would drop the operators that printpdf does not know; all of them are ours.
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let printed = pdf.to_lopdf_document(&options, &mut Vec::new());
    let content = |id| {
        let page = printed.get_dictionary(id).ok()?;
        let content = page.get(b"Contents").and_then(Object::as_reference).and_then(|id| printed.get_object(id));
        content.and_then(Object::as_stream).map(|stream| stream.content.clone()).ok()
    };
    printed.get_pages().into_values().map(|id| content(id).unwrap_or_default()).collect()
}

fn compressed(contents: &[Vec<u8>]) -> Vec<Arc<[u8]>> {
    let deflate = |content: &Vec<u8>| Arc::from(deflate(content));
    if contents.len() <= FEW {
        contents.iter().map(deflate).collect()
    } else {
        contents.par_iter().map(deflate).collect()
    }
}

/// A hash of the outlines of a stream; [`Known::shows`] looks at the rest.
fn hash(sheet: &Sheet, stream: &Stream) -> u64 {
    hash_of(|hasher| {
        hash_lengths(&[sheet.width, sheet.height], hasher);
        for Sequence { mark, items } in &stream.sequences {
            (mark.number(), items.len()).hash(hasher);
            if let Some(Item { draw: Draw::Run(run), .. }) = items.first() {
                hash_lengths(&[run.x, run.y, run.width], hasher);
            }
        }
    })
}

impl Known {
    fn new(sheet: &Sheet, stream: &Stream, with: &Drawing, bytes: Arc<[u8]>) -> Known {
        let known = |sequence: &Sequence| (sequence.mark, with.tag(sequence.mark), sequence.items.to_vec());
        Known { height: sheet.height, sequences: stream.sequences.iter().map(known).collect(), bytes }
    }

    /// Whether it shows what a stream does, in marks of the same kinds and numbers.
    fn shows(&self, sheet: &Sheet, stream: &Stream, with: &Drawing) -> bool {
        let is_same = |((mark, tag, items), sequence): (&(Mark, &str, Vec<Item>), &Sequence)| {
            mark.number() == sequence.mark.number()
                && *tag == with.tag(sequence.mark)
                && items.len() == sequence.items.len()
                && items.iter().zip(sequence.items).all(|(a, b)| a.draw == b.draw)
        };
        self.height == sheet.height
            && self.sequences.len() == stream.sequences.len()
            && self.sequences.iter().zip(&stream.sequences).all(is_same)
    }
}
