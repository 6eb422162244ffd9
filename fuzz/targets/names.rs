//! Any name as a part of a path: it stays one part, in small letters that every file system has.
#![no_main]

use ikrar::output::safe;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    let safe = safe(name);
    assert!(!safe.is_empty() && safe.len() <= 255);
    assert!(safe.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.')), "{safe}");
    assert!(!safe.starts_with('.') && !safe.ends_with('.'), "{safe}");
});
