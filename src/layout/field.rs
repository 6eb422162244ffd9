//! Places to fill in on the screen: what each asks for, and what it is called.
//!
//! A fillable file has one for every blank, tick box and place to sign. Layout makes them as it meets them, with the
//! words that stand around each; [`name`] gives them their names at last.

use std::collections::BTreeSet;

use crate::document::slug;

/// A place to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) kind: FieldKind,
    /// What it asks for, in words: what a tooltip shows and a screen reader says.
    pub(crate) label: String,
    /// Name by which programs fill it in; until [`name`] a wish, empty for one made of the label.
    pub(crate) name: String,
}

/// What is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Words, with those that are there already.
    Text(String),
    /// A tick, with whether it is there already.
    Tick(bool),
    /// A signature.
    Signature,
}

/// A label of more characters is cut at a word.
const LONGEST_LABEL: usize = 60;

impl Field {
    /// A place for words that has no label yet.
    pub(crate) fn text() -> Field {
        Field { kind: FieldKind::Text(String::new()), label: String::new(), name: String::new() }
    }
}

/// The words before a blank as its label: the last ones, without what leads over to it.
pub(crate) fn words_before(text: &str) -> String {
    let text = trimmed(text);
    let from = text.char_indices().rev().nth(LONGEST_LABEL).map_or(0, |(at, _)| at);
    let from = if from == 0 { 0 } else { text[from..].find(' ').map_or(from, |space| from + space) };
    trimmed(&text[from..]).to_owned()
}

/// The words after a blank as its label: the first ones.
pub(crate) fn words_after(text: &str) -> String {
    let text = trimmed(text);
    let to = text.char_indices().nth(LONGEST_LABEL).map_or(text.len(), |(at, _)| at);
    let to = if to == text.len() { to } else { text[..to].rfind(' ').unwrap_or(to) };
    trimmed(&text[..to]).to_owned()
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'))
}

/// Gives every field a name of its own: its wish, or the words of its label in lower case, joined by hyphens; with a
/// number from the second of a kind on.
pub(crate) fn name(fields: &mut [Field]) {
    let mut taken = BTreeSet::new();
    for field in fields {
        let wish = if field.name.is_empty() { slug(&field.label) } else { field.name.replace('.', "-") };
        let numbered = (2..).map(|number| format!("{wish}-{number}"));
        let free = std::iter::once(wish.clone()).chain(numbered).find(|name| !taken.contains(name));
        field.name = free.unwrap_or(wish);
        taken.insert(field.name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_stands_beside_the_blank() {
        assert_eq!(words_before("Nomor: "), "Nomor");
        assert_eq!(words_before(", "), "");
        assert_eq!(words_after(" tahun 2024,"), "tahun 2024");
        let long = "kata ".repeat(40);
        assert!(words_before(&long).len() <= 60 && words_after(&long).len() <= 60);
        assert!(words_before(&long).starts_with("kata") && words_after(&long).ends_with("kata"));
    }

    #[test]
    fn every_name_is_unique_and_none_has_a_dot() {
        let field = |label: &str, name: &str| Field { label: label.to_owned(), name: name.to_owned(), ..Field::text() };
        let mut fields =
            [field("Nama", ""), field("Nama", ""), field("x", "N-07"), field("x", "a.b"), field("Nama 2", "")];
        name(&mut fields);
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["nama", "nama-2", "N-07", "a-b", "nama-2-2"]);
    }
}
