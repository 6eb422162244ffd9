//! The words of Tera code in a template, with their places: what Tera itself does not report.
//!
//! Text, comments, string literals and raw blocks are passed over. This is no parser: templates that reach it have been
//! parsed by Tera.

use std::ops::Range;

/// A name, or a mark such as `|`, in Tera code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    /// The name or mark.
    pub(crate) text: &'t str,
    /// Byte offset in the template.
    pub(crate) at: usize,
}

/// A comment, a raw block, an expression or a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code<'t> {
    /// Which of these.
    pub(crate) kind: Kind,
    /// Its bytes in the template, with its marks.
    pub(crate) range: Range<usize>,
    /// The names and marks of an expression or a tag.
    pub(crate) tokens: Vec<Token<'t>>,
}

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `{# … #}`.
    Comment,
    /// `{% raw %}` up to its end.
    Raw,
    /// `{{ … }}`.
    Expression,
    /// `{% … %}`.
    Tag,
}

/// All names and marks in the code of a template, in order.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    code(source).into_iter().flat_map(|code| code.tokens).collect()
}

/// All that is not literal text in a template, in order.
pub(crate) fn code(source: &str) -> Vec<Code<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, kind)) = next_code(source, at) {
        let rest = open + 2;
        let mut tokens = Vec::new();
        at = match kind {
            Kind::Comment => after(source, rest, "#}"),
            Kind::Expression => scan_code(source, rest, "}}", &mut tokens),
            Kind::Raw => end_of_raw(source, open),
            Kind::Tag => scan_code(source, rest, "%}", &mut tokens),
        };
        found.push(Code { kind, range: open..at, tokens });
    }
    found
}

fn next_code(source: &str, from: usize) -> Option<(usize, Kind)> {
    let bytes = source.as_bytes();
    (from..bytes.len().saturating_sub(1)).find_map(|offset| {
        let kind = match &bytes[offset..offset + 2] {
            b"{#" => Kind::Comment,
            b"{{" => Kind::Expression,
            b"{%" if is_raw(&source[offset + 2..]) => Kind::Raw,
            b"{%" => Kind::Tag,
            _ => return None,
        };
        Some((offset, kind))
    })
}

/// The offset behind the next `mark`, or the end of the source.
fn after(source: &str, from: usize, mark: &str) -> usize {
    source[from..].find(mark).map_or(source.len(), |found| from + found + mark.len())
}

fn is_raw(tag: &str) -> bool {
    tag.trim_start_matches('-').trim_start().strip_prefix("raw").is_some_and(|rest| !rest.starts_with(is_name))
}

fn end_of_raw(source: &str, from: usize) -> usize {
    after(source, after(source, from, "endraw"), "%}")
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Collects the tokens up to `close` and returns the offset behind it.
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

/// Where the value that begins at `from` ends: before the end of its tag; in a list made by `for`, before its condition and
/// the end of the list, too. White space behind it is no part of it.
pub(crate) fn end_of_value(source: &str, from: usize, is_tag: bool) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let mut length = c.len_utf8();
        match c {
            '%' if rest.starts_with("%}") => break,
            '-' if is_tag && rest.starts_with("-%}") => break,
            '"' | '\'' | '`' => length = string_length(rest, c),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            c if is_name(c) => {
                length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                if !is_tag && depth == 0 && &rest[..length] == "if" {
                    break;
                }
            }
            _ => {}
        }
        at += length;
    }
    from + source[from..at].trim_end().len()
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
pub(crate) fn position(source: &str, offset: usize) -> (u32, u32) {
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
