//! Any value in a template: it is printed as typed, and makes nothing but words.
#![no_main]

use ikrar::document::{Block, Meta, markdown, plain_text};
use ikrar::template::escape::{escape, normalise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &str| {
    let parsed = markdown::parse("fuzz.md", &format!("x {} x", escape(value)), Meta::default());
    let document = match parsed {
        Ok(document) => document,
        // What no writer can print is refused, whatever it stands in.
        Err(found) => {
            assert!(found.iter().all(|d| matches!(d.code.as_str(), "control-character" | "turned-text")), "{found:?}");
            return;
        }
    };
    let [Block::Paragraph { content, .. }] = &document.blocks[..] else { panic!("{:?}", document.blocks) };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&plain_text(content)), words(&format!("x {} x", normalise(value))));
});
