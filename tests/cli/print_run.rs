//! `ikrar merge --combine`: print runs.

use crate::folder::{Folder, folder};
use std::fmt::Write;

/// Seven people in two units, one after the other.
fn office() -> Folder {
    let mut roster = "Nama,Jabatan,Unit Kerja,Status\n".to_owned();
    for (index, name) in ["Ani", "Budi", "Cici", "Dodi", "Eka", "Fifi", "Gilang"].iter().enumerate() {
        let unit = ["Dinas Kesehatan", "Dinas Pendidikan"][index % 2];
        writeln!(roster, "{name},Petugas,{unit},PHL").unwrap();
    }
    folder().with("pegawai.csv", &roster)
}

const COMBINE: &str = "merge pledge --region kutai-timur --roster pegawai.csv --combine";

/// The names of all files of the merge but those that ikrar keeps for itself.
fn files(office: &Folder) -> Vec<String> {
    let mut files: Vec<String> = office.files("out/kutai-timur/pledge").into_keys().collect();
    files.retain(|path| path.ends_with(".pdf"));
    files
}

/// What stands before a template of one's own.
fn front(name: &str) -> String {
    format!("---\nname: {{ id: {name}, en: {name} }}\ndescription: {{ id: {name}, en: {name} }}\nper: [person]\n---\n")
}

/// The text of each page of a file.
fn pages(office: &Folder, file: &str) -> Vec<String> {
    let file = lopdf::Document::load(office.path("out/kutai-timur/pledge").join(file)).unwrap();
    file.get_pages().into_keys().map(|page| file.extract_text(&[page]).unwrap()).collect()
}

/// Row, file and page of each line of the register.
fn register(office: &Folder) -> Vec<(String, String, String)> {
    let text = office.text("out/kutai-timur/pledge/register.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let lines = reader.records().map(|line| line.unwrap());
    lines.map(|line| (line[0].to_owned(), line[3].to_owned(), line[4].to_owned())).collect()
}

#[test]
fn a_unit_is_one_file_after_its_divider_in_the_order_of_the_roster() {
    let office = office();
    office.runs(COMBINE).succeeds().saying("2 files (9 pages");
    assert_eq!(files(&office), ["dinas-kesehatan.pdf", "dinas-pendidikan.pdf"]);
    let pages = pages(&office, "dinas-kesehatan.pdf");
    assert_eq!(pages.len(), 5);
    assert!(pages[0].contains("4 orang") && pages[0].contains("Gilang (baris 8)"), "{}", pages[0]);
    for (page, name) in pages[1..].iter().zip(["Ani", "Cici", "Eka", "Gilang"]) {
        assert!(page.contains(name) && page.contains("Halaman 1 dari 1"), "{page}");
    }
    let line = |row: &str, file: &str, page: &str| (row.to_owned(), file.to_owned(), page.to_owned());
    assert_eq!(register(&office)[..2], [line("2", "dinas-kesehatan.pdf", "2"), line("4", "dinas-kesehatan.pdf", "3")]);
    assert_eq!(register(&office).len(), 7);
}

#[test]
fn the_same_roster_gives_the_same_run_and_a_finished_one_is_not_made_again() {
    let (one, four) = (office().with_env("RAYON_NUM_THREADS", "1"), office().with_env("RAYON_NUM_THREADS", "4"));
    one.runs(COMBINE).succeeds();
    four.runs(COMBINE).succeeds();
    let first = one.files("out");
    assert!(first == four.files("out"));
    one.runs(COMBINE).succeeds().saying("2 of them finished before");
    one.runs(&format!("{COMBINE} --split 3")).succeeds().saying("2 obsolete files removed");
    one.runs(&format!("{COMBINE} --split 3")).succeeds().saying("4 of them finished before");
    one.runs(COMBINE).succeeds().saying("4 obsolete files removed");
    assert!(first == one.files("out"));
}

#[test]
fn a_volume_has_no_more_pages_than_asked_for_and_its_own_divider() {
    let office = office();
    office.runs(&format!("{COMBINE} --split 3")).succeeds().saying("4 files (11 pages");
    let volumes =
        ["dinas-kesehatan-1.pdf", "dinas-kesehatan-2.pdf", "dinas-pendidikan-1.pdf", "dinas-pendidikan-2.pdf"];
    assert_eq!(files(&office), volumes);
    let counts = volumes.map(|volume| pages(&office, volume).len());
    assert_eq!(counts, [3, 3, 3, 2]);
    assert!(pages(&office, volumes[1])[0].contains("Pegawai pertama"));
    assert!(pages(&office, volumes[1])[0].contains("2 orang"));
    assert!(pages(&office, volumes[1])[0].contains("2 dari 2"), "{}", pages(&office, volumes[1])[0]);
    office.runs(&format!("{COMBINE} --split 1")).refuses().saying("2 or more pages");
    let third = &register(&office)[2];
    assert_eq!((third.1.as_str(), third.2.as_str()), ("dinas-kesehatan-2.pdf", "2"));
}

#[test]
fn a_run_that_was_killed_goes_on_with_the_volume_that_is_missing() {
    for rows in ["", " --rows 2-7"] {
        let office = office();
        let line = format!("{COMBINE} --split 3{rows}");
        office.runs(&line).succeeds();
        let (made, names) = (office.files("out"), files(&office));
        // As if it had been killed before its end: no manifest, and a volume less than the journal tells of.
        let folder = office.path("out/kutai-timur/pledge");
        let manifest = office.json("out/kutai-timur/pledge/manifest.json");
        let entries = manifest["files"].as_array().unwrap().iter();
        let journal: String = entries
            .map(|entry| {
                let mut entry = entry.clone();
                entry["edition"] = manifest["edition"].clone();
                format!("{entry}\n")
            })
            .collect();
        std::fs::write(folder.join(".ikrar-journal"), journal).unwrap();
        for file in ["manifest.json", "register.csv", "register.xlsx", names[1].as_str()] {
            std::fs::remove_file(folder.join(file)).unwrap();
        }
        office.runs(&line).succeeds().saying(&format!("{} of them finished before", names.len() - 1));
        assert!(made == office.files("out"), "{rows}");
    }
}

#[test]
fn a_volume_without_room_for_a_sheet_is_refused() {
    let office = office();
    let template = front("Dua") + "# {{ signatory.name }}\n\n<!-- page-break -->\n\nDua\n";
    let office = office.with("templates/dua.md", template).with("templates/dua.en.md", "# Two\n");
    let line = "merge dua --region kutai-timur --roster pegawai.csv --combine --split";
    office.runs(&format!("{line} 2")).refuses().saying("split-too-small").saying("--split 3");
    office.runs(&format!("{line} 3")).succeeds().saying("7 files (21 pages");
}

#[test]
fn a_reprint_stands_beside_the_run_and_leaves_the_register_as_it_is() {
    let office = office();
    office.runs(COMBINE).succeeds();
    let before = register(&office);
    office.runs(&format!("{COMBINE} --rows 4-6")).succeeds();
    assert_eq!(
        files(&office),
        [
            "dinas-kesehatan-rows-4-6.pdf",
            "dinas-kesehatan.pdf",
            "dinas-pendidikan-rows-5-5.pdf",
            "dinas-pendidikan.pdf"
        ]
    );
    assert_eq!(pages(&office, "dinas-kesehatan-rows-4-6.pdf").len(), 3);
    assert_eq!(register(&office), before);
    // A trial before there is any run is registered.
    let trial = office.runs(&format!("{COMBINE} --first 2 --out trial")).succeeds();
    trial.saying("2 files (4 pages");
}

#[test]
fn a_reprint_that_begins_with_the_same_person_takes_nobody_off_the_register() {
    let office = office();
    office.runs(&format!("{COMBINE} --rows 2-6")).succeeds();
    office.runs(&format!("{COMBINE} --rows 2-4")).succeeds();
    let rows: Vec<(String, String)> = register(&office).into_iter().map(|(row, file, _)| (row, file)).collect();
    let expected = [
        ("2", "dinas-kesehatan-rows-2-4.pdf"),
        ("4", "dinas-kesehatan-rows-2-4.pdf"),
        ("6", "dinas-kesehatan-rows-2-6.pdf"),
        ("3", "dinas-pendidikan-rows-3-3.pdf"),
        ("5", "dinas-pendidikan-rows-3-5.pdf"),
    ];
    assert_eq!(rows, expected.map(|(row, file)| (row.to_owned(), file.to_owned())));
}

/// Rows and files of the register.
fn issued(office: &Folder) -> Vec<(String, String)> {
    register(office).into_iter().map(|(row, file, _)| (row, file)).collect()
}

#[test]
fn everybody_is_on_a_sheet_although_somebody_changed_a_volume() {
    let office = office();
    let scan = |file: &str| std::fs::write(office.path("out/kutai-timur/pledge").join(file), "a scan").unwrap();
    let of = |lines: &[(&str, &str)]| -> Vec<(String, String)> {
        lines.iter().map(|(row, file)| ((*row).to_owned(), (*file).to_owned())).collect()
    };
    office.runs(&format!("{COMBINE} --split 2")).succeeds();
    scan("dinas-kesehatan-1.pdf");
    for _ in 0..2 {
        office.runs(&format!("{COMBINE} --split 3")).succeeds().saying("file-changed").saying("dinas-kesehatan-1.pdf");
        let expected = [
            "dinas-kesehatan-1.pdf",
            "dinas-kesehatan-no-2-1.pdf",
            "dinas-kesehatan-no-2-2.pdf",
            "dinas-pendidikan-1.pdf",
            "dinas-pendidikan-2.pdf",
        ];
        assert_eq!(files(&office), expected);
        let [first, second] = [expected[1], expected[2]];
        assert_eq!(issued(&office)[..4], of(&[("2", first), ("4", first), ("6", second), ("8", second)]));
        assert_eq!(register(&office).len(), 7);
    }
}

#[test]
fn who_is_new_in_a_unit_is_on_a_sheet_although_somebody_changed_its_run() {
    let office = office();
    office.runs(COMBINE).succeeds();
    let path = office.path("out/kutai-timur/pledge/dinas-kesehatan.pdf");
    std::fs::write(&path, "a scan").unwrap();
    let roster = office.text("pegawai.csv") + "Hadi,Petugas,Dinas Kesehatan,PHL\n";
    std::fs::write(office.path("pegawai.csv"), roster).unwrap();
    office.runs(COMBINE).succeeds().saying("file-changed");
    assert_eq!(files(&office), ["dinas-kesehatan-no-2.pdf", "dinas-kesehatan.pdf", "dinas-pendidikan.pdf"]);
    let new = issued(&office).into_iter().filter(|(_, file)| file == "dinas-kesehatan-no-2.pdf");
    assert_eq!(new.map(|(row, _)| row).collect::<Vec<_>>(), ["2", "4", "6", "8", "9"]);
    assert_eq!((register(&office).len(), std::fs::read(&path).unwrap()), (8, b"a scan".to_vec()));
    // Once the scan is filed away, the run has its own name again.
    std::fs::remove_file(&path).unwrap();
    office.runs(COMBINE).succeeds().saying("1 obsolete file");
    assert_eq!(files(&office), ["dinas-kesehatan.pdf", "dinas-pendidikan.pdf"]);
}

#[test]
fn a_sheet_that_cannot_be_made_is_left_out_and_not_counted() {
    let office = office();
    // The roster is judged by its fields; what a template prints of further columns is known when it is printed.
    let roster = office.text("pegawai.csv").replace(",PHL", ",PHL,-").replace("Status", "Status,Catatan");
    let roster = roster.replace("Cici,Petugas,Dinas Kesehatan,PHL,-", "Cici,Petugas,Dinas Kesehatan,PHL,☐");
    let template = format!("{}# {{{{ signatory.name }}}}\n\n{{{{ signatory.extras.catatan }}}}\n", front("Catatan"));
    let office = office.with("pegawai.csv", &roster).with("templates/catatan.md", template);
    let office = office.with("templates/catatan.en.md", "# Note\n");
    for (flags, file) in [("--out one", "dinas-kesehatan.pdf"), ("--out two --split 9", "dinas-kesehatan-1.pdf")] {
        let line = format!("merge catatan --region kutai-timur --roster pegawai.csv --combine {flags}");
        office.runs(&line).finds().saying("missing-glyph").saying("1 failed");
        let out = flags.split(' ').nth(1).unwrap();
        let file = lopdf::Document::load(office.path(&format!("{out}/kutai-timur/catatan/{file}"))).unwrap();
        assert_eq!(file.get_pages().len(), 4);
        assert!(file.extract_text(&[1]).unwrap().contains("3 orang"));
    }
}

#[test]
fn people_whose_names_cannot_be_printed_are_left_out_by_check_and_merge_alike() {
    let office = office();
    let roster = office.text("pegawai.csv").replace("Cici", "王小明");
    let office = office.with("pegawai.csv", &roster);
    office.runs("check pegawai.csv").finds().saying("6 people can be printed, 1 row left out");
    office.runs(COMBINE).finds().saying("missing-glyph").saying("pegawai.csv:4:1").saying("1 row left out");
    // A document that need not be set shows it in a browser.
    let line = "merge attendance --region kutai-timur --roster pegawai.csv --format html";
    office.runs(line).succeeds();
    assert!(office.text("out/kutai-timur/attendance/dinas-kesehatan.html").contains("王小明"));
}

#[test]
fn what_cannot_be_bound_is_refused() {
    let office = office();
    office.runs(&format!("{COMBINE} --format html")).refuses().saying("not-combined");
    office.runs("merge attendance --roster pegawai.csv --combine").refuses().saying("not-combined");
    office.runs("merge pledge --roster pegawai.csv --split 3").refuses().saying("--combine");
}

#[test]
fn an_estimate_tells_what_a_run_would_take() {
    let office = office();
    let told = office.runs(&format!("{COMBINE} --estimate --report json")).succeeds().json();
    assert_eq!((told["files"].as_u64(), told["pages"].as_u64()), (Some(2), Some(9)));
    let split = office.runs(&format!("{COMBINE} --estimate --split 3 --report json")).succeeds().json();
    assert_eq!((split["files"].as_u64(), split["pages"].as_u64()), (Some(4), Some(11)));
    office.runs(COMBINE).succeeds();
    let made: usize = office
        .files("out/kutai-timur/pledge")
        .iter()
        .filter(|(path, _)| path.ends_with("pdf"))
        .map(|(_, bytes)| bytes.len())
        .sum();
    let judged = told["bytes"].as_f64().unwrap() / made as f64;
    assert!((0.7..1.3).contains(&judged), "{judged}");
}
