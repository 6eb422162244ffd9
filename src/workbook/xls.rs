//! XLS: records in a stream of a compound file, of Excel 97 to 2003 (BIFF8), and Excel 5 and 95 (BIFF5).

use super::biff::{Records, TextEncoding, code_page, f64, u16, u32};
use super::cell::{Cell, MOST_COLUMNS, Row};
use super::compound::Compound;
use super::dates;
use super::refusal::{Damage, Refusal};
use super::rows::{Area, Budget, Flow, Rows};
use super::shared_strings::SharedStrings;
use super::sheet_names::SheetNames;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Types of records.
mod kind {
    pub(super) const FORMULA: u16 = 0x06;
    pub(super) const EOF: u16 = 0x0A;
    pub(super) const DATE_MODE: u16 = 0x22;
    pub(super) const FILE_PASS: u16 = 0x2F;
    pub(super) const CODE_PAGE: u16 = 0x42;
    pub(super) const BOUND_SHEET: u16 = 0x85;
    pub(super) const MUL_RK: u16 = 0xBD;
    pub(super) const R_STRING: u16 = 0xD6;
    pub(super) const XF: u16 = 0xE0;
    pub(super) const MERGE_CELLS: u16 = 0xE5;
    pub(super) const SST: u16 = 0xFC;
    pub(super) const LABEL_SST: u16 = 0xFD;
    pub(super) const NUMBER: u16 = 0x203;
    pub(super) const LABEL: u16 = 0x204;
    pub(super) const BOOL_ERR: u16 = 0x205;
    pub(super) const STRING: u16 = 0x207;
    pub(super) const RK: u16 = 0x27E;
    pub(super) const FORMAT: u16 = 0x41E;
    pub(super) const BOF: u16 = 0x809;
}

const SHORT: Refusal = Refusal::Damaged(Damage::ShortRecord);

/// An XLS workbook.
pub(super) struct Xls {
    records: Records,
    /// The size of the file, in bytes.
    size: u64,
    sheets: Vec<SheetRecords>,
    globals: Globals,
}

/// A sheet: its name, and its offsets in the stream.
struct SheetRecords {
    name: String,
    start: u64,
    end: u64,
}

/// The globals substream, which precedes the sheets.
struct Globals {
    strings: SharedStrings,
    /// For each cell format whether it shows a number as a date.
    styles: Vec<bool>,
    is_1904: bool,
    texts: TextEncoding,
}

impl Xls {
    pub(super) fn open(compound: Compound) -> Result<Xls, Refusal> {
        if compound.has("EncryptedPackage") {
            return Err(Refusal::Locked);
        }
        let stream = match compound.open_stream("Workbook")? {
            None => compound.open_stream("Book")?,
            stream => stream,
        };
        let stream = stream.ok_or(Refusal::NoSheet)?;
        let length = stream.length();
        let mut records = Records::of(stream);
        let (globals, mut sheets) = Globals::read(&mut records)?;
        // A sheet ends where the next one begins, so that all together are no longer than the stream.
        let starts: BTreeSet<u64> = sheets.iter().map(|sheet| sheet.start).collect();
        let mut taken = BTreeSet::new();
        sheets.retain(|sheet| taken.insert(sheet.start));
        for sheet in &mut sheets {
            sheet.end = starts.range(sheet.start + 1..).next().copied().unwrap_or(length);
        }
        if sheets.is_empty() {
            return Err(Refusal::NoSheet);
        }
        Ok(Xls { records, size: compound.size(), sheets, globals })
    }

    pub(super) fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.name.as_str())
    }

    pub(super) fn rows(&mut self, sheet: usize, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), Refusal> {
        let Some(sheet) = self.sheets.get(sheet) else { return Ok(()) };
        let (areas, is_in_order) = survey(&mut self.records, sheet)?;
        let mut rows = Rows::new(areas, self.size, each);
        let reading = CellReader { sheet, globals: &self.globals };
        if is_in_order {
            let flow = reading.cells(&mut self.records, &mut |row, column, cell| rows.cell(row, column, cell))?;
            return if flow.is_break() { Ok(()) } else { rows.end().map(|_| ()) };
        }
        // Some exporters write column by column.
        let (mut cells, mut budget) = (Vec::new(), Budget::of(self.size));
        let _ = reading.cells(&mut self.records, &mut |row, column, cell| {
            budget.long(&cell)?;
            cells.push((row, column as u16, cell));
            Ok(ControlFlow::Continue(()))
        })?;
        cells.sort_by_key(|(row, ..)| *row);
        for (row, column, cell) in cells {
            if rows.cell(row, usize::from(column), cell)?.is_break() {
                return Ok(());
            }
        }
        rows.end().map(|_| ())
    }
}

impl Globals {
    /// Reads the globals substream and the list of sheets.
    fn read(records: &mut Records) -> Result<(Globals, Vec<SheetRecords>), Refusal> {
        if records.next()? != Some(kind::BOF) {
            return Err(Refusal::Damaged(Damage::Beginning));
        }
        let is_wide_known = match u16(records.body(), 0) {
            0x500 => false,
            2..=0x4FF => return Err(Refusal::Damaged(Damage::TooOld)),
            _ => true,
        };
        let texts = TextEncoding { is_wide_known, code: encoding_rs::WINDOWS_1252 };
        let mut globals = Globals { strings: SharedStrings::default(), styles: Vec::new(), is_1904: false, texts };
        let (mut sheets, mut names) = (Vec::new(), SheetNames::default());
        let (mut formats, mut ids) = (BTreeMap::new(), Vec::new());
        while let Some(kind) = records.next()? {
            let body = records.body();
            match kind {
                kind::EOF => break,
                kind::FILE_PASS => return Err(Refusal::Locked),
                kind::CODE_PAGE => globals.texts.code = code_page(u16(body, 0)),
                kind::DATE_MODE => globals.is_1904 = u16(body, 0) == 1,
                kind::FORMAT => {
                    formats.insert(u16(body, 0), dates::is_date(&globals.texts.format(body)));
                }
                kind::XF => ids.push(u16(body, 2)),
                kind::BOUND_SHEET => {
                    if let Some(sheet) = globals.texts.sheet(body) {
                        sheets.push(SheetRecords { name: names.take(sheet.name)?, ..sheet });
                    }
                }
                kind::SST => globals.read_strings(records)?,
                _ => {}
            }
        }
        let is_day = |id: &u16| formats.get(id).copied().unwrap_or_else(|| dates::is_built_in((*id).into()));
        globals.styles = ids.iter().map(is_day).collect();
        Ok((globals, sheets))
    }

    /// Reads the shared strings. The count in the record is ignored.
    fn read_strings(&mut self, records: &mut Records) -> Result<(), Refusal> {
        let (mut continued, mut text) = (records.continued(), String::new());
        continued.skip(8)?;
        while !continued.is_done()? {
            text.clear();
            continued.text(&self.texts, &mut text)?;
            self.strings.push(&text)?;
        }
        Ok(())
    }
}

impl TextEncoding {
    /// The code of a number format.
    fn format(&self, body: &[u8]) -> String {
        match self.is_wide_known {
            true => self.long(body.get(2..).unwrap_or_default()),
            false => body
                .get(2..)
                .and_then(|body| body.split_first())
                .map_or(String::new(), |(length, rest)| self.short(usize::from(*length), rest)),
        }
    }

    /// Parses a sheet; `None` for charts and macros.
    fn sheet(&self, body: &[u8]) -> Option<SheetRecords> {
        const CELLS: u8 = 0;
        let (length, rest) = body.get(6..)?.split_first()?;
        let name = self.short(usize::from(*length), rest).replace('\0', "");
        (body[5] == CELLS).then(|| SheetRecords { name, start: u32(body, 0).into(), end: 0 })
    }
}

/// Calls `each` with the type of every record of a sheet, except those of embedded charts.
fn walk(records: &mut Records, sheet: &SheetRecords, each: &mut dyn FnMut(&mut Records, u16) -> Flow) -> Flow {
    records.seek(sheet.start)?;
    if records.next()? != Some(kind::BOF) {
        return Err(Refusal::Damaged(Damage::MisplacedSheet));
    }
    let mut depth = 1u32;
    while records.at() < sheet.end {
        match records.next()? {
            None => break,
            Some(kind::BOF) => depth += 1,
            Some(kind::EOF) if depth == 1 => break,
            Some(kind::EOF) => depth -= 1,
            Some(kind) if depth == 1 => {
                if each(records, kind)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Some(_) => {}
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The merged cells of a sheet, whose record follows the cells, and whether the cells are in the order of rows.
fn survey(records: &mut Records, sheet: &SheetRecords) -> Result<(Vec<Area>, bool), Refusal> {
    let (mut areas, mut last, mut is_in_order) = (Vec::new(), 0, true);
    let _ = walk(records, sheet, &mut |records, kind| {
        let body = records.body();
        match kind {
            kind::MERGE_CELLS => {
                let count = usize::from(u16(body, 0));
                let ranges = body.get(2..).unwrap_or_default().chunks_exact(8).take(count);
                areas.extend(ranges.filter_map(|range| {
                    let [first, last, column] = [0, 2, 4].map(|at| u16(range, at));
                    let is_taken = first < last && usize::from(column) < MOST_COLUMNS;
                    is_taken.then_some(Area { first: first.into(), last: last.into(), column })
                }));
            }
            kind if is_cell(kind) => {
                let row = u16(body, 0);
                is_in_order &= last <= row;
                last = row;
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok((areas, is_in_order))
}

fn is_cell(kind: u16) -> bool {
    use kind::*;
    matches!(kind, FORMULA | MUL_RK | R_STRING | LABEL_SST | NUMBER | LABEL | BOOL_ERR | RK)
}

/// Takes a cell; row and column from 0.
type TakeCell<'t> = dyn FnMut(u32, usize, Cell) -> Flow + 't;

/// A sheet being read.
struct CellReader<'r> {
    sheet: &'r SheetRecords,
    globals: &'r Globals,
}

impl CellReader<'_> {
    /// Passes on every cell that is not blank.
    fn cells(&self, records: &mut Records, take: &mut TakeCell<'_>) -> Flow {
        // The place of a formula whose string result is in a record of its own.
        let mut waiting = None;
        walk(records, self.sheet, &mut |records, kind| {
            if kind == kind::STRING {
                let Some((row, column)) = waiting.take() else { return Ok(ControlFlow::Continue(())) };
                return take(row, column, Cell::words(&self.string(records)?));
            }
            if !is_cell(kind) {
                return Ok(ControlFlow::Continue(()));
            }
            let body = records.body();
            let (row, column) = (u32::from(u16(body, 0)), usize::from(u16(body, 2)));
            waiting = None;
            match kind {
                kind::MUL_RK => self.many(row, column, body, take),
                kind::FORMULA if is_text(body) => {
                    waiting = Some((row, column));
                    Ok(ControlFlow::Continue(()))
                }
                kind => take(row, column, self.cell(kind, body)?),
            }
        })
    }

    /// The string result of a formula.
    fn string(&self, records: &mut Records) -> Result<String, Refusal> {
        if !self.globals.texts.is_wide_known {
            return Ok(self.globals.texts.long(records.body()));
        }
        let mut text = String::new();
        records.continued().text(&self.globals.texts, &mut text)?;
        Ok(text)
    }

    /// Parses the cell of a record.
    fn cell(&self, kind: u16, body: &[u8]) -> Result<Cell, Refusal> {
        let style = u16(body, 4);
        let value = body.get(6..).ok_or(SHORT)?;
        let needed = match kind {
            kind::NUMBER | kind::FORMULA => 8,
            kind::LABEL_SST | kind::RK => 4,
            _ => 2,
        };
        if value.len() < needed {
            return Err(SHORT);
        }
        Ok(match kind {
            kind::NUMBER => self.number(style, f64(value, 0)),
            kind::RK => self.number(style, packed(u32(value, 0))),
            kind::LABEL_SST => Cell::words(self.globals.strings.get(u32(value, 0) as usize).unwrap_or_default()),
            kind::LABEL | kind::R_STRING => Cell::words(&self.globals.texts.long(value)),
            kind::BOOL_ERR => self.truth(value[0], value[1] == 0),
            _ => match value[..8] {
                [kind, _, truth, .., 0xFF, 0xFF] => self.truth(truth, kind == 1),
                _ => self.number(style, f64(value, 0)),
            },
        })
    }

    fn truth(&self, value: u8, is_truth: bool) -> Cell {
        if is_truth { Cell::truth(value != 0) } else { Cell::Empty }
    }

    fn number(&self, style: u16, value: f64) -> Cell {
        let is_day = self.globals.styles.get(usize::from(style)).copied().unwrap_or_default();
        dates::number(value, is_day, self.globals.is_1904)
    }

    /// Passes on the numbers of a MULRK record, side by side.
    fn many(&self, row: u32, first: usize, body: &[u8], take: &mut TakeCell<'_>) -> Flow {
        let numbers = body.get(4..body.len().saturating_sub(2)).ok_or(SHORT)?;
        for (column, number) in (first..).zip(numbers.chunks_exact(6)) {
            let cell = self.number(u16(number, 0), packed(u32(number, 2)));
            if take(row, column, cell)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Whether the result of a formula is a string.
fn is_text(body: &[u8]) -> bool {
    matches!(body.get(6..14), Some([0, .., 0xFF, 0xFF]))
}

/// A number of the type RK: the upper half of a double, or an integer; bit 0 says that it is to be divided by 100.
fn packed(value: u32) -> f64 {
    let number = match value & 2 {
        0 => f64::from_bits(u64::from(value & !3) << 32),
        _ => f64::from(value.cast_signed() >> 2),
    };
    if value & 1 == 0 { number } else { number / 100.0 }
}
