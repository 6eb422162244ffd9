//! Which of many runs of slices hold a slice, without asking each of them.

use std::ops::Range;

/// Runs of slices by their beginnings.
pub(super) struct Spans {
    /// Each with its place among all, in the order of beginnings.
    runs: Vec<(Range<usize>, usize)>,
    /// How far those up to each reach.
    reach: Vec<usize>,
}

impl Spans {
    pub(super) fn new(runs: impl Iterator<Item = Range<usize>>) -> Spans {
        let mut runs: Vec<(Range<usize>, usize)> = runs.zip(0..).collect();
        runs.sort_by_key(|(run, index)| (run.start, *index));
        let reach = runs.iter().scan(0, |reach, (run, _)| {
            *reach = run.end.max(*reach);
            Some(*reach)
        });
        Spans { reach: reach.collect(), runs }
    }

    /// The places of those that have a slice in common with this run, in their order.
    pub(super) fn touching(&self, run: &Range<usize>) -> Vec<usize> {
        let after = self.runs.partition_point(|(known, _)| known.start < run.end);
        let before = self.runs[..after].iter().zip(&self.reach).rev();
        let near = before.take_while(|(_, reach)| **reach > run.start).map(|(known, _)| known);
        let mut places: Vec<usize> =
            near.filter(|(known, _)| known.end > run.start && !known.is_empty()).map(|(_, index)| *index).collect();
        places.sort_unstable();
        places
    }

    /// The places of those that hold a slice, in their order.
    pub(super) fn around(&self, slice: usize) -> Vec<usize> {
        self.touching(&(slice..slice + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_by_any_of_their_slices() {
        let runs = [5..9, 0..20, 6..7, 7..7, 30..31];
        let spans = Spans::new(runs.iter().cloned());
        for slice in 0..32 {
            let expected: Vec<usize> = (0..runs.len()).filter(|index| runs[*index].contains(&slice)).collect();
            assert_eq!(spans.around(slice), expected, "{slice}");
        }
        assert_eq!(spans.touching(&(8..31)), [0, 1, 4]);
        assert!(Spans::new(std::iter::empty()).around(0).is_empty());
    }
}
