//! A register being written, line by line, as CSV and as a workbook.

use super::line::{RegisterLine, titles};
use super::workbook::RegisterWorkbook;
use crate::formula::harmless;
use crate::lang::Lang;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// A register being written, in both forms.
pub struct RegisterWriter {
    csv: csv::Writer<File>,
    workbook: RegisterWorkbook,
}

impl RegisterWriter {
    /// Begins a register of so many lines: CSV for Excel and for scripts, in UTF-8 with its mark, and a workbook.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn begin(csv: &Path, workbook: &Path, lines: usize, lang: Lang) -> io::Result<RegisterWriter> {
        let mut file = File::create(csv)?;
        file.write_all("\u{feff}".as_bytes())?;
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
        csv.write_record(titles(lang))?;
        Ok(RegisterWriter { csv, workbook: RegisterWorkbook::begin(workbook, lines, lang)? })
    }

    /// Writes a line.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn line(&mut self, line: &RegisterLine) -> io::Result<()> {
        let RegisterLine { row, name, unit, file, page, sha256 } = line;
        let page = page.map(|page| page.to_string()).unwrap_or_default();
        let sha256 = sha256.to_string();
        let (row, name, unit) = (row.to_string(), harmless(name), harmless(unit));
        let cells = [&row, &*name, &unit, file, &page, &sha256, "", "", ""];
        self.csv.write_record(cells)?;
        self.workbook.line(line)
    }

    /// Ends both.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn end(mut self) -> io::Result<()> {
        self.csv.flush()?;
        self.workbook.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Hash;

    /// Writes a register of people of these rows, names and units into a folder.
    fn register(folder: &Path, people: &[(u32, &str, &str)], lang: Lang) {
        let (csv, workbook) = (folder.join("register.csv"), folder.join("register.xlsx"));
        let mut writer = RegisterWriter::begin(&csv, &workbook, people.len(), lang).unwrap();
        for (row, name, unit) in people {
            let (row, page) = (*row, Some(3).filter(|_| row % 2 == 0));
            writer.line(&RegisterLine { row, name, unit, file: "u/a.pdf", page, sha256: Hash::of(b"") }).unwrap();
        }
        writer.end().unwrap();
    }

    #[test]
    fn a_value_is_never_a_formula() {
        let folder = tempfile::tempdir().unwrap();
        let people = [(2, "=HYPERLINK(\"http://x\")", "Dinas"), (3, "Siti, \"Ani\"", "Dinas")];
        register(folder.path(), &people, Lang::Id);
        let text = std::fs::read_to_string(folder.path().join("register.csv")).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\"") && text.contains("\"Siti, \"\"Ani\"\"\""), "{text}");
        assert!(
            text.starts_with(
                "\u{feff}Baris,Nama,Unit kerja,Berkas,Halaman,SHA-256,Ditandatangani,Tanggal,Keterangan\r\n"
            )
        );
    }

    #[test]
    fn the_register_is_the_same_twice() {
        let made = || {
            let folder = tempfile::tempdir().unwrap();
            register(folder.path(), &[(2, "Siti", "Dinas"), (3, "Budi", "Dinas")], Lang::En);
            ["register.csv", "register.xlsx"].map(|name| std::fs::read(folder.path().join(name)).unwrap())
        };
        assert!(made() == made());
    }
}
