//! Bounds for templates, which may be those of others: how often they loop, and how large what they keep grows.
//!
//! Tera itself reads no file but the templates it is given, knows neither environment nor clock, and bounds ranges, nesting
//! and the calls of components. What it leaves open is loops within loops, and values that grow by being joined with
//! themselves. So what a `for` runs over and what a `set` keeps passes a filter, which is written into the template before
//! Tera sees it: `for x in (items)|_steps`. Errors come back with their place as it was without that.
//!
//! What is written while it is captured, in a `filter` section, a block of `set` or a component, would be measured too late;
//! such tags are refused. What one expression makes and prints at once is seen only when it is there: it can take gigabytes.

mod output;
pub(crate) mod scan;

pub(crate) use output::{Budget, Failed, render, render_within};

use crate::diag::{Diagnostic, Diagnostics, Origin};
use scan::Token;
use std::cell::Cell;
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

/// So many turns of all loops together; a list of 100,000 people takes a tenth.
const MOST_STEPS: usize = 5_000_000;

/// So many bytes of text are kept in one variable or made by one filter.
const MOST_TEXT: usize = 256 * 1024;

/// So many values are kept in one variable, with those within them.
const MOST_VALUES: usize = 1_000_000;

thread_local! {
    /// What the template at work on this thread may still do.
    static LEFT: Cell<usize> = const { Cell::new(MOST_STEPS) };
}

/// Adds the filters that are written into templates, and those of Tera's that could blow a text up, within bounds.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_filter("_steps", steps);
    tera.register_filter("_size", size);
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
}

fn steps(value: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    // Beginning to loop is a step, too.
    let turns = value.as_str().map(str::len).or(value.len()).unwrap_or(0) + 1;
    match LEFT.get().checked_sub(turns) {
        Some(left) => LEFT.set(left),
        None => return Err(Error::message(format!("The loops of a template turn more than {MOST_STEPS} times"))),
    }
    Ok(value)
}

fn size(value: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let (mut values, mut text) = (MOST_VALUES, 8 * MOST_TEXT);
    if value.as_str().is_some_and(|text| text.len() > MOST_TEXT) || !fits(&value, &mut values, &mut text) {
        return Err(too_large());
    }
    Ok(value)
}

/// Whether a value fits into what is left.
fn fits(value: &Value, values: &mut usize, text: &mut usize) -> bool {
    let length = value.as_str().map_or(0, str::len);
    if *values == 0 || *text < length {
        return false;
    }
    *values -= 1;
    *text -= length;
    let items = value.as_array().unwrap_or_default();
    let fields = value.as_map().into_iter().flat_map(|map| map.values());
    items.iter().chain(fields).all(|inner| fits(inner, values, text))
}

fn too_large() -> Error {
    Error::message("This value grows beyond what a document needs")
}

/// As Tera's own.
fn replace(value: StringInput, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let from = kwargs.must_get::<&str>("from")?;
    let to = kwargs.must_get::<StringInput>("to")?;
    let is_markup = value.is_safe() || to.is_safe();
    let (text, to) = match is_markup {
        true => (value.rendered(state)?, to.rendered(state)?),
        false => (value.as_str().into(), to.as_str().into()),
    };
    let grown = text.matches(from).count().saturating_mul(to.len());
    if text.len().saturating_add(grown) > MOST_TEXT {
        return Err(too_large());
    }
    let replaced = text.replace(from, &to);
    Ok(if is_markup { Value::safe_string(&replaced) } else { Value::from(replaced) })
}

/// As Tera's own.
fn join(values: &[Value], kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let separator = kwargs.get::<StringInput>("sep")?;
    let is_safe_text = |value: &Value| value.is_string() && value.is_safe();
    let is_markup = values.iter().any(is_safe_text) || separator.as_ref().is_some_and(StringInput::is_safe);
    let between = match &separator {
        Some(separator) if is_markup => separator.rendered(state)?,
        Some(separator) => separator.as_str().into(),
        None => "".into(),
    };
    let mut joined = String::new();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            joined.push_str(&between);
        }
        match is_markup {
            true if value.is_undefined() => {}
            true => joined.push_str(&state.escape_if_needed(value)?),
            false => joined.push_str(&value.to_string()),
        }
        if joined.len() > 4 * MOST_TEXT {
            return Err(too_large());
        }
    }
    Ok(if is_markup { Value::safe_string(&joined) } else { Value::from(joined) })
}

/// Where something was written into a template: line from 1 and column from 0, both as Tera counts them, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    line: usize,
    column: usize,
    length: usize,
}

/// A template as Tera is to see it.
#[derive(Debug, Default)]
pub(crate) struct Guarded {
    /// With the filters written into it.
    pub(crate) text: String,
    marks: Vec<Mark>,
}

impl Guarded {
    /// Writes the filters into a template.
    pub(crate) fn of(source: &str) -> Guarded {
        let mut guarded = Guarded::default();
        let mut done = 0;
        for (at, inserted) in insertions(source) {
            guarded.text.push_str(&source[done..at]);
            done = at;
            let line_start = guarded.text.rfind('\n').map_or(0, |newline| newline + 1);
            let column = guarded.text[line_start..].chars().count();
            let line = guarded.text.matches('\n').count() + 1;
            guarded.marks.push(Mark { line, column, length: inserted.len() });
            guarded.text.push_str(inserted);
        }
        guarded.text.push_str(&source[done..]);
        guarded
    }

    /// The column of a place as it is in the template itself; line from 1, columns from 0.
    pub(crate) fn column(&self, line: usize, column: usize) -> usize {
        let before = self.marks.iter().filter(|mark| mark.line == line && mark.column < column);
        column - before.map(|mark| mark.length.min(column - mark.column)).sum::<usize>()
    }
}

/// What is to be written into a template, in its order.
fn insertions(source: &str) -> Vec<(usize, &'static str)> {
    let tokens = scan::tokens(source);
    let mut found = Vec::new();
    for place in 0..tokens.len() {
        let Some((before, filter)) = value_of(&tokens[place..]) else { continue };
        let start = before.at + before.text.len();
        let is_tag = begins_tag(source, tokens[place]);
        let end = scan::end_of_value(source, start, is_tag);
        if !source[start..end].trim().is_empty() {
            found.extend([(start, "("), (end, filter)]);
        }
    }
    // Within a value there may be another.
    found.sort_by_key(|(at, _)| *at);
    found
}

/// The tags that capture what is written within them.
pub(crate) fn captures(file: &str, source: &str) -> Diagnostics {
    let tokens = scan::tokens(source);
    let mut findings = Diagnostics::new();
    for (place, token) in tokens.iter().enumerate().filter(|(_, token)| begins_tag(source, **token)) {
        let is_block = || tokens.get(place + 2).is_none_or(|after| after.text != "=");
        let captures = match token.text {
            "filter" | "component" => true,
            "set" | "set_global" => is_block(),
            _ => false,
        };
        if captures {
            let (line, column) = scan::position(source, token.at);
            let message = format!("a block of `{}` is not supported", token.text);
            let help = "use a filter on each value, `{% set name = value %}`, and `{% include %}` for what repeats";
            findings.push(Diagnostic::error("template-capture", message).at(Origin::at(file, line, column)).help(help));
        }
    }
    findings
}

/// Whether a token is the first of a `{% … %}`.
fn begins_tag(source: &str, token: Token<'_>) -> bool {
    // A tag may begin with a mark that takes white space away, which is a token as well.
    token.text != "-" && source[..token.at].trim_end().trim_end_matches('-').ends_with("{%")
}

/// The token before the value of a loop or of a variable that begins here, and what closes it.
fn value_of<'t>(tokens: &[Token<'t>]) -> Option<(Token<'t>, &'static str)> {
    let words: Vec<&str> = tokens.iter().take(5).map(|token| token.text).collect();
    match words.as_slice() {
        ["for", _, "in", ..] => Some((tokens[2], ")|_steps")),
        ["for", _, ",", _, "in"] => Some((tokens[4], ")|_steps")),
        ["set" | "set_global", _, "=", after, ..] if *after != "=" => Some((tokens[2], ")|_size")),
        ["set" | "set_global", _, "="] => Some((tokens[2], ")|_size")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_and_variables_are_guarded_and_nothing_else() {
        for (source, guarded) in [
            ("{% for a in items %}", "{% for a in( items)|_steps %}"),
            ("{%- for k, v in a | b -%}x", "{%- for k, v in( a | b)|_steps -%}x"),
            ("{% set x = [a for a in b if a.in] -%}", "{% set x =( [a for a in( b)|_steps if a.in])|_size -%}"),
            ("{{ [a for a in b] | join(sep='%}') }}", "{{ [a for a in( b)|_steps] | join(sep='%}') }}"),
            ("{% set_global x = {'a': 'in %}'} %}", "{% set_global x =( {'a': 'in %}'})|_size %}"),
            ("for a in b {# for a in b #}{% raw %}{% for a in b %}{% endraw %}", ""),
            ("{% if a in b %}{{ a.set }}{% for a in %}", ""),
        ] {
            let expected = if guarded.is_empty() { source } else { guarded };
            assert_eq!(Guarded::of(source).text, expected);
        }
    }

    #[test]
    fn what_captures_is_found() {
        let found = |source: &str| {
            captures("a.md", source).iter().map(|d| d.origin.as_ref().unwrap().column).collect::<Vec<_>>()
        };
        assert_eq!(
            found("{% set a = b %}{%- set_global a = 1 -%}{{ a | filter }}{% raw %}{% set a %}{% endraw %}"),
            [0_u32; 0]
        );
        assert_eq!(
            found("{% set a %}x{% endset %}{%- filter upper %}x{% endfilter %}{% component a() %}"),
            [4, 29, 63]
        );
    }

    #[test]
    fn a_place_is_told_as_it_is_without_the_guards() {
        let guarded = Guarded::of("é\n{% for a in b %}{{ c }}");
        assert_eq!(guarded.text, "é\n{% for a in( b)|_steps %}{{ c }}");
        let told = |part: &str| guarded.column(2, guarded.text.find(part).unwrap() - 3);
        assert_eq!([told("for"), told("b)"), told("|_"), told("{{ c")], [3, 12, 13, 16]);
        assert_eq!(guarded.column(1, 7), 7);
    }
}
