//! Finished indirect objects: bytes that can go into any number of files, with the offset of each object among them.

use lopdf::ObjectId;

use super::notation;
use super::xref::XrefTable;

/// The entry of a stream dictionary whose content is compressed.
pub(crate) const DEFLATED: &[u8] = b"/Filter/FlateDecode";

/// Finished objects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chunk {
    pub(crate) bytes: Vec<u8>,
    pub(crate) places: XrefTable,
}

impl Chunk {
    /// Adds finished objects after these.
    pub(crate) fn append(&mut self, other: &Chunk) {
        self.places.extend(&other.places, self.bytes.len() as u64);
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// Adds an object that is in no object stream, as it is written down.
    pub(crate) fn object(&mut self, (number, _): ObjectId, object: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(object);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Adds a compressed stream that a page shows.
    pub(crate) fn content(&mut self, number: u32, content: &[u8]) {
        self.stream(number, DEFLATED, content);
    }

    /// Adds a stream: the entries of its dictionary as they are written down, that of its length left out, and what it
    /// holds.
    pub(crate) fn stream(&mut self, number: u32, entries: impl AsRef<[u8]>, content: &[u8]) {
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
