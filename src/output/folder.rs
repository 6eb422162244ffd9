//! The output folder of one build, or of one kit.
//!
//! 1. [`Folder::open`] makes the folder, waits for another run in it to end, and reads what earlier ones left.
//! 2. [`Folder::claim`] takes the paths that this run will write: no two sheets on one path, no file that is another sheet
//!    or that someone else put there.
//! 3. [`Folder::write`] writes the files, from any thread, and tells a journal, so that the files of a killed run are known
//!    as ours afterwards. A file that was changed since it was written stays as it is.
//! 4. [`Folder::close`] removes what became obsolete and writes the manifest, last of all.

use super::hash::Hash;
use super::journal::{Journal, OF_BUILD as JOURNAL, OF_MERGE};
use super::manifest::{self, Entry, Maker, Manifest, Selected};
use super::name::stays_inside;
use super::root::{LOCK, Root};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::failure::{Action, Failure};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// An output folder, held by this run alone until it is dropped.
#[derive(Debug)]
pub struct Folder {
    root: Root,
    by: Maker,
    manifest: Manifest,
    journal: Journal,
    /// What earlier runs that were killed have told.
    told: Vec<Told>,
    /// What ikrar wrote to each path that it knows, if it knows.
    known: BTreeMap<String, Vec<Content>>,
    /// Files that stay as somebody changed them; whether they would have been replaced by other ones.
    left: Mutex<BTreeMap<String, bool>>,
    notes: Diagnostics,
    _lock: File,
}

/// What was written to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Content {
    bytes: u64,
    sha256: Hash,
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    path: String,
    bytes: u64,
    sha256: Hash,
}

impl Told {
    fn parse(line: &str) -> Option<Told> {
        serde_json::from_str(line).ok().filter(|told: &Told| stays_inside(&told.path))
    }
}

/// A sheet that is to be written.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its path below the folder.
    pub path: String,
    /// Words that tell it from others.
    pub sheet: String,
    /// What was selected; none for the index page.
    pub selection: Option<Selected>,
}

impl Folder {
    /// Makes the folder where it is missing, locks it and reads its manifest.
    ///
    /// # Errors
    /// Failed I/O, a manifest that ikrar did not write, the folder of a merge.
    pub fn open(path: &Path, by: Maker) -> Result<Self, Failure> {
        let root = Root::make(path)?;
        let lock = root.lock(true).map_err(|error| root.trouble(Action::LockOutput, LOCK, &error))?;
        if root.has(OF_MERGE) {
            return Err(Failure::usage(of_merge(path)));
        }
        let mut notes = Diagnostics::new();
        let (manifest, damaged) = read_manifest(&root, &mut notes)?;
        let mut known: BTreeMap<String, Vec<Content>> = damaged.into_iter().map(|path| (path, Vec::new())).collect();
        for Entry { path, bytes, sha256, .. } in &manifest.files {
            let content = sha256.parse().ok().map(|sha256| Content { bytes: *bytes, sha256 });
            known.entry(path.clone()).or_default().extend(content);
        }
        let says = |line: &str| Told::parse(line).is_some();
        let mut told = Vec::new();
        let mut learn = |_: u64, line: &str| told.extend(Told::parse(line));
        let journal = Journal::open(&root, JOURNAL, &says, &mut learn, &mut notes)?;
        for Told { path, bytes, sha256 } in &told {
            known.entry(path.clone()).or_default().push(Content { bytes: *bytes, sha256: *sha256 });
        }
        Ok(Folder { root, by, manifest, journal, told, known, left: Mutex::default(), notes, _lock: lock })
    }

    /// Takes the paths that this run will write.
    ///
    /// # Errors
    /// Two sheets on one path; in the way of one, a file that ikrar did not write, another sheet, or a link. Then nothing has
    /// been written.
    pub fn claim(&mut self, claims: &[Claim]) -> Result<(), Failure> {
        let listed: BTreeMap<&str, &Entry> =
            self.manifest.files.iter().map(|entry| (entry.path.as_str(), entry)).collect();
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        let mut findings = Diagnostics::new();
        for Claim { path, sheet, selection } in claims {
            if let Some(other) = taken.insert(path, sheet) {
                findings.push(collision(path, other, sheet));
            }
            if let Some(entry) = listed.get(path.as_str()).filter(|entry| !self.is_of(entry, selection.as_ref())) {
                findings.push(self.other_sheet(entry, sheet));
            }
            match self.root.metadata(path) {
                Ok(_) if !self.known.contains_key(path) => findings.push(self.in_the_way(path)),
                // A folder that is a file is told when the folder is made.
                Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    // The link, pipe or folder, which need not be at the path itself.
                    findings
                        .extend(self.root.trouble(Action::Write, path, &error).findings().cloned().unwrap_or_default());
                }
                _ => {}
            }
        }
        if !findings.is_empty() {
            return Err(Failure::Unusable(findings));
        }
        let folders: BTreeSet<&str> =
            taken.keys().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        folders.into_iter().try_for_each(|folder| self.root.make_folder(folder))
    }

    /// Whether a listed file is what this run calls by its path.
    fn is_of(&self, entry: &Entry, selection: Option<&Selected>) -> bool {
        entry.by == self.by
            && match (&entry.selection, selection) {
                (Some(listed), Some(selected)) => listed.is_same_sheet(selected),
                (listed, selected) => listed.is_none() && selected.is_none(),
            }
    }

    /// Writes one claimed file; none where somebody changed the one that is there.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Option<Written>, Failure> {
        let content = Content { bytes: bytes.len() as u64, sha256: Hash::of(bytes) };
        if self.is_changed(path, content).map_err(|error| self.root.trouble(Action::Replace, path, &error))? {
            let listed = self.known.get(path).is_some_and(|known| known.contains(&content));
            self.left.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), !listed);
            return Ok(None);
        }
        let fail = |error: io::Error| self.root.trouble(Action::Write, path, &error);
        let (aside, mut file) = self.root.aside().map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        drop(file);
        let Content { bytes, sha256 } = content;
        let told = Told { path: path.to_owned(), bytes, sha256 };
        self.journal.tell(serde_json::to_vec(&told).map_err(|error| fail(error.into()))?)?;
        self.root.settle(&aside, path).map_err(fail)?;
        Ok(Some(Written { bytes, sha256: sha256.to_string() }))
    }

    /// Whether somebody has put other content into a file than ikrar wrote, or is about to write.
    fn is_changed(&self, path: &str, fresh: Content) -> io::Result<bool> {
        let known = self.known.get(path).map_or(&[][..], Vec::as_slice);
        let ours: Vec<Content> = known.iter().copied().chain([fresh]).collect();
        let sizes: Vec<u64> = ours.iter().map(|content| content.bytes).collect();
        match self.root.hash_of_size(path, &sizes) {
            Ok(there) => Ok(!ours.iter().any(|content| Some(content.sha256) == there)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The manifest after a run that wrote `fresh` from the inputs of this edition, and the obsolete entries. `whole`
    /// says that no sheet of the run failed.
    pub fn renewed(&self, fresh: Vec<Entry>, edition: &str, whole: bool) -> (Manifest, Vec<Entry>) {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        self.manifest.clone().renew(self.by, fresh, &left, edition, whole)
    }

    /// Removes the files of obsolete entries and writes the manifest. A file that was changed after it was written is
    /// left where it is.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn close(self, manifest: &Manifest, obsolete: Vec<Entry>) -> Result<Closed, Failure> {
        let left = self.left.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut closed = Closed { findings: self.notes, ..Closed::default() };
        for (path, is_stale) in left {
            closed.findings.push(changed(&self.root.path(&path), is_stale));
            closed.stale += usize::from(is_stale);
            closed.changed.push(path);
        }
        let still_told = still_told(&self.root, self.told, manifest);
        for Entry { path, .. } in obsolete {
            let mut known = self.known.get(&path).into_iter().flatten();
            let removed = known.try_fold(false, |removed, content| {
                Ok(removed || self.root.remove(&path, content.bytes, content.sha256)?)
            });
            if removed.map_err(|error| self.root.trouble(Action::Remove, &path, &error))? {
                closed.removed.push(path);
            } else if self.root.has(&path) {
                closed.findings.push(obsolete_and_changed(&self.root.path(&path)));
            } else {
                closed.removed.push(path);
            }
        }
        let written = self.root.write(manifest::FILE, manifest.to_json().as_bytes());
        written.map_err(|error| self.root.trouble(Action::Write, manifest::FILE, &error))?;
        match still_told.is_empty() {
            true => self.journal.close()?,
            false => {
                drop(self.journal);
                let lines = still_told.iter().filter_map(|told| serde_json::to_string(told).ok());
                let lines: String = lines.map(|line| line + "\n").collect();
                let written = self.root.write(JOURNAL, lines.as_bytes());
                written.map_err(|error| self.root.trouble(Action::WriteJournal, JOURNAL, &error))?;
            }
        }
        Ok(closed)
    }

    fn other_sheet(&self, entry: &Entry, sheet: &str) -> Diagnostic {
        let by = if entry.by == Maker::Kit { "a kit" } else { "a build" };
        let message = format!("{sheet} would take the place of another sheet, which {by} wrote");
        Diagnostic::error(Code::FileInTheWay, message)
            .at(Origin::file(self.root.path(&entry.path).display().to_string()))
            .help("choose another folder with --out")
    }

    fn in_the_way(&self, path: &str) -> Diagnostic {
        Diagnostic::error(Code::FileInTheWay, "this file would be overwritten, but ikrar did not write it")
            .at(Origin::file(self.root.path(path).display().to_string()))
            .help("move it away, or choose another folder with --out")
    }
}

/// What was found and done at the end of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closed {
    /// Paths of obsolete files that are gone.
    pub removed: Vec<String>,
    /// Paths of files that stay as somebody changed them.
    pub changed: Vec<String>,
    /// How many of these are not what would be written now.
    pub stale: usize,
    /// What to tell.
    pub findings: Diagnostics,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// What killed runs have told of files that are there and that no manifest knows as they are: a later run has to know them.
fn still_told(root: &Root, told: Vec<Told>, manifest: &Manifest) -> Vec<Told> {
    let listed: BTreeMap<&str, &str> =
        manifest.files.iter().map(|entry| (entry.path.as_str(), entry.sha256.as_str())).collect();
    let is_news = |told: &Told| match listed.get(told.path.as_str()) {
        Some(listed) if *listed == told.sha256.to_string() => false,
        Some(_) => root.hash_of_size(&told.path, &[told.bytes]).is_ok_and(|there| there == Some(told.sha256)),
        None => root.has(&told.path),
    };
    told.into_iter().filter(is_news).collect()
}

fn read_manifest(root: &Root, notes: &mut Diagnostics) -> Result<(Manifest, Vec<String>), Failure> {
    match root.open(manifest::FILE) {
        Ok(file) => {
            let path = root.path(manifest::FILE).display().to_string();
            Manifest::read(&path, file, notes).map_err(Failure::Unusable)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Default::default()),
        Err(error) => Err(root.trouble(Action::Read, manifest::FILE, &error)),
    }
}

fn of_merge(path: &Path) -> Diagnostic {
    Diagnostic::error(Code::FileInTheWay, "a merge that was stopped has its files in this folder")
        .at(Origin::file(path.display().to_string()))
        .help("run that merge to its end, and choose another folder with --out")
}

fn collision(path: &str, one: &str, other: &str) -> Diagnostic {
    Diagnostic::error(Code::NameCollision, format!("{one} and {other} would both be written to {path}"))
        .help("rename one of them, or build them into different folders with --out")
}

fn changed(path: &Path, is_stale: bool) -> Diagnostic {
    let finding =
        Diagnostic::warning(Code::FileChanged, "this file was changed after it was made, and is left as it is");
    let finding = finding.at(Origin::file(path.display().to_string()));
    match is_stale {
        true => finding.help("its sheet is another one now: move the file away, and run the same command again"),
        false => finding,
    }
}

fn obsolete_and_changed(path: &Path) -> Diagnostic {
    Diagnostic::warning(Code::ChangedByHand, "this file is obsolete, but was changed after it was made")
        .at(Origin::file(path.display().to_string()))
        .help("it was left there; remove it if it is not needed")
}

#[cfg(test)]
mod tests {
    use super::super::manifest::RulebookStamp;
    use super::*;
    use std::fs;

    fn entry(path: &str, edition: &str, written: Written) -> Entry {
        let rulebook = RulebookStamp { version: "1".into(), sha256: "00".into() };
        let Written { bytes, sha256 } = written;
        let (path, edition, by) = (path.into(), edition.into(), Maker::Build);
        Entry { path, bytes, sha256, pages: None, rulebook, edition, by, selection: None }
    }

    fn claims(paths: &[&str]) -> Vec<Claim> {
        paths
            .iter()
            .map(|path| Claim { path: (*path).into(), sheet: format!("sheet {path}"), selection: None })
            .collect()
    }

    /// Builds these files; each has the edition for its content.
    fn build(root: &Path, edition: &str, files: &[&str]) -> Result<Closed, Failure> {
        let mut folder = Folder::open(root, Maker::Build)?;
        folder.claim(&claims(files))?;
        let mut fresh = Vec::new();
        for path in files {
            fresh.extend(folder.write(path, edition.as_bytes())?.map(|written| entry(path, edition, written)));
        }
        let (manifest, obsolete) = folder.renewed(fresh, edition, true);
        folder.close(&manifest, obsolete)
    }

    fn code(failure: &Failure) -> &'static str {
        failure.findings().unwrap().iter().next().unwrap().code.as_str()
    }

    #[test]
    fn what_a_killed_run_told_is_known_until_a_manifest_knows_it() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "s/a"]).unwrap();
        // One is killed that was making both anew, and another file beside them.
        let mut folder = Folder::open(root.path(), Maker::Build).unwrap();
        folder.claim(&claims(&["r/a", "r/b"])).unwrap();
        for path in ["r/a", "r/b"] {
            folder.write(path, b"2").unwrap();
        }
        drop(folder);
        build(root.path(), "2", &["s/a"]).unwrap();
        fs::write(root.path().join("r/b"), "SCAN").unwrap();
        for round in 0..2 {
            let closed = build(root.path(), "3", &["r/a", "r/b"]).unwrap();
            assert_eq!(closed.changed, ["r/b"], "{round}");
            assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"3");
        }
        fs::remove_file(root.path().join("r/b")).unwrap();
        build(root.path(), "3", &["r/a", "r/b"]).unwrap();
        assert!(!root.path().join(JOURNAL).exists());
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
        assert_eq!(code(&failure), "file-in-the-way");
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"mine");
    }

    #[test]
    fn a_file_that_a_person_changed_is_kept() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        fs::write(root.path().join("r/b"), "edited").unwrap();
        // What would be written is what was written before.
        let closed = build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        assert_eq!((closed.changed.join(" ").as_str(), closed.stale, closed.findings.len()), ("r/b", 0, 1));
        // It is another sheet now.
        let closed = build(root.path(), "2", &["r/a", "r/b"]).unwrap();
        assert_eq!((closed.changed.join(" ").as_str(), closed.stale, closed.findings.len()), ("r/b", 1, 1));
        // It is obsolete.
        let closed = build(root.path(), "3", &["r/a"]).unwrap();
        assert_eq!(closed.findings.iter().next().unwrap().code.as_str(), "changed-by-hand");
        assert_eq!(fs::read(root.path().join("r/b")).unwrap(), b"edited");
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"3");
    }

    #[test]
    fn the_files_of_a_killed_build_are_ours_unless_they_were_changed() {
        let root = tempfile::tempdir().unwrap();
        let mut killed = Folder::open(root.path(), Maker::Build).unwrap();
        killed.claim(&claims(&["r/a", "r/b"])).unwrap();
        killed.write("r/a", b"half a build").unwrap();
        killed.write("r/b", b"half a build").unwrap();
        drop(killed);
        fs::write(root.path().join("r/b"), "a scan").unwrap();
        let closed = build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        assert_eq!(closed.changed, ["r/b"]);
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"1");
        assert_eq!(fs::read(root.path().join("r/b")).unwrap(), b"a scan");
        // No manifest lists it, so the journal has to.
        assert!(root.path().join(JOURNAL).exists());
    }

    #[test]
    fn two_sheets_on_one_path_are_a_finding_before_anything_is_written() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(root.path(), Maker::Build).unwrap();
        assert_eq!(code(&folder.claim(&claims(&["r/a", "r/a"])).unwrap_err()), "name-collision");
        assert!(!root.path().join("r").exists());
    }

    #[test]
    fn no_sheet_takes_the_place_of_one_of_another_maker() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["a"]).unwrap();
        let mut kit = Folder::open(root.path(), Maker::Kit).unwrap();
        assert_eq!(code(&kit.claim(&claims(&["a"])).unwrap_err()), "file-in-the-way");
    }
}
