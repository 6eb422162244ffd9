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

/// An overlay that turns a rule round, ends one, and cuts the start of another off.
const TURNED: &str = "\
extends: built-in
changes:
  - { rule: N-07, kind: permission, because: { id: Uji coba saja., en: Only a trial of it. } }
  - { rule: N-01, until: 2025-12-31, because: { id: Uji coba saja., en: Only a trial of it. } }
  - rule: N-02
    text: { id: 'Lewat media sosial, situs, atau saluran daring lain.', en: On social media. }
    because: { id: Uji coba saja., en: Only a trial of it. }
";

#[test]
fn a_duty_that_is_turned_round_or_over_is_told() {
    let folder = folder();
    folder.runs("render checklist --audience camat -o lembar.pdf").succeeds();
    let folder = folder.with("rules.yaml", TURNED);
    let outcome = folder.runs("trace lembar.pdf").finds();
    let outcome = outcome.printing("N-07 changed: [-prohibition-] {+permission+}: Membuat atau menyebarkan");
    outcome.printing("N-01 ended on 2025-12-31").printing("N-02 changed: [-Mempromosikan");
    let outcome = folder.runs("trace lembar.pdf --date 2025-12-31 --format json").finds();
    let json = outcome.json();
    let rule = |id: &str| json[0]["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap().clone();
    assert_eq!(rule("N-01")["state"], "unchanged");
    assert_eq!(rule("N-07")["kind"], serde_json::json!({ "printed": "prohibition", "now": "permission" }));
}

#[test]
fn what_is_no_sheet_cannot_be_traced() {
    let folder = folder().with("kosong.md", "Tanpa aturan.\n").with("rusak.pdf", "%PDF-1.7\n");
    folder.runs("trace kosong.md").refuses().saying("names no rule");
    folder.runs("trace rusak.pdf").refuses().saying("cannot read this PDF");
    folder.runs("trace tiada.pdf").refuses().saying("cannot read");
}

#[test]
fn a_sheet_without_rules_does_not_hide_the_others() {
    let folder = folder().with("kosong.md", "Tanpa aturan.\n").with("pakta.md", "Saya akan netral. `N-05`\n");
    let outcome = folder.runs("trace kosong.md tiada.md pakta.md").refuses();
    let outcome = outcome.saying("names no rule").saying("cannot read").printing("pakta.md: 1 rule, 1 named");
    outcome.printing("to compare by hand, for the sheet does not quote them: N-05");
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

#[test]
fn a_day_selects_rules_phase_regulations_and_facts() {
    let folder = folder();
    let seen = |day: &str| folder.runs(&format!("context handout --region muara-enim --date {day}")).succeeds().json();
    let ids = |list: &serde_json::Value| {
        list.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (campaign, spring) = (seen("2024-10-04"), seen("2024-05-13"));
    assert_eq!([&campaign["phase"]["id"], &spring["phase"]["id"]], ["kampanye", "pra-penetapan"]);
    assert_eq!([&campaign["date"], &spring["date"]], ["2024-10-04", "2024-05-13"]);
    let (campaign_facts, spring_facts) = (ids(&campaign["facts"]), ids(&spring["facts"]));
    assert!(campaign_facts.contains(&"F-4".to_owned()), "the commission was gone by then: {campaign_facts:?}");
    assert!(!spring_facts.contains(&"F-4".to_owned()) && spring_facts.contains(&"F-2".to_owned()), "{spring_facts:?}");
    let regulations = |seen: &serde_json::Value| ids(&seen["regulations"]).join(" ");
    assert!(regulations(&campaign).contains("se-panrb-4-2024") && !regulations(&campaign).contains("mk-121-2024"));
    assert!(!regulations(&spring).contains("se-panrb-4-2024"));
}

#[test]
fn the_acting_head_is_told_only_for_days_on_which_he_is_known_to_have_led() {
    let folder = folder();
    let head = |region: &str, day: &str| {
        let seen = folder.runs(&format!("context handout --region {region}{day}")).succeeds().json();
        seen["region"]["acting_head"]["name"].as_str().map(str::to_owned)
    };
    assert!(head("kutai-timur", "").is_some() && head("kutai-timur", " --date 2024-10-04").is_some());
    assert_eq!(head("kutai-timur", " --date 2024-11-24"), None);
    assert!(head("muara-enim", " --date 2024-08-30").is_some());
    assert_eq!(head("muara-enim", " --date 2024-10-04"), None, "the article tells of one day alone");
}

const OFFICES: &str = r#"
region: "82.72"
letterhead: [PEMERINTAH KOTA TIDORE KEPULAUAN]
head_title: { id: Wali Kota, en: Mayor }
capital: Soasio
units:
  - name: Dinas Contoh
    superiors:
      - { name: Pejabat Satu, position: Kepala Dinas, until: 2024-06-30 }
      - { name: Pejabat Dua, position: Kepala Dinas, from: 2024-09-01, until: 2024-12-31 }
"#;

#[test]
fn whoever_held_the_office_that_day_signs_and_nobody_else() {
    let roster = "Nama,Status,Unit Kerja\nSiti Aminah,PNS,Dinas Contoh\n";
    let merge = "merge pledge --region tidore-kepulauan --roster p.csv --format md";
    let pledge = |day: &str| {
        let folder = folder().with("regions/tidore-kepulauan.yaml", OFFICES).with("p.csv", roster);
        let outcome = folder.runs(&format!("{merge} {day}")).succeeds();
        let files = folder.files("out/tidore-kepulauan/pledge");
        let (_, sheet) = files.into_iter().find(|(path, _)| path.contains("siti-aminah")).unwrap();
        (String::from_utf8(sheet).unwrap(), outcome.stderr().to_owned())
    };
    for (day, name) in [
        ("--date 2024-06-30", Some("Pejabat Satu")),
        ("--date 2024-10-04", Some("Pejabat Dua")),
        ("--date 2024-06-30 --signed-on 2024-10-04", Some("Pejabat Dua")),
        ("--date 2024-07-15", None),
        ("", None),
    ] {
        let (sheet, told) = pledge(day);
        let shown = ["Pejabat Satu", "Pejabat Dua"].into_iter().find(|name| sheet.contains(name));
        assert_eq!(shown, name, "{day}");
        assert_eq!(told.contains("hint[vacant-office]"), name.is_none(), "{day}: {told}");
    }
    assert!(pledge("--date 2024-07-15").1.contains("no superior of `Dinas Contoh` is known on 15 July 2024"));
}
