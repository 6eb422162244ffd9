//! What was made before, kept to be used again.
//!
//! A memo forgets what was not asked for lately, so a run over a million people keeps no more than one over a few.
//! What it returns is what would be made anew: it saves time and changes nothing.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

/// Results by what they were made from.
///
/// Two generations: what is asked for moves to the younger one; once that is full, the older one is forgotten.
#[derive(Debug)]
pub(crate) struct Memo<V> {
    young: FxHashMap<u64, V>,
    old: FxHashMap<u64, V>,
    room: usize,
}

impl<V> Memo<V> {
    /// Room for about twice so many results.
    pub(crate) fn new(room: usize) -> Memo<V> {
        Memo { young: FxHashMap::default(), old: FxHashMap::default(), room }
    }

    /// The result of this hash, if it is the one that is meant.
    pub(crate) fn get(&mut self, hash: u64, is_meant: impl FnOnce(&V) -> bool) -> Option<&V> {
        if let Some(known) = self.old.remove(&hash) {
            self.insert(hash, known);
        }
        self.young.get(&hash).filter(|known| is_meant(known))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.young.is_empty() && self.old.is_empty()
    }

    /// Takes over the younger results of another one.
    pub(crate) fn absorb(&mut self, other: Memo<V>) {
        self.young.extend(other.young);
    }

    /// Keeps a result, in the place of another one of the same hash.
    pub(crate) fn insert(&mut self, hash: u64, result: V) {
        if self.young.len() >= self.room {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(hash, result);
    }
}

/// The hash of what a result is made from.
pub(crate) fn hash_of(content: impl FnOnce(&mut FxHasher)) -> u64 {
    let mut hasher = FxHasher::default();
    content(&mut hasher);
    hasher.finish()
}

/// Hashes lengths in points, bit by bit.
pub(crate) fn hash_lengths(lengths: &[f32], hasher: &mut impl Hasher) {
    lengths.iter().for_each(|length| length.to_bits().hash(hasher));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let mut memo = Memo::new(2);
        for hash in 0..4 {
            memo.insert(hash, hash);
            assert_eq!(memo.get(0, |_| true), Some(&0));
        }
        assert_eq!(memo.get(1, |_| true), None);
        assert_eq!(memo.get(3, |known| *known == 7), None);
        assert!(memo.young.len() + memo.old.len() <= 5);
    }
}
