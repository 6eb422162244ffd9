//! Tera's errors as findings with a place.

use super::source::Sources;
use super::{filters, scan};
use crate::confine::{Abort, Fault, TemplateError, too_long, translated};
use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, nearest, say};

/// The findings in a fault; several where Tera joins them, as it does for names unknown at load.
pub(super) fn findings(fault: &Fault, template: &str, sources: &Sources) -> Diagnostics {
    match fault {
        Fault::Syntax(place) => located(Code::TemplateSyntax, place, sources).into(),
        Fault::Rendering(place) => located(rendering_code(place), place, sources).into(),
        Fault::Message(reports) if reports.starts_with("error: ") => joined(reports, sources),
        Fault::MissingParent { current, parent } => {
            let message = say!("tidak ada templat `{parent}`", "unknown template `{parent}`");
            unknown(Code::UnknownTemplate, message, parent, sources.keys()).at(tag(sources, current, "extends")).into()
        }
        Fault::CircularExtend { template, chain } => circle(chain, tag(sources, template, "extends")),
        Fault::CircularInclude { template, chain } => circle(chain, tag(sources, template, "include")),
        Fault::TooLong(most) => too_long(*most).at(origin(sources, template)).into(),
        Fault::Aborted(abort) => abort.finding(Code::TemplateRender).at(origin(sources, template)).into(),
        Fault::Message(message) => {
            Diagnostic::error(Code::TemplateRender, translated(message)).at(origin(sources, template)).into()
        }
    }
}

/// The finding that parsing a template was aborted.
pub(super) fn unparsed(abort: &Abort, template: &str, sources: &Sources) -> Diagnostic {
    abort.finding(Code::TemplateSyntax).at(origin(sources, template))
}

fn origin(sources: &Sources, template: &str) -> Origin {
    Origin::file(sources.get(template).map_or(template, |source| &source.file))
}

/// The first tag of this name in a template, since Tera does not report its place.
fn tag(sources: &Sources, template: &str, name: &str) -> Origin {
    let place = sources.get(template).and_then(|source| {
        let found = scan::tokens(&source.text).into_iter().find(|token| token.text == name)?;
        Some(scan::position(&source.text, found.at))
    });
    let (line, column) = place.unwrap_or_default();
    Origin { line, column, ..origin(sources, template) }
}

fn circle(chain: &[String], origin: Origin) -> Diagnostics {
    let message = say!(
        "templat saling memanggil tanpa akhir: {}",
        "templates call each other in a circle: {}",
        chain.join(" → ")
    );
    Diagnostic::error(Code::TemplateCircle, message).at(origin).into()
}

fn rendering_code(place: &TemplateError) -> Code {
    if place.message.contains(" is not defined") { Code::UnknownVariable } else { Code::TemplateRender }
}

fn located(code: Code, place: &TemplateError, sources: &Sources) -> Diagnostic {
    let (message, names) = split_names(&place.message);
    let place = Origin { line: place.line, column: place.column, ..origin(sources, &place.template) };
    let diagnostic = match quoted(message) {
        Some(typed) if !names.is_empty() => unknown(code, said(message), typed, names),
        Some(_) if message.starts_with("Field ") => Diagnostic::error(code, said(message)).help(say!(
            "yang mendahuluinya mungkin tidak ada; periksa dahulu dengan `{{% if … %}}`",
            "what stands before it can be absent; ask for it first, with `{{% if … %}}`"
        )),
        _ => Diagnostic::error(code, said(message)),
    };
    diagnostic.at(place)
}

/// Splits "Field `nam` is not defined. Available fields: id, name" into the message and the names.
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

/// A message of Tera in both languages, beginning with a small letter.
fn said(message: &str) -> Message {
    let decapitalised = |text: &str| {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    };
    translated(message).map(decapitalised)
}

fn unknown<S: AsRef<str>>(code: Code, message: Message, typed: &str, known: impl IntoIterator<Item = S>) -> Diagnostic {
    let known: Vec<S> = known.into_iter().collect();
    let diagnostic = Diagnostic::error(code, message);
    match nearest(typed, known.iter().map(AsRef::as_ref)) {
        Some(meant) => diagnostic.help(say!("mungkin maksudnya `{meant}`?", "did you mean `{meant}`?")),
        None if known.is_empty() => diagnostic,
        None => {
            let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
            diagnostic.help(say!("yang ada {}", "there are {}", known.join(", ")))
        }
    }
}

/// Reports that Tera has joined into one message, each of the form `error: …`, `--> template:line:column`.
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
    let text = said(message);
    match message.split('`').next().unwrap_or_default().trim_end() {
        "Unknown filter" => unknown(Code::UnknownFilter, text, typed, filters::NAMES),
        "Unknown function" => unknown(Code::UnknownFunction, text, typed, ["range", "throw", "super"]),
        "Unknown template" => unknown(Code::UnknownTemplate, text, typed, sources.keys()),
        "Block" => Diagnostic::error(Code::UnknownBlock, text),
        _ => Diagnostic::error(Code::UnknownName, text),
    }
}

/// `pledge.md:3:5`.
fn parse_place(place: &str, sources: &Sources) -> Origin {
    let mut parts = place.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    // In these reports Tera counts columns from 1.
    let (column, line): (u32, u32) = (number(), number());
    let name = parts.next().unwrap_or(place);
    Origin { line, column, ..origin(sources, name) }
}
