//! The cross-reference stream (ISO 32000-1, 7.5.8): where each object of a file is.

use super::compress::deflate_few;
use super::notation::{self, text};

/// Cross-reference entries, run-length encoded, so that a print run of thousands takes little memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct XrefTable(Vec<XrefRun>);

/// Entries of consecutive object numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct XrefRun {
    first: u32,
    count: u32,
    place: Location,
}

/// Where the first object of a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Location {
    /// At this offset in the file; the run has one object.
    At(u64),
    /// In an object stream, at indices that grow by `step`.
    Packed { container: u32, index: u32, step: u32 },
}

impl XrefTable {
    /// Adds an object at an offset.
    pub(crate) fn at(&mut self, number: u32, byte: u64) {
        self.0.push(XrefRun { first: number, count: 1, place: Location::At(byte) });
    }

    /// Adds an object in an object stream.
    pub(crate) fn packed(&mut self, number: u32, container: u32, index: u32) {
        if let Some(XrefRun { first, count, place: Location::Packed { container: same, index: start, step } }) =
            self.0.last_mut()
            && (*first + *count, *same) == (number, container)
            && index > *start
            && (*count == 1 || *start + *count * *step == index)
        {
            *step = (index - *start) / *count;
            *count += 1;
            return;
        }
        self.0.push(XrefRun { first: number, count: 1, place: Location::Packed { container, index, step: 1 } });
    }

    /// Adds the entries of a chunk that starts at an offset of the file.
    pub(crate) fn extend(&mut self, chunk: &XrefTable, start: u64) {
        self.0.extend(chunk.0.iter().map(|run| match run.place {
            Location::At(byte) => XrefRun { place: Location::At(start + byte), ..*run },
            Location::Packed { .. } => *run,
        }));
    }

    /// The number after the greatest.
    pub(crate) fn end(&self) -> u32 {
        self.0.iter().map(|run| run.first + run.count).max().unwrap_or(1)
    }

    /// The serialised dictionary entries of the stream, and its content.
    pub(crate) fn table(mut self) -> (Vec<u8>, Vec<u8>) {
        self.0.sort_unstable_by_key(|run| run.first);
        let widths @ [kind, field, index] = self.widths();
        let mut entries = Vec::with_capacity(128);
        text(&mut entries, format_args!("/Type/XRef/Size {}/W[{kind} {field} {index}]/Index[0 1", self.end()));
        for number in self.stretches().into_flattened() {
            entries.push(b' ');
            notation::integer(&mut entries, number);
        }
        entries.push(b']');
        let rows = self.rows(widths);
        let row = widths.iter().sum();
        if rows.len() <= FEW * row {
            return (entries, rows);
        }
        text(&mut entries, format_args!("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {row}>>"));
        (entries, deflate_few(&differences(&rows, row)))
    }

    /// The width of each field of a row in bytes: type, offset or object stream, index.
    fn widths(&self) -> [usize; 3] {
        let (mut field, mut index) = (0, 0);
        for run in &self.0 {
            let last = run.field_and_index(run.count - 1);
            (field, index) = (last.0.max(field), last.1.max(index));
        }
        [1, bytes(field), bytes(index)]
    }

    /// The subsections of the table: first number and count of each. That of number 0 is left out.
    fn stretches(&self) -> Vec<[u32; 2]> {
        let stretches = self.0.chunk_by(|a, b| a.first + a.count == b.first);
        stretches.map(|runs| [runs[0].first, runs.iter().map(|run| run.count).sum()]).collect()
    }

    /// The rows of the table. The first is number 0, which is always free.
    fn rows(&self, [kind, field, index]: [usize; 3]) -> Vec<u8> {
        let count: usize = self.0.iter().map(|run| run.count as usize).sum();
        let mut rows = Vec::with_capacity((kind + field + index) * (count + 1));
        rows.resize(kind + field + index, 0);
        for run in &self.0 {
            for further in 0..run.count {
                let (place, within) = run.field_and_index(further);
                rows.push(run.kind());
                rows.extend_from_slice(&place.to_be_bytes()[8 - field..]);
                rows.extend_from_slice(&within.to_be_bytes()[8 - index..]);
            }
        }
        rows
    }
}

/// Tables of up to this many rows are not compressed.
const FEW: usize = 128;

/// Each row as its difference from the one above (PNG predictor "up"), since neighbours are alike.
fn differences(rows: &[u8], row: usize) -> Vec<u8> {
    let mut differences = Vec::with_capacity(rows.len() + rows.len() / row);
    let mut above = vec![0; row];
    for row in rows.chunks_exact(row) {
        differences.push(2);
        differences.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above.copy_from_slice(row);
    }
    differences
}

/// The bytes that a number takes.
fn bytes(number: u64) -> usize {
    (8 - number.leading_zeros() as usize / 8).max(1)
}

impl XrefRun {
    fn kind(&self) -> u8 {
        match self.place {
            Location::At(_) => 1,
            Location::Packed { .. } => 2,
        }
    }

    /// The second and third field of the row `further` numbers after the first.
    fn field_and_index(&self, further: u32) -> (u64, u64) {
        match self.place {
            Location::At(byte) => (byte, 0),
            Location::Packed { container, index, step } => (container.into(), (index + further * step).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_kept_together_and_gaps_left_out() {
        let mut places = XrefTable::default();
        places.at(9, 300);
        (3..6).for_each(|number| places.packed(number, 9, number - 3));
        places.packed(7, 9, 3);
        let mut file = XrefTable::default();
        file.extend(&places, 1000);
        assert_eq!((file.0.len(), file.end()), (3, 10));
        let (entries, rows) = file.table();
        assert_eq!(str::from_utf8(&entries).unwrap(), "/Type/XRef/Size 10/W[1 2 1]/Index[0 1 3 3 7 1 9 1]");
        let wanted = [[0, 0, 0, 0], [2, 0, 9, 0], [2, 0, 9, 1], [2, 0, 9, 2], [2, 0, 9, 3], [1, 5, 20, 0]];
        assert_eq!(rows, wanted.concat());
        assert_eq!(differences(&[1, 2, 3, 0, 3, 4], 2), [2, 1, 2, 2, 2, 254, 2, 0, 4]);
    }

    #[test]
    fn many_rows_are_compressed() {
        let mut places = XrefTable::default();
        (1..=300).for_each(|number| places.packed(number, 70_000, number - 1));
        let (entries, rows) = places.table();
        let wanted = "/Type/XRef/Size 301/W[1 3 2]/Index[0 1 1 300]/Filter/FlateDecode\
                      /DecodeParms<</Predictor 12/Columns 6>>";
        assert_eq!(str::from_utf8(&entries).unwrap(), wanted);
        assert!(rows.len() < 100);
    }
}
