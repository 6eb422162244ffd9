//! The paths that a build or a kit will write, taken before the first of them is written.

use super::entry::{Entry, MadeBy, SheetSelection};
use super::findings;
use super::sheets::SheetFolder;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, say};
use crate::failure::{Action, Failure};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

/// A sheet that is to be written.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its path below the folder.
    pub path: String,
    /// Words that tell it from others.
    pub sheet: Message,
    /// What was selected; none for the index page.
    pub selection: Option<SheetSelection>,
}

impl SheetFolder {
    /// Takes the paths that this run will write.
    ///
    /// # Errors
    /// Two sheets on one path; in the way of one, a file that ikrar did not write, another sheet, or a link. Then nothing has
    /// been written.
    pub fn claim(&self, claims: &[Claim]) -> Result<(), Failure> {
        let root = self.folder.root();
        let files = &self.folder.index().listing().files;
        let listed: BTreeMap<&str, &Entry> = files.iter().map(|entry| (entry.path.as_str(), entry)).collect();
        let mut taken: BTreeMap<&str, &Message> = BTreeMap::new();
        let mut findings = Diagnostics::new();
        for Claim { path, sheet, selection } in claims {
            if let Some(other) = taken.insert(path, sheet) {
                findings.push(collision(path, other, sheet));
            }
            if let Some(entry) = listed.get(path.as_str()).filter(|entry| !self.is_of(entry, selection.as_ref())) {
                findings.push(other_sheet(&root.path(path), entry.by, sheet));
            }
            match root.metadata(path) {
                Ok(_) if !self.folder.index().knows(path) => findings.push(findings::in_the_way(&root.path(path))),
                // A folder that is a file is told when the folder is made.
                Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    // The link, pipe or folder, which need not be at the path itself.
                    findings.extend(root.trouble(Action::Write, path, &error).findings().cloned().unwrap_or_default());
                }
                _ => {}
            }
        }
        if !findings.is_empty() {
            return Err(Failure::Unusable(findings));
        }
        let folders: BTreeSet<&str> =
            taken.keys().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        folders.into_iter().try_for_each(|folder| self.folder.make(folder))
    }

    /// Whether a listed file is what this run calls by its path.
    fn is_of(&self, entry: &Entry, selection: Option<&SheetSelection>) -> bool {
        entry.by == self.by
            && match (&entry.selection, selection) {
                (Some(listed), Some(selected)) => listed.is_same_sheet(selected),
                (listed, selected) => listed.is_none() && selected.is_none(),
            }
    }
}

fn other_sheet(path: &Path, by: MadeBy, sheet: &Message) -> Diagnostic {
    let by = match by {
        MadeBy::Kit => say!("`kit`", "a kit"),
        MadeBy::Build => say!("`build`", "a build"),
    };
    let message = say!(
        "{sheet} akan menempati tempat lembar lain yang ditulis {by}",
        "{sheet} would take the place of another sheet, which {by} wrote";
        sheet, by
    );
    findings::at(Diagnostic::error(Code::FileInTheWay, message), path)
        .help(say!("pilih folder lain dengan --out", "choose another folder with --out"))
}

fn collision(path: &str, one: &Message, other: &Message) -> Diagnostic {
    let message = say!("{one} dan {other} sama-sama akan ditulis ke {path}", "{one} and {other} would both be written to {path}"; one, other);
    Diagnostic::error(Code::NameCollision, message).help(say!(
        "ganti nama salah satunya, atau buat di folder yang berbeda dengan --out",
        "rename one of them, or build them into different folders with --out"
    ))
}
