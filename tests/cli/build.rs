//! `ikrar build`: the main job.

use crate::folder::{Folder, folder};
use serde_json::Value;

const REGIONS: [&str; 5] = ["banyuasin", "buru-selatan", "kutai-timur", "muara-enim", "prabumulih"];
const DOCUMENTS: [&str; 9] =
    ["attendance", "checklist", "declaration", "facilitator", "handout", "pledge", "quiz-key", "quiz", "slides"];

const LETTER: &str = "\
---
name: { id: Surat, en: Letter }
description: { id: Surat pendek., en: A short letter. }
per: [region]
---
# Surat
";

/// Paths of the sheets that the manifest lists.
fn listed(folder: &Folder) -> Vec<String> {
    let manifest = folder.json("out/manifest.json");
    let files = manifest["files"].as_array().unwrap().iter();
    files.map(|file| file["path"].as_str().unwrap().to_owned()).filter(|path| path != "index.html").collect()
}

fn entry(folder: &Folder, path: &str) -> Value {
    let manifest = folder.json("out/manifest.json");
    manifest["files"].as_array().unwrap().iter().find(|file| file["path"] == path).unwrap().clone()
}

#[test]
fn every_document_of_the_five_regencies_in_three_formats() {
    let folder = folder();
    folder.runs("build").succeeds().printing_nothing().saying("out/index.html");
    let mut expected = Vec::new();
    for region in REGIONS {
        for document in DOCUMENTS {
            expected.extend(["html", "md", "pdf"].map(|format| format!("{region}/{document}.{format}")));
        }
    }
    assert_eq!(listed(&folder), expected);
    let files = folder.files("out");
    let extra: Vec<_> = files.keys().filter(|path| !expected.contains(path)).collect();
    assert_eq!(extra, [".ikrar.lock", "index.html", "manifest.json"]);
}

#[test]
fn the_manifest_tells_the_truth() {
    use sha2::{Digest, Sha256};
    let folder = folder();
    folder.runs("build --region kutai-timur --audience tk2d --date 2024-10-07 --lang en").succeeds();
    let files = folder.files("out");
    let manifest = folder.json("out/manifest.json");
    for file in manifest["files"].as_array().unwrap() {
        let bytes = &files[file["path"].as_str().unwrap()];
        let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((file["bytes"].as_u64().unwrap(), &file["sha256"]), (bytes.len() as u64, &Value::from(sha256)));
        assert_eq!(file["rulebook"]["sha256"].as_str().unwrap().len(), 64);
    }
    let selection = &entry(&folder, "kutai-timur/checklist-tk2d.kampanye.en.pdf")["selection"];
    let expected = serde_json::json!({
        "region": "kutai-timur", "region_code": "64.08", "document": "checklist", "audience": "tk2d",
        "election": "pilkada-2024", "phase": "kampanye", "date": "2024-10-07", "lang": "en", "paper": "a4",
        "format": "pdf",
    });
    assert_eq!(*selection, expected);
}

#[test]
fn forms_to_fill_in_are_made_beside_the_sheets_for_the_pen() {
    let folder = folder();
    folder.runs("build --region muara-enim --document pledge --format html,pdf").succeeds();
    folder.runs("build --region muara-enim --document pledge --format html,pdf --fillable").succeeds();
    let paths = ["muara-enim/pledge.fillable.pdf", "muara-enim/pledge.html", "muara-enim/pledge.pdf"];
    assert_eq!(listed(&folder), paths);
    assert_eq!(paths.map(|path| entry(&folder, path)["selection"]["fillable"] == true), [true, false, false]);
    let files = folder.files("out");
    let forms =
        paths.map(|path| lopdf::Document::load_mem(&files[path]).map(|file| file.catalog().unwrap().has(b"AcroForm")));
    assert_eq!(forms.map(Result::ok), [Some(true), None, Some(false)]);
    assert!(String::from_utf8_lossy(&files["index.html"]).contains("untuk diisi di layar"));
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let (one, two) = (folder().with_env("RAYON_NUM_THREADS", "1"), folder().with_env("RAYON_NUM_THREADS", "4"));
    for folder in [&one, &two] {
        let flags =
            "--region muara-enim,buru-selatan --audience camat,asn --lang id,en --paper a4,f4 --format md,html,pdf,txt";
        folder.runs(&format!("build {flags}")).succeeds();
        folder.runs(&format!("build {flags} --fillable")).succeeds();
    }
    let (one, two) = (one.files("out"), two.files("out"));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(*bytes == two[path], "{path} differs");
    }
}

#[test]
fn building_again_changes_nothing() {
    let folder = folder();
    folder.runs("build").succeeds();
    let before = folder.files("out");
    folder.runs("build").succeeds();
    assert!(before == folder.files("out"));
}

#[test]
fn regions_are_found_by_slug_name_and_code() {
    let folder = folder();
    folder
        .runs_words(&[
            "build",
            "--document=pledge",
            "--format=md",
            "--region=Kota Bogor,64.08",
            "--region=muara-enim,64.08",
        ])
        .succeeds();
    assert_eq!(listed(&folder), ["kota-bogor/pledge.md", "kutai-timur/pledge.md", "muara-enim/pledge.md"]);
}

#[test]
fn what_another_command_makes_is_made_only_where_it_is_named() {
    let folder = folder();
    folder.runs("build --region muara-enim --document all --format md").succeeds();
    assert_eq!(listed(&folder).len(), DOCUMENTS.len());
    folder.runs("build --region muara-enim --document divider,tally --format md --out forms").succeeds();
    assert!(folder.text("forms/muara-enim/divider.md").contains("# Unit kerja ____"));
    folder.runs("list documents").succeeds().printing("merge").printing("tally");
}

#[test]
fn all_means_every_region_that_elects_its_head() {
    let folder = folder();
    folder.runs("build --region all --document pledge --format md").succeeds();
    assert_eq!(listed(&folder).len(), 508);
    assert!(!listed(&folder).iter().any(|path| path.contains("jakarta")));
    assert!(folder.text("out/index.html").contains("Kabupaten Bogor"));
}

#[test]
fn audiences_have_sheets_of_their_own_where_they_exist() {
    let folder = folder();
    folder.runs("build --region kutai-timur,prabumulih --document checklist --audience all --format md").succeeds();
    let paths = listed(&folder);
    let has = |path: &str| paths.iter().any(|listed| listed == path);
    assert!(has("kutai-timur/checklist-tk2d.md") && !has("prabumulih/checklist-tk2d.md"));
    assert!(has("prabumulih/checklist-phl.md") && !has("kutai-timur/checklist-phl.md"));
    assert!(has("prabumulih/checklist-camat.md") && !has("prabumulih/checklist.md"));
}

#[test]
fn staff_that_a_region_does_not_have_are_a_warning() {
    let outcome = folder().runs("build --audience tk2d --document checklist --format md").succeeds();
    outcome.saying("warning[no-such-staff]: Kabupaten Muara Enim has no");
}

#[test]
fn other_regions_and_other_flags_stay() {
    let folder = folder();
    folder.runs("build --region muara-enim --document pledge --format md").succeeds();
    folder.runs("build --region banyuasin --document pledge --format md").succeeds();
    folder.runs("build --region banyuasin --document pledge --format md --lang en").succeeds();
    assert_eq!(listed(&folder), ["banyuasin/pledge.en.md", "banyuasin/pledge.md", "muara-enim/pledge.md"]);
}

#[test]
fn what_older_inputs_made_in_a_region_is_replaced() {
    let folder = folder().with("templates/letter.md", LETTER);
    folder.runs("build --region muara-enim,banyuasin --format md").succeeds();
    std::fs::remove_file(folder.path("templates/letter.md")).unwrap();
    folder.runs("build --region muara-enim --format md").succeeds().saying("1 obsolete file removed");
    assert!(!folder.path("out/muara-enim/letter.md").exists());
    assert!(folder.path("out/banyuasin/letter.md").exists());
}

#[test]
fn no_file_of_someone_else_is_touched() {
    let folder = folder().with("out/muara-enim/notes.txt", "mine").with("out/muara-enim/pledge.pdf", "mine");
    folder.runs("build --region muara-enim").refuses().saying("file-in-the-way").saying("pledge.pdf");
    assert_eq!(folder.files("out").len(), 3, "nothing was written but the lock");
    std::fs::remove_file(folder.path("out/muara-enim/pledge.pdf")).unwrap();
    folder.runs("build --region muara-enim").succeeds();
    assert_eq!(folder.text("out/muara-enim/notes.txt"), "mine");
}

#[test]
fn a_bad_template_stops_neither_the_others_nor_loses_the_old_sheet() {
    let folder = folder().with("templates/letter.md", LETTER);
    folder.runs("build --region muara-enim --format md").succeeds();
    let folder = folder.with("templates/letter.md", LETTER.replace("# Surat", "<b>Surat</b>"));
    folder.runs("build --region muara-enim --format md").finds().saying("error[raw-html]").saying("letter.md");
    assert!(folder.text("out/muara-enim/letter.md").contains("# Surat"));
    assert!(listed(&folder).contains(&"muara-enim/letter.md".to_owned()));
}

#[test]
fn an_obsolete_sheet_that_a_person_changed_is_kept() {
    let folder = folder().with("templates/letter.md", LETTER);
    folder.runs("build --region muara-enim --format md").succeeds();
    std::fs::remove_file(folder.path("templates/letter.md")).unwrap();
    let folder = folder.with("out/muara-enim/letter.md", "changed");
    let outcome = folder.runs("build --region muara-enim --format md").succeeds();
    let outcome = outcome.saying("warning[changed-by-hand]").saying("out/muara-enim/letter.md");
    assert!(!outcome.stderr().contains("removed"));
    assert_eq!(folder.text("out/muara-enim/letter.md"), "changed");
}

#[test]
fn two_sheets_never_share_a_file() {
    let folder = folder().with("templates/checklist-camat.md", LETTER);
    let outcome = folder.runs("build --region muara-enim --audience camat").refuses();
    outcome.saying("name-collision").saying("`checklist-camat`");
    assert!(!folder.path("out/muara-enim").exists(), "nothing was written");
}

#[test]
fn a_sheet_longer_than_its_template_allows_is_a_warning() {
    let long = LETTER.replace("per:", "fit: one-page\nper:") + &"\nBaris.\n".repeat(200);
    let folder = folder().with("templates/letter.md", long);
    folder.runs("build --region muara-enim --document letter").succeeds().saying("warning[too-many-pages]");
    folder.runs("check").succeeds().printing("warning[too-many-pages]").printing("templates/letter.md");
}

#[test]
fn builds_at_the_same_time_do_not_lose_each_other_s_files() {
    let folder = folder();
    let build = |region: &str| {
        let words = ["build", "--document", "pledge", "--format", "md", "--region", region];
        folder.command(&words).spawn().unwrap()
    };
    for mut child in ["muara-enim", "banyuasin", "kota-bogor", "64.08"].map(build) {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(listed(&folder).len(), 4);
}

#[test]
fn a_bad_index_page_does_not_lose_the_sheets() {
    let folder = folder().with("templates/index.html", "{% if x %}");
    folder.runs("build --region muara-enim").finds().saying("templates/index.html");
    assert!(!folder.path("out").exists(), "a page that cannot be read stops the build before it begins");
    let folder = folder.with("templates/index.html", "{% for region in regions %}{{ region.nmae }}{% endfor %}");
    folder.runs("build --region muara-enim").finds().saying("nmae").saying("templates/index.html");
    assert_eq!(listed(&folder).len(), 3 * DOCUMENTS.len());
}

#[test]
fn a_foreign_manifest_is_not_overwritten() {
    let folder = folder().with("out/manifest.json", "{}");
    folder.runs("build --region muara-enim").refuses().saying("bad-manifest");
    let escape = r#"{"ikrar":"0","files":[{"path":"../x","bytes":0,"sha256":"","rulebook":{"version":"","sha256":""},"edition":""}]}"#;
    folder.with("out/manifest.json", escape).runs("build --region muara-enim").refuses().saying("`../x`");
}

#[test]
fn a_script_gets_a_report() {
    let folder = folder();
    let json = folder.runs("build --region muara-enim --document pledge --report json").succeeds().silently().json();
    let paths: Vec<_> = json["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    let expected = ["muara-enim/pledge.pdf", "muara-enim/pledge.html", "muara-enim/pledge.md", "index.html"];
    assert_eq!((paths.as_slice(), &json["failed"]), (&expected[..], &Value::from(0)));
    assert_eq!(json["files"][0]["pages"], 1);
}

#[test]
fn quiet_says_nothing() {
    folder().runs("build --region muara-enim --quiet").succeeds().silently().printing_nothing();
}

#[test]
fn the_index_links_every_file_and_nothing_else() {
    let folder = folder();
    let regions = "--region muara-enim,banyuasin";
    folder.runs(&format!("build {regions} --lang id,en --paper a4,folio --format md,html,pdf,txt")).succeeds();
    let index = folder.text("out/index.html");
    let mut links: Vec<&str> = index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    links.retain(|link| !link.starts_with('#'));
    links.sort_unstable();
    assert_eq!(links, listed(&folder));
    assert!(index.contains("<html lang=\"id\">"));
}

#[test]
fn names_from_the_rulebook_are_text_on_the_index() {
    let profile = "region: \"82.72\"\nletterhead: [PEMERINTAH]\nhead_title: { id: x, en: x }\ncapital: x\n";
    let template = "---\nname: { id: \"<i>Surat & kop</i>\", en: L }\ndescription: { id: S, en: L }\nper: [region]\n---\n# Surat\n";
    let folder = folder().with("templates/letter.md", template).with("regions/tidore.yaml", profile);
    folder.runs("build --region 82.72 --format md").succeeds();
    assert!(folder.text("out/index.html").contains("&lt;i&gt;Surat &amp; kop&lt;"));
}

#[test]
fn a_killed_build_goes_on_where_it_ended() {
    let (folder, untroubled) = (crate::folder::folder(), crate::folder::folder());
    let build = ["build", "--region", "muara-enim", "--format", "md,html"];
    untroubled.runs_words(&build).succeeds();
    let whole = untroubled.files("out");
    let mut killed = 0;
    while killed < 20 {
        let mut child = folder.command(&build).spawn().unwrap();
        let journal = folder.path("out/.ikrar-claims");
        while std::fs::metadata(&journal).map_or(0, |found| found.len()) == 0 && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if journal.exists() {
            break;
        }
        // It was faster.
        std::fs::remove_dir_all(folder.path("out")).unwrap();
        killed += 1;
    }
    assert!(killed < 20 && !folder.path("out/manifest.json").exists());
    let lines = folder.text("out/.ikrar-claims").lines().count();
    assert!(lines > 0 && folder.text("out/.ikrar-claims").contains("\"key\""));
    folder.runs_words(&build).succeeds().saying("finished before");
    assert!(folder.files("out") == whole, "what is there is what an undisturbed build writes");
    assert!(!folder.path("out/.ikrar-claims").exists());
    // Once it is finished, the same command makes all of it again.
    assert!(!folder.runs_words(&build).succeeds().stderr().contains("finished before"));
}
