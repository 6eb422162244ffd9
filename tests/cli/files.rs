//! Files that are not what they should be: a clear error each, and nothing half-written.

use crate::folder::folder;
use std::io::{Cursor, Write};

#[path = "../fixtures/compound.rs"]
mod compound_file;

/// How a compound file begins: XLS, and any workbook with a password.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A workbook with one person in it.
fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, (title, value)) in [("Nama", "Siti"), ("Unit Kerja", "Dinas"), ("Status", "PHL")].iter().enumerate() {
        sheet.write_string(0, column as u16, *title).unwrap();
        sheet.write_string(1, column as u16, *value).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// An archive of parts without compression.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_roster_that_is_no_table_says_so_and_nothing_is_made() {
    let locked = compound_file::compound("EncryptedPackage", &[0; 70_000]);
    let old = include_bytes!("../fixtures/pegawai.xls");
    let whole = workbook();
    let long = |length: usize| format!("Nama;Jabatan;Status\nSiti;{};PHL\n", "x".repeat(length)).into_bytes();
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><workbook>&b;</workbook>";
    for (content, words) in [
        (locked, "protected by a password"),
        (whole[..whole.len() / 2].to_vec(), "it is cut off"),
        (old[..old.len() / 2].to_vec(), "it is cut off"),
        (archive(&[("xl/workbook.bin", "")]), "save it as .xlsx"),
        (archive(&[("content.xml", "<office:spreadsheet/>")]), "there is no sheet in it"),
        (archive(&[("../../luar.txt", "x"), ("/luar.txt", "x")]), "cannot read this workbook"),
        (archive(&[("xl/workbook.xml", entities)]), "cannot read this workbook"),
        (vec![0; 100_000], "neither a workbook nor text"),
        (COMPOUND.repeat(1000), "cannot read this workbook"),
        (long(5_000_000), "endless-line"),
        (long(3_000), "value-too-long"),
        (Vec::new(), "no-titles"),
    ] {
        let folder = folder().with("a/b/p.xlsx", content);
        let outcome = folder.runs("merge pledge --roster a/b/p.xlsx --format txt --out a/b/out");
        assert!(outcome.stderr().contains(words), "{words}: {}", outcome.stderr());
        assert!(folder.files(".").keys().all(|path| !path.contains("luar") && !path.ends_with(".txt")), "{words}");
    }
    folder().with("p.xlsx", whole).runs("merge pledge --roster p.xlsx --format txt").succeeds();
}

#[test]
fn a_folder_in_place_of_a_file_says_so() {
    let folder = folder().with("d/x", "");
    for line in [
        "check d",
        "list rules --rules d",
        "list rules --templates d/x",
        "merge pledge --roster d",
        "kit --event d",
        "trace d",
        "tally d",
    ] {
        let outcome = folder.runs(line).refuses();
        assert!(["folder", "directory"].iter().any(|word| outcome.stderr().contains(word)), "{}", outcome.stderr());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_says_so() {
    folder().runs("render pledge -o /dev/full --format pdf").refuses().saying("no space left");
    folder().with("p.csv", "Nama;Status\nSiti;PHL\n").runs("merge pledge --roster p.csv --out /dev/full").refuses();
}

#[cfg(unix)]
#[test]
fn a_place_without_permission_says_so_and_keeps_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder().with("p.csv", "Nama;Status\nSiti;PHL\n").with("tutup/x", "");
    let closed = |closed: bool, path: &str, mode: u32| {
        let mode = if closed { mode } else { 0o755 };
        std::fs::set_permissions(folder.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    closed(true, "tutup", 0o555);
    closed(true, "p.csv", 0o000);
    // Whoever may do everything, as in a container, is refused nothing.
    if std::fs::write(folder.path("tutup/y"), "").is_err() {
        folder.runs("check p.csv").refuses().saying("permission denied");
        for line in ["build --region muara-enim --out tutup", "render pledge -o tutup/a.pdf"] {
            folder.runs(line).refuses().saying("permission denied");
        }
        assert_eq!(folder.files("tutup").len(), 1);
    }
    closed(false, "tutup", 0);
}
