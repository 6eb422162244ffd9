//! A merge from its beginning to its end.
//!
//! What the sheets of a unit share is prepared when the unit is begun, and goes with it.

use super::issued::IssuedFile;
use super::manifest::MergeFolder;
use super::names::{Held, Names};
use super::outcome::{MergeResult, Outcome};
use super::session::Session;
use super::spec::{Merge, Watch};
use super::{close, unit};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use crate::failure::Failure;
use crate::output::root::Root;
use rayon::prelude::*;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

impl Merge<'_> {
    /// Makes all files, the register and the manifest in the folder `below` another one. What an earlier run made from the
    /// same is left as it is.
    ///
    /// # Errors
    /// Failed I/O, another merge in the folder, a file in the way. Findings in single rows are in what is returned: one
    /// bad row does not stop the others.
    pub fn run(&self, out: &Path, below: &str, watch: &Watch) -> Result<MergeResult, Failure> {
        self.check_split()?;
        let mut notes = Diagnostics::new();
        let mut held = Held::default();
        let mut learn = |file: &IssuedFile| held.learn(&file.path, &file.unit, file.slug.as_deref());
        let folder = MergeFolder::open(Root::make(out)?.below(below)?, false, &mut learn, &mut notes)?;
        self.check_document(&folder)?;
        let names = Names::of(self.recipients.all.iter().map(String::as_str), &held);
        // All at once: a list that grows takes twice its room.
        let files = Mutex::new(Vec::with_capacity(self.files()));
        let session = Session { merge: self, folder: &folder, names: &names, watch, files };
        let units = self.recipients.units.par_iter().map(|unit| unit::make(&session, unit));
        let outcome = units.try_reduce(Outcome::default, |outcome, later| Ok(outcome.join(later)))?;
        let files = session.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let merged = close::close(self, folder, &names, outcome, files)?;
        notes.extend(merged.findings);
        Ok(MergeResult { findings: notes, ..merged })
    }

    /// That the folder is one of this document and this region.
    fn check_document(&self, folder: &MergeFolder) -> Result<(), Failure> {
        let head = folder.index().listing().head();
        let region = self.request.scope.region.map(|region| &region.slug);
        let is_same = head.document == self.request.document.id && head.region.as_ref() == region;
        if head.document.is_empty() || is_same {
            return Ok(());
        }
        let message = say!(
            "folder ini berisi lembar `{}`, dari dokumen atau wilayah lain",
            "this folder holds sheets of `{}`, of another document or region",
            head.document
        );
        let finding = Diagnostic::error(Code::FileInTheWay, message)
            .help(say!("pilih folder lain dengan --out", "choose another folder with --out"));
        Err(Failure::usage(finding.at(Origin::file(folder.place("").display().to_string()))))
    }
}
