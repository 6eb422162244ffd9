//! The sheets of several people, each step for all of them before the next.
//!
//! A sheet is made in steps: its Markdown, its document, its pages, its files. The code of all of them is larger than the
//! fastest memory of a processor, so one step for some dozens of people and then the next takes three quarters of the time that
//! one person after the other takes.

use super::prepared::PreparedDocument;
use crate::diag::Diagnostics;
use crate::document::{Document, Fit};
use crate::layout::Target;
use crate::pdf::FilePart;
use crate::request::Signatory;

/// More units at once gain nothing.
const MOST: usize = 32;

/// How many of so many units are best taken at once: few enough that all threads have some to the end.
pub fn at_once(units: usize) -> usize {
    (units / (4 * rayon::current_num_threads())).clamp(1, MOST)
}

/// To make the sheet of somebody, or the form to fill in.
#[derive(Clone, Copy)]
pub struct RenderUnit<'t, 'w> {
    /// What makes it.
    pub prepared: &'t PreparedDocument<'w>,
    /// Whose it is.
    pub signatory: Option<&'t Signatory<'t>>,
}

impl RenderUnit<'_, '_> {
    /// Whether it must be set to know what is on its front.
    fn is_one_page(&self) -> bool {
        self.prepared.request.document.fit == Fit::OnePage
    }

    /// Whether its regional points are on its back without a try: where the form has them there, so have all sheets.
    fn is_on_back(&self) -> Result<bool, Diagnostics> {
        Ok(self.is_one_page() && self.signatory.is_some() && form_overflows(self.prepared)?)
    }
}

/// A document ready for the writers.
pub struct Typeset {
    /// The Markdown that the template gave.
    pub markdown: String,
    /// The document it means.
    pub document: Document,
    /// Its pages, where they had to be set to know whether the document fits.
    pub(super) part: Option<FilePart>,
}

/// Whether the regional points of the form to fill in are on its back.
pub(super) fn form_overflows(prepared: &PreparedDocument) -> Result<bool, Diagnostics> {
    if let Some(known) = prepared.form_overflows.get() {
        return Ok(*known);
    }
    let form = one(RenderUnit { prepared, signatory: None }, false)?;
    Ok(*prepared.form_overflows.get_or_init(|| form.part.is_some_and(|part| !part.fits())))
}

/// The pages of the sheets of some units, to go into a print run.
///
/// # Errors
/// As [`PreparedDocument::sheet`], for each.
pub fn parts(units: &[RenderUnit]) -> Vec<Result<FilePart, Diagnostics>> {
    let made = typeset(units).into_iter().zip(units);
    made.map(|(typeset, unit)| pages(unit, typeset?)).collect()
}

/// The documents of some units, as [`PreparedDocument::typeset`] makes each.
///
/// # Errors
/// As [`PreparedDocument::typeset`], for each.
pub fn typeset(units: &[RenderUnit]) -> Vec<Result<Typeset, Diagnostics>> {
    let sides: Vec<Result<bool, Diagnostics>> = units.iter().map(RenderUnit::is_on_back).collect();
    let made = laid_out(units, &sides).into_iter().zip(units).zip(&sides);
    let overflows = |typeset: &Typeset| typeset.part.as_ref().is_some_and(|part| !part.fits());
    made.map(|((typeset, unit), on_back)| match typeset {
        Ok(typeset) if matches!(on_back, Ok(false)) && overflows(&typeset) => one(*unit, true),
        typeset => typeset,
    })
    .collect()
}

fn pages(unit: &RenderUnit, Typeset { document, part, .. }: Typeset) -> Result<FilePart, Diagnostics> {
    let PreparedDocument { renderer, request, .. } = unit.prepared;
    match part {
        Some(part) => Ok(part),
        None => renderer.workspace.pdf()?.part(&document, request.target()),
    }
}

/// The document of a unit, its regional points on the front or on the back.
fn one(unit: RenderUnit, on_back: bool) -> Result<Typeset, Diagnostics> {
    laid_out(&[unit], &[Ok(on_back)]).pop().unwrap_or_else(|| Err(Diagnostics::new()))
}

fn laid_out(units: &[RenderUnit], on_back: &[Result<bool, Diagnostics>]) -> Vec<Result<Typeset, Diagnostics>> {
    let render = |(unit, on_back): (&RenderUnit, &Result<bool, Diagnostics>)| {
        unit.prepared.markdown(unit.signatory, on_back.as_ref().copied().map_err(Clone::clone)?)
    };
    let texts: Vec<Result<String, Diagnostics>> = units.iter().zip(on_back).map(render).collect();
    let read = |(markdown, unit): (Result<String, Diagnostics>, &RenderUnit)| {
        let markdown = markdown?;
        let document = unit.prepared.read(unit.signatory, &markdown)?;
        Ok(Typeset { markdown, document, part: None })
    };
    let made: Vec<Result<Typeset, Diagnostics>> = texts.into_iter().zip(units).map(read).collect();
    set(units, made)
}

/// Sets the documents that must be set to know whether they fit.
fn set(units: &[RenderUnit], made: Vec<Result<Typeset, Diagnostics>>) -> Vec<Result<Typeset, Diagnostics>> {
    let meant = made.iter().zip(units).filter(|(_, unit)| unit.is_one_page());
    let documents =
        meant.filter_map(|(made, unit)| Some((&made.as_ref().ok()?.document, unit.prepared.request.target())));
    let documents: Vec<(&Document, Target)> = documents.collect();
    let Some(first) = units.first().filter(|_| !documents.is_empty()) else { return made };
    let parts: Vec<Result<FilePart, Diagnostics>> = match first.prepared.renderer.workspace.pdf() {
        Ok(writer) => writer.parts(&documents),
        Err(findings) => documents.iter().map(|_| Err(findings.clone())).collect(),
    };
    let mut parts = parts.into_iter();
    let with_part = |(made, unit): (Result<Typeset, Diagnostics>, &RenderUnit)| {
        let typeset = made?;
        let part = if unit.is_one_page() { parts.next().transpose()? } else { None };
        Ok(Typeset { part, ..typeset })
    };
    made.into_iter().zip(units).map(with_part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;
    use crate::render::Renderer;
    use crate::render::plan::{Unasked, Wanted, plan};
    use crate::request::Request;
    use crate::workspace::{Inputs, Workspace};

    #[test]
    fn what_is_made_for_several_is_what_is_made_for_each() {
        let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
        let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
        let wanted = Wanted {
            regions: vec!["muara-enim".to_owned()],
            documents: vec!["pledge".to_owned(), "certificate".to_owned()],
            audiences: vec!["pns".to_owned()],
            ..Wanted::default()
        };
        let requests = plan(&workspace, &wanted, Unasked::Blank, &mut Diagnostics::new()).unwrap();
        let jobs: Vec<PreparedDocument> =
            requests.iter().map(|request: &Request| renderer.prepare(request).unwrap()).collect();
        // No font has the second name; the third fills a good part of the page.
        let long = "Raden Ajeng Siti Aminah ".repeat(60);
        let names = ["Siti Aminah", "漢字", long.as_str(), "Budi"];
        let people = names.map(|name| Signatory { name, position: name, ..Signatory::default() });
        let people: Vec<Option<&Signatory>> = people.iter().map(Some).chain([None]).collect();
        let of_job = |prepared| people.iter().map(move |signatory| RenderUnit { prepared, signatory: *signatory });
        let units: Vec<RenderUnit> = jobs.iter().flat_map(of_job).collect();
        assert_eq!(units.len(), 2 * 5);
        let written = |unit: &RenderUnit, typeset| unit.prepared.written(&typeset?, &Format::ALL);
        let together: Vec<_> =
            typeset(&units).into_iter().zip(&units).map(|(made, unit)| written(unit, made)).collect();
        let apart: Vec<_> = units.iter().map(|unit| unit.prepared.sheet(unit.signatory, &Format::ALL)).collect();
        assert!(together == apart);
        let failed = |made: &[Result<Vec<_>, _>]| made.iter().map(Result::is_err).collect::<Vec<_>>();
        assert_eq!(failed(&together), [false, true, false, false, false].repeat(2));
        let pages = |parts: Vec<Result<FilePart, _>>| {
            parts.into_iter().map(|made| made.ok().map(|part| part.pages())).collect::<Vec<_>>()
        };
        let alone = units.iter().map(|unit| unit.prepared.part(unit.signatory)).collect();
        assert_eq!(pages(parts(&units)), pages(alone));
    }

    #[test]
    fn all_threads_have_some_to_the_end() {
        let threads = rayon::current_num_threads();
        assert_eq!((at_once(0), at_once(3)), (1, 1));
        assert_eq!(at_once(8 * threads), 2);
        assert_eq!(at_once(1_000_000), MOST.min(1_000_000 / 4 / threads));
    }
}
