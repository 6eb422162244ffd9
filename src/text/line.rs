//! Running text with the emphasis of messengers.
//!
//! A message has no way to escape a mark: `*`, `_`, `~` and `` ` `` set text off wherever they stand in pairs around it. So
//! marks of our own are written only where a messenger reads them as such, and those that people typed get a hair space
//! (U+200A) beside them where they would make a pair: a mark next to a space is a sign like any other.

use crate::document::{Inline, plain_text};

/// Keeps a typed sign from being read as a mark. It is the narrowest space that every messenger knows to be one.
pub(super) const HAIR: char = '\u{200A}';
/// Dots per em of a blank, and the most of them: a line on a phone holds hardly more.
const DOTS: (usize, usize) = (2, 30);
/// The signs that set text off.
const SIGNS: [char; 4] = ['*', '_', '~', '`'];

/// A character of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Of the text.
    Text(char),
    /// Of an address, which stays as it is.
    Address(char),
    /// A mark of our own; the number tells which two belong together.
    Mark(char, usize),
}

impl Piece {
    fn sign(self) -> char {
        match self {
            Piece::Text(sign) | Piece::Address(sign) | Piece::Mark(sign, _) => sign,
        }
    }
}

/// Inlines as lines; a written break ends one.
pub(super) fn lines(inlines: &[Inline]) -> Vec<String> {
    let mut setter = Setter::default();
    setter.push_all(inlines);
    setter.finish()
}

/// Inlines as lines, all of it strong.
pub(super) fn strong(inlines: &[Inline]) -> Vec<String> {
    let mut setter = Setter::default();
    setter.marked('*', inlines);
    setter.finish()
}

/// Inlines as one line.
pub(super) fn line(inlines: &[Inline]) -> String {
    lines(inlines).join(" ")
}

#[derive(Default)]
struct Setter {
    done: Vec<Vec<Piece>>,
    line: Vec<Piece>,
    /// The marks that are open, outer ones first.
    open: Vec<(char, usize)>,
    marks: usize,
}

impl Setter {
    fn push_all(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.push(inline));
    }

    fn push(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(run) | Inline::Code(run) | Inline::Abbreviation { short: run, .. } => self.text(run),
            Inline::Emphasis(inner) => self.marked('_', inner),
            Inline::Strong(inner) => self.marked('*', inner),
            Inline::Strikethrough(inner) => self.marked('~', inner),
            Inline::Foreign { content, .. } => self.push_all(content),
            Inline::Link { href, content } => self.link(href, content),
            Inline::LineBreak => self.break_line(),
            Inline::Blank(ems) => self.text(&".".repeat((usize::from(*ems) * DOTS.0).clamp(4, DOTS.1))),
            Inline::FootnoteRef(number) => self.text(&format!("[{number}]")),
        }
    }

    fn text(&mut self, run: &str) {
        self.line.extend(run.chars().map(Piece::Text));
    }

    /// Text between two marks. A mark that is already open, or one around an address, would show as a sign.
    fn marked(&mut self, sign: char, inner: &[Inline]) {
        if self.open.iter().any(|(open, _)| *open == sign) || inner.iter().any(has_address) {
            return self.push_all(inner);
        }
        self.marks += 1;
        self.open.push((sign, self.marks));
        self.line.push(Piece::Mark(sign, self.marks));
        self.push_all(inner);
        self.line.extend(self.open.pop().map(|(sign, number)| Piece::Mark(sign, number)));
    }

    /// The words of a link and its address, once where both are the same.
    fn link(&mut self, href: &str, content: &[Inline]) {
        let address = href.strip_prefix("mailto:").unwrap_or(href);
        if href.starts_with('#') {
            return self.push_all(content);
        }
        if plain_text(content).trim() != address {
            self.push_all(content);
            self.text(" ");
        }
        self.line.extend(address.chars().map(Piece::Address));
    }

    /// Marks hold for one line: they close before a break and open again after it.
    fn break_line(&mut self) {
        let closed = self.open.iter().rev().map(|(sign, number)| Piece::Mark(*sign, *number));
        self.line.extend(closed);
        self.done.push(std::mem::take(&mut self.line));
        for (sign, number) in &mut self.open {
            self.marks += 1;
            *number = self.marks;
            self.line.push(Piece::Mark(*sign, *number));
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.done.push(self.line);
        self.done.into_iter().map(|line| written(&line)).collect()
    }
}

/// Whether there is a link within, whose address would take the mark after it for a part of itself.
fn has_address(inline: &Inline) -> bool {
    match inline {
        Inline::Link { href, .. } => !href.starts_with('#'),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strikethrough(inner)
        | Inline::Foreign { content: inner, .. } => inner.iter().any(has_address),
        _ => false,
    }
}

/// A line without the marks that no messenger would see, and with typed signs kept from being marks.
fn written(line: &[Piece]) -> String {
    let useless: Vec<usize> = line.iter().enumerate().filter_map(|(at, piece)| useless(line, at, *piece)).collect();
    let kept = |piece: &Piece| !matches!(piece, Piece::Mark(_, number) if useless.contains(number));
    let line: Vec<Piece> = line.iter().copied().filter(kept).collect();
    let mut text = String::new();
    for (at, &piece) in line.iter().enumerate() {
        let typed = matches!(piece, Piece::Text(sign) if SIGNS.contains(&sign));
        let same = |others: &[Piece]| others.iter().any(|other| other.sign() == piece.sign());
        if typed && closes(&line, at) && same(&line[..at]) {
            text.push(HAIR);
        }
        text.push(piece.sign());
        if typed && opens(&line, at) && same(&line[at + 1..]) {
            text.push(HAIR);
        }
    }
    text.trim().to_owned()
}

/// The number of a mark that stands where none is seen.
fn useless(line: &[Piece], at: usize, piece: Piece) -> Option<usize> {
    let Piece::Mark(_, number) = piece else { return None };
    let first = line.iter().position(|other| *other == piece) == Some(at);
    let works = if first { opens(line, at) } else { closes(line, at) };
    let empty = line.get(at + 1) == Some(&piece);
    (!works || empty).then_some(number)
}

/// Whether a sign stands where a mark opens: not after a letter, and before anything but a space.
fn opens(line: &[Piece], at: usize) -> bool {
    let after_word = at > 0 && line[at - 1].sign().is_alphanumeric();
    !after_word && line.get(at + 1).is_some_and(|next| !next.sign().is_whitespace())
}

/// Whether a sign stands where a mark closes: after anything but a space, and not before a letter.
fn closes(line: &[Piece], at: usize) -> bool {
    let after_space = at == 0 || line[at - 1].sign().is_whitespace();
    !after_space && !line.get(at + 1).is_some_and(|next| next.sign().is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn emphasis_is_marked_where_a_messenger_sees_it() {
        let strong = |words| Inline::Strong(vec![text(words)]);
        assert_eq!(line(&[strong("ASN:"), text(" pergi.")]), "*ASN:* pergi.");
        assert_eq!(line(&[text("se"), strong("tengah")]), "setengah");
        assert_eq!(line(&[strong(" rapat ")]), "rapat");
        let nested = Inline::Strong(vec![Inline::Emphasis(vec![text("a"), Inline::Strong(vec![text("b")])])]);
        assert_eq!(line(&[nested, Inline::Strikethrough(vec![text("c")])]), "*_ab_*~c~");
        let two_lines = Inline::Emphasis(vec![text("satu"), Inline::LineBreak, text("dua")]);
        assert_eq!(lines(&[two_lines]), ["_satu_", "_dua_"]);
    }

    #[test]
    fn an_address_stands_in_full_once_and_takes_no_mark() {
        let link = |href: &str, words: &str| Inline::Link { href: href.into(), content: vec![text(words)] };
        assert_eq!(line(&[link("https://lapor.go.id", "LAPOR!"), text(".")]), "LAPOR! https://lapor.go.id.");
        assert_eq!(line(&[Inline::Emphasis(vec![link("https://a.id/_b_", "https://a.id/_b_")])]), "https://a.id/_b_");
        assert_eq!(line(&[link("mailto:a@b.id", "a@b.id"), link("#top", " top")]), "a@b.id top");
    }

    #[test]
    fn signs_that_people_typed_make_no_pairs() {
        let typed = |words| line(&[text(words)]);
        for harmless in ["Siti_Nur", "3*4*5", "5 * 6 * 7", "*", "a_b_c@d.id", "~ 10 ~"] {
            assert_eq!(typed(harmless), harmless);
        }
        assert_eq!(typed("*Siti* _x_"), format!("*{HAIR}Siti{HAIR}* _{HAIR}x{HAIR}_"));
        let starred = Inline::Strong(vec![text("hotel 5* di sini")]);
        assert_eq!(line(&[starred]), format!("*hotel 5{HAIR}* di sini*"));
        assert_eq!(line(&[Inline::Strong(vec![text("*")])]).replace(HAIR, ""), "***");
    }

    #[test]
    fn a_blank_is_dotted_and_no_longer_than_a_line() {
        assert_eq!(line(&[text("Nama: "), Inline::Blank(2)]), "Nama: ....");
        assert_eq!(line(&[Inline::Blank(60)]).len(), DOTS.1);
    }
}
