//! The work of a merge: files for everybody, or for every unit, in parallel.

use super::folder::Folder;
use super::journal::Finished;
use super::manifest::{Entry, Issued, Manifest};
use super::people::Staff;
use super::plan::{UnitPlan, file_stem};
use super::register;
use crate::context::{Signatory, UnitSheet};
use crate::diag::{Diagnostic, Diagnostics};
use crate::failure::Failure;
use crate::output::{Format, Hash, Name};
use crate::press::{Job, Order, Press, Sheet};
use crate::roster::{Field, Person};
use crate::template::Axis;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

/// So many files are made to judge the others by.
const TRIALS: usize = 24;

/// A merge that is ready to run.
pub struct Merge<'w> {
    /// The press.
    pub press: Press<'w>,
    /// What every sheet has in common; its audience, unit and people are those of each.
    pub order: Order<'w>,
    /// Who is in the roster.
    pub staff: &'w Staff<'w>,
    /// Who of them is meant, by unit.
    pub units: &'w [UnitPlan],
    /// The formats of the files.
    pub formats: &'w [Format],
    /// Whether everybody in the roster is meant, so that what was made for others is obsolete.
    pub whole: bool,
}

/// What goes on meanwhile: a step done, and whether to stop.
pub struct Watch<'m> {
    /// Called as each file is finished, from any thread, with whether it was finished already.
    pub tick: &'m (dyn Fn(bool) + Sync),
    /// Set to stop after the files at work.
    pub stop: &'m AtomicBool,
}

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// How many files were made.
    pub made: usize,
    /// How many were finished already.
    pub kept: usize,
    /// How many failed.
    pub failed: usize,
    /// Pages of all of them.
    pub pages: u64,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Findings of those that failed, each in its row.
    pub findings: Diagnostics,
    /// Paths of obsolete files that were removed.
    pub removed: Vec<String>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// What a merge would make, judged by a few trials.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Files.
    pub files: usize,
    /// Pages of PDF files.
    pub pages: u64,
    /// Bytes.
    pub bytes: u64,
    /// Seconds, with all cores.
    pub seconds: f64,
}

/// A file to make: for a person of a unit, or for a unit.
#[derive(Debug, Clone, Copy)]
struct Task {
    unit: u32,
    /// Place in the roster; none for the whole unit.
    person: Option<u32>,
    format: Format,
}

/// What became of it.
enum Outcome {
    Made(Finished),
    Kept(Finished),
    Failed(Diagnostics),
    Stopped,
}

/// What the sheets of each unit have in common.
struct Tables<'m> {
    units: Vec<UnitSheet<'m>>,
    /// The people of each unit, where there is one file for all of them.
    persons: Vec<Vec<Person<'m>>>,
}

/// The jobs of a unit, by audience, each prepared when the first of its sheets is made.
type Jobs<'m> = BTreeMap<Option<&'m str>, OnceLock<Result<Job<'m>, Diagnostics>>>;

/// Where files are made.
struct Shop<'m> {
    merge: &'m Merge<'m>,
    orders: Vec<Order<'m>>,
    jobs: Vec<Jobs<'m>>,
}

impl<'w> Merge<'w> {
    /// Makes all files, the register and the manifest below `out`. What an earlier run made from the same is left as it is.
    ///
    /// # Errors
    /// Failed I/O, another merge in the folder, a file in the way. Findings in single rows are in what is returned: one
    /// bad row does not stop the others.
    pub fn run(&self, out: &Path, watch: &Watch) -> Result<Merged, Failure> {
        let folder = Folder::open(out)?;
        if !self.is_per_unit() {
            self.units.iter().try_for_each(|unit| folder.make(&unit.slug))?;
        }
        let tables = self.tables();
        let lists = self.lists(&tables);
        let shop = Shop::of(self, &tables, &lists);
        let tasks = self.tasks();
        let broken = Mutex::new(None);
        let outcomes = tasks.par_iter().map(|task| {
            if watch.stop.load(Ordering::Relaxed) || broken.lock().is_ok_and(|broken| broken.is_some()) {
                return Outcome::Stopped;
            }
            match shop.file(task, &folder) {
                Ok(outcome) => {
                    (watch.tick)(matches!(outcome, Outcome::Kept(_)));
                    outcome
                }
                Err(failure) => {
                    if let Ok(mut broken) = broken.lock() {
                        broken.get_or_insert(failure);
                    }
                    Outcome::Stopped
                }
            }
        });
        let outcomes: Vec<Outcome> = outcomes.collect();
        match broken.into_inner() {
            Ok(Some(failure)) => Err(failure),
            _ => self.finish(folder, &tasks, outcomes),
        }
    }

    /// Makes the first few files in memory, and judges by them what all would take.
    ///
    /// # Errors
    /// Findings in the template.
    pub fn estimate(&self, seconds_since: impl Fn() -> f64) -> Result<Estimate, Failure> {
        let tables = self.tables();
        let lists = self.lists(&tables);
        let shop = Shop::of(self, &tables, &lists);
        let tasks = self.tasks();
        let step = tasks.len().div_ceil(TRIALS).max(1);
        let trials: Vec<&Task> = tasks.iter().step_by(step).collect();
        // The first ones prepare what all share; they are not timed.
        let first: Vec<_> = trials.iter().take(2).filter_map(|task| shop.make(task).ok()).collect();
        let start = seconds_since();
        let made: Vec<(u64, u64)> = trials
            .par_iter()
            .filter_map(|task| shop.make(task).ok())
            .map(|sheet| (u64::from(sheet.pages.unwrap_or(0)), sheet.bytes.len() as u64))
            .collect();
        let seconds = (seconds_since() - start).max(0.0);
        if made.is_empty() {
            return Err(Failure::Findings(shop.make(&tasks[0]).err().unwrap_or_default()));
        }
        drop(first);
        let of_all = |sum: u64| (sum as f64 / made.len() as f64 * tasks.len() as f64).round() as u64;
        Ok(Estimate {
            files: tasks.len(),
            pages: of_all(made.iter().map(|(pages, _)| pages).sum()),
            bytes: of_all(made.iter().map(|(_, bytes)| bytes).sum()),
            seconds: seconds / made.len() as f64 * tasks.len() as f64,
        })
    }

    /// How many files there will be.
    pub fn files(&self) -> usize {
        self.tasks().len()
    }

    /// Whether there is a file for every unit instead of every person.
    fn is_per_unit(&self) -> bool {
        !self.order.document.is_per(Axis::Person)
    }

    fn tasks(&self) -> Vec<Task> {
        let mut tasks = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            let people: Vec<Option<u32>> =
                if self.is_per_unit() { vec![None] } else { unit.people.iter().copied().map(Some).collect() };
            let of =
                |person| self.formats.iter().map(move |format| Task { unit: index as u32, person, format: *format });
            tasks.extend(people.into_iter().flat_map(of));
        }
        tasks
    }

    /// The audience of a person's sheet: the one asked for, else that of the status.
    fn audience(&self, person: Option<u32>) -> Option<&'w str> {
        let of_status = || person.and_then(|place| self.staff.person(place)).and_then(|person| person.audience());
        self.order.audience.or_else(of_status)
    }

    fn tables(&self) -> Tables<'_> {
        let profile = self.order.region.and_then(|region| region.profile.as_ref());
        let known = |plan: &'w UnitPlan| profile.and_then(|profile| profile.unit(&plan.name));
        let sheet = |plan: &'w UnitPlan| known(plan).map_or_else(|| UnitSheet::named(&plan.name), UnitSheet::from);
        let persons = |plan: &UnitPlan| match self.is_per_unit() {
            true => plan.people.iter().filter_map(|place| self.staff.person(*place)).collect(),
            false => Vec::new(),
        };
        Tables { units: self.units.iter().map(sheet).collect(), persons: self.units.iter().map(persons).collect() }
    }

    fn lists<'m>(&'m self, tables: &'m Tables<'m>) -> Vec<Vec<Signatory<'m>>> {
        let list = |persons: &'m Vec<Person<'m>>| persons.iter().map(|person| self.staff.signatory(person)).collect();
        tables.persons.iter().map(list).collect()
    }

    /// Writes register and manifest, unless there is more to do.
    fn finish(&self, folder: Folder, tasks: &[Task], outcomes: Vec<Outcome>) -> Result<Merged, Failure> {
        let mut merged = Merged::default();
        let mut entries = Vec::new();
        for (task, outcome) in tasks.iter().zip(outcomes) {
            let finished = match outcome {
                Outcome::Made(finished) => {
                    merged.made += 1;
                    finished
                }
                Outcome::Kept(finished) => {
                    merged.kept += 1;
                    finished
                }
                Outcome::Failed(findings) => {
                    merged.failed += 1;
                    merged.findings.extend(findings);
                    continue;
                }
                Outcome::Stopped => {
                    merged.stopped = true;
                    continue;
                }
            };
            merged.pages += u64::from(finished.pages);
            merged.bytes += finished.bytes;
            entries.push(self.entry(task, &finished));
        }
        if merged.stopped {
            return Ok(merged);
        }
        let taken: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        let earlier = folder.manifest().files.iter().filter(|entry| !taken.contains(entry.path.as_str()));
        let (kept, obsolete): (Vec<&Entry>, Vec<&Entry>) = earlier.partition(|_| !self.whole || merged.failed > 0);
        let obsolete: Vec<String> = obsolete.into_iter().map(|entry| entry.path.clone()).collect();
        let kept: Vec<Entry> = kept.into_iter().cloned().collect();
        entries.extend(kept);
        let mut manifest = Manifest {
            ikrar: env!("CARGO_PKG_VERSION").to_owned(),
            document: self.order.document.id.clone(),
            region: self.order.region.map(|region| region.slug.clone()),
            edition: self.press.workspace.edition.clone(),
            registers: Vec::new(),
            files: entries,
        };
        if !self.is_per_unit() {
            let lines = lines(&manifest.files);
            let lang = self.order.lang;
            let (csv, xlsx) = (Path::new("register.csv"), Path::new("register.xlsx"));
            let registers = [
                ("register.csv", register::csv(&lines, lang, csv)?),
                ("register.xlsx", register::xlsx(&lines, lang, xlsx)?),
            ];
            for (name, bytes) in registers {
                let written = folder.put_register(name, &bytes)?;
                if written.beside {
                    merged.findings.push(ticked(name, &written.path));
                    // The one that was ticked stays what it is.
                    manifest
                        .registers
                        .extend(folder.manifest().registers.iter().filter(|known| known.path == name).cloned());
                }
                manifest.registers.push(written);
            }
        }
        merged.removed = folder.close(&manifest, &obsolete)?;
        Ok(merged)
    }

    fn entry(&self, task: &Task, finished: &Finished) -> Entry {
        let unit = &self.units[task.unit as usize];
        let people = match task.person {
            Some(place) => std::slice::from_ref(&place).to_vec(),
            None => unit.people.clone(),
        };
        let issued = people.iter().filter_map(|place| self.staff.person(*place)).map(|person| Issued {
            row: person.row,
            name: person.get(Field::Name).to_owned(),
            page: None,
        });
        Entry {
            path: self.path(task),
            bytes: finished.bytes,
            sha256: finished.sha256.to_string(),
            pages: finished.pages,
            key: finished.key.to_string(),
            unit: unit.name.clone(),
            people: issued.collect(),
        }
    }

    /// The path of a file below the folder of the merge.
    fn path(&self, task: &Task) -> String {
        let unit = &self.units[task.unit as usize];
        let person = task.person.and_then(|place| self.staff.person(place));
        let stem = person.as_ref().map_or_else(|| unit.slug.clone(), file_stem);
        let Order { phase, lang, paper, fillable, .. } = self.order;
        let paper = paper.name();
        let name = Name { region: None, document: &stem, audience: None, phase, lang, paper, fillable };
        let name = name.path(task.format);
        if person.is_some() { format!("{}/{name}", unit.slug) } else { name }
    }
}

/// That a register stands beside one that somebody has written into.
fn ticked(name: &str, written: &str) -> Diagnostic {
    let message = format!("{name} was changed since it was written, and is left as it is");
    Diagnostic::warning("register-changed", message).help(format!("the new one is {written}; carry the ticks over"))
}

/// The lines of a register: a PDF stands for the same sheet in other formats.
fn lines(files: &[Entry]) -> Vec<register::Line> {
    let mut lines: Vec<register::Line> = Vec::new();
    for entry in files {
        for person in &entry.people {
            let line = register::Line {
                row: person.row,
                name: person.name.clone(),
                unit: entry.unit.clone(),
                file: entry.path.clone(),
                page: person.page,
                sha256: entry.sha256.clone(),
            };
            match lines.last() {
                Some(last) if last.row == line.row && last.unit == line.unit => {}
                _ => lines.push(line),
            }
        }
    }
    lines
}

impl<'m> Shop<'m> {
    fn of(merge: &'m Merge<'m>, tables: &'m Tables<'m>, lists: &'m [Vec<Signatory<'m>>]) -> Shop<'m> {
        let order = |(unit, people): (&'m UnitSheet<'m>, &'m Vec<Signatory<'m>>)| Order {
            unit: Some(unit).filter(|unit| !unit.name.is_empty()),
            people,
            ..merge.order
        };
        let orders: Vec<Order<'m>> = tables.units.iter().zip(lists).map(order).collect();
        let jobs = merge.units.iter().map(|unit| {
            let audiences = unit.people.iter().map(|place| merge.audience(Some(*place)));
            let audiences = audiences.chain([merge.order.audience]);
            audiences.map(|audience| (audience, OnceLock::new())).collect()
        });
        Shop { jobs: jobs.collect(), orders, merge }
    }

    /// Makes a file, unless it is finished already.
    fn file(&self, task: &Task, folder: &Folder) -> Result<Outcome, Failure> {
        let path = self.merge.path(task);
        let key = self.key(task);
        if let Some(finished) = folder.finished(&path, key) {
            return Ok(Outcome::Kept(finished));
        }
        match self.make(task) {
            Ok(sheet) => {
                let lane = rayon::current_thread_index().unwrap_or(0);
                let pages = sheet.pages.unwrap_or(0);
                Ok(Outcome::Made(folder.put(&path, &sheet.bytes, key, pages, lane)?))
            }
            Err(findings) => Ok(Outcome::Failed(self.in_row(task, findings))),
        }
    }

    /// Makes the sheet of a file.
    fn make(&self, task: &Task) -> Result<Sheet, Diagnostics> {
        let unit = task.unit as usize;
        let audience = self.merge.audience(task.person);
        let prepare = || self.merge.press.job(&Order { audience, ..self.orders[unit] });
        let Some(job) = self.jobs[unit].get(&audience) else { return Err(Diagnostics::new()) };
        let job = job.get_or_init(prepare).as_ref().map_err(Clone::clone)?;
        let person = task.person.and_then(|place| self.merge.staff.person(place));
        let signatory = person.as_ref().map(|person| self.merge.staff.signatory(person));
        let mut sheets = job.sheet(signatory.as_ref(), &[task.format])?;
        // One format asked for is one sheet.
        sheets.pop().ok_or_else(Diagnostics::new)
    }

    /// A hash of all that a file is made from.
    fn key(&self, task: &Task) -> Hash {
        let Merge { press, order, staff, .. } = self.merge;
        let Order {
            document, region, election, phase, date, lang, paper, signed_on, meterai, fillable, mask_nip, ..
        } = order;
        let mut all = format!(
            "{} {} {} {:?} {election} {phase:?} {date:?} {} {paper} {signed_on:?} {meterai} {fillable} {mask_nip} {:?} {:?}",
            press.workspace.edition,
            press.stamp,
            document.id,
            region.map(|region| &region.code),
            lang.tag(),
            self.merge.audience(task.person),
            task.format,
        );
        let unit = &self.merge.units[task.unit as usize];
        let people = task.person.as_ref().map_or(unit.people.as_slice(), std::slice::from_ref);
        all.push_str(&unit.name);
        for person in people.iter().filter_map(|place| staff.person(*place)) {
            all.push_str(&format!("\n{person:?}"));
        }
        Hash::of(all.as_bytes())
    }

    /// The findings of a sheet as findings of the person's row.
    fn in_row(&self, task: &Task, findings: Diagnostics) -> Diagnostics {
        let row = task.person.and_then(|place| self.merge.staff.person(place)).map(|person| person.row);
        let mut placed = Diagnostics::new();
        for finding in findings {
            placed.push(match row {
                Some(row) => finding.at(self.merge.staff.roster().origin(row)),
                None => finding,
            });
        }
        placed
    }
}
