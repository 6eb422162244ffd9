//! `ikrar tally`: who has signed, by the ticks in a register.

use super::args::{self, Global, LookArgs, ScopeArgs};
use super::input::File;
use super::report::{Form, Noun, Report, count};
use super::setup::{load, one_request};
use crate::diag::{Code, Diagnostic, Message, Origin, say};
use crate::failure::Failure;
use crate::merge;
use crate::output::{Format, write_aside};
use crate::request::{Subject, TallySheet, TallyUnit};
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Count who has signed, per unit, by the ticks in a register that a merge wrote
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct TallyArgs {
    /// Register: register.xlsx or register.csv in the folder of a merge
    #[arg(value_name = "REGISTER")]
    register: PathBuf,
    #[command(flatten)]
    who: ScopeArgs,
    #[command(flatten)]
    make: LookArgs,
    /// Sheet for the report upward to write; its ending sets the format
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Form of the count
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(super) format: Form,
}

const EXAMPLES: &str = "\
Examples:
  ikrar tally out/muara-enim/pledge/register.xlsx
  ikrar tally register.xlsx --region muara-enim -o rekap.pdf
  ikrar tally register.xlsx --format json | jq -r '.units[] | .name + \": \" + (.missing | join(\", \"))'";

impl TallyArgs {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let tally = merge::Tally::read(&File::of(&self.register)?.table()?)?;
        if let Some(file) = &self.output {
            self.sheet(&tally, file, global, report)?;
        }
        match report.form {
            Form::Json => {
                report.json_told(json!({ "issued": tally.issued, "signed": tally.signed, "units": tally.units }))?
            }
            Form::Human => report.result_told(&told(&tally))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Writes the sheet for the report upward.
    fn sheet(&self, tally: &merge::Tally, file: &Path, global: &Global, report: Report) -> Result<(), Failure> {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format = Format::of_ending(ending).ok_or_else(|| {
            let (names, endings) = (Format::list(), Format::endings());
            let message = say!(
                "`{ending}` bukan format; yang ada: {names}",
                "`{ending}` is no format; there are {names}";
                names
            );
            let finding = Diagnostic::error(Code::UnknownFormat, message).at(Origin::file(file.display().to_string()));
            Failure::usage(finding.help(say!("akhiri namanya dengan {endings}", "end its name in {endings}"; endings)))
        })?;
        let workspace = load(global, report)?;
        let wanted = args::wanted(&self.who, &self.make, &["tally".to_owned()]);
        let (renderer, mut request) = one_request(&workspace, &wanted, "tally", report)?;
        let units = tally.units.iter().map(|unit| TallyUnit {
            name: &unit.name,
            total: unit.issued,
            signed: unit.signed,
            missing: unit.missing.iter().map(String::as_str).collect(),
        });
        let counted = TallySheet { units: units.collect() };
        // What the register is of stands in the manifest beside it; of a register alone nobody knows.
        let document = merge::document_of(&self.register);
        let contents = document.and_then(|id| workspace.templates.document(&id));
        request.subject = Subject { tally: Some(&counted), contents, ..request.subject };
        for sheet in renderer.sheet(&request, &[format])? {
            write_aside(file, &sheet.bytes)?;
        }
        Ok(())
    }
}

/// The count for a person: all, each unit, and who is missing.
fn told(tally: &merge::Tally) -> Message {
    let (signed, issued) = (tally.signed, count(tally.issued, Noun::SHEET));
    let mut text = say!("{signed} dari {issued} ditandatangani\n", "{signed} of {issued} signed\n"; issued);
    for unit in &tally.units {
        let name = if unit.name.is_empty() { "-" } else { &unit.name };
        text.push(&say!("{name}: {} dari {}\n", "{name}: {} of {}\n", unit.signed, unit.issued));
        unit.missing.iter().for_each(|missing| text.push(&say!("  belum: {missing}\n", "  not yet: {missing}\n")));
    }
    text
}
