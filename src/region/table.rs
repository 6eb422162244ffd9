//! The table of provinces, regencies and cities: `code,name,elects_head`, with comments after `#`.
//!
//! A code of two digits is a province, one of two and two a region of that province. A row that is wrong is a finding
//! and left out.

use super::{Province, Region, RegionKind, names};
use crate::diag::{Diagnostic, Diagnostics, Origin};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    elects_head: YesNo,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum YesNo {
    Yes,
    No,
}

/// The provinces and the regions, each by code, with findings about the rows.
pub(super) fn read(file: &str, text: &str, findings: &mut Diagnostics) -> (Vec<Province>, Vec<Region>) {
    let mut provinces: BTreeMap<String, Province> = BTreeMap::new();
    let mut regions: BTreeMap<String, Region> = BTreeMap::new();
    for (line, row) in rows(file, text, findings) {
        let fine = match province_of(&row.code) {
            None => provinces.insert(row.code.clone(), Province { code: row.code.clone(), name: row.name }).is_none(),
            Some(_) if regions.contains_key(&row.code) => false,
            Some(province) => match region(&row, provinces.get(province)) {
                Ok(region) => regions.insert(row.code.clone(), region).is_none(),
                Err(finding) => {
                    findings.push(finding.at(Origin::at(file, line, 0)));
                    true
                }
            },
        };
        if !fine {
            let finding = Diagnostic::error("duplicate-code", format!("the code {} is already taken", row.code));
            findings.push(finding.help("remove one of the two rows").at(Origin::at(file, line, 0)));
        }
    }
    let mut regions: Vec<Region> = regions.into_values().collect();
    names::give_slugs(&mut regions);
    (provinces.into_values().collect(), regions)
}

/// The rows that can be read, each with its line; provinces first.
fn rows(file: &str, text: &str, findings: &mut Diagnostics) -> Vec<(u32, Row)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let mut rows: Vec<(u32, Row)> = Vec::new();
    for record in reader.into_records() {
        let line = |at: Option<&csv::Position>| at.and_then(|at| u32::try_from(at.line()).ok()).unwrap_or(0);
        let row = record.and_then(|record| Ok((line(record.position()), record.deserialize::<Row>(Some(&headers))?)));
        match row {
            Ok((at, row)) if well_formed(&row.code) => rows.push((at, row)),
            Ok((at, row)) => {
                let finding = Diagnostic::error("bad-code", format!("`{}` is not a Kemendagri code", row.code));
                findings.push(finding.help("write 16 for a province, 16.03 for a region").at(Origin::at(file, at, 0)));
            }
            Err(error) => {
                let finding = Diagnostic::error("region-table", format!("this row cannot be read: {error}"));
                let help = "each row is `code,name,elects_head`, the last being yes or no";
                findings.push(finding.help(help).at(Origin::at(file, line(error.position()), 0)));
            }
        }
    }
    rows.sort_by_key(|(_, row)| row.code.len());
    rows
}

fn well_formed(code: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    code.split_once('.').map_or_else(|| digits(code), |(province, region)| digits(province) && digits(region))
}

fn province_of(code: &str) -> Option<&str> {
    code.split_once('.').map(|(province, _)| province)
}

fn region(row: &Row, province: Option<&Province>) -> Result<Region, Diagnostic> {
    let Some(province) = province else {
        let finding =
            Diagnostic::error("unknown-province", format!("the province of {} is not in the table", row.code));
        return Err(finding.help("add a row with the first two digits of the code"));
    };
    let (kind, bare) = match row.name.split_once(' ') {
        Some(("Kabupaten", bare)) => (RegionKind::Kabupaten, bare),
        Some(("Kota", bare)) => (RegionKind::Kota, bare),
        _ => {
            let finding = Diagnostic::error("bad-name", format!("`{}` does not say what it is", row.name));
            return Err(finding.help("begin the name with Kabupaten or Kota"));
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
