//! Workbooks: XLSX, XLS and ODS.
//!
//! The rows of an XLSX file are read one by one, since its sheets may be long. A value of merged cells belongs to all of
//! them.

use super::sheet::{Cell, MOST_COLUMNS, Row};
use crate::diag::{Diagnostic, Origin};
use crate::failure::Failure;
use calamine::{Data, DataRef, Dimensions, Ods, Reader, Sheets, Xls, Xlsb, Xlsx};
use chrono::NaiveDate;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A workbook.
pub(super) struct Workbook {
    path: PathBuf,
    sheets: Sheets<BufReader<File>>,
}

/// A workbook may inflate to so much whatever its size …
const ALWAYS_FINE: u64 = 64 << 20;
/// … and to no more than so many times its size, which no table of people does.
const MOST_TIMES: u64 = 100;

impl Workbook {
    /// Opens a workbook that is not made to fill the memory.
    pub(super) fn open(path: &Path) -> Result<Workbook, Failure> {
        let file = || File::open(path).map_err(|error| Failure::io("read", path, &error));
        let kind = kind(path, file()?)?;
        let reader = BufReader::new(file()?);
        let sheets = match kind {
            Kind::Xlsx => Xlsx::new(reader).map(Sheets::Xlsx).map_err(|error| unreadable(path, &error))?,
            Kind::Xlsb => Xlsb::new(reader).map(Sheets::Xlsb).map_err(|error| unreadable(path, &error))?,
            Kind::Ods => Ods::new(reader).map(Sheets::Ods).map_err(|error| unreadable(path, &error))?,
            Kind::Xls if is_locked(path).map_err(|error| Failure::io("read", path, &error))? => {
                return Err(locked(path));
            }
            Kind::Xls => Xls::new(reader).map(Sheets::Xls).map_err(|error| unreadable(path, &error))?,
        };
        Ok(Workbook { path: path.to_owned(), sheets })
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.sheet_names()
    }

    /// Hands over the rows of a sheet that have something in them.
    pub(super) fn rows(
        &mut self,
        sheet: &str,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<Vec<String>, Failure> {
        let path = self.path.clone();
        let fail = |error: &dyn std::fmt::Display| unreadable(&path, error);
        if let Sheets::Xlsx(xlsx) = &mut self.sheets {
            let merged = xlsx.merge_cells_by_sheet_name(sheet).unwrap_or_default();
            let mut rows = Rows { merged: Merged::new(merged), row: None, each };
            let mut cells = xlsx.worksheet_cells_reader(sheet).map_err(|error| fail(&error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| fail(&error))? {
                let (row, column) = cell.get_position();
                if rows.cell(row, column as usize, read_ref(cell.get_value())).is_break() {
                    return Ok(Vec::new());
                }
            }
            let _ = rows.end();
            return Ok(Vec::new());
        }
        let merged = match &mut self.sheets {
            Sheets::Xls(xls) => xls.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
            _ => Vec::new(),
        };
        let range = self.sheets.worksheet_range(sheet).map_err(|error| fail(&error))?;
        let mut rows = Rows { merged: Merged::new(merged), row: None, each };
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            if rows.cell(top + row as u32, left as usize + column, read(value)).is_break() {
                return Ok(Vec::new());
            }
        }
        let _ = rows.end();
        Ok(Vec::new())
    }
}

/// Gathers cells into rows.
struct Rows<'a> {
    merged: Merged,
    row: Option<Row>,
    each: &'a mut dyn FnMut(Row) -> ControlFlow<()>,
}

impl Rows<'_> {
    /// Takes a cell at a row and column from 0; those of a row come together.
    fn cell(&mut self, row: u32, column: usize, value: Cell) -> ControlFlow<()> {
        if self.row.as_ref().is_some_and(|current| current.number != row + 1) {
            self.end()?;
        }
        if column < MOST_COLUMNS {
            let current = self.row.get_or_insert_with(|| Row { number: row + 1, cells: Vec::new() });
            if current.cells.len() <= column {
                current.cells.resize(column + 1, Cell::Empty);
            }
            current.cells[column] = value;
        }
        ControlFlow::Continue(())
    }

    fn end(&mut self) -> ControlFlow<()> {
        match self.row.take() {
            Some(mut row) => {
                self.merged.fill(&mut row);
                (self.each)(row)
            }
            None => ControlFlow::Continue(()),
        }
    }
}

/// Merged cells, with the values of those that have been met.
struct Merged {
    /// Those to come, the next one last.
    areas: Vec<Dimensions>,
    /// Those that reach beyond the row at work.
    open: Vec<(Dimensions, Cell)>,
}

impl Merged {
    fn new(areas: Vec<Dimensions>) -> Merged {
        // A value is wanted in the rows below it; beside it, it would be a title in several columns.
        let mut areas: Vec<Dimensions> = areas.into_iter().filter(|area| area.end.0 > area.start.0).collect();
        areas.sort_by_key(|area| std::cmp::Reverse(area.start));
        Merged { areas, open: Vec::new() }
    }

    /// Fills in the values from above; rows come in their order.
    fn fill(&mut self, row: &mut Row) {
        let number = row.number - 1;
        self.open.retain(|(area, _)| number <= area.end.0);
        for (area, value) in &self.open {
            let column = area.start.1 as usize;
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = value.clone();
        }
        while let Some(area) = self.areas.pop_if(|area| area.start.0 <= number) {
            let value = row.cells.get(area.start.1 as usize).cloned().unwrap_or_default();
            if area.start.0 == number && !value.is_empty() && (area.start.1 as usize) < MOST_COLUMNS {
                self.open.push((area, value));
            }
        }
    }
}

fn read_ref(value: &DataRef) -> Cell {
    match value {
        DataRef::SharedString(text) => words(text),
        other => read(&Data::from(other.clone())),
    }
}

fn read(value: &Data) -> Cell {
    match value {
        Data::Empty | Data::Error(_) => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => words(text),
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(value) => Cell::Text(if *value { "TRUE" } else { "FALSE" }.to_owned()),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
            date.map_or_else(|| Cell::Number(moment.as_f64()), Cell::Date)
        }
    }
}

fn words(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// The formats of workbooks.
enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
}

/// The format of a workbook by what is in it. An archive that inflates beyond reason is refused before anything of it is
/// inflated.
fn kind(path: &Path, mut file: File) -> Result<Kind, Failure> {
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let mut head = [0; 2];
    let read = file.read(&mut head).and_then(|_| file.rewind());
    read.map_err(|error| Failure::io("read", path, &error))?;
    if &head != b"PK" {
        return Ok(Kind::Xls);
    }
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(path, &error))?;
    let sizes = (0..archive.len()).map(|index| archive.by_index_raw(index).map_or(0, |entry| entry.size()));
    let inflated = sizes.fold(0u64, u64::saturating_add);
    if inflated > ALWAYS_FINE && inflated / MOST_TIMES > size {
        let message = format!("this workbook of {} KB would take {} MB of memory", size >> 10, inflated >> 20);
        let finding = Diagnostic::error("workbook-bomb", message).at(Origin::file(path.display().to_string()));
        return Err(Failure::usage(finding.help("copy the roster alone into a new workbook")));
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    Ok(match (has("xl/workbook.bin"), has("content.xml")) {
        (true, _) => Kind::Xlsb,
        (false, true) => Kind::Ods,
        (false, false) => Kind::Xlsx,
    })
}

/// The name of the part of a compound file that holds an encrypted workbook, as such a file writes names.
const LOCKED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// Whether a compound file is an XLSX workbook with a password. The list of its parts may stand anywhere in it.
fn is_locked(path: &Path) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let (mut buffer, mut kept) = (vec![0; 1 << 16], 0);
    loop {
        let read = file.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(false);
        }
        let filled = kept + read;
        if buffer[..filled].windows(LOCKED.len()).any(|window| window == LOCKED) {
            return Ok(true);
        }
        // What stands across two pieces is seen with the second.
        kept = filled.min(LOCKED.len());
        buffer.copy_within(filled - kept..filled, 0);
    }
}

fn locked(path: &Path) -> Failure {
    refused(path, "this workbook is protected by a password".to_owned(), "save a copy without one")
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    let words = error.to_string();
    if words.to_lowercase().contains("password") {
        return locked(path);
    }
    refused(path, format!("cannot read this workbook: {words}"), "open it, and save it anew as .xlsx or .csv")
}

fn refused(path: &Path, message: String, help: &'static str) -> Failure {
    let finding = Diagnostic::error("unreadable-workbook", message).at(Origin::file(path.display().to_string()));
    Failure::usage(finding.help(help))
}
