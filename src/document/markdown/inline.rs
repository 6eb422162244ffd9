//! Running text: emphasis, links, blanks and footnote references.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::builder::TreeBuilder;
use super::line::{BLANK_FROM, Line, is_plain};
use super::link;
use crate::diag::{Code, Diagnostic, say};
use crate::document::{Inline, plain_text};
use crate::lang::turns_text;

/// A line break within a text, as values have it.
const LINE_SEPARATOR: char = '\u{2028}';

impl TreeBuilder<'_> {
    /// Running text up to the end of its block, or to the next block within a list item.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        let mut line = Line::default();
        while let Some((event, range)) = self.cursor.next_inline() {
            match event {
                Event::Text(text) => self.text(text, &range, &mut line),
                Event::SoftBreak => line.push_char(' ', false),
                Event::HardBreak => line.push_break(),
                Event::Code(code) => {
                    let code = self.printable(code, range.start);
                    line.push(Inline::Code(code.into_owned()));
                }
                Event::FootnoteReference(label) => line.push(Inline::FootnoteRef(self.footnotes.number(label))),
                Event::InlineHtml(_) => {
                    self.raw_html(range.start);
                    line.settle();
                }
                Event::Start(tag) => {
                    let inline = self.span(tag, &range);
                    line.settle();
                    line.inlines.extend(inline);
                }
                _ => line.settle(),
            }
        }
        line.finish()
    }

    fn text(&mut self, text: &str, range: &Range<usize>, line: &mut Line) {
        let written = self.source.text.get(range.clone()) == Some(text);
        let escaped = text.starts_with(['_', '[']) && self.source.is_escaped(range.start);
        if text == "[" && written && !escaped {
            self.check_footnote_mark(range.start);
        }
        if is_plain(text) {
            return line.push_plain(text);
        }
        for (at, character) in text.char_indices() {
            if character == LINE_SEPARATOR {
                line.push_break();
            } else if is_unprintable(character) {
                self.control_character(character, range.start + if written { at } else { 0 });
            } else {
                let bare = written && !(at == 0 && escaped);
                line.push_char(if character == '\t' { ' ' } else { character }, bare);
            }
        }
    }

    /// Emphasis, a link and the like, whose start has just been passed.
    fn span(&mut self, tag: &Tag, range: &Range<usize>) -> Option<Inline> {
        if let Tag::Image { .. } = tag {
            self.cursor.close();
            let help = say!(
                "gambar tidak dapat dicetak dalam semua format; pakai kata-kata",
                "pictures have no place in a document that every writer can print; use words"
            );
            self.find(
                range.start,
                Diagnostic::error(Code::ImageUnsupported, say!("ada gambar", "a picture")).help(help),
            );
            return None;
        }
        if matches!(tag, Tag::Emphasis | Tag::Strong) {
            self.check_blank(range);
        }
        let content = self.inside(range.start, Self::inlines);
        match tag {
            Tag::Emphasis => Some(Inline::Emphasis(content)),
            Tag::Strong => Some(Inline::Strong(content)),
            Tag::Strikethrough => Some(Inline::Strikethrough(content)),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = match link_type {
                    LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                    _ => dest_url.clone(),
                };
                self.check_link_text(title, &content, range.start);
                self.link(&target, content, range.start)
            }
            _ => None,
        }
    }

    fn link(&mut self, target: &str, content: Vec<Inline>, offset: usize) -> Option<Inline> {
        if let Some(anchor) = target.strip_prefix('#') {
            self.anchors.refer(anchor, offset);
            return Some(Inline::Link { href: target.to_owned(), content });
        }
        match link::checked(target) {
            Ok(href) => Some(Inline::Link { href, content }),
            Err(message) => {
                let help = say!(
                    "tautan boleh menuju http://…, https://…, mailto:…, dan #jangkar",
                    "links may lead to http://…, https://…, mailto:… and #anchor"
                );
                self.find(offset, Diagnostic::error(Code::UnsafeLink, message).help(help));
                None
            }
        }
    }

    fn check_link_text(&mut self, title: &str, content: &[Inline], offset: usize) {
        if !title.is_empty() {
            let help = say!(
                "judul itu tidak tampak pada cetakan; pindahkan ke dalam teks",
                "nobody finds it in print; put it into the text"
            );
            self.find(
                offset,
                Diagnostic::error(
                    Code::LinkTitle,
                    say!("tautan dengan judul dalam tanda kutip", "a link with a title in quotation marks"),
                )
                .help(help),
            );
        }
        if plain_text(content).trim().is_empty() {
            self.find(offset, Diagnostic::error(Code::EmptyLink, say!("tautan tanpa teks", "a link without text")));
        }
    }

    /// Reports blanks that Markdown reads as emphasis: `(____) (____)`.
    fn check_blank(&mut self, range: &Range<usize>) {
        for offset in [range.start, range.end] {
            let (start, length) = self.source.underscores_around(offset);
            if length >= BLANK_FROM {
                let help = say!("beri spasi di satu sisi setiap isian", "leave a space on one side of each blank");
                let message = say!(
                    "garis bawah ini dibaca Markdown sebagai penekanan, bukan isian",
                    "these underscores mean emphasis to Markdown, not a blank to fill in"
                );
                self.find(start, Diagnostic::error(Code::AmbiguousBlank, message).help(help));
                return;
            }
        }
    }

    /// Text without unprintable characters, each of which is a finding. Tabs become spaces.
    pub(super) fn printable<'t>(&mut self, text: &'t str, offset: usize) -> Cow<'t, str> {
        if !text.contains(|c: char| is_unprintable(c) || c == '\t') {
            return Cow::Borrowed(text);
        }
        for character in text.chars().filter(|c| is_unprintable(*c)) {
            self.control_character(character, offset);
        }
        Cow::Owned(text.replace('\t', "    ").replace(is_unprintable, ""))
    }

    fn control_character(&mut self, character: char, offset: usize) {
        let code = u32::from(character);
        let finding = match turns_text(character) {
            true => Diagnostic::error(
                Code::TurnedText,
                say!(
                    "U+{code:04X} membalik arah teks di sekitarnya menjadi dari kanan ke kiri",
                    "U+{code:04X} turns the text around it from right to left"
                ),
            ),
            false => {
                let message = say!(
                    "U+{code:04X} adalah karakter kendali, yang tidak dapat dicetak",
                    "U+{code:04X} is a control character, which no writer can print"
                );
                Diagnostic::error(Code::ControlCharacter, message)
            }
        };
        self.find(offset, finding);
    }
}

/// Control characters (other than tab and line feed), those that turn text around, and code points that are no characters.
fn is_unprintable(character: char) -> bool {
    let noncharacter = matches!(character, '\u{FDD0}'..='\u{FDEF}') || u32::from(character) & 0xFFFE == 0xFFFE;
    noncharacter || turns_text(character) || (character.is_control() && !matches!(character, '\t' | '\n'))
}
