//! Files that are named on the command line, and `-` for standard input in place of one.

use super::report::Report;
use crate::diag::{Diagnostic, Diagnostics};
use crate::event::Event;
use crate::failure::Failure;
use crate::output::Spool;
use crate::roster::{Judge, Options, Roster};
use crate::workspace::{self, Input, STDIN, Workspace};
use std::path::{Path, PathBuf};

/// A file to read: one that was named, or what came from standard input, put aside.
pub(super) enum File {
    Named(PathBuf),
    Aside(Spool),
}

impl File {
    /// The file that was named; `-` is standard input, which is read to its end now.
    ///
    /// # Errors
    /// Failed I/O.
    pub(super) fn of(path: &Path) -> Result<File, Failure> {
        if !workspace::is_stdin(path) {
            return Ok(File::Named(path.to_owned()));
        }
        let spooled = Spool::of(&mut std::io::stdin().lock());
        spooled.map(File::Aside).map_err(|error| Failure::io("read", Path::new(STDIN), &error))
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        match self {
            File::Named(path) => path,
            File::Aside(spool) => spool.path(),
        }
    }

    /// What reading it came to, with the name that a person knows it by.
    pub(super) fn named<T>(&self, read: Result<T, Failure>) -> Result<T, Failure> {
        read.map_err(|failure| match failure {
            Failure::Findings(findings) => Failure::Findings(self.renamed(findings)),
            Failure::Unusable(findings) => Failure::Unusable(self.renamed(findings)),
            Failure::ClosedPipe => Failure::ClosedPipe,
        })
    }

    /// Its text, if it is text.
    ///
    /// # Errors
    /// As [`workspace::read`].
    pub(super) fn text(&self) -> Result<Input, Failure> {
        let input = self.named(workspace::read(self.path()))?;
        Ok(match self {
            File::Named(_) => input,
            File::Aside(_) => Input { file: STDIN.to_owned(), ..input },
        })
    }

    /// The roster that it is.
    ///
    /// # Errors
    /// As [`Roster::read`].
    pub(super) fn roster(&self, options: &Options, judge: &Judge<'_>) -> Result<Roster, Failure> {
        let mut roster = self.named(Roster::read(self.path(), options, judge))?;
        if let File::Aside(_) = self {
            roster.file = STDIN.to_owned();
            roster.findings = self.renamed(roster.findings);
        }
        Ok(roster)
    }

    fn renamed(&self, findings: Diagnostics) -> Diagnostics {
        let File::Aside(spool) = self else { return findings };
        let aside = spool.path().display().to_string();
        let mut renamed = Diagnostics::new();
        for finding in findings {
            let origin = finding.origin.map(|mut origin| {
                if *origin.file == *aside {
                    origin.file = STDIN.into();
                }
                origin
            });
            renamed.push(Diagnostic { origin, ..finding });
        }
        renamed
    }
}

/// Reads an event and reports its warnings.
pub(super) fn event(file: &Path, workspace: &Workspace, report: Report) -> Result<Event, Failure> {
    let mut warnings = Diagnostics::new();
    let event = load_event(&workspace::read(file)?, workspace, &mut warnings);
    report.findings(&warnings);
    Ok(event?)
}

/// An event that was read.
///
/// # Errors
/// Every error found in it.
pub(super) fn load_event(
    input: &Input,
    workspace: &Workspace,
    warnings: &mut Diagnostics,
) -> Result<Event, Diagnostics> {
    let documents: Vec<&str> = workspace.templates.documents().iter().map(|document| document.id.as_str()).collect();
    Event::load(&input.file, &input.text, &workspace.rulebook, &documents, warnings)
}
