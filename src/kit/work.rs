//! The work of a kit: sheets and print runs, then the running order that lists them, then the manifest.

use super::Kit;
use super::plan::{Copies, Part, Work};
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::merge::{Binding, Merge, Merged, Watch, plan as people};
use crate::output::folder::{Claim, Closed, Folder};
use crate::output::manifest::{Entry, Maker, Selected};
use crate::output::{Format, Hash};
use crate::render::batch;
use crate::request::{KitContents, KitPaper, Request};
use crate::template::Axis;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::Ordering;

/// What was made of a kit.
#[derive(Debug, Default)]
pub struct Made {
    /// The files outside of print runs, in the order of printing.
    pub files: Vec<Entry>,
    /// The print runs.
    pub runs: Vec<Run>,
    /// How many sheets failed.
    pub failed: usize,
    /// Findings of sheets that failed, each once, and warnings.
    pub findings: Diagnostics,
    /// Paths of obsolete files that were removed.
    pub removed: Vec<String>,
    /// Paths of files outside of print runs that stay as somebody changed them.
    pub changed: Vec<String>,
    /// How many files of all are not what would be written now, since somebody changed them.
    pub stale: usize,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// A folder of a kit with files for people or units.
#[derive(Debug)]
pub struct Run {
    /// Its path in the folder of the kit.
    pub folder: String,
    /// What was done there.
    pub merged: Merged,
}

impl<'w> Kit<'w> {
    /// How often [`Watch::tick`] is called at least.
    pub fn steps(&self, parts: &[Part]) -> usize {
        let people = self.staff.map_or(0, |staff| staff.people().len());
        let steps = |part: &Part| match part.work {
            Work::Merge if part.request.document.is_per(Axis::Person) => people,
            _ => 1,
        };
        parts.iter().map(steps).sum()
    }

    /// Makes all parts below `out`. Print runs that an earlier call made from the same are left as they are.
    ///
    /// # Errors
    /// Failed I/O, a file in the way. Findings in templates and rows are in what is returned.
    pub fn run(&self, parts: &[Part<'w>], out: &Path, watch: &Watch) -> Result<Made, Failure> {
        let mut folder = Folder::open(out, Maker::Kit)?;
        claim(parts, &mut folder)?;
        let mut made = Made::default();
        let mut papers = Vec::new();
        let Some((agenda, others)) = parts.split_first() else { return Ok(made) };
        let sheets = others.par_iter().map(|part| match &part.work {
            Work::Sheet(formats) => self.sheet(part, formats, &part.request, &folder, watch).map(Some),
            Work::Merge => Ok(None),
        });
        let sheets: Vec<_> = sheets.collect();
        for (part, sheet) in others.iter().zip(sheets) {
            match sheet? {
                Some(sheet) => papers.extend(made.take(sheet).map(|printed| self.paper(part, &printed))),
                None => {
                    let run = self.merge(part, out, watch)?;
                    papers.push(of_run(part, &run.merged));
                    made.add(run);
                }
            }
        }
        if made.stopped {
            return Ok(made);
        }
        let kit = KitContents { papers, people: self.staff.map(|staff| staff.people().len()) };
        self.finish(agenda, &kit, folder, made, watch)
    }

    /// Makes the running order, removes what is obsolete, and writes the manifest.
    fn finish(
        &self,
        agenda: &Part<'w>,
        kit: &KitContents,
        folder: Folder,
        mut made: Made,
        watch: &Watch,
    ) -> Result<Made, Failure> {
        let Work::Sheet(formats) = &agenda.work else { return Ok(made) };
        let mut request = agenda.request;
        request.subject.kit = Some(kit);
        let sheet = self.sheet(agenda, formats, &request, &folder, watch)?;
        made.take(sheet);
        made.files.sort_by(|one, other| one.path.cmp(&other.path));
        let (manifest, obsolete) = folder.renewed(made.files.clone(), &self.edition(), made.failed == 0);
        let Closed { removed, changed, stale, findings } = folder.close(&manifest, obsolete)?;
        made.findings.extend(findings);
        made.stale += stale;
        Ok(Made { removed, changed, ..made })
    }

    /// A hash over all that the sheets are made from, the event included.
    fn edition(&self) -> String {
        Hash::of(format!("{} {:?}", self.renderer.workspace.edition, self.event).as_bytes()).to_string()
    }

    /// The files of a sheet and warnings about them, or why there are none.
    fn sheet(
        &self,
        part: &Part,
        formats: &[Format],
        request: &Request,
        folder: &Folder,
        watch: &Watch,
    ) -> Result<Result<Sheet, Diagnostics>, Failure> {
        if watch.stop.load(Ordering::Relaxed) {
            return Ok(Ok(Sheet { stopped: true, ..Sheet::default() }));
        }
        let renderer = &self.renderer;
        let made = match renderer.sheet(request, formats) {
            Ok(made) => made,
            Err(findings) => return Ok(Err(findings)),
        };
        let mut sheet = Sheet::default();
        for one in made {
            let path = part.path(one.format);
            let written = folder.write(&path, &one.bytes)?;
            sheet.printed.paths.push(path.clone());
            sheet.printed.pages = sheet.printed.pages.or(one.pages);
            one.overflow(renderer, request).into_iter().for_each(|warning| sheet.warnings.push(warning));
            let Some(written) = written else { continue };
            let entry = batch::entry(renderer, Some(Selected::of(request, one.format)), path, one.pages, written);
            sheet.files.push(Entry { edition: self.edition(), by: Maker::Kit, ..entry });
        }
        (watch.tick)();
        Ok(Ok(sheet))
    }

    fn merge(&self, part: &Part<'w>, out: &Path, watch: &Watch) -> Result<Run, Failure> {
        let Some(staff) = self.staff else { return Err(Failure::Findings(Diagnostics::new())) };
        let plan = people::plan(staff.people(), &people::Who::default())?;
        let is_bound = part.request.document.is_per(Axis::Person) && self.formats == [Format::Pdf];
        let binding = is_bound.then_some(Binding { split: self.split });
        let merge = Merge {
            renderer: self.renderer,
            request: part.request,
            staff,
            plan: &plan,
            formats: self.formats,
            binding,
        };
        let folder = part.stem();
        Ok(Run { merged: merge.run(out, &folder, watch)?, folder })
    }

    /// A sheet as the running order lists it.
    fn paper<'p>(&self, part: &Part<'p>, printed: &Printed) -> KitPaper<'p> {
        KitPaper {
            no: part.content.no,
            document: part.request.document,
            audience: part.request.scope.audience,
            path: printed.paths.join(", "),
            files: 1,
            pages: printed.pages.map(u64::from),
            copies: match part.content.copies {
                Copies::One => Some(1),
                Copies::Each => self.people_of(part.request.scope.audience),
            },
        }
    }

    /// How many people of the roster belong to an audience; none where it does not tell.
    fn people_of(&self, audience: Option<&str>) -> Option<usize> {
        let people = self.staff?.people();
        let Some(wanted) = audience else { return Some(people.len()) };
        let rulebook = &self.renderer.workspace.rulebook;
        let belongs = |own: &str| rulebook.ancestors(own).iter().any(|group| group.id == wanted);
        let count = people.iter().filter(|person| person.audience().is_some_and(belongs)).count();
        (count > 0).then_some(count)
    }
}

/// The files of one sheet.
#[derive(Debug, Default)]
struct Sheet {
    /// Those that were written; not those that somebody changed.
    files: Vec<Entry>,
    printed: Printed,
    warnings: Diagnostics,
    stopped: bool,
}

/// What the running order tells of a sheet.
#[derive(Debug, Default)]
struct Printed {
    paths: Vec<String>,
    pages: Option<u32>,
}

impl Made {
    /// Adds a sheet, and returns what the running order tells of it; nothing where it failed or was not begun.
    fn take(&mut self, sheet: Result<Sheet, Diagnostics>) -> Option<Printed> {
        match sheet {
            Ok(sheet) => {
                self.stopped |= sheet.stopped;
                self.files.extend(sheet.files);
                sheet.warnings.into_iter().for_each(|warning| batch::push_once(&mut self.findings, warning));
                Some(sheet.printed).filter(|printed| !printed.paths.is_empty())
            }
            Err(findings) => {
                self.failed += 1;
                findings.into_iter().for_each(|finding| batch::push_once(&mut self.findings, finding));
                None
            }
        }
    }

    fn add(&mut self, run: Run) {
        self.stopped |= run.merged.stopped;
        self.failed += run.merged.count.failed;
        self.stale += run.merged.count.stale;
        run.merged.findings.iter().for_each(|finding| batch::push_once(&mut self.findings, finding.clone()));
        self.runs.push(run);
    }
}

/// A folder of print runs as the running order lists it.
fn of_run<'p>(part: &Part<'p>, merged: &Merged) -> KitPaper<'p> {
    KitPaper {
        no: part.content.no,
        document: part.request.document,
        audience: None,
        path: format!("{}/", part.stem()),
        files: merged.count.made + merged.count.kept,
        pages: (merged.count.pages > 0).then_some(merged.count.pages),
        copies: Some(1),
    }
}

fn claim(parts: &[Part], folder: &mut Folder) -> Result<(), Failure> {
    let mut claims = Vec::new();
    for part in parts {
        if let Work::Sheet(formats) = &part.work {
            let sheet = part.request.describe();
            claims.extend(formats.iter().map(|format| {
                let selection = Some(Selected::of(&part.request, *format));
                Claim { path: part.path(*format), sheet: sheet.clone(), selection }
            }));
        }
    }
    folder.claim(&claims)
}
