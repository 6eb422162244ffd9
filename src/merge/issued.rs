//! What manifest and journal of a merge say of a file.

use crate::output::Hash;
use crate::output::record::Record;
use serde::{Deserialize, Serialize};

/// One file of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IssuedFile {
    /// Path below the folder, with `/` on every system.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the content.
    pub sha256: Hash,
    /// Number of pages, where the format has pages.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pages: u32,
    /// Whether these are more than the template allows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overfull: bool,
    /// Hash of all that it was made from, the person's values included.
    pub key: Hash,
    /// The edition that it was made from, where a manifest does not say it for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Name of the unit.
    pub unit: String,
    /// The name of the unit in paths, where it is not the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The people in it.
    pub people: Vec<Issued>,
}

/// A person in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Issued {
    /// The row's own number in the roster.
    pub row: u32,
    /// Name.
    pub name: String,
    /// The page on which their document starts, in a print run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(pages: &u32) -> bool {
    *pages == 0
}

impl Record for IssuedFile {
    fn path(&self) -> &str {
        &self.path
    }

    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn sha256(&self) -> Hash {
        self.sha256
    }

    fn key(&self) -> Option<Hash> {
        Some(self.key)
    }
}

impl IssuedFile {
    /// Whether it is one person's, and not that of a whole unit.
    pub(crate) fn is_personal(&self) -> bool {
        self.path.contains('/')
    }

    /// The row of the first person in it.
    pub(crate) fn row(&self) -> u32 {
        self.people.first().map_or(0, |person| person.row)
    }
}

/// What tells a file from others for the same people: everything after the first full stop of its name.
pub(crate) fn kind(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split_once('.').map_or("", |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::root::Root;

    fn entry(path: &str) -> IssuedFile {
        IssuedFile {
            path: path.into(),
            bytes: 3,
            sha256: Hash::of(b"isi"),
            pages: 1,
            overfull: false,
            key: Hash::of(b"key"),
            edition: None,
            unit: "Dinas".into(),
            slug: None,
            people: vec![Issued { row: 2, name: "Siti \"Ani\"".into(), page: None }],
        }
    }

    #[test]
    fn a_kind_is_what_follows_the_name() {
        let personal = entry("dinas/0004-siti.kampanye.en.pdf");
        assert_eq!((personal.is_personal(), kind(&personal.path), personal.row()), (true, "kampanye.en.pdf", 2));
        assert_eq!((entry("dinas-2.pdf").is_personal(), kind("dinas-2.pdf")), (false, "pdf"));
    }

    #[test]
    fn a_file_that_changed_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (entry, root) = (entry("a"), Root::at(folder.path()));
        let path = folder.path().join("a");
        assert!(!entry.is_whole(&root));
        std::fs::write(&path, "isi").unwrap();
        assert!(entry.is_whole(&root));
        std::fs::write(&path, "asi").unwrap();
        assert!(!entry.is_whole(&root));
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(!entry.is_whole(&root));
    }
}
