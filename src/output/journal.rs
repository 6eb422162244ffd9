//! A journal: what a run at work has told, a line each, so that the next one knows it after a kill.
//!
//! A line is told before its file is moved into its place. So the journal may have a line about a file that did not come
//! to be there, which its hash shows; and no file of ours is there of which it has no line.

use super::root::Root;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::failure::{Action, Failure};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Name of the journal in the folder of a build or a kit, unlike that of a merge.
pub(crate) const OF_BUILD: &str = ".ikrar-claims";

/// Name of the journal in the folder of a merge.
pub(crate) const OF_MERGE: &str = ".ikrar-journal";

/// A longer line is none of ours: one about a print run of 200,000 people is shorter.
pub(crate) const LONGEST: u64 = 1 << 24;

/// The journal of a folder.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    /// The file, once there is one, and how long it is.
    file: Mutex<(Option<File>, u64)>,
}

/// What became of the lines of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Scan {
    /// Where the last line ends.
    end: u64,
    /// Numbers of lines that say nothing.
    bad: Vec<u32>,
}

impl Journal {
    /// Opens the journal of a folder, handing over the place and the text of each line that says something. A line that was
    /// cut off is taken away. Where other lines say nothing, that is told, and the file stays beside the new one.
    ///
    /// # Errors
    /// Failed I/O; something in its place that is no ordinary file.
    pub(crate) fn open(
        root: &Root,
        name: &str,
        says: &dyn Fn(&str) -> bool,
        each: &mut dyn FnMut(u64, &str),
        notes: &mut Diagnostics,
    ) -> Result<Journal, Failure> {
        let fail = |error: io::Error| root.trouble(Action::OpenJournal, name, &error);
        let path = root.path(name);
        let scanned = match root.open(name) {
            Ok(file) => scan(&file, &mut |_, line| says(line)).map_err(fail)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Journal { path, file: Mutex::new((None, 0)) });
            }
            Err(error) => return Err(fail(error)),
        };
        let is_shared = shares(&root.metadata(name).map_err(fail)?);
        if is_shared || !scanned.bad.is_empty() {
            renew(root, name, says, &scanned, notes).map_err(fail)?;
        }
        let mut hand_over = |at: u64, line: &str| {
            each(at, line);
            true
        };
        let Scan { end, .. } = root.open(name).and_then(|file| scan(&file, &mut hand_over)).map_err(fail)?;
        let file = OpenOptions::new().append(true).open(&path).map_err(fail)?;
        file.set_len(end).map_err(fail)?;
        Ok(Journal { path, file: Mutex::new((Some(file), end)) })
    }

    /// Tells a line, from any thread. Returns its place.
    ///
    /// # Errors
    /// Failed I/O; then the journal is as it was.
    pub(crate) fn tell(&self, mut line: Vec<u8>) -> Result<u64, Failure> {
        line.push(b'\n');
        let fail = |error: io::Error| Failure::io(Action::WriteJournal, &self.path, &error);
        let mut held = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, length) = &mut *held;
        let file = match file {
            Some(file) => file,
            None => {
                let made = OpenOptions::new().append(true).create_new(true).open(&self.path);
                file.insert(made.map_err(fail)?)
            }
        };
        if let Err(error) = file.write_all(&line) {
            // Whether this succeeds or not: half a line is taken away when the journal is next opened.
            let _ = file.set_len(*length);
            return Err(fail(error));
        }
        let at = *length;
        *length += line.len() as u64;
        Ok(at)
    }

    /// Removes the journal of a run that came to its end: the manifest tells it all now.
    ///
    /// # Errors
    /// Failed I/O.
    pub(crate) fn close(self) -> Result<(), Failure> {
        let (file, _) = self.file.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = file else { return Ok(()) };
        // Not every system removes a file that is open.
        drop(file);
        fs::remove_file(&self.path).map_err(|error| Failure::io(Action::Remove, &self.path, &error))
    }
}

/// Reads the lines of a file, and says where the last whole one ends and which say nothing to `each`. What follows the
/// last line is the beginning of one that was cut off, unless it begins as none of ours does.
fn scan(file: &File, each: &mut dyn FnMut(u64, &str) -> bool) -> io::Result<Scan> {
    let mut reader = BufReader::new(file);
    let mut found = Scan::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = (&mut reader).take(LONGEST).read_until(b'\n', &mut line)? as u64;
        let is_whole = line.ends_with(b"\n");
        if !is_whole && (length == 0 || line.starts_with(b"{") && length < LONGEST) {
            break;
        }
        let says = is_whole && std::str::from_utf8(&line).is_ok_and(|line| each(found.end, line));
        if !says {
            found.bad.push(number);
        }
        if !is_whole {
            break;
        }
        found.end += length;
    }
    Ok(found)
}

/// Puts a journal with the good lines alone into the place of one with others, which stays beside it; or of one that is
/// somebody's file under another name too, which must not be written into.
fn renew(
    root: &Root,
    name: &str,
    says: &dyn Fn(&str) -> bool,
    scanned: &Scan,
    notes: &mut Diagnostics,
) -> io::Result<()> {
    let (aside, file) = root.aside()?;
    let mut to = BufWriter::new(file);
    let mut torn = Ok(());
    scan(&root.open(name)?, &mut |_, line| {
        if torn.is_ok() && says(line) {
            torn = to.write_all(line.as_bytes());
        }
        true
    })?;
    torn?;
    to.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(first) = scanned.bad.first() {
        let names = std::iter::once(format!("{name}.bad")).chain((2..).map(|number| format!("{name}.bad-{number}")));
        let beside = names.into_iter().find(|beside| !root.has(beside)).unwrap_or_default();
        fs::rename(root.path(name), root.path(&beside))?;
        let count = scanned.bad.len();
        let message = match count {
            1 => say!(
                "satu baris jurnal tidak terbaca, dan diabaikan",
                "a line of the journal says nothing, and is left out"
            ),
            _ => say!(
                "{count} baris jurnal tidak terbaca, dan diabaikan",
                "{count} lines of the journal say nothing, and are left out"
            ),
        };
        let place = Origin::at(root.path(name).display().to_string(), *first, 0);
        let help = say!(
            "jurnal semula disimpan sebagai {beside}; berkas yang dicatatnya dibuat lagi atau dibiarkan",
            "the journal as it was is kept as {beside}; files that it told of are made again or kept"
        );
        notes.push(Diagnostic::warning(Code::BadJournal, message).at(place).help(help));
    }
    root.settle(&aside, name)
}

/// Whether a file has another name too.
fn shares(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::nlink(metadata) > 1
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = ".journal";

    fn opened(root: &Root) -> (Journal, Vec<(u64, String)>, Diagnostics) {
        let (mut told, mut notes) = (Vec::new(), Diagnostics::new());
        let says = |line: &str| line.starts_with("{\"a");
        let journal =
            Journal::open(root, NAME, &says, &mut |at, line| told.push((at, line.trim_end().to_owned())), &mut notes);
        (journal.unwrap(), told, notes)
    }

    #[test]
    fn what_was_told_is_known_again_and_a_line_cut_off_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::at(folder.path());
        let (journal, nothing, _) = opened(&root);
        assert!(nothing.is_empty());
        assert_eq!(journal.tell(b"{\"a\":1}".to_vec()).unwrap(), 0);
        for end in 1..7 {
            fs::write(root.path(NAME), format!("{{\"a\":1}}\n{}", &"{\"a\":2}"[..end])).unwrap();
            let (journal, told, notes) = opened(&root);
            assert_eq!((told.len(), notes.len()), (1, 0), "{end}");
            assert_eq!(journal.tell(b"{\"a\":3}".to_vec()).unwrap(), 8);
        }
        let (journal, told, _) = opened(&root);
        assert_eq!(told, [(0, "{\"a\":1}".to_owned()), (8, "{\"a\":3}".to_owned())]);
        journal.close().unwrap();
        assert!(!root.has(NAME));
    }

    #[test]
    fn a_line_that_says_nothing_is_told_left_out_and_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::at(folder.path());
        for (text, line) in [("{\"a\":1}\nx\n{\"a\":2}\n", 2), ("{\"a\":1}\n{\"a\":2}\nno end", 3)] {
            fs::write(root.path(NAME), text).unwrap();
            let (journal, told, notes) = opened(&root);
            assert_eq!(told.len(), 2);
            let note = notes.iter().next().unwrap();
            assert_eq!((note.code.as_str(), note.origin.as_ref().unwrap().line), ("bad-journal", line));
            journal.tell(b"{\"a\":3}".to_vec()).unwrap();
            drop(journal);
            assert_eq!(fs::read_to_string(root.path(NAME)).unwrap(), "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
        }
        assert!(fs::read_to_string(root.path(".journal.bad")).unwrap().contains("\nx\n"));
        assert!(fs::read_to_string(root.path(".journal.bad-2")).unwrap().ends_with("no end"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_another_name_is_not_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::at(folder.path());
        fs::write(root.path("mine"), "{\"a\":1}\n{\"a").unwrap();
        fs::hard_link(root.path("mine"), root.path(NAME)).unwrap();
        let (journal, told, _) = opened(&root);
        assert_eq!(told.len(), 1);
        journal.tell(b"{\"a\":2}".to_vec()).unwrap();
        assert_eq!(fs::read_to_string(root.path("mine")).unwrap(), "{\"a\":1}\n{\"a");
    }
}
