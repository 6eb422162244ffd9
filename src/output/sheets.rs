//! The output folder of a build or a kit.
//!
//! 1. [`SheetFolder::open`] waits for another run in the folder to end, and reads what earlier ones left.
//! 2. `SheetFolder::claim` (in `claims`) takes the paths that this run will write: no two sheets on one path, no file that is another
//!    sheet or that someone else put there.
//! 3. [`SheetFolder::finished`] knows what a killed run made from the same; [`SheetFolder::put`] writes the other files,
//!    from any thread.
//! 4. [`SheetFolder::contents`] says what the folder holds in the end, and [`SheetFolder::close`] removes what became
//!    obsolete and writes the manifest.

use super::entry::{Entry, MadeBy};
use super::findings;
use super::folder::{Folder, Put};
use super::hash::Hash;
use super::manifest::Manifest;
use super::root::{MANIFEST, Root};
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::failure::{Action, Failure};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The output folder of a build or a kit, held by this run alone until it is dropped.
#[derive(Debug)]
pub struct SheetFolder {
    pub(super) folder: Folder<Manifest>,
    pub(super) by: MadeBy,
    /// Files that stay as somebody changed them, by path.
    changed: Mutex<BTreeMap<String, ChangedFile>>,
    notes: Diagnostics,
}

/// A file that stays as somebody changed it.
#[derive(Debug)]
struct ChangedFile {
    /// What was written, where that is known.
    entry: Option<Entry>,
    /// Whether something else would be written now.
    is_stale: bool,
}

/// What a folder holds at the end of a run.
#[derive(Debug, Default)]
pub struct FolderContents {
    /// The files of the manifest, by path; among them obsolete ones that somebody changed.
    pub files: BTreeMap<String, Entry>,
    /// Paths of files that are obsolete.
    pub obsolete: BTreeSet<String>,
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
    /// Warnings about files that stay, and about a damaged manifest or journal.
    pub findings: Diagnostics,
}

impl FolderContents {
    /// The files of a maker that are not obsolete.
    pub fn made_by(&self, by: MadeBy) -> Vec<Entry> {
        let is_shown = |entry: &&Entry| entry.by == by && !self.obsolete.contains(&entry.path);
        self.files.values().filter(is_shown).cloned().collect()
    }
}

impl SheetFolder {
    /// Makes the folder where it is missing, locks it and reads its manifest and journal.
    ///
    /// # Errors
    /// Failed I/O, a manifest that ikrar did not write, the folder of a merge.
    pub fn open(path: &Path, by: MadeBy) -> Result<Self, Failure> {
        let mut notes = Diagnostics::new();
        let folder = Folder::open(Root::make(path)?, true, &mut |_| {}, &mut notes)?;
        Ok(SheetFolder { folder, by, changed: Mutex::default(), notes })
    }

    /// The entry of a file that a killed run made from the same, and that is as it was written: it need not be made.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn finished(&self, path: &str, key: Hash) -> Result<Option<Entry>, Failure> {
        Ok(self.folder.finished(path, key)?.map(|(_, entry)| entry))
    }

    /// Writes one claimed file, from any thread. Returns whether it did: a file that somebody changed stays as it is.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn put(&self, entry: &Entry, bytes: &[u8]) -> Result<bool, Failure> {
        let Put::Changed(old) = self.folder.put(entry, bytes)? else { return Ok(true) };
        let old = old.map(|(_, old)| old);
        let is_stale = old.as_ref().is_none_or(|old| old.sha256 != entry.sha256);
        let changed = ChangedFile { entry: old, is_stale };
        self.changed.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.path.clone(), changed);
        Ok(false)
    }

    /// What the folder holds after a run that made or kept the `fresh` files from the inputs of this edition; `whole` says
    /// that no sheet of the run failed.
    ///
    /// Other regions keep their files, and so do other makers. In the regions that were built, what the same inputs made
    /// with other flags stays (so that one build per language adds up), and what other inputs made is obsolete: a folder
    /// never mixes two states of the rulebook in one region. A run with failures makes nothing obsolete.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn contents(&self, fresh: &[Entry], edition: &str, whole: bool) -> Result<FolderContents, Failure> {
        let region = |entry: &Entry| entry.selection.as_ref().map(|selected| selected.region.clone());
        let built: BTreeSet<_> = fresh.iter().map(region).collect();
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = changed.values().filter_map(|changed| changed.entry.as_ref());
        let own = changed.chain(fresh).map(|entry| (entry.path.clone(), entry.clone()));
        let mut contents = FolderContents { files: own.collect(), obsolete: BTreeSet::new() };
        for place in self.folder.index().untaken() {
            let (_, entry) = self.folder.true_record(place)?;
            let is_there = self.folder.has(&entry.path) || self.folder.index().is_listed(&entry.path);
            if !is_there || contents.files.contains_key(&entry.path) {
                continue;
            }
            if whole && entry.by == self.by && built.contains(&region(&entry)) && entry.edition != edition {
                contents.obsolete.insert(entry.path.clone());
            }
            contents.files.insert(entry.path.clone(), entry);
        }
        Ok(contents)
    }

    /// Removes the obsolete files and writes the manifest. A file that was changed after it was written is left where it
    /// is, and stays in the manifest, so that it is known as ours.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn close(self, contents: FolderContents) -> Result<Closed, Failure> {
        let SheetFolder { folder, changed, notes, .. } = self;
        let FolderContents { mut files, obsolete } = contents;
        let mut closed = Closed { findings: notes, ..Closed::default() };
        for (path, ChangedFile { is_stale, .. }) in changed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            closed.findings.push(changed_by_hand(&folder.place(&path), is_stale));
            closed.stale += usize::from(is_stale);
            closed.changed.push(path);
        }
        for path in obsolete {
            if !folder.remove(&path)? && folder.has(&path) {
                closed.findings.push(findings::obsolete_and_changed(&folder.place(&path)));
            } else {
                files.remove(&path);
                closed.removed.push(path);
            }
        }
        let damaged = folder.index().damaged().values().filter(|path| !files.contains_key(*path) && folder.has(path));
        let manifest = Manifest::of(files.values().cloned(), damaged.cloned());
        let fail = |error| folder.root().trouble(Action::Write, MANIFEST, &error);
        let (aside, mut file) = folder.aside()?;
        file.write_all(manifest.to_json().as_bytes()).map_err(fail)?;
        drop(file);
        folder.close(&aside)?;
        Ok(closed)
    }
}

fn changed_by_hand(path: &Path, is_stale: bool) -> Diagnostic {
    let finding = Diagnostic::warning(
        Code::FileChanged,
        say!(
            "berkas ini sudah diubah setelah dibuat, dan dibiarkan apa adanya",
            "this file was changed after it was made, and is left as it is"
        ),
    );
    let finding = findings::at(finding, path);
    match is_stale {
        true => finding.help(say!(
            "lembarnya kini lain: pindahkan berkas itu, lalu jalankan lagi perintah yang sama",
            "its sheet is another one now: move the file away, and run the same command again"
        )),
        false => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::super::claims::Claim;
    use super::super::entry::SheetSelection;
    use super::super::journal::OF_BUILD as JOURNAL;
    use super::*;
    use std::fs;

    fn entry(path: &str, edition: &str, content: &[u8]) -> Entry {
        let region = path.split_once('/').map(|(region, _)| region.to_owned());
        let selection = Some(SheetSelection { region, ..SheetSelection::default() });
        let (path, edition, bytes) = (path.to_owned(), edition.to_owned(), content.len() as u64);
        Entry { path, edition, bytes, sha256: Hash::of(content), selection, ..Entry::default() }
    }

    fn claims(paths: &[&str]) -> Vec<Claim> {
        let claim = |path: &&str| {
            let selection = entry(path, "", b"").selection;
            Claim { path: (*path).into(), sheet: say!("lembar {path}", "sheet {path}"), selection }
        };
        paths.iter().map(claim).collect()
    }

    /// Builds these files; each has the edition for its content.
    fn build(root: &Path, edition: &str, files: &[&str]) -> Result<Closed, Failure> {
        run(root, MadeBy::Build, edition, files, true)
    }

    fn run(root: &Path, by: MadeBy, edition: &str, files: &[&str], whole: bool) -> Result<Closed, Failure> {
        let folder = SheetFolder::open(root, by)?;
        folder.claim(&claims(files))?;
        let mut fresh = Vec::new();
        for path in files {
            let entry = Entry { by, ..entry(path, edition, edition.as_bytes()) };
            if folder.put(&entry, edition.as_bytes())? {
                fresh.push(entry);
            }
        }
        let contents = folder.contents(&fresh, edition, whole)?;
        folder.close(contents)
    }

    /// Leaves the folder as a build does that is killed once it has written these files.
    fn kill(root: &Path, content: &[u8], files: &[&str]) {
        let folder = SheetFolder::open(root, MadeBy::Build).unwrap();
        folder.claim(&claims(files)).unwrap();
        for path in files {
            let key = Some(Hash::of(path.as_bytes()));
            folder.put(&Entry { key, ..entry(path, "killed", content) }, content).unwrap();
        }
    }

    /// The paths that the manifest lists.
    fn listed(root: &Path) -> Vec<String> {
        let folder = SheetFolder::open(root, MadeBy::Build).unwrap();
        folder.folder.index().listing().files.iter().map(|entry| entry.path.clone()).collect()
    }

    #[test]
    fn other_regions_stay_and_what_older_inputs_made_goes() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "r/b", "s/a"]).unwrap();
        // A run with failures removes nothing.
        let closed = run(root.path(), MadeBy::Build, "2", &["r/a"], false).unwrap();
        assert!(closed.removed.is_empty() && listed(root.path()) == ["r/a", "r/b", "s/a"]);
        let closed = build(root.path(), "2", &["r/a"]).unwrap();
        assert_eq!((closed.removed.join(" ").as_str(), listed(root.path()).join(" ").as_str()), ("r/b", "r/a s/a"));
        // Builds from the same inputs add up, and what a kit makes is its own.
        build(root.path(), "2", &["r/c"]).unwrap();
        run(root.path(), MadeBy::Kit, "3", &["r/z"], true).unwrap();
        assert_eq!(listed(root.path()), ["r/a", "r/c", "r/z", "s/a"]);
    }

    #[test]
    fn what_a_killed_build_made_from_the_same_is_finished() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        kill(root.path(), b"2", &["r/a", "r/b", "r/c"]);
        fs::write(root.path().join("r/b"), "SCAN").unwrap();
        let folder = SheetFolder::open(root.path(), MadeBy::Build).unwrap();
        let finished = |path: &str, key: &str| folder.finished(path, Hash::of(key.as_bytes())).unwrap().is_some();
        assert!(finished("r/a", "r/a") && finished("r/c", "r/c"));
        assert!(!finished("r/a", "other") && !finished("r/b", "r/b") && !finished("r/d", "r/d"));
    }

    #[test]
    fn what_a_killed_run_told_is_in_the_next_manifest() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "s/a"]).unwrap();
        kill(root.path(), b"2", &["r/a", "r/b", "r/c"]);
        fs::remove_file(root.path().join("r/c")).unwrap();
        build(root.path(), "2", &["s/a"]).unwrap();
        assert!(!root.path().join(JOURNAL).exists());
        assert_eq!(listed(root.path()), ["r/a", "r/b", "s/a"]);
        fs::write(root.path().join("r/b"), "SCAN").unwrap();
        for round in 0..2 {
            let closed = build(root.path(), "3", &["r/a", "r/b"]).unwrap();
            assert_eq!(closed.changed, ["r/b"], "{round}");
            assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"3");
        }
    }

    #[test]
    fn a_changed_file_of_which_nothing_else_is_known_stays_known() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        let manifest = fs::read_to_string(root.path().join(MANIFEST)).unwrap();
        fs::write(root.path().join(MANIFEST), manifest.replacen("\"bytes\": 1", "\"bytes\": -1", 1)).unwrap();
        fs::write(root.path().join("r/a"), "edited").unwrap();
        for round in 0..2 {
            let closed = build(root.path(), "2", &["r/a", "r/b"]).unwrap();
            assert_eq!((closed.changed.join(" ").as_str(), closed.stale), ("r/a", 1), "{round}");
        }
    }

    fn code(failure: &Failure) -> &'static str {
        failure.findings().unwrap().iter().next().unwrap().code.as_str()
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
        // It is obsolete; whoever changed it is told each time.
        for edition in ["3", "4"] {
            let closed = build(root.path(), edition, &["r/a"]).unwrap();
            assert_eq!(closed.findings.iter().next().unwrap().code.as_str(), "changed-by-hand");
        }
        assert_eq!(fs::read(root.path().join("r/b")).unwrap(), b"edited");
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"4");
    }

    #[test]
    fn the_files_of_a_killed_build_are_ours_unless_they_were_changed() {
        let root = tempfile::tempdir().unwrap();
        kill(root.path(), b"half a build", &["r/a", "r/b"]);
        fs::write(root.path().join("r/b"), "a scan").unwrap();
        let closed = build(root.path(), "1", &["r/a", "r/b"]).unwrap();
        assert_eq!(closed.changed, ["r/b"]);
        assert_eq!(fs::read(root.path().join("r/a")).unwrap(), b"1");
        assert_eq!(fs::read(root.path().join("r/b")).unwrap(), b"a scan");
        assert!(listed(root.path()) == ["r/a", "r/b"] && !root.path().join(JOURNAL).exists());
    }

    #[test]
    fn two_sheets_on_one_path_are_a_finding_before_anything_is_written() {
        let root = tempfile::tempdir().unwrap();
        let folder = SheetFolder::open(root.path(), MadeBy::Build).unwrap();
        assert_eq!(code(&folder.claim(&claims(&["r/a", "r/a"])).unwrap_err()), "name-collision");
        assert!(!root.path().join("r").exists());
    }

    #[test]
    fn no_sheet_takes_the_place_of_one_of_another_maker() {
        let root = tempfile::tempdir().unwrap();
        build(root.path(), "1", &["a"]).unwrap();
        let kit = SheetFolder::open(root.path(), MadeBy::Kit).unwrap();
        assert_eq!(code(&kit.claim(&claims(&["a"])).unwrap_err()), "file-in-the-way");
    }
}
