//! A corrected copy of a roster: the values of its sheet, with the cells that were put right in colour.

use super::sheet::{self, Cell};
use super::{Options, Roster, Standing};
use crate::diag::{Diagnostic, Origin, Severity};
use crate::failure::Failure;
use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

/// Cells that were put right, and those with errors that nobody but a person can.
const RIGHT: Color = Color::RGB(0x00C6_EFCE);
const WRONG: Color = Color::RGB(0x00FF_C7CE);

/// The bytes of an XLSX file with the values of the sheet, corrected where that is possible without a person. Numbers
/// stay text, so that no spreadsheet destroys them; other sheets and formats are not kept. Returns also how many cells
/// were put right.
///
/// # Errors
/// As [`Roster::read`]; a table too large for a sheet.
pub fn fixed(path: &Path, options: &Options, standing: &Standing<'_>) -> Result<(Vec<u8>, usize), Failure> {
    let roster = Roster::read(path, options, standing)?;
    let corrections: BTreeMap<(u32, u32), &str> =
        roster.corrections.iter().map(|found| ((found.row, found.column), found.value.as_str())).collect();
    let wrong: BTreeMap<(u32, u32), &Diagnostic> = roster
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| finding.origin.as_ref().map(|origin| ((origin.line, origin.column), finding)))
        .collect();
    let mut workbook = Workbook::new();
    let (right, error) = (Format::new().set_background_color(RIGHT), Format::new().set_background_color(WRONG));
    let mut failed = None;
    {
        let worksheet = workbook.add_worksheet();
        if let Some(name) = &roster.sheet {
            // A name that Excel would refuse is left to it.
            let _ = worksheet.set_name(name);
        }
        let mut source = sheet::open(path)?;
        source.rows(roster.sheet.as_deref(), &mut |row| {
            for (column, cell) in row.cells.iter().enumerate() {
                let at = (row.number, column as u32 + 1);
                let (y, x) = (row.number - 1, column as u16);
                let written = match (corrections.get(&at), wrong.get(&at)) {
                    (Some(value), _) => worksheet.write_string_with_format(y, x, *value, &right).map(|_| ()),
                    (None, Some(finding)) => mark(worksheet, (y, x), cell, &error, finding),
                    (None, None) => write(worksheet, y, x, cell),
                };
                if let Err(error) = written {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
    }
    let unwritten = |error: XlsxError| {
        let finding = Diagnostic::error("fixed-not-written", format!("cannot write the corrected roster: {error}"));
        Failure::usage(finding.at(Origin::file(path.display().to_string())))
    };
    if let Some(error) = failed {
        return Err(unwritten(error));
    }
    // The clock is not read: the same roster gives the same bytes.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(unwritten)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    Ok((workbook.save_to_buffer().map_err(unwritten)?, corrections.len()))
}

/// Writes a value with an error as it is: a number whose last digits are lost must not come back as text, which would
/// look whole.
fn mark(
    worksheet: &mut Worksheet,
    (y, x): (u32, u16),
    cell: &Cell,
    error: &Format,
    finding: &Diagnostic,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(number) => worksheet.write_number_with_format(y, x, *number, error)?,
        other => worksheet.write_string_with_format(y, x, other.text(), error)?,
    };
    worksheet.insert_note(y, x, &Note::new(finding.message.clone())).map(|_| ())
}

fn write(worksheet: &mut Worksheet, y: u32, x: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => Ok(()),
        Cell::Number(number) => worksheet.write_number(y, x, *number).map(|_| ()),
        Cell::Text(_) | Cell::Date(_) => worksheet.write_string(y, x, cell.text()).map(|_| ()),
    }
}
