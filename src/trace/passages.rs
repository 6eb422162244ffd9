//! The passages of a sheet that was printed earlier: its paragraphs, list items and cells.

use crate::diag::{Diagnostic, Origin};
use crate::pdf;
use html5gum::{Token, Tokenizer};

/// Elements of HTML that are a passage of their own.
const APART: [&[u8]; 16] = [
    b"p", b"li", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"td", b"th", b"dt", b"dd", b"div", b"footer", b"header",
    b"title",
];

/// The passages of a file, known by its first bytes and its name.
///
/// # Errors
/// `unreadable-pdf`, `untagged-pdf`; `not-text` where it is neither PDF nor text.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<String>, Diagnostic> {
    if bytes.starts_with(b"%PDF") {
        return pdf::passages(bytes).map_err(|finding| finding.at(Origin::file(file)));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| {
        let finding = Diagnostic::error("not-text", "this is neither a PDF nor text in UTF-8");
        finding.at(Origin::file(file)).help("name a sheet that ikrar made: .pdf, .html, .md or .txt")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    Ok(if is_html(text) { html(text) } else { lines(text) })
}

fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).collect();
    start.to_ascii_lowercase().starts_with("<!doctype html") || start.to_ascii_lowercase().starts_with("<html")
}

/// The passages of HTML: text between the tags of elements that stand apart. Scripts and styles are none.
fn html(text: &str) -> Vec<String> {
    let mut passages = vec![String::new()];
    let mut hidden = false;
    for token in Tokenizer::new(text).flatten() {
        match token {
            Token::StartTag(tag) => {
                hidden |= matches!(tag.name.as_slice(), b"script" | b"style");
                if APART.contains(&tag.name.as_slice()) {
                    passages.push(String::new());
                } else if tag.name.as_slice() == b"br" {
                    passages.iter_mut().next_back().into_iter().for_each(|last| last.push(' '));
                }
            }
            Token::EndTag(tag) => {
                hidden &= !matches!(tag.name.as_slice(), b"script" | b"style");
                if APART.contains(&tag.name.as_slice()) {
                    passages.push(String::new());
                }
            }
            Token::String(run) if !hidden => {
                passages
                    .iter_mut()
                    .next_back()
                    .into_iter()
                    .for_each(|last| last.push_str(&String::from_utf8_lossy(&run)));
            }
            _ => {}
        }
    }
    passages.retain(|passage| !passage.trim().is_empty());
    passages
}

/// The passages of Markdown and plain text: what stands between empty lines and before the next item of a list.
fn lines(text: &str) -> Vec<String> {
    let mut passages = vec![String::new()];
    for line in text.lines() {
        let line = line.trim();
        let starts = line.is_empty() || ["- ", "* ", "☐ ", "• "].iter().any(|mark| line.starts_with(mark));
        if starts {
            passages.push(String::new());
        }
        if let Some(last) = passages.last_mut() {
            last.push_str(line.trim_end_matches('\\'));
            last.push(' ');
        }
    }
    passages.retain(|passage| !passage.trim().is_empty());
    passages
}
