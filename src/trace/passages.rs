//! Extracts the passages of a sheet: its paragraphs, list items and cells, with their marks.

use super::marks::{MARKED, MarkWords};
use crate::diag::{Code, Diagnostic, Origin, say};
use crate::document::ListRole;
use crate::{pdf, text};
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

/// HTML elements that are passages.
const APART: [&[u8]; 16] = [
    b"p", b"li", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"td", b"th", b"dt", b"dd", b"div", b"footer", b"header",
    b"title",
];

/// A paragraph, list item or cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Passage {
    /// What it says, without the signs of lists and boxes to tick before it.
    pub(super) text: String,
    /// What the mark before it says it is. Items of lists that have a mark quote rules word for word.
    pub(super) mark: Option<ListRole>,
    /// Whether it was put together from lines of a page, so that spaces and hyphens in it may be those of its lines.
    pub(super) is_set: bool,
}

/// Calls with each passage of a file, whose format is detected from its content.
///
/// # Errors
/// `unreadable-pdf`, `untagged-pdf`, `unreadable-text`; `not-text` where it is neither PDF nor text.
pub(super) fn read(file: &str, bytes: &[u8], marks: &MarkWords, call: impl FnMut(Passage)) -> Result<(), Diagnostic> {
    let mut joining = Joining { alone: None, call };
    if bytes.starts_with(b"%PDF") {
        let passages = pdf::passages(bytes).map_err(|finding| finding.at(Origin::file(file)))?;
        let passages = passages.into_iter().map(|passage| of_pdf(passage, marks)).collect();
        titled(passages, marks).for_each(|passage| joining.add(passage));
        return Ok(());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let finding = Diagnostic::error(
            Code::NotText,
            say!("ini bukan PDF dan bukan teks UTF-8", "this is neither a PDF nor text in UTF-8"),
        );
        finding.at(Origin::file(file)).help(say!(
            "sebutkan lembar buatan ikrar: .pdf, .html, .md, atau .txt",
            "name a sheet that ikrar made: .pdf, .html, .md or .txt"
        ))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if is_html(text) {
        html(text, |passage| joining.add(passage))
    } else {
        lines(text, |passage| joining.add(passage))
    }
    Ok(())
}

/// Joins a mark that stands alone with the passage after it, the first paragraph of its item.
struct Joining<F> {
    alone: Option<ListRole>,
    call: F,
}

impl<F: FnMut(Passage)> Joining<F> {
    fn add(&mut self, mut passage: Passage) {
        passage.mark = passage.mark.or(self.alone.take());
        if passage.text.trim().is_empty() {
            self.alone = passage.mark;
        } else {
            (self.call)(passage);
        }
    }
}

/// Takes roles from the headings above passages where no passage of a PDF has a mark.
fn titled(passages: Vec<(Passage, bool)>, marks: &MarkWords) -> impl Iterator<Item = Passage> {
    let is_marked = passages.iter().any(|(passage, _)| passage.mark.is_some());
    let mut title = None;
    passages.into_iter().map(move |(mut passage, is_heading)| {
        if is_heading {
            title = marks.of_title(&passage.text);
        } else if !is_marked {
            passage.mark = title;
        }
        passage
    })
}

/// A passage of a PDF, and whether it is a heading.
fn of_pdf(passage: pdf::TaggedPassage, marks: &MarkWords) -> (Passage, bool) {
    let mark = passage.pictures.iter().find_map(|words| marks.of_picture(words));
    (Passage { text: passage.text, mark, is_set: true }, passage.is_heading)
}

fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).collect();
    start.to_ascii_lowercase().starts_with("<!doctype html") || start.to_ascii_lowercase().starts_with("<html")
}

/// The role of this name, in Markdown and HTML.
fn role(name: &str) -> Option<ListRole> {
    MARKED.into_iter().find(|role| role.name() == Some(name))
}

/// The passages of HTML: text between the tags of elements that stand apart. Scripts and styles are none.
fn html(text: &str, mut call: impl FnMut(Passage)) {
    let mut open = Passage::default();
    // A script or style, and the element and attribute that are read.
    let (mut hidden, mut is_use, mut is_link) = (false, false, false);
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                hidden |= is_hidden(name);
                (is_use, is_link) = (name == b"use", false);
                if APART.contains(&name) {
                    call(std::mem::take(&mut open));
                } else if name == b"br" {
                    open.text.push(' ');
                }
            }
            CallbackEvent::AttributeName { name } => is_link = is_use && name == b"href",
            CallbackEvent::AttributeValue { value } if is_link => {
                let shape = std::str::from_utf8(value).ok().and_then(|link| role(link.strip_prefix("#mark:")?));
                open.mark = open.mark.or(shape);
            }
            CallbackEvent::EndTag { name } => {
                hidden &= !is_hidden(name);
                if APART.contains(&name) {
                    call(std::mem::take(&mut open));
                }
            }
            CallbackEvent::String { value } if !hidden => open.text.push_str(&String::from_utf8_lossy(value)),
            _ => {}
        }
        None
    });
    // The callback has no results of its own to go through.
    Tokenizer::new_with_emitter(text, emitter).for_each(drop);
    call(open);
}

fn is_hidden(element: &[u8]) -> bool {
    matches!(element, b"script" | b"style")
}

/// The passages of Markdown and plain text: what stands between empty lines and before the next item of a list.
fn lines(text: &str, mut call: impl FnMut(Passage)) {
    let mut open = Passage::default();
    // The role that a comment gives to the list after it.
    let mut list = None;
    for line in text.lines() {
        let trimmed = line.trim();
        let item = item(trimmed);
        if trimmed.is_empty() || item.is_some() {
            call(std::mem::take(&mut open));
        }
        if let Some(comment) = trimmed.strip_prefix("<!--").and_then(|line| line.strip_suffix("-->")) {
            list = role(comment.trim());
            continue;
        }
        let is_outer = !line.starts_with([' ', '\t']);
        if let Some((mark, rest)) = item {
            open.mark = mark.or(list.filter(|_| is_outer));
            open.text.push_str(rest);
        } else {
            list = list.filter(|_| trimmed.is_empty() || !is_outer);
            open.text.push_str(trimmed);
        }
        open.text.truncate(open.text.trim_end_matches('\\').len());
        open.text.push(' ');
    }
    call(open);
}

/// The item of a list that a line begins: its mark, if the line itself has one, and what comes after the signs.
fn item(line: &str) -> Option<(Option<ListRole>, &str)> {
    let sign = |role: &ListRole| text::role_sign(*role).trim_end_matches('\u{fe0f}');
    if let Some(role) = MARKED.into_iter().find(|role| line.starts_with(sign(role))) {
        return Some((Some(role), line[sign(&role).len()..].trim_start_matches('\u{fe0f}').trim_start()));
    }
    let rest = ["- ", "* ", "☐ ", "• "].iter().find_map(|sign| line.strip_prefix(sign))?;
    let boxes = ["[ ] ", "[x] ", "[X] "];
    Some((None, boxes.iter().find_map(|empty| rest.strip_prefix(empty)).unwrap_or(rest)))
}
