//! Tables.

use pulldown_cmark::{Alignment, Event, Tag};

use super::builder::TreeBuilder;
use crate::diag::{Code, Diagnostic, say};
use crate::document::{Align, Inline, Table, TableRole};

/// A cell's text.
pub(super) type CellText = Vec<Inline>;

/// A table as written, with the places of its rows.
pub(super) struct PlacedTable {
    pub(super) offset: usize,
    pub(super) align: Vec<Align>,
    pub(super) head: Vec<CellText>,
    pub(super) rows: Vec<PlacedRow>,
}

/// A row and where it begins in the source.
pub(super) struct PlacedRow {
    pub(super) offset: usize,
    pub(super) cells: Vec<CellText>,
}

impl TreeBuilder<'_> {
    /// The table whose start has just been passed.
    pub(super) fn table(&mut self, align: &[Alignment], offset: usize) -> PlacedTable {
        let align = align.iter().map(|align| match align {
            Alignment::None | Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        });
        let mut rows: Vec<PlacedRow> = self.inside(offset, |reader| {
            let mut rows = Vec::new();
            while let Some((_, range)) = reader.cursor.next_child() {
                rows.push(PlacedRow { offset: range.start, cells: reader.cells(range.start, range.end) });
            }
            rows
        });
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        PlacedTable { offset, align: align.collect(), head, rows }
    }

    /// The cells of a row. Markdown drops those beyond the last column, so they are a finding.
    fn cells(&mut self, start: usize, end: usize) -> Vec<CellText> {
        let (cells, last) = self.inside(start, |reader| {
            let (mut cells, mut last) = (Vec::new(), end);
            while let Some((Event::Start(Tag::TableCell), range)) = reader.cursor.next_child() {
                cells.push(reader.inside(range.start, Self::inlines));
                last = range.end;
            }
            (cells, last)
        });
        let beyond = self.source.text.get(last..end).unwrap_or_default();
        if beyond.contains(|c: char| c != '|' && !c.is_whitespace()) {
            let message = say!(
                "baris dengan sel lebih banyak daripada {} sel kepala tabel",
                "a row with more cells than the {} of the table's header",
                cells.len()
            );
            let help = say!("tanda `|` dalam sel ditulis `\\|`", "a `|` in a cell is written `\\|`");
            self.find(start, Diagnostic::error(Code::RowTooLong, message).help(help));
        }
        cells
    }

    /// The table for the tree, which needs words in its header.
    pub(super) fn table_with_header(&mut self, table: PlacedTable, role: TableRole) -> Option<Table> {
        if table.head.iter().all(Vec::is_empty) {
            let message = say!("tabel tanpa kata pada kepalanya", "a table without words in its header");
            let help = say!(
                "beri nama kolomnya: kepala tabel dibacakan dan dicetak ulang pada halaman berikutnya",
                "name the columns: a table is read out and printed on further pages by its header"
            );
            self.find(table.offset, Diagnostic::error(Code::TableWithoutHeader, message).help(help));
            return None;
        }
        let rows = table.rows.into_iter().map(|row| row.cells).collect();
        Some(Table { role, align: table.align, head: table.head, rows })
    }
}
