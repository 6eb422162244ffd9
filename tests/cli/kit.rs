//! `ikrar kit`: everything for the day of an event in one folder.

use crate::folder::{Folder, folder};

const EVENT: &str = include_str!("../../samples/sosialisasi.yaml");
const ROSTER: &str = include_str!("../../samples/pegawai.csv");
const KIT: &str = "kit --region prabumulih --event sosialisasi.yaml";

fn office() -> Folder {
    folder().with("sosialisasi.yaml", EVENT).with("pegawai.csv", ROSTER)
}

/// Names of the files of a kit that people see.
fn names(folder: &Folder, kit: &str) -> Vec<String> {
    folder.files(kit).into_keys().filter(|name| !name.contains(".ikrar")).collect()
}

/// Those of documents that this test knows, since further documents may join.
fn known(names: &[String]) -> Vec<&str> {
    let known = ["agenda", "attendance", "declaration", "pledge", "handout", "checklist", "minutes"];
    let is_known = |name: &&str| known.iter().any(|id| name.get(3..).is_some_and(|rest| rest.starts_with(id)));
    names.iter().map(String::as_str).filter(is_known).collect()
}

#[test]
fn without_a_roster_there_are_blank_forms() {
    let office = office();
    office.runs(KIT).succeeds().saying("begin with kit/01-agenda.pdf").printing_nothing();
    let names = names(&office, "kit");
    assert_eq!(
        known(&names),
        [
            "01-agenda.pdf",
            "02-attendance.pdf",
            "03-declaration.pdf",
            "04-pledge-camat.pdf",
            "04-pledge-pns.pdf",
            "04-pledge-pppk.pdf",
            "05-handout.pdf",
            "06-checklist-camat.pdf",
            "06-checklist-pns.pdf",
            "06-checklist-pppk.pdf",
            "11-minutes.pdf",
        ]
    );
    assert!(names.contains(&"manifest.json".to_owned()));
    // What everybody looks at together is not made for each of them; where all are of one audience, it is for that one.
    assert!(names.contains(&"09-quiz.pdf".to_owned()), "{names:?}");
    office.runs(&format!("{KIT} --audience camat --out camat")).succeeds();
    assert!(office.path("camat/09-quiz-camat.pdf").exists());
}

#[test]
fn with_a_roster_everybody_and_every_unit_has_a_sheet() {
    let office = office();
    let report = office.runs(&format!("{KIT} --roster pegawai.csv --report json")).succeeds().json();
    let runs: Vec<_> = report["runs"].as_array().unwrap().iter().map(|run| (&run["folder"], &run["made"])).collect();
    assert!(runs.contains(&(&"02-attendance".into(), &2.into())) && runs.contains(&(&"04-pledge".into(), &2.into())));
    let names = names(&office, "kit");
    for name in ["02-attendance/dinas-contoh.pdf", "04-pledge/kecamatan-contoh.pdf", "04-pledge/register.xlsx"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    office.runs("tally kit/04-pledge/register.csv").succeeds().printing("0 of 4 sheets signed");
}

#[test]
fn the_running_order_lists_what_is_there() {
    let office = office();
    office.runs(&format!("{KIT} --roster pegawai.csv --format txt,pdf --out a")).succeeds();
    let agenda = office.text("a/01-agenda.txt");
    for words in [
        "Nama Gedung Contoh",
        "08.30–10.00",
        "Pembacaan ikrar bersama",
        "Ikrar bersama",
        "04-pledge/",
        "06-checklist-pns.pdf",
    ] {
        assert!(agenda.contains(words), "{words}\n{agenda}");
    }
    let manifest = office.json("a/manifest.json");
    for file in manifest["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        assert!(path.starts_with("01-") || agenda.contains(path.trim_end_matches(".txt")), "{path}\n{agenda}");
    }
    // The date of the event stands at signatures, unless another is asked for.
    assert!(office.text("a/11-minutes.txt").contains("4 Oktober 2024"));
    office.runs(&format!("{KIT} --signed-on 2024-10-07 --format txt --out b")).succeeds();
    assert!(
        office.text("b/03-declaration.txt").contains("7 Oktober")
            || office.text("b/03-declaration.txt").contains("tujuh")
    );
}

#[test]
fn the_same_event_gives_the_same_bytes_and_what_is_obsolete_goes() {
    let (one, four) = (office().with_env("RAYON_NUM_THREADS", "1"), office().with_env("RAYON_NUM_THREADS", "4"));
    let line = format!("{KIT} --roster pegawai.csv");
    one.runs(&line).succeeds();
    four.runs(&line).succeeds();
    let first = one.files("kit");
    assert!(first == four.files("kit"));
    let again = one.runs(&format!("{line} --report json")).succeeds().json();
    assert!(again["runs"].as_array().unwrap().iter().all(|run| run["made"] == 0), "{again}");
    assert!(one.files("kit") == first);
    let one = one.with("sosialisasi.yaml", EVENT.replace("audiences: [pns, pppk, camat]", "audiences: [pns, camat]"));
    let report = one.runs(&format!("{line} --report json")).succeeds().json();
    assert_eq!(report["removed"], serde_json::json!(["06-checklist-pppk.pdf"]));
}

#[test]
fn what_is_wrong_is_told_before_anything_is_written() {
    let office = office().with("wrong.yaml", EVENT.replace("08:30", "8.70").replace("pppk", "ppkp"));
    let outcome = office.runs("kit --event wrong.yaml").finds().saying("bad-time").saying("wrong.yaml:21:12");
    // Of what is listed with a time that nobody can read, nothing more is said; of audiences there is.
    assert!(outcome.stderr().contains("`ppkp`"), "{}", outcome.stderr());
    office.runs("kit --event nowhere.yaml").refuses();
    office.runs("kit").refuses().saying("--event");
    office.runs(&format!("{KIT} --lang id,en")).refuses().saying("many-sheets");
    office.runs("kit --region prabumulih,banyuasin --event sosialisasi.yaml").refuses().saying("many-sheets");
    office.runs(&format!("{KIT} --region nowhere")).refuses();
    assert!(!office.path("kit").exists());
    let office = office.with("kit/05-handout.pdf", "somebody’s");
    office.runs(KIT).refuses().saying("file-in-the-way");
    assert_eq!(office.files("kit").keys().filter(|name| !name.starts_with('.')).count(), 1);
}

#[test]
fn one_document_may_fail_and_the_others_are_there() {
    let office = office().with("templates/minutes.md", "# Judul\n\n{{ event.titel }}\n");
    office.runs(KIT).finds();
    let broken = "---\nname: { id: A, en: A }\ndescription: { id: A., en: A. }\nper: [region]\n---\n# Judul\n\n{{ event.titel }}\n";
    let office = office.with("templates/minutes.md", broken);
    office.runs(KIT).finds().saying("unknown-variable").saying("templates/minutes.md:8").saying("1 failed");
    assert!(office.path("kit/01-agenda.pdf").exists() && !office.path("kit/11-minutes.pdf").exists());
}

#[test]
fn a_row_with_errors_is_left_out_and_told() {
    let office = office().with("pegawai.csv", ROSTER.replace("Nama Contoh 2;;", "Nama Contoh 2;19900202;"));
    office.runs(&format!("{KIT} --roster pegawai.csv")).finds().saying("1 row left out for errors: 3");
}

#[test]
fn the_sheets_of_an_event_can_be_made_one_by_one() {
    let office = office();
    office.runs("render agenda --event sosialisasi.yaml --lang en").succeeds().printing("08:30–10:00");
    let json = office.runs("context minutes --event sosialisasi.yaml").succeeds().json();
    assert_eq!(json["event"]["agenda"][2]["documents"][0]["name"], "Ikrar bersama");
    office.runs("merge attendance --roster pegawai.csv --event sosialisasi.yaml --format txt").succeeds();
    assert!(office.text("out/attendance/dinas-contoh.txt").contains("Nama Gedung Contoh"));
    // Another event makes other sheets.
    let office = office.with("sosialisasi.yaml", EVENT.replace("Nama Gedung Contoh", "Gedung Lain"));
    office.runs("merge attendance --roster pegawai.csv --event sosialisasi.yaml --format txt").succeeds();
    assert!(office.text("out/attendance/dinas-contoh.txt").contains("Gedung Lain"));
}

#[test]
fn volumes_that_have_no_room_for_a_sheet_are_told_before_anything_is_written() {
    let office = office();
    office.runs(&format!("{KIT} --roster pegawai.csv --split 1")).refuses().saying("2 or more pages");
    let long = "---\nname: { id: Pakta, en: Pledge }\ndescription: { id: P., en: P. }\nper: [person]\n---\n# Pakta\n\n";
    let office = office.with("templates/pledge.md", format!("{long}{}", "Kalimat.\n\n".repeat(200)));
    office.runs(&format!("{KIT} --roster pegawai.csv --split 2")).refuses().saying("split-too-small");
    assert!(!office.path("kit").exists());
}
