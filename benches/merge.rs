//! A merge of 8,000 personal pledges: each stage on one thread, then a print run, and separate files beside the raw write
//! of the same bytes, on two threads. `IKRAR_PEOPLE` sets another number of people.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark may fail, and prints")]

use ikrar::context::Base;
use ikrar::diag::Diagnostics;
use ikrar::document::{Document, Meta};
use ikrar::output::Format;
use ikrar::pdf::FilePart;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::render::units::{self, RenderUnit, at_once};
use ikrar::render::{PreparedDocument, Renderer};
use ikrar::request::{Request, Signatory, UnitSheet};
use ikrar::template::Bindings;
use ikrar::workspace::{Inputs, Workspace};
use rayon::prelude::*;
use std::hint::black_box;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

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

/// A person of the roster.
struct Row {
    name: String,
    number: String,
    unit: String,
}

fn row(index: usize) -> Row {
    let (first, last, title) = (index % 12, index / 12 % 15, index % 5);
    let name = format!("{} {} {}{}", FIRST[first], LAST[last], LAST[(index / 180 + 7 * last) % 15], TITLES[title]);
    let number =
        format!("19{:02}{:02}{:02}2010{:02}1{:03}", 65 + index % 35, 1 + index % 12, 1 + index % 28, 3, index % 1000);
    Row { name, number, unit: format!("Dinas Contoh Nomor {}", index / 200) }
}

fn signatory(index: usize, row: &Row) -> Signatory<'_> {
    Signatory {
        row: index as u32 + 2,
        name: &row.name,
        number: &row.number,
        rank: RANKS[index % 4],
        position: POSITIONS[index / 3 % 4],
        unit: &row.unit,
        ..Signatory::default()
    }
}

fn per_document(time: Duration, count: usize) -> String {
    format!("{:7.1} µs a document", time.as_secs_f64() * 1e6 / count as f64)
}

fn timed<T>(name: &str, count: usize, work: impl Fn() -> T) -> T {
    let start = Instant::now();
    let result = black_box(work());
    println!("{name:<34}{}", per_document(start.elapsed(), count));
    result
}

/// Each stage by itself, on one thread.
fn stages(renderer: &Renderer, request: &Request, people: &[Signatory]) {
    let templates = &renderer.workspace.templates;
    let selection = renderer.select(request).unwrap();
    let base = Base::new(&renderer.input(request, &selection));
    let people = &people[..people.len().min(1000)];
    let count = people.len();
    let values: Vec<Bindings> =
        timed("variables", count, || people.iter().map(|person| base.personal(Some(person))).collect());
    let (shared, personal) = (base.shared(false), base.personal_names());
    let sheets = templates.sheets(&request.document.id, request.scope.lang, shared, &personal).unwrap();
    let texts: Vec<String> =
        timed("render", count, || values.iter().map(|values| sheets.render(values).unwrap()).collect());
    let reader = renderer.workspace.reader();
    let read = |text: &String| drop(black_box(reader.read("", text, Meta::default()).unwrap()));
    timed("read, in sections", count, || texts.iter().for_each(read));
    let job = renderer.prepare(request).unwrap();
    let documents: Vec<Document> = people.iter().map(|person| job.typeset(Some(person)).unwrap().document).collect();
    let writer = renderer.workspace.pdf().unwrap();
    timed("pdf", count, || {
        documents.iter().for_each(|document| drop(black_box(writer.write(document, request.target()))))
    });
}

/// Fills a folder with the files of these people.
type Filling<'a> = dyn Fn(&Path, Range<usize>) + Sync + 'a;

/// Two ways to fill a folder, by turns: how fast a disk takes files changes from one moment to the next, so the least time
/// of each counts. The folders are removed at the end, since file systems are slow for a while where many files were.
fn by_turns(count: usize, works: [(&str, &Filling); 2]) -> [Duration; 2] {
    let mut least = [Duration::MAX; 2];
    let mut folders = Vec::new();
    for _ in 0..5 {
        for (least, (_, work)) in least.iter_mut().zip(&works) {
            let folder = tempfile::tempdir().unwrap();
            let start = Instant::now();
            let some = at_once(count);
            let starts = (0..count).into_par_iter().step_by(some);
            starts.for_each(|start| work(folder.path(), start..count.min(start + some)));
            *least = start.elapsed().min(*least);
            folders.push(folder);
        }
    }
    works.iter().zip(least).for_each(|((name, _), time)| println!("{name:<34}{}", per_document(time, count)));
    least
}

/// The PDFs of some people.
fn pdfs(job: &PreparedDocument, people: &[Signatory]) -> impl Iterator<Item = Vec<u8>> {
    let task = |person| RenderUnit { prepared: job, signatory: Some(person) };
    let tasks: Vec<RenderUnit> = people.iter().map(task).collect();
    let typeset = units::typeset(&tasks).into_iter();
    typeset.map(|typeset| job.written(typeset.unwrap(), &[Format::Pdf]).unwrap().remove(0).bytes)
}

fn main() {
    let people = std::env::var("IKRAR_PEOPLE").ok().and_then(|people| people.parse().ok()).unwrap_or(8000);
    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().unwrap();
    let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
    let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
    let wanted = Wanted {
        regions: vec!["muara-enim".to_owned()],
        documents: vec!["pledge".to_owned()],
        audiences: vec!["pns".to_owned()],
        ..Wanted::default()
    };
    let mut request = plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap()[0];
    let unit = UnitSheet::named("Dinas Contoh");
    request.subject.unit = Some(&unit);
    let rows: Vec<Row> = (0..people).map(row).collect();
    let people: Vec<Signatory> = rows.iter().enumerate().map(|(index, row)| signatory(index, row)).collect();
    stages(&renderer, &request, &people);

    let job = renderer.prepare(&request).unwrap();
    let files: Vec<Vec<u8>> = timed("in memory, two threads", people.len(), || {
        people.par_chunks(at_once(people.len())).flat_map_iter(|people| pdfs(&job, people)).collect()
    });
    let size: usize = files.iter().map(Vec::len).sum();
    println!("{:<34}{:7} bytes", "a file", size / files.len());
    let write = |folder: &Path, index: usize, bytes: &[u8]| {
        std::fs::write(folder.join(format!("{index}.pdf")), bytes).unwrap();
    };
    let raw = |folder: &Path, some: Range<usize>| some.for_each(|index| write(folder, index, &files[index]));
    let made = |folder: &Path, some: Range<usize>| {
        some.clone().zip(pdfs(&job, &people[some])).for_each(|(index, bytes)| write(folder, index, &bytes));
    };
    let names = ["raw write, two threads", "made and written, two threads"];
    let [raw, made] = by_turns(people.len(), [(names[0], &raw), (names[1], &made)]);
    println!("{:<34}{:7.2}", "times the raw write", made.as_secs_f64() / raw.as_secs_f64());
    drop(files);
    let volume = renderer.volume(&request, "Pakta integritas".to_owned()).unwrap();
    let run = timed("print run, two threads", people.len(), || {
        let mut run = renderer.workspace.pdf().unwrap().print_run(volume.clone(), Vec::new());
        for people in people.chunks(128) {
            let task = |person| RenderUnit { prepared: &job, signatory: Some(person) };
            let tasks: Vec<RenderUnit> = people.iter().map(task).collect();
            let set = tasks.par_chunks(at_once(tasks.len())).flat_map_iter(units::parts);
            let parts: Vec<FilePart> = set.map(|part| part.unwrap()).collect();
            run.add(&parts).unwrap();
        }
        run.finish().unwrap()
    });
    println!("{:<34}{:7} bytes", "a page", run.len() / people.len());
    if let Some(path) = std::env::var_os("IKRAR_RUN") {
        std::fs::write(path, &run).unwrap();
    }
    println!("\nothers, not measured in this run:");
    OTHERS.iter().for_each(|(name, time)| println!("{name:<34}{time:>7} µs a document"));
}
