//! The file that rows of people are read from: one that lies somewhere, or what came from standard input.
//!
//! A roster is read several times over, and is full of personal data. So what comes from standard input is kept in memory;
//! what is too much for that goes to a temporary file without a name, which is gone with the process, however it ends.

use crate::diag::{Code, Diagnostic, Origin, say};
use crate::failure::Failure;
use crate::ordinary;
use std::fmt;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How a workbook begins: a ZIP archive, or a compound file (XLS, and any encrypted workbook).
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// No CSV file of people is larger: a million of them take 150 MB.
const MOST_TEXT: u64 = 512 << 20;

/// No workbook of people is larger: a million of them take 60 MB.
const MOST_WORKBOOK: u64 = 128 << 20;

/// So much of standard input is kept in memory: some hundred thousand people.
const IN_MEMORY: usize = 16 << 20;

/// By so many bytes a file is known for what it is.
const HEAD: u64 = 64 << 10;

/// A file with rows of people.
#[derive(Clone)]
pub struct File {
    /// As a person would name it.
    path: PathBuf,
    bytes: Arc<Mutex<dyn Bytes>>,
    size: u64,
}

/// What can be read from anywhere.
trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("path", &self.path).field("size", &self.size).finish_non_exhaustive()
    }
}

impl File {
    /// Opens a file that somebody named.
    ///
    /// # Errors
    /// It cannot be opened, is no ordinary file, or is larger than any roster.
    pub fn open(path: &Path) -> Result<File, Failure> {
        let opened = ordinary::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (size, file) = opened.map_err(|error| unopened(path, &error))?;
        File { path: path.to_owned(), bytes: Arc::new(Mutex::new(file)), size }.within_bounds()
    }

    /// Reads a stream to its end; `name` is its name in findings.
    ///
    /// # Errors
    /// Failed I/O; no roster at all, or one that is larger than any. No more of it is read than shows so.
    pub fn of_stream(name: &str, stream: &mut impl Read) -> Result<File, Failure> {
        let path = Path::new(name);
        let fail = |error: io::Error| Failure::io("read", path, &error);
        let mut head = Vec::new();
        stream.take(HEAD).read_to_end(&mut head).map_err(fail)?;
        // Of what is no table by its beginning, the end need not be waited for.
        if !is_workbook(&head) && !may_be_text(&head) {
            return Err(no_table(path));
        }
        let most = if is_workbook(&head) { MOST_WORKBOOK } else { MOST_TEXT };
        let mut all = head.chain(stream).take(most + 1);
        File::of(path, &mut all).map_err(fail)?.within_bounds()
    }

    /// Keeps what comes from a stream.
    fn of(path: &Path, stream: &mut impl Read) -> io::Result<File> {
        let mut kept = tempfile::spooled_tempfile(IN_MEMORY);
        let size = io::copy(stream, &mut kept)?;
        kept.flush()?;
        Ok(File { path: path.to_owned(), bytes: Arc::new(Mutex::new(kept)), size })
    }

    /// Refuses a file that is larger than any of its kind, before anything else of it is read.
    fn within_bounds(self) -> Result<File, Failure> {
        let (most, what, help) =
            match self.size > MOST_WORKBOOK && is_workbook(&self.head(ZIP.len().max(COMPOUND.len()))?) {
                true => (
                    MOST_WORKBOOK,
                    say!("buku kerja", "workbook"),
                    say!(
                        "salin daftar pegawainya saja ke buku kerja baru, atau simpan sebagai .csv",
                        "copy the roster alone into a new workbook, or save it as .csv"
                    ),
                ),
                false => (
                    MOST_TEXT,
                    say!("daftar pegawai", "roster"),
                    say!("bagi menjadi beberapa berkas", "part it into several files"),
                ),
            };
        if self.size <= most {
            return Ok(self);
        }
        let megabytes = most >> 20;
        let message = say!(
            "{what} ini lebih besar dari {megabytes} MB, padahal itu cukup untuk sejuta orang",
            "this {what} is larger than {megabytes} MB, which takes a million people";
            what
        );
        let finding = Diagnostic::error(Code::InputTooLarge, message).at(Origin::file(self.name()));
        Err(Failure::usage(finding.help(help)))
    }

    /// Its name as a person knows it.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Its name as a path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Reads it from its beginning. Several readers do not disturb each other.
    pub fn reader(&self) -> FileReader {
        FileReader { bytes: Arc::clone(&self.bytes), size: self.size, at: 0 }
    }

    /// Whether it is a ZIP archive by its beginning.
    pub(crate) fn is_archive(&self) -> Result<bool, Failure> {
        Ok(self.head(ZIP.len())?.starts_with(ZIP))
    }

    /// So many bytes of its beginning, or all that there are.
    pub(crate) fn head(&self, bytes: usize) -> Result<Vec<u8>, Failure> {
        let mut head = Vec::with_capacity(bytes);
        let read = self.reader().take(bytes as u64).read_to_end(&mut head);
        read.map_err(|error| Failure::io("read", &self.path, &error))?;
        Ok(head)
    }
}

/// Whether bytes are the beginning of a workbook.
pub(crate) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(ZIP) || head.starts_with(COMPOUND)
}

/// Whether bytes may be the beginning of a text: in UTF-16, every other byte may be zero.
fn may_be_text(head: &[u8]) -> bool {
    let has_zeros = |from: usize| head.iter().skip(from).step_by(2).any(|byte| *byte == 0);
    !has_zeros(0) || !has_zeros(1)
}

/// That a file is neither a workbook nor text.
pub(crate) fn no_table(path: &Path) -> Failure {
    let finding = Diagnostic::error(
        Code::NoTable,
        say!("ini bukan buku kerja dan bukan teks", "this is neither a workbook nor text"),
    );
    let finding = finding.at(Origin::file(path.display().to_string()));
    Failure::usage(finding.help(say!(
        "simpan daftar pegawai sebagai .xlsx, .xls, .ods, atau .csv",
        "save the roster as .xlsx, .xls, .ods or .csv"
    )))
}

/// Why a file that was named cannot be opened.
fn unopened(path: &Path, error: &io::Error) -> Failure {
    let at = || Origin::file(path.display().to_string());
    match error.kind() {
        ErrorKind::IsADirectory => {
            let finding =
                Diagnostic::error(Code::Io, say!("ini folder, bukan berkas", "this is a folder, not a file")).at(at());
            Failure::usage(
                finding.help(say!(
                    "sebutkan buku kerja atau berkas CSV di dalamnya",
                    "name the workbook or CSV file in it"
                )),
            )
        }
        ErrorKind::InvalidInput => {
            let finding =
                Diagnostic::error(Code::Io, say!("tidak dapat dibaca: {error}", "cannot read: {error}")).at(at());
            Failure::usage(finding.help(say!(
                "sebutkan sebuah berkas; keluaran perintah lain dibaca dari masukan standar dengan nama `-`",
                "name a file; what another command writes is read as standard input, by the name `-`"
            )))
        }
        _ => Failure::io("read", path, error),
    }
}

/// Reads a file from a place of its own.
pub struct FileReader {
    bytes: Arc<Mutex<dyn Bytes>>,
    size: u64,
    at: u64,
}

impl FileReader {
    /// Another one, at the beginning.
    pub(crate) fn again(&self) -> FileReader {
        FileReader { bytes: Arc::clone(&self.bytes), size: self.size, at: 0 }
    }
}

impl Read for FileReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Whoever panicked while reading has left nothing half-done.
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.seek(SeekFrom::Start(self.at))?;
        let read = bytes.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for FileReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(from) => self.size.checked_add_signed(from),
            SeekFrom::Current(from) => self.at.checked_add_signed(from),
        };
        self.at = target.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_have_places_of_their_own() {
        let file = File::of_stream("<stdin>", &mut &b"Nama,NIP\nSiti,1\n"[..]).unwrap();
        let (mut one, mut other) = (file.reader(), file.reader());
        let mut word = [0; 4];
        one.seek(SeekFrom::End(-7)).unwrap();
        other.read_exact(&mut word).unwrap();
        assert_eq!(&word, b"Nama");
        one.read_exact(&mut word).unwrap();
        assert_eq!((&word, file.size()), (b"Siti", 16));
        assert!(one.seek(SeekFrom::Current(-100)).is_err());
    }

    #[test]
    fn a_stream_without_a_table_or_an_end_is_not_read_to_it() {
        let code = |failure: Failure| {
            failure.findings().and_then(|found| found.iter().next().map(|found| found.code.as_str()))
        };
        assert_eq!(code(File::of_stream("<stdin>", &mut io::repeat(0)).unwrap_err()), Some("no-table"));
        let mut zip = ZIP.chain(io::repeat(7)).take(u64::MAX);
        assert_eq!(code(File::of_stream("<stdin>", &mut zip).unwrap_err()), Some("input-too-large"));
    }
}
