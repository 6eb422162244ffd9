//! Units and names in the names of files and folders.

use crate::folder::folder;
use std::collections::BTreeSet;

/// Names that are none of a file on one system or another, or the same name on some of them.
const NAMES: [&str; 23] = [
    "../../luar",
    "/etc/passwd",
    "C:\\Windows\\a",
    "..",
    ".",
    "~",
    "CON",
    "con.txt",
    "Nul ",
    "COM1",
    "com\u{b9}",
    "LPT9.",
    "Dinas.",
    "Dinas ",
    "DINAS",
    "D\u{ed}nas",
    "Di\u{301}nas",
    "Stra\u{df}e",
    "STRASSE",
    "a\0b",
    "manifest.json",
    "register.csv",
    "-rf",
];

#[test]
fn every_path_stays_inside_and_is_one_of_its_kind_on_every_system() {
    let mut roster = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    roster.write_record(["Nama", "Jabatan", "Unit Kerja", "Status"]).unwrap();
    for unit in NAMES {
        let unit = unit.replace('\0', "\u{1}");
        roster.write_record(["Siti", "Guru", &unit, "PHL"]).unwrap();
        roster.write_record([&format!("{unit} a"), "Guru", "Dinas", "PHL"]).unwrap();
    }
    let folder = folder().with("p.csv", roster.into_inner().unwrap());
    folder.runs("merge pledge --roster p.csv --format txt --out a/b/out").succeeds();
    folder.runs("merge attendance --roster p.csv --format txt --out a/b/out").succeeds();
    let files = folder.files("a");
    assert!(files.keys().all(|path| path.starts_with("b/out/")), "{:?}", files.keys());
    assert_eq!(files.keys().filter(|path| path.contains("pledge/") && path.ends_with(".txt")).count(), 2 * NAMES.len());
    let mut folded = BTreeSet::new();
    for path in files.keys() {
        assert!(folded.insert(path.to_lowercase()), "{path}");
        for part in path.split('/').filter(|part| *part != ".ikrar.lock") {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
            assert!(part.chars().all(plain) && !part.starts_with(['.', '-']) && !part.ends_with('.'), "{path}");
            let stem = part.split('.').next().unwrap();
            let device = ["con", "prn", "aux", "nul"].contains(&stem);
            let numbered = stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
            let is_device = device || numbered && stem.ends_with(|c: char| c.is_ascii_digit());
            assert!(!is_device, "{path}");
        }
    }
}
