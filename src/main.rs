//! The `ikrar` command.

fn main() {}
