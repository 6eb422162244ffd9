//! Passages of a tagged PDF, and how their text is joined from strings and lines.

/// The text of a list item, paragraph, heading or cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaggedPassage {
    /// Its text.
    pub text: String,
    /// The alternative texts of the pictures in it, such as the mark of an item.
    pub pictures: Vec<String>,
    /// Whether it is a heading.
    pub is_heading: bool,
}

/// Decodes a text string: UTF-16 or UTF-8 with a byte order mark, else Windows-1252 in place of PDFDocEncoding.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// What joins a line to the next: nothing after a hyphen or white space, else a space.
pub(super) fn joint(line: &str) -> &'static str {
    if line.is_empty() || line.ends_with(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{ad}' | '\u{2010}')) {
        return "";
    }
    " "
}
