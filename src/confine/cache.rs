//! The cache of a child process, mirrored by its parent.

/// Values by id, evicted first in, first out. Parent and child put the same ids with the same sizes in the same order, so
/// that each knows what the other still has.
#[derive(Debug)]
pub(super) struct BoundedCache<T> {
    kept: Vec<(u64, usize, T)>,
}

impl<T> BoundedCache<T> {
    /// The most bytes that are kept; the newest entry may be larger.
    const MAX_BYTES: usize = 8 * 1024 * 1024;
    /// The most entries that are kept.
    const MAX_ENTRIES: usize = 64;

    pub(super) fn new() -> Self {
        BoundedCache { kept: Vec::new() }
    }

    /// The entry of this id: id, size in bytes, value.
    pub(super) fn get(&self, id: u64) -> Option<&(u64, usize, T)> {
        self.kept.iter().rev().find(|(known, _, _)| *known == id)
    }

    /// Adds an entry of so many bytes and evicts the oldest ones where it exceeds a limit.
    pub(super) fn put(&mut self, id: u64, bytes: usize, value: T) {
        let mut total = self.kept.iter().map(|(_, bytes, _)| bytes).sum::<usize>() + bytes;
        while !self.kept.is_empty() && (total > Self::MAX_BYTES || self.kept.len() >= Self::MAX_ENTRIES) {
            total -= self.kept.remove(0).1;
        }
        self.kept.push((id, bytes, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entries_are_kept_within_the_limits() {
        let mut cache = BoundedCache::new();
        let most = BoundedCache::<()>::MAX_BYTES;
        for (id, bytes) in [(1, 10), (2, most - 10), (3, 1), (4, 2 * most)] {
            cache.put(id, bytes, ());
            assert!(cache.get(id).is_some());
        }
        assert!([1, 2, 3].iter().all(|id| cache.get(*id).is_none()));
        (5..200).for_each(|id| cache.put(id, 0, ()));
        assert_eq!((cache.kept.len(), cache.kept[0].0), (BoundedCache::<()>::MAX_ENTRIES, 136));
    }
}
