//! The objects of a file, and how they are written down.
//!
//! 1. [`Objects`] numbers objects and takes them in. Streams stand by themselves; everything else is loose until it
//!    goes into an object stream, where it compresses well.
//! 2. [`Objects::finish`] packs and compresses; a [`Part`] is bytes that can go into any number of files.
//! 3. `xref` tells where each object is.
//!
//! lopdf's own saving clones every object and compresses shared ones anew for each file.

use lopdf::{Dictionary, Object, ObjectId};

use super::compress::deflate;
use super::notation;
use super::xref::Places;

/// An object stream takes about so many bytes: a reader unpacks all of it to get at one object.
pub(super) const PACK: usize = 1 << 16;

/// That a stream is compressed.
const DEFLATED: &[u8] = b"/Filter/FlateDecode";

/// Objects of a file in the making.
pub(super) struct Objects {
    next: u32,
    loose: Loose,
    part: Part,
}

/// Objects that are no streams: their bytes, and the number and the start of each.
#[derive(Debug, Clone)]
pub(super) struct Loose {
    bytes: Vec<u8>,
    starts: Vec<(u32, u32)>,
    /// The numbers in them that would be others in another place, in the order of the bytes; `None` where not all are
    /// known.
    numbers: Option<Vec<Number>>,
}

/// A number in the bytes of objects.
#[derive(Debug, Clone, Copy)]
struct Number {
    at: u32,
    value: u32,
    is_key: bool,
}

/// An object being written, which takes note of the numbers in it.
pub(super) struct Entry<'a> {
    loose: &'a mut Loose,
}

/// Finished objects.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) bytes: Vec<u8>,
    pub(super) places: Places,
}

impl Objects {
    /// No objects yet; the first one will have this number.
    pub(super) fn numbered_from(first: u32) -> Objects {
        Objects { next: first, loose: Loose::default(), part: Part::default() }
    }

    /// A number for an object that is set later.
    pub(super) fn reserve(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// The number that the next object will have.
    pub(super) fn next(&self) -> u32 {
        self.next
    }

    /// Adds an object that is no stream.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// Sets an object that is no stream.
    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.loose.numbers = None;
        notation::object(self.open(id).bytes(), &object.into());
    }

    /// Starts an object that is no stream; the caller writes it.
    pub(super) fn open(&mut self, id: ObjectId) -> Entry<'_> {
        self.loose.begin(id.0);
        Entry { loose: &mut self.loose }
    }

    /// Adds a stream and compresses it.
    pub(super) fn stream(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        self.deflated(dictionary, &deflate(content))
    }

    /// Adds a stream that is compressed already.
    pub(super) fn deflated(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        let id = self.reserve();
        let mut entries = Vec::new();
        notation::entries(&mut entries, &dictionary);
        entries.extend_from_slice(DEFLATED);
        self.part.stream(id.0, entries, content);
        id
    }

    /// Adds finished objects that have the next numbers, so many of them; returns the first.
    pub(super) fn include(&mut self, part: &Part, count: u32) -> ObjectId {
        self.part.append(part);
        self.next += count;
        (self.next - count, 0)
    }

    /// The streams, and what goes into object streams.
    pub(super) fn apart(self) -> (Part, Loose) {
        (self.part, self.loose)
    }

    /// Adds finished and loose objects that have their numbers already.
    pub(super) fn take_in(&mut self, part: Part, loose: impl IntoIterator<Item = Loose>) {
        self.part.append(&part);
        loose.into_iter().for_each(|loose| self.loose.append(&loose));
    }

    /// The objects as they stand in a file, those that are loose in object streams, compressed in this way.
    pub(super) fn finish(mut self, deflate: impl Fn(&[u8]) -> Vec<u8>) -> Part {
        for loose in std::mem::take(&mut self.loose).cut() {
            let number = self.reserve().0;
            self.part.append(&loose.packed(number, &deflate));
        }
        self.part
    }
}

impl Entry<'_> {
    /// Writes what names no object and has no key.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.loose.bytes
    }

    /// Writes what names no object and has no key.
    pub(super) fn text(&mut self, text: &str) {
        self.loose.bytes.extend_from_slice(text.as_bytes());
    }

    /// Names an object.
    pub(super) fn reference(&mut self, (number, _): ObjectId) {
        self.number(number, false);
        self.text(" 0 R");
    }

    /// Writes a key of the tree of parents.
    pub(super) fn key(&mut self, key: u32) {
        self.number(key, true);
    }

    fn number(&mut self, value: u32, is_key: bool) {
        if let Some(numbers) = &mut self.loose.numbers {
            numbers.push(Number { at: self.loose.bytes.len() as u32, value, is_key });
        }
        notation::integer(&mut self.loose.bytes, value);
    }
}

impl Default for Loose {
    fn default() -> Loose {
        Loose { bytes: Vec::new(), starts: Vec::new(), numbers: Some(Vec::new()) }
    }
}

impl Loose {
    /// The same objects with other numbers and keys; `None` where not all of theirs are known.
    pub(super) fn renumbered(&self, number: impl Fn(u32) -> u32, key: impl Fn(u32) -> u32) -> Option<Loose> {
        let numbers = self.numbers.as_ref()?;
        // What is written for good is not written again.
        let (bytes, starts) = (Vec::with_capacity(self.bytes.len() + 64), Vec::with_capacity(self.starts.len()));
        let mut loose = Loose { bytes, starts, numbers: None };
        let mut starts = self.starts.iter().peekable();
        let mut done = 0;
        let end = Number { at: self.bytes.len() as u32, value: 0, is_key: true };
        for next in numbers.iter().chain([&end]) {
            while let Some((object, start)) = starts.next_if(|(_, start)| *start <= next.at) {
                loose.starts.push((number(*object), loose.bytes.len() as u32 + start - done));
            }
            loose.bytes.extend_from_slice(self.bytes.get(done as usize..next.at as usize)?);
            if next.at < end.at {
                let value = if next.is_key { key(next.value) } else { number(next.value) };
                notation::integer(&mut loose.bytes, value);
                done = next.at + next.value.checked_ilog10().unwrap_or_default() + 1;
            }
        }
        Some(loose)
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The objects of several parts, the first of each before the second of each: where the parts are alike, each object
    /// then follows its like, which compresses better and faster than one part after the other.
    pub(super) fn abreast(parts: &[Loose]) -> Loose {
        let mut all = Loose { numbers: None, ..Loose::default() };
        for index in 0..parts.iter().map(|part| part.starts.len()).max().unwrap_or_default() {
            parts.iter().filter_map(|part| part.object(index)).for_each(|(number, bytes)| all.push(number, bytes));
        }
        all
    }

    /// The number and the bytes of an object.
    fn object(&self, index: usize) -> Option<(u32, &[u8])> {
        let (number, start) = *self.starts.get(index)?;
        // A line break stands between two.
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |(_, next)| *next as usize - 1);
        Some((number, self.bytes.get(start as usize..end)?))
    }

    /// Adds the objects of another part after these.
    pub(super) fn append(&mut self, other: &Loose) {
        self.numbers = None;
        (0..other.starts.len())
            .filter_map(|index| other.object(index))
            .for_each(|(number, bytes)| self.push(number, bytes));
    }

    fn push(&mut self, number: u32, bytes: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(bytes);
    }

    fn begin(&mut self, number: u32) {
        if !self.bytes.is_empty() {
            self.bytes.push(b'\n');
        }
        self.starts.push((number, self.bytes.len() as u32));
    }

    /// Its objects in parts, each small enough for an object stream.
    pub(super) fn cut(self) -> Vec<Loose> {
        if self.bytes.len() <= PACK {
            return Vec::from_iter(Some(self).filter(|loose| !loose.starts.is_empty()));
        }
        let mut parts: Vec<Loose> = Vec::new();
        for (number, bytes) in (0..self.starts.len()).filter_map(|index| self.object(index)) {
            match parts.last_mut() {
                Some(last) if last.bytes.len() + bytes.len() < PACK => last.push(number, bytes),
                _ => {
                    let mut part = Loose { numbers: None, ..Loose::default() };
                    part.push(number, bytes);
                    parts.push(part);
                }
            }
        }
        parts
    }

    /// The object stream that has this number: a table of numbers and starts, then the objects.
    pub(super) fn packed(&self, number: u32, deflate: impl Fn(&[u8]) -> Vec<u8>) -> Part {
        let mut content = self.head();
        let first = content.len();
        content.extend_from_slice(&self.bytes);
        let content = deflate(&content);
        let entries = format!("/Type/ObjStm/N {}/First {first}/Filter/FlateDecode", self.starts.len());
        let mut part = Part { places: self.places(number), ..Part::default() };
        part.stream(number, entries, &content);
        part
    }

    fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(self.bytes.len() + 10 * self.starts.len());
        for (number, start) in &self.starts {
            notation::integer(&mut head, *number);
            head.push(b' ');
            notation::integer(&mut head, *start);
            head.push(b' ');
        }
        head
    }

    /// Where they are once they are in an object stream of this number.
    fn places(&self, container: u32) -> Places {
        let numbers = self.starts.iter().enumerate().map(|(index, (number, _))| (*number, index as u32));
        let mut numbers: Vec<(u32, u32)> = numbers.collect();
        numbers.sort_unstable();
        let mut places = Places::default();
        numbers.into_iter().for_each(|(number, index)| places.packed(number, container, index));
        places
    }
}

impl Part {
    /// Adds finished objects after these.
    fn append(&mut self, other: &Part) {
        self.places.extend(&other.places, self.bytes.len() as u64);
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// Adds an object that is in no object stream, as it is written down.
    pub(super) fn object(&mut self, (number, _): ObjectId, object: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(object);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Adds a compressed stream that a page shows.
    pub(super) fn content(&mut self, number: u32, content: &[u8]) {
        self.stream(number, DEFLATED, content);
    }

    /// Adds a stream: the entries of its dictionary as they are written down, that of its length left out, and what it
    /// holds.
    pub(super) fn stream(&mut self, number: u32, entries: impl AsRef<[u8]>, content: &[u8]) {
        self.begin(number);
        self.bytes.reserve(entries.as_ref().len() + content.len() + 64);
        self.bytes.extend_from_slice(b"<<");
        self.bytes.extend_from_slice(entries.as_ref());
        self.bytes.extend_from_slice(b"/Length ");
        notation::integer(&mut self.bytes, content.len());
        self.bytes.extend_from_slice(b">>stream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn begin(&mut self, number: u32) {
        self.places.at(number, self.bytes.len() as u64);
        notation::integer(&mut self.bytes, number);
        self.bytes.extend_from_slice(b" 0 obj\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_objects_are_cut_where_an_object_stream_is_full() {
        let mut loose = Loose::default();
        let long = vec![b'x'; PACK / 2 + 1];
        for (number, bytes) in [(7, &long[..]), (9, b"y"), (8, b"z"), (12, &long), (3, b"w")] {
            loose.push(number, bytes);
        }
        let numbers = |loose: &Loose| loose.starts.iter().map(|(number, _)| *number).collect::<Vec<_>>();
        let whole = loose.bytes.clone();
        let parts = loose.cut();
        assert_eq!(parts.iter().map(numbers).collect::<Vec<_>>(), [vec![7, 9, 8], vec![12, 3]]);
        assert_eq!(parts.iter().map(|part| &part.bytes[..]).collect::<Vec<_>>().join(&b'\n'), whole);
        assert!(parts.iter().all(|part| part.bytes.len() <= PACK));
        assert!(Loose::default().cut().is_empty());
    }
}
