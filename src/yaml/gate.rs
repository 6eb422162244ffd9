//! What is refused before `serde_yaml` sees it.
//!
//! `serde_yaml` takes half a minute for a hundred thousand opening brackets and half a gigabyte for a few thousand
//! aliases. Only a parser can tell for certain, and running one would double the time that a good file takes. So one
//! linear scan looks for signs of them, and only a suspicious text is parsed by granit-parser, which withstands them.

use super::limits::{MAX_BYTES, MAX_VALUES};
use super::tree;
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};

/// The most columns of indentation and list marks in a line that raise no suspicion.
const MAX_INDENT: usize = 96;

/// The most brackets and braces open at once that raise no suspicion.
const MAX_BRACKETS: usize = 32;

/// The text to parse, without a byte order mark: editors on Windows write one, and serde_yaml takes it for a document.
///
/// # Errors
/// What serde_yaml must not see, each finding with its place.
pub(super) fn check<'t>(file: &str, text: &'t str) -> Result<&'t str, Diagnostics> {
    if text.len() > MAX_BYTES {
        let message =
            say!("berkas ini lebih besar dari {} MB", "the file is larger than {} MB", MAX_BYTES / 1024 / 1024);
        return Err(Diagnostic::error(Code::FileTooLarge, message).at(Origin::file(file)).into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if suspicious(text) {
        let (_, findings) = tree::parse(file, text);
        if findings.has_errors() {
            return Err(findings);
        }
    }
    Ok(text)
}

/// Whether there may be anchors, aliases, tags, merge keys, several documents, deep nesting or too many values. There may
/// be false alarms, as for `*bold*` in a text, but nothing is missed.
fn suspicious(text: &str) -> bool {
    let (mut brackets, mut values) = (0, 0);
    text.lines().enumerate().any(|(number, line)| {
        let start = line.bytes().take_while(|b| b" -?:\t".contains(b)).count();
        let mark = line.starts_with("---") || line.starts_with("...") || line.starts_with('%');
        // Two values in one line have one of these between them.
        values += 1 + line.bytes().filter(|byte| b",:-?[{".contains(byte)).count();
        start > MAX_INDENT || values > MAX_VALUES || (mark && number > 0) || special(line.as_bytes(), &mut brackets)
    })
}

/// Whether a line holds a `&`, `*` or `!` where a value may begin, a merge key, or one bracket too many.
fn special(line: &[u8], brackets: &mut usize) -> bool {
    let opening = b" \t-?:,[{";
    let mut before = b' ';
    for (at, byte) in line.iter().enumerate() {
        let follows = line.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
        match byte {
            b'[' | b'{' => *brackets += 1,
            b']' | b'}' => *brackets = brackets.saturating_sub(1),
            b'&' | b'*' if follows && opening.contains(&before) => return true,
            b'!' if opening.contains(&before) => return true,
            b'<' if before == b'<' => return true,
            _ => {}
        }
        if *brackets > MAX_BRACKETS {
            return true;
        }
        before = *byte;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        check("t.yaml", text).map_or_else(|findings| findings.iter().map(|d| d.code.as_str()).collect(), |_| Vec::new())
    }

    #[test]
    fn plain_data_raises_no_suspicion() {
        assert!(!suspicious("---\n# R&D * 2!\na: [x, {y: z}]\nb: Halo! 5 * 3 & lain\n"));
    }

    #[test]
    fn the_shipped_rulebook_takes_the_fast_way() {
        assert!(!suspicious(include_str!("../../rules.yaml")));
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        assert_eq!(check("t.yaml", "\u{feff}a: 1"), Ok("a: 1"));
    }

    #[test]
    fn marks_inside_texts_are_let_through() {
        assert_eq!(codes("a: \"lihat *ini* dan !itu\"\nb: |\n  --- garis\n  *tebal* &c <<\n"), Vec::<&str>::new());
    }

    #[test]
    fn what_no_rulebook_needs_is_refused() {
        let long = format!("a: \"{}\"", "x".repeat(MAX_BYTES));
        let nested = "[".repeat(100_000) + &"]".repeat(100_000);
        let cases = [
            (long.as_str(), "file-too-large"),
            (nested.as_str(), "yaml-nesting"),
            ("a: &x 1", "yaml-anchor"),
            ("a: *x", "yaml-alias"),
            ("a: !!str x", "yaml-tag"),
            ("a: ! x", "yaml-tag"),
            ("a: {<<: {b: c}}", "yaml-merge"),
            ("a: 1\n---\nb: 2", "yaml-documents"),
            ("? !x [a]\n: b", "yaml-tag"),
            (&"- x\n".repeat(MAX_VALUES), "yaml-values"),
            (&format!("a: [{}]", "x,".repeat(MAX_VALUES)), "yaml-values"),
        ];
        for (text, code) in cases {
            assert_eq!(codes(text).first(), Some(&code), "{}", text.get(..20).unwrap_or(text));
        }
    }

    #[test]
    fn many_aliases_are_refused_in_bounded_memory() {
        assert_eq!(codes(&"- *a\n".repeat(100_000)).len(), 1000);
    }
}
