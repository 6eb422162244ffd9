//! A folder of merges through random rosters, selections, edits by hand and kills: no sheet of anybody is lost, no file of
//! somebody else is touched, and manifest and register are true.

use ikrar::diag::Diagnostics;
use ikrar::failure::Failure;
use ikrar::merge::recipients::{Who, recipients};
use ikrar::merge::{Binding, Merge, MergeResult, Staff, Watch};
use ikrar::output::{Format, Hash, safe};
use ikrar::render::Renderer;
use ikrar::render::plan::{Unasked, Wanted, plan};
use ikrar::roster::{File, Judge, Options, Roster};
use ikrar::workspace::{Paths, Workspace};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// So many folders, and so many steps in each.
const FOLDERS: u64 = 24;
const STEPS: usize = 12;

/// Units whose names are alike in paths, or look like what ikrar adds to the name of another one.
const UNITS: [&str; 18] = [
    "SMP Negeri",
    "SMP Negeri 1",
    "SMP Negeri 1 1",
    "SMP Negeri 2",
    "SMP Negeri vol",
    "SMP Negeri vol 1",
    "SMP Negeri volb 1",
    "SMP Negeri rows 2 3",
    "SMP Negeri rows 2 5",
    "SMP Negeri rows 2 5 no 2",
    "Unit Я",
    "Unit Ж",
    "Unit 2",
    "",
    "19870620 dan 201402 dan 2003",
    "CON",
    "Sekolah Menengah Kejuruan Negeri Satu Atap Terpadu Kecamatan Tanjung Raja Selatan A",
    "Sekolah Menengah Kejuruan Negeri Satu Atap Terpadu Kecamatan Tanjung Raja Selatan B",
];

/// Two states of the templates: a sheet per person, a list per unit, and a divider.
static WORKSPACES: LazyLock<[Workspace; 2]> = LazyLock::new(|| ["", "Perubahan. "].map(workspace));

fn workspace(words: &str) -> Workspace {
    let folder = tempfile::tempdir().unwrap();
    let template = |per: &str, text: &str| {
        let names = "name: { id: Surat, en: Letter }\ndescription: { id: Surat., en: Letter. }";
        format!("---\n{names}\nper: [{per}]\n---\n# Surat\n\n{words}{text}\n")
    };
    let list = "{% for person in people %}{{ person.name }}, {% endfor %}";
    let sheet = "{% if signatory %}{{ signatory.name }}{% endif %}";
    for (name, per, text) in
        [("surat", "person", sheet), ("daftar", "unit", list), ("divider", "unit", "{{ unit.name }}")]
    {
        fs::write(folder.path().join(format!("{name}.md")), template(per, text)).unwrap();
        fs::write(folder.path().join(format!("{name}.en.md")), "# Letter\n").unwrap();
    }
    let paths = Paths { templates: Some(folder.path().to_owned()), ..Paths::default() };
    Workspace::load(&paths, &mut Diagnostics::new()).unwrap()
}

/// Numbers that a seed gives.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }
}

/// What is asked for in a run.
#[derive(Debug, Clone, PartialEq)]
struct Wish {
    document: &'static str,
    combine: Option<Option<u32>>,
    who: Who,
    edition: usize,
    /// After so many files it is stopped.
    stop_after: Option<usize>,
}

/// A person in a file: kind of the file, row, name, unit.
type Listed = BTreeSet<(&'static str, u32, String, String)>;

/// A person who is meant: row, name, unit.
type Meant = (u32, String, String);

/// A folder and all that is known of it.
struct Office {
    dir: tempfile::TempDir,
    chance: Chance,
    people: Vec<(String, &'static str)>,
    /// What somebody put into the folder, or changed in it.
    foreign: BTreeMap<PathBuf, Vec<u8>>,
    added: usize,
    hired: usize,
    listed: BTreeMap<&'static str, Listed>,
}

fn office(seed: u64) -> Office {
    let mut office = Office {
        dir: tempfile::tempdir().unwrap(),
        chance: Chance(seed),
        people: Vec::new(),
        foreign: BTreeMap::new(),
        added: 0,
        hired: 0,
        listed: BTreeMap::new(),
    };
    (0..8).for_each(|_| office.hire());
    office
}

impl Office {
    fn unit(&mut self) -> &'static str {
        UNITS[self.chance.below(UNITS.len())]
    }

    fn hire(&mut self) {
        self.hired += 1;
        // Some are in a unit in which somebody is already.
        let unit = match self.people.len() {
            0 => UNITS[0],
            count if self.chance.one_in(2) => self.people[self.chance.below(count)].1,
            _ => self.unit(),
        };
        self.people.push((format!("Pegawai {}", self.hired), unit));
    }

    fn folder(&self, document: &str) -> PathBuf {
        self.dir.path().join("out").join(document)
    }

    /// What goes on between two runs.
    fn happen(&mut self) {
        match self.chance.below(9) {
            0 | 1 => self.hire(),
            2 => {
                let (index, unit) = (self.chance.below(self.people.len()), self.unit());
                self.people[index].1 = unit;
            }
            3 if self.people.len() > 4 => drop(self.people.pop()),
            4 => self.swap_units(),
            5 => self.edit(),
            6 => self.add(),
            7 => self.leave_halves(),
            _ => {}
        }
    }

    /// The units of the roster come in another order.
    fn swap_units(&mut self) {
        let (one, other) = (self.unit(), self.unit());
        for (_, unit) in &mut self.people {
            *unit = if *unit == one {
                other
            } else if *unit == other {
                one
            } else {
                unit
            };
        }
    }

    /// Somebody puts a scan into the place of a sheet, or ticks a register.
    fn edit(&mut self) {
        let document = ["surat", "daftar"][self.chance.below(2)];
        let files = files(&self.folder(document));
        let files: Vec<&PathBuf> =
            files.iter().filter(|path| !is_hidden(path) && !path.ends_with("manifest.json")).collect();
        if files.is_empty() {
            return;
        }
        let path = files[self.chance.below(files.len())].clone();
        let content = format!("a scan of {}", self.added);
        fs::write(&path, &content).unwrap();
        self.added += 1;
        self.foreign.insert(path, content.into());
    }

    /// Somebody leaves a note in a folder.
    fn add(&mut self) {
        let folder = self.folder("surat");
        let unit = self.unit();
        let folder = if self.chance.one_in(2) { folder.join(safe(unit)) } else { folder };
        fs::create_dir_all(&folder).unwrap();
        self.added += 1;
        let path = folder.join(format!("catatan {}.txt", self.added));
        fs::write(&path, "milik orang").unwrap();
        self.foreign.insert(path, b"milik orang".to_vec());
    }

    /// A run was killed while it wrote.
    fn leave_halves(&mut self) {
        let folder = self.folder("surat");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(".ikrar-aside-2"), "hal").unwrap();
        let mut journal = fs::read(folder.join(".ikrar-journal")).unwrap_or_default();
        journal.extend(b"{\"path\":\"smp-neg");
        fs::write(folder.join(".ikrar-journal"), journal).unwrap();
    }

    fn wish(&mut self) -> Wish {
        let document = if self.chance.one_in(4) { "daftar" } else { "surat" };
        let binds = document == "surat" && self.chance.one_in(2);
        let split = if self.chance.one_in(2) { None } else { Some(2 + self.chance.below(3) as u32) };
        let mut who = Who::default();
        match self.chance.below(5) {
            0 => who.units = vec![self.people[self.chance.below(self.people.len())].1.to_owned()],
            1 => who.first = Some(1 + self.chance.below(5)),
            2 => {
                let first = 2 + self.chance.below(self.people.len());
                let last = first + self.chance.below(4);
                let rows = if self.chance.one_in(2) {
                    vec![format!("{first}-{last}")]
                } else {
                    vec![first.to_string(), last.to_string()]
                };
                who.rows = rows.iter().map(|rows| rows.parse().unwrap()).collect();
            }
            _ => {}
        }
        who.units.retain(|unit| !unit.is_empty());
        let edition = usize::from(self.chance.one_in(4));
        let stop_after = if self.chance.one_in(5) { Some(self.chance.below(6)) } else { None };
        Wish { document, combine: binds.then_some(split), who, edition, stop_after }
    }

    /// Runs a merge; returns what it did and who was meant, if anybody.
    fn run(&self, wish: &Wish) -> Option<(Result<MergeResult, Failure>, Vec<Meant>)> {
        let rows: String = self.people.iter().map(|(name, unit)| format!("{name};{unit};PHL\n")).collect();
        let path = self.dir.path().join("pegawai.csv");
        fs::write(&path, format!("Nama;Unit Kerja;Status\n{rows}")).unwrap();
        let roster = Roster::read(&File::open(&path).unwrap(), &Options::default(), &Judge::by(&|_| None)).unwrap();
        let workspace = &WORKSPACES[wish.edition];
        let renderer = Renderer { workspace, stamp: workspace.rulebook.data().rulebook.date };
        let wanted = Wanted { documents: vec![wish.document.to_owned()], ..Wanted::default() };
        let requests = plan(workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap();
        let staff = Staff::of(&roster);
        let recipients = recipients(&roster.people, &wish.who).ok()?;
        let meant = recipients.units.iter().flat_map(|unit| unit.people.iter().map(|place| (place, unit.name.clone())));
        let meant = meant.map(|(place, unit)| (place + 2, self.people[*place as usize].0.clone(), unit)).collect();
        let formats = [if wish.combine.is_some() { Format::Pdf } else { Format::Txt }];
        let binding = wish.combine.map(|split| Binding { split });
        let merge = Merge {
            renderer,
            request: requests[0],
            staff: &staff,
            recipients: &recipients,
            formats: &formats,
            binding,
        };
        let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(1));
        let tick = || {
            if wish.stop_after.is_some_and(|after| done.fetch_add(1, Ordering::Relaxed) > after) {
                stop.store(true, Ordering::Relaxed);
            }
        };
        let merged = merge.run(&self.dir.path().join("out"), wish.document, &Watch { tick: &tick, stop: &stop });
        Some((merged, meant))
    }

    fn step(&mut self, told: &str) {
        self.happen();
        let wish = self.wish();
        let told = format!("{told}: {wish:?}\n{:?}", self.people);
        let Some((mut merged, meant)) = self.run(&wish) else { return };
        self.check_foreign(&told);
        // What is in the way is somebody's, who moves it away.
        for _ in 0..100 {
            let Err(failure) = &merged else { break };
            let finding = failure.findings().unwrap().iter().next().unwrap();
            assert_eq!(finding.code.as_str(), "file-in-the-way", "{finding:?} {told}");
            let path = PathBuf::from(&*finding.origin.as_ref().unwrap().file);
            let content = self.foreign.remove(&path).unwrap_or_else(|| panic!("{path:?} is in the way\n{told}"));
            self.added += 1;
            let away = self.dir.path().join(format!("away-{}", self.added));
            fs::rename(&path, &away).unwrap();
            self.foreign.insert(away, content);
            merged = self.run(&wish).unwrap().0;
            self.check_foreign(&told);
        }
        let merged = merged.unwrap_or_else(|failure| panic!("{failure:?}\n{told}"));
        let folder = self.folder(wish.document);
        let asides = files(&folder).into_iter().filter(|path| path.to_string_lossy().contains("aside"));
        assert_eq!(asides.count(), 0, "{told}");
        if merged.stopped {
            // Volumes may be cut otherwise now, and the last of them missing: the same command goes on from there.
            self.listed.entry(wish.document).or_default().retain(|(kind, ..)| *kind != "run");
        } else {
            self.check(&wish, &merged, &meant, &told);
        }
    }

    /// No file of somebody else was touched.
    fn check_foreign(&self, told: &str) {
        for (path, content) in &self.foreign {
            assert_eq!(fs::read(path).unwrap_or_default(), *content, "{path:?}\n{told}");
        }
    }

    fn check(&mut self, wish: &Wish, merged: &MergeResult, meant: &[(u32, String, String)], told: &str) {
        assert_eq!(merged.count.failed, 0, "{:?}\n{told}", merged.findings);
        let folder = self.folder(wish.document);
        let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
        let entries: Vec<Entry> = manifest["files"].as_array().unwrap().iter().map(entry).collect();
        self.check_files(&folder, &entries, told);
        let listed: Listed = entries.iter().flat_map(Entry::listed).collect();
        let kind = match (wish.document, wish.combine) {
            ("daftar", _) => "list",
            (_, Some(_)) => "run",
            _ => "sheet",
        };
        for (row, name, unit) in meant {
            assert!(listed.contains(&(kind, *row, name.clone(), unit.clone())), "{kind} {row} {name}\n{told}");
        }
        // What somebody changed may stand in the way of what others had.
        if merged.count.changed == 0 {
            for before in self.listed.get(wish.document).into_iter().flatten() {
                let (_, row, name, unit) = before;
                let is_there = self.people.get(*row as usize - 2).is_some_and(|(n, u)| n == name && u == unit);
                assert!(!is_there || listed.contains(before), "{before:?} is lost\n{told}");
            }
        }
        if wish.document == "surat" {
            let named = self.check_register(&folder, &manifest, &entries, told);
            for (row, name, _) in meant {
                assert!(named.contains(&(*row, name.clone())), "{row} {name} is not in the register\n{told}");
            }
        }
        self.listed.insert(wish.document, listed);
    }

    /// Every file that is listed is there as it was written, and no two units share a name.
    fn check_files(&self, folder: &Path, entries: &[Entry], told: &str) {
        let mut paths = BTreeSet::new();
        let mut owners = BTreeMap::new();
        for entry in entries {
            assert!(paths.insert(entry.path.to_lowercase()), "{} twice\n{told}", entry.path);
            let part = entry.path.split(['/', '.']).next().unwrap().to_owned();
            assert_eq!(owners.entry(part).or_insert(&entry.unit), &&entry.unit, "{}\n{told}", entry.path);
            assert!(entry.path.split('/').all(|part| part.len() <= 100), "{}", entry.path);
            let digits = entry.path.split('/').map(|part| part.bytes().filter(u8::is_ascii_digit).count());
            assert!(digits.max() < Some(16), "{}", entry.path);
            let path = folder.join(&entry.path);
            let content = fs::read(&path).unwrap_or_else(|error| panic!("{path:?}: {error}\n{told}"));
            let is_as_written = Hash::of(&content).to_string() == entry.sha256;
            assert!(is_as_written || self.foreign.contains_key(&path), "{path:?}\n{told}");
        }
    }

    /// The newest register names nobody twice, and each with a file that is theirs.
    fn check_register(
        &self,
        folder: &Path,
        manifest: &Value,
        entries: &[Entry],
        told: &str,
    ) -> BTreeSet<(u32, String)> {
        let mut registers = manifest["registers"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap());
        let newest = registers.rfind(|path| path.ends_with(".csv")).unwrap();
        let text = fs::read_to_string(folder.join(newest)).unwrap();
        let mut named = BTreeSet::new();
        for line in csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes()).records() {
            let line = line.unwrap();
            let (row, name): (u32, _) = (line[0].parse().unwrap(), line[1].to_owned());
            let file = entries.iter().find(|entry| entry.path == line[3]);
            let file = file.unwrap_or_else(|| panic!("{} is not listed\n{told}", &line[3]));
            assert!(file.people.contains(&(row, name.clone())) && file.sha256 == line[5], "{line:?}\n{told}");
            assert!(named.insert((row, name)), "{line:?} twice\n{told}");
        }
        named
    }
}

/// An entry of a manifest.
struct Entry {
    path: String,
    sha256: String,
    unit: String,
    people: Vec<(u32, String)>,
}

fn entry(value: &Value) -> Entry {
    let text = |name: &str| value[name].as_str().unwrap().to_owned();
    let person = |one: &Value| (one["row"].as_u64().unwrap() as u32, one["name"].as_str().unwrap().to_owned());
    let people = value["people"].as_array().unwrap().iter().map(person).collect();
    Entry { path: text("path"), sha256: text("sha256"), unit: text("unit"), people }
}

impl Entry {
    fn listed(&self) -> impl Iterator<Item = (&'static str, u32, String, String)> + '_ {
        let kind = match (self.path.contains('/'), self.path.ends_with(".pdf")) {
            (true, _) => "sheet",
            (_, true) => "run",
            _ => "list",
        };
        self.people.iter().map(move |(row, name)| (kind, *row, name.clone(), self.unit.clone()))
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().unwrap().to_string_lossy().starts_with('.')
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn whatever_is_asked_for_and_happens_nothing_is_lost() {
    for seed in 0..FOLDERS {
        let mut office = office(seed);
        for step in 0..STEPS {
            office.step(&format!("folder {seed}, step {step}"));
        }
    }
}
