//! What a kit is made of.

use super::plan::Copies::{self, Each, One};
use crate::output::Format;

/// A document of a kit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Content {
    /// Its number at the beginning of file names.
    pub(super) no: usize,
    /// Its id.
    pub(super) document: &'static str,
    pub(super) copies: Copies,
    /// Whether each audience has one of its own. What all of them look at together is general, unless all are of one.
    pub(super) each_audience: bool,
    /// The format that it is always made in too, since it is used in another way than on paper.
    pub(super) also: Option<Format>,
}

/// The running order, which lists the others and so is made last.
pub(super) const AGENDA: Content = Content { no: 1, document: "agenda", copies: One, each_audience: false, also: None };

/// The others, in the order of printing: what stands on the table at the door, what is signed, what is handed out, what
/// whoever leads the day needs, and what comes afterwards. A document that the templates folder lacks is left out.
pub(super) const CONTENTS: [Content; 11] = [
    content(2, "attendance", One),
    content(3, "declaration", One),
    Content { each_audience: true, ..content(4, "pledge", Each) },
    content(5, "handout", Each),
    Content { each_audience: true, ..content(6, "checklist", Each) },
    content(7, "facilitator", One),
    Content { also: Some(Format::Html), ..content(8, "slides", One) },
    content(9, "quiz", Each),
    content(10, "quiz-key", One),
    content(11, "minutes", One),
    content(12, "certificate", Each),
];

const fn content(no: usize, document: &'static str, copies: Copies) -> Content {
    Content { no, document, copies, each_audience: false, also: None }
}
