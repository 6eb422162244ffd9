//! Why a command ended without its result. The kind decides the exit status; the findings say the rest.

use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, say};
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

    /// Failed I/O on a file.
    pub fn io(action: Action, path: &Path, error: &io::Error) -> Self {
        let (action, reason) = (action.words(), reason(error));
        let message = say!("tidak dapat {action}: {reason}", "cannot {action}: {reason}"; action, reason);
        let mut finding = Diagnostic::error(Code::Io, message).at(Origin::file(path.display().to_string()));
        finding.help = remedy(error.kind());
        Failure::Unusable(finding.into())
    }

    /// Failed output to a stream.
    pub fn stream(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Failure::ClosedPipe;
        }
        let reason = reason(error);
        let message = say!("tidak dapat menulis keluaran: {reason}", "cannot write the output: {reason}"; reason);
        Failure::usage(Diagnostic::error(Code::Io, message))
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

/// What was tried with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Reading it.
    Read,
    /// Reading what is in a folder.
    ReadFolder,
    /// Writing it.
    Write,
    /// Writing the journal of a folder.
    WriteJournal,
    /// Writing the register of a merge.
    WriteRegister,
    /// Writing anything into a folder.
    WriteInto,
    /// Taking hold of the output folder of a build or a kit.
    LockOutput,
    /// Taking hold of the folder of a merge.
    Lock,
    /// Opening the journal of a folder.
    OpenJournal,
    /// Putting a new file in the place of an old one.
    Replace,
    /// Making a folder.
    MakeFolder,
    /// Removing it.
    Remove,
}

impl Action {
    /// The words that complete "cannot …".
    pub fn words(self) -> Message {
        match self {
            Action::Read => say!("membaca berkas ini", "read"),
            Action::ReadFolder => say!("membaca folder ini", "read this folder"),
            Action::Write => say!("menulis berkas ini", "write"),
            Action::WriteJournal => say!("menulis jurnal folder ini", "write the journal of this folder"),
            Action::WriteRegister => say!("menulis daftar kendali", "write the register"),
            Action::WriteInto => say!("menulis ke folder ini", "write into this folder"),
            Action::LockOutput => say!("mengunci folder keluaran", "lock the output folder"),
            Action::Lock => say!("mengunci folder ini", "lock this folder"),
            Action::OpenJournal => say!("membuka jurnal folder ini", "open the journal of this folder"),
            Action::Replace => say!("mengganti berkas ini", "replace"),
            Action::MakeFolder => say!("membuat folder ini", "make this folder"),
            Action::Remove => say!("menghapus berkas ini", "remove"),
        }
    }
}

/// What to do, where the kind of an error tells.
fn remedy(kind: io::ErrorKind) -> Option<Message> {
    Some(match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => say!(
            "sediakan ruang di disk ini, lalu jalankan lagi perintah yang sama",
            "make room on this disk, then run the same command again"
        ),
        io::ErrorKind::FileTooLarge => say!(
            "sistem tidak mengizinkan berkas yang lebih besar di sini: lihat `ulimit -f`",
            "the system allows no larger file here: look at `ulimit -f`"
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => say!(
            "ada berkas di tempat yang seharusnya folder: pindahkan, atau pilih folder lain",
            "a file is where a folder must be: move it away, or choose another folder"
        ),
        io::ErrorKind::IsADirectory => say!(
            "ada folder di tempat yang seharusnya berkas: sebutkan sebuah berkas, atau pindahkan folder itu",
            "a folder is where a file must be: name a file, or move the folder away"
        ),
        io::ErrorKind::ReadOnlyFilesystem => say!(
            "tidak ada yang dapat ditulis di sana: pilih folder lain",
            "nothing can be written there: choose another folder"
        ),
        _ => return None,
    })
}

/// Why it failed: in words of ours for what happens every day, else in the system's, without their number.
fn reason(error: &io::Error) -> Message {
    let words = error.to_string();
    let en = match words.find(" (os error") {
        Some(end) => words[..end].to_lowercase(),
        None => words,
    };
    let id = match error.kind() {
        io::ErrorKind::NotFound => "berkas atau folder tidak ada",
        io::ErrorKind::PermissionDenied => "akses ditolak",
        io::ErrorKind::AlreadyExists => "sudah ada berkas dengan nama itu",
        io::ErrorKind::NotADirectory => "bukan folder",
        io::ErrorKind::IsADirectory => "ini folder",
        io::ErrorKind::StorageFull => "disk penuh",
        io::ErrorKind::QuotaExceeded => "jatah ruang disk habis",
        io::ErrorKind::FileTooLarge => "berkas terlalu besar",
        io::ErrorKind::ReadOnlyFilesystem => "disk hanya dapat dibaca",
        io::ErrorKind::InvalidFilename => "nama berkas tidak dapat dipakai",
        io::ErrorKind::ResourceBusy => "sedang dipakai program lain",
        _ => return Message::new(en.clone(), en),
    };
    Message::new(id, en)
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
        let failure = Failure::io(Action::Write, Path::new("a.pdf"), &io::Error::from(io::ErrorKind::StorageFull));
        let finding = failure.findings().and_then(|findings| findings.iter().next()).unwrap();
        assert_eq!(
            finding.help.as_ref().map(|help| help.en()),
            Some("make room on this disk, then run the same command again")
        );
    }

    #[test]
    fn the_reason_is_in_words() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)).en(), "no such file or directory");
    }
}
