//! `manifest.json` of a merge: what its folder holds, for whom, and from what it was made.
//!
//! Every entry has a line of its own, as in the journal, so that neither is ever held in memory as a whole: a folder may
//! hold a million files.

use crate::failure::Failure;
use crate::output::{Hash, stays_inside};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Name of the manifest in the folder of a merge.
pub const FILE: &str = "manifest.json";

/// What a manifest says besides its files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
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
}

/// A register, as it was written: one that is no longer so has been ticked by hand, and is not replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Path below the folder.
    pub path: String,
    /// SHA-256 of what was written.
    pub sha256: Hash,
}

/// One file of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
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

impl Entry {
    /// Reads the line of an entry in a manifest or a journal.
    pub fn parse(line: &str) -> Option<Entry> {
        let entry: Entry = serde_json::from_str(line.trim_end().trim_end_matches(',')).ok()?;
        stays_inside(&entry.path).then_some(entry)
    }

    /// Whether the file still is what it was.
    pub fn is_whole(&self, root: &Path) -> bool {
        let path = root.join(&self.path);
        let same_size = path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == self.bytes);
        same_size && Hash::of_file(&path).is_ok_and(|(hash, _)| hash == self.sha256)
    }

    /// Whether it is one person's, and not that of a whole unit.
    pub fn is_personal(&self) -> bool {
        self.path.contains('/')
    }

    /// The row of the first person in it.
    pub fn row(&self) -> u32 {
        self.people.first().map_or(0, |person| person.row)
    }
}

/// What tells a file from others for the same people: everything after the first full stop of its name.
pub fn kind(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split_once('.').map_or("", |(_, kind)| kind)
}

/// A manifest being written.
pub struct Writer {
    to: BufWriter<File>,
    is_empty: bool,
}

impl Writer {
    /// Begins a manifest.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn begin(path: &Path, head: &Head) -> io::Result<Writer> {
        let mut to = BufWriter::new(File::create(path)?);
        let text = serde_json::to_string(&Head { registers: Vec::new(), ..head.clone() })?;
        to.write_all(text.trim_end_matches('}').as_bytes())?;
        to.write_all(b",\"files\":[")?;
        Ok(Writer { to, is_empty: true })
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        self.to.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        Ok(serde_json::to_writer(&mut self.to, entry)?)
    }

    /// Ends it with the registers, which are finished last.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn end(mut self, registers: &[Register]) -> io::Result<()> {
        self.to.write_all(b"\n],\"registers\":")?;
        serde_json::to_writer(&mut self.to, registers)?;
        self.to.write_all(b"}\n")?;
        self.to.flush()
    }
}

/// Reads a manifest, handing over each entry's place in the file and its line.
///
/// # Errors
/// Failed I/O, or a text that no merge wrote.
pub fn read(path: &Path, each: &mut dyn FnMut(u64, &str) -> Option<()>) -> Result<Option<Head>, Failure> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io("read", path, &error)),
    };
    let mut frame = String::new();
    let (mut at, mut number) = (0, 0);
    let mut line = String::new();
    let mut reader = BufReader::new(file);
    loop {
        line.clear();
        let length = match reader.read_line(&mut line) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(foreign(path, number + 1)),
            Err(error) => return Err(Failure::io("read", path, &error)),
        };
        number += 1;
        if length == 0 {
            break;
        }
        let is_entry = number > 1 && line.starts_with('{');
        if !is_entry {
            frame.push_str(&line);
        } else if each(at, &line).is_none() {
            return Err(foreign(path, number));
        }
        at += length as u64;
    }
    serde_json::from_str(&frame).map(Some).map_err(|_| foreign(path, 1))
}

fn foreign(path: &Path, line: u32) -> Failure {
    use crate::diag::{Diagnostic, Origin};
    let finding = Diagnostic::error("bad-manifest", "this is not a manifest that a merge of ikrar wrote")
        .at(Origin::at(path.display().to_string(), line, 0))
        .help("move the file away, or choose another folder with --out");
    Failure::usage(finding)
}

/// A file of lines, read here and there.
#[derive(Debug)]
pub struct Lines {
    reader: BufReader<File>,
    at: u64,
}

impl Lines {
    /// Opens a file of lines.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn open(path: &Path) -> io::Result<Lines> {
        Ok(Lines { reader: BufReader::new(File::open(path)?), at: 0 })
    }

    /// The entry at a place.
    ///
    /// # Errors
    /// Failed I/O, or no entry there.
    pub fn entry(&mut self, at: u64) -> io::Result<Entry> {
        self.reader.seek_relative(at as i64 - self.at as i64)?;
        let mut line = String::new();
        self.at = at + self.reader.read_line(&mut line)? as u64;
        Entry::parse(&line).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a line has changed meanwhile"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry {
            path: path.into(),
            bytes: 3,
            sha256: Hash::of(b"isi"),
            pages: 1,
            overfull: false,
            key: Hash::of(b"key"),
            edition: None,
            unit: "Dinas".into(),
            people: vec![Issued { row: 2, name: "Siti \"Ani\"".into(), page: None }],
        }
    }

    #[test]
    fn a_manifest_reads_back_from_any_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for files in [vec![], vec![entry("a/1.pdf"), entry("a/2.pdf"), entry("b.pdf")]] {
            let registers = vec![Register { path: "register.csv".into(), sha256: Hash::of(b"r") }];
            let head = Head { document: "pledge".into(), edition: "{}".into(), registers, ..Head::default() };
            let mut writer = Writer::begin(&path, &head).unwrap();
            files.iter().for_each(|entry| writer.entry(entry).unwrap());
            writer.end(&head.registers).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            assert_eq!(json["files"].as_array().unwrap().len(), files.len());
            let mut places = Vec::new();
            let read = read(&path, &mut |at, line| {
                places.push(at);
                Entry::parse(line).map(|_| ())
            });
            assert_eq!(read.unwrap(), Some(head));
            let mut lines = Lines::open(&path).unwrap();
            for (at, file) in places.iter().zip(&files).rev() {
                assert_eq!(lines.entry(*at).unwrap(), *file);
            }
        }
    }

    #[test]
    fn what_no_merge_wrote_is_a_finding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let mut parse = |_: u64, line: &str| Entry::parse(line).map(|_| ());
        assert_eq!(read(&path, &mut parse).unwrap(), None);
        let outside = serde_json::to_string(&entry("../x")).unwrap();
        let head = "{\"ikrar\":\"1\",\"document\":\"pledge\",\"edition\":\"\",\"files\":[";
        let damaged = ["", "x", "{\n\"files\": []}", &format!("{head}\n{outside}\n]}}"), &format!("{head}\n{{\"pa")];
        for text in damaged {
            std::fs::write(&path, text).unwrap();
            let failure = read(&path, &mut parse).unwrap_err();
            assert_eq!(failure.findings().unwrap().iter().next().unwrap().code.0, "bad-manifest", "{text}");
        }
        std::fs::write(&path, b"\xff\xfe").unwrap();
        assert!(read(&path, &mut parse).is_err());
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
        let entry = entry("a");
        let path = folder.path().join("a");
        assert!(!entry.is_whole(folder.path()));
        std::fs::write(&path, "isi").unwrap();
        assert!(entry.is_whole(folder.path()));
        std::fs::write(&path, "asi").unwrap();
        assert!(!entry.is_whole(folder.path()));
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(!entry.is_whole(folder.path()));
    }
}
