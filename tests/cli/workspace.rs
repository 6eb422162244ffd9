//! The workspace: what is in the folder takes the place of what is built in; new regions and documents are data.

use crate::folder::folder;

const PROFILE: &str = r#"
region: "82.72"
letterhead:
  - PEMERINTAH KOTA TIDORE KEPULAUAN
  - "**BADAN KESATUAN BANGSA DAN POLITIK**"
head_title: { id: Wali Kota, en: Mayor }
capital: Soasio
"#;

const DOCUMENT: &str = "\
---
name: { id: Surat edaran, en: Circular }
description: { id: Mengingatkan pegawai., en: Reminds staff. }
per: [region]
---
# Surat edaran

{{ region.name }} mengingatkan {{ rules | length }} aturan.
";

#[test]
fn a_new_regency_works_from_the_table_alone() {
    let folder = folder();
    folder.runs_words(&["build", "--region", "Kota Tidore Kepulauan"]).succeeds();
    for document in ["pledge", "declaration", "checklist", "handout"] {
        let sheet = folder.text(&format!("out/tidore-kepulauan/{document}.md"));
        assert!(sheet.to_uppercase().contains("TIDORE KEPULAUAN"), "{document}");
        assert!(folder.path(&format!("out/tidore-kepulauan/{document}.pdf")).exists());
    }
}

#[test]
fn a_profile_in_the_folder_makes_it_complete() {
    let folder = folder().with("regions/tidore-kepulauan.yaml", PROFILE);
    folder.runs("build --document pledge --format md").succeeds();
    let sheet = folder.text("out/tidore-kepulauan/pledge.md");
    assert!(sheet.contains("PEMERINTAH KOTA TIDORE KEPULAUAN") && sheet.contains("Soasio"), "{sheet}");
    assert!(folder.path("out/muara-enim/pledge.md").exists(), "the built-in profiles stay");
}

#[test]
fn a_new_document_is_a_file() {
    let folder = folder().with("templates/circular.md", DOCUMENT);
    folder.runs("build --region muara-enim").succeeds();
    assert!(folder.text("out/muara-enim/circular.html").contains("Kabupaten Muara Enim mengingatkan"));
    folder.runs("list documents").succeeds().printing("circular");
    folder.runs("build --lang en --format md").succeeds().saying("warning[untranslated]");
    folder.runs("render circular --lang en").refuses().saying("circular.en.md");
}

#[test]
fn a_template_replaces_the_built_in_one_of_its_name() {
    let folder = folder().with("mine/handout.md", DOCUMENT).with("mine/style.css", "body { color: #123456 }");
    folder.runs("build --region muara-enim --templates mine").succeeds();
    let page = folder.text("out/muara-enim/handout.html");
    assert!(page.contains("mengingatkan") && page.contains("#123456"));
    assert!(folder.text("out/muara-enim/pledge.html").contains("#123456"));
    assert!(
        !folder.runs("render handout").stdout().contains("mengingatkan"),
        "without the flag the built-in one is used"
    );
}

#[test]
fn a_profile_replaces_the_built_in_one_of_its_name() {
    let mine = PROFILE.replace("82.72", "16.03").replace("TIDORE KEPULAUAN", "DI TEMPAT LAIN");
    let folder = folder().with("regions/muara-enim.yaml", mine);
    folder.runs("render pledge --region muara-enim").succeeds().printing("DI TEMPAT LAIN");
}

#[test]
fn a_rulebook_replaces_the_built_in_one_as_a_whole() {
    let built_in = include_str!("../../rules.yaml");
    let version = built_in.lines().find(|line| line.trim_start().starts_with("version:")).unwrap();
    let mine = built_in.replacen(version, "  version: \"99-own\"", 1);
    let folder = folder().with("rules.yaml", &mine).with("elsewhere/rules.yaml", mine.replace("99-own", "98-other"));
    folder.runs("build --region muara-enim --document pledge").succeeds();
    assert_eq!(folder.json("out/manifest.json")["files"][0]["rulebook"]["version"], "99-own");
    folder.runs("build --region muara-enim --document pledge --rules elsewhere/rules.yaml").succeeds();
    assert_eq!(folder.json("out/manifest.json")["files"][0]["rulebook"]["version"], "98-other");
}

#[test]
fn another_subject_works_with_no_change_of_code() {
    let folder = folder().with("rules.yaml", include_str!("../fixtures/rules.yaml"));
    let outcome = folder.runs("list rules --format json").succeeds();
    assert!(outcome.json().as_array().unwrap().len() < 20);
    outcome.saying("\"profile-left-out\"").saying("<built-in>/regions/muara-enim.yaml");
    folder.runs("build --region muara-enim --quiet").succeeds().silently();
}

#[test]
fn a_table_of_ones_own_need_not_have_every_region() {
    let table = "code,name,elects_head\n11,Aceh,yes\n11.01,Kabupaten Contoh,yes\n";
    let folder = folder().with("regions/regions.csv", table);
    folder.runs("list regions").succeeds().printing("contoh").silently();
    folder.runs("check").succeeds().saying("no findings");
    folder.runs("build --region contoh --format md").succeeds();
    folder.runs("build --region muara-enim").refuses().saying("unknown-region");
    // What is one's own must match.
    let folder = folder.with("regions/tidore-kepulauan.yaml", PROFILE);
    folder.runs("list regions").finds().saying("unknown-region-code");
}
