//! From an event to the sheets and print runs of its kit.

use super::Kit;
use super::contents::{AGENDA, CONTENTS, KitDocument};
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::output::{Format, Name, safe};
use crate::render::batch;
use crate::render::plan::{ALL, Unasked, Wanted, plan};
use crate::request::{Look, Request};
use crate::template::Axis;

/// A file of a kit, or a folder of print runs.
#[derive(Debug, Clone)]
pub struct KitPart<'w> {
    pub(super) content: KitDocument,
    /// What is made.
    pub request: Request<'w>,
    /// How it is made.
    pub work: Work,
}

/// How a part is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// One sheet, in these formats.
    Sheet(Vec<Format>),
    /// A merge with the roster, into a folder of its own.
    Merge,
}

impl KitPart<'_> {
    /// The path of a sheet below the folder of the kit.
    pub(super) fn path(&self, format: Format) -> String {
        let document = self.stem();
        Name { region: None, document: &document, ..Name::of(&self.request) }.path(format)
    }

    /// The folder of a merge below that of the kit, and how file names begin.
    pub(super) fn stem(&self) -> String {
        format!("{:02}-{}", self.content.no, safe(&self.request.document.id))
    }
}

impl<'w> Kit<'w> {
    /// The parts, in the order of printing; the first is the running order.
    ///
    /// # Errors
    /// A name that does not exist; more than one region, language, paper or phase.
    pub fn plan(&self, notes: &mut Diagnostics) -> Result<Vec<KitPart<'w>>, Diagnostics> {
        let first = self.parts(AGENDA, notes)?;
        if first.len() != 1 {
            let message = say!(
                "ini memilih {} macam kit, sedangkan `kit` membuat satu",
                "this selects {} kinds of kits, and `kit` makes one",
                first.len()
            );
            let help = say!(
                "tulis satu wilayah, tahap, bahasa, dan ukuran kertas",
                "name one region, phase, language and paper"
            );
            return Err(Diagnostic::error(Code::ManySheets, message).help(help).into());
        }
        let known = |content: &KitDocument| self.renderer.workspace.templates.document(content.document).is_some();
        let mut parts = first;
        for content in CONTENTS.into_iter().filter(known) {
            parts.extend(self.parts(content, notes)?);
        }
        Ok(parts)
    }

    /// The parts of one document.
    fn parts(&self, content: KitDocument, notes: &mut Diagnostics) -> Result<Vec<KitPart<'w>>, Diagnostics> {
        let document = self.renderer.workspace.templates.document(content.document);
        let is_personal = document.is_some_and(|kind| kind.is_per(Axis::Person) || kind.is_per(Axis::Unit));
        let is_merged = self.staff.is_some() && is_personal;
        let asked = if self.wanted.audiences.is_empty() { &self.event.audiences } else { &self.wanted.audiences };
        let is_one = matches!(asked.as_slice(), [one] if one != ALL);
        // In a roster everybody has an audience.
        let is_general = is_merged || !(content.each_audience || is_one);
        let wanted = Wanted {
            documents: vec![content.document.to_owned()],
            audiences: if is_general { Vec::new() } else { asked.clone() },
            look: Look { signed_on: self.wanted.look.signed_on.or(Some(self.event.date)), ..self.wanted.look },
            ..self.wanted.clone()
        };
        let mut own = Diagnostics::new();
        let requests = match plan(self.renderer.workspace, &wanted, Unasked::Blank, &mut own) {
            Err(findings) if findings.iter().any(|finding| finding.code.as_str() == "nothing-to-do") => Vec::new(),
            requests => requests?,
        };
        own.into_iter().for_each(|note| batch::push_once(notes, note));
        let work = if is_merged { Work::Merge } else { Work::Sheet(self.formats_of(content)) };
        let part = |mut request: Request<'w>| {
            request.subject.event = Some(self.event);
            KitPart { content, request, work: work.clone() }
        };
        Ok(requests.into_iter().map(part).collect())
    }

    fn formats_of(&self, content: KitDocument) -> Vec<Format> {
        let wanted = |format: &Format| self.formats.contains(format) || content.also == Some(*format);
        Format::ALL.into_iter().filter(wanted).collect()
    }
}
