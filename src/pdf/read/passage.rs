//! A passage of a tagged PDF, and how its text is put together from strings and lines.

/// A list item, paragraph, heading or cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaggedPassage {
    /// What it says.
    pub text: String,
    /// The words that stand for the pictures in it, such as the mark of an item.
    pub pictures: Vec<String>,
    /// Whether it is a heading.
    pub is_heading: bool,
}

/// A text of a dictionary: UTF-16 or UTF-8 if it begins so, else one byte a letter.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// What stands between a line and the next: nothing within a word that was divided.
pub(super) fn joint(line: &str) -> &'static str {
    if line.is_empty() || line.ends_with(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{ad}' | '\u{2010}')) {
        return "";
    }
    " "
}
