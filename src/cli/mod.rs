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
mod setup;
mod table;
mod tally;
mod trace;
mod verify;
mod watch;

use crate::diag::Diagnostics;
use crate::failure::Failure;
use crate::rulebook::Rulebook;
use crate::workspace::Inputs;
use args::Global;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use report::{Form, Report};
use std::ffi::OsString;
use std::process::ExitCode;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
