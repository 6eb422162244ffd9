//! The work of a kit: sheets and print runs, then the running order that lists them, then the manifest.

use super::Kit;
use super::contents::Copies;
use super::plan::{KitPart, Work};
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::merge::recipients::{Recipients, Who, recipients};
use crate::merge::{Binding, Merge, MergeResult, Watch};
use crate::output::manifest::{Entry, MadeBy};
use crate::output::sheets::{Closed, SheetFolder};
use crate::output::{Format, Hasher};
use crate::render::batch;
use crate::render::store::{SheetStore, StoredSheet, claims};
use crate::request::{KitContents, KitPaper, Request};
use crate::template::Axis;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::Ordering;

/// What was made of a kit.
#[derive(Debug, Default)]
pub struct MadeKit {
    /// The files outside of print runs, in the order of printing.
    pub files: Vec<Entry>,
    /// How many of them a stopped or killed run had made.
    pub kept: usize,
    /// The print runs.
    pub runs: Vec<PrintedFolder>,
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
pub struct PrintedFolder {
    /// Its path in the folder of the kit.
    pub folder: String,
    /// What was done there.
    pub merged: MergeResult,
}

impl<'w> Kit<'w> {
    /// How often [`Watch::tick`] is called at least.
    pub fn steps(&self, parts: &[KitPart]) -> usize {
        let people = self.staff.map_or(0, |staff| staff.people().len());
        let steps = |part: &KitPart| match part.work {
            Work::Merge if part.request.document.is_per(Axis::Person) => people,
            _ => 1,
        };
        parts.iter().map(steps).sum()
    }

    /// Makes all parts below `out`. What an earlier call made from the same is left as it is.
    ///
    /// # Errors
    /// Failed I/O, a file in the way, volumes that have no room for a sheet. Findings in templates and rows are in what is
    /// returned.
    pub fn run(&self, parts: &[KitPart<'w>], out: &Path, watch: &Watch) -> Result<MadeKit, Failure> {
        let mut made = MadeKit::default();
        let Some((agenda, others)) = parts.split_first() else { return Ok(made) };
        let recipients = self.staff.map(|staff| recipients(staff.people(), &Who::default())).transpose()?;
        let merges: Vec<Option<Merge>> = others.iter().map(|part| self.merge(part, recipients.as_ref())).collect();
        merges.iter().flatten().try_for_each(Merge::check_split)?;
        let folder = SheetFolder::open(out, MadeBy::Kit)?;
        claim(parts, &folder)?;
        let edition = self.edition();
        let store = SheetStore { renderer: self.renderer, folder: &folder, by: MadeBy::Kit, edition: &edition };
        let sheets = others.par_iter().map(|part| sheet(&store, part, &part.request, watch));
        let sheets: Vec<_> = sheets.collect();
        let mut papers = Vec::new();
        for ((part, sheet), merge) in others.iter().zip(sheets).zip(&merges) {
            match merge {
                None => papers.extend(made.take(sheet)?.map(|sheet| self.paper(part, &sheet))),
                Some(merge) => {
                    let folder = part.stem();
                    let run = PrintedFolder { merged: merge.run(out, &folder, watch)?, folder };
                    papers.push(of_run(part, &run.merged));
                    made.add(run);
                }
            }
        }
        let kit = KitContents { papers, people: self.staff.map(|staff| staff.people().len()) };
        let mut request = agenda.request;
        request.subject.kit = Some(&kit);
        if !made.stopped {
            made.take(sheet(&store, agenda, &request, watch))?;
        }
        // The running order lists what is there: where it is not made, nothing is obsolete yet.
        if made.stopped {
            return Ok(made);
        }
        made.files.sort_by(|one, other| one.path.cmp(&other.path));
        let contents = folder.contents(&made.files, &edition, made.failed == 0)?;
        let Closed { removed, changed, stale, findings } = folder.close(contents)?;
        made.findings.extend(findings);
        made.stale += stale;
        Ok(MadeKit { removed, changed, ..made })
    }

    /// A hash over all that the sheets are made from, the event included.
    fn edition(&self) -> String {
        let mut hasher = Hasher::default();
        // Nothing can fail here: a hash takes all, and an event has a form in JSON.
        let _ = serde_json::to_writer(&mut hasher, &(&self.renderer.workspace.edition, self.event));
        hasher.finish().to_string()
    }

    /// The merge of a part, where it is one.
    fn merge<'m>(&'m self, part: &KitPart<'w>, recipients: Option<&'m Recipients>) -> Option<Merge<'m>> {
        let (Work::Merge, Some(staff)) = (&part.work, self.staff) else { return None };
        let is_bound = part.request.document.is_per(Axis::Person) && self.formats == [Format::Pdf];
        let binding = is_bound.then_some(Binding { split: self.split });
        Some(Merge {
            renderer: self.renderer,
            request: part.request,
            staff,
            recipients: recipients?,
            formats: self.formats,
            binding,
        })
    }

    /// A sheet as the running order lists it.
    fn paper<'p>(&self, part: &KitPart<'p>, sheet: &StoredSheet) -> KitPaper<'p> {
        KitPaper {
            no: part.content.no,
            document: part.request.document,
            audience: part.request.scope.audience,
            path: sheet.paths.join(", "),
            files: 1,
            pages: sheet.pages.map(u64::from),
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

/// Makes the sheet of a part; none where it is a merge, or where the run was stopped before.
fn sheet<'w>(
    store: &SheetStore<'_, 'w>,
    part: &KitPart,
    request: &Request<'w>,
    watch: &Watch,
) -> Result<Option<StoredSheet>, Failure> {
    let Work::Sheet(formats) = &part.work else { return Ok(None) };
    if watch.stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let sheet = store.make(request, formats, &|format| part.path(format))?;
    (watch.tick)();
    Ok(Some(sheet))
}

impl MadeKit {
    /// Adds a sheet, and returns what the running order tells of it; nothing where it failed or was not begun.
    fn take(&mut self, sheet: Result<Option<StoredSheet>, Failure>) -> Result<Option<StoredSheet>, Failure> {
        match sheet {
            Ok(Some(mut sheet)) => {
                self.files.append(&mut sheet.files);
                self.kept += sheet.kept;
                sheet.warnings.drain(..).for_each(|warning| batch::push_once(&mut self.findings, warning));
                Ok(Some(sheet))
            }
            Ok(None) => {
                self.stopped = true;
                Ok(None)
            }
            Err(Failure::Findings(findings)) => {
                self.failed += 1;
                findings.into_iter().for_each(|finding| batch::push_once(&mut self.findings, finding));
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    fn add(&mut self, run: PrintedFolder) {
        self.stopped |= run.merged.stopped;
        self.failed += run.merged.count.failed;
        self.stale += run.merged.count.stale;
        run.merged.findings.iter().for_each(|finding| batch::push_once(&mut self.findings, finding.clone()));
        self.runs.push(run);
    }
}

/// A folder of print runs as the running order lists it.
fn of_run<'p>(part: &KitPart<'p>, merged: &MergeResult) -> KitPaper<'p> {
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

fn claim(parts: &[KitPart], folder: &SheetFolder) -> Result<(), Failure> {
    let mut all = Vec::new();
    for part in parts {
        if let Work::Sheet(formats) = &part.work {
            all.extend(claims(&part.request, formats, &|format| part.path(format)));
        }
    }
    folder.claim(&all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::render::Renderer;
    use crate::render::plan::Wanted;
    use crate::workspace::{Inputs, Workspace};
    use std::sync::atomic::{AtomicBool, AtomicUsize};

    #[test]
    fn a_kit_that_is_stopped_before_its_agenda_removes_nothing_and_goes_on_later() {
        let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
        let text = include_str!("../../samples/sosialisasi.yaml");
        let documents: Vec<&str> =
            workspace.templates.documents().iter().map(|document| document.id.as_str()).collect();
        let out = tempfile::tempdir().unwrap();
        let run = |title: &str, last: usize| {
            let text = text.replace("Nama Gedung Contoh", title);
            let event = Event::load("e.yaml", &text, &workspace.rulebook, &documents, &mut Diagnostics::new()).unwrap();
            let kit = Kit {
                renderer: Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date },
                event: &event,
                wanted: Wanted { regions: vec!["prabumulih".to_owned()], ..Wanted::default() },
                staff: None,
                formats: &[Format::Md],
                split: None,
            };
            let parts = kit.plan(&mut Diagnostics::new()).unwrap();
            let (stop, ticks) = (AtomicBool::new(false), AtomicUsize::new(0));
            let tick = || {
                let is_last = ticks.fetch_add(1, Ordering::Relaxed) + 1 + last == parts.len();
                stop.fetch_or(is_last, Ordering::Relaxed);
            };
            kit.run(&parts, out.path(), &Watch { tick: &tick, stop: &stop }).unwrap()
        };
        let agenda = out.path().join("01-agenda.md");
        assert!(!run("Gedung Satu", parts_never()).stopped && agenda.exists());
        let before = std::fs::read(&agenda).unwrap();
        let stopped = run("Gedung Dua", 1);
        assert!(stopped.stopped && stopped.removed.is_empty());
        assert_eq!(std::fs::read(&agenda).unwrap(), before);
        let made = run("Gedung Dua", parts_never());
        assert!(!made.stopped && made.kept > 0, "{made:?}");
        assert!(std::fs::read_to_string(&agenda).unwrap().contains("Gedung Dua"));
    }

    /// More than there are parts: it is never stopped.
    fn parts_never() -> usize {
        usize::MAX / 2
    }
}
