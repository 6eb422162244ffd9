//! Tells people from other rows of a sheet: repeated titles, numbers of columns, section headings, totals, signatures. A heading
//! may name the unit of the people below it.

use super::field::{Field, plain};
use super::header::Header;
use super::names::tidy;
use crate::diag::{Message, say};
use crate::lang::Lang;
use crate::wording::month_number;
use crate::workbook::{Cell, Row};

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A person.
    Person,
    /// Nothing worth mentioning: empty, repeated titles, numbers of columns.
    Nothing,
    /// Words about no person: a total, a signature, a note.
    Words,
    /// The heading of a section, with its name.
    Section(String),
}

/// The state after the rows so far.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The column that numbers the people, from 0.
    counter: Option<usize>,
    /// Whether the last rows were a total or a signature.
    at_foot: bool,
    /// The unit that the last heading names; empty if none does.
    unit: String,
    /// Rows of words about no person, as ranges.
    words: Vec<(u32, u32)>,
    /// Rows whose heading names a unit.
    headings: Vec<u32>,
}

/// First words of totals, signatures and notes below a table.
const FEET: [&str; 15] = [
    "jumlah",
    "jml",
    "total",
    "subtotal",
    "sub total",
    "mengetahui",
    "menyetujui",
    "disetujui",
    "dibuat oleh",
    "catatan",
    "keterangan",
    "ket",
    "sumber",
    "rekapitulasi",
    "a n",
];

/// First words of names of units.
const UNITS: [&str; 24] = [
    "dinas",
    "badan",
    "kecamatan",
    "kelurahan",
    "sekretariat",
    "inspektorat",
    "bagian",
    "bidang",
    "uptd",
    "upt",
    "puskesmas",
    "rsud",
    "rumah sakit",
    "sd",
    "sdn",
    "smp",
    "smpn",
    "tk",
    "kantor",
    "satuan",
    "satpol",
    "desa",
    "unit",
    "balai",
];

/// First words of names of parts of units; their headings do not change the unit.
const PARTS: [&str; 6] = ["bidang", "bagian", "seksi", "sub", "subbagian", "subbidang"];

/// Labels before the name of a unit above a table: "Unit Kerja : Dinas Kesehatan".
const LABELS: [&str; 7] = ["unit kerja", "opd", "skpd", "nama opd", "perangkat daerah", "instansi", "satuan kerja"];

impl Outline {
    /// For the rows below the header; those `above` it may name the unit of all.
    pub(super) fn new(header: &Header, above: &[Row]) -> Outline {
        let mut outline = Outline { counter: header.counter(), ..Outline::default() };
        for row in above {
            if let Some(unit) = labelled(&words(row)) {
                outline.unit = unit;
                outline.headings.push(row.number);
            }
        }
        outline
    }

    /// Classifies the next row.
    pub(super) fn row(&mut self, header: &Header, row: &Row) -> RowKind {
        let kind = self.kind(header, row);
        match &kind {
            RowKind::Person => self.at_foot = false,
            RowKind::Section(name) => {
                self.at_foot = false;
                if self.unit.is_empty() || !begins(&plain(name), &PARTS) {
                    self.unit.clone_from(name);
                    self.headings.push(row.number);
                }
            }
            RowKind::Words => match self.words.last_mut() {
                Some((_, last)) if *last + 1 == row.number => *last = row.number,
                _ => self.words.push((row.number, row.number)),
            },
            RowKind::Nothing => {}
        }
        kind
    }

    /// The unit that the last heading names; empty if none does.
    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// What was assumed of rows, a sentence each.
    pub(super) fn assumed(&self) -> Vec<Message> {
        let mut assumed = Vec::new();
        if !self.headings.is_empty() {
            let rows: Vec<(u32, u32)> = self.headings.iter().map(|row| (*row, *row)).collect();
            let rows = ranges(&rows);
            assumed.push(say!(
                "orang tanpa unit kerja memakai unit kerja dari judul bagian di atasnya: {rows}",
                "people without a unit have the one of the heading above them: {rows}";
                rows
            ));
        }
        if !self.words.is_empty() {
            let rows = ranges(&self.words);
            assumed.push(say!(
                "tidak dibaca sebagai orang (jumlah, catatan, tanda tangan): {rows}",
                "not read as people (totals, notes, signatures): {rows}";
                rows
            ));
        }
        assumed
    }

    fn kind(&mut self, header: &Header, row: &Row) -> RowKind {
        if row.cells.iter().all(Cell::is_empty) || header.is_repeated(row) || numbers_columns(row) {
            return RowKind::Nothing;
        }
        let filled = |field: &Field| !header.cell(row, *field).1.is_empty();
        let fields = Field::ALL.iter().filter(|field| filled(field)).count();
        let (has_name, has_number) = (filled(&Field::Name), filled(&Field::Number));
        let is_counted = self.counter.is_some_and(|column| row.cells.get(column).is_some_and(is_count));
        let sums_up = || begins(&plain(&header.cell(row, Field::Name).1.text()), &FEET);
        if has_name && fields > 1 && (is_counted || has_number && !sums_up()) {
            return RowKind::Person;
        }
        let text = words(row);
        if fields == 0 && (is_counted || !text.contains(char::is_alphabetic)) {
            return RowKind::Nothing;
        }
        if !is_counted && is_foot(&text, &plain(&text)) {
            self.at_foot = true;
            return RowKind::Words;
        }
        if let Some(name) = self.section(header, row) {
            return RowKind::Section(name);
        }
        let is_person = has_name || has_number || fields > 1;
        let is_after_foot = self.at_foot && !is_counted;
        if is_person && !is_after_foot { RowKind::Person } else { RowKind::Words }
    }

    /// The heading, if the row is one: it has a single text.
    fn section(&self, header: &Header, row: &Row) -> Option<String> {
        let mut texts = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty() && !is_numeral(cell));
        let (column, cell) = texts.next()?;
        if texts.next().is_some() || !matches!(cell, Cell::Text(_)) {
            return None;
        }
        let text = tidy(&cell.text());
        if let Some(unit) = labelled(&text) {
            return Some(unit);
        }
        let name = without_numeral(&text);
        let of_names = header.column(Field::Name)?;
        let is_unit = begins(&plain(name), &UNITS);
        let is_heading = is_unit || column < of_names && name.contains(char::is_alphabetic);
        (is_heading && column <= of_names).then(|| name.to_owned())
    }
}

/// The cells of a row, joined by spaces.
fn words(row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().filter(|cell| !cell.is_empty()).map(|cell| tidy(&cell.text())).collect();
    cells.join(" ")
}

/// Whether a normalised text begins with one of these words.
fn begins(plain: &str, known: &[&str]) -> bool {
    known.iter().any(|word| plain.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// The unit in "Unit Kerja : Dinas Kesehatan".
fn labelled(text: &str) -> Option<String> {
    let (label, unit) = text.split_once(':')?;
    let is_label = LABELS.contains(&plain(label).as_str());
    (is_label && unit.contains(char::is_alphabetic)).then(|| unit.trim().to_owned())
}

/// Whether a text belongs below a table: a total, a place with a date, "NIP." with digits.
fn is_foot(text: &str, plain: &str) -> bool {
    let is_day = || {
        let words: Vec<&str> = plain.split(' ').collect();
        let month = words.iter().position(|word| month_number(word, Lang::Id).is_some());
        let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        text.contains(',') && words.len() < 8 && month.is_some_and(|at| words.get(at + 1).is_some_and(is_year))
    };
    let is_number = || {
        let rest = plain.strip_prefix("nip").unwrap_or("a");
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == ' ')
    };
    begins(plain, &FEET) || is_number() || is_day()
}

/// Whether a row numbers the columns: (1) (2) (3).
fn numbers_columns(row: &Row) -> bool {
    let mut counts = row.cells.iter().filter(|cell| !cell.is_empty());
    let small = |cell: &Cell| cell.text().trim_matches(['(', ')', ' ']).parse::<f64>().is_ok_and(|count| count < 100.0);
    counts.clone().count() > 1 && counts.all(small)
}

/// Whether a cell numbers a person: 1, 1., 312.
fn is_count(cell: &Cell) -> bool {
    if let Cell::Number(count) = cell {
        return count.fract() == 0.0 && (0.0..1e7).contains(count);
    }
    let text = cell.text();
    let digits = text.trim().trim_end_matches(['.', ')']);
    !digits.is_empty() && digits.len() < 8 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a cell numbers a section: II, B., 3.
fn is_numeral(cell: &Cell) -> bool {
    let text = cell.text();
    let bare = text.trim().trim_end_matches(['.', ')']);
    let is_roman = bare.bytes().all(|byte| b"IVXLC".contains(&byte));
    !bare.is_empty() && (is_roman || is_count(cell) || bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_uppercase()))
}

/// A heading without the number before it: "II. Dinas Kesehatan".
fn without_numeral(text: &str) -> &str {
    match text.split_once(['.', ')']) {
        Some((number, rest)) if is_numeral(&Cell::Text(number.to_owned())) && rest.starts_with(' ') => rest.trim(),
        _ => text,
    }
}

/// Ranges of rows in words: "row 5", "rows 5, 12-14, …"; the first six.
fn ranges(rows: &[(u32, u32)]) -> Message {
    let told = |(from, to): &(u32, u32)| if from == to { from.to_string() } else { format!("{from}-{to}") };
    let first: Vec<String> = rows.iter().take(6).map(told).collect();
    let told = first.join(", ") + if rows.len() > 6 { ", …" } else { "" };
    match rows {
        [(from, to)] if from == to => say!("baris {told}", "row {told}"),
        _ => say!("baris {told}", "rows {told}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foot_is_known_by_its_words() {
        let is_foot = |text: &str| is_foot(text, &plain(text));
        for text in ["Jumlah 12", "Mengetahui,", "Muara Enim, 2 Januari 2025", "NIP. 19700101 199501 1 001", "Ket.: x"]
        {
            assert!(is_foot(text), "{text}");
        }
        for text in ["1 Siti Aminah, S.Pd. Guru", "Jumlahwati", "Nipah", "NIP"] {
            assert!(!is_foot(text), "{text}");
        }
    }

    #[test]
    fn a_heading_loses_its_number_and_label() {
        assert_eq!(without_numeral("II. DINAS KESEHATAN"), "DINAS KESEHATAN");
        assert_eq!(without_numeral("A. Sekretariat"), "A. Sekretariat".trim_start_matches("A. "));
        assert_eq!(without_numeral("UPTD Puskesmas"), "UPTD Puskesmas");
        assert_eq!(labelled("Unit Kerja : Dinas Kesehatan").as_deref(), Some("Dinas Kesehatan"));
        assert_eq!(labelled("Bulan : Mei"), None);
        assert_eq!(ranges(&[(3, 3), (15, 20)]).en(), "rows 3, 15-20");
        assert_eq!(ranges(&[(3, 3)]), Message::new("baris 3", "row 3"));
    }
}
