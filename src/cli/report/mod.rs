//! The only place that prints: results to standard output, messages to standard error.
//!
//! Whatever a finding or a message quotes, no personal number gets through here.

mod human;
mod line;
mod noun;

pub(super) use human::{few, human};
pub(super) use line::Lines;
pub(super) use noun::{Noun, count};

use crate::diag::{Diagnostic, Diagnostics, Message, Origin, Severity, say, screened};
use crate::failure::Failure;
use crate::lang::Lang;
use clap::ValueEnum;
use human::{place, plain};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufWriter, IsTerminal, Write, stdout};
use std::process::ExitCode;

/// How a reporting command writes its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Form {
    /// For a person: text and tables
    #[default]
    Human,
    /// For a script: JSON on standard output
    Json,
}

/// Prints for one command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    /// Whether only errors and results are printed.
    pub(super) quiet: bool,
    /// The form of findings and results.
    pub(super) form: Form,
    /// The language of messages.
    pub(super) lang: Lang,
}

impl Report {
    /// Prints a result.
    ///
    /// # Errors
    /// Failed output; a closed pipe is told apart.
    pub(super) fn result(self, text: &str) -> Result<(), Failure> {
        let mut out = anstream::stdout().lock();
        let written = out
            .write_all(text.as_bytes())
            .and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
        written.and_then(|()| out.flush()).map_err(|error| Failure::stream(&error))
    }

    /// Prints a result in the language of messages, without personal numbers.
    ///
    /// # Errors
    /// Failed output; a closed pipe is told apart.
    pub(super) fn result_told(self, text: &Message) -> Result<(), Failure> {
        self.result(&screened(text.get(self.lang)))
    }

    /// Prints bytes as they are.
    ///
    /// # Errors
    /// Failed output; a closed pipe is told apart.
    pub(super) fn bytes(self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Failure::stream(&error))
    }

    /// Prints a result as JSON.
    ///
    /// # Errors
    /// Failed output; a closed pipe is told apart.
    pub(super) fn json(self, value: &impl Serialize) -> Result<(), Failure> {
        let mut out = BufWriter::new(anstream::stdout().lock());
        let written = serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from);
        let written = written.and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
        written.map_err(|error| Failure::stream(&error))
    }

    /// Prints what was done as JSON: names and messages, without personal numbers.
    ///
    /// # Errors
    /// Failed output; a closed pipe is told apart.
    pub(super) fn json_told(self, mut value: Value) -> Result<(), Failure> {
        screen(&mut value);
        self.json(&value)
    }

    /// Prints a message that is good to know.
    pub(super) fn note(self, text: &Message) {
        if !self.quiet {
            message(&format!("{}\n", plain(&screened(text.get(self.lang)))));
        }
    }

    /// Prints what is wrong with the words of a command, in colours unless one of them is a personal number.
    pub(super) fn usage(self, coloured: &str, plain: &str) {
        match screened(plain) {
            Cow::Borrowed(_) => message(coloured),
            Cow::Owned(told) => message(&told),
        }
    }

    /// Prints findings as messages; when quiet, errors alone.
    pub(super) fn findings(self, findings: &Diagnostics) {
        let shown = findings.iter().filter(|finding| !self.quiet || finding.severity == Severity::Error);
        match self.form {
            Form::Human => {
                let mut lines = Lines::default();
                shown.for_each(|finding| message(&human(finding, self.lang, &mut lines)));
            }
            Form::Json => {
                let findings: Vec<_> = shown.map(|finding| finding_json(finding, self.lang)).collect();
                if !findings.is_empty() {
                    let told = serde_json::to_string_pretty(&BTreeMap::from([("findings", findings)]));
                    message(&(told.unwrap_or_default() + "\n"));
                }
            }
        }
    }

    /// Prints findings in a roster as messages, those of one kind in the thousands as a count; when quiet, errors alone.
    pub(super) fn roster_findings(self, findings: &Diagnostics) {
        match self.form {
            Form::Human => {
                message(&few(
                    findings.iter().filter(|finding| !self.quiet || finding.severity == Severity::Error),
                    self.lang,
                ));
            }
            Form::Json => self.findings(findings),
        }
    }

    /// Prints why a command failed, and says with which status to end.
    pub(super) fn failure(self, failure: &Failure) -> ExitCode {
        if let Some(findings) = failure.findings() {
            self.findings(findings);
        }
        exit_code(failure)
    }

    /// A progress line for this many steps: on a terminal, for a person, else none.
    pub(super) fn progress(self, steps: usize, what: Noun) -> ProgressBar {
        let shown = !self.quiet && self.form == Form::Human;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        let what = what.many();
        let template = say!(
            "{{bar:30}} {{pos}}/{{len}} {what}, {{per_sec}}, {{eta}} lagi",
            "{{bar:30}} {{pos}}/{{len}} {what}, {{per_sec}}, {{eta}} left";
            what
        );
        match ProgressStyle::with_template(template.get(self.lang)) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

/// The exit status of a failure.
pub(super) fn exit_code(failure: &Failure) -> ExitCode {
    ExitCode::from(match failure {
        Failure::Findings(_) => 1,
        Failure::Unusable(_) => 2,
        Failure::ClosedPipe => 0,
    })
}

/// Whether standard output is a terminal.
pub(super) fn stdout_is_terminal() -> bool {
    stdout().is_terminal()
}

/// Colours vanish where standard error is no terminal or NO_COLOR is set. A message that cannot be printed is lost:
/// there is nowhere left to say so.
fn message(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Takes personal numbers out of every text.
fn screen(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(told) = screened(text) {
                *text = told;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(screen),
        Value::Object(fields) => fields.values_mut().for_each(screen),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What a script is told of a finding.
#[derive(Debug, Serialize)]
pub(super) struct FindingJson<'f> {
    cell: Option<String>,
    code: &'static str,
    column: Option<u32>,
    file: Option<String>,
    help: Option<Cow<'f, str>>,
    line: Option<u32>,
    message: Cow<'f, str>,
    severity: &'static str,
}

/// A finding for a script.
pub(super) fn finding_json(finding: &Diagnostic, lang: Lang) -> FindingJson<'_> {
    let origin = finding.origin.as_ref().map(place);
    let position = |number: fn(&Origin) -> u32| origin.as_ref().map(number).filter(|number| *number > 0);
    FindingJson {
        cell: origin.as_ref().and_then(Origin::cell_name),
        code: finding.code.as_str(),
        column: position(|origin| origin.column),
        help: finding.help.as_ref().map(|help| screened(help.get(lang))),
        line: position(|origin| origin.line),
        message: screened(finding.message.get(lang)),
        severity: finding.severity.as_str(),
        file: origin.map(|origin| origin.file.to_string()),
    }
}

/// Findings for a script, made one by one: of a roster they may be millions.
pub(super) struct FindingsJson<'f>(pub(super) &'f Diagnostics, pub(super) Lang);

impl Serialize for FindingsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|finding| finding_json(finding, self.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    fn finding() -> Diagnostic {
        Diagnostic::error(Code::UnknownField, "unknown field `txet`\u{1b}[2J")
            .at(Origin::at("rules.txt", 12, 5))
            .help("did you mean `text`?")
    }

    #[test]
    fn a_finding_says_what_where_and_what_to_do() {
        let text = anstream::adapter::strip_str(&human(&finding(), Lang::En, &mut Lines::default())).to_string();
        expect_test::expect![[r#"
            error[unknown-field]: unknown field `txet`�[2J
            --> rules.txt:12:5
             = help: did you mean `text`?
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn a_script_gets_the_same() {
        let findings = Diagnostics::from(finding());
        let json = serde_json::to_value(FindingsJson(&findings, Lang::En)).unwrap();
        assert_eq!((&json[0]["code"], &json[0]["line"]), (&"unknown-field".into(), &12.into()));
        let bare = Diagnostics::from(Diagnostic::warning(Code::Io, "y"));
        assert!(serde_json::to_value(FindingsJson(&bare, Lang::En)).unwrap()[0]["line"].is_null());
    }

    #[test]
    fn no_personal_number_is_told() {
        let number = "198706202014022003";
        let told =
            Diagnostic::error(Code::Io, format!("`{number}` is not one of the values")).help(format!("not {number}"));
        let told = told.at(Origin::cell(format!("{number}.xlsx"), number, 3, 1));
        assert!(
            !human(&told, Lang::En, &mut Lines::default()).contains(&number[8..])
                && human(&told, Lang::En, &mut Lines::default()).contains("….xlsx:…!A3"),
            "{}",
            human(&told, Lang::En, &mut Lines::default())
        );
        let json = serde_json::to_string(&finding_json(&told, Lang::En)).unwrap();
        assert!(!json.contains(&number[8..]) && json.contains("…!A3"), "{json}");
    }

    #[test]
    fn thousands_of_one_kind_do_not_drown_the_others() {
        let hint = |row| Diagnostic::hint(Code::StraySpaces, "spaces").at(Origin::cell("p.xlsx", "Data", row, 2));
        let mut findings: Vec<Diagnostic> = (2..5_000).map(hint).collect();
        findings.push(Diagnostic::error(Code::MissingName, "no name").at(Origin::cell("p.xlsx", "Data", 5_000, 2)));
        let text = anstream::adapter::strip_str(&few(findings.iter(), Lang::En)).to_string();
        assert_eq!(text.matches("hint[stray-spaces]: spaces").count(), 10);
        assert!(text.contains("p.xlsx:Data!B5000"), "{text}");
        assert!(text.ends_with("hint[stray-spaces]: 4988 more like this, the last one in row 4999; JSON lists all\n"));
    }
}
