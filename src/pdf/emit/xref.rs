//! Where each object of a file is: a cross-reference stream.

use lopdf::{Dictionary, Object, dictionary};

/// The places of objects. Neighbours are kept together, so a print run of thousands takes little memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places(Vec<Run>);

/// Objects whose numbers follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    first: u32,
    count: u32,
    place: Place,
}

/// Where the first object of a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At this byte of the file; the run has no other object.
    At(u64),
    /// In an object stream, those after it each so many indices after the one before.
    Packed { container: u32, index: u32, step: u32 },
}

impl Places {
    /// Takes note of an object that starts at a byte.
    pub(super) fn at(&mut self, number: u32, byte: u64) {
        self.0.push(Run { first: number, count: 1, place: Place::At(byte) });
    }

    /// Takes note of an object in an object stream.
    pub(super) fn packed(&mut self, number: u32, container: u32, index: u32) {
        if let Some(Run { first, count, place: Place::Packed { container: same, index: start, step } }) =
            self.0.last_mut()
            && (*first + *count, *same) == (number, container)
            && index > *start
            && (*count == 1 || *start + *count * *step == index)
        {
            *step = (index - *start) / *count;
            *count += 1;
            return;
        }
        self.0.push(Run { first: number, count: 1, place: Place::Packed { container, index, step: 1 } });
    }

    /// Adds the places of a part whose bytes start at a byte of the file.
    pub(super) fn extend(&mut self, part: &Places, start: u64) {
        self.0.extend(part.0.iter().map(|run| match run.place {
            Place::At(byte) => Run { place: Place::At(start + byte), ..*run },
            Place::Packed { .. } => *run,
        }));
    }

    /// The number after the last.
    pub(super) fn end(&self) -> u32 {
        self.0.iter().map(|run| run.first + run.count).max().unwrap_or(1)
    }

    /// What the stream says of itself, and its rows before they are compressed.
    pub(super) fn table(mut self) -> (Dictionary, Vec<u8>) {
        self.0.sort_unstable_by_key(|run| run.first);
        let table = dictionary! {
            "Type" => "XRef",
            "Size" => i64::from(self.end()),
            "W" => vec![1.into(), 4.into(), 2.into()],
            "Index" => self.index(),
            "DecodeParms" => dictionary! { "Predictor" => 12, "Columns" => ROW as i64 },
        };
        (table, self.rows())
    }

    /// The stretches of numbers in the table: the first of each and how many there are. Number 0 is never an object.
    fn index(&self) -> Vec<Object> {
        let stretches = self.0.chunk_by(|a, b| a.first + a.count == b.first);
        let stretch = |runs: &[Run]| {
            let count: u32 = runs.iter().map(|run| run.count).sum();
            [runs[0].first.into(), count.into()]
        };
        [0.into(), 1.into()].into_iter().chain(stretches.flat_map(stretch)).collect()
    }

    /// The rows of the table, each as its difference from the one above (predictor 12), since neighbours are alike.
    fn rows(&self) -> Vec<u8> {
        let count: usize = self.0.iter().map(|run| run.count as usize).sum();
        let mut rows = Vec::with_capacity((ROW + 1) * (count + 1));
        let mut above = [0; ROW];
        let free: [u8; ROW] = [0, 0, 0, 0, 0, 255, 255];
        for row in std::iter::once(free).chain(self.0.iter().flat_map(|run| run.rows())) {
            rows.push(2);
            rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
            above = row;
        }
        rows
    }
}

/// Bytes of a row of the table: kind, place, index.
const ROW: usize = 7;

impl Run {
    fn rows(self) -> impl Iterator<Item = [u8; ROW]> {
        (0..self.count).map(move |further| {
            let (kind, field, index) = match self.place {
                Place::At(byte) => (1, byte as u32, 0),
                Place::Packed { container, index, step } => (2, container, (index + further * step) as u16),
            };
            let ([a, b, c, d], [e, f]) = (field.to_be_bytes(), index.to_be_bytes());
            [kind, a, b, c, d, e, f]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_kept_together_and_gaps_left_out() {
        let mut places = Places::default();
        places.at(9, 300);
        (3..6).for_each(|number| places.packed(number, 9, number - 3));
        places.packed(7, 9, 3);
        let mut file = Places::default();
        file.extend(&places, 1000);
        assert_eq!((file.0.len(), file.end()), (3, 10));
        let (table, rows) = file.table();
        let index = table.get(b"Index").unwrap().as_array().unwrap();
        let index: Vec<i64> = index.iter().map(|number| number.as_i64().unwrap()).collect();
        assert_eq!(index, [0, 1, 3, 3, 7, 1, 9, 1]);
        assert_eq!(rows.len(), 6 * (ROW + 1));
        assert_eq!(rows[2 * (ROW + 1)..][..2 * (ROW + 1)], [2, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 1]);
    }
}
