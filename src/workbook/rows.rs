//! Cells that become rows, and cells that are merged.

use super::cell::{Cell, MOST_COLUMNS, Row};
use super::refusal::Refusal;
use std::ops::ControlFlow;

/// Whether more is wanted, unless a workbook is refused.
pub(super) type Flow = Result<ControlFlow<()>, Refusal>;

/// Gathers cells into rows.
pub(super) struct Rows<'a> {
    merged: Merged,
    row: Option<Row>,
    budget: Budget,
    each: &'a mut dyn FnMut(Row) -> ControlFlow<()>,
}

impl<'a> Rows<'a> {
    /// Hands over the rows of a sheet in which these cells are merged, of a file of so many bytes.
    pub(super) fn new(areas: Vec<Area>, size: u64, each: &'a mut dyn FnMut(Row) -> ControlFlow<()>) -> Rows<'a> {
        Rows { merged: Merged::new(areas), row: None, budget: Budget::of(size), each }
    }

    /// Takes a cell at a row and column from 0; those of a row come together.
    pub(super) fn cell(&mut self, row: u32, column: usize, value: Cell) -> Flow {
        if self.row.as_ref().is_some_and(|current| current.number != row + 1) && self.end()?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if column < MOST_COLUMNS {
            self.budget.long(&value)?;
            let current = self.row.get_or_insert_with(|| Row { number: row + 1, cells: Vec::new() });
            if current.cells.len() <= column {
                current.cells.resize(column + 1, Cell::Empty);
            }
            current.cells[column] = value;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Hands over the last row.
    pub(super) fn end(&mut self) -> Flow {
        match self.row.take() {
            Some(mut row) => {
                self.merged.fill(&mut row, &mut self.budget)?;
                Ok((self.each)(row))
            }
            None => Ok(ControlFlow::Continue(())),
        }
    }
}

/// What a sheet may hand over beyond what stands in its file: a long text may be shared by many cells, and a cell may be meant
/// a million times.
pub(super) struct Budget {
    /// The size of the file, in bytes.
    size: u64,
    taken: u64,
}

impl Budget {
    /// So many bytes are fine whatever the size of the file …
    const ALWAYS_FINE: u64 = 32 << 20;
    /// … and so many times its size.
    const TIMES: u64 = 20;
    /// So many bytes of a text are not counted: names and titles are often shared, and no longer.
    const SHORT: usize = 256;

    pub(super) fn of(size: u64) -> Budget {
        Budget { size, taken: 0 }
    }

    /// Takes so many bytes.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.taken = self.taken.saturating_add(bytes as u64);
        let most = Budget::ALWAYS_FINE + Budget::TIMES * self.size;
        if self.taken > most { Err(Refusal::Bomb(self.size, self.taken)) } else { Ok(()) }
    }

    /// Takes what is long of a value.
    pub(super) fn long(&mut self, value: &Cell) -> Result<(), Refusal> {
        match value {
            Cell::Text(text) => self.take(text.len().saturating_sub(Budget::SHORT)),
            _ => Ok(()),
        }
    }
}

/// What it costs to hand over an empty cell, in bytes.
const EMPTY: usize = 4;

/// What it costs to hand over a cell once more, in bytes.
pub(super) fn cost(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => EMPTY + text.len(),
        _ => EMPTY,
    }
}

/// Cells of one column that are merged: rows and the column from 0. A value is wanted in the rows below it; beside it, it
/// would be a title in several columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) column: u16,
}

/// Merged cells, with the values of those that have been met.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Those to come, the next one last.
    areas: Vec<Area>,
    /// Those that reach beyond the row at work, one in a column.
    open: Vec<(Area, Cell)>,
}

impl Merged {
    fn new(mut areas: Vec<Area>) -> Merged {
        areas.sort_by_key(|area| std::cmp::Reverse((area.first, area.column)));
        Merged { areas, open: Vec::new() }
    }

    /// Notes merged cells that begin in the row at work, and their value.
    pub(super) fn begin(&mut self, area: Area, value: Cell) {
        self.open.retain(|(other, _)| other.column != area.column);
        self.open.push((area, value));
    }

    /// Fills in the values from above; rows come in their order.
    pub(super) fn fill(&mut self, row: &mut Row, budget: &mut Budget) -> Result<(), Refusal> {
        let number = row.number - 1;
        self.open.retain(|(area, _)| number <= area.last);
        for (area, value) in &self.open {
            let column = usize::from(area.column);
            // A short text too: each row beneath is a few bytes of the file, and has a copy in every column.
            budget.take(cost(value) + EMPTY * (column + 1).saturating_sub(row.cells.len()))?;
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = value.clone();
        }
        while let Some(area) = self.areas.pop_if(|area| area.first <= number) {
            let value = row.cells.get(usize::from(area.column)).cloned().unwrap_or_default();
            if area.first == number && !value.is_empty() {
                self.begin(area, value);
            }
        }
        Ok(())
    }
}
