//! Any bytes as a roster in a .csv file: findings or people, never a panic.
#![no_main]

use ikrar::roster::{File, Judge, Options, Roster};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = File::of_stream("roster", &mut &*bytes) {
        let _ = Roster::read(&file, &Options::default(), &Judge::by(&|_| None));
    }
});
