//! The folder of a merge over several runs: in the order of the roster, never half, never at the cost of somebody's work.

use crate::folder::{Folder, folder};
use std::collections::BTreeMap;
use std::fs;

const ROSTER: &str = "\
Nama;Unit Kerja;Status
Siti;Dinas Pendidikan;PHL
Budi;Dinas Kesehatan;PHL
Eko;Dinas Pendidikan;PHL
Gita;Dinas Kesehatan;PHL
";

/// A short letter to each person.
pub(crate) const NOTE: &str = "\
---
name: { id: Surat, en: Letter }
description: { id: Surat pendek., en: A short letter. }
per: [person]
---
# Surat

{% if signatory %}{{ signatory.name }}{% endif %}
";

const MERGE: &str = "merge surat --roster pegawai.csv --format txt";

/// An office with a short letter to everybody.
fn office() -> Folder {
    folder().with("pegawai.csv", ROSTER).with("templates/surat.md", NOTE)
}

fn put(office: &Folder, path: &str, content: impl AsRef<[u8]>) {
    fs::write(office.path(path), content).unwrap();
}

/// Paths that the manifest lists, in its order.
fn listed(office: &Folder) -> Vec<String> {
    let manifest = office.json("out/surat/manifest.json");
    manifest["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap().to_owned()).collect()
}

/// The files in the folder that somebody can see.
fn visible(office: &Folder) -> BTreeMap<String, Vec<u8>> {
    office.files("out/surat").into_iter().filter(|(path, _)| !path.starts_with('.')).collect()
}

/// Leaves the folder as a merge that was killed before its end: the manifest's lines in the journal instead.
fn kill(office: &Folder) -> Vec<String> {
    let manifest = office.text("out/surat/manifest.json");
    let lines = manifest.lines().filter(|line| line.starts_with("{\"path\"")).map(|line| line.trim_end_matches(','));
    let lines: Vec<String> = lines.map(|line| format!("{line}\n")).collect();
    put(office, "out/surat/.ikrar-journal", lines.concat());
    for name in ["manifest.json", "register.csv", "register.xlsx"] {
        fs::remove_file(office.path(&format!("out/surat/{name}"))).unwrap();
    }
    lines
}

const ALL: [&str; 4] = [
    "dinas-pendidikan/0002-siti.txt",
    "dinas-pendidikan/0004-eko.txt",
    "dinas-kesehatan/0003-budi.txt",
    "dinas-kesehatan/0005-gita.txt",
];

#[test]
fn runs_for_some_leave_manifest_and_register_in_the_order_of_the_roster() {
    let office = office();
    office.runs(&format!("{MERGE} --rows 5")).succeeds();
    assert_eq!(listed(&office), &ALL[3..]);
    office
        .runs_words(&[&MERGE.split(' ').collect::<Vec<_>>()[..], &["--unit", "dinas pendidikan"]].concat())
        .succeeds();
    assert_eq!(listed(&office), [ALL[0], ALL[1], ALL[3]]);
    office.runs(MERGE).succeeds().saying("3 of them finished before");
    assert_eq!(listed(&office), ALL);
    let whole = visible(&office);
    for some in ["--rows 4", "--first 1", "--rows 2,5"] {
        office.runs(&format!("{MERGE} {some}")).succeeds();
        assert!(visible(&office) == whole, "{some}");
    }
    let register = office.text("out/surat/register.csv");
    let rows: Vec<&str> = register.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(rows, ["2", "4", "3", "5"]);
}

#[test]
fn files_of_other_formats_stay_listed_and_a_register_has_nobody_twice() {
    let office = office();
    office.runs(MERGE).succeeds();
    office.runs("merge surat --roster pegawai.csv --format md,pdf --rows 4").succeeds();
    let of_eko = ["md", "pdf", "txt"].map(|ending| format!("dinas-pendidikan/0004-eko.{ending}"));
    assert_eq!(listed(&office)[1..4], of_eko);
    let register = office.text("out/surat/register.csv");
    assert_eq!((register.lines().count(), register.contains("0004-eko.pdf")), (5, true), "{register}");
    // Made from another edition, they stay too, and say so.
    put(&office, "templates/surat.md", NOTE.replace("# Surat", "# Surat edaran"));
    office.runs(MERGE).succeeds().saying("4 files (");
    assert_eq!(listed(&office).len(), 6);
    let manifest = office.json("out/surat/manifest.json");
    let older = manifest["files"].as_array().unwrap().iter().filter(|file| file["edition"].is_string());
    assert_eq!(older.map(|file| file["path"].as_str().unwrap()).collect::<Vec<_>>(), &of_eko[..2]);
}

#[test]
fn files_of_people_who_are_gone_go_in_every_format_and_with_a_run_that_sees_to_their_unit() {
    let office = office();
    office.runs(&format!("{MERGE},md")).succeeds();
    put(&office, "pegawai.csv", ROSTER.replace("Eko;Dinas Pendidikan", "Ika;Dinas Kesehatan"));
    office.runs(&format!("{MERGE} --rows 2")).succeeds();
    assert_eq!(listed(&office).len(), 8, "a run for some leaves the files of others");
    office.runs_words(&[&MERGE.split(' ').collect::<Vec<_>>()[..], &["--unit", "Dinas Kesehatan"]].concat()).succeeds();
    assert!(office.path("out/surat/dinas-pendidikan/0004-eko.txt").exists());
    office.runs(MERGE).succeeds().saying("2 obsolete files removed");
    assert!(!office.path("out/surat/dinas-pendidikan/0004-eko.txt").exists());
    assert!(office.path("out/surat/dinas-kesehatan/0005-gita.md").exists());
    let paths: Vec<String> = visible(&office).into_keys().filter(|path| path.contains('/')).collect();
    let mut manifest = listed(&office);
    manifest.sort();
    assert_eq!(paths, manifest);
}

#[test]
fn the_file_of_a_row_with_errors_stays_and_so_does_one_that_somebody_changed() {
    let office = office();
    office.runs(MERGE).succeeds();
    put(&office, "pegawai.csv", ROSTER.replace("Budi", "").replace("Eko", "Ika"));
    put(&office, "out/surat/dinas-pendidikan/0004-eko.txt", "dengan catatan");
    office.runs(MERGE).finds().saying("1 row left out");
    assert!(office.path("out/surat/dinas-kesehatan/0003-budi.txt").exists());
    assert_eq!(office.text("out/surat/dinas-pendidikan/0004-eko.txt"), "dengan catatan");
    assert!(listed(&office).contains(&ALL[2].to_owned()) && listed(&office).contains(&ALL[1].to_owned()));
    assert!(!office.text("out/surat/register.csv").contains("0004-eko"));
    // Whoever comes back finds it there, and nobody takes it for a stranger’s.
    put(&office, "pegawai.csv", ROSTER);
    office.runs(MERGE).succeeds().saying("file-changed");
    assert_eq!(office.text("out/surat/dinas-pendidikan/0004-eko.txt"), "dengan catatan");
    assert_eq!(listed(&office), ALL);
}

#[test]
fn a_changed_file_of_which_the_manifest_says_nothing_any_more_fails_each_time_and_alone() {
    let office = office();
    office.runs(MERGE).succeeds();
    put(&office, "out/surat/dinas-pendidikan/0004-eko.txt", "dengan catatan");
    let manifest = office.text("out/surat/manifest.json");
    let at = manifest.find("0004-eko").unwrap();
    let (before, after) = manifest.split_at(at);
    put(&office, "out/surat/manifest.json", before.to_owned() + &after.replacen("\"bytes\":", "\"bytes\":x", 1));
    for _ in 0..3 {
        office.runs(MERGE).finds().saying("nobody knows what it was").saying("1 failed");
        assert_eq!(office.text("out/surat/dinas-pendidikan/0004-eko.txt"), "dengan catatan");
    }
    fs::remove_file(office.path("out/surat/dinas-pendidikan/0004-eko.txt")).unwrap();
    office.runs(MERGE).succeeds();
    assert!(listed(&office) == ALL && !office.runs(MERGE).succeeds().stderr().contains("bad-manifest"));
}

#[test]
fn what_fails_to_be_made_anew_stays_listed_and_registered() {
    let office = office();
    office.runs(MERGE).succeeds();
    let register = office.text("out/surat/register.csv");
    put(&office, "templates/surat.md", NOTE.replace("signatory.name", "signatory.shoe"));
    office.runs(MERGE).finds().saying("4 failed");
    assert_eq!(listed(&office), ALL);
    assert_eq!(office.text("out/surat/register.csv"), register);
    // Another sheet takes the place of what is known as ours.
    put(&office, "templates/surat.md", NOTE.replace("# Surat", "# Surat edaran"));
    office.runs(MERGE).succeeds();
    assert!(
        office.text("out/surat/dinas-pendidikan/0002-siti.txt").contains("EDARAN")
            || office.text("out/surat/dinas-pendidikan/0002-siti.txt").contains("edaran")
    );
}

#[test]
fn a_killed_merge_is_resumed_whatever_became_of_its_journal() {
    let office = office();
    office.runs(MERGE).succeeds();
    let whole = visible(&office);
    let journal = office.path("out/surat/.ikrar-journal");
    let lines = kill(&office);
    office.runs(MERGE).succeeds().saying("4 of them finished before");
    assert!(visible(&office) == whole && !journal.exists());
    // Cut in the middle of a line.
    kill(&office);
    put(&office, "out/surat/.ikrar-journal", format!("{}{}", lines[..2].concat(), &lines[2][..50]));
    office.runs(MERGE).succeeds().saying("2 of them finished before");
    assert!(visible(&office) == whole);
    // One file is gone, and another one was changed.
    kill(&office);
    fs::remove_file(office.path(&format!("out/surat/{}", ALL[0]))).unwrap();
    put(&office, &format!("out/surat/{}", ALL[1]), "x");
    office.runs(MERGE).succeeds().saying("2 of them finished before").saying("file-changed");
    assert_eq!(office.text(&format!("out/surat/{}", ALL[1])), "x");
    fs::remove_file(office.path(&format!("out/surat/{}", ALL[1]))).unwrap();
    office.runs(MERGE).succeeds().saying("3 of them finished before");
    assert!(visible(&office) == whole);
    // Half a file aside, as a killed merge leaves it; and what is none of ours.
    put(&office, "out/surat/.ikrar-aside-0", "hal");
    put(&office, "out/surat/.ikrar-aside", "milik orang");
    office.runs(MERGE).succeeds().saying("4 of them finished before");
    assert!(visible(&office) == whole && !office.path("out/surat/.ikrar-aside-0").exists());
    assert_eq!(office.text("out/surat/.ikrar-aside"), "milik orang");
}

#[test]
fn what_is_in_the_way_is_told_and_left_alone() {
    let cases = [
        (ALL[1], "file-in-the-way", "dinas-pendidikan/0004-eko.txt"),
        ("dinas-kesehatan", "a file is where a folder must be", "dinas-kesehatan"),
        ("manifest.json", "bad-manifest", "manifest.json:1"),
    ];
    for (path, code, place) in cases {
        let office = office().with(&format!("out/surat/{path}"), "milik orang");
        office.runs(MERGE).refuses().saying(code).saying(place);
        assert_eq!(office.text(&format!("out/surat/{path}")), "milik orang");
        fs::remove_file(office.path(&format!("out/surat/{path}"))).unwrap();
        office.runs(MERGE).succeeds();
        assert_eq!(listed(&office), ALL);
    }
    for (path, said) in [(ALL[1], "file-in-the-way"), ("register.csv", "a folder is where a file must be")] {
        let office = office().with(&format!("out/surat/{path}/x"), "milik orang");
        office.runs(MERGE).refuses().saying(said);
        fs::remove_dir_all(office.path(&format!("out/surat/{path}"))).unwrap();
        office.runs(MERGE).succeeds().saying("finished before");
        assert_eq!(listed(&office), ALL);
    }
    let office = office().with("out", "milik orang");
    office.runs(MERGE).refuses().saying("a file is where a folder must be");
}

#[test]
fn a_register_that_is_held_is_never_replaced() {
    let office = office();
    office.runs(MERGE).succeeds();
    let path = |name: &str| office.path(&format!("out/surat/{name}"));
    let more = || put(&office, "pegawai.csv", format!("{ROSTER}Hadi;Dinas Kesehatan;PHL\n"));
    // Open in LibreOffice: it would write the old one back.
    let before = fs::read(path("register.xlsx")).unwrap();
    put(&office, "out/surat/.~lock.register.xlsx#", "");
    more();
    office.runs(MERGE).succeeds().saying("register-open").saying("register.new.xlsx");
    assert!(fs::read(path("register.xlsx")).unwrap() == before && path("register.new.xlsx").exists());
    fs::remove_file(path(".~lock.register.xlsx#")).unwrap();
    office.runs(MERGE).succeeds();
    assert!(fs::read(path("register.xlsx")).unwrap() != before);
    // Ticked, and the one beside it too.
    for name in ["register.csv", "register.new.csv"] {
        let text = office.text("out/surat/register.csv").replacen(",,,", ",x,,", 1);
        put(&office, &format!("out/surat/{name}"), text);
    }
    office.runs(MERGE).succeeds().saying("register-changed").saying("register.new-2.csv");
    for name in ["register.csv", "register.new.csv"] {
        assert!(office.text(&format!("out/surat/{name}")).contains(",x,,"));
    }
}

#[test]
fn what_is_wrong_in_every_row_is_told_once() {
    let wrong = NOTE.replace("signatory.name", "signatory.shoe");
    let wrong = folder().with("pegawai.csv", ROSTER).with("templates/surat.md", wrong);
    let outcome = wrong.runs(MERGE).finds().saying("in 4 rows: 2-5").saying("pegawai.csv:2:1").saying("4 failed");
    assert_eq!(outcome.stderr().matches("error[").count(), 1, "{}", outcome.stderr());
}

#[test]
fn sheets_that_outgrow_their_page_are_told_in_one_sentence_each_time() {
    let long = NOTE.replace("per: [person]", "per: [person]\nfit: one-page") + &"Kalimat.\n\n".repeat(200);
    let long = folder().with("pegawai.csv", ROSTER).with("templates/surat.md", long);
    for _ in 0..2 {
        let outcome = long.runs("merge surat --roster pegawai.csv").succeeds();
        let outcome = outcome.saying("too-many-pages").saying("in 4 rows: 2-5");
        assert_eq!(outcome.stderr().matches("warning[").count(), 1, "{}", outcome.stderr());
    }
}

/// Faults of the system, as a shell can bring them about without privileges.
#[cfg(unix)]
mod faults {
    use super::*;
    use std::process::{Command, Output};

    fn shell(office: &Folder, line: &str) -> Output {
        let ikrar = env!("CARGO_BIN_EXE_ikrar");
        let mut command = Command::new("bash");
        command.args(["-c", &line.replace("IKRAR", ikrar)]).current_dir(office.path(""));
        command.env("RAYON_NUM_THREADS", "2").output().unwrap()
    }

    /// An office of many people.
    fn large(people: u32) -> Folder {
        let rows: String = (1..=people).map(|row| format!("Pegawai {row};Unit {};PHL\n", row % 3)).collect();
        folder().with("pegawai.csv", format!("Nama;Unit Kerja;Status\n{rows}")).with("templates/surat.md", NOTE)
    }

    /// That every file of the folder is whole, and the journal tells of all of them and of nothing else.
    fn assert_true(office: &Folder) -> usize {
        let mut files = visible(office);
        let journal = office.text("out/surat/.ikrar-journal");
        assert!(journal.is_empty() || journal.ends_with('\n'));
        for line in journal.lines() {
            let told: serde_json::Value = serde_json::from_str(line).unwrap();
            let bytes = files.remove(told["path"].as_str().unwrap()).unwrap_or_else(|| panic!("no file: {line}"));
            assert_eq!(told["sha256"], ikrar::output::Hash::of(&bytes).to_string());
        }
        assert!(files.is_empty(), "not told of: {:?}", files.keys());
        journal.lines().count()
    }

    #[test]
    fn a_merge_that_cannot_write_on_leaves_whole_files_and_goes_on_later() {
        let (office, untroubled) = (large(60), large(60));
        untroubled.runs(MERGE).succeeds();
        // The journal reaches the limit first.
        let limited = shell(&office, &format!("trap '' XFSZ; ulimit -f 12; exec IKRAR {MERGE}"));
        let stderr = String::from_utf8_lossy(&limited.stderr).into_owned();
        assert_eq!(limited.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("cannot write the journal of this folder: file too large"), "{stderr}");
        assert!(stderr.contains(".ikrar-journal\n") && stderr.contains("help: "), "{stderr}");
        let finished = assert_true(&office);
        assert!(finished > 5 && finished < 60);
        assert!(!office.files("out/surat").keys().any(|path| path.contains("aside")));
        office.runs(MERGE).succeeds().saying(&format!("{finished} of them finished before"));
        assert!(visible(&office) == visible(&untroubled));
        // Now a file does.
        let large = NOTE.replace("# Surat", &format!("# Surat\n\n{}", "Kalimat. ".repeat(900)));
        put(&office, "templates/surat.md", &large);
        let limited = shell(&office, &format!("trap '' XFSZ; ulimit -f 4; exec IKRAR {MERGE} --rows 2"));
        let stderr = String::from_utf8_lossy(&limited.stderr).into_owned();
        assert_eq!(limited.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("cannot write") && stderr.contains("unit-1/0002-pegawai-1.txt"), "{stderr}");
        assert!(office.text("out/surat/unit-1/0002-pegawai-1.txt").len() < 1000, "the old one is whole");
    }

    #[test]
    fn a_merge_that_is_ended_or_killed_goes_on_later() {
        let (office, untroubled) = (large(600), large(600));
        untroubled.runs(MERGE).succeeds();
        for signal in ["TERM", "INT", "HUP", "KILL"] {
            let _ = fs::remove_dir_all(office.path("out"));
            let wait = "for _ in {1..2000}; do [ -s out/surat/.ikrar-journal ] && break; sleep 0.005; done";
            // In the background, a shell has its children ignore Ctrl-C.
            let line = format!("set -m; IKRAR {MERGE} & {wait}; kill -{signal} $!; wait $!");
            let ended = shell(&office, &line);
            let stderr = String::from_utf8_lossy(&ended.stderr).into_owned();
            if signal != "KILL" {
                assert_eq!(ended.status.code(), Some(2), "{signal}: {stderr}");
                assert!(stderr.contains("error[stopped]: stopped: ") && stderr.contains(" of 600 files"), "{stderr}");
                assert!(assert_true(&office) < 600);
            }
            office.runs(MERGE).succeeds().saying("of them finished before");
            assert!(visible(&office) == visible(&untroubled), "{signal}");
        }
    }

    #[test]
    fn a_second_merge_into_the_same_folder_is_refused() {
        let office = office();
        office.runs(MERGE).succeeds();
        let lock = fs::File::open(office.path("out/surat/.ikrar.lock")).unwrap();
        lock.lock().unwrap();
        office.runs(MERGE).refuses().saying("folder-in-use");
        lock.unlock().unwrap();
        office.runs(MERGE).succeeds();
    }
}
