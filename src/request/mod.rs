//! One request: what a sheet is, before anything is made.
//!
//! 1. [`Scope`] says where, for whom and when: region, audience, election, phase, date, language.
//! 2. [`Look`] says how the sheet is made: paper, form fields, stamp duty label, date of signing. It is also how a
//!    manifest remembers it.
//! 3. [`Subject`] says whom or what the sheet is about: a person, a unit, a list, an event.
//!
//! Selection, context, file names, manifest and the keys of a merge all ask the request through its methods.

mod kit;
mod look;
mod people;
mod scope;
mod subject;

pub use kit::{KitContents, KitPaper};
pub use look::Look;
pub use people::{InVolumes, Signatory, Superior, TallySheet, TallyUnit, UnitSheet};
pub use scope::{Scope, local_staff};
pub use subject::Subject;

use crate::diag::{Message, say};
use crate::event::Event;
use crate::layout::Target;
use crate::quiz::Wish;
use crate::select::Query;
use crate::template::DocumentKind;
use serde::Serialize;

/// One sheet to make.
#[derive(Debug, Clone, Copy)]
pub struct Request<'w> {
    /// The document.
    pub document: &'w DocumentKind,
    /// Where, for whom and when.
    pub scope: Scope<'w>,
    /// How it is made.
    pub look: Look,
    /// Whom or what it is about.
    pub subject: Subject<'w>,
    /// Which questions a quiz asks.
    pub quiz: &'w Wish,
}

/// What makes a sheet what it is, apart from the workspace and the people named on it.
#[derive(Serialize)]
struct RequestKey<'k> {
    document: &'k str,
    scope: Scope<'k>,
    look: Look,
    unit: Option<&'k str>,
    event: Option<&'k Event>,
    contents: Option<&'k str>,
    volume: Option<InVolumes>,
    quiz: &'k Wish,
}

impl<'w> Request<'w> {
    /// What is asked of the rulebook.
    pub fn query(&self) -> Query {
        self.scope.query()
    }

    /// What its PDF is for.
    pub fn target(&self) -> Target {
        Target { paper: self.look.paper, fillable: self.look.fillable }
    }

    /// What makes the sheet what it is: requests whose keys are written alike give the same bytes, made from the same
    /// workspace and for the same people. A unit counts by its name, since the workspace says the rest.
    pub fn key(&self) -> impl Serialize {
        let Request { document, scope, look, subject, quiz } = *self;
        RequestKey {
            document: &document.id,
            scope,
            look,
            unit: subject.unit.map(|unit| unit.name),
            event: subject.event,
            contents: subject.contents.map(|document| document.id.as_str()),
            volume: subject.volume,
            quiz,
        }
    }

    /// Tells the sheet from others of the same run, in words.
    pub fn describe(&self) -> Message {
        let Scope { region, audience, phase, .. } = self.scope;
        let mut words = say!("`{}`", "`{}`", self.document.id);
        if let Some(region) = region {
            words.push(&say!(", wilayah `{}`", ", region `{}`", region.name));
        }
        if let Some(audience) = audience {
            words.push(&say!(", sasaran `{audience}`", ", audience `{audience}`"));
        }
        if let Some(phase) = phase {
            words.push(&say!(", tahapan `{phase}`", ", phase `{phase}`"));
        }
        words
    }
}
