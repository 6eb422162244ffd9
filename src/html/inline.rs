//! What stands within running text.

use super::body::Body;
use crate::document::Inline;

/// The widths of blanks that the style sheet knows, in ems.
pub(super) const BLANK_WIDTHS: [u16; 10] = [2, 3, 4, 6, 8, 10, 15, 20, 30, 40];

impl Body<'_> {
    pub(super) fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(inner) => self.element("em", |b| b.inlines(inner)),
            Inline::Strong(inner) => self.element("strong", |b| b.inlines(inner)),
            Inline::Strikethrough(inner) => self.element("s", |b| b.inlines(inner)),
            Inline::Code(code) => self.element("code", |b| b.text(code)),
            Inline::Link { href, content } => self.attributed("a", ("href", href), |b| b.inlines(content)),
            Inline::Abbreviation { short, long } => self.attributed("abbr", ("title", long), |b| b.text(short)),
            Inline::Foreign { lang, content } => {
                self.attributed("span", ("lang", lang.tag()), |b| b.inlines(content));
            }
            Inline::LineBreak => self.push("<br>\n"),
            Inline::Blank(ems) => {
                let widest = BLANK_WIDTHS[BLANK_WIDTHS.len() - 1];
                let width = BLANK_WIDTHS.into_iter().find(|width| width >= ems).unwrap_or(widest);
                self.blank(&format!(" w{width}"));
            }
            Inline::FootnoteRef(number) => self.footnote_ref(*number),
        }
    }

    /// A line to fill in. The space within keeps the words on either side apart.
    fn blank(&mut self, width: &str) {
        self.push(&format!("<span class=\"blank{width}\" role=\"img\""));
        self.attribute("aria-label", self.labels.get("blank"));
        self.push("> </span>");
    }

    fn footnote_ref(&mut self, number: u32) {
        let id = if self.referred.insert(number) { format!(" id=\"ref:{number}\"") } else { String::new() };
        self.push(&format!(
            "<sup class=\"note\"><a href=\"#note:{number}\"{id} role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// The text of an item of a list with a role: the emphasis after its line break is its citation.
    pub(super) fn cited(&mut self, content: &[Inline]) {
        match content {
            [text @ .., Inline::LineBreak, Inline::Emphasis(citation)] => {
                self.inlines(text);
                self.push("\n");
                self.element("small class=\"citation\"", |b| b.inlines(citation));
            }
            _ => self.inlines(content),
        }
    }

    /// A line of a form. If it ends in its only blank, that takes what is left of the line.
    pub(super) fn form_line(&mut self, tag: &str, content: &[Inline]) {
        match content {
            [text @ .., Inline::Blank(_)] if !text.iter().any(is_break) => {
                self.line(&format!("{tag} class=\"fill\""), |b| {
                    if !text.is_empty() {
                        b.element("span", |b| b.inlines(text));
                    }
                    b.blank("");
                });
            }
            _ => self.line(tag, |b| b.inlines(content)),
        }
    }
}

fn is_break(inline: &Inline) -> bool {
    matches!(inline, Inline::LineBreak | Inline::Blank(_))
}
