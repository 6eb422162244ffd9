//! Any Markdown as a sheet in every format: findings or files, never a panic; read in sections, it is the same sheet.
#![no_main]

use ikrar::document::{Glossary, Meta, Reader, markdown};
use ikrar::html;
use ikrar::layout::{Paper, Settings, Target};
use ikrar::pdf::Writer;
use ikrar::text;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static WRITER: LazyLock<Writer> = LazyLock::new(|| Writer::new(Settings::default()).expect("the built-in fonts"));

fuzz_target!(|text: &str| {
    let whole = markdown::parse("fuzz.md", text, Meta::default());
    assert_eq!(Reader::new(Glossary::default()).read("fuzz.md", text, Meta::default()), whole);
    let Ok(document) = whole else { return };
    let _ = text::write(&document);
    let _ = html::Writer::new("{{ body }}", "").and_then(|writer| writer.write(&document));
    for target in [Target::from(Paper::A4), Target { paper: Paper::A3, fillable: true }] {
        if let Ok(pdf) = WRITER.write(&document, target) {
            assert!(pdf.pages > 0 && pdf.bytes.starts_with(b"%PDF"));
        }
    }
});
