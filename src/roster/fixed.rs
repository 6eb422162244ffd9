//! A corrected copy of a roster: the values of its sheet, with corrected cells and cells with errors in colour.

use super::correction::Corrections;
use super::judge::Judge;
use super::options::Options;
use super::read::Roster;
use super::row_source;
use crate::diag::{Code, Diagnostic, Origin, Severity, say};
use crate::failure::Failure;
use crate::intake::File;
use crate::lang::Lang;
use crate::workbook::Cell;
use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Background of corrected cells, and of cells with errors that only a person can correct.
const RIGHT: Color = Color::RGB(0x00C6_EFCE);
const WRONG: Color = Color::RGB(0x00FF_C7CE);

/// The bytes of an XLSX file with the values of the sheet, corrected where that needs no person, and the number of corrected
/// cells. Notes on cells with errors are in `lang`. Personnel numbers stay text, so that no spreadsheet rounds them; other
/// sheets, formulas and formats are not kept.
///
/// # Errors
/// As [`Roster::read`]; a table too large for a sheet.
pub fn fixed(file: &File, options: &Options, judge: &Judge<'_>, lang: Lang) -> Result<(Vec<u8>, usize), Failure> {
    let roster = Roster::read_with(file, options, judge, Corrections::Kept)?;
    let corrections: BTreeMap<(u32, u32), &str> =
        roster.corrections.iter().map(|found| ((found.row, found.column), found.value.as_str())).collect();
    let wrong: BTreeMap<(u32, u32), &Diagnostic> = roster
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| finding.origin.as_ref().map(|origin| ((origin.line, origin.column), finding)))
        .collect();
    let mut workbook = Workbook::new();
    let mut failed = None;
    {
        let worksheet = workbook.add_worksheet();
        if let Some(name) = &roster.sheet {
            // If Excel does not allow the name, the sheet gets a default one.
            let _ = worksheet.set_name(name);
        }
        let mut copy = Copy::new(worksheet, &roster.number_columns, lang);
        let mut source = row_source::open(file)?;
        source.rows(roster.sheet.as_deref(), &mut |row| {
            for (column, cell) in row.cells.iter().enumerate() {
                let at = (row.number, column as u32 + 1);
                let place = (row.number - 1, column as u16);
                let written = match (corrections.get(&at), wrong.get(&at)) {
                    (Some(value), _) => copy.corrected(place, value),
                    (None, Some(finding)) => copy.wrong(place, cell, finding),
                    (None, None) => copy.value(place, cell),
                };
                if let Err(error) = written {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
        failed = failed.or(copy.finish().err());
    }
    let unwritten = |error: XlsxError| Failure::usage(not_written(&error).at(Origin::file(file.name())));
    if let Some(error) = failed {
        return Err(unwritten(error));
    }
    // A fixed date instead of the clock: the same roster gives the same bytes.
    let epoch = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(unwritten)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    Ok((workbook.save_to_buffer().map_err(unwritten)?, corrections.len()))
}

/// The id of the built-in number format for text, `@`.
const TEXT: u8 = 49;

/// The narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (4, 48);

/// The sheet being written.
struct Copy<'w> {
    worksheet: &'w mut Worksheet,
    /// The language of notes.
    lang: Lang,
    /// Columns of long numbers, which are formatted as text so that what is typed there later is not rounded.
    text_columns: BTreeSet<u16>,
    /// The longest value of each column, in characters.
    widths: BTreeMap<u16, usize>,
}

impl Copy<'_> {
    fn new<'w>(worksheet: &'w mut Worksheet, number_columns: &[u32], lang: Lang) -> Copy<'w> {
        let text_columns = number_columns.iter().map(|column| (*column - 1) as u16).collect();
        Copy { worksheet, lang, text_columns, widths: BTreeMap::new() }
    }

    /// `format` with the text format added if the cell is in a column of long numbers. Also records the width of the text.
    fn format(&mut self, column: u16, text: &str, format: Format) -> Format {
        let width = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let widest = self.widths.entry(column).or_default();
        *widest = width.max(*widest);
        if is_long_number(text) {
            self.text_columns.insert(column);
        }
        if self.text_columns.contains(&column) { format.set_num_format_index(TEXT) } else { format }
    }

    fn corrected(&mut self, (y, x): (u32, u16), value: &str) -> Result<(), XlsxError> {
        let format = self.format(x, value, Format::new().set_background_color(RIGHT));
        self.worksheet.write_string_with_format(y, x, value, &format).map(|_| ())
    }

    /// Writes a value with an error unchanged: a number whose last digits are lost must not become text, which would look
    /// complete.
    fn wrong(&mut self, (y, x): (u32, u16), cell: &Cell, finding: &Diagnostic) -> Result<(), XlsxError> {
        let format = self.format(x, &cell.text(), Format::new().set_background_color(WRONG));
        match cell {
            Cell::Number(number) => self.worksheet.write_number_with_format(y, x, *number, &format)?,
            other => self.worksheet.write_string_with_format(y, x, other.text(), &format)?,
        };
        self.worksheet.insert_note(y, x, &Note::new(finding.message.get(self.lang))).map(|_| ())
    }

    fn value(&mut self, (y, x): (u32, u16), cell: &Cell) -> Result<(), XlsxError> {
        if cell.is_empty() {
            return Ok(());
        }
        let format = self.format(x, &cell.text(), Format::new());
        match cell {
            Cell::Number(number) => self.worksheet.write_number_with_format(y, x, *number, &format)?,
            other => self.worksheet.write_string_with_format(y, x, other.text(), &format)?,
        };
        Ok(())
    }

    /// Sets the widths of columns, and the text format of whole columns.
    fn finish(self) -> Result<(), XlsxError> {
        for (column, width) in self.widths {
            self.worksheet.set_column_width(column, (width + 2).clamp(WIDTHS.0, WIDTHS.1) as f64)?;
        }
        for column in self.text_columns {
            self.worksheet.set_column_format(column, &Format::new().set_num_format_index(TEXT))?;
        }
        Ok(())
    }
}

/// Whether a value is a number with more digits than a spreadsheet preserves.
fn is_long_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits > 15 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'.' | b'-' | b'\''))
}

/// The finding that a workbook cannot be written, as where a roster has more rows than a sheet.
fn not_written(error: &XlsxError) -> Diagnostic {
    Diagnostic::error(
        Code::FixedNotWritten,
        say!(
            "daftar pegawai yang sudah diperbaiki tidak dapat ditulis: {error}",
            "cannot write the corrected roster: {error}"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_rows_than_a_sheet_has_are_a_finding() {
        let mut worksheet = Worksheet::new();
        let error = worksheet.write_string(1_048_576, 0, "Siti").err().unwrap();
        assert_eq!(not_written(&error).code, Code::FixedNotWritten);
    }
}
