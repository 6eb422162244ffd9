//! What a merge would take, judged by a few trials in memory.

use super::documents::UnitDocuments;
use super::recipients::UnitRecipients;
use super::spec::Merge;
use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::pdf::FilePart;
use crate::render::Sheet;
use crate::request::UnitSheet;
use crate::roster::Person;
use rayon::prelude::*;

/// So many sheets are made to judge the others by.
const TRIALS: usize = 24;

/// What a merge would make.
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

/// A sheet to try.
struct TrialSheet<'m> {
    sheet: &'m UnitSheet<'m>,
    jobs: UnitDocuments<'m>,
    /// Whom it is for.
    people: Vec<Person<'m>>,
}

impl Merge<'_> {
    /// Makes some of the files in memory, and judges by them what all would take. `clock` tells the seconds since any
    /// moment.
    ///
    /// # Errors
    /// Findings in all of the trials.
    pub fn estimate(&self, clock: impl Fn() -> f64) -> Result<Estimate, Failure> {
        let meant = self.meant();
        let sheets: Vec<UnitSheet> = meant.iter().map(|(unit, _)| self.unit_sheet(unit)).collect();
        let trials = meant.iter().zip(&sheets).map(|((_, people), sheet)| {
            let jobs = UnitDocuments::of(self, people, sheet);
            TrialSheet { sheet, jobs, people: people.iter().filter_map(|place| self.staff.person(*place)).collect() }
        });
        let trials: Vec<TrialSheet> = trials.collect();
        // What all share is prepared by the first one, what a unit shares by the first of its sheets.
        let first = trials.first().map_or(Ok(Vec::new()), |trial| self.try_one(trial));
        let start = clock();
        trials.par_iter().for_each(|trial| drop(self.try_one(trial)));
        let between = clock();
        let made: Vec<Sheet> = trials.par_iter().filter_map(|trial| self.try_one(trial).ok()).flatten().collect();
        let (prepared, again) = (between - start, clock() - between);
        if made.is_empty() {
            return Err(Failure::Findings(first.err().unwrap_or_default()));
        }
        if self.binding.is_some() {
            return self.estimate_runs(&trials, clock);
        }
        let share = self.files() as f64 / made.len() as f64;
        let of_all = |sum: u64| (sum as f64 * share).round() as u64;
        let preparing = (prepared - again).max(0.0) / trials.len() as f64 * self.recipients.units.len() as f64;
        Ok(Estimate {
            files: self.files(),
            pages: of_all(made.iter().map(|sheet| u64::from(sheet.pages.unwrap_or(0))).sum()),
            bytes: of_all(made.iter().map(|sheet| sheet.bytes.len() as u64).sum()),
            seconds: again.max(0.0) * share + preparing,
        })
    }

    /// What print runs would take: a small one and a larger one tell what a page adds.
    fn estimate_runs(&self, trials: &[TrialSheet], clock: impl Fn() -> f64) -> Result<Estimate, Failure> {
        let writer = self.renderer.workspace.pdf().map_err(Failure::Findings)?;
        let start = clock();
        let set = |trial: &TrialSheet| trial.jobs.parts(trial.people.get(..1)?).pop()?.ok();
        let parts: Vec<FilePart> = trials.par_iter().filter_map(set).collect();
        let size = |parts: &[FilePart]| {
            let mut run = writer.print_run(self.renderer.volume(&self.request, String::new())?, Vec::new());
            let written = run.add(parts).and_then(|()| run.finish());
            Ok::<usize, Diagnostics>(written.map_or(0, |bytes| bytes.len()))
        };
        let (one, all) = (size(&parts[..1.min(parts.len())])? as f64, size(&parts)? as f64);
        let seconds = clock() - start;
        let count = parts.len().max(1) as f64;
        let people = self.recipients.people() as f64;
        let more = (all - one) / (count - 1.0).max(1.0);
        let pages: u64 = parts.iter().map(|part| u64::from(part.pages())).sum();
        let a_sheet = pages as f64 / count;
        let split = self.binding.and_then(|binding| binding.split);
        let files: usize = self.recipients.units.iter().map(|unit| volumes(unit.people.len(), a_sheet, split)).sum();
        // A divider is a page of its own in each file.
        let pages = a_sheet * people + files as f64;
        let bytes = files as f64 * one + (people - files as f64).max(0.0) * more;
        // To cut a unit, its sheets are set once more.
        let times = if split.is_some() { 2.0 } else { 1.0 };
        let seconds = seconds / count * people * times;
        Ok(Estimate { files, pages: pages.round() as u64, bytes: bytes.round() as u64, seconds })
    }

    /// Some of those who get a sheet, from the whole roster.
    fn meant(&self) -> Vec<(&UnitRecipients, &[u32])> {
        let units = &self.recipients.units;
        if self.is_per_unit() {
            let step = units.len().div_ceil(TRIALS).max(1);
            return units.iter().step_by(step).map(|unit| (unit, unit.people.as_slice())).collect();
        }
        let step = self.recipients.people().div_ceil(TRIALS).max(1);
        let all =
            units.iter().flat_map(|unit| unit.people.iter().map(move |place| (unit, std::slice::from_ref(place))));
        all.step_by(step).collect()
    }

    fn try_one(&self, trial: &TrialSheet) -> Result<Vec<Sheet>, Diagnostics> {
        match trial.people.first() {
            Some(person) if !self.is_per_unit() => trial.jobs.sheets(person, self.formats),
            _ => self.list(&self.request_for(trial.sheet), &trial.people, self.formats),
        }
    }
}

/// How many volumes a unit of so many people has, whose sheets have so many pages each.
fn volumes(people: usize, a_sheet: f64, split: Option<u32>) -> usize {
    let Some(most) = split else { return 1 };
    let room = f64::from(most.saturating_sub(1));
    let sheets = (room / a_sheet.max(1.0)).floor().max(1.0);
    (people as f64 / sheets).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_counted_by_unit_with_their_dividers() {
        assert_eq!(volumes(40, 1.0, None), 1);
        assert_eq!(volumes(40, 1.0, Some(3)) * 5, 100);
        assert_eq!(volumes(40, 1.0, Some(20)) * 5, 15);
        assert_eq!(volumes(40, 2.0, Some(20)), 5);
        assert_eq!(volumes(1, 3.0, Some(2)), 1);
    }
}
