//! Files that are named on the command line, and `-` for standard input in place of one.

use super::report::Report;
use crate::diag::Diagnostics;
use crate::event::Event;
use crate::failure::Failure;
use crate::roster::{self, Judge, Options, Roster};
use crate::workspace::{self, InputFile, Workspace};
use std::path::{Path, PathBuf};

/// A file to read: one that was named, or what came from standard input.
pub(super) enum File {
    Named(PathBuf),
    Stdin(roster::File),
}

impl File {
    /// The file that was named; `-` is standard input, which is read to its end now.
    ///
    /// # Errors
    /// Failed I/O; what is no text and no workbook, or too large.
    pub(super) fn of(path: &Path) -> Result<File, Failure> {
        if !workspace::is_stdin(path) {
            return Ok(File::Named(path.to_owned()));
        }
        let mut stdin = workspace::stdin()?;
        roster::File::of_stream(workspace::STDIN, &mut stdin).map(File::Stdin)
    }

    /// Its text, if it is text.
    ///
    /// # Errors
    /// As [`workspace::read`].
    pub(super) fn text(&self) -> Result<InputFile, Failure> {
        match self {
            File::Named(path) => workspace::read(path),
            File::Stdin(file) => workspace::read_text(&file.name(), file.reader()),
        }
    }

    /// The same as a file of rows.
    ///
    /// # Errors
    /// As [`roster::File::open`].
    pub(super) fn table(self) -> Result<roster::File, Failure> {
        match self {
            File::Named(path) => roster::File::open(&path),
            File::Stdin(file) => Ok(file),
        }
    }
}

/// Reads the roster that a path names.
///
/// # Errors
/// As [`Roster::read`].
pub(super) fn roster(path: &Path, options: &Options, judge: &Judge<'_>) -> Result<Roster, Failure> {
    Roster::read(&File::of(path)?.table()?, options, judge)
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
    input: &InputFile,
    workspace: &Workspace,
    warnings: &mut Diagnostics,
) -> Result<Event, Diagnostics> {
    let documents: Vec<&str> = workspace.templates.documents().iter().map(|document| document.id.as_str()).collect();
    Event::load(&input.file, &input.text, &workspace.rulebook, &documents, warnings)
}
