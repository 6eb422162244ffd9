//! The anchors of a text: unique names of headings, and the links to them.

use std::collections::{BTreeMap, BTreeSet};

/// The anchors of a document and the links to them.
#[derive(Default)]
pub(super) struct Anchors {
    /// Names in use, among them those that headings further down give themselves.
    pub(super) taken: BTreeSet<String>,
    /// The last number given to headings of the same text.
    repeats: BTreeMap<String, u32>,
    /// Anchors that links name, and where.
    pub(super) links: Vec<(String, usize)>,
    /// Level of the last heading, 0 before the first.
    pub(super) level: u8,
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
