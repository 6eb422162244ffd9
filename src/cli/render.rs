//! `ikrar render`: one document to standard output or a file.

use super::args::{self, Global, Make, Repeat, Who};
use super::report::{Report, stdout_is_terminal};
use super::watch::watch;
use super::{input, load, load_again, one_order};
use crate::diag::Diagnostic;
use crate::failure::Failure;
use crate::output::{Format, write_aside};
use crate::press::Order;
use crate::workspace::Workspace;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Make one document, to standard output or a file
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Render {
    /// Document: an id from `ikrar list documents`
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    document: String,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    make: Make,
    /// Event that the sheet is for: a YAML file, as `ikrar kit` takes it
    #[arg(long, value_name = "FILE", help_heading = "Selection")]
    event: Option<PathBuf>,
    /// Format to write [default: by the ending of FILE, else md]
    #[arg(long, value_name = "FORMAT", value_parser = args::format(), help_heading = "Output")]
    format: Option<Format>,
    /// File to write; its ending sets the format [default: standard output]
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    #[command(flatten)]
    repeat: Repeat,
}

const EXAMPLES: &str = "\
Examples:
  ikrar render pledge                                      a blank form as Markdown
  ikrar render pledge --region muara-enim -o pledge.pdf    of a regency, as PDF
  ikrar render checklist --audience camat --phase kampanye --format html > camat.html
  ikrar render handout --region kutai-timur --lang en --paper f4 -o handout.pdf

Without --region, blanks are left to fill in by hand.";

impl Render {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let file = self.output.as_deref().filter(|file| *file != Path::new("-"));
        let format = self.format(file)?;
        if format == Format::Pdf && file.is_none() && stdout_is_terminal() {
            let finding = Diagnostic::error("pdf-to-terminal", "a PDF is not written to a terminal");
            return Err(Failure::usage(finding.help("name a file with -o, or pipe it on")));
        }
        if self.repeat.watch {
            let once = || self.make(&load_again(global, report)?, file, format, report);
            return watch(global, self.event.as_deref().as_slice(), report, &once);
        }
        self.make(&*load(global, report)?, file, format, report)
    }

    fn make(
        &self,
        workspace: &Workspace,
        file: Option<&Path>,
        format: Format,
        report: Report,
    ) -> Result<ExitCode, Failure> {
        let wanted = args::wanted(&self.who, &self.make, std::slice::from_ref(&self.document));
        let (press, order) = one_order(workspace, &wanted, "render", report)?;
        let event = self.event.as_deref().map(|file| input::event(file, workspace, report)).transpose()?;
        for sheet in press.sheet(&Order { event: event.as_ref(), ..order }, &[format])? {
            match file {
                Some(file) => write_aside(file, &sheet.bytes)?,
                None => report.bytes(&sheet.bytes)?,
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn format(&self, file: Option<&Path>) -> Result<Format, Failure> {
        let Some(file) = file else { return Ok(self.format.unwrap_or(Format::Md)) };
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match (ending.parse::<Format>(), self.format) {
            (Ok(meant), Some(given)) if meant != given => {
                let message = format!("{} ends in .{ending}, but --format is {}", file.display(), given.extension());
                Err(Failure::usage(Diagnostic::error("format-mismatch", message).help("leave out one of the two")))
            }
            (Ok(meant), _) => Ok(meant),
            (Err(_), Some(given)) => Ok(given),
            (Err(_), None) => {
                let message = format!("the ending of {} does not say the format", file.display());
                let finding = Diagnostic::error("unknown-format", message);
                Err(Failure::usage(finding.help("end it in .pdf, .html, .md or .txt, or add --format")))
            }
        }
    }
}
