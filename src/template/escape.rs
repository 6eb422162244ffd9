//! Variables as literal Markdown: what a rulebook or a roster says is text, never markup.
//!
//! 1. White space is trimmed and collapsed, since a line break or an indent could end or start a block. A line break that
//!    was typed in a value becomes [`BREAK`], which ends no block and which the reader of documents knows.
//! 2. A backslash goes before each character that could be markup where it stands, and before no other, so that the
//!    Markdown stays readable.
//!
//! The escape knows only the value, not its place in the template. So whatever is markup at the start of a line is
//! escaped at the start of a value, and whatever is markup before an unknown character at its end.

use crate::document::is_plain;
use std::borrow::Cow;

/// A value with white space collapsed: the text that results from [`escape`] and parsing.
///
/// No-break spaces stay, other runs of white space become one space, and control characters become U+FFFD.
pub fn normalise(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    if is_plain(value) {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut gap = false;
    for c in value.chars() {
        if c.is_whitespace() && !is_no_break_space(c) {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push(' ');
        }
        text.push(if c.is_control() { char::REPLACEMENT_CHARACTER } else { c });
    }
    Cow::Owned(text)
}

fn is_no_break_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// A line break within a value: the line separator of Unicode.
pub const BREAK: char = '\u{2028}';

/// Markdown with [`BREAK`]s as CommonMark writes hard breaks, for other parsers than ours. In blocks that cannot have one,
/// tables and headings, a break becomes a space.
pub fn with_hard_breaks(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains(BREAK) {
        return Cow::Borrowed(markdown);
    }
    let broken = |line: &str| {
        let text = line.trim_start();
        match text.starts_with(['|', '#']) {
            true => line.replace(BREAK, " "),
            false => line.replace(BREAK, &format!("\\\n{}", hanging(line))),
        }
    };
    markdown.split('\n').map(broken).collect::<Vec<_>>().join("\n").into()
}

/// The prefix of a continuation line of the same block: quote markers, and the indent of a list item.
fn hanging(line: &str) -> String {
    let marks = line.len() - line.trim_start_matches([' ', '>']).len();
    let text = &line[marks..];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match text[digits..].get(..2) {
        Some(". " | ") ") if digits > 0 => digits + 2,
        Some("- " | "* " | "+ ") if digits == 0 => 2,
        _ => 0,
    };
    format!("{}{}", &line[..marks], " ".repeat(mark))
}

/// Markdown that reads as the value, its lines [normalised](normalise), wherever a template puts it: in a paragraph, a heading, a
/// list item, a table cell, at the start of a line, within emphasis.
pub fn escape(value: &str) -> Cow<'_, str> {
    if !value.contains('\n') {
        return escape_line(value);
    }
    let lines: Vec<Cow<str>> = value.lines().map(escape_line).filter(|line| !line.is_empty()).collect();
    lines.join(BREAK.encode_utf8(&mut [0; 3])).into()
}

fn escape_line(value: &str) -> Cow<'_, str> {
    let text = normalise(value);
    let mut markdown = String::new();
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Whatever could be markup is ASCII punctuation: one byte, and one character.
        if byte.is_ascii_punctuation() && is_hazard(&text[..at], char::from(byte), &text[at + 1..]) {
            markdown.push_str(&text[done..at]);
            markdown.push('\\');
            done = at;
        }
    }
    if markdown.is_empty() {
        return text;
    }
    markdown.push_str(&text[done..]);
    Cow::Owned(markdown)
}

/// Whether `c` could be markup between what precedes and what follows it in the value.
fn is_hazard(before: &str, c: char, after: &str) -> bool {
    let next = after.chars().next();
    let starts = before.is_empty();
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
        '_' => !(before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)),
        '&' => could_be_entity(after),
        '#' => before.chars().next_back().is_none_or(char::is_whitespace),
        // Before `[` an image, after `{` the attributes of a heading.
        '!' | '}' => next.is_none(),
        '=' | ':' => starts,
        '-' => starts && !after.starts_with(char::is_alphanumeric),
        '+' => starts && next.is_none_or(char::is_whitespace),
        '.' | ')' => starts || (could_be_number(before) && next.is_none_or(char::is_whitespace)),
        _ => false,
    }
}

/// Whether what follows an ampersand makes it a character reference, or could with the template text after the value.
fn could_be_entity(after: &str) -> bool {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    rest.is_empty() || (rest.len() < after.len() && rest.starts_with(';'))
}

/// Whether a full stop or parenthesis after this makes the number of a list item.
fn could_be_number(before: &str) -> bool {
    before.len() <= 9 && before.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Meta, markdown, words};
    use pulldown_cmark::{Event, Options, Parser};

    /// With every extension, since an escape that holds then also holds with fewer.
    fn text_of(markdown: &str) -> String {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST;
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(run) => text.push_str(&run),
                Event::Start(_) | Event::End(_) => {}
                other => text.push_str(&format!("<{other:?}>")),
            }
        }
        text
    }

    const PLACES: [(&str, &str); 11] = [
        ("", ""),
        ("a line before\n", ""),
        ("", "\na line after"),
        ("# ", ""),
        ("- ", ""),
        ("1. ", ""),
        ("> ", ""),
        ("**", "**"),
        ("[", "](#a)"),
        ("| a | b |\n|---|---|\n| ", " | c |"),
        ("| a |\n|---|\n| ", " |"),
    ];

    fn assert_literal(value: &str) {
        let expected = normalise(value);
        if expected.is_empty() {
            return;
        }
        for (before, after) in PLACES {
            let markdown = format!("{before}{}{after}", escape(value));
            let with_x = text_of(&format!("{before}x{after}"));
            let text = text_of(&markdown).replace(BREAK, " ");
            assert_eq!(text, with_x.replacen('x', &expected, 1), "{value:?} in {markdown:?}");
            assert!(!escape(value).contains('\n'), "{value:?}");
        }
    }

    #[test]
    fn nasty_values_are_literal_text_everywhere() {
        for value in [
            "Siti_Nur, S.Pd. <b>tebal</b>",
            "** Siti**",
            "1. satu",
            "2) dua",
            "12345678901. terlalu panjang",
            "- butir",
            "-5 derajat",
            "---",
            "- - -",
            "+ tambah",
            "+62 812",
            "===",
            ": definisi",
            ":--",
            "# judul",
            "judul #",
            "judul ##",
            "C# dan F#",
            "judul {#jangkar}",
            "{.kelas}",
            "a|b",
            "a\\|b",
            "a\\",
            "\\\\",
            "`kode`",
            "``",
            "[x] centang",
            "[ ] kosong",
            "[^1]",
            "[^1]: catatan",
            "[sic]",
            "[!NOTE]",
            "![gambar](x.png)",
            "awas!",
            "<!-- page-break -->",
            "<https://contoh.id>",
            "&amp; &#38; & R&D AT&T; &",
            "____",
            "__init__",
            "a_b _c_ d_",
            "~~coret~~ ~a~",
            "baris\nbaru\r\n\r\n    menjorok\ttab",
            "\u{a0}Rp\u{a0}600",
            "nul\0 dan \u{7}",
            "> kutip",
            "a > b < c",
            "\"kutip\" 'tunggal' -- --- ...",
            "$x$ ^a^",
            "(a)(b)",
            ". titik",
            ") kurung",
            "مرحبا _x_ 漢字*b*",
        ] {
            assert_literal(value);
        }
    }

    /// The same with the reader of documents, which knows blanks, fields, signatures and directives besides.
    #[test]
    fn nasty_values_are_literal_text_in_documents() {
        let values = [
            "____",
            "a: b | c",
            "<!-- small -->",
            "*Meterai*",
            "[x] ya",
            "\\",
            "# 1. **x** `y` ~~z~~ [a](#b) {#c}",
            "satu\n# dua",
        ];
        for value in values {
            let escaped = escape(value);
            let markdown = format!(
                "<!-- letterhead -->\n{escaped}\n\n# {escaped}\n\n<!-- fields -->\n- A: {escaped}\n\n{escaped}\n\n\
                 <!-- signatures -->\n| {escaped} |\n|---|\n| |\n| {escaped} |\n\n| {escaped} |\n|---|\n| {escaped} |\n\n\
                 - [ ] {escaped}\n"
            );
            let document =
                markdown::parse("", &markdown, Meta::default()).unwrap_or_else(|findings| panic!("{findings:?}"));
            let words = words(&document).join(" ");
            let literal = &*normalise(value);
            assert_eq!(words.matches(literal).count(), 9, "{value:?} in {words}");
            assert_eq!(words.replace(literal, "").split_whitespace().collect::<Vec<_>>(), ["A"], "{value:?}");
        }
    }

    #[test]
    fn a_line_break_is_one_where_the_block_has_room_for_it() {
        let value = escape("satu\r\n\n  - dua");
        for (before, expected) in [
            ("", "satu\\\n\\- dua"),
            ("- A: ", "- A: satu\\\n  \\- dua"),
            ("> 12. ", "> 12. satu\\\n>     \\- dua"),
            ("| ", "| satu \\- dua"),
            ("# ", "# satu \\- dua"),
        ] {
            assert_eq!(with_hard_breaks(&format!("{before}{value}")), expected);
        }
    }

    /// All short strings over the characters that Markdown cares about, then long pseudo-random ones.
    #[test]
    fn generated_values_are_literal_text_everywhere() {
        const ALPHABET: [char; 28] = [
            '\\', '`', '*', '_', '[', ']', '<', '>', '&', '|', '~', '#', '!', '-', '+', '=', ':', '.', ')', '(', '{',
            '}', '^', '1', 'a', ';', ' ', '\n',
        ];
        for a in ALPHABET {
            for b in ALPHABET {
                for c in ALPHABET {
                    assert_literal(&[a, b, c].iter().collect::<String>());
                }
            }
        }
        let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
        for _ in 0..3_000 {
            let value: String = (0..24)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    ALPHABET[(seed >> 33) as usize % ALPHABET.len()]
                })
                .collect();
            assert_literal(&value);
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for value in [
            "Pasal 5 huruf n angka 3; PP 94/2021 (belum diverifikasi)",
            "Buka https://sbt.bkn.go.id/laporan_baru - lalu pilih",
            "muara-enim#12, 1.234,56 & 30 Agustus 2024",
        ] {
            assert_eq!(escape(value), value);
        }
    }
}
