//! A web page as a reader of HTML takes it: its elements, attributes and texts in one list that can be compared.

use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

/// What stands in a page: `<p class="small">`, `</p>`, and texts with their white space collapsed.
///
/// Elements that ikrar puts around words of any text, to keep them together or to explain them, are looked through. A
/// line break is white space, and an anchor only has to be one.
pub(super) fn outline(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut found = vec![String::new()];
    walk(page.root_element(), &mut found);
    collapsed(found.into_iter())
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

fn walk(element: ElementRef, found: &mut Vec<String>) {
    for node in element.children() {
        match node.value() {
            Node::Text(text) => append(text, found),
            Node::Element(element) => {
                let Some(inside) = ElementRef::wrap(node) else { continue };
                match element.name() {
                    "br" => append(" ", found),
                    _ if is_of_words(element) => walk(inside, found),
                    name => {
                        found.extend([opening(element), String::new()]);
                        walk(inside, found);
                        found.extend([format!("</{name}>"), String::new()]);
                    }
                }
            }
            other => found.extend([format!("{other:?}"), String::new()]),
        }
    }
}

/// Adds to the text at the end of the list.
fn append(text: &str, found: &mut [String]) {
    if let Some(last) = found.last_mut() {
        last.push_str(text);
    }
}

/// Whether an element keeps words together, explains an abbreviation, or tells the language of words.
fn is_of_words(element: &Element) -> bool {
    let attributes: Vec<(&str, &str)> = element.attrs().collect();
    matches!(
        (element.name(), attributes.as_slice()),
        ("span", [("class", "nb")] | [("lang", _)]) | ("abbr", [("title", _)])
    )
}

fn opening(element: &Element) -> String {
    let attribute = |(name, value)| match name {
        "id" | "href" | "data-state" | "nonce" if is_anchor(value) => format!(" {name}"),
        "content" if value.contains("nonce-") => format!(" {name}"),
        _ => format!(" {name}=\"{value}\""),
    };
    format!("<{}{}>", element.name(), element.attrs().map(attribute).collect::<String>())
}

/// Whether a value is a name within the page, which may be made of the words of a heading.
fn is_anchor(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "-_:#".contains(c))
}
