//! A bounded cache of results by a hash of their inputs.
//!
//! Entries that have not been used recently are evicted, so a run over a million people keeps no more than one over a few.
//! A hit is always what would be computed anew: the cache saves time and changes no output.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

/// Results by a hash of their inputs.
///
/// Two generations: an entry that is used moves to the young one; once that is full it becomes the old one, and the previous
/// old one is dropped.
#[derive(Debug)]
pub(crate) struct Cache<V> {
    young: FxHashMap<u64, V>,
    old: FxHashMap<u64, V>,
    /// Entries in a generation.
    capacity: usize,
}

impl<V> Cache<V> {
    /// An empty cache that keeps up to about twice `capacity` results.
    pub(crate) fn new(capacity: usize) -> Cache<V> {
        Cache { young: FxHashMap::default(), old: FxHashMap::default(), capacity }
    }

    /// The result under this hash, unless `is_meant` says that it belongs to other inputs with the same hash.
    pub(crate) fn get(&mut self, hash: u64, is_meant: impl FnOnce(&V) -> bool) -> Option<&V> {
        if let Some(known) = self.old.remove(&hash) {
            self.insert(hash, known);
        }
        self.young.get(&hash).filter(|known| is_meant(known))
    }

    /// Whether it holds nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.young.is_empty() && self.old.is_empty()
    }

    /// Takes over the young generation of another cache.
    pub(crate) fn absorb(&mut self, other: Cache<V>) {
        self.young.extend(other.young);
    }

    /// Stores a result, replacing any other under the same hash.
    pub(crate) fn insert(&mut self, hash: u64, result: V) {
        if self.young.len() >= self.capacity {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(hash, result);
    }
}

/// The hash of the inputs that `content` feeds to the hasher.
pub(crate) fn hash_of(content: impl FnOnce(&mut FxHasher)) -> u64 {
    let mut hasher = FxHasher::default();
    content(&mut hasher);
    hasher.finish()
}

/// Hashes lengths in points by their bit patterns.
pub(crate) fn hash_lengths(lengths: &[f32], hasher: &mut impl Hasher) {
    lengths.iter().for_each(|length| length.to_bits().hash(hasher));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn used_entries_stay_and_the_others_are_evicted() {
        let mut cache = Cache::new(2);
        for hash in 0..4 {
            cache.insert(hash, hash);
            assert_eq!(cache.get(0, |_| true), Some(&0));
        }
        assert_eq!(cache.get(1, |_| true), None);
        assert_eq!(cache.get(3, |known| *known == 7), None);
        assert!(cache.young.len() + cache.old.len() <= 5);
    }
}
