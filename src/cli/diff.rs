//! `ikrar diff`: what changes for somebody between two days.

use super::args::{self, Global, LookArgs, ScopeArgs};
use super::list::kind;
use super::report::{Form, Noun, Report, count};
use super::setup::{load, one_request};
use crate::changes::{Changes, changes};
use crate::diag::{Code, Diagnostic, Message, say};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::rulebook::{Phase, Regulation, Rule};
use crate::select::{Query, Reason};
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Show what changes for an audience from one day to another
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Diff {
    /// Earlier day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    from: NaiveDate,
    /// Later day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    to: NaiveDate,
    #[command(flatten)]
    who: ScopeArgs,
    /// Form of the result
    #[arg(long, value_enum, value_name = "FORM", default_value_t, help_heading = "Output")]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar diff --from 2024-10-04 --to 2024-11-25 --audience camat
  ikrar diff --from 2023-01-01 --to 2024-01-01 --format json | jq -r '.regulations.ended[].id'";

impl Diff {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        if self.who.date.is_some() || !self.who.phase.is_empty() {
            let finding = Diagnostic::error(
                Code::DateAndDays,
                say!(
                    "hari ditentukan oleh --from dan --to; --date dan --phase tidak dapat dipakai bersamanya",
                    "--from and --to say the days; --date and --phase do not go with them"
                ),
            );
            return Err(Failure::usage(finding));
        }
        let workspace = load(global, report)?;
        // Whom it is about is asked as for a sheet; which document it would be does not matter.
        let wanted = args::wanted(&self.who, &LookArgs::default(), &["checklist".to_owned()]);
        let (_, request) = one_request(&workspace, &wanted, "diff", report)?;
        // Both days are those of the changes.
        let query = Query { phase: None, date: None, ..request.query() };
        let changes = changes(&workspace.rulebook, &query, [self.from, self.to])?;
        match self.format {
            Form::Json => report.json(&self.json(&changes, report.lang))?,
            Form::Human => report.result(self.told(&changes, request.scope.lang).get(report.lang))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn told(&self, changes: &Changes, lang: Lang) -> Message {
        let phase = |phase: Option<&Phase>| {
            phase.map_or_else(
                || say!("tanpa tahapan", "no phase"),
                |phase| {
                    let name = phase.name.get(lang);
                    say!("{name}", "{name}")
                },
            )
        };
        let [before, after] = changes.phases.map(phase);
        let (from, to) = (self.from, self.to);
        let mut text =
            say!("{from} ({before}) → {to} ({after})\n", "{from} ({before}) → {to} ({after})\n"; before, after);
        if let [_, Some(after)] = changes.phases.as_slice()
            && before.en() != after.name.get(lang)
        {
            text.push(&say!("{}\n", "{}\n", after.changes.get(lang)));
        }
        for (sign, rules) in [('+', &changes.added), ('-', &changes.removed)] {
            for (rule, reason) in rules {
                let reason = reason.message();
                let (kind, wording) = (kind(rule.kind), rule.text.get(lang));
                let id = &rule.id;
                text.push(&say!(
                    "{sign} {id}  {kind}: {wording} ({reason})\n",
                    "{sign} {id}  {kind}: {wording} ({reason})\n";
                    kind, reason
                ));
            }
        }
        for (sign, what, regulations) in [
            ('+', say!("berlaku sejak", "in force from"), &changes.enacted),
            ('-', say!("berlaku sampai", "in force until"), &changes.ended),
        ] {
            for regulation in regulations {
                let day = if sign == '+' { regulation.from } else { regulation.until };
                let day = day.map(|day| day.to_string()).unwrap_or_default();
                let short = regulation.short.get(lang);
                text.push(&say!("{sign} {short}, {what} {day}\n", "{sign} {short}, {what} {day}\n"; what));
            }
        }
        let (added, removed) = (changes.added.len(), changes.removed.len());
        let kept = count(changes.kept, Noun::RULE);
        text.push(&say!(
            "{kept} tetap, {added} baru, {removed} tidak berlaku lagi\n",
            "{kept} the same, {added} new, {removed} no longer\n";
            kept
        ));
        text
    }

    fn json(&self, changes: &Changes, locale: Lang) -> Value {
        let phase = |index: usize| changes.phases[index].map(|phase| &phase.id);
        let rules = |rules: &[(&Rule, Reason)]| -> Value {
            rules
                .iter()
                .map(|(rule, reason)| json!({ "id": rule.id, "kind": rule.kind, "text": rule.text, "reason": reason.message().get(locale) }))
                .collect()
        };
        let regulations = |regulations: &[&Regulation]| -> Value {
            regulations
                .iter()
                .map(|r| json!({ "id": r.id, "short": r.short, "from": r.from, "until": r.until }))
                .collect()
        };
        json!({
            "from": { "date": self.from, "phase": phase(0) },
            "to": { "date": self.to, "phase": phase(1) },
            "added": rules(&changes.added),
            "removed": rules(&changes.removed),
            "kept": changes.kept,
            "regulations": { "enacted": regulations(&changes.enacted), "ended": regulations(&changes.ended) },
        })
    }
}
