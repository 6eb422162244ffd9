//! Shaped text into lines.
//!
//! Lines are chosen together, not one by one: of all ways to set a paragraph in the fewest lines, the one with the
//! least ragged edge and the fewest poor breaks wins. A word wider than the line is cut between graphemes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::shape::Shaped;
use super::shaper::{Breaks, Shaper};
use crate::linebreak::{Break, BreakKind};

/// A line: atoms of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrappedLine {
    /// All of its atoms.
    pub(crate) atoms: Range<usize>,
    /// The end of those that are seen: without the spaces that end the line.
    pub(crate) visible: usize,
    /// Whether a hyphen must be drawn after them.
    pub(crate) hyphen: bool,
}

/// Whether the last line may be short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rag {
    /// It may, as in a paragraph.
    Free,
    /// It should be about as long as the others, as in a centred heading.
    Balanced,
}

/// Cuts a text into lines of at most `width` points.
pub(crate) fn wrap(fonts: &Shaper, shaped: &Shaped, width: f32, rag: Rag) -> Vec<WrappedLine> {
    let ruler = Ruler::new(shaped);
    if let Some(line) = ruler.only_line(width) {
        return vec![line];
    }
    let candidates = ruler.candidates(&fonts.breaks(&shaped.rich), width);
    let mut lines = Vec::new();
    let mut first = 0;
    for (index, candidate) in candidates.iter().enumerate().skip(1) {
        if candidate.kind == BreakKind::Mandatory || index + 1 == candidates.len() {
            best_lines(&candidates[first..=index], f64::from(width), rag, &mut lines);
            first = index;
        }
    }
    lines
}

/// Whether a line must end after a character (UAX #14, classes BK, CR, LF and NL).
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A place where a line may end, measured.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    kind: BreakKind,
    /// The first atom of the next line, and where it starts.
    next: usize,
    next_x: f64,
    /// The end of the last atom seen before it, and where that ends.
    visible: usize,
    visible_x: f64,
    hyphen: bool,
}

/// Where each atom starts.
struct Ruler<'a> {
    shaped: &'a Shaped,
    /// One more than there are atoms.
    x: Vec<f64>,
}

impl Ruler<'_> {
    fn new(shaped: &Shaped) -> Ruler<'_> {
        let mut x = Vec::with_capacity(shaped.atoms.len() + 1);
        let mut at = 0.0;
        x.push(at);
        for atom in &shaped.atoms {
            at += f64::from(atom.width);
            x.push(at);
        }
        Ruler { shaped, x }
    }

    /// The line of a text that has room on one, and no place where a line must end. Where it may end need not be known.
    fn only_line(&self, width: f32) -> Option<WrappedLine> {
        let text = &self.shaped.rich.text;
        let end = self.candidate(Break { at: text.len(), kind: BreakKind::Mandatory });
        let has_room = end.visible_x <= f64::from(width) && !text.contains(ends_line);
        has_room.then_some(WrappedLine { atoms: 0..end.next, visible: end.visible, hyphen: end.hyphen })
    }

    fn candidates(&self, breaks: &Breaks, width: f32) -> Vec<Candidate> {
        let mut found = vec![self.candidate(Break { at: 0, kind: BreakKind::Mandatory })];
        let mut from = 0;
        let mut glued = Vec::new();
        for &place in &breaks.places {
            if place.kind == BreakKind::Glued {
                glued.push(place);
                continue;
            }
            if self.is_wider(&found, place, width) {
                for place in glued.drain(..) {
                    self.add(&mut found, &mut from, place, width);
                }
            }
            glued.clear();
            self.add(&mut found, &mut from, place, width);
        }
        if found.len() == 1 {
            found.extend_from_within(..);
        }
        found
    }

    /// Whether the text from the last candidate to a place is wider than a line.
    fn is_wider(&self, found: &[Candidate], place: Break, width: f32) -> bool {
        let start = found.last().map_or(0.0, |last| last.next_x);
        self.candidate(place).visible_x - start > f64::from(width)
    }

    /// Adds a place, and before it those between the graphemes of a word wider than a line, which starts at `from`.
    fn add(&self, found: &mut Vec<Candidate>, from: &mut usize, place: Break, width: f32) {
        if self.is_wider(found, place, width) {
            let inside = self.shaped.rich.text[*from..place.at].grapheme_indices(true).skip(1);
            found.extend(inside.map(|(at, _)| self.candidate(Break { at: *from + at, kind: BreakKind::Emergency })));
        }
        found.push(self.candidate(place));
        *from = place.at;
    }

    fn candidate(&self, place: Break) -> Candidate {
        let atoms = &self.shaped.atoms;
        let bytes = self.shaped.rich.text.as_bytes();
        let next = atoms.partition_point(|atom| atom.start < place.at);
        let is_space = |index: usize| bytes.get(atoms[index].start).is_some_and(|byte| matches!(byte, b' ' | b'\n'));
        let mut visible = next;
        while visible > 0 && is_space(visible - 1) {
            visible -= 1;
        }
        let hyphen = self.shaped.rich.text[..place.at].ends_with('\u{ad}');
        let dash =
            atoms.get(next.saturating_sub(1)).map_or(0.0, |atom| self.shaped.rich.spans[atom.span].look.size / 3.0);
        let visible_x = self.x[visible] + if hyphen { f64::from(dash) } else { 0.0 };
        Candidate { kind: place.kind, next, next_x: self.x[next], visible, visible_x, hyphen }
    }
}

/// The cheapest way to reach a candidate: how many lines, what they cost, and from which candidate.
#[derive(Clone, Copy)]
struct Way {
    lines: u32,
    cost: f64,
    from: usize,
}

/// Sets the text between the first and the last candidate, both of which are taken.
fn best_lines(candidates: &[Candidate], width: f64, rag: Rag, lines: &mut Vec<WrappedLine>) {
    let last = candidates.len() - 1;
    let mut ways = vec![Way { lines: 0, cost: 0.0, from: 0 }];
    for to in 1..=last {
        let mut best: Option<Way> = None;
        for from in (0..to).rev() {
            let length = candidates[to].visible_x - candidates[from].next_x;
            if length > width + 0.01 && best.is_some() {
                break;
            }
            let way = Way {
                lines: ways[from].lines + 1,
                cost: ways[from].cost + cost(length / width, candidates[to].kind, to == last, rag),
                from,
            };
            if best.is_none_or(|best| (way.lines, way.cost) < (best.lines, best.cost)) {
                best = Some(way);
            }
        }
        ways.extend(best);
    }
    let mut taken = vec![last];
    while let Some(&at) = taken.last().filter(|&&at| at > 0) {
        taken.push(ways[at].from);
    }
    taken.reverse();
    lines.extend(taken.windows(2).map(|pair| {
        let (from, to) = (candidates[pair[0]], candidates[pair[1]]);
        WrappedLine { atoms: from.next..to.next, visible: to.visible.max(from.next), hyphen: to.hyphen }
    }));
}

/// What a line costs that fills such a share of the width.
fn cost(filled: f64, kind: BreakKind, is_last: bool, rag: Rag) -> f64 {
    let rest = (1.0 - filled).max(0.0);
    if is_last && rag == Rag::Free {
        // A last line of one short word looks lost.
        return if filled < 0.15 { (0.15 - filled) * 2.0 } else { 0.0 };
    }
    let poor = match kind {
        BreakKind::Mandatory | BreakKind::Good => 0.0,
        BreakKind::Poor => 0.06,
        BreakKind::Glued => 0.3,
        BreakKind::Emergency => 1.0,
    };
    rest * rest + poor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Inline;
    use crate::layout::font::Fonts;
    use crate::layout::shape::shape;
    use crate::layout::shaper::ShaperCache;
    use crate::layout::structure::Structure;
    use crate::layout::text::Flattener;
    use crate::layout::theme::settings::Settings;
    use crate::layout::theme::style::Style;

    fn lines(inlines: &[Inline], width: f32, rag: Rag) -> Vec<String> {
        let (mut structure, mut links) = (Structure::new(), Vec::new());
        let style = Style::new(&Settings::default(), 0.0);
        let flattener = Flattener::new(&mut structure, &mut links, &style.palette, "isian");
        let rich = flattener.flatten(inlines, &style.body, Structure::ROOT);
        let (fonts, cache) = (Fonts::new(None).unwrap(), ShaperCache::default());
        let fonts = Shaper::new(&fonts, &cache);
        let shaped = shape(&fonts, rich, width);
        let start = |index: usize| shaped.atoms.get(index).map_or(shaped.rich.text.len(), |atom| atom.start);
        let text = |line: &WrappedLine| shaped.rich.text[start(line.atoms.start)..start(line.visible)].to_owned();
        wrap(&fonts, &shaped, width, rag).iter().map(text).collect()
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.to_owned())]
    }

    #[test]
    fn lines_are_even_and_no_longer_than_the_width() {
        let paragraph = text("Pegawai wajib menjaga netralitas sebelum, selama, dan sesudah pemilihan berlangsung.");
        assert_eq!(
            lines(&paragraph, 170.0, Rag::Free),
            ["Pegawai wajib menjaga netralitas", "sebelum, selama, dan sesudah", "pemilihan berlangsung."]
        );
    }

    #[test]
    fn a_heading_is_balanced() {
        assert_eq!(
            lines(&text("Pakta Integritas Netralitas Pegawai Aparatur"), 200.0, Rag::Balanced),
            ["Pakta Integritas Netralitas", "Pegawai Aparatur"]
        );
    }

    #[test]
    fn what_belongs_together_parts_before_a_word_is_cut() {
        assert_eq!(lines(&text("27 November 2024"), 75.0, Rag::Free), ["27 November", "2024"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_and_nothing_is_lost() {
        let word = "a".repeat(100);
        let set = lines(&text(&format!("awal {word} akhir")), 100.0, Rag::Free);
        assert!(set.len() > 4);
        assert_eq!(set.concat().replace(' ', ""), format!("awal{word}akhir"));
    }

    #[test]
    fn a_written_break_is_kept_and_an_empty_text_is_one_empty_line() {
        let inlines = [text("satu"), vec![Inline::LineBreak], text("dua")].concat();
        assert_eq!(lines(&inlines, 300.0, Rag::Free), ["satu", "dua"]);
        assert_eq!(lines(&[], 300.0, Rag::Free), [""]);
    }

    #[test]
    fn a_width_of_nothing_does_not_hang() {
        assert_eq!(lines(&text("abc"), 0.0, Rag::Free).concat(), "abc");
    }
}
