//! The one source of chance: a generator whose numbers follow from its seed on every machine.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

/// Puts things into an order that follows from a seed.
pub(super) struct Shuffler(ChaCha8Rng);

impl Shuffler {
    pub(super) fn new(seed: u64) -> Self {
        Shuffler(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Fisher–Yates, every order as likely as any other.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.up_to(at));
        }
    }

    /// A number from 0 to `last`.
    pub(super) fn up_to(&mut self, last: usize) -> usize {
        let count = last as u64 + 1;
        // Numbers above the last full round of `count` would make small results likelier.
        let full = u64::MAX - u64::MAX % count;
        loop {
            let number = self.0.next_u64();
            if number < full {
                return (number % count) as usize;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_follows_from_the_seed_forever() {
        let order = |seed| {
            let mut items: Vec<u32> = (0..10).collect();
            Shuffler::new(seed).shuffle(&mut items);
            items
        };
        assert_eq!(order(7), [2, 7, 0, 6, 3, 4, 8, 1, 9, 5]);
        assert_ne!(order(7), order(8));
    }
}
