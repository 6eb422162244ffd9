//! Finished indirect objects: bytes that can go into any number of files, with the offset of each object among them.

use lopdf::ObjectId;

use super::notation;
use super::xref::XrefTable;

/// The entry of a stream dictionary whose content is compressed.
pub(crate) const DEFLATED: &[u8] = b"/Filter/FlateDecode";

/// Serialised objects with their offsets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chunk {
    pub(crate) bytes: Vec<u8>,
    pub(crate) places: XrefTable,
}

impl Chunk {
    /// Appends the objects of another chunk.
    pub(crate) fn append(&mut self, other: &Chunk) {
        self.places.extend(&other.places, self.bytes.len() as u64);
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// Appends a serialised object outside object streams.
    pub(crate) fn object(&mut self, (number, _): ObjectId, object: &[u8]) {
        self.begin(number);
        self.bytes.extend_from_slice(object);
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Appends a compressed content stream.
    pub(crate) fn content(&mut self, number: u32, content: &[u8]) {
        self.stream(number, DEFLATED, content);
    }

    /// Appends a stream: the serialised entries of its dictionary without `Length`, then its content.
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
