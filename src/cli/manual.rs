//! `ikrar completions` and `ikrar man`: what a shell and `man` need to know of the command line.

use super::report::Report;
use crate::diag::{Code, Diagnostic, nearest, say};
use crate::failure::{Action, Failure};
use crate::output::write_aside;
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Print the completions of the command line for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ikrar completions bash > ~/.local/share/bash-completion/completions/ikrar
  ikrar completions zsh > ~/.zfunc/_ikrar
  ikrar completions fish > ~/.config/fish/completions/ikrar.fish")]
pub(super) struct Completions {
    /// Shell to write for
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, mut command: Command, report: Report) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "ikrar", &mut script);
        report.bytes(&script)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Print a manual page, or write all of them into a folder
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ikrar man | man -l -
  ikrar man merge > ikrar-merge.1
  ikrar man --out ~/.local/share/man/man1")]
pub(super) struct Manual {
    /// Subcommand to tell about [default: ikrar itself]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Folder to write all pages into: ikrar.1, ikrar-build.1 and so on
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out: Option<PathBuf>,
}

impl Manual {
    pub(super) fn run(&self, command: Command, report: Report) -> Result<ExitCode, Failure> {
        let mut command = command.disable_help_subcommand(true);
        command.build();
        match &self.out {
            Some(folder) => write_all(&command, folder)?,
            None => report.bytes(&page(self.wanted(&command)?)?)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn wanted<'c>(&self, command: &'c Command) -> Result<&'c Command, Failure> {
        let Some(name) = &self.command else { return Ok(command) };
        let known = || command.get_subcommands().map(Command::get_name);
        command.find_subcommand(name).ok_or_else(|| {
            let finding = Diagnostic::error(
                Code::UnknownCommand,
                say!("tidak ada perintah `{name}`", "there is no command `{name}`"),
            );
            Failure::usage(match nearest(name, known()) {
                Some(meant) => finding.help(say!("maksud Anda `{meant}`?", "did you mean `{meant}`?")),
                None => {
                    let known = known().collect::<Vec<_>>().join(", ");
                    finding.help(say!("yang ada: {known}", "there are {known}"))
                }
            })
        })
    }
}

fn write_all(command: &Command, folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::io(Action::MakeFolder, folder, &error))?;
    for command in std::iter::once(command).chain(command.get_subcommands()) {
        write_aside(&folder.join(Man::new(command.clone()).get_filename()), &page(command)?)?;
    }
    Ok(())
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let manual = Man::new(command.clone()).source(concat!("ikrar ", env!("CARGO_PKG_VERSION")));
    manual.render(&mut page).map_err(|error| Failure::stream(&error))?;
    Ok(page)
}
