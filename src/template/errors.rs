//! Tera's errors as findings with a place.

use super::filters;
use super::sheets::Split;
use crate::bounds::{Guarded, scan};
use crate::diag::{Diagnostic, Diagnostics, Origin, nearest};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use tera::{Error, ErrorKind, ReportError, Tera};

/// A template's file, as a person would name it, its text, and what Tera made of it.
pub(super) struct Source {
    pub(super) file: String,
    pub(super) text: String,
    /// What Tera sees of the template of somebody else.
    guarded: Option<Guarded>,
    /// Made when the template is first rendered.
    pub(super) parsed: OnceLock<Result<Tera, Diagnostics>>,
    /// The names in it and in what it names, found when they are first asked for.
    pub(super) names: OnceLock<Option<BTreeSet<String>>>,
    /// Its halves, if it has any, made when the first sheet is rendered.
    pub(super) split: OnceLock<Option<Split>>,
}

impl Source {
    /// The built-in templates have been tried, and need no bounds.
    pub(super) fn new(file: &str, text: String, is_built_in: bool) -> Source {
        let guarded = (!is_built_in).then(|| Guarded::of(&text));
        let (parsed, names, split) = Default::default();
        Source { file: file.to_owned(), text, guarded, parsed, names, split }
    }

    /// The text that Tera has of it.
    pub(super) fn for_tera(&self) -> &str {
        self.guarded.as_ref().map_or(&self.text, |guarded| &guarded.text)
    }

    /// The column in the template itself of a place that Tera tells; line from 1, columns from 0.
    fn column(&self, line: usize, column: usize) -> usize {
        self.guarded.as_ref().map_or(column, |guarded| guarded.column(line, column))
    }
}

/// All templates by name.
pub(super) type Sources = BTreeMap<String, Source>;

/// The findings in an error; several where Tera joins them, as it does for names unknown at load.
pub(super) fn findings(error: &Error, template: &str, sources: &Sources) -> Diagnostics {
    match error.kind() {
        ErrorKind::SyntaxError(report) => located("template-syntax", report, sources).into(),
        ErrorKind::RenderingError(report) => located(rendering_code(report), report, sources).into(),
        ErrorKind::Msg(reports) if reports.starts_with("error: ") => joined(reports, sources),
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("unknown template `{parent}`");
            unknown("unknown-template", message, parent, sources.keys()).at(tag(sources, current, "extends")).into()
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => circle(inheritance_chain, tag(sources, tpl, "extends")),
        ErrorKind::CircularInclude { tpl, include_chain } => circle(include_chain, tag(sources, tpl, "include")),
        other => Diagnostic::error("template-render", other.to_string()).at(origin(sources, template)).into(),
    }
}

fn origin(sources: &Sources, template: &str) -> Origin {
    Origin::file(sources.get(template).map_or(template, |source| &source.file))
}

/// Where a template has its first tag of this name; Tera does not say.
fn tag(sources: &Sources, template: &str, name: &str) -> Origin {
    let place = sources.get(template).and_then(|source| {
        let found = scan::tokens(&source.text).into_iter().find(|token| token.text == name)?;
        Some(scan::position(&source.text, found.at))
    });
    let (line, column) = place.unwrap_or_default();
    Origin { line, column, ..origin(sources, template) }
}

fn circle(chain: &[String], origin: Origin) -> Diagnostics {
    let message = format!("templates call each other in a circle: {}", chain.join(" → "));
    Diagnostic::error("template-circle", message).at(origin).into()
}

fn rendering_code(report: &ReportError) -> &'static str {
    if report.message().contains(" is not defined") { "unknown-variable" } else { "template-render" }
}

/// Tera counts lines from 1 and columns from 0, in characters.
fn located(code: &'static str, report: &ReportError, sources: &Sources) -> Diagnostic {
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    let (line, column) = (report.span().start_line, report.span().start_col);
    let column = sources.get(report.filename()).map_or(column, |source| source.column(line, column));
    let (line, column) = (count(line), count(column + 1));
    let (message, names) = split_names(report.message());
    let place = Origin { line, column, ..origin(sources, report.filename()) };
    let diagnostic = match quoted(message) {
        Some(typed) if !names.is_empty() => unknown(code, decapitalised(message), typed, names),
        Some(_) if message.starts_with("Field ") => Diagnostic::error(code, decapitalised(message))
            .help("what stands before it can be absent; ask for it first, with `{% if … %}`"),
        _ => Diagnostic::error(code, decapitalised(message)),
    };
    diagnostic.at(place)
}

/// "Field `nam` is not defined. Available fields: id, name" in two.
fn split_names(message: &str) -> (&str, Vec<&str>) {
    let parts = message.split_once(" Available variables: ").or_else(|| message.split_once(" Available fields: "));
    match parts {
        Some((head, names)) => (head.trim_end_matches('.'), names.split(", ").collect()),
        None => (message.trim_end_matches('.'), Vec::new()),
    }
}

fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

fn decapitalised(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn unknown<S: AsRef<str>>(
    code: &'static str,
    message: String,
    typed: &str,
    known: impl IntoIterator<Item = S>,
) -> Diagnostic {
    let known: Vec<S> = known.into_iter().collect();
    let diagnostic = Diagnostic::error(code, message);
    match nearest(typed, known.iter().map(AsRef::as_ref)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None if known.is_empty() => diagnostic,
        None => {
            let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
            diagnostic.help(format!("there are {}", known.join(", ")))
        }
    }
}

/// Reports that Tera has joined into one message: each begins with `error: …` and then `--> template:line:column`.
fn joined(reports: &str, sources: &Sources) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let mut lines = reports.lines();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
        findings.push(unknown_name(message, sources).at(parse_place(place, sources)));
    }
    findings
}

fn unknown_name(message: &str, sources: &Sources) -> Diagnostic {
    let typed = quoted(message).unwrap_or_default();
    let text = decapitalised(message);
    match message.split('`').next().unwrap_or_default().trim_end() {
        "Unknown filter" => unknown("unknown-filter", text, typed, filters::NAMES),
        "Unknown function" => unknown("unknown-function", text, typed, ["range", "throw", "super"]),
        "Unknown template" => unknown("unknown-template", text, typed, sources.keys()),
        "Block" => Diagnostic::error("unknown-block", text),
        _ => Diagnostic::error("unknown-name", text),
    }
}

/// `pledge.md:3:5`.
fn parse_place(place: &str, sources: &Sources) -> Origin {
    let mut parts = place.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    let (column, line): (usize, usize) = (number(), number());
    let name = parts.next().unwrap_or(place);
    // Here Tera counts columns from 1.
    let guarded = sources.get(name).map(|source| source.column(line, column.saturating_sub(1)) + 1);
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    Origin { line: count(line), column: count(guarded.unwrap_or(column)), ..origin(sources, name) }
}
