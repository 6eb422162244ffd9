//! Findings about characters that cannot be printed.

use crate::diag::{Code, Diagnostic, Message, say};

/// A character of a script that runs from right to left, with the words around it, if they may be told.
pub(crate) fn runs_backwards(character: char, around: &str) -> Diagnostic {
    let (character, place) = (named(character), within(around));
    let message = say!(
        "teks dari kanan ke kiri tidak didukung: {character}{place}",
        "text from right to left is not supported: {character}{place}"; place
    );
    Diagnostic::error(Code::RightToLeft, message)
}

/// A character that no font has a glyph for, with the words around it, if they may be told.
pub(crate) fn missing_glyph(character: char, around: &str) -> Diagnostic {
    let (character, place) = (named(character), within(around));
    let message = say!(
        "tidak ada fon yang memiliki bentuk untuk {character}{place}",
        "no font has a glyph for {character}{place}"; place
    );
    let help = say!("tulis dengan kata atau dengan karakter lain", "write it in words or with another character");
    Diagnostic::error(Code::MissingGlyph, message).help(help)
}

fn within(around: &str) -> Message {
    match around {
        "" => say!("", ""),
        around => say!(" dalam “{around}”", " in “{around}”"),
    }
}

/// A character with its code point.
fn named(character: char) -> String {
    format!("`{character}` (U+{:04X})", u32::from(character))
}
