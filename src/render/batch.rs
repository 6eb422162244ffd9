//! Many sheets into an output folder.
//!
//! 1. All paths are claimed before the first file is written.
//! 2. The sheets are made and written in parallel; nothing is held in memory but what is being made.
//! 3. What was written is listed in the order of the requests, whatever the number of threads; the index page and the
//!    manifest come last.

use super::renderer::Renderer;
use crate::diag::{Diagnostic, Diagnostics};
use crate::failure::Failure;
use crate::index;
use crate::output::folder::{Claim, Closed, Folder, Written};
use crate::output::manifest::{Entry, Maker, RulebookStamp, Selected};
use crate::output::{Format, Name};
use crate::request::Request;
use rayon::prelude::*;
use std::path::Path;

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// The files written, in the order of the requests; the index page last.
    pub files: Vec<Entry>,
    /// How many sheets failed, the index page among them.
    pub failed: usize,
    /// Findings of the sheets that failed, each once, and warnings.
    pub findings: Diagnostics,
    /// Paths of obsolete files that were removed.
    pub removed: Vec<String>,
    /// Paths of files that stay as somebody changed them.
    pub changed: Vec<String>,
    /// How many of these are not what would be written now.
    pub stale: usize,
}

/// Makes every request in every format, below `out`. `tick` is called as each request is finished, from any thread.
///
/// # Errors
/// Failed I/O, two sheets on one path, a file in the way. Findings in templates are in what is returned: one bad
/// document does not stop the others.
pub fn build<'w>(
    renderer: &Renderer<'w>,
    requests: &[Request<'w>],
    formats: &[Format],
    out: &Path,
    tick: impl Fn() + Sync,
) -> Result<Built, Failure> {
    let page = index::IndexWriter::of(renderer.workspace)?;
    let mut folder = Folder::open(out, Maker::Build)?;
    claim(requests, formats, &mut folder)?;
    let made = requests.par_iter().map(|request| {
        let files = make(renderer, request, formats, &folder);
        tick();
        files
    });
    let mut built = Built::default();
    for outcome in made.collect::<Vec<_>>() {
        match outcome {
            Ok(RequestFiles { files, warnings }) => {
                built.files.extend(files);
                warnings.into_iter().for_each(|warning| push_once(&mut built.findings, warning));
            }
            Err(Failure::Findings(findings)) => {
                built.failed += 1;
                findings.into_iter().for_each(|finding| push_once(&mut built.findings, finding));
            }
            Err(failure) => return Err(failure),
        }
    }
    finish(renderer, folder, &page, built)
}

/// Writes the index page of all that is in the folder now, and the manifest.
fn finish(renderer: &Renderer, folder: Folder, page: &index::IndexWriter, mut built: Built) -> Result<Built, Failure> {
    let edition = &renderer.workspace.edition;
    let (mut listed, _) = folder.renewed(built.files.clone(), edition, built.failed == 0);
    listed.files.retain(|entry| entry.by == Maker::Build);
    match page.write(renderer.workspace, &listed.files) {
        Ok(html) => {
            let written = folder.write(index::FILE, html.as_bytes())?;
            built.files.extend(written.map(|written| entry(renderer, None, index::FILE.to_owned(), None, written)));
        }
        Err(findings) => {
            built.failed += 1;
            built.findings.extend(findings);
        }
    }
    let (manifest, obsolete) = folder.renewed(built.files.clone(), edition, built.failed == 0);
    let Closed { removed, changed, stale, findings } = folder.close(&manifest, obsolete)?;
    built.findings.extend(findings);
    Ok(Built { removed, changed, stale, ..built })
}

fn claim(requests: &[Request], formats: &[Format], folder: &mut Folder) -> Result<(), Failure> {
    let index = Claim { path: index::FILE.to_owned(), sheet: "the index page".to_owned(), selection: None };
    let mut claims = vec![index];
    for request in requests {
        let (name, sheet) = (Name::of(request), request.describe());
        claims.extend(formats.iter().map(|format| {
            let selection = Some(Selected::of(request, *format));
            Claim { path: name.path(*format), sheet: sheet.clone(), selection }
        }));
    }
    folder.claim(&claims)
}

/// The files of one request, and warnings about them.
struct RequestFiles {
    files: Vec<Entry>,
    warnings: Vec<Diagnostic>,
}

fn make<'w>(
    renderer: &Renderer<'w>,
    request: &Request<'w>,
    formats: &[Format],
    folder: &Folder,
) -> Result<RequestFiles, Failure> {
    let name = Name::of(request);
    let mut made = RequestFiles { files: Vec::new(), warnings: Vec::new() };
    for sheet in renderer.sheet(request, formats)? {
        let path = name.path(sheet.format);
        made.warnings.extend(sheet.overflow(renderer, request));
        let Some(written) = folder.write(&path, &sheet.bytes)? else { continue };
        made.files.push(entry(renderer, Some(Selected::of(request, sheet.format)), path, sheet.pages, written));
    }
    Ok(made)
}

/// The entry of a file that was written; without a selection, of the index page.
pub(crate) fn entry(
    renderer: &Renderer,
    selection: Option<Selected>,
    path: String,
    pages: Option<u32>,
    written: Written,
) -> Entry {
    let Written { bytes, sha256 } = written;
    let rulebook = &renderer.workspace.rulebook;
    let rulebook =
        RulebookStamp { version: rulebook.data().rulebook.version.clone(), sha256: rulebook.hash().to_owned() };
    Entry {
        path,
        bytes,
        sha256,
        pages,
        rulebook,
        edition: renderer.workspace.edition.clone(),
        by: Maker::Build,
        selection,
    }
}

/// The same finding of many sheets is one.
pub(crate) fn push_once(findings: &mut Diagnostics, finding: Diagnostic) {
    if !findings.iter().any(|other| *other == finding) {
        findings.push(finding);
    }
}
