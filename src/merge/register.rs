//! The register of what was issued: a line for everybody, with a place to tick once the pledge is signed.

use crate::failure::Failure;
use crate::lang::Lang;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row's own number in the roster.
    pub row: u32,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// The file below the folder of the register.
    pub file: String,
    /// The page of the file on which the document starts, in a print run.
    pub page: Option<u32>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// The columns, in Indonesian and English. The ones to tick and to fill in come last.
pub const COLUMNS: [(&str, &str); 9] = [
    ("Baris", "Row"),
    ("Nama", "Name"),
    ("Unit kerja", "Unit"),
    ("Berkas", "File"),
    ("Halaman", "Page"),
    ("SHA-256", "SHA-256"),
    ("Ditandatangani", "Signed"),
    ("Tanggal", "Date"),
    ("Keterangan", "Note"),
];

/// Widths of the columns, in characters.
const WIDTHS: [f64; 9] = [8.0, 32.0, 36.0, 44.0, 9.0, 18.0, 15.0, 14.0, 28.0];

/// A sheet of a workbook has no more rows than these, its titles left out.
const MOST_ROWS: usize = 1_048_000;

fn titles(lang: Lang) -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(move |(id, en)| match lang {
        Lang::Id => *id,
        Lang::En => *en,
    })
}

/// The register as CSV, for Excel and for scripts: UTF-8 with its mark.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn csv(lines: &[Line], lang: Lang, path: &Path) -> Result<Vec<u8>, Failure> {
    let fail = |error: csv::Error| Failure::io("write", path, &error.into());
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(titles(lang)).map_err(fail)?;
    for line in lines {
        let Line { row, name, unit, file, page, sha256 } = line;
        let page = page.map(|page| page.to_string()).unwrap_or_default();
        let cells = [&row.to_string(), &harmless(name), &harmless(unit), file, &page, sha256, "", "", ""];
        writer.write_record(cells).map_err(fail)?;
    }
    writer.into_inner().map_err(|error| Failure::io("write", path, &error.into_error()))
}

/// A value that no spreadsheet takes for a formula.
fn harmless(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t']) { format!("'{value}") } else { value.to_owned() }
}

/// The register as a workbook, with the titles kept in sight, a filter, and boxes to tick.
///
/// # Errors
/// A register that does not fit into a workbook.
pub fn xlsx(lines: &[Line], lang: Lang, path: &Path) -> Result<Vec<u8>, Failure> {
    let made = workbook(lines, lang);
    made.map_err(|error| Failure::io("write", path, &std::io::Error::other(error.to_string())))
}

fn workbook(lines: &[Line], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Nothing reads the clock.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let chunks: Vec<&[Line]> = if lines.is_empty() { vec![&[]] } else { lines.chunks(MOST_ROWS).collect() };
    for (index, lines) in chunks.into_iter().enumerate() {
        let name = if lang == Lang::Id { "Register" } else { "Issued" };
        let name = if index == 0 { name.to_owned() } else { format!("{name} {}", index + 1) };
        sheet(workbook.add_worksheet().set_name(name)?, lines, lang)?;
    }
    workbook.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, lines: &[Line], lang: Lang) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, (title, width)) in titles(lang).zip(WIDTHS).enumerate() {
        sheet.write_string_with_format(0, column as u16, title, &bold)?;
        sheet.set_column_width(column as u16, width)?;
    }
    for (index, line) in lines.iter().enumerate() {
        let y = index as u32 + 1;
        sheet.write_number(y, 0, line.row)?;
        sheet.write_string(y, 1, &line.name)?;
        sheet.write_string(y, 2, &line.unit)?;
        sheet.write_string(y, 3, &line.file)?;
        if let Some(page) = line.page {
            sheet.write_number(y, 4, page)?;
        }
        sheet.write_string(y, 5, &line.sha256)?;
        sheet.insert_checkbox(y, 6, false)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, lines.len() as u32, COLUMNS.len() as u16 - 1)?;
    sheet.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(row: u32, name: &str) -> Line {
        let unit = "Dinas Kesehatan".to_owned();
        Line { row, name: name.to_owned(), unit, file: format!("u/{row:04}.pdf"), page: None, sha256: "ab".into() }
    }

    #[test]
    fn a_value_is_never_a_formula() {
        let lines = [line(2, "=HYPERLINK(\"http://x\")"), line(3, "Siti, \"Ani\"")];
        let text = String::from_utf8(csv(&lines, Lang::Id, Path::new("r.csv")).unwrap()).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\"") && text.contains("\"Siti, \"\"Ani\"\"\""), "{text}");
        assert!(
            text.starts_with(
                "\u{feff}Baris,Nama,Unit kerja,Berkas,Halaman,SHA-256,Ditandatangani,Tanggal,Keterangan\r\n"
            )
        );
    }

    #[test]
    fn the_workbook_is_the_same_twice() {
        let lines = [line(2, "Siti"), line(3, "Budi")];
        let made = || xlsx(&lines, Lang::En, Path::new("r.xlsx")).unwrap();
        assert_eq!(made(), made());
    }
}
