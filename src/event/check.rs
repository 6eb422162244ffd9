//! Reads an event, and tells what is wrong with it.

use super::clock::Clock;
use super::model::Event;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, nearest, say};
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
        named(&mut checker, &at, say!("narasumber", "speaker"), [&speaker.name, &speaker.position]);
    }
    for (i, Officer { name, position, .. }) in event.witnesses.iter().enumerate() {
        named(&mut checker, &witnesses.item(i), say!("saksi", "witness"), [name, position]);
    }
    checker.references(&Path::Root.key("audiences"), Collection::Audience, &event.audiences);
    agenda(&mut checker, event, documents);
    checker.finish()
}

/// Of each person the name or the position must be given.
fn named(checker: &mut Checker<'_>, at: &Path<'_>, noun: Message, words: [&String; 2]) {
    if words.iter().all(|words| words.trim().is_empty()) {
        let message = say!(
            "{noun} ini tidak punya nama ataupun jabatan",
            "this {noun} has neither a name nor a position";
            noun
        );
        let help = say!("isi salah satunya, atau hapus entri ini", "write one of them, or leave the entry out");
        checker.report(at, Diagnostic::error(Code::EmptyText, message).help(help));
    }
}

/// A time of day as each language writes it.
fn time(clock: Clock) -> Message {
    Message::new(clock.written(Lang::Id), clock.written(Lang::En))
}

/// Items follow each other in time, and what they need exists.
fn agenda(checker: &mut Checker<'_>, event: &Event, documents: &[&str]) {
    let root = Path::Root.key("agenda");
    let mut before: Option<Clock> = None;
    for (i, item) in event.agenda.iter().enumerate() {
        let at = root.item(i);
        checker.text(&at.key("title"), &item.title);
        if let Some(end) = before.filter(|end| item.from < *end) {
            let (from, end) = (time(item.from), time(end));
            let message =
                say!("acara ini dimulai pukul {from}, sebelum {end}", "this begins at {from}, before {end}"; from, end);
            let help = say!(
                "urutkan acaranya; tidak boleh ada yang dimulai sebelum acara di atasnya selesai",
                "put the items in order, none before the one above it ends"
            );
            checker.report(&at.key("from"), Diagnostic::error(Code::AgendaOrder, message).help(help));
        }
        if let Some(until) = item.until.filter(|until| *until <= item.from) {
            let until = time(until);
            let message = say!(
                "acara ini selesai pukul {until}, padahal tidak sesudah waktu mulainya",
                "this ends at {until}, which is not after its beginning";
                until
            );
            let help =
                say!("tukar kedua waktu itu, atau hapus `until`", "exchange the two times, or leave `until` out");
            checker.report(&at.key("until"), Diagnostic::error(Code::AgendaOrder, message).help(help));
        }
        before = Some(item.until.unwrap_or(item.from).max(item.from));
        for (j, id) in item.documents.iter().enumerate().filter(|(_, id)| !documents.contains(&id.as_str())) {
            let message = say!("tidak ada dokumen `{id}`", "there is no document `{id}`");
            let help = match nearest(id, documents.iter().copied()) {
                Some(meant) => say!("apakah yang dimaksud `{meant}`?", "did you mean `{meant}`?"),
                None => say!("`ikrar list documents` menampilkan semuanya", "`ikrar list documents` shows them all"),
            };
            let finding = Diagnostic::error(Code::UnknownDocument, message).help(help);
            checker.report(&at.key("documents").item(j), finding);
        }
    }
}
