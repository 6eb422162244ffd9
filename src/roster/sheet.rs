//! Rows of cells, whatever the format of the file.

use super::{text, workbook};
use crate::diag::{Diagnostic, Origin, nearest};
use crate::failure::Failure;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

/// Columns beyond these hold no roster.
pub(super) const MOST_COLUMNS: usize = 512;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Characters.
    Text(String),
    /// A number, as spreadsheets keep it: with 15 digits that count.
    Number(f64),
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    /// Its characters: those typed, or a number as a spreadsheet shows it.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) => number.to_string().into(),
            Cell::Date(date) => date.format("%d-%m-%Y").to_string().into(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number(_) | Cell::Date(_) => false,
        }
    }
}

/// A row with its own number: that of the sheet, or the line of the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) cells: Vec<Cell>,
}

/// A file of rows.
pub(super) enum Source {
    Text(text::Text),
    Workbook(Box<workbook::Workbook>),
}

impl Source {
    /// The sheets that may be the roster, in their order; `None` for a file that is one sheet.
    pub(super) fn sheets(&self) -> Vec<Option<String>> {
        match self {
            Source::Text(_) => vec![None],
            Source::Workbook(workbook) => workbook.sheets().into_iter().map(Some).collect(),
        }
    }

    /// Hands over the rows of a sheet one by one until told to stop; returns what was assumed.
    pub(super) fn rows(
        &mut self,
        sheet: Option<&str>,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<Vec<String>, Failure> {
        match self {
            Source::Text(text) => text.rows(each),
            Source::Workbook(workbook) => workbook.rows(sheet.unwrap_or_default(), each),
        }
    }
}

/// How a workbook begins: a ZIP archive, or a compound file (XLS, and any encrypted workbook).
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Opens a file by what it is, not by how it is called.
pub(super) fn open(path: &Path) -> Result<Source, Failure> {
    let fail = |error| Failure::io("read", path, &error);
    if path.is_dir() {
        let finding =
            Diagnostic::error("io", "this is a folder, not a file").at(Origin::file(path.display().to_string()));
        return Err(Failure::usage(finding.help("name the workbook or CSV file in it")));
    }
    let mut head = [0; 8];
    let mut file = File::open(path).map_err(fail)?;
    let read = file.read(&mut head).map_err(fail)?;
    if head[..read].starts_with(ZIP) || head[..read].starts_with(COMPOUND) {
        return Ok(Source::Workbook(Box::new(workbook::Workbook::open(path)?)));
    }
    Ok(Source::Text(text::Text::open(path)?))
}

/// The sheet of this name.
pub(super) fn named(source: &Source, wanted: &str, file: &str) -> Result<Option<String>, Failure> {
    let sheets: Vec<String> = source.sheets().into_iter().flatten().collect();
    if let Some(found) = sheets.iter().find(|name| name.trim().eq_ignore_ascii_case(wanted.trim())) {
        return Ok(Some(found.clone()));
    }
    let finding = Diagnostic::error("unknown-sheet", format!("there is no sheet “{wanted}”")).at(Origin::file(file));
    let help = match nearest(wanted, sheets.iter().map(String::as_str)) {
        Some(near) => format!("did you mean “{near}”?"),
        None if sheets.is_empty() => "this file has no sheets; leave out --sheet".to_owned(),
        None => format!("there are: {}", sheets.join(", ")),
    };
    Err(Failure::usage(finding.help(help)))
}
