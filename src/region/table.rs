//! The table of provinces, regencies and cities: `code,name,elects_head`, with comments after `#`.
//!
//! A code of two digits is a province, one of two and two a region of that province. A row that is wrong is a finding
//! and left out.

use super::model::{Province, Region, RegionKind};
use super::names;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, say};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct RegionRow {
    code: String,
    name: String,
    elects_head: YesNo,
    #[serde(skip)]
    line: u32,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum YesNo {
    Yes,
    No,
}

/// The provinces and the regions, each by code, with findings about the rows.
#[derive(Debug)]
pub struct RegionTable {
    pub(super) provinces: Vec<Province>,
    pub(super) regions: Vec<Region>,
    pub(super) findings: Diagnostics,
    /// The prefix of the names of files that may be about regions the table lacks.
    pub(super) wider: Option<&'static str>,
}

impl RegionTable {
    /// Reads the text of a table; `file` is its name in findings.
    pub fn read(file: &str, text: &str) -> RegionTable {
        let mut findings = Diagnostics::new();
        let rows = rows(file, text, &mut findings);
        let (inside, outside): (Vec<RegionRow>, Vec<RegionRow>) =
            rows.into_iter().partition(|row| row.code.contains('.'));
        let mut provinces: BTreeMap<String, Province> = BTreeMap::new();
        for row in outside {
            let province = Province { code: row.code.clone(), name: row.name.clone() };
            if provinces.insert(row.code.clone(), province).is_some() {
                findings.push(taken(&row).at(Origin::at(file, row.line, 0)));
            }
        }
        let mut regions: BTreeMap<String, Region> = BTreeMap::new();
        let mut missing: BTreeSet<String> = BTreeSet::new();
        for row in inside {
            match region(&row, &provinces, &mut missing) {
                Ok(_) if regions.contains_key(&row.code) => {
                    findings.push(taken(&row).at(Origin::at(file, row.line, 0)));
                }
                Ok(region) => drop(regions.insert(row.code.clone(), region)),
                Err(finding) => finding.into_iter().for_each(|f| findings.push(f.at(Origin::at(file, row.line, 0)))),
            }
        }
        let mut regions: Vec<Region> = regions.into_values().collect();
        names::give_slugs(&mut regions);
        RegionTable { provinces: provinces.into_values().collect(), regions, findings, wider: None }
    }

    /// Marks the table as one of some regions alone: files whose names begin with `wider` may be about others, which are
    /// ignored without a finding.
    #[must_use]
    pub fn of_some(self, wider: &'static str) -> RegionTable {
        RegionTable { wider: Some(wider), ..self }
    }
}

/// The rows that can be read.
fn rows(file: &str, text: &str, findings: &mut Diagnostics) -> Vec<RegionRow> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let line = |at: Option<&csv::Position>| at.and_then(|at| u32::try_from(at.line()).ok()).unwrap_or(0);
    let mut rows: Vec<RegionRow> = Vec::new();
    for record in reader.into_records() {
        let row = record.and_then(|record| {
            let row: RegionRow = record.deserialize(Some(&headers))?;
            Ok(RegionRow { line: line(record.position()), ..row })
        });
        match row {
            Ok(row) if well_formed(&row.code) => rows.push(row),
            Ok(row) => {
                let message = say!("`{}` bukan kode Kemendagri", "`{}` is not a Kemendagri code", row.code);
                let help = say!(
                    "tulis 16 untuk provinsi, 16.03 untuk kabupaten atau kota",
                    "write 16 for a province, 16.03 for a region"
                );
                let finding = Diagnostic::error(Code::BadCode, message).help(help);
                findings.push(finding.at(Origin::at(file, row.line, 0)));
            }
            Err(error) => {
                let reason = reason(&error);
                let message =
                    say!("baris ini tidak dapat dibaca: {reason}", "this row cannot be read: {reason}"; reason);
                let help = say!(
                    "setiap baris berbentuk `code,name,elects_head`, yang terakhir yes atau no",
                    "each row is `code,name,elects_head`, the last being yes or no"
                );
                let at = Origin::at(file, line(error.position()), 0);
                findings.push(Diagnostic::error(Code::RegionTable, message).help(help).at(at));
            }
        }
    }
    rows
}

/// What the crate says without the place, which the finding names itself. Its words are English.
fn reason(error: &csv::Error) -> Message {
    let quoted = |words: String| Message::new(format!("“{words}”"), words);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            say!("isinya {len} kolom, seharusnya {expected_len}", "it has {len} fields, not {expected_len}")
        }
        csv::ErrorKind::Deserialize { err, .. } => quoted(err.kind().to_string()),
        _ => quoted(error.to_string()),
    }
}

fn well_formed(code: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    code.split_once('.').map_or_else(|| digits(code), |(province, region)| digits(province) && digits(region))
}

fn taken(row: &RegionRow) -> Diagnostic {
    let message = say!("kode {} sudah dipakai", "the code {} is already taken", row.code);
    let help = say!("hapus salah satu baris itu", "remove one of the two rows");
    Diagnostic::error(Code::DuplicateCode, message).help(help)
}

/// The region of a row, or what is wrong with it. A missing province is reported once.
fn region(
    row: &RegionRow,
    provinces: &BTreeMap<String, Province>,
    missing: &mut BTreeSet<String>,
) -> Result<Region, Option<Diagnostic>> {
    let code: String = row.code.chars().take_while(|c| *c != '.').collect();
    let Some(province) = provinces.get(&code) else {
        let message = say!("provinsi {code} tidak ada dalam tabel", "the province {code} is not in the table");
        let help = say!("tambahkan baris `{code},nama,yes`", "add a row `{code},name,yes`");
        let finding = Diagnostic::error(Code::UnknownProvince, message).help(help);
        return Err(missing.insert(code).then_some(finding));
    };
    let (kind, bare) = match row.name.split_once(' ') {
        Some(("Kabupaten", bare)) => (RegionKind::Kabupaten, bare),
        Some(("Kota", bare)) => (RegionKind::Kota, bare),
        _ => {
            let message = say!("`{}` tidak menyebut kabupaten atau kota", "`{}` does not say what it is", row.name);
            let help = say!("awali namanya dengan Kabupaten atau Kota", "begin the name with Kabupaten or Kota");
            return Err(Some(Diagnostic::error(Code::BadName, message).help(help)));
        }
    };
    Ok(Region {
        code: row.code.clone(),
        name: row.name.clone(),
        bare: bare.strip_prefix("Administrasi ").unwrap_or(bare).to_owned(),
        kind,
        slug: String::new(),
        province: province.clone(),
        elects_head: row.elects_head == YesNo::Yes,
        profile: None,
    })
}
