//! What was drawn and compressed before.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::Arc;

use super::drawing::{PIECES, Piece};
use super::pattern::Pattern;
use crate::cache::{Cache, hash_lengths, hash_of};
use crate::layout::item::Item;
use crate::layout::sheet::Sheet;

/// What the files of one document after another have in common.
pub(crate) struct Memory {
    patterns: RefCell<Cache<Arc<Pattern>>>,
    pub(super) pieces: RefCell<Cache<Piece>>,
    streams: RefCell<Cache<Stream>>,
}

/// Bytes before and after they are compressed.
struct Stream {
    plain: Vec<u8>,
    compressed: Arc<[u8]>,
}

/// A hash of where type stands on pages that is not one person's.
fn shape(sheets: &[Sheet]) -> u64 {
    hash_of(|hasher| {
        for sheet in sheets {
            let common = || sheet.drawn().filter(|item| !item.is_personal);
            common().count().hash(hasher);
            common().flat_map(Item::runs).for_each(|run| hash_lengths(&[run.x, run.y, run.width], hasher));
        }
    })
}

fn hash(bytes: &[u8]) -> u64 {
    hash_of(|hasher| bytes.hash(hasher))
}

/// So many patterns are remembered.
const PATTERNS: usize = 32;

/// So many streams are remembered.
const STREAMS: usize = 128;

impl Default for Memory {
    fn default() -> Memory {
        Memory {
            patterns: RefCell::new(Cache::new(PATTERNS)),
            pieces: RefCell::new(Cache::new(PIECES)),
            streams: RefCell::new(Cache::new(STREAMS)),
        }
    }
}

impl Memory {
    /// A pattern of which these sheets are, if there was one.
    pub(super) fn pattern(&self, sheets: &[Sheet], is_meant: impl FnOnce(&Pattern) -> bool) -> Option<Arc<Pattern>> {
        self.patterns.borrow_mut().get(shape(sheets), |known| is_meant(known)).map(Arc::clone)
    }

    /// Remembers a pattern that sheets have in common.
    pub(super) fn keep(&self, sheets: &[Sheet], pattern: Pattern) -> Arc<Pattern> {
        let pattern = Arc::new(pattern);
        if pattern.is_common() {
            self.patterns.borrow_mut().insert(shape(sheets), Arc::clone(&pattern));
        }
        pattern
    }

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
}
