//! Everything that can be found wrong with a workspace, at once.
//!
//! 1. Rulebook, regions and templates are loaded; their errors do not hide each other.
//! 2. Each numbered statement of the articles must be carried by something.
//! 3. `overlays` reports what a rulebook changes in the one it extends, `provenance` what is doubtful about the rules,
//!    `lines` the lines of a sheet that no rule stands behind.
//! 4. Each template is rendered on sample variables.
//! 5. Each document of each region with a profile is made in both languages and in every format, as a build would.

mod lines;
mod overlays;
mod provenance;

pub use overlays::overlays;
pub use provenance::provenance;

use crate::context;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::index;
use crate::lang::Lang;
use crate::output::Format;
use crate::region::coverage;
use crate::render::Renderer;
use crate::render::plan::{Unasked, Wanted, plan};
use crate::request::Request;
use crate::template;
use crate::workspace::{Inputs, Workspace};
use rayon::prelude::*;

/// Codes of findings about characters.
const UNPRINTABLE: [Code; 2] = [Code::MissingGlyph, Code::RightToLeft];

/// Every finding in these files.
pub fn check(inputs: &Inputs) -> Diagnostics {
    let mut findings = Diagnostics::new();
    match Workspace::from_inputs(inputs, &mut findings) {
        Ok(workspace) => {
            findings.extend(coverage(&workspace.rulebook, &workspace.regions));
            findings.extend(overlays(&workspace.rulebook));
            findings.extend(provenance(&workspace.rulebook));
            findings.extend(pages(&workspace));
            findings.extend(samples(&workspace));
            findings.extend(located(inputs, &workspace, sheets(&workspace)));
        }
        Err(errors) => findings.extend(errors),
    }
    findings.sort();
    once(findings)
}

/// The templates of pages.
fn pages(workspace: &Workspace) -> Diagnostics {
    let index = index::IndexWriter::of(workspace).and_then(|page| page.write(workspace, &[]));
    let mut findings = index.err().unwrap_or_default();
    findings.extend(workspace.html().err().unwrap_or_default());
    findings
}

fn samples(workspace: &Workspace) -> Diagnostics {
    let templates = &workspace.templates;
    template::check(templates, |document, lang| context::samples(document, lang, templates.labels(lang)))
}

/// The documents of every region with a profile.
fn sheets(workspace: &Workspace) -> Diagnostics {
    let documents = workspace.templates.documents().iter().map(|document| document.id.clone()).collect();
    let wanted = Wanted { langs: Lang::ALL.to_vec(), documents, ..Wanted::default() };
    let mut findings = Diagnostics::new();
    // A rulebook on another subject may come without profiles; then the forms without a region are looked at.
    let has_profiles = workspace.regions.profiled().next().is_some();
    let unasked = if has_profiles { Unasked::Profiled } else { Unasked::Blank };
    let requests = match plan(workspace, &wanted, unasked, &mut findings) {
        Ok(requests) => requests,
        Err(errors) => return errors,
    };
    let renderer = Renderer { workspace, stamp: workspace.rulebook.data().rulebook.date };
    let found = requests.par_iter().map(|request| match made(&renderer, request) {
        Ok(findings) | Err(findings) => findings.into_iter().collect(),
    });
    found.collect::<Vec<Vec<_>>>().into_iter().flatten().for_each(|finding| findings.push(finding));
    findings
}

/// Adds the place in an input file to findings about characters that cannot be printed: the PDF writer sees the text of
/// a sheet, and not where it comes from.
fn located(inputs: &Inputs, workspace: &Workspace, findings: Diagnostics) -> Diagnostics {
    let Ok(pdf) = workspace.pdf() else { return findings };
    let is_lost = |finding: &Diagnostic| finding.origin.is_none() && UNPRINTABLE.contains(&finding.code);
    if !findings.iter().any(is_lost) {
        return findings;
    }
    let files = inputs.templates.values().chain(inputs.rulebook()).chain(inputs.regions.values());
    let lines = files.flat_map(|input| input.text.lines().zip(1..).map(move |(line, at)| (&input.file, line, at)));
    let mut words: Vec<(Diagnostic, Origin)> = Vec::new();
    for (file, line, at) in lines.filter(|(_, line, _)| !line.is_ascii()) {
        for word in line.split_whitespace() {
            let column = line.find(word).map_or(0, |start| line[..start].chars().count() as u32 + 1);
            words.extend(pdf.unprintable(word).map(|found| (found, Origin::at(file.as_str(), at, column))));
        }
    }
    let mut placed = Diagnostics::new();
    for finding in findings {
        // The message continues with the surrounding words.
        let is_it = |(found, _): &&(Diagnostic, Origin)| finding.message.en().starts_with(found.message.en());
        let place = words.iter().find(is_it).filter(|_| is_lost(&finding)).map(|(_, place)| place.clone());
        placed.push(Diagnostic { origin: finding.origin.clone().or(place), ..finding });
    }
    placed
}

/// Findings about a sheet that can be made.
fn made(renderer: &Renderer, request: &Request) -> Result<Diagnostics, Diagnostics> {
    let sheets = renderer.sheet(request, &Format::ALL)?;
    let (templates, id) = (&renderer.workspace.templates, &request.document.id);
    let file = templates.file_name(id, request.scope.lang).unwrap_or(id);
    let mut findings = lines::without_a_rule(file, &renderer.typeset(request)?.document, &renderer.workspace.rulebook);
    sheets.iter().filter_map(|sheet| sheet.overflow(renderer, request)).for_each(|finding| findings.push(finding));
    Ok(findings)
}

/// Each finding once: what is wrong in a template is wrong in every region.
fn once(findings: Diagnostics) -> Diagnostics {
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let same = |other: &Diagnostic| (&other.origin, &other.message) == (&finding.origin, &finding.message);
        if !kept.iter().any(same) {
            kept.push(finding);
        }
    }
    let mut findings = Diagnostics::new();
    kept.into_iter().for_each(|finding| findings.push(finding));
    findings
}
