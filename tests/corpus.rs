//! Corpora of other projects through the whole pipeline: every example of the CommonMark specification, and a list of
//! naughty strings as values of a template. Whatever they hold, its words are in the PDF, or a finding says why not.
//!
//! `.ci/corpus` fetches the corpora, names them in the environment (`IKRAR_COMMONMARK`, `IKRAR_BLNS`: files of JSON)
//! and sees to it that there is a `pdftotext`. `cargo test` alone needs none of that and leaves these tests out.

use expect_test::expect;
use ikrar::diag::Diagnostics;
use ikrar::document::{Document, Meta, markdown};
use ikrar::layout::{Paper, Settings};
use ikrar::pdf::Writer;
use ikrar::template::escape::{escape, normalise};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::{env, fs};
use unicode_normalization::UnicodeNormalization;

/// An example of the specification.
#[derive(Deserialize)]
struct Example {
    markdown: String,
    html: String,
}

/// The list in a file of JSON that the environment names.
fn corpus<T: DeserializeOwned>(variable: &str) -> Vec<T> {
    let path = env::var(variable).unwrap_or_else(|_| panic!("{variable} names no file; run .ci/corpus"));
    let json = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What becomes of a Markdown that says these words.
fn outcome(writer: &Writer, markdown: &str, words: &str) -> String {
    let written = markdown::parse("corpus", markdown, Meta::default()).and_then(|document| printed(writer, &document));
    match written {
        Err(findings) => codes(&findings).into_iter().collect::<Vec<_>>().join(", "),
        Ok(text) => match lost(words, &text) {
            Some(word) => format!("LOST {word:?} of {markdown:?} in {text:?}"),
            None => "printed".to_owned(),
        },
    }
}

fn codes(findings: &Diagnostics) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The text of the PDF as another program extracts it, or what its writer says against the document.
fn printed(writer: &Writer, document: &Document) -> Result<String, Diagnostics> {
    let pdf = writer.write(document, Paper::A4)?;
    let file = tempfile::NamedTempFile::new().expect("a place for a file");
    fs::write(file.path(), pdf.bytes).expect("a file that can be written");
    let run = Command::new("pdftotext").arg("-raw").arg(file.path()).arg("-").output().expect("pdftotext");
    assert!(run.status.success() && run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    Ok(String::from_utf8(run.stdout).expect("UTF-8"))
}

/// The first of these words that does not stand in the text after those before it, whole or cut at the ends of lines.
fn lost<'a>(words: &'a str, text: &str) -> Option<&'a str> {
    let found: Vec<String> = text.split_whitespace().map(seen).filter(|piece| !piece.is_empty()).collect();
    let mut rest = found.as_slice();
    words.split_whitespace().filter(|word| !seen(word).is_empty()).find(|word| {
        let wanted = seen(word);
        let end = (0..rest.len()).find_map(|from| end_of(&wanted, &rest[from..]).map(|length| from + length));
        rest = &rest[end.unwrap_or(0)..];
        end.is_none()
    })
}

/// How many pieces make up the word, if the first ones do.
fn end_of(word: &str, pieces: &[String]) -> Option<usize> {
    let mut left = word;
    for (index, piece) in pieces.iter().enumerate() {
        left = left.strip_prefix(piece.as_str())?;
        if left.is_empty() {
            return Some(index + 1);
        }
    }
    None
}

/// What a reader sees of a word: composed, without characters that have no width. A blank to fill in is a line.
fn seen(word: &str) -> String {
    if word.len() >= 4 && word.bytes().all(|byte| byte == b'_') {
        return String::new();
    }
    word.nfc().filter(|c| !is_invisible(*c)).collect()
}

/// Whether a character only says how to break, join or order others.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// How often each outcome came about. A lost word fails, whatever is taken for golden.
fn figures(outcomes: Vec<String>) -> String {
    let lost: Vec<&String> = outcomes.iter().filter(|outcome| outcome.starts_with("LOST")).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    outcomes.into_iter().for_each(|outcome| *counts.entry(outcome).or_default() += 1);
    counts.into_iter().map(|(outcome, count)| format!("{outcome}: {count}\n")).collect()
}

/// The text of HTML as the specification writes it: without tags, its four entities replaced.
fn text_of(html: &str) -> String {
    let html = html.replace("<br />", "\n");
    let pieces = html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, after)| after));
    pieces.collect::<String>().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = corpus("IKRAR_COMMONMARK");
    assert!(examples.len() >= 652, "only {} examples", examples.len());
    for example in &mut examples {
        // The specification shows tabs as arrows.
        example.markdown = example.markdown.replace('→', "\t");
        example.html = example.html.replace('→', "\t");
    }
    examples
}

/// Headings down to level 5, so that none that follows skips a level.
const OUTLINE: &str = "# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n";

/// The same text with links as a sheet may have them: absolute and without a title.
fn with_our_links(text: &str) -> String {
    let titles = [" \"title\"", " 'title'", " (title)", "\n'the title'"];
    let text = titles.into_iter().fold(text.to_owned(), |text, title| text.replace(title, ""));
    ["](/", "](</", "]: /", "]:\n/", "]: </"].into_iter().fold(text, |text, start| {
        let (before, _) = start.split_at(start.len() - 1);
        text.replace(start, &format!("{before}https://a.id/"))
    })
}

#[test]
#[ignore = "needs the examples of the CommonMark specification: .ci/corpus"]
fn commonmark_examples_with_the_outline_and_the_links_of_a_sheet_lose_no_word() {
    let writer = Writer::new(Settings::default()).expect("fonts");
    let examples = examples();
    let outcomes = examples.par_iter().map(|example| {
        let words = with_our_links(&text_of(&example.html));
        outcome(&writer, &format!("{OUTLINE}{}", with_our_links(&example.markdown)), &words)
    });
    expect![[r#"
        ambiguous-blank: 5
        empty-heading, heading-skips-level: 1
        empty-link, image-unsupported: 2
        empty-link, unsafe-link: 2
        heading-skips-level: 1
        image-unsupported: 20
        link-title: 9
        link-title, unsafe-link: 3
        missing-glyph: 2
        printed: 512
        raw-html: 71
        unknown-anchor: 1
        unknown-directive: 1
        unsafe-link: 22
    "#]]
    .assert_eq(&figures(outcomes.collect()));
}

#[test]
#[ignore = "needs the examples of the CommonMark specification: .ci/corpus"]
fn the_words_of_every_commonmark_example_are_in_the_pdf_or_a_finding_says_why_not() {
    let writer = Writer::new(Settings::default()).expect("fonts");
    let examples = examples();
    let outcomes = examples.par_iter().map(|example| outcome(&writer, &example.markdown, &text_of(&example.html)));
    expect![[r#"
        ambiguous-blank: 5
        empty-heading, heading-skips-level: 1
        empty-heading, unsafe-link: 1
        empty-link, image-unsupported, unsafe-link: 2
        empty-link, unsafe-link: 2
        heading-skips-level: 21
        image-unsupported: 20
        link-title, unsafe-link: 29
        missing-glyph: 2
        printed: 432
        raw-html: 71
        unknown-anchor: 1
        unknown-directive: 1
        unsafe-link: 64
    "#]]
    .assert_eq(&figures(outcomes.collect()));
}

#[test]
#[ignore = "needs the big list of naughty strings: .ci/corpus"]
fn every_naughty_string_is_printed_as_it_is_or_a_finding_says_why_not() {
    let strings: Vec<String> = corpus("IKRAR_BLNS");
    assert!(strings.len() >= 485, "only {} strings", strings.len());
    let writer = Writer::new(Settings::default()).expect("fonts");
    let outcomes = strings.par_iter().map(|value| {
        let (escaped, words) = (escape(value), normalise(value));
        let markdown = format!("# A {escaped}\n\nB **{escaped}**\n\n| C | D |\n|---|---|\n| {escaped} | {escaped} |\n");
        outcome(&writer, &markdown, &format!("A {words} B {words} C D {words} {words}"))
    });
    expect![[r#"
        missing-glyph: 45
        missing-glyph, right-to-left: 1
        printed: 427
        right-to-left: 8
        turned-text: 4
    "#]]
    .assert_eq(&figures(outcomes.collect()));
}
