//! Reading one file: an ordinary one, within bounds, or standard input.

use super::input::InputFile;
use crate::diag::{Code, Diagnostic, Origin};
use crate::failure::{Action, Failure};
use crate::ordinary;
use std::fs::File;
use std::io::{self, Read, StdinLock};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// No input is larger: a print run of thousands of pages, or a font.
const MAX_INPUT: u64 = 32 * 1024 * 1024;

/// No text is larger; the built-in rulebook has a twentieth of it.
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
        let finding = Diagnostic::error(Code::StdinTwice, "standard input is named twice, and can be read once");
        return Err(Failure::usage(finding.at(Origin::file(STDIN)).help("name a file in place of one `-`")));
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
    // Room that is not used takes no memory; room that has to grow takes three times as much.
    let mut bytes = Vec::with_capacity(expected as usize + 1);
    let read = stream.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::io(Action::Read, Path::new(name), &error))?;
    if bytes.len() as u64 > most { Err(too_large(name, most)) } else { Ok(bytes) }
}

/// That a file is larger than any of its kind.
fn too_large(name: &str, most: u64) -> Failure {
    let message = format!("this file is larger than {} MB", most / 1024 / 1024);
    Failure::usage(Diagnostic::error(Code::InputTooLarge, message).at(Origin::file(name)))
}

/// Why a file that was named cannot be read.
fn unread(path: &Path, error: &io::Error) -> Failure {
    if error.kind() != io::ErrorKind::InvalidInput {
        return Failure::io(Action::Read, path, error);
    }
    let finding = Diagnostic::error(Code::Io, format!("cannot read: {error}"));
    let finding = finding.at(Origin::file(path.display().to_string()));
    Failure::usage(finding.help("put an ordinary file there; `-` in place of a file is standard input"))
}

/// Reads a text file, or standard input in place of `-`.
///
/// # Errors
/// Failed I/O, what is no ordinary file, a file that is too large or not UTF-8.
pub fn read(path: &Path) -> Result<InputFile, Failure> {
    if is_stdin(path) { read_text(STDIN, stdin()?) } else { read_file(path) }
}

/// The same of a stream; `file` is its name in findings.
///
/// # Errors
/// As [`read`].
pub fn read_text(file: &str, stream: impl Read) -> Result<InputFile, Failure> {
    text(file.to_owned(), limited(file, stream, MAX_TEXT, MAX_TEXT)?)
}

/// The same of a file, whatever it is called.
pub(super) fn read_file(path: &Path) -> Result<InputFile, Failure> {
    text(path.display().to_string(), whole(path, ordinary::open(path), MAX_TEXT)?)
}

/// The same of a file in a folder of inputs, out of which no link leads.
pub(super) fn read_in(folder: &Path, path: &Path) -> Result<InputFile, Failure> {
    text(path.display().to_string(), whole(path, ordinary::open_within(folder, path), MAX_TEXT)?)
}

/// Reads a font, which may lie anywhere; or why it cannot be read.
pub(super) fn read_font(path: &Path) -> Result<Vec<u8>, String> {
    let read = whole(path, ordinary::open(path), MAX_INPUT);
    read.map_err(|failure| {
        let finding = failure.findings().and_then(|findings| findings.iter().next());
        finding.map_or_else(String::new, |finding| finding.message.en().to_owned())
    })
}

fn text(file: String, bytes: Vec<u8>) -> Result<InputFile, Failure> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(InputFile { file, text: text.into() }),
        Err(error) => {
            let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let finding = Diagnostic::error(Code::NotUtf8, "this file is not UTF-8 text")
                .at(Origin::at(file, line as u32, column as u32))
                .help("save it as UTF-8 text");
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
