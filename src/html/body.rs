//! The state of writing one document, and the primitives of writing.

use std::collections::BTreeSet;

use crate::document::{Block, Labels, ListRole, Meta};

/// A document being written as HTML. Its methods stand in the modules named after what they write.
pub(super) struct Body<'a> {
    pub(super) html: String,
    pub(super) meta: &'a Meta,
    pub(super) labels: Labels<'a>,
    /// Tick boxes so far.
    pub(super) ticks: u32,
    /// Footnotes that have been referred to.
    pub(super) referred: BTreeSet<u32>,
    /// Roles whose marks are used.
    pub(super) marks: BTreeSet<ListRole>,
}

/// The parts of a page that come from the document.
pub(super) struct PageParts {
    /// The letterhead where the document begins with one.
    pub(super) letterhead: String,
    /// Everything else.
    pub(super) content: String,
    /// How many tick boxes there are.
    pub(super) ticks: u32,
    /// Roles whose marks are used.
    pub(super) marks: BTreeSet<ListRole>,
}

impl<'a> Body<'a> {
    pub(super) fn new(meta: &'a Meta) -> Self {
        Body {
            html: String::new(),
            meta,
            labels: Labels::of(meta),
            ticks: 0,
            referred: BTreeSet::new(),
            marks: BTreeSet::new(),
        }
    }

    /// Writes all blocks. A letterhead at the beginning goes into the head of the page.
    pub(super) fn written(mut self, blocks: &[Block]) -> PageParts {
        if self.meta.layout.is_slides() {
            self.slides(blocks);
            return PageParts { letterhead: String::new(), content: self.html, ticks: self.ticks, marks: self.marks };
        }
        let mut rest = blocks;
        if let Some((Block::Letterhead { lines }, after)) = blocks.split_first() {
            self.letterhead(lines);
            rest = after;
        }
        let letterhead = std::mem::take(&mut self.html);
        self.blocks(rest);
        PageParts { letterhead, content: self.html, ticks: self.ticks, marks: self.marks }
    }

    /// Adds markup.
    pub(super) fn push(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Adds text, escaped for any place where text or a quoted attribute may stand.
    pub(super) fn text(&mut self, text: &str) {
        // Writing into a string cannot fail.
        let _ = pulldown_cmark_escape::escape_html(&mut self.html, text);
    }

    /// Adds an attribute with a space before it.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        self.text(value);
        self.push("\"");
    }

    /// Adds an element with attributes that need no escaping: `element("p class=\"small\"", …)`.
    pub(super) fn element(&mut self, opening: &str, write: impl FnOnce(&mut Self)) {
        let name = opening.split(' ').next().unwrap_or(opening);
        self.push("<");
        self.push(opening);
        self.push(">");
        write(self);
        self.push("</");
        self.push(name);
        self.push(">");
    }

    /// Adds an element with one attribute, which may have any value.
    pub(super) fn attributed(&mut self, tag: &str, (name, value): (&str, &str), write: impl FnOnce(&mut Self)) {
        self.push(&format!("<{tag}"));
        self.attribute(name, value);
        self.push(">");
        write(self);
        self.push(&format!("</{tag}>"));
    }

    /// Adds an element and a line break, so that words on either side stay apart without markup.
    pub(super) fn line(&mut self, opening: &str, write: impl FnOnce(&mut Self)) {
        self.element(opening, write);
        self.push("\n");
    }
}
