//! Any text as a rulebook: findings or a rulebook, never a panic.
#![no_main]

use ikrar::diag::Diagnostics;
use ikrar::rulebook::Rulebook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Rulebook::load("fuzz.yaml", text, &mut Diagnostics::new());
});
