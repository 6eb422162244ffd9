//! The folder of a merge: held by one merge at a time, and never with half a file in it.
//!
//! 1. [`Folder::open`] locks it, clears away what a killed merge was writing, and learns which files are finished.
//! 2. [`Folder::put`] writes a file aside, moves it into its place and tells the journal.
//! 3. [`Folder::close`] removes what an earlier merge made and this one did not, and writes the manifest, last of all.

use super::journal::{Finished, Journal};
use super::manifest::{self, Manifest, Register};
use crate::diag::{Diagnostic, Origin};
use crate::failure::Failure;
use crate::output::Hash;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Name of the file that is locked during a merge.
const LOCK: &str = ".ikrar.lock";

/// Name of the folder in which files are written before they are moved into their places.
const ASIDE: &str = ".ikrar-aside";

/// The folder of a merge, held by this merge alone until it is dropped.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    _lock: File,
    journal: Journal,
    /// Finished files of earlier merges, by path.
    known: BTreeMap<String, Finished>,
    manifest: Manifest,
}

impl Folder {
    /// Makes the folder where it is missing, and takes hold of it.
    ///
    /// # Errors
    /// Another merge that holds it; failed I/O; a manifest that no merge wrote.
    pub fn open(root: &Path) -> Result<Folder, Failure> {
        fs::create_dir_all(root).map_err(|error| Failure::io("make this folder", root, &error))?;
        let lock = lock(root)?;
        let aside = root.join(ASIDE);
        match fs::remove_dir_all(&aside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(Failure::io("remove", &aside, &error)),
            _ => {}
        }
        fs::create_dir(&aside).map_err(|error| Failure::io("make this folder", &aside, &error))?;
        let manifest = Manifest::read(&root.join(manifest::FILE))?;
        let mut known = manifest.finished();
        let (journal, told) = Journal::open(root)?;
        known.extend(told);
        Ok(Folder { root: root.to_owned(), _lock: lock, journal, known, manifest })
    }

    /// What the last merge that came to its end made.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// A file that is finished already, made from the same.
    pub fn finished(&self, path: &str, key: Hash) -> Option<Finished> {
        let known = self.known.get(path).filter(|known| known.key == key)?;
        known.is_whole(&self.root.join(path)).then_some(*known)
    }

    /// Makes the folder of a unit.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn make(&self, below: &str) -> Result<(), Failure> {
        let path = self.root.join(below);
        fs::create_dir_all(&path).map_err(|error| Failure::io("make this folder", &path, &error))
    }

    /// Puts a file into its place, from any thread; `lane` is a number that no other thread uses meanwhile.
    ///
    /// # Errors
    /// Failed I/O, or a file in the way that no merge wrote.
    pub fn put(&self, path: &str, bytes: &[u8], key: Hash, pages: u32, lane: usize) -> Result<Finished, Failure> {
        let place = self.root.join(path);
        let finished = Finished { key, sha256: Hash::of(bytes), bytes: bytes.len() as u64, pages };
        // What a killed merge moved and could not tell of is the same to the byte.
        if !self.known.contains_key(path) && place.exists() && !finished.is_whole(&place) {
            return Err(in_the_way(&place));
        }
        let aside = self.root.join(ASIDE).join(lane.to_string());
        let fail = |error| Failure::io("write", &place, &error);
        let mut file = File::create(&aside).map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        drop(file);
        fs::rename(&aside, &place).map_err(fail)?;
        self.journal.tell(path, &finished)?;
        Ok(finished)
    }

    /// Puts a register into its place; beside it, where somebody has written into the one that is there. Returns it as it
    /// was written.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn put_register(&self, path: &str, bytes: &[u8]) -> Result<Register, Failure> {
        let ours = self.manifest.registers.iter().find(|register| register.path == path);
        let there = fs::read(self.root.join(path)).ok();
        let is_free = there
            .is_none_or(|there| there == bytes || ours.is_some_and(|ours| ours.sha256 == Hash::of(&there).to_string()));
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let path = if is_free { path.to_owned() } else { format!("{stem}.new.{ending}") };
        let place = self.root.join(&path);
        let aside = self.root.join(ASIDE).join("register");
        let fail = |error| Failure::io("write", &place, &error);
        fs::write(&aside, bytes).and_then(|()| fs::rename(&aside, &place)).map_err(fail)?;
        Ok(Register { path, sha256: Hash::of(bytes).to_string(), beside: !is_free })
    }

    /// Removes obsolete files, unless somebody changed them, and writes the manifest. Returns the paths of files that were
    /// removed.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn close(self, manifest: &Manifest, obsolete: &[String]) -> Result<Vec<String>, Failure> {
        let mut removed = Vec::new();
        for path in obsolete {
            let place = self.root.join(path);
            if self.known.get(path).is_some_and(|known| known.is_whole(&place)) {
                fs::remove_file(&place).map_err(|error| Failure::io("remove", &place, &error))?;
                removed.push(path.clone());
                // A unit's folder goes with its last file.
                let _ = place.parent().map(fs::remove_dir);
            }
        }
        let place = self.root.join(manifest::FILE);
        let aside = self.root.join(ASIDE).join(manifest::FILE);
        let fail = |error| Failure::io("write", &place, &error);
        let mut file = std::io::BufWriter::new(File::create(&aside).map_err(fail)?);
        manifest.write(&mut file).and_then(|()| file.flush()).map_err(fail)?;
        drop(file);
        fs::rename(&aside, &place).map_err(fail)?;
        let _ = fs::remove_dir_all(self.root.join(ASIDE));
        self.journal.close()?;
        Ok(removed)
    }
}

fn lock(root: &Path) -> Result<File, Failure> {
    let path = root.join(LOCK);
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let file = opened.map_err(|error| Failure::io("lock this folder", &path, &error))?;
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => {
            let finding = Diagnostic::error("folder-in-use", "another merge is at work in this folder")
                .at(Origin::file(root.display().to_string()))
                .help("wait until it has ended, or choose another folder with --out");
            Err(Failure::usage(finding))
        }
        Err(fs::TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => {
            Err(Failure::io("lock this folder", &path, &error))
        }
        _ => Ok(file),
    }
}

fn in_the_way(path: &Path) -> Failure {
    let finding =
        Diagnostic::error("file-in-the-way", "this file would be overwritten, but no merge of ikrar wrote it")
            .at(Origin::file(path.display().to_string()))
            .help("move it away, or choose another folder with --out");
    Failure::usage(finding)
}
