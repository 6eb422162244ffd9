//! Findings about files in folders of ours.

use crate::diag::{Code, Diagnostic, Origin, say};
use std::path::Path;

/// A finding about a file or a folder.
pub(crate) fn at(finding: Diagnostic, path: &Path) -> Diagnostic {
    finding.at(Origin::file(path.display().to_string()))
}

/// A file that is none of ours is where one is to be written.
pub(crate) fn in_the_way(path: &Path) -> Diagnostic {
    let message = say!(
        "berkas ini akan tertimpa, padahal bukan ikrar yang menulisnya",
        "this file would be overwritten, but ikrar did not write it"
    );
    at(Diagnostic::error(Code::FileInTheWay, message), path).help(say!(
        "pindahkan, atau pilih folder lain dengan --out",
        "move it away, or choose another folder with --out"
    ))
}

/// Another run holds the folder.
pub(crate) fn in_use(folder: &Path) -> Diagnostic {
    at(
        Diagnostic::error(
            Code::FolderInUse,
            say!("merge lain sedang bekerja di folder ini", "another merge is at work in this folder"),
        ),
        folder,
    )
    .help(say!(
        "tunggu sampai selesai, atau pilih folder lain dengan --out",
        "wait until it has ended, or choose another folder with --out"
    ))
}

/// An obsolete file stays, since somebody changed it.
pub(crate) fn obsolete_and_changed(path: &Path) -> Diagnostic {
    let message = say!(
        "berkas ini tidak diperlukan lagi, tetapi sudah diubah setelah dibuat",
        "this file is obsolete, but was changed after it was made"
    );
    at(Diagnostic::warning(Code::ChangedByHand, message), path).help(say!(
        "berkas ini dibiarkan; hapus jika memang tidak diperlukan",
        "it was left there; remove it if it is not needed"
    ))
}
