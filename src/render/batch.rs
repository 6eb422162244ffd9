//! Many sheets into an output folder.
//!
//! 1. All paths are claimed before the first file is written.
//! 2. The sheets are made and written in parallel; nothing is held in memory but what is being made. What a killed build
//!    made from the same is left as it is.
//! 3. What was written is listed in the order of the requests, whatever the number of threads; the index page and the
//!    manifest come last.

use super::renderer::Renderer;
use super::store::{SheetStore, StoredSheet, claims};
use crate::diag::{Diagnostic, Diagnostics, say};
use crate::failure::Failure;
use crate::index;
use crate::output::claims::Claim;
use crate::output::manifest::{Entry, MadeBy};
use crate::output::sheets::{Closed, SheetFolder};
use crate::output::{Format, Name};
use crate::request::Request;
use rayon::prelude::*;
use std::path::Path;

/// What a build did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// The files written or kept, in the order of the requests; the index page last.
    pub files: Vec<Entry>,
    /// How many of them a killed build had made.
    pub kept: usize,
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
    let folder = SheetFolder::open(out, MadeBy::Build)?;
    claim(requests, formats, &folder)?;
    let store =
        SheetStore { renderer: *renderer, folder: &folder, by: MadeBy::Build, edition: &renderer.workspace.edition };
    let made = requests.par_iter().map(|request| {
        let stored = store.make(request, formats, &|format| Name::of(request).path(format));
        tick();
        stored
    });
    let mut built = Built::default();
    for outcome in made.collect::<Vec<_>>() {
        match outcome {
            Ok(StoredSheet { files, kept, warnings, .. }) => {
                built.files.extend(files);
                built.kept += kept;
                warnings.into_iter().for_each(|warning| push_once(&mut built.findings, warning));
            }
            Err(Failure::Findings(findings)) => {
                built.failed += 1;
                findings.into_iter().for_each(|finding| push_once(&mut built.findings, finding));
            }
            Err(failure) => return Err(failure),
        }
    }
    write_index(&store, &page, &mut built)?;
    let contents = folder.contents(&built.files, &renderer.workspace.edition, built.failed == 0)?;
    let Closed { removed, changed, stale, findings } = folder.close(contents)?;
    built.findings.extend(findings);
    Ok(Built { removed, changed, stale, ..built })
}

/// Writes the index page of all that is in the folder now.
fn write_index(store: &SheetStore, page: &index::IndexWriter, built: &mut Built) -> Result<(), Failure> {
    let held = store.folder.contents(&built.files, store.edition, built.failed == 0)?;
    match page.write(store.renderer.workspace, &held.made_by(MadeBy::Build)) {
        Ok(html) => {
            let entry = store.entry(index::FILE.to_owned(), None, html.as_bytes());
            built.files.extend(store.folder.put(&entry, html.as_bytes())?.then_some(entry));
        }
        Err(findings) => {
            built.failed += 1;
            built.findings.extend(findings);
        }
    }
    Ok(())
}

fn claim(requests: &[Request], formats: &[Format], folder: &SheetFolder) -> Result<(), Failure> {
    let index =
        Claim { path: index::FILE.to_owned(), sheet: say!("halaman indeks", "the index page"), selection: None };
    let mut all = vec![index];
    for request in requests {
        all.extend(claims(request, formats, &|format| Name::of(request).path(format)));
    }
    folder.claim(&all)
}

/// The same finding of many sheets is one.
pub(crate) fn push_once(findings: &mut Diagnostics, finding: Diagnostic) {
    if !findings.iter().any(|other| *other == finding) {
        findings.push(finding);
    }
}
