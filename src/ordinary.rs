//! Opening ordinary files, and nothing else.
//!
//! A pipe has no end and a device none either; a link leads elsewhere. What stands at a path is therefore looked at before
//! it is opened, so that no command waits for ever, fills the memory, or reads and writes where nobody meant it to.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// What stands at a path that is no ordinary file, as a person would name it.
fn other_kind(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
    }
    match () {
        () if kind.is_symlink() => Some("a link"),
        () if kind.is_dir() => Some("a folder"),
        () if kind.is_file() => None,
        () => Some("no file"),
    }
}

fn require(metadata: Metadata) -> io::Result<Metadata> {
    match other_kind(metadata.file_type()) {
        None => Ok(metadata),
        Some("a folder") => Err(ErrorKind::IsADirectory.into()),
        Some(kind) => Err(io::Error::new(ErrorKind::InvalidInput, format!("this is {kind}, not an ordinary file"))),
    }
}

/// Opens a file that somebody named, for reading. A link is followed, to an ordinary file.
///
/// # Errors
/// What stands there is no ordinary file, or cannot be opened.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    require(fs::metadata(path)?)?;
    File::open(path)
}

/// What is known of a file that lies in a folder of ours. A link is not followed.
///
/// # Errors
/// What stands there is no ordinary file, or cannot be looked at.
pub(crate) fn in_place(path: &Path) -> io::Result<Metadata> {
    require(fs::symlink_metadata(path)?)
}

/// Opens a file that lies in a folder of ours, for reading. A link is not followed.
///
/// # Errors
/// What stands there is no ordinary file, or cannot be opened.
pub(crate) fn open_in_place(path: &Path) -> io::Result<File> {
    in_place(path)?;
    File::open(path)
}

/// Opens a file in a folder of files that belong together, for reading. A link is followed within that folder alone.
///
/// # Errors
/// As [`open`]; the file lies elsewhere.
pub(crate) fn open_within(folder: &Path, path: &Path) -> io::Result<File> {
    if leads_out(folder, path)? {
        return Err(io::Error::new(ErrorKind::InvalidInput, "a link leads from here out of the folder"));
    }
    open(path)
}

/// Whether links lead from a path in a folder out of it. The folder may be a link itself.
///
/// # Errors
/// There is no such path.
fn leads_out(folder: &Path, path: &Path) -> io::Result<bool> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Ok(!path.canonicalize()?.starts_with(folder.canonicalize()?))
}

/// The bytes of an opened file, one more than `most` at most, so that a larger one is seen to be larger.
///
/// # Errors
/// Failed I/O.
pub(crate) fn read_some(file: File, most: u64) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len().min(most);
    // With room for all, and one byte to see that there is no more, it is read at once.
    let mut bytes = Vec::with_capacity(length as usize + 1);
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn only_ordinary_files_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, away] = ["file", "link", "away"].map(|name| folder.path().join(name));
        fs::write(&file, "isi").unwrap();
        symlink(&file, &link).unwrap();
        symlink("/dev/zero", &away).unwrap();
        assert_eq!(read_some(open(&file).unwrap(), 10).unwrap(), b"isi");
        assert_eq!(read_some(open(&link).unwrap(), 2).unwrap(), b"isi");
        let words = |result: io::Result<File>| result.unwrap_err().to_string();
        assert_eq!(words(open_in_place(&link)), "this is a link, not an ordinary file");
        assert_eq!(words(open(&away)), "this is a device, not an ordinary file");
        assert_eq!(open(folder.path()).unwrap_err().kind(), ErrorKind::IsADirectory);
        assert_eq!(open(&folder.path().join("none")).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_link_is_followed_within_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let [inside, linked] = ["in", "linked"].map(|name| folder.path().join(name));
        fs::create_dir(&inside).unwrap();
        symlink(&inside, &linked).unwrap();
        fs::write(inside.join("a"), "isi").unwrap();
        fs::write(folder.path().join("secret"), "rahasia").unwrap();
        symlink("a", inside.join("b")).unwrap();
        symlink("../secret", inside.join("c")).unwrap();
        symlink("..", inside.join("d")).unwrap();
        for folder in [&inside, &linked] {
            assert_eq!(read_some(open_within(folder, &folder.join("b")).unwrap(), 10).unwrap(), b"isi");
            for out in ["c", "d/secret", "../secret"] {
                assert_eq!(open_within(folder, &folder.join(out)).unwrap_err().kind(), ErrorKind::InvalidInput);
            }
        }
    }
}
