//! The command line: what was typed, what it means, what is printed.
//!
//! Each subcommand has a file of its own with its flags and a `run`; [`report`] alone prints; nothing outside this
//! folder knows clap.

mod args;
mod build;
mod change;
mod check;
mod context;
mod diff;
mod explain;
mod init;
mod input;
mod kit;
mod list;
mod locale;
mod manual;
mod merge;
mod render;
mod report;
mod schema;
mod table;
mod tally;
mod trace;
mod verify;
mod watch;

use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::failure::Failure;
use crate::render::Renderer;
use crate::render::plan::{Unasked, Wanted, plan};
use crate::request::Request;
use crate::rulebook::Rulebook;
use crate::workspace::{Inputs, Workspace};
use args::Global;
use chrono::{DateTime, NaiveDate};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use report::{Form, Report};
use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Pledges, do/don't checklists and handouts for the political neutrality of Indonesian civil servants.
///
/// One YAML rulebook becomes sheets to sign, print and hand out, per regency, as PDF, HTML, Markdown and plain text. It
/// works offline and from any folder; ./rules.yaml, ./regions/ and ./templates/ take the place of what is built in.
#[derive(Debug, Parser)]
#[command(name = "ikrar", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const EXAMPLES: &str = "\
Examples:
  ikrar build                                   the regencies with a profile, into out/
  ikrar build --region \"Kota Bogor\" --paper f4  another one, on F4 paper
  ikrar render pledge --region muara-enim -o pledge.pdf
  ikrar merge pledge --region muara-enim --roster pegawai.xlsx    one for everybody
  ikrar kit --region prabumulih --event sosialisasi.yaml          all that a day needs
  ikrar init kampanye                           a workspace of one's own
  ikrar list rules                              the rules; --format json for scripts
  ikrar explain N-07                            whom a rule binds, on what it rests
  ikrar check                                   every finding in what is used

Exit status:
  0 fine
  1 findings in rulebook, profiles or templates
  2 wrong usage, failed I/O, or an input that cannot be read";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Render(render::Render),
    Merge(merge::MergeArgs),
    Kit(kit::KitArgs),
    Tally(tally::TallyArgs),
    List(list::List),
    Explain(explain::Explain),
    Check(check::Check),
    Init(init::Init),
    Trace(trace::Trace),
    Diff(diff::Diff),
    Verify(verify::Verify),
    Context(context::Context),
    Schema(schema::Schema),
    Completions(manual::Completions),
    #[command(name = "man")]
    Manual(manual::Manual),
}

impl Command {
    /// The form in which the command reports.
    fn form(&self) -> Form {
        match self {
            Command::Build(command) => command.report,
            Command::Render(_) | Command::Init(_) | Command::Completions(_) | Command::Manual(_) => Form::Human,
            Command::Merge(command) => command.report,
            Command::Kit(command) => command.report,
            Command::Tally(command) => command.format,
            Command::List(command) => command.format,
            Command::Explain(command) => command.format,
            Command::Check(command) => command.format,
            Command::Trace(command) => command.format,
            Command::Diff(command) => command.format,
            Command::Verify(command) => command.format,
            Command::Context(_) => context::Context::FORM,
            Command::Schema(_) => schema::Schema::FORM,
        }
    }

    fn run(&self, global: &Global, report: Report) -> Result<ExitCode, Failure> {
        match self {
            Command::Build(command) => command.run(global, report),
            Command::Render(command) => command.run(global, report),
            Command::Merge(command) => command.run(global, report),
            Command::Kit(command) => command.run(global, report),
            Command::Tally(command) => command.run(global, report),
            Command::List(command) => command.run(global, report),
            Command::Explain(command) => command.run(global, report),
            Command::Check(command) => command.run(global, report),
            Command::Init(command) => command.run(report),
            Command::Trace(command) => command.run(global, report),
            Command::Diff(command) => command.run(global, report),
            Command::Verify(command) => command.run(report),
            Command::Context(command) => command.run(global, report),
            Command::Schema(command) => command.run(report),
            Command::Completions(command) => command.run(Cli::command(), report),
            Command::Manual(command) => command.run(Cli::command(), report),
        }
    }
}

/// Runs the command that these arguments say (the first is the program's name), and says how the process is to end.
pub fn run<I, T>(args: I) -> ExitCode
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return stop(&error),
    };
    let lang = locale::chosen(cli.global.locale);
    let report = Report { quiet: cli.global.quiet, form: cli.command.form(), lang };
    cli.command.run(&cli.global, report).unwrap_or_else(|failure| report.failure(&failure))
}

/// Help, version or wrong usage.
fn stop(error: &clap::Error) -> ExitCode {
    let report = Report { quiet: false, form: Form::Human, lang: locale::chosen(None) };
    let shown = error.render();
    if error.use_stderr() {
        report.usage(&shown.ansi().to_string(), &shown.to_string());
        return ExitCode::from(2);
    }
    let told = if error.kind() == ErrorKind::DisplayVersion { version() } else { shown.ansi().to_string() };
    report.result(&told).map_or_else(|failure| report.failure(&failure), |()| ExitCode::SUCCESS)
}

fn version() -> String {
    let rules = Inputs::built_in().rules;
    let program = concat!("ikrar ", env!("CARGO_PKG_VERSION"));
    match Rulebook::load(&rules.file, &rules.text, &mut Diagnostics::new()) {
        Ok(rulebook) => {
            let header = &rulebook.data().rulebook;
            format!("{program}\nbuilt-in rulebook {} of {} ({})", header.version, header.date, rulebook.short_hash())
        }
        Err(_) => program.to_owned(),
    }
}

/// Loads the workspace and reports its warnings. It lives as long as the process: taking it apart would only cost time.
fn load(global: &Global, report: Report) -> Result<ManuallyDrop<Workspace>, Failure> {
    load_again(global, report).map(ManuallyDrop::new)
}

/// The same, for work that is done more than once.
fn load_again(global: &Global, report: Report) -> Result<Workspace, Failure> {
    let mut warnings = Diagnostics::new();
    let workspace = Workspace::load(&global.paths(), &mut warnings);
    report.findings(&warnings);
    workspace
}

/// What Ctrl-C, SIGTERM and SIGHUP set: a wish to stop after the files at work.
fn interrupted() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = Arc::clone(&stop);
    // A second Ctrl-C ends the process at once. Without a handler, so does the first: nothing is lost by it.
    let _ = ctrlc::set_handler(move || {
        if handler.swap(true, Ordering::Relaxed) {
            std::process::exit(2);
        }
    });
    stop
}

/// The one kind of sheet that `command` makes, and the renderer that makes it.
///
/// # Errors
/// A name that does not exist; a wish for several kinds.
fn one_request<'w>(
    workspace: &'w Workspace,
    wanted: &Wanted,
    command: &str,
    report: Report,
) -> Result<(Renderer<'w>, Request<'w>), Failure> {
    let mut notes = Diagnostics::new();
    let requests = plan(workspace, wanted, Unasked::Blank, &mut notes).map_err(Failure::Unusable)?;
    report.findings(&notes);
    let renderer = Renderer { workspace, stamp: stamp(workspace)? };
    match requests.as_slice() {
        [request] => Ok((renderer, *request)),
        requests => {
            let kinds = requests.len();
            let message = say!(
                "pilihan ini mencakup {kinds} jenis lembar, sedangkan `{command}` membuat satu saja",
                "this selects {kinds} kinds of sheets, and `{command}` makes one"
            );
            Err(Failure::usage(Diagnostic::error(Code::ManySheets, message).help(say!(
                "sebutkan satu dokumen, wilayah, sasaran, tahapan, bahasa, dan ukuran kertas",
                "name one document, region, audience, phase, language and paper"
            ))))
        }
    }
}

/// The date in the metadata of files: `SOURCE_DATE_EPOCH` where set, else the rulebook's.
fn stamp(workspace: &Workspace) -> Result<NaiveDate, Failure> {
    let Some(typed) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(workspace.rulebook.data().rulebook.date);
    };
    let seconds = typed.to_str().and_then(|typed| typed.parse::<i64>().ok());
    let moment = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    moment.map(|moment| moment.date_naive()).ok_or_else(|| {
        let finding = Diagnostic::error(
            Code::BadSourceDateEpoch,
            say!(
                "SOURCE_DATE_EPOCH bukan jumlah detik sejak 1970",
                "SOURCE_DATE_EPOCH is not a number of seconds since 1970"
            ),
        );
        Failure::usage(finding.help(say!(
            "isi seperti keluaran `date +%s`, atau hapus variabel itu",
            "set it as `date +%s` prints it, or unset it"
        )))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
