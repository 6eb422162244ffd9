//! Any bytes as a printed sheet: findings or rules, never a panic.
#![no_main]

use ikrar::diag::Diagnostics;
use ikrar::rulebook::Rulebook;
use ikrar::trace::trace;
use ikrar::workspace::Inputs;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let rules = Inputs::built_in().rules;
    Rulebook::load(&rules.file, &rules.text, &mut Diagnostics::new()).expect("the built-in rulebook")
});

fuzz_target!(|bytes: &[u8]| {
    let _ = trace("fuzz", bytes, &RULEBOOK, RULEBOOK.data().rulebook.date);
});
