//! The `ikrar` command.

use std::process::ExitCode;

/// Sheets are made of many small pieces, on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(served) = ikrar::template::confined(std::env::args_os()) {
        return served;
    }
    let ended = ikrar::cli::run(std::env::args_os());
    ikrar::template::released();
    ended
}
