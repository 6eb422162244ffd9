//! A merge of 8,000 personal pledges on two threads, as `ikrar merge` does it, with journal, register and manifest: separate
//! files, beside the raw write of the same bytes; the same merge again; a print run. `IKRAR_PEOPLE` sets another number of
//! people.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark may fail, and prints")]

use ikrar::diag::Diagnostics;
use ikrar::merge::recipients::{Who, recipients};
use ikrar::merge::{Binding, Merge, MergeResult, Staff, Watch};
use ikrar::output::Format;
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::roster::{File, Judge, Options, Roster};
use ikrar::workspace::{Inputs, Workspace};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What others take for the same work (a tagged pledge of one page, 8,000 people, two cores), in µs a document. They were
/// measured once, and not in this run: of these figures the order of magnitude counts.
const OTHERS: [(&str, &str); 10] = [
    ("hand-written, shared objects", "70"),
    ("krilla, hand-coded, with rayon", "440 to 640"),
    ("Typst, a warm library", "1100 to 1300"),
    ("Typst, its command line", "1700 (one bundle) to 18000 (a process each)"),
    ("ReportLab", "6000"),
    ("docx mail merge", "24000, and 136000 to PDF by LibreOffice"),
    ("WeasyPrint", "30000"),
    ("Chromium", "640000"),
    ("one file: hand-written", "35"),
    ("one file: krilla, Typst", "340 and 1375"),
];

const FIRST: [&str; 12] =
    ["Siti", "Budi", "Ahmad", "Dewi", "Rina", "Agus", "Yuni", "Hendra", "Maya", "Joko", "Ratna", "Eko"];
const LAST: [&str; 15] = [
    "Aminah",
    "Santoso",
    "Fauzi",
    "Lestari",
    "Marlina",
    "Wibowo",
    "Astuti",
    "Gunawan",
    "Puspita",
    "Susilo",
    "Sari",
    "Prasetyo",
    "Handayani",
    "Nugroho",
    "Setiawan",
];
const TITLES: [&str; 5] = ["", ", S.Pd.", ", S.E., M.Si.", ", S.Kep., Ns.", ", A.Md."];
const RANKS: [&str; 4] = ["Penata, III/c", "Pengatur, II/c", "Penata Muda Tingkat I, III/b", "Pembina, IV/a"];
const POSITIONS: [&str; 4] =
    ["Guru Ahli Muda", "Pengelola Keuangan", "Analis Sumber Daya Manusia Aparatur Ahli Pertama", "Perawat Terampil"];

/// The row of a person in the roster.
fn row(index: usize) -> String {
    let (first, last, title) = (index % 12, index / 12 % 15, index % 5);
    let name = format!("{} {} {}{}", FIRST[first], LAST[last], LAST[(index / 180 + 7 * last) % 15], TITLES[title]);
    let number =
        format!("19{:02}{:02}{:02}2010{:02}1{:03}", 65 + index % 35, 1 + index % 12, 1 + index % 28, 3, index % 1000);
    let (rank, position, unit) = (RANKS[index % 4], POSITIONS[index / 3 % 4], index / 200);
    format!("{name};{number};{rank};{position};Dinas Contoh Nomor {unit};PNS\n")
}

/// Prints the time of some work for each person.
fn tell(name: &str, time: Duration, count: usize) {
    println!("{name:<34}{:7.1} µs a document", time.as_secs_f64() * 1e6 / count as f64);
}

/// The least time of several runs, each in a folder of its own: how fast a disk takes files changes from one moment to the
/// next. The folders are removed at the end, since file systems are slow for a while where many files were.
#[derive(Default)]
struct Runs {
    least: Option<Duration>,
    folders: Vec<TempDir>,
}

impl Runs {
    /// Times some work in a new folder.
    fn add(&mut self, work: impl FnOnce(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        let start = Instant::now();
        work(folder.path());
        let time = start.elapsed();
        self.least = Some(self.least.map_or(time, |least| least.min(time)));
        self.folders.push(folder);
    }

    fn tell(&self, name: &str, count: usize) -> f64 {
        let least = self.least.unwrap();
        tell(name, least, count);
        least.as_secs_f64()
    }
}

/// The files below a folder, by their paths in it, without those that begin with a dot.
fn files(root: &Path, below: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            files(root, &path, found);
        } else if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push((path, fs::read(entry.path()).unwrap()));
        }
    }
}

fn main() {
    let count = std::env::var("IKRAR_PEOPLE").ok().and_then(|people| people.parse().ok()).unwrap_or(8000);
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().unwrap();
    let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let wanted = Wanted {
        regions: vec!["muara-enim".to_owned()],
        documents: vec!["pledge".to_owned()],
        audiences: vec!["pns".to_owned()],
        ..Wanted::default()
    };
    let request = plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap()[0];

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pegawai.csv");
    let rows: String = (0..count).map(row).collect();
    fs::write(&path, format!("Nama;NIP;Pangkat;Jabatan;Unit Kerja;Status\n{rows}")).unwrap();
    let start = Instant::now();
    let roster = Roster::read(&File::open(&path).unwrap(), &Options::default(), &Judge::by(&|_| None)).unwrap();
    tell("read the roster, one thread", start.elapsed(), count);
    let (staff, recipients) = (Staff::of(&roster), recipients(&roster.people, &Who::default()).unwrap());

    let merge =
        |binding| Merge { renderer, request, staff: &staff, recipients: &recipients, formats: &[Format::Pdf], binding };
    let watch = Watch { tick: &|| (), stop: &AtomicBool::new(false) };
    let run = |merge: &Merge, out: &Path| -> MergeResult { merge.run(out, "pledge", &watch).unwrap() };

    let separate = merge(None);
    let first = tempfile::tempdir().unwrap();
    let merged = run(&separate, first.path());
    let files_made = merged.count.made;
    assert!(files_made >= count && merged.count.failed == 0, "{:?}", merged.count);
    let mut made = Vec::new();
    files(first.path(), Path::new(""), &mut made);
    let size: usize = made.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{:<34}{:7} bytes", "a document", size / count);

    let (mut raw, mut whole) = (Runs::default(), Runs::default());
    for _ in 0..5 {
        raw.add(|folder| {
            made.iter().for_each(|(path, _)| fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap());
            made.par_iter().for_each(|(path, bytes)| fs::write(folder.join(path), bytes).unwrap());
        });
        whole.add(|folder| assert_eq!(run(&separate, folder).count.made, files_made));
    }
    let raw = raw.tell("raw write of the same files", count);
    let whole = whole.tell("merge", count);
    println!("{:<34}{:7.2}", "times the raw write", whole / raw);

    let start = Instant::now();
    assert_eq!(run(&separate, first.path()).count.kept, files_made);
    tell("the same merge again", start.elapsed(), count);

    let bound = merge(Some(Binding { split: None }));
    let mut runs = Runs::default();
    for _ in 0..3 {
        runs.add(|folder| assert_eq!(run(&bound, folder).count.failed, 0));
    }
    runs.tell("print run", count);

    println!("\nothers, not measured in this run:");
    OTHERS.iter().for_each(|(name, time)| println!("{name:<34}{time:>7} µs a document"));
}
