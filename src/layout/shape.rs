//! From text with looks to shaped text: [`shape`] turns it into [`Atom`]s, glyphs with widths in points.

use std::collections::BTreeSet;
use std::hash::Hash as _;

use super::font::Glyph;
use super::shaper::Shaper;
use super::text::{RichText, Span};
use crate::cache::hash_of;
use crate::linebreak::OBJECT;

/// A piece of shaped text that is never cut: a glyph, or a place to fill in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Atom {
    /// Byte of the text at which it starts.
    pub(crate) start: usize,
    /// Index of its span.
    pub(crate) span: usize,
    /// `None` for a place to fill in.
    pub(crate) glyph: Option<Glyph>,
    pub(crate) width: f32,
}

/// Text with its glyphs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shaped {
    pub(crate) rich: RichText,
    pub(crate) atoms: Vec<Atom>,
}

/// Shapes a text. A place to fill in becomes no wider than `widest`.
pub(crate) fn shape(fonts: &Shaper, rich: RichText, widest: f32) -> Shaped {
    // A line break is drawn as the space that extraction needs there; both are one byte long.
    let drawn = rich.text.replace('\n', " ");
    let mut atoms = Vec::with_capacity(drawn.len());
    let (mut start, mut index) = (0, 0);
    for alike in rich.spans.chunk_by(|a, b| are_shaped_together(&drawn, a, b)) {
        let Some((first, last)) = alike.first().zip(alike.last()) else { continue };
        let end = last.end.max(start);
        if let Some(ems) = first.blank {
            atoms.push(Atom { start, span: index, glyph: None, width: (ems * first.look.size).min(widest) });
        } else {
            let metrics = &fonts.face(first.look.face).metrics;
            atoms.extend(fonts.glyphs(first.look.face, &drawn[start..end]).iter().map(|&glyph| {
                let width = metrics.scale(glyph.advance, first.look.size);
                let start = start + glyph.cluster as usize;
                let span = index + alike.partition_point(|span| span.end <= start).min(alike.len() - 1);
                Atom { start, span, glyph: Some(glyph), width }
            }));
        }
        (start, index) = (end, index + alike.len());
    }
    Shaped { rich, atoms }
}

/// Whether two spans in a row look the same and meet at the edge of a word, so that what belongs to another element
/// stands where it would without one. Within a word, a glyph could belong to both.
fn are_shaped_together(text: &str, a: &Span, b: &Span) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let edge =
        || text.split_at_checked(a.end).map(|(before, after)| (before.chars().next_back(), after.chars().next()));
    a.blank.is_none()
        && b.blank.is_none()
        && a.look == b.look
        && edge().is_some_and(|(before, after)| is_letter(before) != is_letter(after))
}

/// A character that cannot be printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Odd {
    pub(crate) character: char,
    /// The hash of the word that it is in.
    pub(crate) word: u64,
    /// What stands around it.
    pub(crate) around: String,
}

impl Shaped {
    /// The characters that no glyph shows, each once.
    pub(crate) fn missing(&self) -> Vec<Odd> {
        let missing = self.atoms.iter().filter(|atom| atom.glyph.is_some_and(|glyph| glyph.id == 0));
        self.odd(missing.map(|atom| atom.start))
    }

    /// The characters of scripts that run from right to left, each once.
    pub(crate) fn right_to_left(&self) -> Vec<Odd> {
        self.odd(self.rich.text.char_indices().filter(|(_, c)| runs_backwards(*c)).map(|(at, _)| at))
    }

    /// The characters at these places, which go up; a text may be one word of megabytes, so it is hashed once.
    fn odd(&self, places: impl Iterator<Item = usize>) -> Vec<Odd> {
        let text = &self.rich.text;
        let (mut odd, mut seen) = (Vec::new(), BTreeSet::new());
        let (mut word, mut hash) = (0..0, 0);
        for at in places {
            let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
            if !seen.insert(character) {
                continue;
            }
            if !word.contains(&at) {
                let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
                word = start..text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
                let letters = text.get(word.clone()).unwrap_or_default().trim_start();
                hash = hash_of(|hasher| letters.hash(hasher));
            }
            let before: Vec<char> = text[..at].chars().rev().take(20).collect();
            let around: String = before.into_iter().rev().chain(text[at..].chars().take(20)).collect();
            let around = around.replace(['\n', OBJECT], " ").trim().to_owned();
            odd.push(Odd { character, word: hash, around });
        }
        odd
    }
}

/// Whether a character is of a script that runs from right to left.
pub(crate) fn runs_backwards(c: char) -> bool {
    use unicode_bidi::{BidiClass, bidi_class};
    // The first of them is Hebrew; asking about each letter of a Latin text would take longer than shaping it.
    c >= '\u{590}'
        && matches!(
            bidi_class(c),
            BidiClass::R | BidiClass::AL | BidiClass::AN | BidiClass::RLE | BidiClass::RLO | BidiClass::RLI
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Inline;
    use crate::layout::font::Fonts;
    use crate::layout::shaper::ShaperCache;
    use crate::layout::text::tests::{flatten, text};

    #[test]
    fn what_a_listener_is_told_moves_nothing() {
        let short = Inline::Abbreviation { short: "AVT".into(), long: "Lembaga".into() };
        let told = [text("T"), text("("), short, text("), LV")];
        let shaped = |inlines: &[Inline]| {
            shape(&Shaper::new(&Fonts::new(None).unwrap(), &ShaperCache::default()), flatten(inlines), 100.0).atoms
        };
        let placed = |atoms: Vec<Atom>| atoms.into_iter().map(|atom| (atom.start, atom.glyph)).collect::<Vec<_>>();
        let marked = shaped(&told);
        assert_eq!(marked.iter().map(|atom| atom.span).collect::<Vec<_>>(), [0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
        assert_eq!(placed(marked), placed(shaped(&[text("T(AVT), LV")])));
    }

    #[test]
    fn a_missing_glyph_is_named_with_what_surrounds_it() {
        let shaped = shape(
            &Shaper::new(&Fonts::new(None).unwrap(), &ShaperCache::default()),
            flatten(&[text("beri tanda ☐ di sini")]),
            100.0,
        );
        let missing = shaped.missing();
        assert_eq!(missing.len(), 1);
        assert_eq!((missing[0].character, missing[0].around.as_str()), ('☐', "beri tanda ☐ di sini"));
        assert!(shaped.right_to_left().is_empty());
    }

    #[test]
    fn right_to_left_text_is_found() {
        let shaped = shape(
            &Shaper::new(&Fonts::new(None).unwrap(), &ShaperCache::default()),
            flatten(&[text("kata שלום")]),
            100.0,
        );
        let letters: Vec<char> = shaped.right_to_left().iter().map(|odd| odd.character).collect();
        assert_eq!(letters, ['ש', 'ל', 'ו', 'ם']);
    }
}
