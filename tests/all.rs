//! All tests that use ikrar from outside, in one program: the library is linked once, and the tests of one file run beside
//! those of the others. `cargo test --test all cli::merge` runs some of them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod cli;
mod corpus;
mod dependencies;
mod events;
mod findings;
mod invalid;
mod model;
mod people;
mod quiz;
mod selection;
mod sheets;
mod shipped;
mod template_docs;
mod words;

use cli::{folder, merge_folder};
