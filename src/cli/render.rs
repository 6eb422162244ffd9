//! `ikrar render`: one document to standard output or a file.

use super::args::{self, Global, LookArgs, OutputFormat, QuizArgs, Repeat, ScopeArgs};
use super::input;
use super::report::{Report, stdout_is_terminal};
use super::setup::{load, load_again, one_request};
use super::watch::watch;
use crate::diag::{Code, Diagnostic, say};
use crate::failure::Failure;
use crate::output::{Format, write_aside};
use crate::quiz;
use crate::quiz::exchange::{self, Exchange};
use crate::render::Renderer;
use crate::request::Request;
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
    who: ScopeArgs,
    #[command(flatten)]
    make: LookArgs,
    /// Event that the sheet is for: a YAML file, as `ikrar kit` takes it
    #[arg(long, value_name = "FILE", help_heading = "Selection")]
    event: Option<PathBuf>,
    #[command(flatten)]
    ask: QuizArgs,
    /// Format to write; the last four are for the questions of a quiz [default: by the ending of FILE, else md]
    #[arg(long, value_name = "FORMAT", value_parser = args::written(), help_heading = "Output")]
    format: Option<OutputFormat>,
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
  ikrar render quiz --questions 10 --seed 7 -o quiz.pdf    and quiz-key with the same flags
  ikrar render quiz --audience camat --format moodle-xml -o quiz.xml

Without --region, blanks are left to fill in by hand.";

impl Render {
    pub(super) fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        let file = self.output.as_deref().filter(|file| *file != Path::new("-"));
        let written = self.written(file)?;
        if file.is_none() && stdout_is_terminal() {
            refuse_terminal(written)?;
        }
        if self.repeat.watch {
            let once = || self.make(&load_again(global, report)?, file, written, report);
            return watch(global, self.event.as_deref().as_slice(), report, &once);
        }
        self.make(&*load(global, report)?, file, written, report)
    }

    fn make(
        &self,
        workspace: &Workspace,
        file: Option<&Path>,
        written: OutputFormat,
        report: Report,
    ) -> Result<ExitCode, Failure> {
        let quiz = self.ask.wish(&workspace.rulebook)?;
        let wanted = args::wanted(&self.who, &self.make, std::slice::from_ref(&self.document));
        let (renderer, mut request) = one_request(workspace, &wanted, "render", report)?;
        let event = self.event.as_deref().map(|file| input::event(file, workspace, report)).transpose()?;
        request.subject.event = event.as_ref();
        request.quiz = &quiz;
        let bytes = match written {
            OutputFormat::Sheet(format) => {
                let mut bytes = Vec::new();
                for sheet in renderer.sheet(&request, &[format])? {
                    sheet
                        .overflow(&renderer, &request)
                        .into_iter()
                        .for_each(|overflow| report.findings(&overflow.into()));
                    bytes.extend(sheet.bytes);
                }
                bytes
            }
            OutputFormat::Questions(exchange) => questions(&renderer, &request, exchange, report)?,
        };
        match file {
            Some(file) => write_aside(file, &bytes)?,
            None => report.bytes(&bytes)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn written(&self, file: Option<&Path>) -> Result<OutputFormat, Failure> {
        let Some(file) = file else { return Ok(self.format.unwrap_or(OutputFormat::Sheet(Format::Md))) };
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match (OutputFormat::of_ending(ending), self.format) {
            (Some(meant), Some(given)) if meant != given => {
                let (file, given) = (file.display(), given.extension());
                let message = say!(
                    "{file} berakhiran .{ending}, tetapi --format {given}",
                    "{file} ends in .{ending}, but --format is {given}"
                );
                let help = say!("hilangkan salah satu", "leave out one of the two");
                Err(Failure::usage(Diagnostic::error(Code::FormatMismatch, message).help(help)))
            }
            (Some(meant), _) => Ok(meant),
            (None, Some(given)) => Ok(given),
            (None, None) => {
                let (file, endings) = (file.display(), Format::endings());
                let message =
                    say!("akhiran {file} tidak menyatakan format", "the ending of {file} does not say the format");
                let help = say!(
                    "akhiri dengan {endings}, atau tambahkan --format",
                    "end it in {endings}, or add --format";
                    endings
                );
                Err(Failure::usage(Diagnostic::error(Code::UnknownFormat, message).help(help)))
            }
        }
    }
}

fn refuse_terminal(written: OutputFormat) -> Result<(), Failure> {
    let Some((code, what)) = written.terminal_finding() else { return Ok(()) };
    let message = say!("{what} tidak ditulis ke terminal", "{what} is not written to a terminal"; what);
    let help = say!("sebutkan berkas dengan -o, atau alirkan ke program lain", "name a file with -o, or pipe it on");
    Err(Failure::usage(Diagnostic::error(code, message).help(help)))
}

/// The questions of a quiz as a file of another system; what that system does not take is told.
fn questions<'w>(
    renderer: &Renderer<'w>,
    request: &Request<'w>,
    to: Exchange,
    report: Report,
) -> Result<Vec<u8>, Failure> {
    if request.document.id != quiz::DOCUMENT {
        let (document, to, names) = (&request.document.id, to.name(), Format::names());
        let message = say!(
            "`{document}` tidak memiliki soal untuk ditulis sebagai {to}",
            "`{document}` has no questions to write as {to}"
        );
        let quiz = quiz::DOCUMENT;
        let help = say!(
            "tulis `ikrar render {quiz} --format {to}`, atau pilih {names}",
            "write `ikrar render {quiz} --format {to}`, or choose {names}";
            names
        );
        return Err(Failure::usage(Diagnostic::error(Code::NotAQuiz, message).help(help)));
    }
    let (bytes, warnings) = exchange::write(&renderer.bank(request)?, to).map_err(|error| Failure::stream(&error))?;
    report.findings(&warnings);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_goes_to_a_terminal() {
        let code = |format| {
            refuse_terminal(format).err().and_then(|failure| failure.findings()?.iter().next().map(|found| found.code))
        };
        assert_eq!(code(OutputFormat::Sheet(Format::Pdf)), Some(Code::PdfToTerminal));
        assert_eq!(code(OutputFormat::Questions(Exchange::Xlsx)), Some(Code::XlsxToTerminal));
        assert_eq!(code(OutputFormat::Sheet(Format::Html)), None);
    }
}
