//! Parsed templates, wherever they run.

use super::fault::{Abort, Fault};
use super::message::{self, Response, SentValue, WorkerRequest};
use super::remote::RemoteTemplates;
use super::setup::{TemplateText, TeraSetup};
use super::variables::{Bindings, SharedVariables, fresh_id, with};
use super::{pool, render};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tera::Tera;

/// After so many aborted sets the remaining ones of a folder are not tried.
const MAX_ABORTS: usize = 8;

/// How many template sets of one folder were aborted.
#[derive(Debug, Clone, Default)]
pub(crate) struct AbortCount(Arc<AtomicUsize>);

/// Templates that know each other, parsed.
pub(crate) enum TemplateSet {
    /// In this process.
    Here(Box<Tera>),
    /// In child processes.
    Apart(Apart),
}

/// A set in child processes.
pub(crate) struct Apart {
    templates: RemoteTemplates,
    aborts: AbortCount,
    /// Why it is not tried again.
    aborted: OnceLock<Abort>,
}

impl TemplateSet {
    /// Parses templates; in a child process if one of them `is_foreign` and child processes are
    /// [enabled](super::enable).
    ///
    /// # Errors
    /// Errors of Tera; an abort where parsing takes too much time or memory.
    pub(crate) fn parse(
        setup: TeraSetup,
        texts: Vec<TemplateText>,
        is_foreign: bool,
        aborts: &AbortCount,
    ) -> Result<TemplateSet, Fault> {
        if is_foreign && pool::is_enabled() {
            let templates = RemoteTemplates { id: fresh_id(), setup, texts };
            let apart = Apart { templates, aborts: aborts.clone(), aborted: OnceLock::new() };
            apart.ask(None, &WorkerRequest::Parse { set: apart.templates.id })?;
            return Ok(TemplateSet::Apart(apart));
        }
        let mut tera = (setup.tera)();
        tera.add_raw_templates(texts.iter().map(|(name, text)| (&**name, &**text)))?;
        Ok(TemplateSet::Here(Box::new(tera)))
    }

    /// Renders a template with shared variables and further ones, into at most `most` bytes.
    ///
    /// # Errors
    /// Errors of Tera; more output than that; an abort where rendering takes too much time or memory.
    pub(crate) fn render(
        &self,
        name: &str,
        shared: &SharedVariables,
        own: &Bindings,
        most: usize,
    ) -> Result<String, Fault> {
        match self {
            TemplateSet::Here(tera) => match own.is_empty() {
                true => render::render(tera, name, shared.context(), most),
                false => render::render(tera, name, &with(shared.context().clone(), own), most),
            },
            TemplateSet::Apart(apart) => {
                let (set, own) = (apart.templates.id, message::wire(own));
                let request = WorkerRequest::Render { set, name, shared: shared.id(), own, most };
                apart.ask(Some(shared), &request).map(|response| response.text)
            }
        }
    }

    /// The variables that a template reads and does not set.
    ///
    /// # Errors
    /// Errors of Tera; an abort where that takes too much time or memory.
    pub(crate) fn names(&self, name: &str) -> Result<BTreeSet<String>, Fault> {
        match self {
            TemplateSet::Here(tera) => Ok(render::names(tera, name)?),
            TemplateSet::Apart(apart) => {
                let request = WorkerRequest::Names { set: apart.templates.id, name };
                apart.ask(None, &request).map(|response| response.names)
            }
        }
    }

    /// Marks a set as aborted, because another set derived from the same template was.
    pub(crate) fn abort(&self, abort: &Abort) {
        if let TemplateSet::Apart(apart) = self {
            let _ = apart.aborted.set(abort.clone());
        }
    }
}

impl Apart {
    /// Asks a child, which first gets this set and the variables if it does not have them.
    fn ask(
        &self,
        shared: Option<&SharedVariables>,
        request: &WorkerRequest<'_, SentValue<'_>>,
    ) -> Result<Response, Fault> {
        if let Some(abort) = self.aborted.get() {
            return Err(Fault::Aborted(abort.clone()));
        }
        if self.aborts.0.load(Ordering::Relaxed) >= MAX_ABORTS {
            return Err(Fault::Aborted(Abort::Untried));
        }
        let response = pool::ask(&self.templates, shared, request);
        if let Err(Fault::Aborted(abort)) = &response {
            self.aborts.0.fetch_add(1, Ordering::Relaxed);
            let _ = self.aborted.set(abort.clone());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::super::setup::PAGE;
    use super::*;

    fn set(aborts: AbortCount) -> TemplateSet {
        let templates = RemoteTemplates { id: 0, setup: PAGE, texts: Vec::new() };
        TemplateSet::Apart(Apart { templates, aborts, aborted: OnceLock::new() })
    }

    #[test]
    fn an_aborted_set_is_not_asked_again() {
        let set = set(AbortCount::default());
        set.abort(&Abort::Work);
        let rendered = set.render("a", &SharedVariables::new(Vec::new()), &Vec::new(), 10);
        assert_eq!(rendered, Err(Fault::Aborted(Abort::Work)));
    }

    #[test]
    fn after_many_aborts_no_other_set_of_the_folder_is_tried() {
        let aborts = AbortCount::default();
        aborts.0.store(MAX_ABORTS, Ordering::Relaxed);
        assert_eq!(set(aborts).names("a"), Err(Fault::Aborted(Abort::Untried)));
    }
}
