//! Anchors of headings: unique names, links that must find one, levels in order.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Tag};

use super::{MAX_FINDINGS, Reader, Spanned};
use crate::diag::{Code, Diagnostic, nearest};

/// Length from which on anchors are not compared to suggest one, and number of those that are.
const MAX_COMPARED: usize = 100;

/// The anchors of a document and the links to them.
#[derive(Default)]
pub(super) struct Anchors {
    /// Names in use, among them those that headings further down give themselves.
    taken: BTreeSet<String>,
    /// The last number given to headings of the same text.
    repeats: BTreeMap<String, u32>,
    /// Anchors that links name, and where.
    links: Vec<(String, usize)>,
    /// Level of the last heading, 0 before the first.
    level: u8,
}

impl Anchors {
    /// Those of a text below a heading of this level.
    pub(super) fn below(level: u8) -> Self {
        Anchors { level, ..Anchors::default() }
    }

    /// All names that headings have, in the order of the alphabet, and the level of the last heading.
    pub(super) fn into_parts(self) -> (Vec<String>, u8) {
        (self.taken.into_iter().collect(), self.level)
    }

    /// A name for a heading of this text that no other has: its words in lower case, joined by hyphens.
    pub(super) fn name(&mut self, text: &str) -> String {
        let slug = slug(text);
        if self.taken.insert(slug.clone()) {
            return slug;
        }
        loop {
            let repeat = self.repeats.entry(slug.clone()).or_insert(1);
            *repeat += 1;
            let name = format!("{slug}-{repeat}");
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// Notes a link to an anchor.
    pub(super) fn refer(&mut self, anchor: &str, offset: usize) {
        self.links.push((anchor.to_owned(), offset));
    }
}

/// The words of a text in lower case, joined by hyphens; `section` for a text without any.
pub(crate) fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "section".to_owned() } else { words.join("-") }
}

impl Reader<'_> {
    /// Keeps the anchors that headings give themselves for them.
    pub(super) fn reserve_anchors(&mut self, events: &[Spanned]) {
        for (event, range) in events {
            let Event::Start(Tag::Heading { id: Some(id), .. }) = event else { continue };
            if id.is_empty() || id.contains(|c: char| !c.is_alphanumeric() && c != '-' && c != '_') {
                let message = format!("the anchor `{id}` has other characters than letters, digits and hyphens");
                self.find(range.start, Diagnostic::error(Code::BadAnchor, message));
            } else if !self.anchors.taken.insert(id.to_string()) {
                let message = format!("the anchor `{id}` is given to two headings");
                self.find(range.start, Diagnostic::error(Code::DuplicateAnchor, message));
            }
        }
    }

    /// Notes the level of a heading, which may be at most one below that of the heading before.
    pub(super) fn check_level(&mut self, level: u8, offset: usize) {
        let above = std::mem::replace(&mut self.anchors.level, level);
        if level > above + 1 {
            let message = match above {
                0 => format!("the first heading is of level {level}"),
                _ => format!("a heading of level {level} follows one of level {above}"),
            };
            let help = format!("write `{}` here", "#".repeat(usize::from(above) + 1));
            self.find(offset, Diagnostic::error(Code::HeadingSkipsLevel, message).help(help));
        }
    }

    /// Reports links to anchors that no heading has.
    pub(super) fn check_links(&mut self) {
        let mut links = std::mem::take(&mut self.anchors.links);
        links.retain(|(anchor, _)| !self.anchors.taken.contains(anchor));
        for (anchor, offset) in links.into_iter().take(MAX_FINDINGS) {
            let mut finding = Diagnostic::error(Code::UnknownAnchor, format!("no heading has the anchor `{anchor}`"));
            let anchors = self.anchors.taken.iter().map(String::as_str).filter(|known| known.len() < MAX_COMPARED);
            if anchor.len() < MAX_COMPARED
                && let Some(near) = nearest(&anchor, anchors.take(MAX_COMPARED))
            {
                finding = finding.help(format!("did you mean `#{near}`?"));
            }
            self.find(offset, finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_never_empty() {
        let mut anchors = Anchors::default();
        let names: Vec<String> = ["Hak & Kewajiban", "Sanksi", "Sanksi 2", "Sanksi", "Sanksi", "…", "?"]
            .map(|text| anchors.name(text))
            .into();
        assert_eq!(names, ["hak-kewajiban", "sanksi", "sanksi-2", "sanksi-3", "sanksi-4", "section", "section-2"]);
    }
}
