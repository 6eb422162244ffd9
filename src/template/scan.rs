//! A lexer for Tera code that keeps the places of tokens, which Tera does not expose.
//!
//! It skips text, comments, string literals and raw blocks as the lexer of Tera 2.4 does. It is not a parser: its input has
//! been parsed by Tera.

use std::ops::Range;

/// An identifier, a number or a single character such as `|` in Tera code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// As written.
    pub(super) text: &'t str,
    /// Byte offset in the template.
    pub(super) at: usize,
}

/// A comment, a raw block, an expression or a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TeraCode<'t> {
    /// Which of these it is.
    pub(super) kind: CodeKind,
    /// Its bytes in the template, delimiters included.
    pub(super) range: Range<usize>,
    /// The tokens of an expression or a tag.
    pub(super) tokens: Vec<Token<'t>>,
}

/// The kind of a piece of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeKind {
    /// `{# … #}`.
    Comment,
    /// `{% raw %}` up to its end.
    Raw,
    /// `{{ … }}`.
    Expression,
    /// `{% … %}`.
    Tag,
}

/// All tokens in the code of a template, in order.
pub(super) fn tokens(source: &str) -> Vec<Token<'_>> {
    code(source).into_iter().flat_map(|code| code.tokens).collect()
}

/// Everything but literal text in a template, in order.
pub(super) fn code(source: &str) -> Vec<TeraCode<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = next_code(source, at) {
        let rest = open + 2;
        let mut tokens = Vec::new();
        let kind;
        (kind, at) = match source.as_bytes()[open + 1] {
            b'#' => (CodeKind::Comment, after(source, rest, "#}")),
            b'{' => (CodeKind::Expression, scan_code(source, rest, "}}", &mut tokens)),
            _ => match end_of_raw(source, rest) {
                Some(end) => (CodeKind::Raw, end),
                None => (CodeKind::Tag, scan_code(source, rest, "%}", &mut tokens)),
            },
        };
        found.push(TeraCode { kind, range: open..at, tokens });
    }
    found
}

fn next_code(source: &str, from: usize) -> Option<usize> {
    let mut pairs = source.as_bytes()[from..].windows(2);
    pairs.position(|pair| matches!(pair, b"{#" | b"{{" | b"{%")).map(|offset| from + offset)
}

/// The offset after the next `mark`, or the end of the source.
fn after(source: &str, from: usize, mark: &str) -> usize {
    source[from..].find(mark).map_or(source.len(), |found| from + found + mark.len())
}

/// The offset after a raw block, if the `{%` before `from` begins one.
fn end_of_raw(source: &str, from: usize) -> Option<usize> {
    let tag = &source[from..];
    let mut at = from + tag.len() - tag.strip_prefix('-').unwrap_or(tag).len();
    at += tag_of_word(&source[at..], "raw")?;
    while let Some(next) = source[at..].find("{%") {
        at += next + 2;
        if let Some(length) = tag_of_word(&source[at..], "endraw") {
            return Some(at + length);
        }
    }
    Some(source.len())
}

/// The length of the rest of a tag, if it has this word and nothing else.
fn tag_of_word(tag: &str, word: &str) -> Option<usize> {
    let blank = |c: char| c.is_ascii_whitespace();
    let rest = tag.strip_prefix('-').unwrap_or(tag).trim_start_matches(blank);
    let rest = rest.strip_prefix(word)?.trim_start_matches(blank);
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(tag.len() - rest.len())
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Collects the tokens up to `close` and returns the offset after it.
fn scan_code<'t>(source: &'t str, from: usize, close: &str, found: &mut Vec<Token<'t>>) -> usize {
    let mut at = from;
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        if rest.starts_with(close) {
            return at + close.len();
        }
        let len = match c {
            '"' | '\'' | '`' => string_length(rest, c),
            _ if is_name(c) => rest.find(|c| !is_name(c)).unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
        if !c.is_whitespace() && !matches!(c, '"' | '\'' | '`') {
            found.push(Token { text: &rest[..len], at });
        }
        at += len;
    }
    source.len()
}

/// Length of the string literal that `rest` starts with, quotes included.
fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Line and column (from 1, in characters) of a byte offset.
pub(super) fn position(source: &str, offset: usize) -> (u32, u32) {
    let before = &source[..offset.min(source.len())];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    (count(before.matches('\n').count()), count(before[line_start..].chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        tokens(source).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn only_code_is_read() {
        assert_eq!(words("safe {# | safe #} {{ name | upper }} | safe"), ["name", "|", "upper"]);
        assert_eq!(
            words("{%- if a.b == 'x | safe }}' -%}y{% endif %}"),
            ["-", "if", "a", ".", "b", "=", "=", "-", "endif"]
        );
        assert_eq!(words("{% raw %}{{ x | safe }}{% endraw %}{{ y }}"), ["y"]);
        assert_eq!(words(r#"{{ "a\"}}" ~ b }}"#), ["~", "b"]);
    }

    #[test]
    fn a_raw_block_ends_where_it_does_for_tera() {
        for (source, code) in [
            ("{% raw %}endraw %} {# {% endraw %}{{ a }} #}", "a"),
            ("{% raw %}{% endraw x %}{{ b }}{%- endraw -%}{{ a }}", "a"),
            ("{%-- raw --%}{{ b }}", "raw"),
            ("{%- raw -%}{{ b }}{% endraw%}{{ a }}", "a"),
            ("{%raw%}{{ b }}{%endraw%}{{ a }}", "a"),
            ("{% raw %}{{ b }}{% endraw\u{a0}%}{{ b }}", ""),
        ] {
            let found: Vec<&str> =
                words(source).into_iter().filter(|word| is_name(word.as_bytes()[0].into())).take(1).collect();
            assert_eq!(found.first().copied().unwrap_or_default(), code, "{source}");
        }
    }

    #[test]
    fn broken_code_ends_at_the_end() {
        for source in ["{{", "{% raw %}", "{# a", "{{ \"a", "{", "{{ é"] {
            tokens(source);
        }
    }

    #[test]
    fn positions_count_characters() {
        assert_eq!(position("é{{ x }}", 5), (1, 5));
        assert_eq!(position("a\nbé\nc", 6), (3, 1));
    }
}
