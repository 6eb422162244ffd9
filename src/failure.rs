//! Why a command ended without its result. The kind decides the exit status; the findings say the rest.

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use std::io;
use std::path::Path;

/// Why a command ended without its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// What was given was read, and is wrong: exit status 1.
    Findings(Diagnostics),
    /// Wrong usage, failed I/O, or an input that cannot be read at all: exit status 2.
    Unusable(Diagnostics),
    /// Whoever read the output went away, as `head` does. No error: exit status 0.
    ClosedPipe,
}

impl Failure {
    /// A wrong argument, such as a region that does not exist.
    pub fn usage(finding: impl Into<Diagnostics>) -> Self {
        Failure::Unusable(finding.into())
    }

    /// Failed I/O on a file: `action` completes "cannot …".
    pub fn io(action: &str, path: &Path, error: &io::Error) -> Self {
        let mut finding = Diagnostic::error(Code::Io, format!("cannot {action}: {}", reason(error)))
            .at(Origin::file(path.display().to_string()));
        finding.help = remedy(error.kind()).map(Into::into);
        Failure::Unusable(finding.into())
    }

    /// Failed output to a stream.
    pub fn stream(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::ClosedPipe;
        }
        Failure::usage(Diagnostic::error(Code::Io, format!("cannot write the output: {}", reason(error))))
    }

    /// The findings that tell about it.
    pub fn findings(&self) -> Option<&Diagnostics> {
        match self {
            Failure::Findings(findings) | Failure::Unusable(findings) => Some(findings),
            Failure::ClosedPipe => None,
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(findings: Diagnostics) -> Self {
        Failure::Findings(findings)
    }
}

/// What to do, where the kind of an error tells.
fn remedy(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("make room on this disk, then run the same command again")
        }
        io::ErrorKind::FileTooLarge => Some("the system allows no larger file here: look at `ulimit -f`"),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            Some("a file is where a folder must be: move it away, or choose another folder")
        }
        io::ErrorKind::IsADirectory => Some("a folder is where a file must be: name a file, or move the folder away"),
        io::ErrorKind::ReadOnlyFilesystem => Some("nothing can be written there: choose another folder"),
        _ => None,
    }
}

/// The system's words for an error without its number, which says nothing to a person.
fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    match words.find(" (os error") {
        Some(end) => words[..end].to_lowercase(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_told_apart_from_a_full_disk() {
        assert_eq!(Failure::stream(&io::Error::from(io::ErrorKind::BrokenPipe)), Failure::ClosedPipe);
        assert!(matches!(Failure::stream(&io::Error::from(io::ErrorKind::StorageFull)), Failure::Unusable(_)));
    }

    #[test]
    fn a_full_disk_comes_with_advice() {
        let failure = Failure::io("write", Path::new("a.pdf"), &io::Error::from(io::ErrorKind::StorageFull));
        let finding = failure.findings().and_then(|findings| findings.iter().next()).unwrap();
        assert_eq!(
            finding.help.as_ref().map(|help| help.en()),
            Some("make room on this disk, then run the same command again")
        );
    }

    #[test]
    fn the_reason_is_in_words() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "no such file or directory");
    }
}
