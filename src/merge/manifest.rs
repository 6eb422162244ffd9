//! `manifest.json` of a merge: what its folder holds, for whom, and from what it was made.
//!
//! Every entry has a line of its own, as in the journal, so that neither is ever held in memory as a whole: a folder may
//! hold a million files.

use crate::diag::{Code, Diagnostic, Diagnostics, Origin};
use crate::failure::{Action, Failure};
use crate::output::journal::LONGEST;
use crate::output::root::Root;
use crate::output::{Hash, stays_inside};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};

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
    /// The name of the unit in paths, where it is not the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
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
        Entry::read(line).filter(|entry| stays_inside(&entry.path))
    }

    /// The same, wherever its path leads.
    fn read(line: &str) -> Option<Entry> {
        serde_json::from_str(line.trim_end().trim_end_matches(',')).ok()
    }

    /// Whether the file still is what it was.
    pub(crate) fn is_whole(&self, root: &Root) -> bool {
        root.hash_of_size(&self.path, &[self.bytes]).is_ok_and(|hash| hash == Some(self.sha256))
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
    pub fn begin(file: File, head: &Head) -> io::Result<Writer> {
        let mut to = BufWriter::new(file);
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
        self.line(entry)
    }

    /// Writes that a file is ours, although nothing else is known of it any more.
    ///
    /// # Errors
    /// Failed I/O.
    pub fn damaged(&mut self, path: &str) -> io::Result<()> {
        self.line(&BTreeMap::from([("path", path)]))
    }

    fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        self.to.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        Ok(serde_json::to_writer(&mut self.to, line)?)
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

/// What a line of a manifest says.
pub(crate) enum Line {
    /// An entry, at this place.
    Entry(u64, Box<Entry>),
    /// Nothing that can be understood, about the file of this path.
    Damaged(String),
}

/// Reads a manifest, handing over what each line says. A line that says nothing is told and left out.
///
/// # Errors
/// Failed I/O, a text that no merge wrote, or one that lists what is not in the folder.
pub(crate) fn read(root: &Root, each: &mut dyn FnMut(Line), notes: &mut Diagnostics) -> Result<Option<Head>, Failure> {
    let fail = |error: io::Error| root.trouble(Action::Read, FILE, &error);
    let mut reader = match root.open(FILE) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(error)),
    };
    let (mut frame, mut is_over) = (String::new(), false);
    let (mut at, mut entries) = (0, 0_u32);
    let mut bad: Vec<u32> = Vec::new();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = (&mut reader).take(LONGEST).read_until(b'\n', &mut line).map_err(fail)? as u64;
        if length == LONGEST {
            return Err(foreign(root, number));
        }
        if length == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        is_over |= number > 1 && text.starts_with(']');
        // What is no text is damaged, even where JSON could be made of it.
        match std::str::from_utf8(&line).ok().and_then(Entry::read) {
            _ if number == 1 || is_over => frame.push_str(&text),
            Some(entry) if !stays_inside(&entry.path) => return Err(foreign(root, number)),
            Some(entry) => {
                entries += 1;
                each(Line::Entry(at, Box::new(entry)));
            }
            None => {
                bad.push(number);
                path_of(&text).into_iter().for_each(|path| each(Line::Damaged(path.to_owned())));
            }
        }
        at += length;
    }
    let head = serde_json::from_str(&frame).ok();
    if head.is_none() && entries == 0 {
        return Err(foreign(root, 1));
    }
    if head.is_none() {
        bad.insert(0, 1);
    }
    if let Some(first) = bad.first() {
        let message = format!("{} of the manifest cannot be understood, and left out", lines(bad.len()));
        let place = Origin::at(root.path(FILE).display().to_string(), *first, 0);
        let help = "files that nothing is known of any more are made again, or kept";
        notes.push(Diagnostic::warning(Code::BadManifest, message).at(place).help(help));
    }
    Ok(Some(head.unwrap_or_default()))
}

fn lines(count: usize) -> String {
    if count == 1 { "a line".to_owned() } else { format!("{count} lines") }
}

/// The path in a line that cannot be understood otherwise.
pub(crate) fn path_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("\"path\":\"")?;
    let (path, _) = rest.split_once('"')?;
    Some(path).filter(|path| stays_inside(path))
}

fn foreign(root: &Root, line: u32) -> Failure {
    let finding = Diagnostic::error(Code::BadManifest, "this is not a manifest that a merge of ikrar wrote")
        .at(Origin::at(root.path(FILE).display().to_string(), line, 0))
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
    /// The lines of a file.
    pub fn of(file: File) -> Lines {
        Lines { reader: BufReader::new(file), at: 0 }
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
            slug: None,
            people: vec![Issued { row: 2, name: "Siti \"Ani\"".into(), page: None }],
        }
    }

    /// What a manifest says, with the places of its entries, paths of damaged ones and the number of notes.
    type Said = (Option<Head>, Vec<u64>, Vec<String>, usize);

    /// What a manifest of this text says.
    fn said(text: impl AsRef<[u8]>) -> Result<Said, Failure> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let (mut places, mut damaged, mut notes) = (Vec::new(), Vec::new(), Diagnostics::new());
        let mut each = |line| match line {
            Line::Entry(at, _) => places.push(at),
            Line::Damaged(path) => damaged.push(path),
        };
        let head = read(&Root::at(folder.path()), &mut each, &mut notes)?;
        Ok((head, places, damaged, notes.len()))
    }

    #[test]
    fn a_manifest_reads_back_from_any_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for files in [vec![], vec![entry("a/1.pdf"), entry("a/2.pdf"), entry("b.pdf")]] {
            let registers = vec![Register { path: "register.csv".into(), sha256: Hash::of(b"r") }];
            let head = Head { document: "pledge".into(), edition: "{}".into(), registers, ..Head::default() };
            let mut writer = Writer::begin(File::create(&path).unwrap(), &head).unwrap();
            files.iter().for_each(|entry| writer.entry(entry).unwrap());
            writer.end(&head.registers).unwrap();
            let text = std::fs::read(&path).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
            assert_eq!(json["files"].as_array().unwrap().len(), files.len());
            let (read, places, damaged, notes) = said(&text).unwrap();
            assert_eq!((read, damaged.len(), notes), (Some(head), 0, 0));
            let mut lines = Lines::of(File::open(&path).unwrap());
            for (at, file) in places.iter().zip(&files).rev() {
                assert_eq!(lines.entry(*at).unwrap(), *file);
            }
        }
    }

    #[test]
    fn what_no_merge_wrote_is_a_finding() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read(&Root::at(folder.path()), &mut |_| {}, &mut Diagnostics::new()).unwrap().is_none());
        let outside = serde_json::to_string(&entry("../x")).unwrap();
        let head = "{\"ikrar\":\"1\",\"document\":\"pledge\",\"edition\":\"\",\"files\":[";
        let damaged = ["", "x", "{\n\"files\": []}", &format!("{head}\n{outside}\n]}}"), &format!("{head}\n{{\"pa")];
        for text in damaged {
            let failure = said(text).unwrap_err();
            assert_eq!(failure.findings().unwrap().iter().next().unwrap().code.as_str(), "bad-manifest", "{text}");
        }
        assert!(said(b"\xff\xfe").is_err() && said(vec![0; LONGEST as usize + 1]).is_err());
    }

    #[test]
    fn a_line_that_says_nothing_is_left_out_and_told() {
        let line = |path: &str| serde_json::to_string(&entry(path)).unwrap();
        let head = "{\"ikrar\":\"1\",\"document\":\"pledge\",\"edition\":\"\",\"files\":[";
        let broken = line("b.pdf").replace("\"bytes\":3", "\"bytes\":x");
        let text = format!("{head}\n{},\n{broken},\n\u{1},\n{}\n]}}\n", line("a.pdf"), line("c.pdf"));
        let (read, places, damaged, notes) = said(&text).unwrap();
        assert_eq!((places.len(), damaged, notes), (2, vec!["b.pdf".to_owned()], 1));
        assert_eq!(read.unwrap().document, "pledge");
        let mut broken = text.clone().into_bytes();
        let name = text.find("Siti").unwrap();
        broken[name] = 0xff;
        assert_eq!(said(broken).unwrap().1.len(), 1);
        // Where the head says nothing, the entries still do.
        let (read, places, _, notes) = said(text.replacen("ikrar", "ikra", 1)).unwrap();
        assert_eq!((read, places.len(), notes), (Some(Head::default()), 2, 1));
    }

    #[test]
    fn of_a_file_of_which_nothing_is_known_the_path_stays_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let mut writer = Writer::begin(File::create(&path).unwrap(), &Head::default()).unwrap();
        writer.damaged("a/1.pdf").unwrap();
        writer.entry(&entry("a/2.pdf")).unwrap();
        writer.end(&[]).unwrap();
        let (head, places, damaged, _) = said(std::fs::read(&path).unwrap()).unwrap();
        assert_eq!((head, places.len(), damaged), (Some(Head::default()), 1, vec!["a/1.pdf".to_owned()]));
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
