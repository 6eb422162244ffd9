//! What lies in a folder of output: names that are alike, files that somebody changed, links, pipes and damaged lines.

use crate::folder::{Folder, folder};
use crate::merge_folder::NOTE;
use std::fs;

const MERGE: &str = "merge surat --roster p.csv --format txt";

/// An office with people of these names and units.
fn office(people: &[(&str, &str)]) -> Folder {
    let rows: String = people.iter().map(|(name, unit)| format!("{name};{unit};PHL\n")).collect();
    folder().with("p.csv", format!("Nama;Unit Kerja;Status\n{rows}")).with("templates/surat.md", NOTE)
}

#[test]
fn units_whose_names_agree_in_all_letters_that_a_path_has_get_folders_of_their_own() {
    let long = "Sekolah Menengah Kejuruan Negeri Satu Atap Terpadu Kecamatan Tanjung Raja Selatan";
    let [one, other] = ["A", "B"].map(|last| format!("{long} {last}"));
    let office = office(&[("Siti", &one), ("Budi", &other), ("Eko", &one)]);
    office.runs(MERGE).succeeds().saying("3 files");
    office.runs("merge attendance --roster p.csv --format txt").succeeds().saying("2 files");
    office.runs(&format!("{MERGE} --estimate")).succeeds();
    let before = office.files("out");
    office.runs(MERGE).succeeds().saying("3 of them finished before");
    assert!(before == office.files("out"));
}

#[test]
fn no_volume_and_no_run_for_some_takes_the_file_of_another_unit() {
    let people =
        [("Siti", "SMP Negeri"), ("Budi", "SMP Negeri 1"), ("Eko", "SMP Negeri"), ("Ani", "SMP Negeri rows 2 4")];
    let office = office(&people);
    let combine = ["merge", "surat", "--roster", "p.csv", "--combine"];
    office.runs_words(&combine).succeeds();
    for more in [&["--split", "2", "--unit", "SMP Negeri"][..], &["--rows", "2,4"], &["--rows", "2-4"]] {
        office.runs_words(&[&combine[..], more].concat()).succeeds();
        let register = office.text("out/surat/register.csv");
        for (name, _) in people {
            assert_eq!(register.matches(name).count(), 1, "{more:?}\n{register}");
        }
        office.runs("verify out/surat").succeeds();
    }
    assert!(office.path("out/surat/smp-negeri-vol-2.pdf").exists());
}

#[test]
fn a_list_for_some_of_a_unit_does_not_take_the_place_of_that_for_all() {
    let office = office(&[("Siti", "Dinas"), ("Budi", "Dinas"), ("Eko", "Dinas")]);
    let list = "merge attendance --roster p.csv --format txt";
    office.runs(list).succeeds();
    let whole = office.text("out/attendance/dinas.txt");
    for rows in ["2-4", "2,4"] {
        office.runs(&format!("{list} --rows {rows}")).succeeds();
    }
    assert_eq!(office.text("out/attendance/dinas.txt"), whole);
    assert!(!office.text("out/attendance/dinas-rows-2-4.txt").contains("Budi"));
}

#[test]
fn no_path_lets_a_personal_number_be_put_together() {
    let office = office(&[("Siti", "19870620 dan 201402 dan 2003")]);
    office.runs(MERGE).succeeds();
    assert!(office.path("out/surat/tanpa-unit/0002-siti.txt").exists(), "{:?}", office.files("out").keys());
}

#[test]
fn the_folder_of_a_merge_takes_no_build() {
    let office = office(&[("Siti", "Dinas")]);
    office.runs(MERGE).succeeds();
    let manifest = office.text("out/surat/manifest.json");
    for out in ["out/surat", "killed"] {
        let build = format!("build --region muara-enim --document pledge --format md --out {out}");
        if out == "killed" {
            fs::create_dir(office.path(out)).unwrap();
            fs::write(office.path("killed/.ikrar-journal"), "").unwrap();
        }
        office.runs(&build).refuses().saying("a merge");
    }
    assert_eq!(office.text("out/surat/manifest.json"), manifest);
    office.runs(MERGE).succeeds();
}

#[test]
fn a_scan_in_the_place_of_a_sheet_stays_and_is_told() {
    let office = office(&[("Siti", "Dinas"), ("Budi", "Dinas")]);
    let sheet = office.path("out/surat/dinas/0002-siti.txt");
    office.runs(MERGE).succeeds();
    fs::write(&sheet, "SCAN").unwrap();
    office.runs(MERGE).succeeds().saying("file-changed").saying("p.csv:2").saying("1 of them finished before");
    // Its sheet is another one now; that of others is made.
    let office = office.with("templates/surat.md", NOTE.replace("# Surat", "# Surat edaran"));
    let told = office.runs(&format!("{MERGE} --report json")).finds().json();
    assert_eq!((told["made"].as_u64(), told["changed"].as_u64()), (Some(1), Some(1)));
    assert_eq!(fs::read(&sheet).unwrap(), b"SCAN");
    office.runs("verify out/surat").finds().printing("changed: dinas/0002-siti.txt");

    let build = "build --region muara-enim --document pledge --format md,txt";
    office.runs(build).succeeds();
    fs::write(office.path("out/muara-enim/pledge.md"), "SCAN").unwrap();
    office.runs(build).succeeds().saying("file-changed").saying("pledge.md");
    let told = office.runs(&format!("{build} --date 2024-11-27 --phase kampanye --meterai --report json"));
    assert!(told.json()["changed"].as_array().unwrap().len() <= 1);
    let told = office.runs(&format!("{build} --meterai --report json")).finds().json();
    assert_eq!(told["changed"], serde_json::json!(["muara-enim/pledge.md"]));
    assert_eq!(office.text("out/muara-enim/pledge.md"), "SCAN");
}

#[test]
fn a_kit_and_a_build_share_a_folder() {
    let office = folder();
    office.runs("init . --region muara-enim").succeeds();
    let build = "build --region muara-enim --document pledge,handout --format md --out x";
    let kit = "kit --region muara-enim --event sosialisasi.yaml --format md --out x";
    office.runs(build).succeeds();
    office.runs(kit).succeeds();
    assert!(office.path("x/muara-enim/pledge.md").exists() && office.path("x/index.html").exists());
    let both = office.files("x");
    office.runs(build).succeeds();
    office.runs("verify x").succeeds();
    assert!(both.keys().eq(office.files("x").keys()));
}

#[test]
fn a_damaged_journal_or_manifest_stops_no_merge() {
    let office = office(&[("Siti", "Dinas"), ("Budi", "Dinas")]);
    office.runs(MERGE).succeeds();
    let manifest = office.text("out/surat/manifest.json");
    let line = manifest.lines().nth(1).unwrap().trim_end_matches(',');
    let office =
        office.with("out/surat/.ikrar-journal", format!("{}\n", line.replace("\"sha256\":\"", "\"sha256\":\"g")));
    office.runs(MERGE).succeeds().saying("bad-journal").saying(".ikrar-journal:1").saying("2 of them finished before");
    office.runs(MERGE).succeeds();
    let whole = office.files("out/surat/dinas");
    let sheets = |office: &Folder| office.files("out/surat/dinas");
    for (old, new) in
        [("\"sha256\":\"", "\"sha256\":\"g"), ("\"row\":2", "\"row\":7"), ("Siti", "Sita"), ("\"bytes\"", "\"byts\"")]
    {
        fs::write(office.path("out/surat/manifest.json"), manifest.replacen(old, new, 1)).unwrap();
        office.runs(MERGE).succeeds();
        assert!(sheets(&office) == whole, "{old}");
        assert_eq!(office.text("out/surat/manifest.json"), manifest, "{old}");
    }
}

/// Links and pipes in the folder.
#[cfg(unix)]
mod others {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    const BUILD: &str = "build --region muara-enim --document pledge --format md";

    /// An office with a file and a folder outside of its output.
    fn victim() -> Folder {
        office(&[("Siti", "Dinas")]).with("victim/file.txt", "precious\nno end").with("victim/dir/x", "x")
    }

    fn untouched(office: &Folder) {
        assert_eq!(office.text("victim/file.txt"), "precious\nno end");
        assert_eq!(office.files("victim").len(), 2);
    }

    #[test]
    fn no_link_in_a_folder_is_followed() {
        let places = [
            (BUILD, "out/.ikrar.lock", "file.txt"),
            (BUILD, "out/.ikrar-claims", "file.txt"),
            (BUILD, "out/manifest.json", "file.txt"),
            (BUILD, "out/index.html", "file.txt"),
            (BUILD, "out/muara-enim/pledge.md", "file.txt"),
            (BUILD, "out/muara-enim", "dir"),
            (MERGE, "out/surat", "dir"),
            (MERGE, "out/surat/.ikrar.lock", "file.txt"),
            (MERGE, "out/surat/.ikrar-journal", "file.txt"),
            (MERGE, "out/surat/manifest.json", "file.txt"),
            (MERGE, "out/surat/register.csv", "file.txt"),
            (MERGE, "out/surat/dinas", "dir"),
            (MERGE, "out/surat/dinas/0002-siti.txt", "file.txt"),
        ];
        for (line, link, target) in places {
            let office = victim();
            fs::create_dir_all(office.path(link).parent().unwrap()).unwrap();
            symlink(office.path("victim").join(target), office.path(link)).unwrap();
            office.runs(line).refuses().saying("file-in-the-way").saying(link);
            untouched(&office);
            // Where there is a pipe instead, nobody waits for it.
            fs::remove_file(office.path(link)).unwrap();
            assert!(Command::new("mkfifo").arg(office.path(link)).status().unwrap().success());
            office.runs(line).refuses();
            fs::remove_file(office.path(link)).unwrap();
            office.runs(line).succeeds();
        }
        // The folder itself may be one: somebody named it.
        let office = victim();
        symlink(office.path("victim/dir"), office.path("out")).unwrap();
        office.runs(BUILD).succeeds();
        assert!(office.path("victim/dir/muara-enim/pledge.md").exists());
    }

    #[test]
    fn a_file_with_another_name_keeps_what_it_has() {
        for (line, name) in [(MERGE, "surat/.ikrar-journal"), (BUILD, ".ikrar-claims"), (BUILD, ".ikrar.lock")] {
            let office = victim();
            fs::create_dir_all(office.path("out/surat")).unwrap();
            fs::hard_link(office.path("victim/file.txt"), office.path("out").join(name)).unwrap();
            office.runs(line).succeeds();
            untouched(&office);
        }
    }

    #[test]
    fn nothing_outside_is_removed_whatever_manifest_and_journal_list() {
        let office = victim();
        let hash = ikrar::output::Hash::of(b"precious\nno end");
        fs::create_dir_all(office.path("out/surat")).unwrap();
        for link in ["out/link", "out/surat/link"] {
            symlink(office.path("victim"), office.path(link)).unwrap();
        }
        let rest = "\"rulebook\":{\"version\":\"1\",\"sha256\":\"0\"},\"edition\":\"old\",\"selection\":{\"region\":\"muara-enim\",\
                    \"document\":\"pledge\",\"election\":\"x\",\"lang\":\"id\",\"paper\":\"a4\",\"format\":\"md\"}";
        let listed = format!("\"path\":\"link/file.txt\",\"bytes\":15,\"sha256\":\"{hash}\"");
        let manifest = format!("{{\"ikrar\":\"0.1.0\",\"files\":[{{{listed},{rest}}}]}}");
        let journal =
            format!("{{{listed},\"key\":\"{hash}\",\"unit\":\"Z\",\"people\":[{{\"row\":9,\"name\":\"X\"}}]}}\n");
        let office = office.with("out/manifest.json", manifest).with("out/surat/.ikrar-journal", journal);
        office.runs(BUILD).succeeds();
        office.runs(MERGE).succeeds();
        untouched(&office);
        let verified = office.runs("verify out");
        assert!(!verified.stdout().contains("link/file.txt as written"));
    }
}
