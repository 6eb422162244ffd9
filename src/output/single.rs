//! Single files that somebody named, written whole.

use crate::failure::{Action, Failure};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes a file aside and renames it into place. A place that is no regular file (a device, a pipe) is written
/// directly; a symbolic link keeps pointing where it does, and what it points to is replaced.
///
/// # Errors
/// Failed I/O.
pub fn write_aside(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error| Failure::io(Action::Write, path, &error);
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() && !found.is_dir() => return std::fs::write(path, bytes).map_err(fail),
        _ => {}
    }
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut aside = new_file().tempfile_in(&parent).map_err(fail)?;
    aside.write_all(bytes).map_err(fail)?;
    aside.persist(&target).map_err(|error| fail(error.error))?;
    Ok(())
}

/// A temporary file with the permissions of any new file, rather than readable by its owner alone.
fn new_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ikrar-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_stays_readable_for_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_aside(&path, b"one").unwrap();
        write_aside(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left aside");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o600, 0o600);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_a_device_stay_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_aside(&link, b"new").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read(&real).unwrap(), b"new");
        write_aside(Path::new("/dev/null"), b"x").unwrap();
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }
}
