//! What was drawn and compressed before.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::Arc;

use super::compress::deflate;
use super::drawing::{PIECES, Piece};
use crate::pdf::memo::{Memo, hash_of};

/// What the files of one document after another have in common.
pub(crate) struct Memory {
    pub(super) pieces: RefCell<Memo<Piece>>,
    streams: RefCell<Memo<Stream>>,
}

/// Bytes before and after they are compressed.
struct Stream {
    plain: Vec<u8>,
    compressed: Arc<[u8]>,
}

fn hash(bytes: &[u8]) -> u64 {
    hash_of(|hasher| bytes.hash(hasher))
}

/// So many streams are remembered.
const STREAMS: usize = 128;

impl Default for Memory {
    fn default() -> Memory {
        Memory { pieces: RefCell::new(Memo::new(PIECES)), streams: RefCell::new(Memo::new(STREAMS)) }
    }
}

impl Memory {
    /// What bytes are when compressed, if they were compressed before.
    pub(super) fn known(&self, plain: &[u8]) -> Option<Arc<[u8]>> {
        let mut streams = self.streams.borrow_mut();
        streams.get(hash(plain), |known| known.plain == plain).map(|known| Arc::clone(&known.compressed))
    }

    /// Remembers what bytes are when compressed.
    pub(super) fn remember(&self, plain: &[u8], compressed: &Arc<[u8]>) {
        let stream = Stream { plain: plain.to_vec(), compressed: Arc::clone(compressed) };
        self.streams.borrow_mut().insert(hash(plain), stream);
    }

    /// What bytes are when compressed, as before or anew.
    pub(super) fn compressed(&self, plain: &[u8]) -> Arc<[u8]> {
        self.known(plain).unwrap_or_else(|| {
            let compressed = Arc::from(deflate(plain));
            self.remember(plain, &compressed);
            compressed
        })
    }
}
