//! Workbooks of every format, as programs write them and as nobody does.

mod mutants;
mod ods;
mod xls;
mod xlsx;

use super::*;
use crate::failure::Failure;
use crate::intake::{File, is_workbook};
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use zip::write::SimpleFileOptions;

#[path = "../../../tests/fixtures/compound.rs"]
mod compound_file;

/// An archive of parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The rows of every sheet.
fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, Failure> {
    let mut workbook = Workbook::open(&File::of_stream("a workbook", &mut &*bytes)?)?;
    let mut sheets = Vec::new();
    for sheet in workbook.sheets() {
        let mut rows = Vec::new();
        workbook.rows(&sheet, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        sheets.push((sheet, rows));
    }
    Ok(sheets)
}

/// The rows of the first sheet as people see them: "2: Siti | | 5".
fn shown(bytes: &[u8]) -> Vec<String> {
    let sheets = read(bytes).unwrap_or_else(|failure| panic!("{:?}", failure.findings()));
    let line = |row: &Row| {
        let cells: Vec<_> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
        format!("{}: {}", row.number, cells.join(" | "))
    };
    sheets[0].1.iter().map(line).collect()
}

/// Code and words of the finding about a workbook that is not read.
fn refused(bytes: &[u8]) -> (&'static str, String) {
    let failure = read(bytes).unwrap_err();
    let finding = failure.findings().unwrap().iter().next().unwrap().clone();
    (finding.code.as_str(), finding.message.en().to_owned())
}

#[test]
fn an_archive_of_parts_without_number_is_refused_by_their_list() {
    let entry = [&b"PK\x01\x02"[..], &[0; 42]].concat();
    let message =
        |count: usize| refused(&[&b"PK\x03\x04"[..], &entry.repeat(count), b"PK\x05\x06", &[0; 18]].concat()).1;
    assert_eq!(message(65_536), "cannot read this workbook: it has more parts than a workbook");
    assert!(!message(65_535).contains("more parts"));
}
