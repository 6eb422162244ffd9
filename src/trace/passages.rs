//! The passages of a sheet that was printed earlier: its paragraphs, list items and cells, and how they are marked.

use crate::diag::{Diagnostic, Origin};
use crate::document::{ListRole, labels};
use crate::{pdf, text};
use html5gum::{Token, Tokenizer};

/// Elements of HTML that are a passage of their own.
const APART: [&[u8]; 16] = [
    b"p", b"li", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"td", b"th", b"dt", b"dd", b"div", b"footer", b"header",
    b"title",
];

/// The roles whose items carry a mark.
const MARKED: [ListRole; 4] = [ListRole::Obligation, ListRole::Prohibition, ListRole::Permission, ListRole::Contested];

/// A paragraph, list item or cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Passage {
    /// What it says, without the signs of lists and boxes to tick before it.
    pub(super) text: String,
    /// What the mark before it says it is. Items of lists that have a mark quote rules word for word.
    pub(super) mark: Option<ListRole>,
}

/// The passages of a file, known by its first bytes and its name.
///
/// # Errors
/// `unreadable-pdf`, `untagged-pdf`; `not-text` where it is neither PDF nor text.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Passage>, Diagnostic> {
    if bytes.starts_with(b"%PDF") {
        let passages = pdf::passages(bytes).map_err(|finding| finding.at(Origin::file(file)))?;
        return Ok(joined(passages.into_iter().map(of_pdf).collect()));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let finding = Diagnostic::error("not-text", "this is neither a PDF nor text in UTF-8");
        finding.at(Origin::file(file)).help("name a sheet that ikrar made: .pdf, .html, .md or .txt")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    Ok(joined(if is_html(text) { html(text) } else { lines(text) }))
}

/// A mark that stands alone belongs to what comes after it: the first paragraph of its item.
fn joined(passages: Vec<Passage>) -> Vec<Passage> {
    let mut joined = Vec::new();
    let mut alone = None;
    for mut passage in passages {
        passage.mark = passage.mark.or(alone.take());
        if passage.text.trim().is_empty() {
            alone = passage.mark;
        } else {
            joined.push(passage);
        }
    }
    joined
}

fn of_pdf(passage: pdf::Passage) -> Passage {
    // "Dilarang, belum dicentang": the mark, then the box to tick.
    let means = |role: &ListRole, words: &str| {
        let key = role.name().map(|name| format!("list_{name}"));
        key.and_then(|key| labels::own(&key))
            .is_some_and(|own| words.split(',').next().is_some_and(|first| own.contains(&first)))
    };
    let mark = passage.pictures.iter().find_map(|words| MARKED.into_iter().find(|role| means(role, words)));
    Passage { text: passage.text, mark }
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
fn html(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut open = Passage::default();
    let mut hidden = false;
    for token in Tokenizer::new(text).flatten() {
        match token {
            Token::StartTag(tag) => {
                hidden |= matches!(tag.name.as_slice(), b"script" | b"style");
                if APART.contains(&tag.name.as_slice()) {
                    passages.push(std::mem::take(&mut open));
                } else if tag.name.as_slice() == b"br" {
                    open.text.push(' ');
                } else if tag.name.as_slice() == b"use" {
                    let shape = tag.attributes.get(b"href".as_slice());
                    let shape = shape.and_then(|href| std::str::from_utf8(href).ok());
                    open.mark = open.mark.or(shape.and_then(|href| role(href.strip_prefix("#mark:")?)));
                }
            }
            Token::EndTag(tag) => {
                hidden &= !matches!(tag.name.as_slice(), b"script" | b"style");
                if APART.contains(&tag.name.as_slice()) {
                    passages.push(std::mem::take(&mut open));
                }
            }
            Token::String(run) if !hidden => open.text.push_str(&String::from_utf8_lossy(&run)),
            _ => {}
        }
    }
    passages.push(open);
    passages
}

/// The passages of Markdown and plain text: what stands between empty lines and before the next item of a list.
fn lines(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut open = Passage::default();
    // The role that a comment gives to the list after it.
    let mut list = None;
    for line in text.lines() {
        let trimmed = line.trim();
        let item = item(trimmed);
        if trimmed.is_empty() || item.is_some() {
            passages.push(std::mem::take(&mut open));
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
        open.text = open.text.trim_end_matches('\\').to_owned() + " ";
    }
    passages.push(open);
    passages
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
