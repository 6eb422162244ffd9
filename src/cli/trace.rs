//! `ikrar trace`: what became of the rules on a printed sheet.

use super::args::{self, Global};
use super::report::{Form, Noun, Report, count};
use super::setup::load;
use crate::diag::{Diagnostics, Message, say};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::trace::{Found, Kinds, State, Traced, WordChange, trace};
use crate::workspace::read_bytes;
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

/// Say which rules on a sheet printed earlier are unchanged, changed, ended or gone
///
/// Reads a PDF, HTML, Markdown or text sheet that ikrar made. Compared are the lines that have one of the marks do, don't,
/// may and avoid: their mark with the kind of the rule, all their words before its id with its text. Whether it still holds
/// is asked of its own first and last day. Phases, audiences, reasons and legal bases are not compared. A rule that is named
/// elsewhere, in a quiz or below a pledge, is left for a person to compare.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Trace {
    /// Sheets; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Day on which rules must hold, YYYY-MM-DD [default: the date of the rulebook]
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    date: Option<NaiveDate>,
    /// Form of the result
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar trace checklist.pdf
  ikrar trace out/muara-enim/*.html --format json | jq -r '.[].rules[] | select(.state == \"changed\").id'

A removed word is shown as [-word-], a new one as {+word+}. Exit status 1: something changed,
ended or is gone.";

impl Trace {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let workspace = load(global, report)?;
        let rulebook = &workspace.rulebook;
        let labels = Lang::ALL.map(|lang| &**workspace.templates.labels(lang));
        let day = self.date.unwrap_or(rulebook.data().rulebook.date);
        let (mut sheets, mut unread) = (Vec::new(), Diagnostics::new());
        for path in &self.files {
            let traced =
                read_bytes(path).and_then(|(file, bytes)| match trace(&file, &bytes, rulebook, &labels, day) {
                    Ok(traced) => Ok((file, traced)),
                    Err(finding) => Err(Failure::usage(finding)),
                });
            match traced {
                Ok(sheet) => sheets.push(sheet),
                Err(Failure::Findings(found) | Failure::Unusable(found)) => unread.extend(found),
                Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            }
        }
        // One sheet without rules among many must not hide what became of the others.
        if sheets.is_empty() {
            return Err(Failure::Unusable(unread));
        }
        match report.form {
            Form::Json => report.json_told(sheets.iter().map(|(file, traced)| json(file, traced)).collect())?,
            Form::Human => {
                let mut all = say!("", "");
                sheets.iter().for_each(|(file, traced)| all.push(&told(file, traced)));
                report.result_told(&all)?;
            }
        }
        if unread.has_errors() {
            return Err(Failure::Unusable(unread));
        }
        Ok(ExitCode::from(u8::from(!sheets.iter().all(|(_, traced)| traced.holds()))))
    }
}

fn json(file: &str, traced: &Traced) -> Value {
    let rule = |found: &Found| {
        let mut value = json!(found.state);
        value["id"] = json!(found.id);
        value
    };
    json!({ "file": file, "current": traced.is_current, "rules": traced.rules.iter().map(rule).collect::<Vec<_>>() })
}

fn told(file: &str, traced: &Traced) -> Message {
    let rules = count(traced.rules.len(), Noun::RULE);
    let mut text = say!("{file}: {rules}", "{file}: {rules}"; rules);
    let states: BTreeSet<_> = traced.rules.iter().map(|found| word(&found.state)).collect();
    for (order, kind) in states {
        let number = traced.rules.iter().filter(|found| word(&found.state).0 == order).count();
        text.push(&say!(", {number} {kind}", ", {number} {kind}"; kind));
    }
    text.push(&if traced.is_current {
        say!(
            "; menurut lembar ini, ia dibuat dari buku aturan ini juga\n",
            "; it says it was made from this very rulebook\n"
        )
    } else {
        say!("\n", "\n")
    });
    for found in &traced.rules {
        match &found.state {
            State::Changed { kind, diff } => {
                let (id, kinds, diff) = (&found.id, kinds(kind.as_ref()), marked(diff));
                text.push(&say!("  {id} berubah: {kinds}{diff}\n", "  {id} changed: {kinds}{diff}\n"));
            }
            State::Ended { from: Some(from), .. } => {
                let id = &found.id;
                text.push(&say!(
                    "  {id} tidak berlaku: baru berlaku sejak {from}\n",
                    "  {id} ended: it holds from {from} only\n"
                ));
            }
            State::Ended { until, .. } => {
                let until = until.map_or_else(|| say!("", ""), |day| say!(" pada {day}", " on {day}"));
                let id = &found.id;
                text.push(&say!("  {id} berakhir{until}\n", "  {id} ended{until}\n"; until));
            }
            State::Gone => text.push(&say!(
                "  {} hilang: tidak ada lagi aturan dengan id ini\n",
                "  {} gone: no rule has this id any more\n",
                found.id
            )),
            State::Unchanged | State::Named => {}
        }
    }
    let named: Vec<&str> =
        traced.rules.iter().filter(|found| found.state == State::Named).map(|found| found.id.as_str()).collect();
    if !named.is_empty() {
        text.push(&say!(
            "  perlu dibandingkan sendiri karena tidak dikutip di lembar: {}\n",
            "  to compare by hand, for the sheet does not quote them: {}\n",
            named.join(", ")
        ));
    }
    text
}

/// The word for a state, and its place in a list of states.
fn word(state: &State) -> (u8, Message) {
    match state {
        State::Unchanged => (0, say!("tidak berubah", "unchanged")),
        State::Changed { .. } => (1, say!("berubah", "changed")),
        State::Ended { .. } => (2, say!("berakhir", "ended")),
        State::Gone => (3, say!("hilang", "gone")),
        State::Named => (4, say!("disebut tanpa bunyi aturannya", "named without the rule's words")),
    }
}

/// "[-prohibition-] {+permission+}: "
fn kinds(kind: Option<&Kinds>) -> String {
    kind.map(|kind| format!("[-{}-] {{+{}+}}: ", kind.printed, kind.now)).unwrap_or_default()
}

/// "Memakai [-mobil-] {+kendaraan+} dinas."
fn marked(diff: &[WordChange]) -> String {
    let mark = |change: &WordChange| match change {
        WordChange::Same(words) => words.clone(),
        WordChange::Removed(words) => format!("[-{words}-]"),
        WordChange::Added(words) => format!("{{+{words}+}}"),
    };
    diff.iter().map(mark).collect::<Vec<_>>().join(" ")
}
