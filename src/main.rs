//! The `ikrar` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ikrar::cli::run(std::env::args_os())
}
