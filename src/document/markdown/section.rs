//! Sections: parts of a text whose blocks do not depend on the rest of it, so that they can be cached.
//!
//! A text may be cut where no block is open and none of what follows goes on with what stands before: after an empty
//! line, before a line that begins at the left margin with a letter, `#` or `<`. Such a line ends lists and quotations, and it
//! begins a paragraph, a table, a heading or a directive. (It can be no item of a list, no code, no fence and no line below
//! a heading.) This does not hold in blocks that an empty line does not end, which are code between fences and HTML, nor
//! where definitions of links and footnotes act from afar. [`Section::new`] refuses what may have fences or definitions; HTML
//! that is more than a directive on its line is a finding, and what has findings is refused too. What else reaches across
//! sections is counted: levels and anchors of headings, and how large the whole is.

use std::collections::BTreeSet;

use memchr::memchr_iter;

use super::anchors::Anchors;
use super::builder::TreeBuilder;
use super::events::{MAX_BYTES, MAX_EVENTS, events};
use super::source::SourceText;
use crate::document::Block;

/// Cuts a text into sections. A directive stays with its block.
pub(in crate::document) fn sections(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (section, after) = rest.split_at(end_of_section(rest));
        rest = after;
        (!section.is_empty()).then_some(section)
    })
}

/// Where the section that a text begins with ends.
fn end_of_section(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut is_directed = false;
    for end in memchr_iter(b'\n', bytes) {
        if end > start {
            is_directed = bytes[start] == b'<';
        } else if !is_directed
            && bytes.get(end + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'#' | b'<'))
        {
            return end + 1;
        }
        start = end + 1;
    }
    text.len()
}

/// Whether a text contains neither blocks that continue after an empty line nor definitions that act elsewhere.
fn stands_alone(text: &str) -> bool {
    // Without an early exit, so that the loop is vectorised.
    let is_suspicious = text.bytes().fold(false, |so_far, byte| so_far | matches!(byte, b'\r' | b'`' | b'~' | b']'));
    !is_suspicious || !["\r", "```", "~~~", "]:"].iter().any(|mark| text.contains(mark))
}

/// A section's blocks.
#[derive(Debug, Clone)]
pub(in crate::document) struct Section {
    /// Its blocks.
    pub(in crate::document) blocks: Vec<Block>,
    /// The level of the last heading up to its end.
    pub(in crate::document) level: u8,
    /// The anchors of its headings.
    anchors: Vec<String>,
    /// Bytes and events.
    size: (usize, usize),
}

impl Section {
    /// Reads a section below a heading of this level, 0 where there is none. `None` where it must be read with the whole text,
    /// because it may depend on it or has findings.
    pub(in crate::document) fn new(text: &str, level: u8) -> Option<Section> {
        if !stands_alone(text) {
            return None;
        }
        let source = SourceText::new("", text);
        let events = events(&source).ok()?;
        let mut reader = TreeBuilder { anchors: Anchors::below(level), ..TreeBuilder::new(&source, &events) };
        let blocks = reader.whole(&events);
        if !reader.findings.is_empty() {
            return None;
        }
        let (anchors, level) = reader.anchors.into_parts();
        Some(Section { blocks, level, anchors, size: (text.len(), events.len()) })
    }

    /// Its size in the cache.
    pub(in crate::document) fn weight(&self) -> usize {
        self.size.0 + self.size.1
    }
}

/// What the sections of one text have in common.
#[derive(Default)]
pub(in crate::document) struct Together {
    anchors: BTreeSet<String>,
    size: (usize, usize),
}

impl Together {
    /// Adds a section. False where the text must be read as a whole: two headings would share an anchor, or the text is too
    /// large.
    pub(in crate::document) fn add(&mut self, section: &Section) -> bool {
        self.size.0 += section.size.0;
        self.size.1 += section.size.1;
        let is_within = self.size.0 <= MAX_BYTES && self.size.1 <= MAX_EVENTS;
        is_within && section.anchors.iter().all(|anchor| self.anchors.insert(anchor.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_after_empty_lines_and_before_what_cannot_go_on() {
        let text = "# A\n\n<!-- small -->\n\nb\n- c\n\n- d\n\n  e\n\n> f\n\ng\n\n\n\n    h\n \n1. i\n\n## J\nk\n\n<!-- page-break -->";
        let cut: Vec<&str> = sections(text).collect();
        assert_eq!(cut.concat(), text);
        assert_eq!(
            cut,
            [
                "# A\n\n",
                "<!-- small -->\n\nb\n- c\n\n- d\n\n  e\n\n> f\n\n",
                "g\n\n\n\n    h\n \n1. i\n\n",
                "## J\nk\n\n",
                "<!-- page-break -->"
            ]
        );
    }

    #[test]
    fn what_may_reach_beyond_a_section_is_refused() {
        for text in ["a\n\n- b [ ] [c](#d)", "<!-- small -->\na", "`a` ~~b~~", "a]\n: b", "a\n<!-- page-break -->\nb"] {
            assert!(stands_alone(text), "{text}");
        }
        for text in ["a\r\nb", "- ```\n", "> ~~~", "[a]: b", "[^1]: b"] {
            assert!(!stands_alone(text), "{text}");
        }
    }
}
