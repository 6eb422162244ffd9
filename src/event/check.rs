//! Reads an event, and tells what is wrong with it.

use super::clock::Clock;
use super::model::Event;
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::lang::Lang;
use crate::region::Officer;
use crate::rulebook::{Checker, Collection, Rulebook};
use crate::yaml::{self, Located, Path};

impl Event {
    /// Reads and checks the text of an event; `file` is its name in findings, `documents` the ids of those that exist.
    ///
    /// # Errors
    /// Every error found, each with its place.
    pub fn load(
        file: &str,
        text: &str,
        rulebook: &Rulebook,
        documents: &[&str],
        warnings: &mut Diagnostics,
    ) -> Result<Event, Diagnostics> {
        let (located, mut findings) = yaml::read::<Event>(file, text);
        let Some(located) = located else { return Err(findings) };
        findings.extend(findings_of(&located, rulebook, documents));
        findings.sort();
        findings.into_result(located.value, warnings)
    }
}

/// Every finding about an event.
fn findings_of(located: &Located<Event>, rulebook: &Rulebook, documents: &[&str]) -> Diagnostics {
    let event = &located.value;
    let mut checker = Checker::new(rulebook.data(), rulebook.index(), located);
    checker.text(&Path::Root.key("title"), &event.title);
    if let Some(organiser) = &event.organiser {
        checker.text(&Path::Root.key("organiser"), organiser);
    }
    let (speakers, witnesses) = (Path::Root.key("speakers"), Path::Root.key("witnesses"));
    for (i, speaker) in event.speakers.iter().enumerate() {
        let at = speakers.item(i);
        if let Some(topic) = &speaker.topic {
            checker.text(&at.key("topic"), topic);
        }
        named(&mut checker, &at, "speaker", [&speaker.name, &speaker.position]);
    }
    for (i, Officer { name, position, .. }) in event.witnesses.iter().enumerate() {
        named(&mut checker, &witnesses.item(i), "witness", [name, position]);
    }
    checker.references(&Path::Root.key("audiences"), Collection::Audience, &event.audiences);
    agenda(&mut checker, event, documents);
    checker.finish()
}

/// Of somebody, the name or the position must be known: of which office somebody is to come, or who.
fn named(checker: &mut Checker<'_>, at: &Path<'_>, noun: &str, words: [&String; 2]) {
    if words.iter().all(|words| words.trim().is_empty()) {
        let finding = Diagnostic::error(Code::EmptyText, format!("this {noun} has neither a name nor a position"));
        checker.report(at, finding.help("write one of them, or leave the entry out"));
    }
}

/// Items follow each other in time, and what they need exists.
fn agenda(checker: &mut Checker<'_>, event: &Event, documents: &[&str]) {
    let root = Path::Root.key("agenda");
    let mut before: Option<Clock> = None;
    for (i, item) in event.agenda.iter().enumerate() {
        let at = root.item(i);
        checker.text(&at.key("title"), &item.title);
        if let Some(end) = before.filter(|end| item.from < *end) {
            let message = format!("this begins at {}, before {}", item.from.written(Lang::En), end.written(Lang::En));
            let finding = Diagnostic::error(Code::AgendaOrder, message);
            checker.report(&at.key("from"), finding.help("put the items in order, none before the one above it ends"));
        }
        if let Some(until) = item.until.filter(|until| *until <= item.from) {
            let message = format!("this ends at {}, which is not after its beginning", until.written(Lang::En));
            let finding = Diagnostic::error(Code::AgendaOrder, message);
            checker.report(&at.key("until"), finding.help("exchange the two times, or leave `until` out"));
        }
        before = Some(item.until.unwrap_or(item.from).max(item.from));
        for (j, id) in item.documents.iter().enumerate().filter(|(_, id)| !documents.contains(&id.as_str())) {
            let finding = Diagnostic::error(Code::UnknownDocument, format!("there is no document `{id}`"));
            let help = match nearest(id, documents.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`ikrar list documents` shows them all".to_owned(),
            };
            checker.report(&at.key("documents").item(j), finding.help(help));
        }
    }
}
