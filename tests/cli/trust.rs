//! `ikrar trace`, `verify` and `diff`: what is printed, written and valid, looked at later.

use crate::folder::folder;

#[test]
fn a_sheet_is_traced_to_rules_that_changed_and_are_gone() {
    let folder = folder();
    folder.runs("render checklist --audience camat -o lembar.pdf").succeeds();
    folder.runs("trace lembar.pdf").succeeds().printing("made from this very rulebook");
    let shipped = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/rules.yaml")).unwrap();
    let rules = shipped.replace("N-15", "N-515").replacen("Memakai pose netral", "Memakai sikap netral", 1);
    let folder = folder.with("rules.yaml", rules);
    let outcome = folder.runs("trace lembar.pdf").finds();
    outcome.printing("N-15 gone").printing("N-05 changed: Memakai [-pose-] {+sikap+} netral");
    let json = folder.runs("trace lembar.pdf --format json").finds().json();
    let state = |id: &str| {
        let rules = json[0]["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["id"] == id).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!([state("N-05"), state("N-15"), state("N-06")], ["changed", "gone", "unchanged"]);
}

#[test]
fn what_is_no_sheet_cannot_be_traced() {
    let folder = folder().with("kosong.md", "Tanpa aturan.\n").with("rusak.pdf", "%PDF-1.7\n");
    folder.runs("trace kosong.md").refuses().saying("names no rule");
    folder.runs("trace rusak.pdf").refuses().saying("cannot read this PDF");
    folder.runs("trace tiada.pdf").refuses().saying("cannot read");
}

#[test]
fn a_folder_is_verified_against_its_manifest() {
    let folder = folder();
    folder.runs("build --region muara-enim --document pledge --format md,html").succeeds();
    folder.runs("verify out").succeeds().printing("as written");
    let folder = folder.with("out/muara-enim/pledge.md", "lain").with("out/catatan.txt", "catatan");
    std::fs::remove_file(folder.path("out/muara-enim/pledge.html")).unwrap();
    let outcome = folder.runs("verify out").finds().printing("changed: muara-enim/pledge.md");
    outcome.printing("missing: muara-enim/pledge.html").printing("not listed: catatan.txt");
    let json = folder.runs("verify out --format json").finds().json();
    assert_eq!(json["missing"][0], "muara-enim/pledge.html");
    folder.runs("verify .").refuses().saying("no manifest");
}

#[test]
fn a_merge_is_verified_too_and_a_ticked_register_is_no_fault() {
    let folder = folder().with("pegawai.csv", "Nama,Status\nSiti Aminah,PHL\nBudi,PHL\n");
    folder.runs("merge pledge --region kutai-timur --roster pegawai.csv --format md").succeeds();
    folder.runs("verify out/kutai-timur/pledge").succeeds().printing("2 files as written");
    let folder = folder.with("out/kutai-timur/pledge/register.csv", "ditandatangani");
    folder.runs("verify out/kutai-timur/pledge").succeeds().printing("filled in: register.csv");
}

#[test]
fn what_changes_between_two_days_is_told() {
    let folder = folder();
    let outcome = folder.runs("diff --from 2024-10-04 --to 2024-11-25 --audience camat").succeeds();
    outcome.printing("(Masa kampanye) → 2024-11-25 (Masa tenang)").printing("the same");
    let json = folder.runs("diff --from 2023-01-01 --to 2024-01-01 --format json").succeeds().json();
    let ended = json["regulations"]["ended"].as_array().unwrap();
    assert!(ended.iter().any(|regulation| regulation["id"] == "uu-5-2014"));
    folder.runs("diff --from 2024-10-04 --to besok").refuses().saying("YYYY-MM-DD");
    folder.runs("diff --from 2024-10-04 --to 2024-10-05 --phase kampanye").refuses().saying("do not go with them");
}

#[test]
fn a_regulation_is_cited_only_for_days_on_which_it_was_in_force() {
    let folder = folder();
    let sheet = |day: &str| {
        folder.runs(&format!("render checklist --audience pns --date {day}")).succeeds().stdout().to_owned()
    };
    assert!(sheet("2024-10-04").contains("PP 94/2021"));
    assert!(!sheet("2021-01-15").contains("PP 94/2021"));
}
