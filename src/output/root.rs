//! A folder of ours: what lies in it is reached through no link, and opened only where it is an ordinary file.
//!
//! The folder itself may be a link, since somebody named it. What is written gets its bytes aside, under a name of its own
//! in the folder, and is then moved into its place.

use super::hash::{Hash, Hasher};
use crate::diag::{Code, Diagnostic, Origin, say};
use crate::failure::{Action, Failure};
use crate::ordinary;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Name of the manifest of a folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Name of the file that is locked while a folder is at work. Nothing is ever written into it.
pub(crate) const LOCK: &str = ".ikrar.lock";

/// How the names of files begin that are written aside; a number follows.
const ASIDE: &str = ".ikrar-aside-";

/// A folder in which ikrar writes. Paths below it have `/` on every system.
#[derive(Debug)]
pub(crate) struct Root {
    path: PathBuf,
    /// How many files were begun aside.
    asides: AtomicU64,
}

/// A file that is being written aside; it goes, unless it was moved into its place.
#[derive(Debug)]
pub(crate) struct Aside(PathBuf);

impl Aside {
    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_file(&self.0);
    }
}

impl Root {
    /// Makes the folder where it is missing.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn make(path: &Path) -> Result<Root, Failure> {
        fs::create_dir_all(path).map_err(|error| Failure::io(Action::MakeFolder, path, &error))?;
        Ok(Root::at(path))
    }

    /// A folder that may be there or not.
    pub(crate) fn at(path: &Path) -> Root {
        Root { path: path.to_owned(), asides: AtomicU64::new(0) }
    }

    /// The same folder, with its own numbers for files aside.
    pub(crate) fn again(&self) -> Root {
        Root::at(&self.path)
    }

    /// A folder below this one, made where it is missing.
    ///
    /// # Errors
    /// Failed I/O; a link or a file in the way.
    pub(crate) fn below(&self, below: &str) -> Result<Root, Failure> {
        self.make_folder(below)?;
        Ok(Root::at(&self.path(below)))
    }

    /// Where something lies, as a person is told.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        if below.is_empty() { self.path.clone() } else { self.path.join(below) }
    }

    /// Why something could not be done with a file of the folder.
    pub(crate) fn trouble(&self, action: Action, below: &str, error: &io::Error) -> Failure {
        let path = self.path(below);
        if error.kind() != ErrorKind::InvalidInput {
            return Failure::io(action, &path, error);
        }
        let action = action.words();
        let message = say!("tidak dapat {action}: {error}", "cannot {action}: {error}"; action);
        let finding = Diagnostic::error(Code::FileInTheWay, message);
        let help =
            say!("pindahkan, atau pilih folder lain dengan --out", "move it away, or choose another folder with --out");
        Failure::usage(finding.at(Origin::file(path.display().to_string())).help(help))
    }

    /// Takes hold of the folder, and clears away what a killed run was writing. With `wait`, another run is waited for;
    /// else it is an error of the kind [`ErrorKind::WouldBlock`].
    ///
    /// # Errors
    /// Failed I/O, or another run at work.
    pub(crate) fn lock(&self, wait: bool) -> io::Result<File> {
        let path = self.path.join(LOCK);
        let file = match ordinary::in_place(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)
            }
            found => found.and_then(|_| OpenOptions::new().read(true).write(true).open(&path)),
        }?;
        let locked = if wait { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
        match locked {
            Ok(()) => self.clear()?,
            Err(TryLockError::WouldBlock) => return Err(ErrorKind::WouldBlock.into()),
            // Some network shares have no locks; without them only runs at the same time can get in each other's way.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(file)
    }

    /// Removes what a killed run wrote aside: files of our names that are ordinary ones. Nobody else is at work.
    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(ASIDE));
            let is_ours = number.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
            if is_ours && entry.file_type()?.is_file() {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// That every folder on the way to a path is one, and no link.
    fn check_way(&self, below: &str) -> io::Result<()> {
        let mut path = self.path.clone();
        let (folders, _) = below.rsplit_once('/').unwrap_or_default();
        for part in folders.split('/').filter(|part| !part.is_empty()) {
            path.push(part);
            let kind = fs::symlink_metadata(&path)?.file_type();
            if kind.is_symlink() {
                let words = format!("`{}` is a link, and no folder", path.display());
                return Err(io::Error::new(ErrorKind::InvalidInput, words));
            }
            if !kind.is_dir() {
                return Err(ErrorKind::NotADirectory.into());
            }
        }
        Ok(())
    }

    /// What is known of an ordinary file without reading it.
    ///
    /// # Errors
    /// There is none, or none that can be reached without a link.
    pub(crate) fn metadata(&self, below: &str) -> io::Result<fs::Metadata> {
        self.check_way(below)?;
        ordinary::in_place(&self.path(below))
    }

    /// Opens an ordinary file for reading.
    ///
    /// # Errors
    /// As [`Root::metadata`].
    pub(crate) fn open(&self, below: &str) -> io::Result<File> {
        self.check_way(below)?;
        ordinary::open_in_place(&self.path(below))
    }

    /// The hash of an ordinary file, and its size.
    ///
    /// # Errors
    /// As [`Root::metadata`].
    pub(crate) fn hash(&self, below: &str) -> io::Result<(Hash, u64)> {
        let mut hasher = Hasher::default();
        let bytes = io::copy(&mut self.open(below)?, &mut hasher)?;
        Ok((hasher.finish(), bytes))
    }

    /// The hash of a file whose size is one of these; none for one of another size, which need not be read.
    ///
    /// # Errors
    /// As [`Root::metadata`].
    pub(crate) fn hash_of_size(&self, below: &str, sizes: &[u64]) -> io::Result<Option<Hash>> {
        let length = self.metadata(below)?.len();
        if !sizes.contains(&length) {
            return Ok(None);
        }
        self.hash(below).map(|(hash, _)| Some(hash))
    }

    /// Whether anything at all stands at a path.
    pub(crate) fn has(&self, below: &str) -> bool {
        fs::symlink_metadata(self.path(below)).is_ok()
    }

    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// Failed I/O; a link or a file in the way.
    pub(crate) fn make_folder(&self, below: &str) -> Result<(), Failure> {
        let mut path = String::new();
        for part in below.split('/').filter(|part| !part.is_empty()) {
            path.push_str(part);
            match fs::create_dir(self.path(&path)) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(self.trouble(Action::MakeFolder, &path, &error));
                }
                _ => {}
            }
            path.push('/');
            self.check_way(&path).map_err(|error| {
                let path = path.trim_end_matches('/');
                let is_file = error.kind() == ErrorKind::NotADirectory;
                let error = if is_file { ErrorKind::AlreadyExists.into() } else { error };
                self.trouble(Action::MakeFolder, path, &error)
            })?;
        }
        Ok(())
    }

    /// Begins a file aside.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn aside(&self) -> io::Result<(Aside, File)> {
        loop {
            let number = self.asides.fetch_add(1, Ordering::Relaxed);
            let path = self.path(&format!("{ASIDE}{number}"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Aside(path), file)),
                // Whatever has that name, it is none of ours.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Moves a file that was written aside into its place, instead of an ordinary file there.
    ///
    /// # Errors
    /// Failed I/O; something that is no ordinary file in the way.
    pub(crate) fn settle(&self, aside: &Aside, below: &str) -> io::Result<()> {
        match self.metadata(below) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::rename(&aside.0, self.path(below))
    }

    /// Removes an ordinary file that has this content still. Returns whether it did.
    ///
    /// # Errors
    /// It has this content, and cannot be removed.
    pub(crate) fn remove(&self, below: &str, bytes: u64, sha256: Hash) -> io::Result<bool> {
        match self.hash_of_size(below, &[bytes]) {
            Ok(Some(there)) if there == sha256 => fs::remove_file(self.path(below)).map(|()| true),
            _ => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Root, below: &str, bytes: &[u8]) -> io::Result<()> {
        let (aside, mut file) = root.aside()?;
        io::Write::write_all(&mut file, bytes)?;
        root.settle(&aside, below)
    }

    #[test]
    fn what_is_written_aside_goes_unless_it_is_moved_and_after_a_kill_with_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::make(&folder.path().join("a/b")).unwrap();
        root.make_folder("unit").unwrap();
        write(&root, "unit/x", b"isi").unwrap();
        assert_eq!(root.hash("unit/x").unwrap(), (Hash::of(b"isi"), 3));
        drop(root.aside().unwrap());
        let names = || {
            let mut names: Vec<_> =
                fs::read_dir(root.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(), ["unit"]);
        for left in ["0", "17", "x", ""] {
            fs::write(root.path(&format!("{ASIDE}{left}")), "half").unwrap();
        }
        fs::create_dir(root.path(".ikrar-aside")).unwrap();
        let held = root.lock(false).unwrap();
        assert_eq!(names(), [".ikrar-aside", ASIDE, &format!("{ASIDE}x"), LOCK, "unit"]);
        assert_eq!(root.lock(false).unwrap_err().kind(), ErrorKind::WouldBlock);
        drop(held);
        root.lock(true).unwrap();
    }

    #[test]
    fn a_file_is_removed_only_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::at(folder.path());
        write(&root, "a", b"isi").unwrap();
        assert!(!root.remove("a", 3, Hash::of(b"asi")).unwrap() && !root.remove("b", 3, Hash::of(b"isi")).unwrap());
        assert!(root.remove("a", 3, Hash::of(b"isi")).unwrap() && !root.has("a"));
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        fs::create_dir_all(outside.join("unit")).unwrap();
        fs::write(outside.join("file"), "precious").unwrap();
        let root = Root::make(&folder.path().join("out")).unwrap();
        symlink(&outside, root.path("unit")).unwrap();
        symlink(outside.join("file"), root.path("file")).unwrap();
        symlink(outside.join("file"), root.path(LOCK)).unwrap();
        for path in ["unit/file", "file"] {
            assert_eq!(root.open(path).unwrap_err().kind(), ErrorKind::InvalidInput, "{path}");
            assert!(write(&root, path, b"x").is_err() && !root.remove(path, 8, Hash::of(b"precious")).unwrap());
        }
        assert!(
            root.make_folder("unit").is_err() && root.make_folder("unit/deep").is_err() && root.lock(true).is_err()
        );
        let told = root.make_folder("unit").unwrap_err();
        assert_eq!(told.findings().unwrap().iter().next().unwrap().code.as_str(), "file-in-the-way");
        assert_eq!(fs::read(outside.join("file")).unwrap(), b"precious");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 2);
    }
}
