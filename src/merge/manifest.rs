//! `manifest.json` of a merge: what its folder holds, for whom, and from what it was made.

use super::journal::Finished;
use crate::diag::{Diagnostic, Origin};
use crate::failure::Failure;
use crate::output::{Hash, stays_inside};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Name of the manifest in the folder of a merge.
pub const FILE: &str = "manifest.json";

/// What the folder of a merge holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub ikrar: String,
    /// Id of the document.
    pub document: String,
    /// Slug of the region; none for one without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// SHA-256 over every input but the roster: rulebook, regions, templates and the program's version.
    pub edition: String,
    /// The registers, as they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registers: Vec<Register>,
    /// The files, in the order of units and rows.
    pub files: Vec<Entry>,
}

/// A register, as it was written: one that is no longer so has been ticked by hand, and is not replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Path below the folder.
    pub path: String,
    /// SHA-256 of what was written, in hexadecimal.
    pub sha256: String,
    /// Whether it had to be written beside one that was ticked.
    #[serde(skip)]
    pub beside: bool,
}

/// One file of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path below the folder, with `/` on every system.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// Number of pages, where the format has pages.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pages: u32,
    /// Hash of all that it was made from, the person's values included.
    pub key: String,
    /// Name of the unit.
    pub unit: String,
    /// The people in it.
    pub people: Vec<Issued>,
}

/// A person in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
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

impl Manifest {
    /// Reads the manifest of a folder; an empty one where there is none.
    ///
    /// # Errors
    /// Failed I/O, or a file that no merge wrote.
    pub fn read(path: &Path) -> Result<Manifest, Failure> {
        let text = match std::fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Manifest::default()),
            Err(error) => return Err(Failure::io("read", path, &error)),
        };
        let manifest = serde_json::from_slice::<Manifest>(&text).ok();
        manifest.filter(|manifest| manifest.files.iter().all(|entry| stays_inside(&entry.path))).ok_or_else(|| {
            let finding = Diagnostic::error("bad-manifest", "this is not a manifest that a merge of ikrar wrote")
                .at(Origin::file(path.display().to_string()))
                .help("move the file away, or choose another folder with --out");
            Failure::usage(finding)
        })
    }

    /// Writes the manifest: a line a file.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn write(&self, to: &mut impl Write) -> std::io::Result<()> {
        let head = serde_json::to_string(&self.head())?;
        to.write_all(head.trim_end_matches("]}").as_bytes())?;
        for (index, entry) in self.files.iter().enumerate() {
            to.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *to, entry)?;
        }
        to.write_all(b"\n]}\n")
    }

    /// The manifest without its files.
    fn head(&self) -> Manifest {
        Manifest {
            ikrar: self.ikrar.clone(),
            document: self.document.clone(),
            region: self.region.clone(),
            edition: self.edition.clone(),
            registers: self.registers.clone(),
            files: Vec::new(),
        }
    }

    /// The files as a journal tells of them.
    pub fn finished(&self) -> BTreeMap<String, Finished> {
        let of = |entry: &Entry| {
            let (key, sha256) = (entry.key.parse::<Hash>().ok()?, entry.sha256.parse::<Hash>().ok()?);
            Some((entry.path.clone(), Finished { key, sha256, bytes: entry.bytes, pages: entry.pages }))
        };
        self.files.iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let entry = |path: &str| Entry {
            path: path.into(),
            bytes: 3,
            sha256: Hash::of(b"isi").to_string(),
            pages: 1,
            key: Hash::of(b"key").to_string(),
            unit: "Dinas".into(),
            people: vec![Issued { row: 2, name: "Siti \"Ani\"".into(), page: None }],
        };
        for files in [vec![], vec![entry("a/1.pdf"), entry("a/2.pdf")]] {
            let manifest = Manifest { document: "pledge".into(), files, ..Manifest::default() };
            let mut bytes = Vec::new();
            manifest.write(&mut bytes).unwrap();
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(Manifest::read(&path).unwrap(), manifest);
        }
        std::fs::write(&path, r#"{"ikrar":"","document":"","edition":"","files":[{"path":"../x","bytes":1,"sha256":"","key":"","unit":"","people":[]}]}"#).unwrap();
        assert!(Manifest::read(&path).is_err());
        assert_eq!(Manifest::read(&folder.path().join("none")).unwrap(), Manifest::default());
    }
}
