//! What offices put above, between and below the rows of people.

use super::*;

/// Name, rank and unit of everybody, with their rows.
fn staff(roster: &Roster) -> Vec<(u32, String, String, String)> {
    let of = |person: Person| {
        let value = |field| person.get(field).to_owned();
        (person.row, value(Field::Name), value(Field::Rank), value(Field::Unit))
    };
    roster.people.iter().map(of).collect()
}

fn told(expected: &[(u32, &str, &str, &str)]) -> Vec<(u32, String, String, String)> {
    expected.iter().map(|(row, name, rank, unit)| (*row, (*name).into(), (*rank).into(), (*unit).into())).collect()
}

#[test]
fn units_in_headings_totals_and_signatures_are_told_from_people() {
    let office = Office::new();
    let text = format!(
        "PEMERINTAH KABUPATEN;;;;;\nDAFTAR NOMINATIF;;;;;\n;;;;;\nNO;NAMA;NIP;PANGKAT;GOL. RUANG;JABATAN\n\
         (1);(2);(3);(4);(5);(6)\nI;DINAS KESEHATAN;;;;\n1;Siti Aminah;{SITI};Penata;III/c;Bidan\n\
         2;Budi;{BUDI};Penata;III/d;Bidan\n;Bidang Gizi;;;;\n3;Gita;;-;;Bidan\n\nII;DINAS SOSIAL;;;;\n\
         NO;NAMA;NIP;PANGKAT;GOL. RUANG;JABATAN\n4;Hadi;-;;IX;Guru\nJumlah;4;;;;\n;;;;Muara Enim, 2 Januari 2024;\n\
         ;Mengetahui,;;;;\n;Contoh Kepala;;;;\n;NIP. 19700101 199501 1 001;;;;\n"
    );
    let roster = read(&office.file("p.csv", text));
    let expected = [
        (7, "Siti Aminah", "Penata, III/c", "DINAS KESEHATAN"),
        (8, "Budi", "Penata", "DINAS KESEHATAN"),
        (10, "Gita", "-", "DINAS KESEHATAN"),
        (14, "Hadi", "IX", "DINAS SOSIAL"),
    ];
    assert_eq!(staff(&roster), told(&expected));
    assert_eq!(found(&roster), ["warning rank-contradiction 8:5"]);
    let assumed = roster.assumed.iter().map(Message::en).collect::<Vec<_>>().join("\n");
    assert!(assumed.contains("heading above them: rows 6, 12"), "{assumed}");
    assert!(assumed.contains("not read as people (totals, notes, signatures): rows 15-19"), "{assumed}");
}

#[test]
fn a_total_that_counts_and_people_without_numbers_of_rows_are_told_apart() {
    let office = Office::new();
    let text = format!("Unit Kerja : Dinas Sosial\nNama,NIP\nSiti,{SITI}\nGita,\nJumlah,2\nKeterangan: x,\n");
    let roster = read(&office.file("p.csv", text));
    assert_eq!(staff(&roster), told(&[(3, "Siti", "", "Dinas Sosial"), (4, "Gita", "", "Dinas Sosial")]));
    assert_eq!(found(&roster), [] as [&str; 0]);
}

#[test]
fn titles_in_two_rows_are_read_together() {
    let office = Office::new();
    let text = format!(
        "NO;NAMA;NIP;PANGKAT;;JABATAN;;LATIHAN;;ATASAN LANGSUNG;\n;;;GOL/RUANG;TMT;NAMA;TMT;NAMA;JAM;NAMA;NIP\n\
         1;Siti;{SITI};III/c;1-4-2020;Bidan;;PIM;20;Contoh Kepala;{BUDI}\n"
    );
    let roster = read(&office.file("p.csv", text));
    let person = roster.people.get(0).unwrap();
    let fields = [Field::Name, Field::Rank, Field::Position, Field::SuperiorName, Field::SuperiorNumber];
    assert_eq!(fields.map(|field| person.get(field)), ["Siti", "III/c", "Bidan", "Contoh Kepala", BUDI]);
    assert_eq!(roster.extras, ["PANGKAT TMT", "JABATAN TMT", "LATIHAN NAMA", "LATIHAN JAM"]);
    assert!(roster.assumed[1].en().starts_with("titles in rows 1 and 2:"), "{:?}", roster.assumed);
    assert_eq!(found(&roster), [] as [&str; 0]);
}

#[test]
fn name_and_number_of_one_cell_are_told_apart() {
    let office = Office::new();
    let text = format!(
        "No;Nama / NIP;Jabatan\n1;\"SITI AMINAH\nNIP. {SITI}\";Bidan\n2;Gita;Bidan\n3;\"Budi\n{BUDI}\";Bidan\n"
    );
    let roster = read(&office.file("p.csv", text));
    let person = roster.people.get(0).unwrap();
    assert_eq!((person.get(Field::Name), person.get(Field::Number)), ("SITI AMINAH", SITI));
    assert_eq!(roster.people.get(1).unwrap().get(Field::Number), "");
    let expected = ["hint name-in-capitals 2:2"];
    assert_eq!(found(&roster), expected);
}

#[test]
fn a_row_of_data_is_never_taken_for_titles() {
    let office = Office::new();
    let roster = read(&office.file("p.csv", "Nama,,Jabatan,\nSiti,x,Bidan,Dinas\n"));
    assert_eq!(staff(&roster), told(&[(2, "Siti", "", "")]));
}

#[test]
fn no_finding_shows_a_personal_number_in_the_wrong_column() {
    let office = Office::new();
    let text = format!(
        "Nama;NIP;Pangkat;Golongan;Status;Unit\n{SITI};Siti;PNS;{BUDI};{SITI};1603010101850001\n\
         Budi {BUDI};19900202 201502 2 00O;Gol {SITI};III/c 19900202;{SITI} PNS;{BUDI}\n"
    );
    let path = office.file("p.csv", text);
    let roster = read(&path);
    assert!(found(&roster).contains(&"warning number-in-name 3:1".to_owned()), "{:?}", found(&roster));
    let told = format!("{:?} {:?}", roster.findings, roster.assumed);
    for part in ["1987", "1990", "1603"] {
        assert!(!told.contains(part), "{told}");
    }
    let failure = read_with(&office.file("q.csv", format!("Siti,{SITI}\nBudi,{BUDI}\n")), &Options::default());
    let told = format!("{:?}", failure.unwrap_err());
    assert!(!told.contains("1987") && !told.contains("--column"), "{told}");
}

#[test]
fn a_person_with_another_title_is_the_same() {
    let office = Office::new();
    let text = "Nama,NIP,Unit\nSiti Aminah,,A\n\"DRA. SITI AMINAH, M.M.\",,a\nSiti Aminah,,B\n";
    assert_eq!(found(&read(&office.file("p.csv", text))), ["hint name-in-capitals 3:1", "warning same-person 3:1"]);
}

#[test]
fn of_two_equal_numbers_both_rows_are_left_out_and_told_in_their_order() {
    let office = Office::new();
    let text = format!("Nama,NIP\nSiti,{SITI}\n,\nBudi,{BUDI}\nEko,1\nSri,{SITI}\nAni,{SITI}\n");
    let roster = read(&office.file("p.csv", text));
    assert_eq!(
        found(&roster),
        ["error duplicate-nip 2:2", "error nip-length 5:2", "error duplicate-nip 6:2", "error duplicate-nip 7:2"]
    );
    assert_eq!(roster.left_out, [2, 5, 6, 7]);
    assert_eq!(staff(&roster), told(&[(4, "Budi", "", "")]));
}

#[test]
fn what_no_font_shows_is_an_error_in_its_cell() {
    let office = Office::new();
    let roster =
        read(&office.file("p.csv", "No,Nama,NIP,Jabatan,Lain\n1,王小明,,Guru,x\n2,Siti,,Guru 王,x\n3,Eko,,Guru,王\n"));
    assert_eq!(found(&roster), ["error missing-glyph 2:2", "error missing-glyph 3:4"]);
    assert_eq!(staff(&roster), told(&[(4, "Eko", "", "")]));
}

#[test]
fn hints_of_the_same_words_are_told_once_with_their_number() {
    let office = Office::new();
    let text = "Nama,Pangkat,Unit\nSiti,Penata Tk. I,A\nBudi,Penata Tk. I,A\nEko,Pembina Tk. I,A\nSri,Jendral,A\n";
    let roster = read(&office.file("p.csv", text));
    let messages: Vec<&str> = roster.findings.iter().map(|finding| finding.message.en()).collect();
    assert_eq!(
        messages,
        [
            "“Penata Tk. I” is usually written “Penata Tingkat I”, in 2 rows",
            "“Pembina Tk. I” is usually written “Pembina Tingkat I”",
            "there is no rank “Jendral”",
        ]
    );
}

#[test]
fn titles_in_columns_of_their_own_belong_to_the_name_and_units_get_the_name_of_the_profile() {
    let office = Office::new();
    let text = "Nama Tanpa Gelar;Gelar Depan;Gelar Belakang;unor_nama;Nomor HP\nSiti;Dr.;S.Pd.;Dinkes;1\n";
    let unit = |name: &str| (name == "Dinkes").then(|| "Dinas Kesehatan".to_owned());
    let judge = Judge { unit: &unit, ..Judge::by(&standing) };
    let roster = Roster::read(&File::open(&office.file("p.csv", text)).unwrap(), &Options::default(), &judge).unwrap();
    assert_eq!(staff(&roster), told(&[(2, "Dr. Siti, S.Pd.", "", "Dinas Kesehatan")]));
    assert!(roster.assumed.iter().any(|said| said.en() == "further columns, for templates: “Nomor HP”"));
}

#[test]
fn the_sheet_that_comes_closest_is_the_one_without_titles() {
    let office = Office::new();
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Sampul").unwrap().write_string(0, 0, "DAFTAR ASN").unwrap();
    let sheet = workbook.add_worksheet().set_name("Data").unwrap();
    sheet.write_row(3, 0, ["No", "Nama Pemangku", "Kelas", "Rumpun"]).unwrap();
    let path = office.file("p.xlsx", workbook.save_to_buffer().unwrap());
    let failure = read_with(&path, &Options::default()).unwrap_err();
    let finding = failure.findings().unwrap().iter().next().unwrap();
    assert_eq!(finding.origin.as_ref().unwrap().cell_name().as_deref(), Some("Data!A4"));
    assert_eq!(
        finding.help.as_ref().map(|help| help.en()),
        Some("if row 4 has them, say which: --column name=\"Nama Pemangku\"")
    );
}

#[test]
fn numbers_stay_text_in_the_corrected_copy_whatever_is_typed_later() {
    use std::io::Read;
    let office = Office::new();
    let path =
        office.file("p.csv", format!("Nama,NIP,Unit Kerja\nSITI AMINAH,{SITI},Dinas Pendidikan dan Kebudayaan\n"));
    let (bytes, _) = fixed(&File::open(&path).unwrap(), &Options::default(), &Judge::by(&standing), Lang::En).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let (sheet, styles) = (part("xl/worksheets/sheet1.xml"), part("xl/styles.xml"));
    // Format 49 is text.
    assert!(styles.contains("numFmtId=\"49\""), "{styles}");
    let column = sheet.split("<col ").find(|column| column.starts_with("min=\"2\"")).unwrap();
    assert!(column.contains("style=") && column.contains("customWidth"), "{sheet}");
}
