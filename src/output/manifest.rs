//! `manifest.json`: what a folder holds, from what it was made, and so what a later build may replace.

pub use super::entry::{Entry, MadeBy, RulebookStamp, SheetSelection};
use super::findings;
use super::index::{Listed, Listing};
use super::journal;
use super::name::stays_inside;
use super::root::{MANIFEST, Root};
use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, excerpt, say};
use crate::failure::{Action, Failure};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::io::{self, BufReader, ErrorKind, Read as _, Seek};
use std::path::Path;

/// The manifest of a build or a kit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub ikrar: String,
    /// The files, sorted by path.
    pub files: Vec<Entry>,
    /// Paths of files of ours of which nothing else is known.
    damaged: Vec<String>,
}

/// A manifest as it stands, its entries understood or not. Only those of merges name a document and registers.
#[derive(Deserialize)]
struct Parsed<E> {
    ikrar: String,
    files: Vec<E>,
    #[serde(default)]
    document: Option<IgnoredAny>,
    #[serde(default)]
    registers: Option<IgnoredAny>,
}

/// A larger manifest is none of ours: it would list two million files.
const LARGEST: u64 = 1 << 30;

/// In no larger one is a damaged entry looked for.
const LARGEST_DAMAGED: u64 = 1 << 26;

impl Manifest {
    /// A manifest of these files, and of some of which no more than the path is known.
    pub(crate) fn of(files: impl IntoIterator<Item = Entry>, damaged: impl IntoIterator<Item = String>) -> Manifest {
        let files = files.into_iter().map(Entry::listed).collect();
        Manifest { ikrar: env!("CARGO_PKG_VERSION").to_owned(), files, damaged: damaged.into_iter().collect() }
    }

    /// Reads a manifest. One whose paths lead out of the folder is refused, since its files would be replaced. An entry
    /// that cannot be understood is left out but for its path, with a warning.
    ///
    /// # Errors
    /// A finding where the text is no manifest, or that of a merge.
    pub fn parse(file: &str, mut from: impl io::Read + Seek, notes: &mut Diagnostics) -> Result<Self, Diagnostics> {
        // Entry by entry, so that what is no manifest is not read to its end.
        let read = serde_json::from_reader::<_, Parsed<Entry>>(BufReader::new(from.by_ref().take(LARGEST)));
        let error = match read {
            Ok(read) => {
                read.check(file)?;
                return match read.files.iter().find(|entry| !stays_inside(&entry.path)) {
                    Some(entry) => Err(outside(file, &entry.path).into()),
                    None => Ok(Manifest { ikrar: read.ikrar, files: read.files, damaged: Vec::new() }),
                };
            }
            Err(error) => unreadable(file, &error),
        };
        let mut text = Vec::new();
        from.rewind()
            .and_then(|()| from.take(LARGEST_DAMAGED + 1).read_to_end(&mut text))
            .map_err(|_| error.clone())?;
        if text.len() as u64 > LARGEST_DAMAGED {
            return Err(error.into());
        }
        let read: Parsed<serde_json::Value> =
            serde_json::from_slice(&text).map_err(|error| unreadable(file, &error))?;
        read.check(file)?;
        let mut manifest = Manifest { ikrar: read.ikrar, ..Manifest::default() };
        for value in read.files {
            let path = value.get("path").and_then(|path| path.as_str()).map(str::to_owned);
            if let Some(path) = path.as_ref().filter(|path| !stays_inside(path)) {
                return Err(outside(file, path).into());
            }
            match serde_json::from_value(value) {
                Ok(entry) => manifest.files.push(entry),
                Err(error) => {
                    let of = path.as_ref().map_or_else(
                        || say!("", ""),
                        |path| {
                            let path = excerpt(path);
                            say!(" untuk `{path}`", " of `{path}`")
                        },
                    );
                    let message = say!(
                        "entri{of} tidak terbaca, dan diabaikan: {error}",
                        "the entry{of} says nothing, and is left out: {error}";
                        of
                    );
                    notes.push(Diagnostic::warning(Code::BadManifest, message).at(Origin::file(file)));
                    manifest.damaged.extend(path);
                }
            }
        }
        Ok(manifest)
    }

    /// The manifest as it is written: readable, with a newline at the end.
    pub fn to_json(&self) -> String {
        let Manifest { ikrar, files, damaged } = self;
        let damaged = damaged.iter().map(|path| ManifestLine::Damaged { path });
        let written = WrittenManifest { ikrar, files: files.iter().map(ManifestLine::Entry).chain(damaged).collect() };
        // Strings, numbers and dates cannot fail to serialise.
        serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
    }
}

/// A manifest as it is written.
#[derive(Serialize)]
struct WrittenManifest<'m> {
    ikrar: &'m str,
    files: Vec<ManifestLine<'m>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ManifestLine<'m> {
    Entry(&'m Entry),
    Damaged { path: &'m str },
}

impl<E> Parsed<E> {
    /// That the manifest is not one of a merge.
    fn check(&self, file: &str) -> Result<(), Diagnostic> {
        match (&self.document, &self.registers) {
            (None, None) => Ok(()),
            _ => {
                let words = say!(
                    "ini manifes sebuah merge, yang foldernya tersendiri",
                    "it is that of a merge, whose folder is its own"
                );
                Err(foreign(file, &words, 1, 1)
                    .help(say!("pilih folder lain dengan --out", "choose another folder with --out")))
            }
        }
    }
}

fn advice() -> Message {
    say!(
        "pindahkan berkas itu, atau pilih folder lain dengan --out",
        "move the file away, or choose another folder with --out"
    )
}

fn foreign(file: &str, words: &Message, line: usize, column: usize) -> Diagnostic {
    let message = say!(
        "ini bukan manifes yang ditulis ikrar: {words}",
        "this is not a manifest that ikrar wrote: {words}";
        words
    );
    Diagnostic::error(Code::BadManifest, message).at(Origin::at(file, line as u32, column as u32)).help(advice())
}

fn unreadable(file: &str, error: &serde_json::Error) -> Diagnostic {
    foreign(file, &say!("{error}", "{error}"), error.line(), error.column())
}

fn outside(file: &str, path: &str) -> Diagnostic {
    let path = excerpt(path);
    let message = say!(
        "manifes mencatat `{path}`, yang bukan jalur di dalam foldernya",
        "the manifest lists `{path}`, which is not a path inside its folder"
    );
    Diagnostic::error(Code::BadManifest, message).at(Origin::file(file)).help(advice())
}

fn of_merge(folder: &Path) -> Diagnostic {
    let message = say!(
        "folder ini berisi berkas sebuah merge yang terhenti",
        "a merge that was stopped has its files in this folder"
    );
    findings::at(Diagnostic::error(Code::FileInTheWay, message), folder).help(say!(
        "jalankan merge itu sampai selesai, dan pilih folder lain dengan --out",
        "run that merge to its end, and choose another folder with --out"
    ))
}

impl Listing for Manifest {
    type Record = Entry;

    const JOURNAL: &'static str = journal::OF_BUILD;

    fn read(root: &Root, each: &mut dyn FnMut(Listed<'_, Entry>), notes: &mut Diagnostics) -> Result<Self, Failure> {
        if root.has(journal::OF_MERGE) {
            return Err(Failure::usage(of_merge(&root.path(""))));
        }
        let manifest = match root.open(MANIFEST) {
            Ok(file) => {
                let path = root.path(MANIFEST).display().to_string();
                Manifest::parse(&path, file, notes).map_err(Failure::Unusable)?
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Manifest::default(),
            Err(error) => return Err(root.trouble(Action::Read, MANIFEST, &error)),
        };
        (0..).zip(&manifest.files).for_each(|(at, entry)| each(Listed::Record(at, entry)));
        manifest.damaged.iter().for_each(|path| each(Listed::Damaged(path.clone())));
        Ok(manifest)
    }

    fn record(&self, at: u64) -> io::Result<Entry> {
        self.files.get(at as usize).cloned().ok_or_else(|| ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash::Hash;
    use super::*;
    use std::io::Cursor;

    fn entry(path: &str, edition: &str) -> Entry {
        let (path, edition) = (path.to_owned(), edition.to_owned());
        Entry { path, edition, bytes: 1, sha256: Hash::of(b"x"), ..Entry::default() }
    }

    fn before() -> Manifest {
        let files = ["buru/a.md", "muara/a.md", "muara/b.md"].map(|path| entry(path, "old"));
        Manifest { ikrar: "0".into(), files: files.to_vec(), damaged: Vec::new() }
    }

    fn parse(text: &str) -> Result<(Manifest, usize), Diagnostics> {
        let mut notes = Diagnostics::new();
        Manifest::parse("m", Cursor::new(text), &mut notes).map(|manifest| (manifest, notes.len()))
    }

    #[test]
    fn a_manifest_reads_back_as_written() {
        let kit = Manifest { files: vec![Entry { by: MadeBy::Kit, ..entry("muara/z.md", "1") }], ..before() };
        for manifest in [before(), kit] {
            assert_eq!(parse(&manifest.to_json()).unwrap(), (manifest, 0));
        }
    }

    #[test]
    fn a_manifest_that_points_elsewhere_is_refused() {
        for path in ["../x", "/etc/passwd", "a/../../b", "C:/x", "a\\b", ""] {
            let mut manifest = before();
            manifest.files[0].path = path.into();
            assert!(parse(&manifest.to_json()).is_err(), "{path}");
        }
    }

    #[test]
    fn of_an_entry_that_says_nothing_the_path_stays_known() {
        let text = before().to_json().replacen("\"bytes\": 1", "\"bytes\": -1", 1);
        let (manifest, notes) = parse(&text).unwrap();
        assert_eq!((manifest.files.len(), manifest.damaged.join(" ").as_str(), notes), (2, "buru/a.md", 1));
        assert_eq!(parse(&manifest.to_json()).unwrap(), (manifest, 1));
    }

    #[test]
    fn what_is_for_a_journal_alone_is_in_no_manifest() {
        let told = Entry { key: Some(Hash::of(b"k")), overfull: true, ..entry("a", "1") };
        assert_eq!(Manifest::of([told], []).files, [entry("a", "1")]);
    }

    #[test]
    fn what_is_no_manifest_is_a_finding_with_its_place() {
        let findings = parse("{\n  \"files\": 3\n}").unwrap_err();
        assert_eq!(findings.iter().next().unwrap().origin.as_ref().unwrap().line, 2);
    }
}
