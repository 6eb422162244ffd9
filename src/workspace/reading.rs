//! Reads one file, within limits of size: an ordinary file or standard input.

use super::input::InputFile;
use crate::diag::{Code, Diagnostic, Message, Origin, say};
use crate::failure::{Action, Failure};
use crate::ordinary;
use std::fs::File;
use std::io::{self, Read, StdinLock};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The largest input, in bytes: a print run of thousands of pages, or a font.
const MAX_INPUT: u64 = 32 * 1024 * 1024;

/// The largest text, in bytes: twenty times the built-in rulebook.
const MAX_TEXT: u64 = 4 * 1024 * 1024;

/// Name of standard input in findings.
pub const STDIN: &str = "<stdin>";

/// Whether a path means standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Standard input, which can be read once.
///
/// # Errors
/// It was read before: two files were named `-`.
pub fn stdin() -> Result<StdinLock<'static>, Failure> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    if TAKEN.swap(true, Ordering::Relaxed) {
        let message = say!(
            "masukan standar disebut dua kali, padahal hanya dapat dibaca sekali",
            "standard input is named twice, and can be read once"
        );
        let help = say!("ganti salah satu `-` dengan nama berkas", "name a file in place of one `-`");
        let finding = Diagnostic::error(Code::StdinTwice, message).at(Origin::file(STDIN));
        return Err(Failure::usage(finding.help(help)));
    }
    Ok(io::stdin().lock())
}

/// Reads a file of any kind, or standard input in place of `-`; its name in findings, and its bytes.
///
/// # Errors
/// Failed I/O, what is no ordinary file, a file that is too large.
pub fn read_bytes(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    if is_stdin(path) {
        return Ok((STDIN.to_owned(), limited(STDIN, stdin()?, MAX_INPUT, MAX_INPUT)?));
    }
    Ok((path.display().to_string(), whole(path, ordinary::open(path), MAX_INPUT)?))
}

/// The bytes of a file that was opened; its size is looked at before it is read.
fn whole(path: &Path, file: io::Result<File>, most: u64) -> Result<Vec<u8>, Failure> {
    let opened = file.and_then(|file| Ok((file.metadata()?.len(), file)));
    let (size, file) = opened.map_err(|error| unread(path, &error))?;
    let name = path.display().to_string();
    if size > most {
        return Err(too_large(&name, most));
    }
    limited(&name, file, size, most)
}

/// The bytes of a stream, of which so many are expected, and which may turn out to be too many.
fn limited(name: &str, stream: impl Read, expected: u64, most: u64) -> Result<Vec<u8>, Failure> {
    // Reserved memory that is not touched costs nothing; a buffer that grows is copied.
    let mut bytes = Vec::with_capacity(expected as usize + 1);
    let read = stream.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::io(Action::Read, Path::new(name), &error))?;
    if bytes.len() as u64 > most { Err(too_large(name, most)) } else { Ok(bytes) }
}

/// The finding for a file that is larger than any of its kind.
fn too_large(name: &str, most: u64) -> Failure {
    let message = say!("berkas ini lebih besar dari {} MB", "this file is larger than {} MB", most / 1024 / 1024);
    Failure::usage(Diagnostic::error(Code::InputTooLarge, message).at(Origin::file(name)))
}

/// Why a file that was named cannot be read.
fn unread(path: &Path, error: &io::Error) -> Failure {
    if error.kind() != io::ErrorKind::InvalidInput {
        return Failure::io(Action::Read, path, error);
    }
    let message = say!("tidak dapat membaca: {error}", "cannot read: {error}");
    let finding = Diagnostic::error(Code::Io, message).at(Origin::file(path.display().to_string()));
    Failure::usage(finding.help(say!(
        "taruh berkas biasa di sana; `-` sebagai ganti nama berkas berarti masukan standar",
        "put an ordinary file there; `-` in place of a file is standard input"
    )))
}

/// Reads a text file, or standard input in place of `-`.
///
/// # Errors
/// Failed I/O, what is no ordinary file, a file that is too large or not UTF-8.
pub fn read(path: &Path) -> Result<InputFile, Failure> {
    if is_stdin(path) { read_text(STDIN, stdin()?) } else { read_file(path) }
}

/// Reads a text from a stream; `file` is its name in findings.
///
/// # Errors
/// As [`read`].
pub fn read_text(file: &str, stream: impl Read) -> Result<InputFile, Failure> {
    text(file.to_owned(), limited(file, stream, MAX_TEXT, MAX_TEXT)?)
}

/// Reads a text file, even one called `-`.
pub(super) fn read_file(path: &Path) -> Result<InputFile, Failure> {
    text(path.display().to_string(), whole(path, ordinary::open(path), MAX_TEXT)?)
}

/// Reads a text file of a folder of inputs; a link that leads out of the folder is refused.
pub(super) fn read_in(folder: &Path, path: &Path) -> Result<InputFile, Failure> {
    text(path.display().to_string(), whole(path, ordinary::open_within(folder, path), MAX_TEXT)?)
}

/// Reads a font, which may lie anywhere; or why it cannot be read.
pub(super) fn read_font(path: &Path) -> Result<Vec<u8>, Message> {
    let read = whole(path, ordinary::open(path), MAX_INPUT);
    read.map_err(|failure| {
        let finding = failure.findings().and_then(|findings| findings.iter().next());
        finding.map_or_else(|| say!("", ""), |finding| finding.message.clone())
    })
}

fn text(file: String, bytes: Vec<u8>) -> Result<InputFile, Failure> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(InputFile { file, text: text.into() }),
        Err(error) => {
            let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let message = say!("berkas ini bukan teks UTF-8", "this file is not UTF-8 text");
            let finding = Diagnostic::error(Code::NotUtf8, message)
                .at(Origin::at(file, line as u32, column as u32))
                .help(say!("simpan sebagai teks UTF-8", "save it as UTF-8 text"));
            Err(Failure::usage(finding))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(failure: Failure) -> Diagnostic {
        failure.findings().and_then(|findings| findings.iter().next().cloned()).unwrap()
    }

    #[test]
    fn what_is_no_text_is_a_finding_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.yaml");
        std::fs::write(&path, b"a: b\nc: \xff\n").unwrap();
        let found = finding(read(&path).unwrap_err());
        assert_eq!((found.code.as_str(), found.origin.unwrap().line), ("not-utf8", 2));
        assert_eq!(finding(read(folder.path()).unwrap_err()).code.as_str(), "io");
    }
}
