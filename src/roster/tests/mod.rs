//! Rosters as offices keep them, read whole.

mod formats;
mod offices;

use super::*;
use crate::diag::{Code, Diagnostic, Message};
use crate::failure::Failure;
use crate::lang::Lang;
use rust_xlsxwriter::{Format, Workbook};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn standing(status: &str) -> Option<(String, Option<NumberKind>)> {
    let kind = match plain(status).as_str() {
        "pns" => NumberKind::Nip,
        "pppk" => NumberKind::NiPppk,
        "phl" => NumberKind::None,
        _ => return None,
    };
    Some((plain(status), Some(kind)))
}

/// A font without Chinese.
fn unprintable(value: &str) -> Option<Diagnostic> {
    value.contains('王').then(|| Diagnostic::error(Code::MissingGlyph, "no glyph"))
}

struct Office(TempDir);

impl Office {
    fn new() -> Office {
        Office(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn read(path: &Path) -> Roster {
    read_with(path, &Options::default()).unwrap()
}

fn read_with(path: &Path, options: &Options) -> Result<Roster, Failure> {
    Roster::read(&File::open(path)?, options, &Judge { unprintable: &unprintable, ..Judge::by(&standing) })
}

/// Everybody: row, name, number, unit.
fn everybody(roster: &Roster) -> Vec<(u32, String, String, String)> {
    let of = |person: Person| {
        let value = |field| person.get(field).to_owned();
        (person.row, value(Field::Name), value(Field::Number), value(Field::Unit))
    };
    roster.people.iter().map(of).collect()
}

/// What was found, in Indonesian: cell, message and help.
fn indonesian(roster: &Roster) -> String {
    let told = |finding: &Diagnostic| {
        let cell = finding.origin.as_ref().unwrap().cell_name().unwrap();
        let help = finding.help.as_ref().map(|help| format!("; {}", help.get(Lang::Id))).unwrap_or_default();
        format!("{cell}: {}{help}", finding.message.get(Lang::Id))
    };
    roster.findings.iter().map(told).collect::<Vec<_>>().join("\n")
}

/// What was found: severity, code and cell.
fn found(roster: &Roster) -> Vec<String> {
    let told = |finding: &Diagnostic| {
        let origin = finding.origin.as_ref().unwrap();
        let place = origin.cell_name().unwrap_or_else(|| format!("{}:{}", origin.line, origin.column));
        format!("{} {} {place}", finding.severity.as_str(), finding.code)
    };
    roster.findings.iter().map(told).collect()
}

const SITI: &str = "198701012010011001";
const BUDI: &str = "199002022015022002";

#[test]
fn csv_is_read_in_every_usual_encoding_and_with_every_usual_separator() {
    let office = Office::new();
    let table = |separator: &str| {
        [["No", "NAMA LENGKAP", "NIP Baru", "Unit Kerja/OPD"], ["1", "Siti Aminah, S.Pd.", SITI, "Dinas Pendidikan é"]]
            .map(|row| row.map(|cell| format!("\"{cell}\"")).join(separator))
            .join("\r\n")
    };
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(table("\t").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (cp1252, _, _) =
        encoding_rs::WINDOWS_1252.encode("Nama;NIP;OPD\nSiti Aminah, S.Pd.;198701012010011001;Dinas Pendidikan é\n");
    let expected = ("Siti Aminah, S.Pd.".to_owned(), SITI.to_owned(), "Dinas Pendidikan é".to_owned());
    for (name, bytes, said, row) in [
        ("komma.csv", table(",").into_bytes(), "UTF-8, columns separated by commas", 2),
        (
            "titik-koma.csv",
            ("\u{feff}".to_owned() + &table(";")).into_bytes(),
            "UTF-8, columns separated by semicolons",
            2,
        ),
        ("sep.csv", ("sep=;\r\n".to_owned() + &table(";")).into_bytes(), "UTF-8, columns separated by semicolons", 3),
        ("tab.txt", utf16, "UTF-16LE, columns separated by tabs", 2),
        ("windows.csv", cp1252.into_owned(), "windows-1252, columns separated by semicolons", 2),
    ] {
        let roster = read(&office.file(name, bytes));
        let [(at, person, number, unit)] = &everybody(&roster)[..] else { panic!("{name}: {:?}", roster.findings) };
        assert_eq!(((person.clone(), number.clone(), unit.clone()), *at), (expected.clone(), row), "{name}");
        assert!(roster.assumed[0].en().contains(said), "{name}: {:?}", roster.assumed);
    }
}

#[test]
fn titles_tell_the_separator_where_rows_are_cut_short_and_full_of_commas() {
    let office = Office::new();
    for above in ["", "DAFTAR PEGAWAI, PPPK, DAN PHL\nDinas Kesehatan, Muara Enim\n"] {
        let row = |index: usize| format!("Siti {index};;Penata, III/c;Guru;Dinas A{}\n", ["", ";", ";x"][index % 3]);
        let rows: String = (0..60).map(row).collect();
        let text = format!("{above}Nama;NIP;Pangkat;Jabatan;Unit Kerja;Keterangan\n{rows}");
        let roster = read(&office.file("p.csv", text));
        assert_eq!((roster.people.len(), roster.extras.len()), (60, 1), "{:?}", roster.findings);
        assert_eq!(roster.people.get(2).unwrap().get(Field::Rank), "Penata, III/c");
    }
}

#[test]
fn a_row_is_known_by_its_line_whatever_is_above_it() {
    let office = Office::new();
    for end in ["", "\n"] {
        let text = format!("\n\nNama;NIP\nSiti;\n\n\n\"Budi\nSantoso\";\n\nEko;{end}");
        let rows: Vec<u32> = everybody(&read(&office.file("p.csv", text))).into_iter().map(|(row, ..)| row).collect();
        assert_eq!(rows, [4, 7, 10]);
    }
}

#[test]
fn titles_are_found_below_headings_and_values_of_merged_cells_belong_to_all() {
    let office = Office::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Data").unwrap();
    let centred = Format::new();
    sheet.merge_range(0, 0, 0, 4, "DAFTAR PEGAWAI KABUPATEN MUARA ENIM", &centred).unwrap();
    for (column, title) in ["No.", "Unit Kerja", "Nama", "NIP / NI PPPK", "Nomor HP"].iter().enumerate() {
        sheet.write_string(3, column as u16, *title).unwrap();
        sheet.write_string(4, column as u16, format!("({})", column + 1)).unwrap();
    }
    sheet.merge_range(5, 1, 6, 1, "Dinas Kesehatan", &centred).unwrap();
    for (row, (name, number)) in [("Siti Aminah", SITI), ("Budi", BUDI)].iter().enumerate() {
        sheet.write_number(row as u32 + 5, 0, row as f64 + 1.0).unwrap();
        sheet.write_string(row as u32 + 5, 2, *name).unwrap();
        sheet.write_string(row as u32 + 5, 3, *number).unwrap();
        sheet.write_string(row as u32 + 5, 4, "0812").unwrap();
    }
    sheet.write_string(7, 0, "JUMLAH").unwrap();
    let roster = read(&office.file("pegawai.xlsx", workbook.save_to_buffer().unwrap()));
    let units: Vec<_> = everybody(&roster).into_iter().map(|(row, name, _, unit)| (row, name, unit)).collect();
    let unit = "Dinas Kesehatan".to_owned();
    assert_eq!(units, [(6, "Siti Aminah".to_owned(), unit.clone()), (7, "Budi".to_owned(), unit)]);
    assert_eq!(roster.extras, ["Nomor HP"]);
    assert_eq!(roster.people.get(0).unwrap().extras(), ["0812"]);
    assert!(
        roster
            .assumed
            .iter()
            .any(|said| said.en().contains("titles in row 4") && said.en().contains("nip in “NIP / NI PPPK”"))
    );
}

#[test]
fn every_finding_comes_at_once_and_in_its_cell() {
    let office = Office::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Pegawai").unwrap();
    for (column, title) in ["Nama", "NIP", "Pangkat/Gol", "Unit", "Status"].iter().enumerate() {
        sheet.write_string(0, column as u16, *title).unwrap();
    }
    let rows: [[&str; 5]; 11] = [
        ["Siti Aminah", SITI, "Penata Muda, III/a", "A", "PNS"],
        ["", "199002022015022002", "III/b", "A", "PNS"],
        [" Budi  Santoso", "1.98701E+17", "III/b", "A", "PNS"],
        ["AHMAD YANI", "19870101201001100", "III/b", "A", "PNS"],
        ["Dewi", "198701012023211001", "IX", "A", "PPPK"],
        ["Eko", "198701012023211002", "IX", "A", "PNS"],
        ["Fajar", SITI, "V/a", "A", "PNS"],
        ["Gita", "TKD/7", "", "A", "PHL"],
        ["Hadi", "", "IIIa", "A", "PNS"],
        ["Siti Aminah", "", "", "A", "tenaga ahli"],
        ["Indah", "19880202 201001 2 003", "Penata Tk. I", "A", "PNS"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row as u32 + 1, column as u16, *cell).unwrap();
        }
    }
    let path = office.file("pegawai.xlsx", workbook.save_to_buffer().unwrap());
    let roster = read(&path);
    expect_test::expect![[r#"
        error duplicate-nip Pegawai!B2
        error missing-name Pegawai!A3
        hint stray-spaces Pegawai!A4
        error nip-destroyed Pegawai!B4
        hint name-in-capitals Pegawai!A5
        error nip-length Pegawai!B5
        error nip-appointment Pegawai!B7
        warning unknown-rank Pegawai!C8
        error duplicate-nip Pegawai!B8
        warning missing-nip Pegawai!B10
        hint rank-spelling Pegawai!C10
        warning unknown-status Pegawai!E11
        warning same-person Pegawai!A11
        hint nip-in-groups Pegawai!B12
        hint rank-spelling Pegawai!C12"#]]
    .assert_eq(&found(&roster).join("\n"));
    assert_eq!(roster.left_out, [2, 3, 4, 5, 7, 8]);
    let names: Vec<_> = everybody(&roster).into_iter().map(|(_, name, ..)| name).collect();
    assert_eq!(names, ["Dewi", "Gita", "Hadi", "Siti Aminah", "Indah"]);
    // No message repeats a number.
    let told: String = roster.findings.iter().map(|finding| format!("{finding:?}")).collect();
    assert!(!told.contains("1987") && !told.contains("E+17"));

    expect_test::expect![[r#"
        Pegawai!B2: nomor ini juga ada di baris 8; hapus salah satunya, atau perbaiki nomornya
        Pegawai!A3: tidak ada nama di baris ini; isi namanya, atau hapus barisnya
        Pegawai!A4: ada spasi berlebih atau tanda yang tidak terlihat
        Pegawai!B4: lembar kerja menyimpan nomor ini sebagai bilangan: angka-angka terakhirnya hilang; atur format kolom ini sebagai teks, lalu ketik atau tempel ulang nomornya dari sumbernya
        Pegawai!A5: nama ditulis dengan huruf kapital semua, dan tercetak demikian; `--fixed` menulisnya dengan huruf kecil; periksa gelarnya
        Pegawai!B5: nomor ini terdiri atas 17 angka, seharusnya 18; cocokkan nomor ini dengan berkas kepegawaian yang bersangkutan
        Pegawai!B7: angka ke-9 sampai ke-14 bukan tahun dan bulan pengangkatan; cocokkan nomor ini dengan berkas kepegawaian yang bersangkutan
        Pegawai!C8: tidak ada pangkat “V/a”; pangkat adalah I/a sampai IV/e beserta namanya, untuk PPPK I sampai XVII; yang dicetak tulisan aslinya
        Pegawai!B8: nomor ini juga ada di baris 2; hapus salah satunya, atau perbaiki nomornya
        Pegawai!B10: pegawai dengan status ini mempunyai nomor induk, tetapi di sini tidak ada; yang tercetak adalah isian kosong untuk ditulis tangan
        Pegawai!C10: “IIIa” lazimnya ditulis “III/a”
        Pegawai!E11: tidak ada kelompok sasaran dengan status “tenaga ahli”; `ikrar list audiences` menampilkan yang dikenal; nomor diperiksa seolah-olah status tidak diisi
        Pegawai!A11: orang dengan nama dan unit kerja yang sama, tanpa memperhatikan gelar, sudah ada di baris 2; hapus salah satunya jika keduanya orang yang sama
        Pegawai!B12: nomor ini ditulis dengan tanda selain angka; nomor dicetak tanpa tanda itu
        Pegawai!C12: “Penata Tk. I” lazimnya ditulis “Penata Tingkat I”"#]]
    .assert_eq(&indonesian(&roster));

    let (bytes, corrected) =
        fixed(&File::open(&path).unwrap(), &Options::default(), &Judge::by(&standing), Lang::En).unwrap();
    assert_eq!(corrected, 5);
    let again = read(&office.file("fixed.xlsx", &bytes));
    assert!(!found(&again).iter().any(|told| told.starts_with("hint")), "{:?}", found(&again));
    assert_eq!(
        bytes,
        fixed(&File::open(&path).unwrap(), &Options::default(), &Judge::by(&standing), Lang::En).unwrap().0
    );
}

#[test]
fn a_number_that_excel_destroyed_is_an_error_with_its_remedy() {
    let office = Office::new();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Nama").unwrap();
    sheet.write_string(0, 1, "NIP").unwrap();
    sheet.write_string(1, 0, "Siti").unwrap();
    sheet.write_number(1, 1, 198_701_012_010_011_001.0).unwrap();
    let roster = read(&office.file("p.xlsx", workbook.save_to_buffer().unwrap()));
    assert_eq!(found(&roster), ["error nip-destroyed Sheet1!B2"]);
    assert!(roster.people.is_empty());
    let (bytes, _) = fixed(
        &File::open(&office.0.path().join("p.xlsx")).unwrap(),
        &Options::default(),
        &Judge::by(&standing),
        Lang::En,
    )
    .unwrap();
    assert_eq!(found(&read(&office.file("fixed.xlsx", bytes))), ["error nip-destroyed Sheet1!B2"]);
}

#[test]
fn a_column_can_be_named_and_a_sheet_chosen() {
    let office = Office::new();
    let path = office.file("p.csv", "Pegawai Kami,Kode\nSiti,198701012010011001\n");
    let failure = read_with(&path, &Options::default()).unwrap_err();
    let told = failure.findings().unwrap().iter().next().unwrap();
    assert_eq!(
        (told.code.as_str(), told.help.as_ref().map(|help| help.en())),
        ("no-titles", Some("if row 1 has them, say which: --column name=\"Pegawai Kami\""))
    );
    let columns = vec![(Field::Name, "pegawai kami".to_owned()), ("nip".parse().unwrap(), "KODE".to_owned())];
    let roster = read_with(&path, &Options { columns, sheet: None }).unwrap();
    assert_eq!(everybody(&roster)[0].2, SITI);

    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Petunjuk").unwrap().write_string(0, 0, "Isi lembar Data").unwrap();
    for (sheet, name) in [("Data", "Siti"), ("Lama", "Budi")] {
        let sheet = workbook.add_worksheet().set_name(sheet).unwrap();
        sheet.write_row(0, 0, ["Nama", "NIP"]).unwrap();
        sheet.write_string(1, 0, name).unwrap();
    }
    let path = office.file("p.xlsx", workbook.save_to_buffer().unwrap());
    assert_eq!(everybody(&read(&path))[0].1, "Siti");
    let options = |sheet: &str| Options { sheet: Some(sheet.to_owned()), ..Options::default() };
    assert_eq!(everybody(&read_with(&path, &options("lama")).unwrap())[0].1, "Budi");
    let failure = read_with(&path, &options("Datta")).unwrap_err();
    assert_eq!(
        failure.findings().unwrap().iter().next().unwrap().help.as_ref().map(|help| help.en()),
        Some("did you mean “Data”?")
    );
}

#[test]
fn what_is_no_roster_is_an_error_and_no_panic() {
    let office = Office::new();
    for (name, bytes, code) in [
        ("empty.csv", Vec::new(), "no-titles"),
        ("bytes.csv", vec![0, 1, 2, 0, 255, 7], "no-table"),
        ("zip.xlsx", b"PK\x03\x04 and then nothing".to_vec(), "unreadable-workbook"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off".to_vec(), "unreadable-workbook"),
    ] {
        let failure = read_with(&office.file(name, bytes), &Options::default()).unwrap_err();
        assert_eq!(failure.findings().unwrap().iter().next().unwrap().code.as_str(), code, "{name}");
    }
    let failure = read_with(office.0.path(), &Options::default()).unwrap_err();
    assert!(failure.findings().unwrap().iter().next().unwrap().message.en().contains("folder"));
    assert!(read_with(Path::new("/nowhere.csv"), &Options::default()).is_err());
}

#[test]
fn a_workbook_made_to_fill_the_memory_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..80 {
        archive.write_all(&block).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let failure = read_with(&Office::new().file("bomb.xlsx", bytes), &Options::default()).unwrap_err();
    assert_eq!(failure.findings().unwrap().iter().next().unwrap().code.as_str(), "workbook-bomb");
}
