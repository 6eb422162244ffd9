//! Who has signed, by the ticks in a register.

use super::register::COLUMNS;
use crate::diag::{Code, Diagnostic, Origin, redacted, say};
use crate::failure::Failure;
use crate::roster::{File, plain, read_rows};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many have signed, and who has not yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many pledges were issued.
    pub issued: usize,
    /// How many of them are signed.
    pub signed: usize,
    /// The same by unit, in the order of the register.
    pub units: Vec<UnitTally>,
}

/// How many of a unit have signed, and who has not yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnitTally {
    /// Name of the unit.
    pub name: String,
    /// How many pledges were issued.
    pub issued: usize,
    /// How many of them are signed.
    pub signed: usize,
    /// Names of those who have not signed yet; a personal number among them is left out.
    pub missing: Vec<String>,
}

/// The columns that count.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    unit: usize,
    signed: usize,
}

impl Tally {
    /// Reads a register, as XLSX or as CSV.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no register.
    pub fn read(file: &File) -> Result<Tally, Failure> {
        let mut tally = Tally::default();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut columns: Option<Columns> = None;
        read_rows(file, &mut |_, cells| match columns {
            // A further sheet begins with the titles again.
            _ if titled(cells).is_some() => columns = titled(cells),
            None => {}
            Some(columns) => tally.count(columns, cells, &mut places),
        })?;
        if columns.is_none() {
            let finding = Diagnostic::error(
                Code::NoRegister,
                say!("ini bukan register yang ditulis merge", "this is no register that a merge wrote"),
            )
            .at(Origin::file(file.name()))
            .help(say!(
                "tulis register.xlsx atau register.csv di folder merge",
                "name register.xlsx or register.csv in the folder of the merge"
            ));
            return Err(Failure::usage(finding));
        }
        Ok(tally)
    }

    fn count(&mut self, columns: Columns, cells: &[String], places: &mut BTreeMap<String, usize>) {
        let cell = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        let (name, unit) = (cell(columns.name), cell(columns.unit));
        if name.is_empty() {
            return;
        }
        let place = *places.entry(plain(unit)).or_insert_with(|| {
            self.units.push(UnitTally { name: redacted(unit).into_owned(), ..UnitTally::default() });
            self.units.len() - 1
        });
        let of = &mut self.units[place];
        (self.issued, of.issued) = (self.issued + 1, of.issued + 1);
        if is_signed(cell(columns.signed)) {
            (self.signed, of.signed) = (self.signed + 1, of.signed + 1);
        } else {
            of.missing.push(redacted(name).into_owned());
        }
    }
}

/// The columns of a row of titles, in either language.
fn titled(cells: &[String]) -> Option<Columns> {
    let column = |index: usize| {
        let (id, en) = COLUMNS[index];
        cells.iter().position(|cell| plain(cell) == plain(id) || plain(cell) == plain(en))
    };
    Some(Columns { name: column(1)?, unit: column(2)?, signed: column(6)? })
}

/// Whether a cell is ticked: anything but nothing and a word for no.
fn is_signed(cell: &str) -> bool {
    const NO: [&str; 8] = ["false", "salah", "0", "tidak", "belum", "no", "n", "t"];
    let is_nothing = matches!(cell, "" | "-" | "–" | "☐" | "?");
    !is_nothing && !NO.contains(&plain(cell).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_counted_by_unit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.csv");
        let text = "\u{feff}Baris;Nama;Unit kerja;Berkas;Halaman;SHA-256;Ditandatangani;Tanggal;Keterangan\r\n\
                    2;Siti;Dinas A;a.pdf;;ab;x;;\r\n3;Budi;Dinas B;b.pdf;;ab;belum;;sakit\r\n4;Eko;dinas a;c.pdf;;ab;FALSE;;\r\n5;Ani;Dinas A;d.pdf;;ab;✓;;\r\n";
        std::fs::write(&path, text).unwrap();
        let tally = Tally::read(&File::open(&path).unwrap()).unwrap();
        assert_eq!((tally.issued, tally.signed), (4, 2));
        let units: Vec<_> = tally
            .units
            .iter()
            .map(|unit| (unit.name.as_str(), unit.issued, unit.signed, unit.missing.join(",")))
            .collect();
        assert_eq!(units, [("Dinas A", 3, 2, "Eko".to_owned()), ("Dinas B", 1, 0, "Budi".to_owned())]);
        std::fs::write(&path, "a,b\n1,2\n").unwrap();
        assert!(Tally::read(&File::open(&path).unwrap()).is_err());
    }

    #[test]
    fn the_boxes_of_our_own_register_are_read() {
        use crate::lang::Lang;
        use crate::merge::register::{RegisterLine, RegisterWriter};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.xlsx");
        let mut writer = RegisterWriter::begin(&folder.path().join("register.csv"), &path, 2, Lang::En).unwrap();
        for name in ["Siti", "Budi"] {
            let sha256 = crate::output::Hash::of(b"");
            writer.line(&RegisterLine { row: 2, name, unit: "Dinas A", file: "a.pdf", page: Some(3), sha256 }).unwrap();
        }
        writer.end().unwrap();
        let tally = Tally::read(&File::open(&path).unwrap()).unwrap();
        assert_eq!((tally.issued, tally.signed, tally.units[0].missing.len()), (2, 0, 2));
    }
}
