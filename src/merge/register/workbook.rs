//! The register as a workbook: titles kept in sight, a filter, boxes to tick.
//!
//! rust_xlsxwriter makes the workbook with its first line alone, since it holds all lines in memory, or else panics when
//! the disk is full. The lines are written into the sheets of that workbook as it is copied.

use super::line::{COLUMNS, RegisterLine, titles};
use crate::lang::Lang;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Worksheet, XlsxError};
use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// So many lines fit into a sheet below its titles; a longer register has further sheets.
const FITTING: usize = 1_048_000;

/// A cell holds no more characters than these.
const LONGEST: usize = 16_000;

/// Widths of the columns, in characters.
const WIDTHS: [f64; 9] = [8.0, 32.0, 36.0, 44.0, 9.0, 18.0, 15.0, 14.0, 28.0];

/// A workbook being written.
pub(super) struct RegisterWorkbook {
    to: ZipWriter<ErrorKeeper<BufWriter<File>>>,
    /// Sheets still to come: the name of the part, its beginning and its end, how many lines there are to be in it.
    sheets: std::vec::IntoIter<SheetPart>,
    /// The sheet being written, and the number of its next row.
    at_work: Option<(SheetPart, usize)>,
}

/// A sheet of the workbook: what stands in its part before and after the lines.
struct SheetPart {
    part: String,
    before: String,
    after: String,
    /// How the cell of a box begins after its place.
    tick: String,
    lines: usize,
}

impl RegisterWorkbook {
    /// Begins a workbook of so many lines.
    pub(super) fn begin(path: &Path, lines: usize, lang: Lang) -> io::Result<RegisterWorkbook> {
        RegisterWorkbook::with_sheets(path, lines, FITTING, lang)
    }

    fn with_sheets(path: &Path, lines: usize, fitting: usize, lang: Lang) -> io::Result<RegisterWorkbook> {
        let full = (0..lines / fitting).map(|_| fitting);
        let rest = Some(lines % fitting).filter(|rest| *rest > 0 || lines == 0);
        let sizes: Vec<usize> = full.chain(rest).collect();
        let skeleton = skeleton(&sizes, lang).map_err(io::Error::other)?;
        let mut parts = ZipArchive::new(Cursor::new(skeleton))?;
        let mut to = ZipWriter::new(ErrorKeeper::new(BufWriter::new(File::create(path)?)));
        let mut sheets = Vec::new();
        for index in 0..parts.len() {
            let mut part = parts.by_index(index)?;
            let mut content = Vec::new();
            part.read_to_end(&mut content)?;
            let name = part.name()?.into_owned();
            match name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml")) {
                Some(number) => {
                    let lines = number.parse().ok().and_then(|number: usize| sizes.get(number - 1)).copied();
                    sheets.push(SheetPart::of(name, &String::from_utf8_lossy(&content), lines.unwrap_or_default())?);
                }
                None => {
                    to.start_file(name, options())?;
                    to.write_all(&content)?;
                }
            }
        }
        Ok(RegisterWorkbook { to, sheets: sheets.into_iter(), at_work: None })
    }

    /// Writes a line.
    pub(super) fn line(&mut self, line: &RegisterLine) -> io::Result<()> {
        if self.at_work.as_ref().is_none_or(|(sheet, row)| *row >= sheet.lines + 2) {
            self.next()?;
        }
        let Some((sheet, row)) = &mut self.at_work else { return Err(io::Error::other("more lines than were told")) };
        let RegisterLine { row: of_roster, name, unit, file, page, sha256 } = line;
        let mut text = format!("<row r=\"{row}\"><c r=\"A{row}\"><v>{of_roster}</v></c>");
        for (column, value) in [("B", name), ("C", unit), ("D", file)] {
            let value = escaped(value);
            text.push_str(&format!(
                "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>"
            ));
        }
        if let Some(page) = page {
            text.push_str(&format!("<c r=\"E{row}\"><v>{page}</v></c>"));
        }
        let tick = &sheet.tick;
        text.push_str(&format!("<c r=\"F{row}\" t=\"inlineStr\"><is><t>{sha256}</t></is></c>"));
        text.push_str(&format!("<c r=\"G{row}\"{tick}<v>0</v></c></row>"));
        *row += 1;
        self.to.write_all(text.as_bytes())
    }

    /// Ends the sheet at work and begins the next one.
    fn next(&mut self) -> io::Result<()> {
        if let Some((sheet, _)) = self.at_work.take() {
            self.to.write_all(sheet.after.as_bytes())?;
        }
        if let Some(sheet) = self.sheets.next() {
            self.to.start_file(sheet.part.as_str(), options())?;
            self.to.write_all(sheet.before.as_bytes())?;
            self.at_work = Some((sheet, 2));
        }
        Ok(())
    }

    /// Ends the workbook.
    pub(super) fn end(mut self) -> io::Result<()> {
        while self.at_work.is_some() || self.sheets.len() > 0 {
            self.next()?;
        }
        self.to.finish()?.end()
    }
}

/// Keeps the first error of a writer for the end, and takes what follows for written: a [`ZipWriter`] that is dropped
/// after an error tries to write on, and prints that it cannot.
struct ErrorKeeper<W> {
    to: W,
    at: u64,
    length: u64,
    failed: io::Result<()>,
}

impl<W: Write + Seek> ErrorKeeper<W> {
    fn new(to: W) -> Self {
        ErrorKeeper { to, at: 0, length: 0, failed: Ok(()) }
    }

    fn end(mut self) -> io::Result<()> {
        self.failed.and_then(|()| self.to.flush())
    }
}

impl<W: Write> Write for ErrorKeeper<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed.is_ok() {
            self.failed = self.to.write_all(bytes);
        }
        self.at += bytes.len() as u64;
        self.length = self.length.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<W: Seek> Seek for ErrorKeeper<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        let target = target.ok_or(io::ErrorKind::InvalidInput)?;
        let moves = target != self.at;
        self.at = target;
        if moves && self.failed.is_ok() {
            self.failed = self.to.seek(SeekFrom::Start(self.at)).map(|_| ());
        }
        Ok(self.at)
    }
}

impl SheetPart {
    fn of(part: String, xml: &str, lines: usize) -> io::Result<SheetPart> {
        let cut = || {
            let (before, rest) = xml.split_once("<row r=\"2\"")?;
            let (_, after) = rest.split_once("</sheetData>")?;
            let (_, box_cell) = rest.split_once("<c r=\"G2\"")?;
            let (tick, _) = box_cell.split_once("<v>")?;
            Some((before.to_owned(), format!("</sheetData>{after}"), tick.to_owned()))
        };
        let (before, after, tick) = cut().ok_or_else(|| io::Error::other("a sheet without its first line"))?;
        Ok(SheetPart { part, before, after, tick, lines })
    }
}

/// Compressed quickly, since a register stays in its folder. Nothing reads the clock.
fn options() -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    options.compression_level(Some(1)).last_modified_time(DateTime::DEFAULT)
}

/// The workbook with sheets for so many lines each, of which each has the first and the last.
fn skeleton(sizes: &[usize], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let name = if lang == Lang::Id { "Register" } else { "Issued" };
    for (index, lines) in sizes.iter().enumerate() {
        let name = if index == 0 { name.to_owned() } else { format!("{name} {}", index + 1) };
        frame(workbook.add_worksheet().set_name(name)?, *lines as u32, lang)?;
    }
    workbook.save_to_buffer()
}

fn frame(sheet: &mut Worksheet, lines: u32, lang: Lang) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, (title, width)) in titles(lang).zip(WIDTHS).enumerate() {
        sheet.write_string_with_format(0, column as u16, title, &bold)?;
        sheet.set_column_width(column as u16, width)?;
    }
    for line in [1, lines.max(1)] {
        sheet.insert_checkbox(line, 6, false)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, lines, COLUMNS.len() as u16 - 1)?;
    sheet.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A value as it stands in XML, without what XML has no place for. A spreadsheet reads `_x0041_` as a character.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars().take(LONGEST) {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            'x' if text.ends_with('_') => text.push_str("x005F_x"),
            c if c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{fffe}' | '\u{ffff}') => text.push(' '),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Hash;
    use crate::roster::{File, read_rows};

    fn written(lines: u32, fitting: usize) -> Vec<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.xlsx");
        let mut workbook = RegisterWorkbook::with_sheets(&path, lines as usize, fitting, Lang::Id).unwrap();
        for row in 1..=lines {
            let (name, page) = (format!("<Ani & \"Siti\" _x0041_ {row}\u{1}>"), Some(row).filter(|row| row % 2 == 0));
            workbook
                .line(&RegisterLine { row, name: &name, unit: " Dinas", file: "a.pdf", page, sha256: Hash::of(b"") })
                .unwrap();
        }
        workbook.end().unwrap();
        let mut rows = Vec::new();
        read_rows(&File::open(&path).unwrap(), &mut |_, cells| rows.push(cells.to_vec())).unwrap();
        rows
    }

    /// Has room for so many bytes.
    struct Full(Cursor<Vec<u8>>, usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0.get_ref().len() + bytes.len() > self.1 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Full {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn a_full_disk_is_told_at_the_end_and_not_before() {
        for (room, fits) in [(0, false), (50, false), (99, false), (5000, true)] {
            let mut to = ZipWriter::new(ErrorKeeper::new(Full(Cursor::new(Vec::new()), room)));
            for part in ["a", "b"] {
                to.start_file(part, options()).unwrap();
                to.write_all(&[7; 1000]).unwrap();
            }
            let ended = to.finish().unwrap().end();
            assert_eq!(ended.is_ok(), fits, "{room}");
        }
    }

    #[test]
    fn every_line_is_read_back_from_as_many_sheets_as_it_takes() {
        for (lines, titles) in [(0, 1), (1, 1), (3, 1), (4, 2), (7, 3)] {
            let rows = written(lines, 3);
            assert_eq!(rows.iter().filter(|row| row[0] == "Baris").count(), titles, "{rows:?}");
            let numbers: Vec<u32> = rows.iter().filter_map(|row| row[0].parse().ok()).collect();
            assert_eq!(numbers, (1..=lines).collect::<Vec<_>>());
        }
        let rows = written(2, 3);
        assert_eq!(rows[2][1], "<Ani & \"Siti\" _x0041_ 2 >");
        assert_eq!((rows[2][2].trim(), rows[1][4].as_str(), rows[2][4].as_str()), ("Dinas", "", "2"));
        assert_eq!(rows[2][6].to_lowercase(), "false");
    }
}
