//! A line of running text being put together.

use std::mem;

use crate::document::Inline;

/// Underscores from which on a run of them is a blank to fill in.
pub(super) const BLANK_FROM: usize = 4;
/// The longest blank in ems, two lines of an A4 page.
const MAX_BLANK: usize = 80;

/// Whether a text is not empty and consists of printable ASCII without underscores and double spaces. Most texts do; they
/// need no treatment character by character.
pub(crate) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(rest) = bytes.get(1..) else { return false };
    // Without an early exit, so that the loop is vectorised.
    let is_printable = bytes.iter().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'^' | b'`'..=b'~'));
    is_printable && bytes.iter().zip(rest).fold(true, |so_far, (a, b)| so_far & !((*a == b' ') & (*b == b' ')))
}

/// Collects inlines: joins text, collapses white space, recognises blanks.
#[derive(Default)]
pub(super) struct Line {
    pub(super) inlines: Vec<Inline>,
    text: String,
    /// Number of unescaped underscores just read.
    underscores: usize,
}

impl Line {
    /// Adds a character; `bare` if it is unescaped in the source.
    pub(super) fn push_char(&mut self, character: char, bare: bool) {
        if character == '_' && bare {
            self.underscores += 1;
            return;
        }
        self.settle_underscores();
        if character == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(character);
    }

    /// Adds [plain](is_plain) text.
    pub(super) fn push_plain(&mut self, text: &str) {
        self.settle_underscores();
        let is_more_space = text.starts_with(' ') && self.text.ends_with(' ');
        self.text.push_str(&text[usize::from(is_more_space)..]);
    }

    pub(super) fn push(&mut self, inline: Inline) {
        self.settle();
        self.inlines.push(inline);
    }

    pub(super) fn push_break(&mut self) {
        self.settle_underscores();
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.push(Inline::LineBreak);
    }

    fn settle_underscores(&mut self) {
        let count = mem::take(&mut self.underscores);
        if count == 0 {
            return;
        }
        if count < BLANK_FROM {
            self.text.extend(std::iter::repeat_n('_', count));
            return;
        }
        self.settle_text();
        let ems = u16::try_from((count / 2).min(MAX_BLANK)).unwrap_or(u16::MAX);
        self.inlines.push(Inline::Blank(ems));
    }

    fn settle_text(&mut self) {
        if !self.text.is_empty() {
            self.inlines.push(Inline::Text(mem::take(&mut self.text)));
        }
    }

    pub(super) fn settle(&mut self) {
        self.settle_underscores();
        self.settle_text();
    }

    pub(super) fn finish(mut self) -> Vec<Inline> {
        self.settle();
        self.inlines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_the_same_in_one_piece_as_in_characters() {
        let texts = ["a b ", " c", "____", "x", "__", " ", " ", "d  e", "_", "", "é", " f_g "];
        let (mut whole, mut split) = (Line::default(), Line::default());
        for text in texts {
            let characters = |line: &mut Line| text.chars().for_each(|character| line.push_char(character, true));
            if is_plain(text) {
                whole.push_plain(text)
            } else {
                characters(&mut whole)
            }
            characters(&mut split);
        }
        assert_eq!(whole.finish(), split.finish());
        assert_eq!(texts.map(is_plain).iter().filter(|is_plain| **is_plain).count(), 5);
    }
}
