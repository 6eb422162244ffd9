//! A web page as a reader of HTML takes it: its tags, attributes and texts in one list that can be compared.

use html5gum::emitters::default::{DefaultEmitter, EndTag, StartTag, Token};
use html5gum::{HtmlString, Tokenizer};

/// Elements without an end tag.
const VOID: [&str; 6] = ["br", "col", "hr", "img", "link", "meta"];

/// What stands in a page: `<p class="small">`, `</p>`, and texts with their white space collapsed.
///
/// Elements that ikrar puts around words of any text, to keep them together or to explain them, are looked through. A
/// line break is white space, and an anchor only has to be one.
pub(super) fn outline(html: &str) -> Vec<String> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut outline = Outline { found: vec![String::new()], open: Vec::new() };
    for token in Tokenizer::new_with_emitter(html, emitter).map(Result::unwrap) {
        match token {
            Token::String(text) => outline.text(&utf8(&text.value)),
            Token::StartTag(tag) => outline.start(&tag),
            Token::EndTag(tag) => outline.end(&tag),
            Token::Comment(comment) => outline.tag(format!("<!--{}-->", utf8(&comment.value))),
            Token::Doctype(doctype) => outline.tag(format!("<!{}>", utf8(&doctype.name))),
            // Of a sign that HTML does not allow: it stands in the text as well.
            Token::Error(_) => {}
        }
    }
    collapsed(outline.found.into_iter())
}

/// The outline of a page in which another word stands for a value.
pub(super) fn with_value(outline: &[String], word: &str, value: &str) -> Vec<String> {
    collapsed(outline.iter().map(|text| text.replace(word, &shown(value))))
}

/// A value as a reader sees it: its white space collapsed, and of signs that nobody sees a space or nothing.
pub(super) fn shown(value: &str) -> String {
    let seen = |c: char| match c {
        '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    };
    let seen: String = value.chars().filter_map(seen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collapsed(texts: impl Iterator<Item = String>) -> Vec<String> {
    let texts = texts.map(|text| shown(&text));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The list while it grows.
struct Outline {
    /// Tags and texts by turns; the last one is a text.
    found: Vec<String>,
    /// The elements that are open, each with whether it is listed.
    open: Vec<(String, bool)>,
}

impl Outline {
    fn text(&mut self, text: &str) {
        self.found.last_mut().unwrap().push_str(text);
    }

    fn tag(&mut self, tag: String) {
        self.found.extend([tag, String::new()]);
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = utf8(&tag.name);
        let attributes: Vec<(String, String)> =
            tag.attributes.iter().map(|(name, value)| (utf8(name), utf8(&value.value))).collect();
        let attributes: Vec<(&str, &str)> =
            attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if name == "br" {
            return self.text(" ");
        }
        let listed = !is_of_words(&name, &attributes);
        if listed {
            self.tag(opening(&name, &attributes));
        }
        if !tag.self_closing && !VOID.contains(&name.as_str()) {
            self.open.push((name, listed));
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        let name = utf8(&tag.name);
        match self.open.pop() {
            Some((open, false)) if open == name => {}
            _ => self.tag(format!("</{name}>")),
        }
    }
}

fn utf8(text: &HtmlString) -> String {
    String::from_utf8(text.to_vec()).unwrap()
}

/// Whether an element keeps words together, explains an abbreviation, or tells the language of words.
fn is_of_words(name: &str, attributes: &[(&str, &str)]) -> bool {
    matches!((name, attributes), ("span", [("class", "nb")] | [("lang", _)]) | ("abbr", [("title", _)]))
}

/// A start tag with its attributes, by name.
fn opening(name: &str, attributes: &[(&str, &str)]) -> String {
    let attribute = |&(name, value): &(&str, &str)| match name {
        "id" | "href" | "data-state" | "nonce" if is_anchor(value) => format!(" {name}"),
        "content" if value.contains("nonce-") => format!(" {name}"),
        _ => format!(" {name}=\"{value}\""),
    };
    format!("<{name}{}>", attributes.iter().map(attribute).collect::<String>())
}

/// Whether a value is a name within the page, which may be made of the words of a heading.
fn is_anchor(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "-_:#".contains(c))
}
