//! What a kit is made of.

use crate::output::Format;
use Copies::{Each, One};

/// How often a sheet is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// Once.
    One,
    /// Once for everybody whom it is for.
    Each,
}

/// A document of a kit.
#[derive(Debug, Clone, Copy)]
pub(super) struct KitDocument {
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
pub(super) const AGENDA: KitDocument =
    KitDocument { no: 1, document: "agenda", copies: One, each_audience: false, also: None };

/// The others, in the order of printing: what stands on the table at the door, what is signed, what is handed out, what
/// whoever leads the day needs, and what comes afterwards. A document that the templates folder lacks is left out.
pub(super) const CONTENTS: [KitDocument; 11] = [
    content(2, "attendance", One),
    content(3, "declaration", One),
    KitDocument { each_audience: true, ..content(4, "pledge", Each) },
    content(5, "handout", Each),
    KitDocument { each_audience: true, ..content(6, "checklist", Each) },
    content(7, "facilitator", One),
    KitDocument { also: Some(Format::Html), ..content(8, "slides", One) },
    content(9, "quiz", Each),
    content(10, "quiz-key", One),
    content(11, "minutes", One),
    content(12, "certificate", Each),
];

const fn content(no: usize, document: &'static str, copies: Copies) -> KitDocument {
    KitDocument { no, document, copies, each_audience: false, also: None }
}
