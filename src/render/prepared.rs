//! A document prepared for any number of people: the rules, the variables and the metadata, which do not depend on the
//! person.

use super::renderer::Renderer;
use crate::context::{self, Base, Input};
use crate::diag::Diagnostics;
use crate::document::{Document, Meta};
use crate::quiz::exchange::Bank;
use crate::request::{Request, Scope, Signatory, Subject};
use crate::template::Sheets;
use crate::template::escape::normalise;
use std::sync::OnceLock;

/// A request that is ready to be made for any number of people, from any thread.
pub struct PreparedDocument<'w> {
    pub(super) renderer: Renderer<'w>,
    pub(super) request: Request<'w>,
    base: Base<'w>,
    meta: Meta,
    /// The template as findings name it.
    file: String,
    /// Whether the form to fill in has its regional points on the back; known once that was tried.
    pub(super) form_overflows: OnceLock<bool>,
    /// What all sheets have in common, with the regional points on the front and on the back.
    sheets: [OnceLock<Result<Sheets<'w>, Diagnostics>>; 2],
}

impl<'w> Renderer<'w> {
    /// Prepares a request. Its `signatory` does not matter; who signs is told for each sheet.
    ///
    /// # Errors
    /// A name that does not exist, a coat of arms that cannot be read.
    pub fn prepare(&self, request: &Request<'w>) -> Result<PreparedDocument<'w>, Diagnostics> {
        let selection = self.select(request)?;
        let templates = &self.workspace.templates;
        let id = &request.document.id;
        let names = templates.names(id, request.scope.lang);
        let base = Base::new(&Input { names, ..self.input(request, &selection) });
        let file = format!("{} (rendered)", templates.file_name(id, request.scope.lang).unwrap_or(id));
        let meta = self.meta(request)?;
        Ok(PreparedDocument {
            renderer: *self,
            request: *request,
            base,
            meta,
            file,
            form_overflows: OnceLock::new(),
            sheets: Default::default(),
        })
    }

    /// The questions of a request's quiz, for a file that another system takes.
    ///
    /// # Errors
    /// As [`Renderer::prepare`].
    pub fn bank(&self, request: &Request<'w>) -> Result<Bank, Diagnostics> {
        let selection = self.select(request)?;
        let items = context::questions(&self.input(request, &selection));
        Ok(Bank { title: self.prepare(request)?.title(None), items })
    }
}

impl PreparedDocument<'_> {
    /// The Markdown of a person's sheet.
    pub(super) fn markdown(&self, person: Option<&Signatory<'_>>, on_back: bool) -> Result<String, Diagnostics> {
        self.sheets(on_back)?.render(&self.base.personal(person))
    }

    /// The document that it means.
    pub(super) fn read(&self, person: Option<&Signatory<'_>>, markdown: &str) -> Result<Document, Diagnostics> {
        let meta = Meta { title: self.title(person), ..self.meta.clone() };
        self.renderer.workspace.reader().read(&self.file, markdown, meta)
    }

    fn sheets(&self, on_back: bool) -> Result<&Sheets<'_>, Diagnostics> {
        let Request { document, scope: Scope { lang, .. }, .. } = self.request;
        let templates = &self.renderer.workspace.templates;
        let shared = || templates.sheets(&document.id, lang, self.base.shared(on_back), &self.base.personal_names());
        self.sheets[usize::from(on_back)].get_or_init(shared).as_ref().map_err(Clone::clone)
    }

    /// "Pakta integritas – Siti Aminah – PNS – Kabupaten Muara Enim".
    fn title(&self, person: Option<&Signatory<'_>>) -> String {
        let Request { document, scope: Scope { audience, lang, .. }, subject, .. } = self.request;
        let Subject { unit, contents, .. } = subject;
        let audience = audience.and_then(|id| self.renderer.workspace.rulebook.audience(id));
        let whose = person.map(|person| normalise(person.name)).or_else(|| unit.map(|unit| normalise(unit.name)));
        let parts = [
            Some(document.name.get(lang)),
            contents.map(|contents| contents.name.get(lang)),
            whose.as_deref(),
            audience.map(|audience| audience.name.get(lang)),
            Some(self.meta.region.as_str()),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" – ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::render::plan::{Unasked, Wanted, plan};
    use crate::request::{Look, Superior, UnitSheet};
    use crate::workspace::{Inputs, Workspace};

    /// Somebody of whom everything is told.
    fn person(values: &[String; 11]) -> Signatory<'_> {
        let [name, number, rank, position, unit, village, contract, of, by, as_rank, as_position] =
            values.each_ref().map(String::as_str);
        let superior = Superior { name: of, number: by, rank: as_rank, position: as_position };
        let extras = vec![("nomor_hp", name)];
        Signatory { row: 7, name, number, rank, position, unit, village, contract, superior, extras }
    }

    #[test]
    fn what_is_rendered_once_is_as_if_rendered_for_each() {
        let workspace = Workspace::from_inputs(&Inputs::built_in(), &mut Diagnostics::new()).unwrap();
        let renderer = Renderer { workspace: &workspace, stamp: workspace.rulebook.data().rulebook.date };
        let everything = Wanted {
            regions: vec!["muara-enim".to_owned()],
            documents: workspace.templates.documents().iter().map(|document| document.id.clone()).collect(),
            audiences: ["pns", "phl", "kepala-desa"].map(str::to_owned).to_vec(),
            langs: Lang::ALL.to_vec(),
            ..Wanted::default()
        };
        let look = Look { meterai: true, ..Look::default() };
        let anywhere = Wanted { regions: Vec::new(), audiences: Vec::new(), look, ..everything.clone() };
        let requests = [(everything, Unasked::Blank), (anywhere, Unasked::Blank)]
            .map(|(wanted, unasked)| plan(&workspace, &wanted, unasked, &mut Diagnostics::new()).unwrap());
        let values = ["", "Contoh", "#1. *x* {{ y }}\u{1}\n| # | <b> &amp;"].map(|text| {
            std::array::from_fn(|number| if text.is_empty() { String::new() } else { format!("{text} {number}") })
        });
        let people: Vec<_> = [None].into_iter().chain(values.iter().map(|values| Some(person(values)))).collect();
        let unit =
            UnitSheet { superior: Superior { name: "Atasan", ..Superior::default() }, ..UnitSheet::named("Unit") };
        for request in requests.iter().flatten() {
            let (id, lang) = (&request.document.id, request.scope.lang);
            let mut of_unit = *request;
            of_unit.subject.unit = Some(&unit);
            let job = renderer.prepare(&of_unit).unwrap();
            for (person, on_back) in
                people.iter().flat_map(|person| [(person.as_ref(), false), (person.as_ref(), true)])
            {
                let sheet = job.sheets(on_back).unwrap().in_halves(&job.base.personal(person));
                let whole = workspace.templates.render(id, lang, job.base.with(person, on_back));
                assert_eq!(sheet.unwrap(), whole.unwrap(), "{id} {lang:?} {person:?}");
            }
        }
    }
}
