//! The row of titles, and what each column holds.

use super::sheet::{Cell, Row};
use crate::diag::{Diagnostic, nearest};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Name, with titles.
    Name,
    /// Personnel number: NIP or NI PPPK.
    Number,
    /// Rank (pangkat), alone or with its grade.
    Rank,
    /// Grade (golongan ruang).
    Grade,
    /// Position (jabatan).
    Position,
    /// Unit (unit kerja, OPD).
    Unit,
    /// Status: PNS, PPPK, honorer, …
    Status,
    /// Village.
    Village,
    /// Number of a contract or decree.
    Contract,
    /// Name of the direct superior.
    SuperiorName,
    /// Personnel number of the direct superior.
    SuperiorNumber,
    /// Rank of the direct superior.
    SuperiorRank,
    /// Position of the direct superior.
    SuperiorPosition,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 13] = [
        Field::Name,
        Field::Number,
        Field::Rank,
        Field::Grade,
        Field::Position,
        Field::Unit,
        Field::Status,
        Field::Village,
        Field::Contract,
        Field::SuperiorName,
        Field::SuperiorNumber,
        Field::SuperiorRank,
        Field::SuperiorPosition,
    ];

    /// Its name on the command line.
    pub fn id(self) -> &'static str {
        SPELLINGS[self as usize].0
    }
}

/// The name of each field on the command line, and the titles that it is known by, as [`plain`] leaves them.
const SPELLINGS: [(&str, &[&str]); 13] = [
    (
        "name",
        &[
            "nama",
            "nama lengkap",
            "nama pegawai",
            "nama asn",
            "nama pns",
            "nama pppk",
            "nama dan gelar",
            "nama lengkap dan gelar",
            "nama lengkap dengan gelar",
            "nama gelar",
            "nama pejabat",
            "nama staf",
            "nama karyawan",
            "nama peserta",
            "name",
            "full name",
            "employee name",
        ],
    ),
    (
        "nip",
        &[
            "nip",
            "nip baru",
            "nip pegawai",
            "nip ni pppk",
            "nip nipppk",
            "nip pns",
            "nip pppk",
            "ni pppk",
            "nipppk",
            "ni p3k",
            "nip p3k",
            "nomor induk pegawai",
            "no induk pegawai",
            "nomor induk",
            "nomor induk pppk",
            "employee number",
        ],
    ),
    (
        "rank",
        &[
            "pangkat",
            "nama pangkat",
            "pangkat gol",
            "pangkat golongan",
            "pangkat gol ruang",
            "pangkat golongan ruang",
            "gol pangkat",
            "pangkat terakhir",
            "rank",
        ],
    ),
    ("grade", &["gol", "golongan", "gol ruang", "golongan ruang", "gol terakhir", "gol akhir", "grade"]),
    (
        "position",
        &[
            "jabatan",
            "nama jabatan",
            "jabatan terakhir",
            "jabatan sekarang",
            "jabatan fungsional",
            "position",
            "job title",
        ],
    ),
    (
        "unit",
        &[
            "unit kerja",
            "unit",
            "opd",
            "skpd",
            "nama opd",
            "perangkat daerah",
            "nama perangkat daerah",
            "instansi",
            "satuan kerja",
            "satker",
            "unit organisasi",
            "unor",
            "unor induk",
            "unit kerja opd",
            "opd unit kerja",
            "unit kerja instansi",
            "dinas",
            "tempat tugas",
            "tempat kerja",
            "office",
            "department",
        ],
    ),
    (
        "status",
        &[
            "status",
            "status kepegawaian",
            "status pegawai",
            "jenis pegawai",
            "jenis kepegawaian",
            "jenis asn",
            "kedudukan hukum",
            "status asn",
        ],
    ),
    ("village", &["desa", "nama desa", "desa kelurahan", "village"]),
    (
        "contract",
        &["no kontrak", "nomor kontrak", "no sk", "nomor sk", "nomor kontrak sk", "no kontrak sk", "contract"],
    ),
    ("superior-name", &["nama atasan", "atasan", "atasan langsung", "nama atasan langsung", "superior"]),
    ("superior-nip", &["nip atasan", "nip atasan langsung"]),
    ("superior-rank", &["pangkat atasan", "pangkat atasan langsung", "pangkat gol atasan"]),
    ("superior-position", &["jabatan atasan", "jabatan atasan langsung"]),
];

/// Titles of columns that only count.
const COUNTS: [&str; 5] = ["no", "nomor", "no urut", "nomor urut", "nr"];

/// A field is named on the command line by its id or by a title that it is known by: `--column nip="NIP Baru"`.
impl std::str::FromStr for Field {
    type Err = String;

    fn from_str(typed: &str) -> Result<Field, String> {
        let typed_plain = plain(typed);
        let known = |field: &Field| field.id() == typed || titles(*field).contains(&typed_plain.as_str());
        Field::ALL.into_iter().find(known).ok_or_else(|| {
            let ids = Field::ALL.map(Field::id);
            let near = nearest(typed, ids).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("`{typed}` is no field of a roster{near} There are: {}", ids.join(", "))
        })
    }
}

fn titles(field: Field) -> &'static [&'static str] {
    SPELLINGS[field as usize].1
}

/// Words without what differs between offices: case, marks, dots, slashes, spaces.
pub fn plain(title: &str) -> String {
    let letters = title.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let spaced: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the columns of a sheet hold.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The row of the titles.
    pub(super) row: u32,
    /// The column of each field, from 0.
    pub(super) columns: BTreeMap<Field, usize>,
    /// Columns of other titles, from 0.
    extras: Vec<(usize, String)>,
    /// Columns with a title that another one had first.
    seconds: Vec<(usize, Field)>,
    titles: Vec<String>,
}

impl Header {
    /// The row with the most known titles, and the header that it makes, if one has enough of them.
    pub(super) fn find(rows: &[Row], given: &[(Field, String)]) -> Option<(usize, Header)> {
        let headers = rows.iter().enumerate().map(|(at, row)| (at, Header::of(row, given)));
        let enough = headers.filter(|(_, header)| {
            let all_given = given.iter().all(|(field, _)| header.columns.contains_key(field));
            header.columns.contains_key(&Field::Name) && header.columns.len() >= 2 && all_given
        });
        // The first of equals: a page break in a long list often repeats the titles.
        enough.rev_max(|(_, header)| header.columns.len())
    }

    fn of(row: &Row, given: &[(Field, String)]) -> Header {
        let titles: Vec<String> = row.cells.iter().map(Cell::text).collect();
        let plains: Vec<String> = titles.iter().map(|title| plain(title)).collect();
        let (mut columns, mut seconds) = (BTreeMap::new(), Vec::new());
        for (field, wanted) in given {
            if let Some(column) = plains.iter().position(|title| *title == plain(wanted)) {
                columns.insert(*field, column);
            }
        }
        for (column, title) in plains.iter().enumerate() {
            if columns.values().any(|taken| *taken == column) {
                continue;
            }
            let Some(field) = known(title, &titles[column]) else { continue };
            match columns.entry(field) {
                Entry::Occupied(_) => seconds.push((column, field)),
                Entry::Vacant(new) => {
                    new.insert(column);
                }
            }
        }
        let is_extra = |column: usize| {
            let title = &plains[column];
            !title.is_empty() && !COUNTS.contains(&title.as_str()) && !columns.values().any(|taken| *taken == column)
        };
        let extras = (0..titles.len()).filter(|column| is_extra(*column));
        let extras =
            extras.map(|column| (column, titles[column].split_whitespace().collect::<Vec<_>>().join(" "))).collect();
        Header { row: row.number, columns, extras, seconds, titles }
    }

    /// The value of a field in a row.
    pub(super) fn cell<'r>(&self, row: &'r Row, field: Field) -> (u32, &'r Cell) {
        const NOTHING: &Cell = &Cell::Empty;
        match self.columns.get(&field) {
            Some(column) => (*column as u32 + 1, row.cells.get(*column).unwrap_or(NOTHING)),
            None => (0, NOTHING),
        }
    }

    /// The titles of the other columns.
    pub(super) fn extras(&self) -> impl Iterator<Item = &str> {
        self.extras.iter().map(|(_, title)| title.as_str())
    }

    /// The values of the other columns in a row.
    pub(super) fn extra_cells(&self, row: &Row) -> impl Iterator<Item = String> {
        self.extras.iter().map(|(column, _)| row.cells.get(*column).map(Cell::text).unwrap_or_default())
    }

    /// The titles as they stand in the row.
    pub(super) fn titles(&self) -> &[String] {
        &self.titles
    }

    /// What each column was taken for.
    pub(super) fn assumed(&self) -> Vec<String> {
        let of = |(field, column): (&Field, &usize)| format!("{} in “{}”", field.id(), self.titles[*column].trim());
        let mut assumed =
            vec![format!("titles in row {}: {}", self.row, self.columns.iter().map(of).collect::<Vec<_>>().join(", "))];
        for (column, field) in &self.seconds {
            assumed.push(format!(
                "column “{}” also looks like {}; use --column {}=\"{}\" to take it",
                self.titles[*column].trim(),
                field.id(),
                field.id(),
                self.titles[*column].trim()
            ));
        }
        assumed
    }
}

/// The field of a title, with or without what stands in brackets.
fn known(title: &str, written: &str) -> Option<Field> {
    let without = written.split(['(', '[']).next().map(plain).unwrap_or_default();
    let of = |title: &str| Field::ALL.into_iter().find(|field| titles(*field).contains(&title));
    of(title).or_else(|| of(&without))
}

/// That no row has the titles of a roster.
pub(super) fn not_found(rows: &[Row], given: &[(Field, String)], file: &str, sheet: Option<&str>) -> Diagnostic {
    let written = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let closest = rows.iter().take(20).rev_max(|row| (Header::of(row, given).columns.len(), written(row)));
    let titles: Vec<String> = closest.map_or_else(Vec::new, |row| {
        row.cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)))
            .map(|cell| cell.text().trim().to_owned())
            .take(8)
            .collect()
    });
    let line = closest.map_or(0, |row| row.number);
    let finding = Diagnostic::error("no-titles", "no row has the titles of a roster: at least a name and one more");
    let finding = finding.at(super::place(file, sheet, line, 1));
    // Words with digits may be of a person; titles have none.
    let titles: Vec<&String> = titles.iter().filter(|title| !title.contains(|c: char| c.is_ascii_digit())).collect();
    match titles.first() {
        Some(first) => finding.help(format!("if row {line} has them, say which: --column name=\"{first}\"")),
        None => finding.help("put titles such as Nama, NIP, Jabatan, Unit kerja above the columns"),
    }
}

/// The first of the largest items.
trait FirstMax: Iterator + Sized {
    fn rev_max<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        self.fold(None, |best: Option<Self::Item>, item| match best {
            Some(best) if key(&best) >= key(&item) => Some(best),
            _ => Some(item),
        })
    }
}

impl<I: Iterator> FirstMax for I {}
