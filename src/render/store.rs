//! The sheets of a build or a kit, put into its folder.

use super::renderer::Renderer;
use crate::diag::Diagnostic;
use crate::failure::Failure;
use crate::output::claims::Claim;
use crate::output::manifest::{Entry, MadeBy, RulebookStamp, SheetSelection};
use crate::output::sheets::SheetFolder;
use crate::output::{Format, Hash, Hasher};
use crate::request::Request;

/// Makes sheets into the folder of a build or a kit.
pub(crate) struct SheetStore<'s, 'w> {
    /// Makes them.
    pub(crate) renderer: Renderer<'w>,
    /// Where they go.
    pub(crate) folder: &'s SheetFolder,
    /// What the run is.
    pub(crate) by: MadeBy,
    /// Hash over everything that all sheets of the run are made from.
    pub(crate) edition: &'s str,
}

/// The files of one request.
#[derive(Debug, Default)]
pub(crate) struct StoredSheet {
    /// Those that are what was asked for, in the order of the formats; not those that somebody changed.
    pub(crate) files: Vec<Entry>,
    /// How many of these a killed run had made.
    pub(crate) kept: usize,
    /// Paths of all, in the order of the formats.
    pub(crate) paths: Vec<String>,
    /// Pages, where a format has pages.
    pub(crate) pages: Option<u32>,
    /// Warnings about the sheet, the same for every format.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// The claims on the files of a request.
pub(crate) fn claims(
    request: &Request,
    formats: &[Format],
    path: &dyn Fn(Format) -> String,
) -> impl Iterator<Item = Claim> {
    formats.iter().map(|format| {
        let selection = Some(SheetSelection::of(request, *format));
        Claim { path: path(*format), sheet: request.describe(), selection }
    })
}

impl<'w> SheetStore<'_, 'w> {
    /// Makes the sheet of a request, in the formats that a killed run has not made from the same.
    ///
    /// # Errors
    /// [`Failure::Findings`] where the sheet cannot be made; failed I/O.
    pub(crate) fn make(
        &self,
        request: &Request<'w>,
        formats: &[Format],
        path: &dyn Fn(Format) -> String,
    ) -> Result<StoredSheet, Failure> {
        let mut stored =
            StoredSheet { paths: formats.iter().map(|format| path(*format)).collect(), ..Default::default() };
        let (mut files, mut missing) = (Vec::new(), Vec::new());
        for format in formats {
            let key = self.key(request, *format);
            match key.map(|key| self.folder.finished(&path(*format), key)).transpose()?.flatten() {
                Some(entry) => files.push((*format, entry)),
                None => missing.push((*format, key)),
            }
        }
        stored.kept = files.len();
        let wanted: Vec<Format> = missing.iter().map(|(format, _)| *format).collect();
        let sheets = if wanted.is_empty() { Vec::new() } else { self.renderer.sheet(request, &wanted)? };
        for (sheet, (format, key)) in sheets.iter().zip(missing) {
            let selection = Some(SheetSelection::of(request, format));
            let entry = self.entry(path(format), selection, &sheet.bytes);
            let entry = Entry { pages: sheet.pages, overfull: !sheet.fits, key, ..entry };
            stored.note(self, request, &entry);
            files.extend(self.folder.put(&entry, &sheet.bytes)?.then_some((format, entry)));
        }
        files.sort_by_key(|(format, _)| formats.iter().position(|one| one == format));
        files.iter().for_each(|(_, entry)| stored.note(self, request, entry));
        stored.files = files.into_iter().map(|(_, entry)| entry.listed()).collect();
        Ok(stored)
    }

    /// The entry of a file with these bytes; without a selection, of the index page.
    pub(crate) fn entry(&self, path: String, selection: Option<SheetSelection>, bytes: &[u8]) -> Entry {
        let rulebook = &self.renderer.workspace.rulebook;
        let rulebook =
            RulebookStamp { version: rulebook.data().rulebook.version.clone(), sha256: rulebook.hash().to_owned() };
        Entry {
            path,
            bytes: bytes.len() as u64,
            sha256: Hash::of(bytes),
            rulebook,
            edition: self.edition.to_owned(),
            by: self.by,
            selection,
            ..Entry::default()
        }
    }

    /// Hash of everything that a file is made from. The running order of a kit has none: it lists what is there.
    fn key(&self, request: &Request, format: Format) -> Option<Hash> {
        let mut key = Hasher::default();
        let made_from = (self.edition, self.renderer.stamp, request.key(), format.extension());
        // Nothing can fail here: a hash takes all, and all of it has a form in JSON.
        let _ = serde_json::to_writer(&mut key, &made_from);
        request.subject.kit.is_none().then(|| key.finish())
    }
}

impl StoredSheet {
    /// Notes the pages of one of the files, and the warning that they are too many.
    fn note(&mut self, store: &SheetStore, request: &Request, entry: &Entry) {
        self.pages = self.pages.or(entry.pages);
        if let Some(pages) = entry.pages.filter(|_| entry.overfull && self.warnings.is_empty()) {
            self.warnings.push(store.renderer.overflow(request, pages));
        }
    }
}
