//! A folder of a merge in which somebody has changed, cut off, linked or replaced files: the next merges end well or with
//! findings, touch nothing of anybody else, and bring everybody's sheet in the end.
#![no_main]

use ikrar::diag::Diagnostics;
use ikrar::merge::recipients::{Who, recipients};
use ikrar::merge::{Merge, MergeResult, Staff, Watch};
use ikrar::output::Format;
use ikrar::output::verify::verify;
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::roster::{File, Judge, Options, Roster};
use ikrar::workspace::{Inputs, Workspace};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

const FOLDER: &str = "out/pledge";
const PRECIOUS: &[u8] = b"precious";
/// What somebody may lay hands on.
const NAMES: [&str; 8] = [
    "manifest.json",
    ".ikrar-journal",
    ".ikrar.lock",
    "register.csv",
    "register.xlsx",
    "dinas-a/0002-siti.txt",
    "dinas-a",
    ".ikrar-aside-0",
];

static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).expect("the built-in workspace")
});

static ROSTER: LazyLock<Roster> = LazyLock::new(|| {
    let rows = b"Nama;Unit Kerja;Status\nSiti;Dinas A;PHL\nBudi;Dinas A;PHL\nEko;Dinas B;PHL\n";
    let file = File::of_stream("pegawai.csv", &mut &rows[..]).expect("a roster");
    Roster::read(&file, &Options::default(), &Judge::by(&|_| None)).expect("a roster")
});

fn merge(office: &Path) -> Option<MergeResult> {
    let renderer = Renderer { workspace: &WORKSPACE, stamp: WORKSPACE.rulebook.data().rulebook.date };
    let wanted = Wanted { documents: vec!["pledge".to_owned()], ..Wanted::default() };
    let requests = plan(&WORKSPACE, &wanted, Unasked::Blank, &mut Diagnostics::new()).expect("a request");
    let (staff, recipients) = (Staff::of(&ROSTER), recipients(&ROSTER.people, &Who::default()).expect("a plan"));
    let merge = Merge { renderer, request: requests[0], staff: &staff, recipients: &recipients, formats: &[Format::Txt], binding: None };
    merge.run(&office.join("out"), "pledge", &Watch { tick: &|| {}, stop: &AtomicBool::new(false) }).ok()
}

/// Lays hands on a file: cuts it, changes some of it, or puts something else in its place.
fn tamper(office: &Path, how: u8, name: &str, content: &[u8]) {
    let place = office.join(FOLDER).join(name);
    let there = fs::read(&place).unwrap_or_default();
    let (victim, outside) = (office.join("victim"), office.join("outside"));
    // What leads outside is for ikrar to resist, not for this hand to reach through.
    if place.parent().is_none_or(|folder| folder.is_symlink()) {
        return;
    }
    let put = |bytes: &[u8]| {
        // Some of these names are of files that are not there.
        let _ = fs::remove_file(&place);
        fs::write(&place, bytes)
    };
    let at = content.first().map_or(0, |first| usize::from(*first) * there.len() / 256);
    let _ = match how % 8 {
        0 => put(content),
        1 => put(&there[..at]),
        2 => put(&[&there[..at], content, &there[at..]].concat()),
        3 => put(&[&there[..at], content, there.get(at + content.len()..).unwrap_or_default()].concat()),
        4 => fs::remove_file(&place).and_then(|()| std::os::unix::fs::symlink(&victim, &place)),
        5 => fs::remove_file(&place).and_then(|()| fs::hard_link(&victim, &place)),
        6 => fs::remove_dir_all(&place).and_then(|()| std::os::unix::fs::symlink(&outside, &place)),
        _ => fs::remove_file(&place).and_then(|()| fs::create_dir(&place)),
    };
}

fuzz_target!(|bytes: &[u8]| {
    let office = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    let office = office.path();
    fs::write(office.join("victim"), PRECIOUS).expect("a file");
    fs::create_dir(office.join("outside")).expect("a folder");
    merge(office).expect("the first merge");
    fs::write(office.join(FOLDER).join("scan.pdf"), PRECIOUS).expect("a file");
    for part in bytes.splitn(3, |byte| *byte == 0xFF) {
        if let [how, which, content @ ..] = part {
            tamper(office, *how, NAMES[usize::from(*which) % NAMES.len()], content);
        }
    }
    merge(office);
    let merged = merge(office);
    let _ = verify(&office.join(FOLDER));
    for precious in [office.join("victim"), office.join(FOLDER).join("scan.pdf")] {
        assert_eq!(fs::read(&precious).unwrap_or_default(), PRECIOUS, "{precious:?}");
    }
    assert_eq!(fs::read_dir(office.join("outside")).expect("a folder").count(), 0);
    if let Some(merged) = merged {
        assert_eq!((merged.count.made + merged.count.kept + merged.count.changed, merged.count.failed), (3, 0));
    }
});
