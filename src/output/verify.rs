//! Whether a folder still holds what its manifest lists, from a build or from a merge.

use super::hash::Hash;
use super::name::stays_inside;
use super::root::{MANIFEST, Root};
use crate::diag::{Code, Diagnostic, Origin, say};
use crate::failure::{Action, Failure};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufReader, ErrorKind};
use std::path::Path;

/// How a folder differs from its manifest. Paths are below the folder, with `/` on every system, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many files the manifest lists.
    pub files: usize,
    /// Listed, and not there.
    pub missing: Vec<String>,
    /// There, with other content than was written.
    pub changed: Vec<String>,
    /// Registers that somebody filled in, as they are meant to be.
    pub filled_in: Vec<String>,
    /// There, and not listed.
    pub unlisted: Vec<String>,
}

impl Verified {
    /// Whether every file is as it was written.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty()
    }
}

/// What builds and merges both say in their manifests.
#[derive(Deserialize)]
struct ListedFiles {
    files: Vec<ListedFile>,
    #[serde(default)]
    registers: Vec<ListedFile>,
}

#[derive(Deserialize)]
struct ListedFile {
    path: String,
    /// None where no more than the path was known.
    #[serde(default)]
    sha256: Option<Hash>,
}

/// What became of a file.
enum Fate {
    Same,
    Missing,
    Changed,
}

/// Compares a folder with the manifest in it.
///
/// # Errors
/// `no-manifest` where there is none, `bad-manifest` where it cannot be understood; failed I/O.
pub fn verify(root: &Path) -> Result<Verified, Failure> {
    let below = Root::at(root);
    let listing = read(&below)?;
    let look = |listed: &ListedFile| Ok((listed.path.clone(), fate(&below, listed)?));
    let fates: Vec<(String, Fate)> = listing.files.par_iter().map(look).collect::<Result<_, Failure>>()?;
    let registers: Vec<(String, Fate)> = listing.registers.iter().map(look).collect::<Result<_, Failure>>()?;
    let mut verified = Verified { files: fates.len(), ..Verified::default() };
    let known: BTreeSet<&str> = fates.iter().chain(&registers).map(|(path, _)| path.as_str()).collect();
    unlisted(root, "", &known, &mut verified.unlisted)?;
    for (path, fate) in registers {
        match fate {
            Fate::Same => {}
            Fate::Missing => verified.missing.push(path),
            // Nobody fills in a pipe or a link.
            Fate::Changed if below.metadata(&path).is_err() => verified.changed.push(path),
            Fate::Changed => verified.filled_in.push(path),
        }
    }
    for (path, fate) in fates {
        match fate {
            Fate::Same => {}
            Fate::Missing => verified.missing.push(path),
            Fate::Changed => verified.changed.push(path),
        }
    }
    for paths in [&mut verified.missing, &mut verified.changed, &mut verified.filled_in, &mut verified.unlisted] {
        paths.sort();
    }
    Ok(verified)
}

fn read(root: &Root) -> Result<ListedFiles, Failure> {
    let path = root.path(MANIFEST);
    let at = |line: usize, column: usize| Origin::at(path.display().to_string(), line as u32, column as u32);
    let file = match root.open(MANIFEST) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let finding = Diagnostic::error(
                Code::NoManifest,
                say!("tidak ada manifes di folder ini", "there is no manifest in this folder"),
            );
            let help = say!(
                "tulis folder hasil `build` atau `kit`, atau folder satu dokumen hasil `merge`",
                "name the folder that `build` or `kit` wrote, or the one of a document of a merge"
            );
            return Err(Failure::usage(finding.at(at(0, 0)).help(help)));
        }
        Err(error) => return Err(root.trouble(Action::Read, MANIFEST, &error)),
    };
    let listing: ListedFiles = serde_json::from_reader(BufReader::new(file)).map_err(|error| {
        let message =
            say!("ini bukan manifes yang ditulis ikrar: {error}", "this is not a manifest that ikrar wrote: {error}");
        Failure::usage(Diagnostic::error(Code::BadManifest, message).at(at(error.line(), error.column())))
    })?;
    match listing.files.iter().chain(&listing.registers).find(|listed| !stays_inside(&listed.path)) {
        Some(listed) => {
            let message = say!(
                "manifes mencatat `{}`, yang bukan jalur di dalam foldernya",
                "the manifest lists `{}`, which is not a path inside its folder",
                listed.path
            );
            Err(Failure::usage(Diagnostic::error(Code::BadManifest, message).at(at(0, 0))))
        }
        None => Ok(listing),
    }
}

fn fate(root: &Root, listed: &ListedFile) -> Result<Fate, Failure> {
    match root.hash(&listed.path) {
        Ok((hash, _)) if Some(hash) == listed.sha256 => Ok(Fate::Same),
        Ok(_) => Ok(Fate::Changed),
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(Fate::Missing),
            // What leads elsewhere, or is no ordinary file, is none that was written.
            ErrorKind::IsADirectory | ErrorKind::InvalidInput => Ok(Fate::Changed),
            _ => Err(root.trouble(Action::Read, &listed.path, &error)),
        },
    }
}

/// Collects what is in a folder and not listed. Folders with a manifest of their own speak for themselves, and so do
/// files whose names begin with a full stop.
fn unlisted(root: &Path, below: &str, known: &BTreeSet<&str>, found: &mut Vec<String>) -> Result<(), Failure> {
    let folder = root.join(below);
    let fail = |error: io::Error| Failure::io(Action::ReadFolder, &folder, &error);
    for entry in fs::read_dir(&folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if name.starts_with('.') || path == MANIFEST {
            continue;
        }
        if entry.file_type().map_err(fail)?.is_dir() {
            if !entry.path().join(MANIFEST).is_file() {
                unlisted(root, &path, known, found)?;
            }
        } else if !known.contains(path.as_str()) {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_changed_filled_in_and_unlisted_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let listed = |path: &str| format!("{{\"path\":\"{path}\",\"sha256\":\"{}\"}}", Hash::of(b"isi"));
        let files = ["a.pdf", "b/c.pdf", "d.pdf"].map(listed).join(",");
        let unknown = "{\"path\":\"u.pdf\"}";
        let manifest = format!("{{\"files\":[{files},{unknown}],\"registers\":[{}]}}", listed("register.csv"));
        fs::write(root.join(MANIFEST), manifest).unwrap();
        for folder in ["b", "other"] {
            fs::create_dir(root.join(folder)).unwrap();
        }
        for (path, content) in [("a.pdf", "isi"), ("b/c.pdf", "lain"), ("b/e.pdf", "isi"), ("register.csv", "ttd")] {
            fs::write(root.join(path), content).unwrap();
        }
        fs::write(root.join("other").join(MANIFEST), "{}").unwrap();
        fs::write(root.join("other/f.pdf"), "isi").unwrap();
        let verified = verify(root).unwrap();
        assert!(!verified.is_whole());
        let found = [&verified.missing, &verified.changed, &verified.filled_in, &verified.unlisted]
            .map(|paths| paths.join(" "));
        assert_eq!(found, ["d.pdf u.pdf", "b/c.pdf", "register.csv", "b/e.pdf"]);
        assert_eq!(verified.files, 4);
    }

    #[test]
    fn no_manifest_a_broken_one_and_one_that_leads_out_are_findings() {
        let folder = tempfile::tempdir().unwrap();
        let code = || verify(folder.path()).unwrap_err().findings().unwrap().iter().next().unwrap().code.as_str();
        assert_eq!(code(), "no-manifest");
        let outside = format!("{{\"files\":[{{\"path\":\"../x\",\"sha256\":\"{}\"}}]}}", Hash::of(b""));
        for text in ["", "[]", &outside] {
            fs::write(folder.path().join(MANIFEST), text).unwrap();
            assert_eq!(code(), "bad-manifest");
        }
    }
}
