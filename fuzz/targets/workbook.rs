//! Any bytes as a roster in a .xlsx file: findings or people, never a panic.
#![no_main]

use ikrar::roster::{Judge, Options, Roster};
use libfuzzer_sys::fuzz_target;
use std::io::Write;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut file) = tempfile::Builder::new().suffix(".xlsx").tempfile_in("/dev/shm") else { return };
    if file.write_all(bytes).is_ok() {
        let _ = Roster::read(file.path(), &Options::default(), &Judge::by(&|_| None));
    }
});
