//! `manifest.json` of a merge: what its folder holds, for whom, and from what it was made.
//!
//! Every entry has a line of its own, as in the journal, so that neither is ever held in memory as a whole: a folder may
//! hold a million files.

use super::issued::IssuedFile;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::failure::{Action, Failure};
use crate::output::folder::Folder;
use crate::output::index::{Listed, Listing};
use crate::output::journal::{self, LONGEST};
use crate::output::record::{RecordFile, path_of};
use crate::output::root::{MANIFEST, Root};
use crate::output::{Hash, stays_inside};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The folder of a merge at work.
pub(crate) type MergeFolder = Folder<MergeManifest>;

/// What a manifest says besides its files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
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
pub(crate) struct Register {
    /// Path below the folder.
    pub path: String,
    /// SHA-256 of what was written.
    pub sha256: Hash,
}

/// A manifest being written.
pub(crate) struct ManifestWriter {
    to: BufWriter<File>,
    is_empty: bool,
}

impl ManifestWriter {
    /// Begins a manifest.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn begin(file: File, head: &Head) -> io::Result<ManifestWriter> {
        let mut to = BufWriter::new(file);
        let text = serde_json::to_string(&Head { registers: Vec::new(), ..head.clone() })?;
        to.write_all(text.trim_end_matches('}').as_bytes())?;
        to.write_all(b",\"files\":[")?;
        Ok(ManifestWriter { to, is_empty: true })
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn entry(&mut self, entry: &IssuedFile) -> io::Result<()> {
        self.line(entry)
    }

    /// Writes that a file is ours, although nothing else is known of it any more.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn damaged(&mut self, path: &str) -> io::Result<()> {
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
    pub(crate) fn end(mut self, registers: &[Register]) -> io::Result<()> {
        self.to.write_all(b"\n],\"registers\":")?;
        serde_json::to_writer(&mut self.to, registers)?;
        self.to.write_all(b"}\n")?;
        self.to.flush()
    }
}

/// The manifest of a merge: its head in memory, its entries on the disk.
#[derive(Debug)]
pub(crate) struct MergeManifest {
    head: Head,
    root: Root,
    /// Reads the entries, once something is asked for.
    entries: Mutex<Option<RecordFile<IssuedFile>>>,
}

impl MergeManifest {
    /// What the last merge that came to its end said of the folder.
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }
}

impl Listing for MergeManifest {
    type Record = IssuedFile;

    const JOURNAL: &'static str = journal::OF_MERGE;

    fn read(
        root: &Root,
        each: &mut dyn FnMut(Listed<'_, IssuedFile>),
        notes: &mut Diagnostics,
    ) -> Result<Self, Failure> {
        let head = read(root, each, notes)?.unwrap_or_default();
        Ok(MergeManifest { head, root: root.again(), entries: Mutex::default() })
    }

    fn record(&self, at: u64) -> io::Result<IssuedFile> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = match &mut *entries {
            Some(entries) => entries,
            none => none.insert(RecordFile::of(self.root.open(MANIFEST)?)),
        };
        let mut entry = entries.record(at)?;
        entry.edition.get_or_insert_with(|| self.head.edition.clone());
        Ok(entry)
    }
}

/// Id of the document whose signatures a register counts, by the manifest in its folder; `None` without one.
pub fn document_of(register: &Path) -> Option<String> {
    let mut line = String::new();
    let root = Root::at(register.parent()?);
    // All but files and registers stands in the first line.
    BufReader::new(root.open(MANIFEST).ok()?).take(LONGEST).read_line(&mut line).ok()?;
    let head = line.trim_end().strip_suffix(",\"files\":[")?;
    serde_json::from_str(&format!("{head}}}")).ok().map(|head: Head| head.document)
}

/// Reads a manifest, handing over what each line says. A line that says nothing is told and left out.
///
/// # Errors
/// Failed I/O, a text that no merge wrote, or one that lists what is not in the folder.
fn read(
    root: &Root,
    each: &mut dyn FnMut(Listed<'_, IssuedFile>),
    notes: &mut Diagnostics,
) -> Result<Option<Head>, Failure> {
    let fail = |error: io::Error| root.trouble(Action::Read, MANIFEST, &error);
    let mut reader = match root.open(MANIFEST) {
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
        match std::str::from_utf8(&line).ok().and_then(read_line) {
            _ if number == 1 || is_over => frame.push_str(&text),
            Some(entry) if !stays_inside(&entry.path) => return Err(foreign(root, number)),
            Some(entry) => {
                entries += 1;
                each(Listed::Record(at, &entry));
            }
            None => {
                bad.push(number);
                path_of(&text).into_iter().for_each(|path| each(Listed::Damaged(path.to_owned())));
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
        let message = match bad.len() {
            1 => say!(
                "satu baris manifes tidak terbaca, dan diabaikan",
                "a line of the manifest cannot be understood, and left out"
            ),
            count => say!(
                "{count} baris manifes tidak terbaca, dan diabaikan",
                "{count} lines of the manifest cannot be understood, and left out"
            ),
        };
        let place = Origin::at(root.path(MANIFEST).display().to_string(), *first, 0);
        let help = say!(
            "berkas yang tidak diketahui lagi asalnya dibuat lagi, atau dibiarkan",
            "files that nothing is known of any more are made again, or kept"
        );
        notes.push(Diagnostic::warning(Code::BadManifest, message).at(place).help(help));
    }
    Ok(Some(head.unwrap_or_default()))
}

/// The entry in a line of a manifest, wherever its path leads.
fn read_line(line: &str) -> Option<IssuedFile> {
    serde_json::from_str(line.trim_end().trim_end_matches(',')).ok()
}

fn foreign(root: &Root, line: u32) -> Failure {
    let finding = Diagnostic::error(
        Code::BadManifest,
        say!("ini bukan manifes yang ditulis merge dari ikrar", "this is not a manifest that a merge of ikrar wrote"),
    )
    .at(Origin::at(root.path(MANIFEST).display().to_string(), line, 0))
    .help(say!(
        "pindahkan berkas itu, atau pilih folder lain dengan --out",
        "move the file away, or choose another folder with --out"
    ));
    Failure::usage(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::issued::Issued;
    use crate::output::index::FileIndex;

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

    /// What a manifest says, with the places of its entries, paths of damaged ones and the number of notes.
    type Said = (Option<Head>, Vec<u64>, Vec<String>, usize);

    /// What a manifest of this text says.
    fn said(text: impl AsRef<[u8]>) -> Result<Said, Failure> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(MANIFEST), text).unwrap();
        let (mut places, mut damaged, mut notes) = (Vec::new(), Vec::new(), Diagnostics::new());
        let mut each = |line: Listed<'_, IssuedFile>| match line {
            Listed::Record(at, _) => places.push(at),
            Listed::Damaged(path) => damaged.push(path),
        };
        let head = read(&Root::at(folder.path()), &mut each, &mut notes)?;
        Ok((head, places, damaged, notes.len()))
    }

    #[test]
    fn a_manifest_reads_back_from_any_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(MANIFEST);
        for files in [vec![], vec![entry("a/1.pdf"), entry("a/2.pdf"), entry("b.pdf")]] {
            let registers = vec![Register { path: "register.csv".into(), sha256: Hash::of(b"r") }];
            let head = Head { document: "pledge".into(), edition: "{}".into(), registers, ..Head::default() };
            let mut writer = ManifestWriter::begin(File::create(&path).unwrap(), &head).unwrap();
            files.iter().for_each(|entry| writer.entry(entry).unwrap());
            writer.end(&head.registers).unwrap();
            let text = std::fs::read(&path).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
            assert_eq!(json["files"].as_array().unwrap().len(), files.len());
            let (read, places, damaged, notes) = said(&text).unwrap();
            assert_eq!((read, damaged.len(), notes), (Some(head), 0, 0));
            assert_eq!(document_of(&folder.path().join("register.csv")).as_deref(), Some("pledge"));
            let mut lines: RecordFile<IssuedFile> = RecordFile::of(File::open(&path).unwrap());
            for (at, file) in places.iter().zip(&files).rev() {
                assert_eq!(lines.record(*at).unwrap(), *file);
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
        let path = folder.path().join(MANIFEST);
        let mut writer = ManifestWriter::begin(File::create(&path).unwrap(), &Head::default()).unwrap();
        writer.damaged("a/1.pdf").unwrap();
        writer.entry(&entry("a/2.pdf")).unwrap();
        writer.end(&[]).unwrap();
        let (head, places, damaged, _) = said(std::fs::read(&path).unwrap()).unwrap();
        assert_eq!((head, places.len(), damaged), (Some(Head::default()), 1, vec!["a/1.pdf".to_owned()]));
    }

    fn keyed(path: &str, key: &str) -> IssuedFile {
        IssuedFile { key: Hash::of(key.as_bytes()), ..entry(path) }
    }

    fn opened(root: &Root, notes: &mut Diagnostics) -> Result<FileIndex<MergeManifest>, Failure> {
        FileIndex::open(root, &mut |_| {}, notes)
    }

    #[test]
    fn the_journal_knows_better_than_the_manifest_and_its_last_line_best() {
        let folder = tempfile::tempdir().unwrap();
        let head = Head { edition: "old".into(), ..Head::default() };
        let root = Root::at(folder.path());
        let open = || opened(&root, &mut Diagnostics::new()).unwrap();
        let mut writer = ManifestWriter::begin(File::create(root.path(MANIFEST)).unwrap(), &head).unwrap();
        for path in ["a", "b", "c"] {
            writer.entry(&keyed(path, "manifest")).unwrap();
        }
        writer.end(&[]).unwrap();
        let index = open();
        index.tell(&keyed("b", "journal")).unwrap();
        index.tell(&IssuedFile { edition: Some("new".into()), ..keyed("b", "later") }).unwrap();
        drop(index);
        let index = open();
        let of = |path: &str| {
            index.take(path);
            index.places(path).next().map(|place| index.record(place).unwrap())
        };
        assert_eq!(of("a"), Some(IssuedFile { edition: Some("old".into()), ..keyed("a", "manifest") }));
        assert_eq!(of("b"), Some(IssuedFile { edition: Some("new".into()), ..keyed("b", "later") }));
        assert_eq!(of("d"), None);
        let keys: Vec<Hash> = index.places("b").map(|place| index.record(place).unwrap().key).collect();
        assert_eq!(keys, ["later", "journal", "manifest"].map(|key| Hash::of(key.as_bytes())));
        let left: Vec<String> = index.untaken().into_iter().map(|at| index.record(at).unwrap().path).collect();
        assert_eq!(left, ["c"]);
        // What is told now can be read back by its place.
        let place = index.tell(&keyed("d", "now")).unwrap();
        assert_eq!(index.record(place).unwrap().path, "d");
    }

    #[test]
    fn of_a_line_that_is_damaged_the_path_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::at(folder.path());
        let line = serde_json::to_string(&keyed("u/a.pdf", "k")).unwrap();
        std::fs::write(root.path(journal::OF_MERGE), format!("{}\n", line.replace("\"bytes\":3", "\"bytes\":x")))
            .unwrap();
        let mut notes = Diagnostics::new();
        let index = opened(&root, &mut notes).unwrap();
        assert_eq!((index.places("u/a.pdf").count(), index.is_damaged("u/a.pdf"), notes.len()), (0, true, 1));
    }
}
