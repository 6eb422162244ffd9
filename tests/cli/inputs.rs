//! What is no ordinary file, in the place of every file that a command reads: told at once, and nothing waits for it.

use crate::folder::{Folder, folder};
use std::fs::File;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any of these runs takes on the slowest machine.
const LIMIT: Duration = Duration::from_secs(60);

/// What stands in the place of a file, and what a message then calls it.
const KINDS: [(&str, &str); 5] = [
    ("pipe", "this is a pipe"),
    ("device", "this is a device"),
    ("folder", "a folder"),
    ("missing", "no such file"),
    ("endless", "larger than"),
];

/// Puts something of a kind there.
fn put(folder: &Folder, kind: &str, path: &str) {
    let path = folder.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    match kind {
        "pipe" => assert!(Command::new("mkfifo").arg(&path).status().unwrap().success()),
        "device" => symlink("/dev/zero", &path).unwrap(),
        "folder" => std::fs::create_dir(&path).unwrap(),
        "endless" => File::create(&path).unwrap().set_len(4 << 30).unwrap(),
        _ => {}
    }
}

/// Runs a command that must not wait for anything; its status and messages.
#[track_caller]
fn soon(folder: &Folder, line: &str, input: Stdio) -> (Option<i32>, String) {
    let mut command = folder.command(&line.split(' ').collect::<Vec<_>>());
    let mut child = command.stdin(input).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
            panic!("ikrar {line} does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[track_caller]
fn refuses(folder: &Folder, line: &str, words: &str) {
    let (status, said) = soon(folder, line, Stdio::null());
    assert!(status == Some(2) && said.contains(words), "ikrar {line}\nmisses: {words}\n{status:?} {said}");
    assert!(!said.contains("panicked"), "{said}");
}

/// A folder with what the other options of these commands name.
fn office() -> Folder {
    let event = include_str!("../../samples/sosialisasi.yaml");
    folder().with("ok.yaml", event).with("ok.csv", "Nama,Status\nSiti,PHL\n")
}

#[test]
fn every_file_of_a_command_must_be_an_ordinary_one() {
    let lines = [
        ("x.yaml", "check x.yaml"),
        ("x.csv", "check x.csv"),
        ("x.csv", "check x.csv --fixed y.xlsx"),
        ("x.yaml", "list rules --rules x.yaml"),
        ("rules.yaml", "list rules"),
        ("x.yaml", "render agenda --event x.yaml -o y.md"),
        ("x.yaml", "context agenda --event x.yaml"),
        ("x.csv", "merge pledge --roster x.csv"),
        ("x.yaml", "merge pledge --roster ok.csv --event x.yaml"),
        ("x.yaml", "kit --event x.yaml"),
        ("x.csv", "kit --event ok.yaml --roster x.csv"),
        ("x.csv", "tally x.csv"),
        ("x.pdf", "trace x.pdf"),
    ];
    for (kind, words) in KINDS {
        for (path, line) in lines.iter().filter(|(path, _)| kind != "missing" || *path != "rules.yaml") {
            let folder = office();
            put(&folder, kind, path);
            refuses(&folder, line, words);
        }
    }
}

#[test]
fn every_file_in_a_folder_of_inputs_must_be_an_ordinary_one() {
    let lines = [
        ("regions/x.yaml", "list regions"),
        ("regions/regions.csv", "list regions"),
        ("mine/x.md", "list documents --templates mine"),
        ("templates/style.css", "list documents"),
    ];
    // A device lies elsewhere, whatever it is.
    for (kind, words) in [KINDS[0], ("device", "out of the folder"), ("endless", "4096 MB")] {
        for (path, line) in lines {
            let folder = folder();
            put(&folder, kind, path);
            refuses(&folder, line, words);
        }
    }
}

#[test]
fn a_folder_of_inputs_must_be_one() {
    for option in ["--regions", "--templates"] {
        for (kind, words) in [("pipe", "not a directory"), ("device", "not a directory"), ("missing", "no such file")] {
            let folder = folder();
            put(&folder, kind, "x");
            refuses(&folder, &format!("list rules {option} x"), words);
            refuses(&folder, "verify x", "");
        }
    }
}

#[test]
fn what_an_input_names_must_be_an_ordinary_file() {
    let profile = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/regions/prabumulih.yaml")).unwrap();
    let fonts = "fonts: { regular: x, bold: x, italic: x, bold-italic: x }\n";
    for (kind, words) in &KINDS[..2] {
        let folder = folder().with("rules.yaml", "extends: x.yaml\n");
        put(&folder, kind, "x.yaml");
        refuses(&folder, "list rules", words);
        let folder = crate::folder::folder().with("templates/style.yaml", fonts);
        put(&folder, kind, "templates/x");
        let (status, said) = soon(&folder, "render pledge -o x.pdf", Stdio::null());
        assert!(status == Some(1) && said.contains(words), "{said}");
        let folder = crate::folder::folder().with("regions/prabumulih.yaml", format!("emblem: x.png\n{profile}"));
        put(&folder, kind, "regions/x.png");
        let (status, said) = soon(&folder, "render pledge --region prabumulih -o x.pdf", Stdio::null());
        // A device lies elsewhere, whatever it is.
        let words = if *kind == "pipe" { words } else { "out of the folder" };
        assert!(status == Some(1) && said.contains(words), "{said}");
    }
}

#[test]
fn a_link_leads_nowhere_out_of_a_folder_of_inputs() {
    let secret = "---\nname: { id: A, en: A }\ndescription: { id: A., en: A. }\nper: []\n---\n# Rahasia\n";
    let folder = folder().with("outside/secret.md", secret).with("inside/one.md", secret.replace("Rahasia", "Terang"));
    symlink("one.md", folder.path("inside/two.md")).unwrap();
    symlink("inside", folder.path("templates")).unwrap();
    folder.runs("render two").succeeds().printing("Terang");
    symlink("nowhere.md", folder.path("inside/zero.md")).unwrap();
    folder.runs("render two").refuses().saying("no such file").saying("templates/zero.md");
    std::fs::remove_file(folder.path("inside/zero.md")).unwrap();
    symlink("../outside/secret.md", folder.path("inside/three.md")).unwrap();
    folder.runs("render two").refuses().saying("out of the folder").saying("templates/three.md").printing_nothing();
}

#[test]
fn a_folder_of_inputs_has_bounds() {
    let folder = folder();
    for number in 0..40 {
        put(&folder, "missing", &format!("regions/{number}.yaml"));
        File::create(folder.path(&format!("regions/{number}.yaml"))).unwrap().set_len(1 << 20).unwrap();
    }
    refuses(&folder, "list regions", "input-too-large");
    let folder = crate::folder::folder().with("regions/regions.csv", "code,name,elects_head\n");
    for number in 0..2_000 {
        File::create(folder.path(&format!("regions/{number}.yaml"))).unwrap();
    }
    refuses(&folder, "list regions", "more than 2000 files");
}

#[test]
fn standard_input_is_read_once_and_to_a_bound() {
    let zero = || Stdio::from(File::open("/dev/zero").unwrap());
    for line in ["check -", "tally -", "merge pledge --roster -", "list rules --rules -", "trace -"] {
        let (status, said) = soon(&office(), line, zero());
        assert!(status == Some(2), "ikrar {line}: {said}");
    }
    let here = Stdio::from(File::open(office().path("")).unwrap());
    let (status, said) = soon(&office(), "check -", here);
    assert!(status == Some(2) && said.contains("directory"), "{said}");
    let event = include_str!("../../samples/sosialisasi.yaml");
    office().fed(event, "merge pledge --roster - --event -").refuses().saying("stdin-twice");
}

#[test]
fn nothing_of_a_roster_from_standard_input_lies_on_the_disk() {
    let folder = office();
    std::fs::create_dir(folder.path("tmp")).unwrap();
    let folder = folder.with_env("TMPDIR", "tmp");
    let people = "Nama,NIP,Status\n".to_owned() + &"Siti,198706202014022003,PNS\n".repeat(1_000_000);
    let mut command = folder.command(&["check", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // More than is kept in memory; the rest never comes.
    std::io::Write::write_all(&mut pipe, people.as_bytes()).unwrap();
    assert_eq!(folder.files("tmp").len(), 0, "nothing has a name while it is read");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(folder.files("tmp").len(), 0, "nothing stays");
    // What is small needs no such folder.
    let folder = office().with_env("TMPDIR", "/nowhere");
    folder.fed("Nama,Status\nSiti,PHL\n", "check -").succeeds();
}

#[test]
fn what_cannot_be_written_to_standard_output_is_told() {
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    for line in [
        "--help",
        "--version",
        "help",
        "build --help",
        "man",
        "man merge",
        "completions bash",
        "schema rules",
        "list rules",
        "list rules --format json",
        "explain N-07",
        "diff --from 2024-10-04 --to 2024-11-25",
        "context pledge",
        "check ok.csv --format json",
        "render pledge",
        "render pledge --format pdf",
        "tally register.csv",
        "trace sheet.md",
        "build --region prabumulih --document pledge --report json",
        "verify out",
    ] {
        let folder =
            office().with("sheet.md", "`N-05`\n").with("register.csv", "Nama;Unit kerja;Ditandatangani\nA;B;x\n");
        folder.runs("build --region prabumulih --document pledge --format md").succeeds();
        let output = folder.command(&line.split(' ').collect::<Vec<_>>()).stdout(full()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains("no space left"), "ikrar {line}: {said}");
    }
}
