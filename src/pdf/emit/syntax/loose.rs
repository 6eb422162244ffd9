//! Loose objects: those that are no streams, before they are packed into object streams, where they compress well.
//!
//! [`ObjectWriter`] records where object numbers and parent tree keys are written, so that [`LooseObjects::renumbered`]
//! can copy the bytes with other numbers instead of writing the objects anew.

use lopdf::ObjectId;

use super::chunk::Chunk;
use super::notation;
use super::xref::XrefTable;

/// The approximate size of an object stream before compression, in bytes. A reader unpacks all of it to reach one
/// object.
pub(crate) const PACK: usize = 1 << 16;

/// Loose objects: their bytes, and the number and offset of each.
#[derive(Debug, Clone)]
pub(crate) struct LooseObjects {
    bytes: Vec<u8>,
    starts: Vec<(u32, u32)>,
    /// The numbers to change when renumbered, by offset; `None` where some were not recorded.
    numbers: Option<Vec<Number>>,
}

/// An object number or parent tree key in the bytes of objects.
#[derive(Debug, Clone, Copy)]
struct Number {
    at: u32,
    value: u32,
    is_key: bool,
}

/// Writes an object and records the numbers in it.
pub(crate) struct ObjectWriter<'a> {
    loose: &'a mut LooseObjects,
}

impl ObjectWriter<'_> {
    /// The buffer, for text without object numbers and keys.
    pub(crate) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.loose.bytes
    }

    /// Writes text without object numbers and keys.
    pub(crate) fn text(&mut self, text: &str) {
        self.loose.bytes.extend_from_slice(text.as_bytes());
    }

    /// Writes a reference to an object.
    pub(crate) fn reference(&mut self, (number, _): ObjectId) {
        self.number(number, false);
        self.text(" 0 R");
    }

    /// Writes a key of the parent tree.
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
    /// A copy with other numbers and keys; `None` where some were not recorded.
    pub(crate) fn renumbered(&self, number: impl Fn(u32) -> u32, key: impl Fn(u32) -> u32) -> Option<LooseObjects> {
        let numbers = self.numbers.as_ref()?;
        // The copy is final and records no numbers.
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

    /// Interleaves several lists: the first object of each, then the second of each. Where the lists are alike, alike
    /// objects become neighbours, which compresses better and faster than one list after the other.
    pub(crate) fn abreast(lists: &[LooseObjects]) -> LooseObjects {
        let mut all = LooseObjects { numbers: None, ..LooseObjects::default() };
        for index in 0..lists.iter().map(|chunk| chunk.starts.len()).max().unwrap_or_default() {
            lists.iter().filter_map(|chunk| chunk.object(index)).for_each(|(number, bytes)| all.push(number, bytes));
        }
        all
    }

    /// The number and the bytes of an object.
    fn object(&self, index: usize) -> Option<(u32, &[u8])> {
        let (number, start) = *self.starts.get(index)?;
        // A line feed separates two objects.
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |(_, next)| *next as usize - 1);
        Some((number, self.bytes.get(start as usize..end)?))
    }

    /// Appends other loose objects.
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

    /// Starts an object; the writer records its numbers.
    pub(crate) fn open(&mut self, id: ObjectId) -> ObjectWriter<'_> {
        self.begin(id.0);
        ObjectWriter { loose: self }
    }

    /// Starts an object whose numbers are not recorded, so that none of these objects can be renumbered any more.
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

    /// Splits the objects into lists that are each small enough for an object stream.
    pub(crate) fn cut(self) -> Vec<LooseObjects> {
        if self.bytes.len() <= PACK {
            return Vec::from_iter(Some(self).filter(|loose| !loose.starts.is_empty()));
        }
        let mut lists: Vec<LooseObjects> = Vec::new();
        for (number, bytes) in (0..self.starts.len()).filter_map(|index| self.object(index)) {
            match lists.last_mut() {
                Some(last) if last.bytes.len() + bytes.len() < PACK => last.push(number, bytes),
                _ => {
                    let mut chunk = LooseObjects { numbers: None, ..LooseObjects::default() };
                    chunk.push(number, bytes);
                    lists.push(chunk);
                }
            }
        }
        lists
    }

    /// The objects as an object stream with this number: pairs of number and offset, then the objects.
    pub(crate) fn packed(&self, number: u32, deflate: impl Fn(&[u8]) -> Vec<u8>) -> Chunk {
        let mut content = self.head();
        let first = content.len();
        content.extend_from_slice(&self.bytes);
        let content = deflate(&content);
        let entries = format!("/Type/ObjStm/N {}/First {first}/Filter/FlateDecode", self.starts.len());
        let mut chunk = Chunk { places: self.places(number), ..Chunk::default() };
        chunk.stream(number, entries, &content);
        chunk
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

    /// Their cross-reference entries in the object stream with this number.
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
        let lists = loose.cut();
        assert_eq!(lists.iter().map(numbers).collect::<Vec<_>>(), [vec![7, 9, 8], vec![12, 3]]);
        assert_eq!(lists.iter().map(|chunk| &chunk.bytes[..]).collect::<Vec<_>>().join(&b'\n'), whole);
        assert!(lists.iter().all(|chunk| chunk.bytes.len() <= PACK));
        assert!(LooseObjects::default().cut().is_empty());
    }
}
