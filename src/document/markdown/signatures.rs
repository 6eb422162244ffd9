//! The signature block: a table whose columns are the people who sign.
//!
//! The header and the rows below it, down to the *room row*, are what stands above each signature; the room row is the
//! first whose cells are all empty or hold nothing but emphasised words (those of a stamp duty label); the rows after
//! it stand below the signature. A cell left empty keeps the lines of all columns level.

use super::builder::TreeBuilder;
use super::table::{CellText, PlacedTable};
use crate::diag::{Code, Diagnostic, say};
use crate::document::{Block, Inline, Signature};

impl TreeBuilder<'_> {
    /// The signature block in a table; a table without room to sign or without names is a finding.
    pub(super) fn signatures(&mut self, table: PlacedTable) -> Option<Block> {
        let Some(room) = table.rows.iter().position(|row| row.cells.iter().all(is_room)) else {
            let message = say!(
                "tabel tanda tangan tanpa baris kosong untuk menandatangani",
                "a signature table without a row that leaves room to sign"
            );
            let help = say!(
                "tambahkan baris sel kosong, `| | |`, atau baris kata miring untuk meterai, `| | *Meterai* |`",
                "add a row of empty cells, `| | |`, or one of emphasised words for the stamp, `| | *Meterai* |`"
            );
            self.find(table.offset, Diagnostic::error(Code::MalformedSignatures, message).help(help));
            return None;
        };
        if room + 1 == table.rows.len() {
            let offset = table.rows.get(room).map_or(table.offset, |row| row.offset);
            let help = say!(
                "tambahkan baris berisi nama, atau ____ untuk diisi",
                "add a row with the name, or with ____ to fill in"
            );
            let message = say!(
                "tabel tanda tangan tanpa isi di bawah ruang tanda tangan",
                "a signature table with nothing below the room to sign"
            );
            self.find(offset, Diagnostic::error(Code::MalformedSignatures, message).help(help));
        }
        let mut lines = table.rows.into_iter().map(|row| row.cells);
        let mut above = vec![table.head];
        above.extend(lines.by_ref().take(room));
        let rooms = lines.next().unwrap_or_default();
        let mut below: Vec<Vec<CellText>> = lines.collect();

        let mut signatures = Vec::new();
        for (column, room) in rooms.into_iter().enumerate() {
            let signature = Signature {
                above: cells_of(&mut above, column),
                room: words_of(room),
                below: cells_of(&mut below, column),
            };
            if signature.above.iter().chain(&signature.below).all(Vec::is_empty) {
                let message = say!(
                    "kolom {} pada tabel tanda tangan kosong",
                    "column {} of a signature table is empty",
                    column + 1
                );
                self.find(table.offset, Diagnostic::error(Code::MalformedSignatures, message));
            }
            signatures.push(signature);
        }
        trim_lines(&mut signatures);
        Some(Block::Signatures(signatures))
    }
}

/// Whether a cell leaves room to sign: empty, or nothing but emphasised words.
fn is_room(cell: &CellText) -> bool {
    matches!(cell.as_slice(), [] | [Inline::Emphasis(_)])
}

/// The words in a room without their emphasis.
fn words_of(room: CellText) -> Vec<Inline> {
    match room.into_iter().next() {
        Some(Inline::Emphasis(words)) => words,
        _ => Vec::new(),
    }
}

/// Takes the cells of a column out of rows.
fn cells_of(rows: &mut [Vec<CellText>], column: usize) -> Vec<CellText> {
    rows.iter_mut().filter_map(|row| row.get_mut(column).map(std::mem::take)).collect()
}

/// Drops first lines and last lines that are empty in every column.
fn trim_lines(signatures: &mut [Signature]) {
    while !signatures.is_empty() && signatures.iter().all(|s| s.above.first().is_some_and(Vec::is_empty)) {
        signatures.iter_mut().for_each(|s| drop(s.above.remove(0)));
    }
    for signature in signatures {
        while signature.below.last().is_some_and(Vec::is_empty) {
            signature.below.pop();
        }
    }
}
