//! `ikrar check`: every finding in rulebook, profiles and templates, at once.

use super::args::Global;
use super::report::{Form, Report, count, finding_json, human};
use crate::check::check;
use crate::diag::{Diagnostics, Severity};
use crate::failure::Failure;
use crate::workspace::{Inputs, read};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Check rulebook, profiles and templates, and report every finding at once
///
/// Without FILE the workspace is checked. A FILE takes the place of the file of its kind and name in the workspace.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// Rulebook, profiles and templates to check
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Form of the findings
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar check                                       the workspace
  ikrar check rules.yaml regions/kota-bogor.yaml    these files, with the rest of the workspace
  ikrar check --format json | jq -r '.findings[] | \"\\(.file):\\(.line): \\(.message)\"'";

impl Check {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let mut findings = Diagnostics::new();
        let mut inputs = Inputs::read(&global.paths(), &mut findings)?;
        for file in &self.files {
            inputs.replace(file, read(file)?).map_err(Failure::usage)?;
        }
        findings.extend(check(&inputs));
        self.tell(&findings, report)?;
        Ok(ExitCode::from(u8::from(findings.has_errors())))
    }

    fn tell(&self, findings: &Diagnostics, report: Report) -> Result<(), Failure> {
        let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
        match report.form {
            Form::Json => report.json(&json!({
                "errors": errors,
                "warnings": warnings,
                "findings": findings.iter().map(finding_json).collect::<Vec<_>>(),
            })),
            Form::Human => {
                if !findings.is_empty() {
                    report.result(&findings.iter().map(human).collect::<String>())?;
                }
                report.note(&match (errors, warnings) {
                    (0, 0) => "no findings".to_owned(),
                    (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
                });
                Ok(())
            }
        }
    }
}
