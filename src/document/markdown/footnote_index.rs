//! The footnotes of a text and their numbers.

use std::collections::BTreeMap;

/// Which footnotes there are, and which number each has.
#[derive(Default)]
pub(super) struct FootnoteIndex {
    /// The number of each label that has been referred to.
    numbers: BTreeMap<String, u32>,
    /// These labels in the order of their numbers, from 1.
    pub(super) numbered: Vec<String>,
    /// Of each label: the event its content begins with, and its place in the source.
    pub(super) defined: BTreeMap<String, (usize, usize)>,
}

impl FootnoteIndex {
    /// The number of the footnote of this label. Markdown does not tell upper from lower case in labels.
    pub(super) fn number(&mut self, label: &str) -> u32 {
        let label = label.to_lowercase();
        if let Some(number) = self.numbers.get(&label) {
            return *number;
        }
        self.numbered.push(label.clone());
        let number = u32::try_from(self.numbered.len()).unwrap_or(u32::MAX);
        self.numbers.insert(label, number);
        number
    }
}
