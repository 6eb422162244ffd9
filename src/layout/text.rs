//! From inlines to text with looks: [`Flattener`] turns nested inlines into one string with spans of one look each. A
//! place to fill in is one object character, a written line break is `\n`, and a space ends it all, so that extracted
//! words never run into the next line.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::face::Face;
use super::field::{self, Field};
use super::galley::Link;
use super::structure::{ElementId, Role, Structure};
use super::theme::color::{Color, Palette};
use super::theme::style::TextStyle;
use crate::cache::hash_lengths;
use crate::document::Inline;
use crate::linebreak::OBJECT;

/// Inlines may nest so deep before layout flattens the rest.
const DEEPEST: usize = 64;

/// How a span looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SpanLook {
    pub(crate) face: Face,
    pub(crate) size: f32,
    pub(crate) color: Color,
    /// Height above the baseline.
    pub(crate) rise: f32,
    pub(crate) struck: bool,
}

/// A stretch of text of one look.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Span {
    /// Byte of the text at which it ends; it starts where the one before it ends.
    pub(crate) end: usize,
    pub(crate) look: SpanLook,
    /// `Some(ems)` for a place to fill in, which is one object character.
    pub(crate) blank: Option<f32>,
    /// The field that a place to fill in is, in a fillable file.
    pub(crate) field: Option<usize>,
    pub(crate) link: Option<usize>,
    pub(crate) owner: ElementId,
}

/// Text with its looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct RichText {
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    /// Stretches that a line break must not part.
    pub(crate) whole: Vec<Range<usize>>,
}

impl RichText {
    /// Hashes what it says and how it looks, wherever it stands.
    pub(crate) fn hash_words(&self, hasher: &mut impl Hasher) {
        self.text.hash(hasher);
        self.whole.hash(hasher);
        for Span { end, look, blank, field, link: _, owner: _ } in &self.spans {
            (end, look.face, look.color, look.struck, field.is_some()).hash(hasher);
            hash_lengths(&[look.size, look.rise, blank.unwrap_or(-1.0)], hasher);
        }
    }

    /// Whether it says the same as another one in the same looks.
    pub(crate) fn has_words_of(&self, other: &RichText) -> bool {
        let alike = |(a, b): (&Span, &Span)| {
            (a.end, a.look, a.blank, a.field.is_some()) == (b.end, b.look, b.blank, b.field.is_some())
        };
        self.text == other.text
            && self.whole == other.whole
            && self.spans.len() == other.spans.len()
            && self.spans.iter().zip(&other.spans).all(alike)
    }
}

/// Builds a [`RichText`].
pub(crate) struct Flattener<'a> {
    structure: &'a mut Structure,
    links: &'a mut Vec<Link>,
    palette: &'a Palette,
    /// Where places to fill in are noted, in a fillable file.
    fields: Option<&'a mut Vec<Field>>,
    /// The look of an emphasis after a line break, in lists whose items carry a citation.
    citation: Option<TextStyle>,
    /// What is said of a place to fill in.
    blank: &'a str,
    rich: RichText,
}

/// What surrounds an inline.
#[derive(Clone, Copy)]
struct InlineContext {
    look: SpanLook,
    link: Option<usize>,
    owner: ElementId,
    depth: usize,
}

impl<'a> Flattener<'a> {
    pub(crate) fn new(
        structure: &'a mut Structure,
        links: &'a mut Vec<Link>,
        palette: &'a Palette,
        blank: &'a str,
    ) -> Self {
        Flattener { structure, links, palette, fields: None, citation: None, blank, rich: RichText::default() }
    }

    /// Makes a field of each place to fill in, labelled with the words around it.
    pub(crate) fn fields(self, fields: Option<&'a mut Vec<Field>>) -> Self {
        Flattener { fields, ..self }
    }

    /// Sets an emphasis after a written line break as a citation.
    pub(crate) fn citation(self, citation: Option<TextStyle>) -> Self {
        Flattener { citation, ..self }
    }

    /// The inlines as one text that belongs to an element.
    pub(crate) fn flatten(mut self, inlines: &[Inline], style: &TextStyle, owner: ElementId) -> RichText {
        let look = look_of(style);
        self.inlines(inlines, InlineContext { look, link: None, owner, depth: 0 });
        self.label_fields();
        while self.rich.text.ends_with(' ') {
            self.rich.text.pop();
        }
        let length = self.rich.text.len();
        for span in &mut self.rich.spans {
            span.end = span.end.min(length);
        }
        // The space looks like what it follows, so that a last line of small print stays as low as it is.
        if let Some(last) = self.rich.spans.last_mut().filter(|span| span.blank.is_none()) {
            self.rich.text.push(' ');
            last.end += 1;
        }
        self.rich
    }

    fn inlines(&mut self, inlines: &[Inline], around: InlineContext) {
        if around.depth > DEEPEST {
            return self.text(&crate::document::plain_text(inlines), around);
        }
        let mut after_break = false;
        for inline in inlines {
            self.inline(inline, around, after_break);
            after_break = matches!(inline, Inline::LineBreak);
        }
    }

    fn inline(&mut self, inline: &Inline, around: InlineContext, after_break: bool) {
        let within = |look: SpanLook| InlineContext { look, depth: around.depth + 1, ..around };
        let look = around.look;
        match inline {
            Inline::Text(text) => self.text(text, around),
            Inline::Emphasis(inner) => match self.citation.filter(|_| after_break && around.depth == 0) {
                Some(style) => self.inlines(inner, within(look_of(&style))),
                None => self.inlines(inner, within(SpanLook { face: Face::of(look.face.is_bold(), true), ..look })),
            },
            Inline::Strong(inner) => {
                self.inlines(inner, within(SpanLook { face: Face::of(true, look.face.is_italic()), ..look }));
            }
            Inline::Strikethrough(inner) => self.inlines(inner, within(SpanLook { struck: true, ..look })),
            Inline::Code(code) => {
                let start = self.rich.text.len();
                self.text(code, within(SpanLook { size: look.size * 0.86, color: self.palette.muted, ..look }));
                if code.chars().count() <= 24 {
                    self.rich.whole.push(start..self.rich.text.len());
                }
            }
            Inline::Abbreviation { short, long } => {
                let owner = self.within_line(around, |structure, span| structure.set_expansion(span, long));
                self.text(short, InlineContext { owner, ..around });
            }
            Inline::Foreign { lang, content } => {
                let owner = self.within_line(around, |structure, span| structure.set_lang(span, *lang));
                self.inlines(content, InlineContext { owner, ..within(look) });
            }
            Inline::Link { href, content } => self.link(href, content, around),
            Inline::LineBreak => self.push('\n', around, None),
            Inline::Blank(ems) => {
                let owner = match self.fields {
                    Some(_) => self.structure.open(Role::Form, around.owner),
                    None => self.structure.figure(self.blank, around.owner),
                };
                self.push(OBJECT, InlineContext { owner, ..around }, Some(f32::from((*ems).max(1))));
                if let (Some(fields), Some(span)) = (&mut self.fields, self.rich.spans.last_mut()) {
                    span.field = Some(fields.len());
                    fields.push(Field::text());
                }
            }
            Inline::FootnoteRef(number) => {
                let raised = SpanLook { size: look.size * 0.66, rise: look.size * 0.34, ..look };
                // A slight space that does not break, or the number would be part of the word before it.
                self.push('\u{202f}', within(SpanLook { size: look.size * 0.2, ..raised }), None);
                let owner = self.structure.open(Role::Reference, around.owner);
                let raised = InlineContext { owner, ..within(raised) };
                self.link(&format!("#fn-{number}"), &[Inline::Text(number.to_string())], raised);
            }
        }
    }

    /// Labels fields with the words before them on their line, else with those after them.
    fn label_fields(&mut self) {
        let Some(fields) = &mut self.fields else { return };
        let text = &self.rich.text;
        let ends = |c: char| c == OBJECT || c == '\n';
        for span in &self.rich.spans {
            let Some(field) = span.field.and_then(|index| fields.get_mut(index)) else { continue };
            let before = text[..span.end - OBJECT.len_utf8()].rsplit(ends).next().unwrap_or_default();
            let after = text[span.end..].split(ends).next().unwrap_or_default();
            field.label = field::words_before(before);
            if field.label.is_empty() {
                field.label = field::words_after(after);
            }
        }
    }

    /// An element for a stretch of a line of which there is something to say. Within a link it is the link itself, whose
    /// place on the page is found by what belongs to it.
    fn within_line(&mut self, around: InlineContext, say: impl FnOnce(&mut Structure, ElementId)) -> ElementId {
        if around.link.is_some() {
            return around.owner;
        }
        let span = self.structure.open(Role::Span, around.owner);
        say(self.structure, span);
        span
    }

    fn link(&mut self, href: &str, content: &[Inline], around: InlineContext) {
        let target = match href.strip_prefix('#') {
            Some(anchor) => Link::Anchor(anchor.to_owned()),
            None => Link::Uri(href.to_owned()),
        };
        self.links.push(target);
        let owner = self.structure.open(Role::Link, around.owner);
        let look = SpanLook { color: self.palette.accent, ..around.look };
        let link = Some(self.links.len() - 1);
        self.inlines(content, InlineContext { look, link, owner, depth: around.depth + 1 });
    }

    /// Adds characters: composed where Unicode can, white space collapsed as Markdown and HTML do.
    fn text(&mut self, text: &str, around: InlineContext) {
        // Most text is as it should be.
        let spaces = text.as_bytes().windows(2).any(|pair| pair == b"  ");
        let is_tidy = !spaces && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let follows_space = self.rich.text.is_empty() || self.rich.text.ends_with([' ', '\n']);
        if is_tidy && !(follows_space && text.starts_with(' ')) {
            return self.push_str(text, around, None);
        }
        let composed = if text.is_ascii() { Cow::Borrowed(text) } else { text.nfc().collect() };
        for (index, word) in composed.split(is_space).enumerate() {
            if index > 0 && !self.rich.text.ends_with([' ', '\n']) && !self.rich.text.is_empty() {
                self.push(' ', around, None);
            }
            if word.contains(|c: char| c == OBJECT || c.is_control()) {
                let shown = word.chars().filter(|c| !c.is_control());
                shown.for_each(|c| self.push(if c == OBJECT { '\u{fffd}' } else { c }, around, None));
            } else {
                self.push_str(word, around, None);
            }
        }
    }

    fn push(&mut self, character: char, around: InlineContext, blank: Option<f32>) {
        self.push_str(character.encode_utf8(&mut [0; 4]), around, blank);
    }

    fn push_str(&mut self, text: &str, around: InlineContext, blank: Option<f32>) {
        if text.is_empty() {
            return;
        }
        self.rich.text.push_str(text);
        let end = self.rich.text.len();
        let span = Span { end, look: around.look, blank, field: None, link: around.link, owner: around.owner };
        match self.rich.spans.last_mut() {
            Some(last) if last.blank.is_none() && *last == (Span { end: last.end, ..span.clone() }) => last.end = end,
            _ => self.rich.spans.push(span),
        }
    }
}

/// White space that may become one space.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn look_of(style: &TextStyle) -> SpanLook {
    SpanLook { face: style.face, size: style.size, color: style.color, rise: 0.0, struck: false }
}

/// Text that keeps its spaces, such as a line of code.
pub(crate) fn verbatim(line: &str, style: &TextStyle, owner: ElementId) -> RichText {
    let kept = |c: char| match c {
        '\t' => "\u{a0}\u{a0}\u{a0}\u{a0}".to_owned(),
        ' ' => "\u{a0}".to_owned(),
        c if c.is_control() => String::new(),
        c => c.to_string(),
    };
    let indent = line.len() - line.trim_start().len();
    let text = line[..indent].chars().map(kept).collect::<String>() + line[indent..].trim_end() + " ";
    let span = Span { end: text.len(), look: look_of(style), blank: None, field: None, link: None, owner };
    RichText { text, spans: vec![span], whole: Vec::new() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::layout::theme::settings::Settings;
    use crate::layout::theme::style::Style;

    pub(crate) fn flatten(inlines: &[Inline]) -> RichText {
        let (mut structure, mut links) = (Structure::new(), Vec::new());
        let style = Style::new(&Settings::default(), 0.0);
        let flattener =
            Flattener::new(&mut structure, &mut links, &style.palette, "isian").citation(Some(style.citation));
        flattener.flatten(inlines, &style.body, Structure::ROOT)
    }

    pub(crate) fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn white_space_collapses_and_a_space_ends_the_text() {
        assert_eq!(flatten(&[text("  satu \n"), text("  dua")]).text, "satu dua ");
        for parts in
            [["satu", " dua"], ["satu ", "dua"], ["satu ", " dua"], [" satu\u{85}", "dua "], ["satu  ", "\tdua"]]
        {
            assert_eq!(flatten(&parts.map(text)).text, "satu dua ", "{parts:?}");
        }
    }

    #[test]
    fn nested_inlines_become_spans_of_one_look() {
        let rich = flatten(&[text("a "), Inline::Strong(vec![text("b"), Inline::Emphasis(vec![text("c")])])]);
        let faces: Vec<_> = rich.spans.iter().map(|span| span.look.face).collect();
        assert_eq!(faces, [Face::Regular, Face::Bold, Face::BoldItalic]);
    }

    #[test]
    fn an_emphasis_after_a_break_is_a_citation() {
        let rich = flatten(&[text("Netral."), Inline::LineBreak, Inline::Emphasis(vec![text("PP 94/2021")])]);
        assert_eq!(rich.spans[1].look.size, Style::new(&Settings::default(), 0.0).citation.size);
        assert_eq!(rich.text, "Netral.\nPP 94/2021 ");
    }

    #[test]
    fn inlines_nested_beyond_reason_keep_their_text() {
        let deep = (0..500).fold(text("dalam"), |inner, _| Inline::Emphasis(vec![inner]));
        assert_eq!(flatten(&[deep]).text, "dalam ");
    }
}
