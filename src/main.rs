//! The `ikrar` command.

use std::process::ExitCode;

/// Sheets are made of many small pieces, on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ikrar::cli::run(std::env::args_os())
}
