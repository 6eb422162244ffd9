//! The file that rows of people are read from: a named one, or standard input.
//!
//! A roster is read several times and full of personal data. So standard input is kept in memory; beyond a limit it goes to a
//! temporary file without a name, which vanishes with the process, however that ends.

use crate::diag::{Code, Diagnostic, Origin, say};
use crate::failure::{Action, Failure};
use crate::ordinary;
use std::fmt;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// First bytes of a workbook: a ZIP archive, or a compound file (XLS, and any encrypted workbook).
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The largest CSV file, in bytes; a million people take 150 MB.
const MOST_TEXT: u64 = 512 << 20;

/// The largest workbook, in bytes; a million people take 60 MB.
const MOST_WORKBOOK: u64 = 128 << 20;

/// How many bytes of standard input are kept in memory: some hundred thousand people.
const IN_MEMORY: usize = 16 << 20;

/// How many bytes of a stream are read to detect its format.
const HEAD: u64 = 64 << 10;

/// A file with rows of people.
#[derive(Clone)]
pub struct File {
    /// The name for messages.
    path: PathBuf,
    bytes: Arc<Mutex<dyn Bytes>>,
    size: u64,
}

/// A source with random access.
trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("path", &self.path).field("size", &self.size).finish_non_exhaustive()
    }
}

impl File {
    /// Opens a named file.
    ///
    /// # Errors
    /// The file cannot be opened, is no ordinary file, or is too large.
    pub fn open(path: &Path) -> Result<File, Failure> {
        let opened = ordinary::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (size, file) = opened.map_err(|error| unopened(path, &error))?;
        File { path: path.to_owned(), bytes: Arc::new(Mutex::new(file)), size }.within_limits()
    }

    /// Reads a stream to its end; `name` is its name in findings.
    ///
    /// # Errors
    /// Failed I/O; neither a workbook nor text, or too large: then the stream is not read to its end.
    pub fn of_stream(name: &str, stream: &mut impl Read) -> Result<File, Failure> {
        let path = Path::new(name);
        let fail = |error: io::Error| Failure::io(Action::Read, path, &error);
        let mut head = Vec::new();
        stream.take(HEAD).read_to_end(&mut head).map_err(fail)?;
        // Its beginning shows that it is no table: do not wait for its end.
        if !is_workbook(&head) && !may_be_text(&head) {
            return Err(no_table(path));
        }
        let most = if is_workbook(&head) { MOST_WORKBOOK } else { MOST_TEXT };
        let mut all = head.chain(stream).take(most + 1);
        File::of(path, &mut all).map_err(fail)?.within_limits()
    }

    /// Stores a stream.
    fn of(path: &Path, stream: &mut impl Read) -> io::Result<File> {
        let mut kept = tempfile::spooled_tempfile(IN_MEMORY);
        let size = io::copy(stream, &mut kept)?;
        kept.flush()?;
        Ok(File { path: path.to_owned(), bytes: Arc::new(Mutex::new(kept)), size })
    }

    /// Refuses a file that is too large for its format, before it is read.
    fn within_limits(self) -> Result<File, Failure> {
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

    /// The name for messages.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The name as a path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// A reader at the beginning, independent of other readers.
    pub fn reader(&self) -> FileReader {
        FileReader { bytes: Arc::clone(&self.bytes), size: self.size, at: 0 }
    }

    /// Whether it begins as a ZIP archive.
    pub(crate) fn is_archive(&self) -> Result<bool, Failure> {
        Ok(self.head(ZIP.len())?.starts_with(ZIP))
    }

    /// The first `bytes` bytes, or all if there are fewer.
    pub(crate) fn head(&self, bytes: usize) -> Result<Vec<u8>, Failure> {
        let mut head = Vec::with_capacity(bytes);
        let read = self.reader().take(bytes as u64).read_to_end(&mut head);
        read.map_err(|error| Failure::io(Action::Read, &self.path, &error))?;
        Ok(head)
    }
}

/// Whether a file with this beginning is a workbook.
pub(crate) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(ZIP) || head.starts_with(COMPOUND)
}

/// Whether a file with this beginning may be text: in UTF-16, every other byte may be zero.
fn may_be_text(head: &[u8]) -> bool {
    let has_zeros = |from: usize| head.iter().skip(from).step_by(2).any(|byte| *byte == 0);
    !has_zeros(0) || !has_zeros(1)
}

/// The failure for a file that is neither a workbook nor text.
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

/// The failure for a named file that cannot be opened.
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
        _ => Failure::io(Action::Read, path, error),
    }
}

/// A reader with a position of its own.
pub struct FileReader {
    bytes: Arc<Mutex<dyn Bytes>>,
    size: u64,
    at: u64,
}

impl FileReader {
    /// Another reader, at the beginning.
    pub(crate) fn again(&self) -> FileReader {
        FileReader { bytes: Arc::clone(&self.bytes), size: self.size, at: 0 }
    }
}

impl Read for FileReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A reader that panicked has left no state behind: every read seeks first.
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
