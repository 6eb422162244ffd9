//! `--watch`: the same work again whenever something that it reads changes.
//!
//! Events of the system tell too much (somebody reads a file, another file changes) and too little (a folder in the place of
//! another one, the target of a link). So the files that are read are looked at every now and then: at their sizes and
//! times, and where these differ, at what is in them.

use super::args::Global;
use super::report::Report;
use crate::diag::{Code, Diagnostic, say};
use crate::failure::Failure;
use crate::ordinary;
use crate::output::{Hash, Hasher};
use crate::workspace::{Paths, is_stdin};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

/// So often files are looked at.
const PAUSE: Duration = Duration::from_millis(100);

/// An editor writes a file in several steps; after so many looks it is done, even where a file changes all the time.
const MOST_LOOKS: usize = 8;

/// Does the work, then again whenever the workspace or one of these files changes, until Ctrl-C. What is found wrong is
/// told, and watching goes on.
///
/// # Errors
/// Wrong usage in the first place.
pub(super) fn watch(
    global: &Global,
    files: &[&Path],
    report: Report,
    work: &dyn Fn() -> Result<ExitCode, Failure>,
) -> Result<ExitCode, Failure> {
    let paths = global.paths();
    if files.iter().copied().chain(paths.rules.as_deref()).any(is_stdin) {
        let finding = Diagnostic::error(
            Code::WatchedStdin,
            say!(
                "masukan standar tidak berubah, jadi tidak dapat dipantau",
                "standard input does not change, so it cannot be watched"
            ),
        );
        return Err(Failure::usage(
            finding.help(say!("sebutkan sebuah berkas, atau hapus --watch", "name a file, or leave out --watch")),
        ));
    }
    let mut watched = Watched::of(paths, files);
    let (stop, stopped) = channel();
    // Without a handler Ctrl-C ends the process as ever.
    let _ = ctrlc::set_handler(move || {
        let _ = stop.send(());
    });
    if let Err(failure) = work() {
        if matches!(failure, Failure::Unusable(_) | Failure::ClosedPipe) {
            return Err(failure);
        }
        report.failure(&failure);
    }
    report.note(&say!("memantau perubahan; tekan Ctrl-C untuk berhenti", "watching; Ctrl-C ends it"));
    while watched.changes(&stopped) {
        match work() {
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(failure) => drop(report.failure(&failure)),
            Ok(_) => report.note(&say!("dibuat ulang", "made again")),
        }
    }
    report.note(&say!("berhenti memantau", "stopped watching"));
    Ok(ExitCode::SUCCESS)
}

/// What is read, and what it was when it was last looked at.
struct Watched {
    paths: Paths,
    /// Files that are named beside the workspace.
    named: Vec<PathBuf>,
    /// Files that the workspace is read from.
    sources: BTreeSet<PathBuf>,
    looks: BTreeMap<PathBuf, Look>,
    contents: Hash,
}

/// How a file looks without being read; `None` for one that is not there.
type Look = Option<(u64, Option<SystemTime>, u64)>;

impl Watched {
    fn of(paths: Paths, named: &[&Path]) -> Watched {
        let named = named.iter().map(|path| path.to_path_buf()).collect();
        let (sources, looks) = Default::default();
        let mut watched = Watched { paths, named, sources, looks, contents: Hash::default() };
        watched.read();
        watched
    }

    /// Waits until something is different; false to stop.
    fn changes(&mut self, stopped: &Receiver<()>) -> bool {
        loop {
            if !goes_on(stopped) {
                return false;
            }
            let mut looks = self.look();
            if looks == self.looks {
                continue;
            }
            for _ in 0..MOST_LOOKS {
                if !goes_on(stopped) {
                    return false;
                }
                let again = self.look();
                if again == looks {
                    break;
                }
                looks = again;
            }
            // What is made may lie beside what is read: it is made again only for other contents.
            if self.read() {
                return true;
            }
        }
    }

    /// Looks at all files and reads them; whether anything in them is different.
    fn read(&mut self) -> bool {
        self.sources = self.paths.sources();
        // Whatever changes from here on looks different the next time.
        self.looks = self.look();
        let contents = hash(self.looks.keys());
        std::mem::replace(&mut self.contents, contents) != contents
    }

    /// How the files look that are read, and those that would be.
    fn look(&self) -> BTreeMap<PathBuf, Look> {
        let mut files = self.paths.listed();
        files.extend(self.sources.iter().chain(&self.named).cloned());
        files.into_iter().map(|path| (path.clone(), look(&path))).collect()
    }
}

/// Pauses; false to stop.
fn goes_on(stopped: &Receiver<()>) -> bool {
    matches!(stopped.recv_timeout(PAUSE), Err(RecvTimeoutError::Timeout))
}

/// How a file looks, the target of a link in place of the link.
fn look(path: &Path) -> Look {
    let metadata = path.metadata().ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let number = 0;
    Some((metadata.len(), metadata.modified().ok(), number))
}

/// A hash of the names of files and of what is in them.
fn hash<'p>(files: impl Iterator<Item = &'p PathBuf>) -> Hash {
    let mut hasher = Hasher::default();
    for path in files {
        let mut one = Hasher::default();
        let read = ordinary::open(path).and_then(|mut file| io::copy(&mut file, &mut one));
        // A file that cannot be read is like none; that is told by whoever needs it.
        let of = read.map_or_else(|error| error.kind().to_string(), |_| one.finish().to_string());
        let _ = io::Write::write_all(&mut hasher, format!("{}\0{of}\n", path.display()).as_bytes());
    }
    hasher.finish()
}
