//! The sheets of several people, each step for all of them before the next.
//!
//! A sheet is made in steps: its Markdown, its document, its pages, its files. The code of all of them is larger than the
//! fastest memory of a processor, so one step for some dozens of people and then the next takes three quarters of the time that
//! one person after the other takes.

use super::{Job, Typeset};
use crate::context::Signatory;
use crate::diag::Diagnostics;
use crate::document::{Document, Fit};
use crate::pdf::{Chapter, Target};

/// More tasks at once gain nothing.
const MOST: usize = 32;

/// How many of so many tasks are best taken at once: few enough that all threads have some to the end.
pub fn at_once(tasks: usize) -> usize {
    (tasks / (4 * rayon::current_num_threads())).clamp(1, MOST)
}

/// To make the sheet of somebody, or the form to fill in.
#[derive(Clone, Copy)]
pub struct Task<'t, 'w> {
    /// What makes it.
    pub job: &'t Job<'w>,
    /// Whose it is.
    pub signatory: Option<&'t Signatory<'t>>,
}

impl Task<'_, '_> {
    /// Whether it must be set to know what is on its front.
    fn is_one_page(&self) -> bool {
        self.job.order.document.fit == Fit::OnePage
    }

    /// Whether its regional points are on its back without a try: where the form has them there, so have all sheets.
    fn is_on_back(&self) -> Result<bool, Diagnostics> {
        Ok(self.is_one_page() && self.signatory.is_some() && self.job.form_overflows()?)
    }
}

/// The pages of the sheets of some tasks, to go into a print run.
///
/// # Errors
/// As [`Job::sheet`], for each.
pub fn chapters(tasks: &[Task]) -> Vec<Result<Chapter, Diagnostics>> {
    let made = typeset(tasks).into_iter().zip(tasks);
    made.map(|(typeset, task)| task.job.pages(typeset?)).collect()
}

/// The documents of some tasks, as [`Job::typeset`] makes each.
///
/// # Errors
/// As [`Job::typeset`], for each.
pub fn typeset(tasks: &[Task]) -> Vec<Result<Typeset, Diagnostics>> {
    let sides: Vec<Result<bool, Diagnostics>> = tasks.iter().map(Task::is_on_back).collect();
    let made = laid_out(tasks, &sides).into_iter().zip(tasks).zip(&sides);
    let overflows = |typeset: &Typeset| typeset.chapter.as_ref().is_some_and(|chapter| !chapter.fits());
    made.map(|((typeset, task), on_back)| match typeset {
        Ok(typeset) if matches!(on_back, Ok(false)) && overflows(&typeset) => one(*task, true),
        typeset => typeset,
    })
    .collect()
}

/// The document of a task, its regional points on the front or on the back.
pub(super) fn one(task: Task, on_back: bool) -> Result<Typeset, Diagnostics> {
    laid_out(&[task], &[Ok(on_back)]).pop().unwrap_or_else(|| Err(Diagnostics::new()))
}

fn laid_out(tasks: &[Task], on_back: &[Result<bool, Diagnostics>]) -> Vec<Result<Typeset, Diagnostics>> {
    let render = |(task, on_back): (&Task, &Result<bool, Diagnostics>)| {
        task.job.markdown(task.signatory, on_back.as_ref().copied().map_err(Clone::clone)?)
    };
    let texts: Vec<Result<String, Diagnostics>> = tasks.iter().zip(on_back).map(render).collect();
    let read = |(markdown, task): (Result<String, Diagnostics>, &Task)| {
        let markdown = markdown?;
        let document = task.job.read(task.signatory, &markdown)?;
        Ok(Typeset { markdown, document, chapter: None })
    };
    let made: Vec<Result<Typeset, Diagnostics>> = texts.into_iter().zip(tasks).map(read).collect();
    set(tasks, made)
}

/// Sets the documents that must be set to know whether they fit.
fn set(tasks: &[Task], made: Vec<Result<Typeset, Diagnostics>>) -> Vec<Result<Typeset, Diagnostics>> {
    let meant = made.iter().zip(tasks).filter(|(_, task)| task.is_one_page());
    let documents = meant.filter_map(|(made, task)| Some((&made.as_ref().ok()?.document, task.job.order.target())));
    let documents: Vec<(&Document, Target)> = documents.collect();
    let Some(first) = tasks.first().filter(|_| !documents.is_empty()) else { return made };
    let chapters: Vec<Result<Chapter, Diagnostics>> = match first.job.press.workspace.pdf() {
        Ok(writer) => writer.chapters(&documents),
        Err(findings) => documents.iter().map(|_| Err(findings.clone())).collect(),
    };
    let mut chapters = chapters.into_iter();
    let with_chapter = |(made, task): (Result<Typeset, Diagnostics>, &Task)| {
        let typeset = made?;
        let chapter = if task.is_one_page() { chapters.next().transpose()? } else { None };
        Ok(Typeset { chapter, ..typeset })
    };
    made.into_iter().zip(tasks).map(with_chapter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;
    use crate::press::plan::{Unasked, Wanted, plan};
    use crate::press::{Order, Press};
    use crate::workspace::{Inputs, Workspace};

    #[test]
    fn what_is_made_for_several_is_what_is_made_for_each() {
        let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
        let press = Press { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
        let wanted = Wanted {
            regions: vec!["muara-enim".to_owned()],
            documents: vec!["pledge".to_owned(), "certificate".to_owned()],
            audiences: vec!["pns".to_owned()],
            ..Wanted::default()
        };
        let orders = plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap();
        let jobs: Vec<Job> = orders.iter().map(|order: &Order| press.job(order).unwrap()).collect();
        // No font has the second name; the third fills a good part of the page.
        let long = "Raden Ajeng Siti Aminah ".repeat(60);
        let names = ["Siti Aminah", "漢字", long.as_str(), "Budi"];
        let people = names.map(|name| Signatory { name, position: name, ..Signatory::default() });
        let people: Vec<Option<&Signatory>> = people.iter().map(Some).chain([None]).collect();
        let of_job = |job| people.iter().map(move |signatory| Task { job, signatory: *signatory });
        let tasks: Vec<Task> = jobs.iter().flat_map(of_job).collect();
        assert_eq!(tasks.len(), 2 * 5);
        let written = |task: &Task, typeset| task.job.written(typeset?, &Format::ALL);
        let together: Vec<_> =
            typeset(&tasks).into_iter().zip(&tasks).map(|(made, task)| written(task, made)).collect();
        let apart: Vec<_> = tasks.iter().map(|task| task.job.sheet(task.signatory, &Format::ALL)).collect();
        assert!(together == apart);
        let failed = |made: &[Result<Vec<_>, _>]| made.iter().map(Result::is_err).collect::<Vec<_>>();
        assert_eq!(failed(&together), [false, true, false, false, false].repeat(2));
        let pages = |chapters: Vec<Result<Chapter, _>>| {
            chapters.into_iter().map(|made| made.ok().map(|chapter| chapter.pages())).collect::<Vec<_>>()
        };
        let alone = tasks.iter().map(|task| task.job.chapter(task.signatory)).collect();
        assert_eq!(pages(chapters(&tasks)), pages(alone));
    }

    #[test]
    fn all_threads_have_some_to_the_end() {
        let threads = rayon::current_num_threads();
        assert_eq!((at_once(0), at_once(3)), (1, 1));
        assert_eq!(at_once(8 * threads), 2);
        assert_eq!(at_once(1_000_000), MOST.min(1_000_000 / 4 / threads));
    }
}
