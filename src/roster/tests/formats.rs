//! Rosters in the formats of older programs and of others than Excel, and CSV files that are broken.

use super::*;
use std::io::Write;

/// Row, name, unit and the further column of everybody.
fn staff(roster: &Roster) -> Vec<(u32, &str, &str, &str)> {
    let of = |person: usize| {
        let person = roster.people.get(person).unwrap();
        (person.row, person.get(Field::Name), person.get(Field::Unit), person.extras()[0])
    };
    (0..roster.people.len()).map(of).collect()
}

#[test]
fn an_old_workbook_is_read_with_titles_below_headings_merged_cells_and_days() {
    let office = Office::new();
    let path = office.file("pegawai.xls", include_bytes!("../../../tests/fixtures/pegawai.xls"));
    let roster = read(&path);
    assert_eq!(found(&roster), ["error nip-destroyed Data!D5"]);
    let unit = "Dinas Kesehatan";
    assert_eq!(staff(&roster), [(4, "Siti Aminah", unit, "01-04-2010"), (6, "Gita", unit, "01-04-2010")]);
    assert_eq!(roster.people.get(0).unwrap().get(Field::Number), "198701012010012001");
    let help = roster.findings.iter().next().unwrap().help.as_ref().map(|help| help.en()).unwrap();
    assert!(help.starts_with("format the column as text"), "{help}");
}

/// A cell of an ODS sheet: characters, a number, a day, one above which another spreads, or nothing.
fn cell(value: &str) -> String {
    let text =
        |kind: &str, value: &str| format!("<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>");
    match value.split_once('=') {
        Some(("number", number)) => text(&format!("office:value-type=\"float\" office:value=\"{number}\""), number),
        Some(("day", day)) => text(&format!("office:value-type=\"date\" office:date-value=\"{day}\""), day),
        Some(("spread", value)) => text(
            "office:value-type=\"string\" table:number-rows-spanned=\"3\" table:number-columns-spanned=\"1\"",
            value,
        ),
        _ if value == "covered" => "<table:covered-table-cell/>".to_owned(),
        _ if value.is_empty() => "<table:table-cell/>".to_owned(),
        _ => text("office:value-type=\"string\"", value),
    }
}

/// An ODS file with one sheet.
fn ods(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let rows: String = rows
        .iter()
        .map(|cells| cells.iter().map(|value| cell(value)).collect::<String>())
        .map(|cells| format!("<table:table-row>{cells}</table:table-row>"))
        .collect();
    let names = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                 xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
                 xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {names} office:version=\"1.2\"><office:body>\
         <office:spreadsheet><table:table table:name=\"{sheet}\">{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest \
                    xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_libreoffice_workbook_is_read_and_a_unit_of_merged_cells_is_that_of_each_row() {
    let office = Office::new();
    let rows: [&[&str]; 6] = [
        &["DAFTAR PEGAWAI"],
        &[],
        &["No", "Unit Kerja", "Nama", "NIP", "TMT"],
        &["number=1", "spread=Dinas Kesehatan", "Siti Aminah", "198701012010012001", "day=2010-04-01"],
        &["number=2", "covered", "Budi Santoso", "number=1.99002022015021e17", "day=2010-04-01"],
        &["number=3", "covered", "Gita", "", "day=2010-04-01"],
    ];
    let roster = read(&office.file("pegawai.ods", ods("Data", &rows)));
    let unit = "Dinas Kesehatan";
    assert_eq!(staff(&roster), [(4, "Siti Aminah", unit, "2010-04-01"), (6, "Gita", unit, "2010-04-01")]);
    assert_eq!(found(&roster), ["error nip-destroyed Data!D5"]);
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_counted() {
    let office = Office::new();
    for start in ["", "sep=;\r"] {
        let text = format!("{start}Nama;NIP\rSiti;{SITI}\r\"Budi\rSantoso\";{BUDI}\rEko;1\r");
        let roster = read(&office.file("p.csv", text));
        let rows: Vec<u32> = everybody(&roster).into_iter().map(|(row, ..)| row).collect();
        let first = if start.is_empty() { 2 } else { 3 };
        assert_eq!(rows, [first, first + 1]);
        assert_eq!(found(&roster).last().unwrap(), &format!("error nip-length {}:2", first + 3));
    }
}

#[test]
fn a_mark_that_swallows_rows_is_an_error_where_it_opens() {
    let office = Office::new();
    let text = format!("sep=;\nNama;NIP\nSiti;{SITI}\n\"Budi;{BUDI}\nEko;1\n");
    let failure = read_with(&office.file("p.csv", text), &Options::default()).unwrap_err();
    let told = failure.findings().unwrap().iter().next().unwrap();
    let place = told.origin.as_ref().unwrap();
    assert_eq!((told.code.as_str(), place.line, place.column), ("unclosed-quote", 4, 1));
}
