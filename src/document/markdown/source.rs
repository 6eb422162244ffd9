//! The source of a text: lines and columns of byte offsets, and details that the Markdown parser does not report.

use std::cell::OnceCell;

use crate::diag::Origin;

/// A text and the name it has in findings.
pub(super) struct SourceText<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    /// Offset of each line, computed at the first finding.
    lines: OnceCell<Vec<usize>>,
}

impl<'a> SourceText<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        SourceText { file, text, lines: OnceCell::new() }
    }

    /// Line and column of a byte offset.
    pub(super) fn origin(&self, offset: usize) -> Origin {
        let lines = self.lines.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(newline, _)| newline + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= offset);
        let start = lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Origin::at(self.file, number(line), number(column))
    }

    /// Whether the character at this offset is escaped by a backslash.
    pub(super) fn is_escaped(&self, offset: usize) -> bool {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
    }

    /// Where the run of underscores around an offset begins, and how long it is.
    pub(super) fn underscores_around(&self, offset: usize) -> (usize, usize) {
        let (before, after) = self.text.as_bytes().split_at_checked(offset).unwrap_or_default();
        let left = before.iter().rev().take_while(|byte| **byte == b'_').count();
        let right = after.iter().take_while(|byte| **byte == b'_').count();
        (offset.saturating_sub(left), left + right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = SourceText::new("a.md", "ab\nçdé\n\nf");
        let places: Vec<String> = [0, 1, 3, 5, 8, 9, 10, 99].map(|o| source.origin(o).to_string()).to_vec();
        assert_eq!(
            places,
            ["a.md:1:1", "a.md:1:2", "a.md:2:1", "a.md:2:2", "a.md:2:4", "a.md:3:1", "a.md:4:1", "a.md:4:1"]
        );
    }

    #[test]
    fn a_backslash_escapes_unless_it_is_escaped_itself() {
        let source = SourceText::new("", r"_ \_ \\_ \\\_");
        assert_eq!([0, 3, 7, 12].map(|offset| source.is_escaped(offset)), [false, true, false, true]);
    }
}
