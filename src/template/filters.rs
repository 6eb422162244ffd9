//! The filters that templates have beyond Tera's own. `docs/templates.md` lists them.

use crate::confine::bilingual;
use crate::diag::{Message, say};
use crate::lang::Lang;
use crate::wording::{self, DateStyle};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Names of the filters of this module, then of Tera's own, for suggestions.
pub(super) const NAMES: [&str; 42] = [
    "blank",
    "date",
    "enumeration",
    "number",
    "sentence",
    "words",
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Adds the filters, and takes `safe` away: a value that goes around the escape could become markup.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("blank", blank);
    tera.register_filter("date", date);
    tera.register_filter("enumeration", enumeration);
    tera.register_filter("number", |value: i64, _: Kwargs, state: &State| wording::grouped(value, lang(state)));
    tera.register_filter("words", |value: u64, _: Kwargs, state: &State| wording::cardinal(value, lang(state)));
    tera.register_filter("sentence", |value: &str, _: Kwargs, _: &State| wording::sentence(value));
    tera.register_filter("safe", |_: Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        Err(refused(&why_not_safe()))
    });
}

/// What is wrong with the `safe` filter.
pub(super) fn why_not_safe() -> Message {
    say!(
        "filter `safe` membuat nilai dibaca sebagai markah; nilai selalu teks biasa",
        "the filter `safe` would let a value become markup; values are always text"
    )
}

/// An error of a filter, in both languages.
fn refused(message: &Message) -> Error {
    Error::message(bilingual(message))
}

/// The variable that filters read besides what they are given.
pub(super) const READ: &str = "lang";

fn lang(state: &State) -> Lang {
    match state.get::<String>(READ) {
        Ok(Some(tag)) if tag == Lang::En.tag() => Lang::En,
        _ => Lang::Id,
    }
}

/// `value | blank(ems=10)`: the value, or a line to fill in by hand, of this length, where there is none.
fn blank(value: Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(refused(&say!("nilainya tidak ada", "the value is not defined")));
    }
    let ems = kwargs.get::<usize>("ems")?.unwrap_or(10).clamp(2, 60);
    let is_missing = value.is_none() || value.as_str().is_some_and(|text| text.trim().is_empty());
    Ok(if is_missing { line_of(ems) } else { value })
}

/// The Markdown spelling of a blank; two underscores are one em.
fn line_of(ems: usize) -> Value {
    Value::safe_string(&"_".repeat(ems * 2))
}

/// `"2024-08-30" | date(style="full")`; without a date, a blank.
fn date(value: Value, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let style = match kwargs.get::<&str>("style")? {
        None => DateStyle::Plain,
        Some(name) => {
            DateStyle::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, style)| style).ok_or_else(|| {
                let names = DateStyle::NAMES.map(|(known, _)| known).join(", ");
                refused(&say!(
                    "`{name}` bukan gaya tanggal; yang ada {names}",
                    "`{name}` is no style of a date; there are {names}"
                ))
            })?
        }
    };
    if value.is_none() {
        return Ok(line_of(10));
    }
    let written = value.as_str().unwrap_or_default();
    let refusal = || {
        refused(&say!("`{value}` bukan tanggal berbentuk YYYY-MM-DD", "`{value}` is not a date of the form YYYY-MM-DD"))
    };
    let day = written.parse().map_err(|_| refusal())?;
    Ok(Value::from(wording::date(day, style, lang(state))))
}

/// `["a", "b", "c"] | enumeration`: "a, b, dan c" or "a, b and c".
fn enumeration(items: Vec<String>, _: Kwargs, state: &State) -> String {
    wording::enumeration(&items, lang(state))
}
