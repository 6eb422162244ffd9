//! Objects that are no streams, before they are packed into object streams, where they compress well.
//!
//! Numbers of objects and keys in them are remembered as they are written ([`ObjectWriter`]), so that the same objects
//! can be written again under other numbers without being made again.

use lopdf::ObjectId;

use super::chunk::Chunk;
use super::notation;
use super::xref::XrefTable;

/// The size of an object stream before it is compressed, in bytes, about: a reader unpacks all of it to get at one object.
pub(crate) const PACK: usize = 1 << 16;

/// Objects that are no streams: their bytes, and the number and the start of each.
#[derive(Debug, Clone)]
pub(crate) struct LooseObjects {
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
pub(crate) struct ObjectWriter<'a> {
    loose: &'a mut LooseObjects,
}

impl ObjectWriter<'_> {
    /// Writes what names no object and has no key.
    pub(crate) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.loose.bytes
    }

    /// Writes what names no object and has no key.
    pub(crate) fn text(&mut self, text: &str) {
        self.loose.bytes.extend_from_slice(text.as_bytes());
    }

    /// Names an object.
    pub(crate) fn reference(&mut self, (number, _): ObjectId) {
        self.number(number, false);
        self.text(" 0 R");
    }

    /// Writes a key of the tree of parents.
    pub(crate) fn key(&mut self, key: u32) {
        self.number(key, true);
    }

    fn number(&mut self, value: u32, is_key: bool) {
        if let Some(numbers) = &mut self.loose.numbers {
            numbers.push(Number { at: self.loose.bytes.len() as u32, value, is_key });
        }
        notation::integer(&mut self.loose.bytes, value);
    }
}

impl Default for LooseObjects {
    fn default() -> LooseObjects {
        LooseObjects { bytes: Vec::new(), starts: Vec::new(), numbers: Some(Vec::new()) }
    }
}

impl LooseObjects {
    /// The same objects with other numbers and keys; `None` where not all of theirs are known.
    pub(crate) fn renumbered(&self, number: impl Fn(u32) -> u32, key: impl Fn(u32) -> u32) -> Option<LooseObjects> {
        let numbers = self.numbers.as_ref()?;
        // What is written for good is not written again.
        let (bytes, starts) = (Vec::with_capacity(self.bytes.len() + 64), Vec::with_capacity(self.starts.len()));
        let mut loose = LooseObjects { bytes, starts, numbers: None };
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

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The objects of several parts, the first of each before the second of each: where the parts are alike, each object
    /// then follows its like, which compresses better and faster than one part after the other.
    pub(crate) fn abreast(parts: &[LooseObjects]) -> LooseObjects {
        let mut all = LooseObjects { numbers: None, ..LooseObjects::default() };
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
    pub(crate) fn append(&mut self, other: &LooseObjects) {
        self.numbers = None;
        (0..other.starts.len())
            .filter_map(|index| other.object(index))
            .for_each(|(number, bytes)| self.push(number, bytes));
    }

    fn push(&mut self, number: u32, bytes: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(bytes);
    }

    /// Starts an object whose numbers are remembered.
    pub(crate) fn open(&mut self, id: ObjectId) -> ObjectWriter<'_> {
        self.begin(id.0);
        ObjectWriter { loose: self }
    }

    /// Starts an object whose numbers are not remembered, which leaves all of these objects with the numbers they have.
    pub(crate) fn open_opaque(&mut self, id: ObjectId) -> ObjectWriter<'_> {
        self.numbers = None;
        self.open(id)
    }

    fn begin(&mut self, number: u32) {
        if !self.bytes.is_empty() {
            self.bytes.push(b'\n');
        }
        self.starts.push((number, self.bytes.len() as u32));
    }

    /// Its objects in parts, each small enough for an object stream.
    pub(crate) fn cut(self) -> Vec<LooseObjects> {
        if self.bytes.len() <= PACK {
            return Vec::from_iter(Some(self).filter(|loose| !loose.starts.is_empty()));
        }
        let mut parts: Vec<LooseObjects> = Vec::new();
        for (number, bytes) in (0..self.starts.len()).filter_map(|index| self.object(index)) {
            match parts.last_mut() {
                Some(last) if last.bytes.len() + bytes.len() < PACK => last.push(number, bytes),
                _ => {
                    let mut part = LooseObjects { numbers: None, ..LooseObjects::default() };
                    part.push(number, bytes);
                    parts.push(part);
                }
            }
        }
        parts
    }

    /// The object stream that has this number: a table of numbers and starts, then the objects.
    pub(crate) fn packed(&self, number: u32, deflate: impl Fn(&[u8]) -> Vec<u8>) -> Chunk {
        let mut content = self.head();
        let first = content.len();
        content.extend_from_slice(&self.bytes);
        let content = deflate(&content);
        let entries = format!("/Type/ObjStm/N {}/First {first}/Filter/FlateDecode", self.starts.len());
        let mut part = Chunk { places: self.places(number), ..Chunk::default() };
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
    fn places(&self, container: u32) -> XrefTable {
        let numbers = self.starts.iter().enumerate().map(|(index, (number, _))| (*number, index as u32));
        let mut numbers: Vec<(u32, u32)> = numbers.collect();
        numbers.sort_unstable();
        let mut places = XrefTable::default();
        numbers.into_iter().for_each(|(number, index)| places.packed(number, container, index));
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_objects_are_cut_where_an_object_stream_is_full() {
        let mut loose = LooseObjects::default();
        let long = vec![b'x'; PACK / 2 + 1];
        for (number, bytes) in [(7, &long[..]), (9, b"y"), (8, b"z"), (12, &long), (3, b"w")] {
            loose.push(number, bytes);
        }
        let numbers = |loose: &LooseObjects| loose.starts.iter().map(|(number, _)| *number).collect::<Vec<_>>();
        let whole = loose.bytes.clone();
        let parts = loose.cut();
        assert_eq!(parts.iter().map(numbers).collect::<Vec<_>>(), [vec![7, 9, 8], vec![12, 3]]);
        assert_eq!(parts.iter().map(|part| &part.bytes[..]).collect::<Vec<_>>().join(&b'\n'), whole);
        assert!(parts.iter().all(|part| part.bytes.len() <= PACK));
        assert!(LooseObjects::default().cut().is_empty());
    }
}
