//! The objects of a file, and the file that they make.
//!
//! 1. [`Objects`] numbers objects and takes them in. Streams stand by themselves; everything else goes into object
//!    streams, where it compresses well.
//! 2. [`Objects::finish`] makes a [`Part`] of them: bytes that can go into any number of files.
//! 3. [`assemble`] joins parts to a file and adds the table of where each object is.
//!
//! lopdf's own saving clones every object and compresses shared ones anew for each file.

use std::cell::RefCell;

use flate2::{Compress, Compression};
use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::notation::{self, text};
use super::program;

/// An object stream takes about so many bytes: a reader unpacks all of it to get at one object.
const PACK: usize = 1 << 16;

/// Objects of a file in the making.
pub(super) struct Objects {
    next: u32,
    packs: Vec<Pack>,
    part: Part,
}

/// Objects that go into one object stream: their bytes, and where each starts.
#[derive(Default)]
struct Pack {
    bytes: Vec<u8>,
    starts: Vec<(u32, usize)>,
}

/// Finished objects.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    bytes: Vec<u8>,
    places: Vec<(u32, Place)>,
}

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At this byte of the part.
    At(usize),
    /// The object of this index in an object stream.
    Packed { container: u32, index: u16 },
}

impl Objects {
    /// No objects yet; the first one will have this number.
    pub(super) fn numbered_from(first: u32) -> Objects {
        Objects { next: first, packs: Vec::new(), part: Part::default() }
    }

    /// A number for an object that is set later.
    pub(super) fn reserve(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// Adds an object that is no stream.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// Sets an object that is no stream.
    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        notation::object(self.open(id), &object.into());
    }

    /// Starts an object that is no stream; the caller writes its bytes.
    pub(super) fn open(&mut self, id: ObjectId) -> &mut Vec<u8> {
        if self.packs.last().is_none_or(|pack| pack.bytes.len() >= PACK) {
            self.packs.push(Pack::default());
        }
        let last = self.packs.len() - 1;
        let pack = &mut self.packs[last];
        if !pack.bytes.is_empty() {
            pack.bytes.push(b'\n');
        }
        pack.starts.push((id.0, pack.bytes.len()));
        &mut pack.bytes
    }

    /// Adds a stream and compresses it.
    pub(super) fn stream(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        self.deflated(dictionary, &deflate(content))
    }

    /// Adds a stream that is compressed already.
    pub(super) fn deflated(&mut self, mut dictionary: Dictionary, content: &[u8]) -> ObjectId {
        let id = self.reserve();
        dictionary.set("Filter", "FlateDecode");
        dictionary.set("Length", content.len() as i64);
        self.part.stream(id.0, dictionary, content);
        id
    }

    /// The objects as they stand in a file.
    pub(super) fn finish(mut self) -> Part {
        for pack in std::mem::take(&mut self.packs) {
            // The stream gets the next number.
            let (mut content, container) = (Vec::new(), self.next);
            for (index, (number, start)) in pack.starts.iter().enumerate() {
                text(&mut content, format_args!("{number} {start} "));
                self.part.places.push((*number, Place::Packed { container, index: index as u16 }));
            }
            let (count, first) = (pack.starts.len() as i64, content.len() as i64);
            content.extend(pack.bytes);
            self.stream(dictionary! { "Type" => "ObjStm", "N" => count, "First" => first }, &content);
        }
        self.part
    }
}

impl Part {
    fn stream(&mut self, number: u32, dictionary: Dictionary, content: &[u8]) {
        self.places.push((number, Place::At(self.bytes.len())));
        text(&mut self.bytes, format_args!("{number} 0 obj\n"));
        notation::dictionary(&mut self.bytes, &dictionary);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// A number that depends on nothing but the content.
    pub(super) fn fingerprint(&self) -> Vec<u8> {
        Sha256::digest(&self.bytes)[..16].to_vec()
    }
}

/// A file of these parts, whose numbers do not overlap.
pub(super) fn assemble(parts: &[&Part], root: ObjectId, info: ObjectId, fingerprint: Vec<u8>) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.bytes.len() + 8 * part.places.len()).sum();
    let mut file = Vec::with_capacity(length + 1024);
    // The second line tells programs that guess that this is no text.
    file.extend_from_slice(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
    let mut places = Vec::new();
    for part in parts {
        let base = file.len();
        let moved = |place: &Place| match *place {
            Place::At(at) => Place::At(base + at),
            packed @ Place::Packed { .. } => packed,
        };
        places.extend(part.places.iter().map(|(number, place)| (*number, moved(place))));
        file.extend_from_slice(&part.bytes);
    }
    let start = file.len();
    let number = places.iter().map(|(number, _)| *number).max().unwrap_or(0) + 1;
    places.push((number, Place::At(start)));
    places.sort_unstable_by_key(|(number, _)| *number);
    let id = Object::String(fingerprint, StringFormat::Hexadecimal);
    let mut table = dictionary! {
        "Type" => "XRef",
        "Size" => i64::from(number) + 1,
        "Root" => root,
        "Info" => info,
        "ID" => vec![id.clone(), id],
        "W" => vec![1.into(), 4.into(), 2.into()],
        "Index" => ranges(&places),
        "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => ROW as i64 },
    };
    let rows = deflate(&rows(&places));
    table.set("Length", rows.len() as i64);
    let mut last = Part::default();
    last.stream(number, table, &rows);
    file.extend(last.bytes);
    text(&mut file, format_args!("startxref\n{start}\n%%EOF\n"));
    file
}

/// Bytes of a row of the table: kind, place, index.
const ROW: usize = 7;

/// The runs of numbers in the table: the first of each and how many there are. Number 0 is never an object.
fn ranges(places: &[(u32, Place)]) -> Vec<Object> {
    let runs = places.chunk_by(|(a, _), (b, _)| a + 1 == *b);
    let zero = [0.into(), 1.into()];
    zero.into_iter().chain(runs.flat_map(|run| [run[0].0.into(), (run.len() as i64).into()])).collect()
}

/// The rows of the table, each as its difference from the one above (predictor 12), since neighbours are alike.
fn rows(places: &[(u32, Place)]) -> Vec<u8> {
    let mut rows = Vec::with_capacity((ROW + 1) * (places.len() + 1));
    let mut above = [0; ROW];
    let free: [u8; ROW] = [0, 0, 0, 0, 0, 255, 255];
    for row in std::iter::once(free).chain(places.iter().map(|(_, place)| row(*place))) {
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    rows
}

fn row(place: Place) -> [u8; ROW] {
    let (kind, field, index) = match place {
        Place::At(at) => (1, at as u32, 0),
        Place::Packed { container, index } => (2, container, index),
    };
    let ([a, b, c, d], [e, f]) = (field.to_be_bytes(), index.to_be_bytes());
    [kind, a, b, c, d, e, f]
}

/// Compresses bytes of one file. A higher level takes half as much time again for a hundredth of the size.
pub(super) fn deflate(content: &[u8]) -> Vec<u8> {
    thread_local!(static COMPRESSOR: RefCell<Compress> = RefCell::new(program::compressor(Compression::new(6))));
    COMPRESSOR.with_borrow_mut(|compressor| program::deflate(compressor, content))
}
