//! The only place that prints: results to standard output, messages to standard error.

use crate::diag::{Diagnostic, Diagnostics, Origin, Severity};
use crate::failure::Failure;
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write, stdout};
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
    pub(super) fn json(self, value: &Value) -> Result<(), Failure> {
        self.result(&format!("{value:#}\n"))
    }

    /// Prints a message that is good to know.
    pub(super) fn note(self, text: &str) {
        if !self.quiet {
            message(&format!("{text}\n"));
        }
    }

    /// Prints findings as messages; when quiet, errors alone.
    pub(super) fn findings(self, findings: &Diagnostics) {
        let shown = findings.iter().filter(|finding| !self.quiet || finding.severity == Severity::Error);
        match self.form {
            Form::Human => shown.for_each(|finding| message(&human(finding))),
            Form::Json => {
                let shown: Vec<_> = shown.map(finding_json).collect();
                if !shown.is_empty() {
                    message(&format!("{:#}\n", json!({ "findings": shown })));
                }
            }
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
    pub(super) fn progress(self, steps: usize, what: &str) -> ProgressBar {
        let shown = !self.quiet && self.form == Form::Human;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        match ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {what}, {{per_sec}}, {{eta}} left")) {
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

/// "1 sheet", "2 sheets".
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
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

/// A finding for a person, with colours.
pub(super) fn human(finding: &Diagnostic) -> String {
    let severity = match finding.severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Hint => AnsiColor::Cyan.on_default().bold(),
    };
    let (arrow, bold) = (AnsiColor::Blue.on_default(), Style::new().bold());
    let name = finding.severity.as_str();
    let mut text =
        format!("{severity}{name}[{}]{severity:#}{bold}: {}{bold:#}\n", finding.code, plain(&finding.message));
    if let Some(origin) = &finding.origin {
        text.push_str(&format!("  {arrow}-->{arrow:#} {}\n", plain(&origin.to_string())));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("  {arrow}help:{arrow:#} {}\n", plain(help)));
    }
    text
}

/// Text from an input without control characters, which could drive the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// A finding for a script.
pub(super) fn finding_json(finding: &Diagnostic) -> Value {
    let origin = finding.origin.as_ref();
    let position = |number: u32| (number > 0).then_some(number);
    json!({
        "severity": finding.severity.as_str(),
        "code": finding.code.0,
        "message": finding.message,
        "file": origin.map(|origin| &origin.file),
        "line": origin.and_then(|origin| position(origin.line)),
        "column": origin.and_then(|origin| position(origin.column)),
        "cell": origin.and_then(Origin::cell_name),
        "help": finding.help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding() -> Diagnostic {
        Diagnostic::error("unknown-field", "unknown field `txet`\u{1b}[2J")
            .at(Origin::at("rules.yaml", 12, 5))
            .help("did you mean `text`?")
    }

    #[test]
    fn a_finding_says_what_where_and_what_to_do() {
        let text = anstream::adapter::strip_str(&human(&finding())).to_string();
        expect_test::expect![[r#"
            error[unknown-field]: unknown field `txet`�[2J
              --> rules.yaml:12:5
              help: did you mean `text`?
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn a_script_gets_the_same() {
        let json = finding_json(&finding());
        assert_eq!((&json["code"], &json["line"]), (&json!("unknown-field"), &json!(12)));
        let bare = finding_json(&Diagnostic::warning("x", "y"));
        assert_eq!(bare["line"], Value::Null);
    }
}
