//! `--watch`: the same work again whenever something that it reads changes.

use super::args::Global;
use super::report::Report;
use crate::diag::Diagnostic;
use crate::failure::Failure;
use crate::workspace::{Inputs, is_stdin};
use notify::{EventKind, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// An editor writes a file in several steps; so long after the last of them it is done.
const QUIET: Duration = Duration::from_millis(80);

/// Something to react to.
enum Signal {
    /// These paths changed.
    Changed(Vec<PathBuf>),
    /// Whoever watches has seen enough.
    Stop,
}

/// Does the work, then again whenever the workspace or one of these files changes, until Ctrl-C. What is found wrong is
/// told, and watching goes on.
///
/// # Errors
/// Wrong usage in the first place; a folder that cannot be watched.
pub(super) fn watch(
    global: &Global,
    files: &[&Path],
    report: Report,
    work: &dyn Fn() -> Result<ExitCode, Failure>,
) -> Result<ExitCode, Failure> {
    if files.iter().any(|file| is_stdin(file)) {
        let finding = Diagnostic::error("watched-stdin", "standard input does not change, so it cannot be watched");
        return Err(Failure::usage(finding.help("name a file, or leave out --watch")));
    }
    let mut watched = Watched::of(global, files);
    let (sender, signals) = channel();
    let mut _watcher = watched.begin(sender.clone())?;
    // Without a handler Ctrl-C ends the process as ever.
    let stop = sender.clone();
    let _ = ctrlc::set_handler(move || drop(stop.send(Signal::Stop)));
    if let Err(failure) = work() {
        if matches!(failure, Failure::Unusable(_) | Failure::ClosedPipe) {
            return Err(failure);
        }
        report.failure(&failure);
    }
    report.note("watching; Ctrl-C ends it");
    while watched.changes(&signals) {
        // A rulebook may extend another one than before.
        let now = Watched::of(global, files);
        if now != watched {
            _watcher = now.begin(sender.clone())?;
            watched = now;
        }
        match work() {
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(failure) => drop(report.failure(&failure)),
            Ok(_) => report.note("made again"),
        }
    }
    report.note("stopped watching");
    Ok(ExitCode::SUCCESS)
}

/// What is read, as absolute paths.
#[derive(PartialEq, Eq)]
struct Watched {
    /// Files by their names, which an editor may replace by new files.
    files: BTreeSet<PathBuf>,
    /// Folders with all that is in them.
    folders: BTreeSet<PathBuf>,
}

impl Watched {
    fn of(global: &Global, files: &[&Path]) -> Watched {
        let paths = global.paths();
        let rules = Inputs::rulebook_files(&paths);
        let folders = [(paths.regions, "regions"), (paths.templates, "templates")];
        let folders = folders.into_iter().map(|(given, usual)| given.unwrap_or_else(|| usual.into()));
        let files = files.iter().map(|file| file.to_path_buf()).chain(rules);
        Watched { files: files.map(absolute).collect(), folders: folders.map(absolute).collect() }
    }

    /// Watches the folders, and those around the files and around folders that may yet be made.
    fn begin(&self, sender: Sender<Signal>) -> Result<impl Watcher + use<>, Failure> {
        let tell = move |event: notify::Result<notify::Event>| {
            // After lost events nothing is certain but that something changed.
            let paths = event.map_or_else(
                |_| vec![PathBuf::new()],
                |event| match event.kind {
                    EventKind::Access(_) => Vec::new(),
                    _ => event.paths,
                },
            );
            let _ = sender.send(Signal::Changed(paths));
        };
        let fail = |error: notify::Error| {
            Failure::usage(Diagnostic::error("io", format!("cannot watch for changes: {error}")))
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(fail)?;
        let around = self.files.iter().chain(&self.folders).filter_map(|path| path.parent());
        for folder in around.filter(|folder| folder.is_dir()).collect::<BTreeSet<_>>() {
            watcher.watch(folder, RecursiveMode::NonRecursive).map_err(fail)?;
        }
        for folder in self.folders.iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive).map_err(fail)?;
        }
        Ok(watcher)
    }

    /// Waits until something changes and all is quiet again; false to stop.
    fn changes(&self, signals: &Receiver<Signal>) -> bool {
        loop {
            match signals.recv() {
                Ok(Signal::Changed(paths)) if paths.iter().any(|path| self.concerns(path)) => break,
                Ok(Signal::Changed(_)) => {}
                Ok(Signal::Stop) | Err(_) => return false,
            }
        }
        loop {
            match signals.recv_timeout(QUIET) {
                Ok(Signal::Changed(_)) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Whether a path is of what is read. What the work itself writes beside it is not.
    fn concerns(&self, path: &Path) -> bool {
        path.as_os_str().is_empty()
            || self.files.contains(path)
            || self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

fn absolute(path: PathBuf) -> PathBuf {
    let path = std::path::absolute(&path).unwrap_or(path);
    // Events name the folder as the system knows it.
    match (path.parent().and_then(|parent| parent.canonicalize().ok()), path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path,
    }
}
