//! Gathers cells into rows and fills in merged cells.

use super::cell::{Cell, MOST_COLUMNS, Row};
use super::refusal::Refusal;
use std::ops::ControlFlow;

/// Whether to go on, or why the workbook is refused.
pub(super) type Flow = Result<ControlFlow<()>, Refusal>;

/// Gathers cells into rows.
pub(super) struct Rows<'a> {
    merged: Merged,
    row: Option<Row>,
    budget: Budget,
    each: &'a mut dyn FnMut(Row) -> ControlFlow<()>,
}

impl<'a> Rows<'a> {
    /// For a sheet with these merged cells, of a file of `size` bytes; `each` gets the rows.
    pub(super) fn new(areas: Vec<Area>, size: u64, each: &'a mut dyn FnMut(Row) -> ControlFlow<()>) -> Rows<'a> {
        Rows { merged: Merged::new(areas), row: None, budget: Budget::of(size), each }
    }

    /// Takes a cell; row and column from 0. The cells of a row must come together.
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

    /// Passes on the last row.
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

/// How many bytes a sheet may expand to beyond the size of its file: a long text may be shared by many cells, and a cell may be
/// repeated a million times.
pub(super) struct Budget {
    /// The size of the file, in bytes.
    size: u64,
    taken: u64,
}

impl Budget {
    /// Bytes allowed whatever the size of the file …
    const ALWAYS_FINE: u64 = 32 << 20;
    /// … plus this many times its size.
    const TIMES: u64 = 20;
    /// The first bytes of a text are free: names and titles are often shared, and not longer.
    const SHORT: usize = 256;

    pub(super) fn of(size: u64) -> Budget {
        Budget { size, taken: 0 }
    }

    /// Spends bytes; refuses the workbook if there are none left.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.taken = self.taken.saturating_add(bytes as u64);
        let most = Budget::ALWAYS_FINE + Budget::TIMES * self.size;
        if self.taken > most { Err(Refusal::Bomb(self.size, self.taken)) } else { Ok(()) }
    }

    /// Spends the bytes of a value beyond the free ones.
    pub(super) fn long(&mut self, value: &Cell) -> Result<(), Refusal> {
        match value {
            Cell::Text(text) => self.take(text.len().saturating_sub(Budget::SHORT)),
            _ => Ok(()),
        }
    }
}

/// The cost of an empty cell, in bytes.
const EMPTY: usize = 4;

/// The cost of repeating a cell, in bytes.
pub(super) fn cost(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => EMPTY + text.len(),
        _ => EMPTY,
    }
}

/// Merged cells in one column; rows and column from 0. A value is repeated downwards only: sideways it would become the title of
/// several columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) column: u16,
}

/// The merged cells of a sheet, with the values of those in progress.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// Areas to come, the next one last.
    areas: Vec<Area>,
    /// Areas that extend below the current row, at most one per column.
    open: Vec<(Area, Cell)>,
}

impl Merged {
    fn new(mut areas: Vec<Area>) -> Merged {
        areas.sort_by_key(|area| std::cmp::Reverse((area.first, area.column)));
        Merged { areas, open: Vec::new() }
    }

    /// Begins an area in the current row.
    pub(super) fn begin(&mut self, area: Area, value: Cell) {
        self.open.retain(|(other, _)| other.column != area.column);
        self.open.push((area, value));
    }

    /// Fills in the values from above. Rows must come in order.
    pub(super) fn fill(&mut self, row: &mut Row, budget: &mut Budget) -> Result<(), Refusal> {
        let number = row.number - 1;
        self.open.retain(|(area, _)| number <= area.last);
        for (area, value) in &self.open {
            let column = usize::from(area.column);
            // Short texts count, too: a row below is a few bytes of the file, and gets a copy in every column.
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
