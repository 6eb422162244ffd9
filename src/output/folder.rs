//! The output folder of one build.
//!
//! 1. [`Folder::open`] makes the folder, waits for another build in it to end, and reads what earlier builds left.
//! 2. [`Folder::claim`] takes the paths that this build will write: no two sheets on one path, no file that someone
//!    else put there. The claims are noted, so that the files of a killed build are known as ours afterwards.
//! 3. [`Folder::write`] writes the files, from any thread.
//! 4. [`Folder::close`] removes what became obsolete and writes the manifest, last of all.

use super::manifest::{self, Entry, Manifest};
use super::{Hash, write_aside};
use crate::diag::{Diagnostic, Diagnostics, Origin};
use crate::failure::Failure;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Name of the file that is locked during a build and holds the paths it claims.
const CLAIMS: &str = ".ikrar.lock";

/// An output folder, held by this build alone until it is dropped.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    claims: File,
    /// What earlier builds claimed and did not come to list.
    unlisted: BTreeSet<String>,
    manifest: Manifest,
}

impl Folder {
    /// Makes the folder where it is missing, locks it and reads its manifest.
    ///
    /// # Errors
    /// Failed I/O, or a manifest that ikrar did not write.
    pub fn open(root: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(root).map_err(|error| Failure::io("make this folder", root, &error))?;
        let path = root.join(CLAIMS);
        let fail = |error| Failure::io("lock the output folder", &path, &error);
        let mut claims =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(fail)?;
        match claims.lock() {
            // Some network shares have no locks; without them only builds at the same time can get in each other's way.
            Err(error) if error.kind() != ErrorKind::Unsupported => return Err(fail(error)),
            _ => {}
        }
        let mut left = String::new();
        claims.read_to_string(&mut left).map_err(fail)?;
        let unlisted = left.lines().map(str::to_owned).collect();
        let manifest = read_manifest(&root.join(manifest::FILE))?;
        Ok(Folder { root: root.to_owned(), claims, unlisted, manifest })
    }

    /// Takes the paths that this build will write; each comes with the words that tell its sheet from others.
    ///
    /// # Errors
    /// Two sheets on one path, or a file in the way that no build wrote. Then nothing has been written.
    pub fn claim<'a>(&mut self, sheets: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), Failure> {
        let listed: BTreeSet<&str> = self.manifest.files.iter().map(|entry| entry.path.as_str()).collect();
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        let mut findings = Diagnostics::new();
        for (path, sheet) in sheets {
            if let Some(other) = taken.insert(path, sheet) {
                findings.push(collision(path, other, sheet));
            }
            let ours = listed.contains(path) || self.unlisted.contains(path);
            if !ours && self.root.join(path).symlink_metadata().is_ok() {
                findings.push(in_the_way(&self.root.join(path)));
            }
        }
        if !findings.is_empty() {
            return Err(Failure::Unusable(findings));
        }
        self.unlisted.extend(taken.keys().map(|path| (*path).to_owned()));
        self.note_claims()?;
        let folders: BTreeSet<_> =
            taken.keys().filter_map(|path| self.root.join(path).parent().map(Path::to_owned)).collect();
        for folder in folders {
            fs::create_dir_all(&folder).map_err(|error| Failure::io("make this folder", &folder, &error))?;
        }
        Ok(())
    }

    /// Writes one claimed file.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Written, Failure> {
        write_aside(&self.root.join(path), bytes)?;
        Ok(Written { bytes: bytes.len() as u64, sha256: Hash::of(bytes).to_string() })
    }

    /// The manifest after a build that wrote `fresh` from the inputs of this edition, and the obsolete entries. `whole`
    /// says that no sheet of the build failed.
    pub fn renewed(&self, fresh: Vec<Entry>, edition: &str, whole: bool) -> (Manifest, Vec<Entry>) {
        self.manifest.clone().renew(fresh, edition, whole)
    }

    /// Removes the files of obsolete entries and writes the manifest. A file that was changed after it was written is
    /// left where it is; the paths of such files are returned.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn close(mut self, manifest: &Manifest, obsolete: &[Entry]) -> Result<Vec<String>, Failure> {
        let mut kept = Vec::new();
        for entry in obsolete {
            let path = self.root.join(&entry.path);
            match fs::read(&path) {
                Ok(bytes) if Hash::of(&bytes).to_string() == entry.sha256 => {
                    fs::remove_file(&path).map_err(|error| Failure::io("remove", &path, &error))?;
                }
                Ok(_) => kept.push(entry.path.clone()),
                Err(_) => {}
            }
        }
        write_aside(&self.root.join(manifest::FILE), manifest.to_json().as_bytes())?;
        self.unlisted.clear();
        self.note_claims()?;
        Ok(kept)
    }

    fn note_claims(&mut self) -> Result<(), Failure> {
        let text: String = self.unlisted.iter().map(|path| format!("{path}\n")).collect();
        let mut write = || {
            self.claims.set_len(0)?;
            self.claims.rewind()?;
            self.claims.write_all(text.as_bytes())
        };
        write().map_err(|error| Failure::io("write", &self.root.join(CLAIMS), &error))
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

fn read_manifest(path: &Path) -> Result<Manifest, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Manifest::parse(&path.display().to_string(), &text).map_err(Failure::Unusable),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::default()),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

fn collision(path: &str, one: &str, other: &str) -> Diagnostic {
    Diagnostic::error("name-collision", format!("{one} and {other} would both be written to {path}"))
        .help("rename one of them, or build them into different folders with --out")
}

fn in_the_way(path: &Path) -> Diagnostic {
    Diagnostic::error("file-in-the-way", "this file would be overwritten, but no build of ikrar wrote it")
        .at(Origin::file(path.display().to_string()))
        .help("move it away, or choose another folder with --out")
}

#[cfg(test)]
mod tests {
    use super::super::manifest::RulebookStamp;
    use super::*;

    fn entry(path: &str, edition: &str, written: Written) -> Entry {
        let rulebook = RulebookStamp { version: "1".into(), sha256: "00".into() };
        let Written { bytes, sha256 } = written;
        Entry { path: path.into(), bytes, sha256, pages: None, rulebook, edition: edition.into(), selection: None }
    }

    /// Builds these files and returns what was kept although obsolete.
    fn build(root: &Path, edition: &str, files: &[&str]) -> Result<Vec<String>, Failure> {
        let mut folder = Folder::open(root)?;
        folder.claim(files.iter().map(|path| (*path, *path)))?;
        let fresh = files.iter().map(|path| Ok(entry(path, edition, folder.write(path, edition.as_bytes())?)));
        let (manifest, obsolete) = folder.renewed(fresh.collect::<Result<_, Failure>>()?, edition, true);
        folder.close(&manifest, &obsolete)
    }

    #[test]
    fn a_later_build_replaces_what_the_manifest_lists() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        build(root.path(), "2", &["r/a"]).unwrap();
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"2");
        assert!(!root.path().join("r/b").exists());
    }

    #[test]
    fn a_file_of_someone_else_is_neither_replaced_nor_removed() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("r")).unwrap();
        fs::write(root.path().join("r/a"), "mine").unwrap();
        let failure = build(root.path(), "1", &["r/a"]).unwrap_err();
        assert_eq!(failure.findings().unwrap().iter().next().unwrap().code.0, "file-in-the-way");
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"mine");
    }

    #[test]
    fn an_obsolete_file_that_a_person_changed_is_kept() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        fs::write(root.path().join("r/b"), "edited").unwrap();
        assert_eq!(build(root.path(), "2", &["r/a"]).unwrap().len(), 1);
        assert_eq!(fs::read(root.path().join("r/b")).unwrap(), b"edited");
    }

    #[test]
    fn the_files_of_a_killed_build_are_ours() {
        let root = tempfile::tempdir().unwrap();
        let mut killed = Folder::open(root.path()).unwrap();
        killed.claim([("r/a", "a"), ("r/b", "b")]).unwrap();
        killed.write("r/a", b"half a build").unwrap();
        drop(killed);
        build(root.path(), "1", &["r/a"]).unwrap();
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"1");
    }

    #[test]
    fn two_sheets_on_one_path_are_a_finding_before_anything_is_written() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(root.path()).unwrap();
        let failure = folder.claim([("r/a", "pledge for `a`"), ("r/a", "pledge for `A`")]).unwrap_err();
        assert_eq!(failure.findings().unwrap().iter().next().unwrap().code.0, "name-collision");
        assert!(!root.path().join("r").exists());
    }
}
