//! What is shown by its id and its name.

use crate::lang::Lang;
use crate::rulebook::Rulebook;
use crate::template::DocumentKind;
use serde::Serialize;

/// Something with an id and a name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: String,
}

/// A group of people.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AudienceView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
}

/// A document with its name.
pub(super) fn named(document: &DocumentKind, lang: Lang) -> Named {
    Named { id: document.id.clone(), name: document.name.get(lang).to_owned() }
}

/// An audience by id.
pub(super) fn audience(rulebook: &Rulebook, id: &str, lang: Lang) -> Option<AudienceView> {
    rulebook.audience(id).map(|audience| AudienceView {
        id: audience.id.clone(),
        name: audience.name.get(lang).to_owned(),
        description: audience.description.get(lang).to_owned(),
    })
}
