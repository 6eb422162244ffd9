//! Hostile values in every column of a roster.

use super::dom::{outline, shown, with_value};
use super::{HOSTILE, WORD, naughty_strings};
use crate::folder::{Folder, folder};
use ikrar::roster::{self, plain, read_rows};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;

/// The columns; the last one is one that only templates know.
const TITLES: [&str; 13] = [
    "Nama",
    "NIP",
    "Pangkat",
    "Jabatan",
    "Unit Kerja",
    "Status",
    "Desa",
    "Nomor Kontrak",
    "Nama Atasan",
    "NIP Atasan",
    "Pangkat Atasan",
    "Jabatan Atasan",
    "Catatan",
];

/// Where on a sheet a value may stand: a document that puts all of a row into every kind of block.
const EVERYWHERE: &str = r#"---
name: { id: Surat, en: Letter }
description: { id: Surat, en: Letter }
per: [person]
---
{% set all = [signatory.name, signatory.number, signatory.rank, signatory.position, signatory.unit, signatory.village, signatory.contract,
  superior.name, superior.number, superior.rank, superior.position, signatory.extras.catatan | default(value="")] -%}
<!-- letterhead -->
PEMERINTAH\
**{{ unit.name }}**

# Surat {{ signatory.name }}

{% for value in all %}{% if value %}
{{ value }}

## Bab {{ value }}

**{{ value }}** dan *{{ value }}* serta ~~{{ value }}~~, `{{ loop.index }}`, [{{ value }}](https://contoh.id/).\
{{ value }}

1. {{ value }}
   - [ ] {{ value }}

> {{ value }}

<!-- fields -->
- Isi: {{ value }}

| {{ value }} | b |
|---|---|
| {{ value }} | {{ value | trim }} |

<!-- signatures -->
| {{ value }} |
|---|
| *{{ value }}* |
| {{ value }} |

{% endif %}{% endfor %}
"#;

/// A row of the roster: which column holds which value.
struct Hostile<'v> {
    line: usize,
    column: usize,
    value: &'v str,
}

/// A folder with a roster in which each value stands in each column once, in a row of its own; `WORD` comes first.
fn office<'v>(values: &[&'v str]) -> (Folder, Vec<Hostile<'v>>) {
    let mut rows = Vec::new();
    let mut roster = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    roster.write_record(TITLES).unwrap();
    let mut line = 2;
    for value in [WORD].iter().chain(values) {
        for column in 0..TITLES.len() {
            let unit = format!("Unit {line}");
            let mut cells =
                ["Siti", "", "Juru", "Guru", &unit, "PHL", "Desa", "5", "Budi", "", "Pengatur", "Camat", "x"];
            cells[column] = value;
            roster.write_record(cells).unwrap();
            rows.push(Hostile { line, column, value });
            line += 1 + value.matches('\n').count();
        }
    }
    let folder = folder().with("p.csv", roster.into_inner().unwrap());
    (
        folder
            .with("templates/surat.md", EVERYWHERE)
            .with("templates/surat.en.md", EVERYWHERE.split("---\n").nth(2).unwrap()),
        rows,
    )
}

/// The lines of the roster with an error.
fn refused(office: &Folder) -> BTreeSet<usize> {
    let told = office.runs("check p.csv --format json").json();
    let errors = told["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error");
    errors.map(|finding| finding["line"].as_u64().unwrap() as usize).collect()
}

/// The file of each line of the roster, without its ending; of units that are one but for their spelling, none.
fn files(office: &Folder, document: &str) -> BTreeMap<usize, String> {
    let manifest = office.json(&format!("out/{document}/manifest.json"));
    let mut files = BTreeMap::new();
    for entry in manifest["files"].as_array().unwrap() {
        if let [person] = entry["people"].as_array().unwrap().as_slice() {
            let stem = entry["path"].as_str().unwrap().rsplit_once('.').unwrap().0;
            files.insert(person["row"].as_u64().unwrap() as usize, format!("out/{document}/{stem}"));
        }
    }
    files
}

/// Those of the rows that have to be printed: neither refused nor without anything to be seen, as `-` for a number. Units
/// that differ in their spelling alone are one unit, with a page for all of its people.
fn printable<'r, 'v>(office: &Folder, rows: &'r [Hostile<'v>]) -> Vec<&'r Hostile<'v>> {
    let refused = refused(office);
    let unit = |row: &Hostile| plain(row.value);
    let mut units: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| TITLES[row.column] == "Unit Kerja") {
        *units.entry(unit(row)).or_default() += 1;
    }
    let is_printed = |row: &&Hostile| match TITLES[row.column] {
        _ if refused.contains(&row.line) || plain(row.value).is_empty() => false,
        "Unit Kerja" => units[&unit(row)] == 1,
        // Of a sign that nobody sees the number shows that it is there.
        "NIP" => row.value.contains(|c: char| c.is_ascii_alphanumeric()) && !row.value.contains(char::is_control),
        "NIP Atasan" => row.value.contains(|c: char| c.is_ascii_alphanumeric()),
        _ => true,
    };
    rows.iter().filter(is_printed).collect()
}

/// The files of the copies of a document, by the line of the roster that they are for.
struct Copies<'o> {
    office: &'o Folder,
    files: BTreeMap<usize, String>,
}

impl<'o> Copies<'o> {
    fn of(office: &'o Folder, document: &str, formats: &str) -> Copies<'o> {
        let outcome = office.runs(&format!("merge {document} --roster p.csv --format {formats} --out out"));
        assert!(!outcome.stderr().contains("panicked"), "{}", outcome.stderr());
        Copies { office, files: files(office, document) }
    }

    fn text(&self, line: usize, ending: &str) -> Option<String> {
        let text = self.office.text(&format!("{}.{ending}", self.files.get(&line)?));
        Some(text.replace(&format!("Unit {line}"), "Unit"))
    }

    /// What is wrong with the copy for a row, compared with that for the harmless value in the same column.
    fn wrong(&self, row: &Hostile, harmless: &Hostile) -> Option<String> {
        let (Some(page), Some(wanted)) = (self.text(row.line, "html"), self.text(harmless.line, "html")) else {
            return Some("there is no page".to_owned());
        };
        let (page, wanted) = (outline(&page), with_value(&outline(&wanted), WORD, row.value));
        if page != wanted {
            let at = page.iter().zip(&wanted).position(|(is, wanted)| is != wanted).unwrap_or(0);
            return Some(format!("{:?} for {:?}", page.get(at), wanted.get(at)));
        }
        let lacks = |ending: &&str| {
            let (text, wanted) = (self.text(row.line, ending), self.text(harmless.line, ending));
            let is_there = wanted.is_some_and(|text| text.contains(WORD));
            is_there && !text.is_some_and(|text| bare(&text).contains(&bare(&shown(row.value))))
        };
        ["txt", "md"].iter().find(|ending| lacks(ending)).map(|ending| format!("not in .{ending}"))
    }
}

/// A text without white space, and without what Markdown and messengers need so as to take it for text.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect()
}

#[test]
fn a_value_in_any_column_is_printed_as_typed() {
    values_are_printed_as_typed(&HOSTILE, &["surat"]);
}

#[test]
#[ignore = "needs the big list of naughty strings: .ci/corpus"]
fn every_naughty_string_in_any_column_is_printed_as_typed_or_refused_in_its_cell() {
    let strings = naughty_strings();
    let strings: Vec<&str> = strings.iter().map(String::as_str).collect();
    values_are_printed_as_typed(&strings, &["surat", "attendance"]);
}

fn values_are_printed_as_typed(values: &[&str], documents: &[&str]) {
    let (office, rows) = office(values);
    let printable = printable(&office, &rows);
    assert!(printable.len() > rows.len() * 3 / 4, "only {} of {}", printable.len(), rows.len());
    let mut wrong = Vec::new();
    for document in documents {
        let copies = Copies::of(&office, document, "html,txt,md");
        wrong.extend(printable.iter().filter_map(|row| {
            let told = copies.wrong(row, &rows[row.column])?;
            Some(format!("{document}: {} {:?}: {told}", TITLES[row.column], row.value))
        }));
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}

#[test]
fn no_cell_of_a_register_is_a_formula() {
    let (office, _) = office(&HOSTILE);
    office.runs("merge surat --roster p.csv --format txt --out out");
    let register = office.text("out/surat/register.csv");
    let mut lines = csv::Reader::from_reader(register.trim_start_matches('\u{feff}').as_bytes());
    let cells: Vec<String> =
        lines.records().flat_map(|line| line.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(cells.iter().any(|cell| cell.contains("cmd|' /C calc'")));
    let formulas = cells.iter().filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
    assert_eq!(formulas.collect::<Vec<_>>(), Vec::<&String>::new());
    let path = office.path("out/surat/register.xlsx");
    let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("<c ") && !sheet.contains("<f"), "a cell has no formula");
    let mut cells = Vec::new();
    read_rows(&roster::File::open(&path).unwrap(), &mut |_, row| cells.extend_from_slice(row)).unwrap();
    assert!(cells.iter().any(|cell| cell.starts_with("=cmd|")));
}
