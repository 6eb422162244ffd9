//! Collects and numbers the objects of a file.
//!
//! 1. Streams are serialised at once; everything else stays loose until it is packed into object streams.
//! 2. [`Objects::finish`] packs and compresses the loose objects.
//!
//! lopdf's own writer would clone every object and compress shared streams again for each file.

use lopdf::{Dictionary, Object, ObjectId};

use super::chunk::{Chunk, DEFLATED};
use super::compress::deflate;
use super::loose::{LooseObjects, ObjectWriter};
use super::notation;

/// Objects of a file being written.
pub(crate) struct Objects {
    next: u32,
    loose: LooseObjects,
    chunk: Chunk,
}

impl Objects {
    /// An empty collection whose first object gets this number.
    pub(crate) fn numbered_from(first: u32) -> Objects {
        Objects { next: first, loose: LooseObjects::default(), chunk: Chunk::default() }
    }

    /// Takes the next number, for an object that is set later.
    pub(crate) fn reserve(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// The number of the next object.
    pub(crate) fn next(&self) -> u32 {
        self.next
    }

    /// Adds a loose object.
    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// Sets a loose object whose number was reserved.
    pub(crate) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        notation::object(self.loose.open_opaque(id).bytes(), &object.into());
    }

    /// Starts a loose object, which the caller writes.
    pub(crate) fn open(&mut self, id: ObjectId) -> ObjectWriter<'_> {
        self.loose.open(id)
    }

    /// Compresses and adds a stream.
    pub(crate) fn stream(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        self.deflated(dictionary, &deflate(content))
    }

    /// Adds a compressed stream.
    pub(crate) fn deflated(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        let id = self.reserve();
        let mut entries = Vec::new();
        notation::entries(&mut entries, &dictionary);
        entries.extend_from_slice(DEFLATED);
        self.chunk.stream(id.0, entries, content);
        id
    }

    /// Adds a chunk of `count` objects that are numbered from the next number on; returns the first.
    pub(crate) fn include(&mut self, chunk: &Chunk, count: u32) -> ObjectId {
        self.chunk.append(chunk);
        self.next += count;
        (self.next - count, 0)
    }

    /// The streams and the loose objects.
    pub(crate) fn apart(self) -> (Chunk, LooseObjects) {
        (self.chunk, self.loose)
    }

    /// Adds serialised and loose objects that are numbered already.
    pub(crate) fn take_in(&mut self, chunk: Chunk, loose: impl IntoIterator<Item = LooseObjects>) {
        self.chunk.append(&chunk);
        loose.into_iter().for_each(|loose| self.loose.append(&loose));
    }

    /// Serialises all objects; loose ones go into object streams, compressed by `deflate`.
    pub(crate) fn finish(mut self, deflate: impl Fn(&[u8]) -> Vec<u8>) -> Chunk {
        for loose in std::mem::take(&mut self.loose).cut() {
            let number = self.reserve().0;
            self.chunk.append(&loose.packed(number, &deflate));
        }
        self.chunk
    }
}
