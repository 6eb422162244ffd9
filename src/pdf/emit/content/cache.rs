//! Sequences drawn and streams compressed for earlier documents.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::Arc;

use super::ops::GraphicsState;
use crate::cache::{Cache, hash_of};
use crate::layout::item::Item;

/// Results of drawing and compression that later documents use again.
pub(crate) struct DrawingCache {
    pub(crate) sequences: RefCell<Cache<DrawnSequence>>,
    streams: RefCell<Cache<CompressedStream>>,
}

/// A drawn sequence: what it depends on, and its content.
pub(crate) struct DrawnSequence {
    pub(crate) height: f32,
    pub(crate) number: Option<u32>,
    pub(crate) tag: &'static str,
    pub(crate) items: Vec<Item>,
    pub(crate) before: GraphicsState,
    pub(crate) after: GraphicsState,
    pub(crate) bytes: Arc<[u8]>,
}

/// How many sequences are kept.
const SEQUENCES: usize = 2048;

/// Bytes before and after compression.
struct CompressedStream {
    plain: Vec<u8>,
    compressed: Arc<[u8]>,
}

fn hash(bytes: &[u8]) -> u64 {
    hash_of(|hasher| bytes.hash(hasher))
}

/// How many streams are kept.
const STREAMS: usize = 128;

impl Default for DrawingCache {
    fn default() -> DrawingCache {
        DrawingCache { sequences: RefCell::new(Cache::new(SEQUENCES)), streams: RefCell::new(Cache::new(STREAMS)) }
    }
}

impl DrawingCache {
    /// The compressed form of bytes, where it is cached.
    pub(crate) fn known(&self, plain: &[u8]) -> Option<Arc<[u8]>> {
        let mut streams = self.streams.borrow_mut();
        streams.get(hash(plain), |known| known.plain == plain).map(|known| Arc::clone(&known.compressed))
    }

    /// Caches the compressed form of bytes.
    pub(crate) fn remember(&self, plain: &[u8], compressed: &Arc<[u8]>) {
        let stream = CompressedStream { plain: plain.to_vec(), compressed: Arc::clone(compressed) };
        self.streams.borrow_mut().insert(hash(plain), stream);
    }
}
