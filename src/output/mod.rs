//! Files: what they are called, and how they get to disk whole.
//!
//! 1. [`Name`] gives the path of a sheet below the output folder; every part of it is [`safe`] on every file system.
//! 2. [`write_aside`] writes a file next to its place and renames it, so that nobody ever sees half a file.
//! 3. `root` is a folder of ours, in which no link is followed; `journal` what a run at work has told.
//! 4. [`folder::Folder`] is the output folder of one build; [`manifest`] is what it remembers between builds.

pub mod folder;
mod hash;
pub(crate) mod journal;
pub mod manifest;
pub(crate) mod root;
pub mod verify;

pub use hash::{Hash, Hasher};

use crate::failure::Failure;
use crate::lang::Lang;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A file format of sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// A web page of one file.
    Html,
    /// Markdown.
    Md,
    /// Plain text.
    Txt,
}

impl Format {
    /// All of them, the one to print first.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Html, Format::Md, Format::Txt];

    /// The ending of its files, which is also its name on the command line.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Md => "md",
            Format::Txt => "txt",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(name));
        found.ok_or_else(|| format!("`{name}` is no format; there are pdf, html, md and txt"))
    }
}

/// What the name of a sheet is made of:
/// `<region>/<document>[-<audience>][.<phase>][.<lang> unless id][.<paper> unless a4][.fillable].<ext>`.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a> {
    /// Slug of the region; `None` for a sheet that is the same everywhere.
    pub region: Option<&'a str>,
    /// Id of the document.
    pub document: &'a str,
    /// Id of the audience; `None` for the general sheet.
    pub audience: Option<&'a str>,
    /// Id of the phase; `None` for all phases.
    pub phase: Option<&'a str>,
    /// Language.
    pub lang: Lang,
    /// Paper, as on the command line.
    pub paper: &'a str,
    /// Whether the PDF can be filled in on the screen; the other formats are the same with and without.
    pub fillable: bool,
}

impl Name<'_> {
    /// The path below the output folder, with `/` on every system.
    pub fn path(&self, format: Format) -> String {
        let mut path = self.region.map_or_else(String::new, |region| format!("{}/", safe(region)));
        path.push_str(&safe(self.document));
        if let Some(audience) = self.audience {
            path.push('-');
            path.push_str(&safe(audience));
        }
        let lang = (self.lang != Lang::Id).then_some(self.lang.tag());
        let paper = (self.paper != "a4").then_some(self.paper);
        let fillable = (self.fillable && format == Format::Pdf).then_some("fillable");
        for part in [self.phase, lang, paper, fillable].into_iter().flatten() {
            path.push('.');
            path.push_str(&safe(part));
        }
        format!("{path}.{}", format.extension())
    }
}

/// A name that is one harmless path component everywhere: lower-case ASCII letters, digits, `-` and `_`, not empty, at
/// most 80 characters, no device name of Windows. Letters with marks lose the marks; runs of anything else become `-`.
pub fn safe(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() == 80 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    let numbered = |device| out.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest != "0");
    if matches!(out, "" | "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt") {
        return format!("{out}_");
    }
    out.to_owned()
}

/// Whether a path is relative and made of plain names alone, so that it leads to no other folder.
pub fn stays_inside(path: &str) -> bool {
    let plain = |component| matches!(component, Component::Normal(_));
    !path.is_empty() && !path.contains(['\\', ':']) && Path::new(path).components().all(plain)
}

/// Writes a file aside and renames it into place. A place that is no regular file (a device, a pipe) is written
/// directly; a symbolic link keeps pointing where it does, and what it points to is replaced.
///
/// # Errors
/// Failed I/O.
pub fn write_aside(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error| Failure::io("write", path, &error);
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

    const PLAIN: Name = Name {
        region: Some("muara-enim"),
        document: "pledge",
        audience: None,
        phase: None,
        lang: Lang::Id,
        paper: "a4",
        fillable: false,
    };

    #[test]
    fn a_name_leaves_out_what_is_usual() {
        assert_eq!(PLAIN.path(Format::Pdf), "muara-enim/pledge.pdf");
        let full = Name { audience: Some("camat"), phase: Some("masa-tenang"), lang: Lang::En, paper: "f4", ..PLAIN };
        assert_eq!(full.path(Format::Html), "muara-enim/pledge-camat.masa-tenang.en.f4.html");
        assert_eq!(Name { region: None, ..PLAIN }.path(Format::Md), "pledge.md");
        let fillable = Name { paper: "f4", fillable: true, ..PLAIN };
        assert_eq!(fillable.path(Format::Pdf), "muara-enim/pledge.f4.fillable.pdf");
        assert_eq!(fillable.path(Format::Html), "muara-enim/pledge.f4.html");
    }

    #[test]
    fn a_safe_name_is_one_harmless_component() {
        assert_eq!(safe("../../etc/passwd"), "etc-passwd");
        assert_eq!(safe("Siti Nur’aini, S.Pd."), "siti-nur-aini-s-pd");
        assert_eq!(safe("Ménàdo"), "menado");
        assert_eq!(safe("con"), "con_");
        assert_eq!(safe("COM1"), "com1_");
        assert_eq!(safe("com10"), "com10");
        assert_eq!(safe("…"), "_");
        assert_eq!(safe(&"é".repeat(500)).len(), 80);
    }

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
