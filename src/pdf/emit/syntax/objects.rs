//! Numbers the objects of a file and takes them in.
//!
//! 1. Streams are finished at once; everything else is loose until it is packed into object streams.
//! 2. [`Objects::finish`] packs and compresses what is loose.
//!
//! lopdf's own saving clones every object and compresses shared ones anew for each file.

use lopdf::{Dictionary, Object, ObjectId};

use super::chunk::{Chunk, DEFLATED};
use super::compress::deflate;
use super::loose::{LooseObjects, ObjectWriter};
use super::notation;

/// Objects of a file in the making.
pub(crate) struct Objects {
    next: u32,
    loose: LooseObjects,
    part: Chunk,
}

impl Objects {
    /// No objects yet; the first one will have this number.
    pub(crate) fn numbered_from(first: u32) -> Objects {
        Objects { next: first, loose: LooseObjects::default(), part: Chunk::default() }
    }

    /// A number for an object that is set later.
    pub(crate) fn reserve(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// The number that the next object will have.
    pub(crate) fn next(&self) -> u32 {
        self.next
    }

    /// Adds an object that is no stream.
    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// Sets an object that is no stream.
    pub(crate) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        notation::object(self.loose.open_opaque(id).bytes(), &object.into());
    }

    /// Starts an object that is no stream; the caller writes it.
    pub(crate) fn open(&mut self, id: ObjectId) -> ObjectWriter<'_> {
        self.loose.open(id)
    }

    /// Adds a stream and compresses it.
    pub(crate) fn stream(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        self.deflated(dictionary, &deflate(content))
    }

    /// Adds a stream that is compressed already.
    pub(crate) fn deflated(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        let id = self.reserve();
        let mut entries = Vec::new();
        notation::entries(&mut entries, &dictionary);
        entries.extend_from_slice(DEFLATED);
        self.part.stream(id.0, entries, content);
        id
    }

    /// Adds finished objects that have the next numbers, so many of them; returns the first.
    pub(crate) fn include(&mut self, part: &Chunk, count: u32) -> ObjectId {
        self.part.append(part);
        self.next += count;
        (self.next - count, 0)
    }

    /// The streams, and what goes into object streams.
    pub(crate) fn apart(self) -> (Chunk, LooseObjects) {
        (self.part, self.loose)
    }

    /// Adds finished and loose objects that have their numbers already.
    pub(crate) fn take_in(&mut self, part: Chunk, loose: impl IntoIterator<Item = LooseObjects>) {
        self.part.append(&part);
        loose.into_iter().for_each(|loose| self.loose.append(&loose));
    }

    /// The objects as they stand in a file, those that are loose in object streams, compressed in this way.
    pub(crate) fn finish(mut self, deflate: impl Fn(&[u8]) -> Vec<u8>) -> Chunk {
        for loose in std::mem::take(&mut self.loose).cut() {
            let number = self.reserve().0;
            self.part.append(&loose.packed(number, &deflate));
        }
        self.part
    }
}
