//! The event that a sheet is for, and what else lies in the folder of its kit.

use super::input::Input;
use super::named::{AudienceView, Named, audience, named};
use super::person::{OfficerView, Scribe, known};
use crate::event::{AgendaItem, Speaker};
use crate::lang::{Lang, Text};
use crate::request::{KitContents, KitPaper};
use serde::Serialize;

/// An event; one of which nothing is known, on a sheet for none.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct EventView<'a> {
    pub(super) title: Option<String>,
    /// `YYYY-MM-DD`.
    pub(super) date: Option<String>,
    pub(super) place: Option<String>,
    /// The office that holds it; that of the region, where the event names none.
    pub(super) organiser: Option<String>,
    /// Who answers for it.
    pub(super) in_charge: OfficerView<'a>,
    pub(super) speakers: Vec<SpeakerView>,
    pub(super) witnesses: Vec<OfficerView<'a>>,
    pub(super) audiences: Vec<AudienceView>,
    pub(super) agenda: Vec<ItemView>,
}

/// Who speaks.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SpeakerView {
    pub(super) name: Option<String>,
    pub(super) position: Option<String>,
    pub(super) topic: Option<String>,
}

/// Something that happens.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ItemView {
    /// "08.00–08.30".
    pub(super) time: String,
    pub(super) title: String,
    pub(super) by: Option<String>,
    /// The documents that are needed for it.
    pub(super) documents: Vec<Named>,
}

/// What lies in the folder of an event.
#[derive(Debug, Clone, Serialize)]
pub(super) struct KitView {
    pub(super) papers: Vec<PaperView>,
    pub(super) people: Option<usize>,
    /// Pages to print, all copies counted; none where nobody can know.
    pub(super) printed: Option<u64>,
}

/// A paper of a kit.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PaperView {
    /// "02".
    pub(super) no: String,
    pub(super) document: Named,
    /// Name of the audience.
    pub(super) audience: Option<String>,
    pub(super) path: String,
    pub(super) files: usize,
    pub(super) pages: Option<u64>,
    pub(super) copies: Option<usize>,
}

/// The event as templates see it.
pub(super) fn event<'a>(input: &Input<'a, '_>, scribe: Scribe) -> EventView<'a> {
    let lang = input.request.scope.lang;
    let profile = input.request.scope.region.and_then(|region| region.profile.as_ref());
    let of_region = profile.and_then(|profile| profile.organiser.as_ref()).map(|organiser| &organiser.name);
    let organiser = |own: Option<&Text>| own.or(of_region).map(|name| name.get(lang).to_owned());
    let Some(event) = input.request.subject.event else {
        return EventView { organiser: organiser(None), ..EventView::default() };
    };
    EventView {
        title: text(event.title.get(lang)),
        date: Some(event.date.to_string()),
        place: text(&event.place),
        organiser: organiser(event.organiser.as_ref()),
        in_charge: scribe.officer((&event.in_charge).into()),
        speakers: event.speakers.iter().map(|one| speaker(one, lang)).collect(),
        witnesses: event.witnesses.iter().map(|officer| scribe.officer(officer.into())).collect(),
        audiences: event.audiences.iter().filter_map(|id| audience(input.rulebook, id, lang)).collect(),
        agenda: event.agenda.iter().map(|item| agenda_item(item, input)).collect(),
    }
}

fn speaker(speaker: &Speaker, lang: Lang) -> SpeakerView {
    SpeakerView {
        name: text(&speaker.name),
        position: text(&speaker.position),
        topic: speaker.topic.as_ref().map(|topic| topic.get(lang).to_owned()),
    }
}

fn agenda_item(item: &AgendaItem, input: &Input<'_, '_>) -> ItemView {
    let lang = input.request.scope.lang;
    let known = |id: &String| input.documents.iter().find(|document| document.id == *id);
    ItemView {
        time: match item.until {
            Some(until) => format!("{}–{}", item.from.written(lang), until.written(lang)),
            None => item.from.written(lang),
        },
        title: item.title.get(lang).to_owned(),
        by: text(&item.by),
        documents: item.documents.iter().filter_map(known).map(|document| named(document, lang)).collect(),
    }
}

/// The kit as templates see it.
pub(super) fn kit(kit: &KitContents<'_>, input: &Input<'_, '_>) -> KitView {
    let printed = kit.papers.iter().map(|paper| Some(paper.pages?.saturating_mul(paper.copies? as u64)));
    KitView {
        papers: kit.papers.iter().map(|one| paper(one, input)).collect(),
        people: kit.people,
        printed: printed.sum(),
    }
}

fn paper(paper: &KitPaper<'_>, input: &Input<'_, '_>) -> PaperView {
    let lang = input.request.scope.lang;
    PaperView {
        no: format!("{:02}", paper.no),
        document: named(paper.document, lang),
        audience: paper.audience.and_then(|id| audience(input.rulebook, id, lang)).map(|audience| audience.name),
        path: paper.path.clone(),
        files: paper.files,
        pages: paper.pages,
        copies: paper.copies,
    }
}

fn text(text: &str) -> Option<String> {
    known(text).map(str::to_owned)
}
