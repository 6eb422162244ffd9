//! Tests of the files: hostile texts come back as they were.

use super::bank::plain;
use super::*;
use crate::quiz::{Item, ItemOption};
use quick_xml::Reader;
use quick_xml::events::Event;

/// What means something to one format or another.
const HOSTILE: &str = "=1+1 ~a #b {c} \\d: :: // <b>&amp;\"x\" ]]> $CATEGORY: %50% -> |\u{1}\n\nz";

fn bank() -> Bank {
    let option = |letter, text: &str, right| ItemOption {
        letter,
        text: text.to_owned(),
        right,
        rule: None,
        feedback: HOSTILE.to_owned(),
    };
    let item = |id: &str, text: Option<&str>, options| Item {
        no: 1,
        id: id.to_owned(),
        only_for: None,
        only_in: None,
        text: text.map(str::to_owned),
        ask: "Boleh?".to_owned(),
        options,
        reason: HOSTILE.to_owned(),
        topic: "t".to_owned(),
        topic_name: "Kantor/rumah".to_owned(),
        rules: vec!["N-01".to_owned()],
        cite: "PP 94/2021".to_owned(),
    };
    let short = vec![option('A', "Ya", false), option('B', "Tidak", true)];
    let hostile = vec![option('A', HOSTILE, true), option('B', "%50%", false)];
    Bank {
        title: "Kuis".to_owned(),
        items: vec![
            item("Q-01", Some(HOSTILE), hostile),
            item("Q-02", Some(&"kata ".repeat(23)), short.clone()),
            item("Q-03", Some(&"kata ".repeat(25)), short),
        ],
    }
}

fn written(exchange: Exchange) -> String {
    String::from_utf8(write(&bank(), exchange).unwrap().0).unwrap()
}

#[test]
fn nothing_in_a_text_means_anything_to_gift() {
    let gift = written(Exchange::Gift);
    let blocks: Vec<&str> = gift.split("\n\n").filter(|block| !block.is_empty()).collect();
    assert_eq!(blocks.len(), 4, "{gift}");
    assert_eq!(blocks[0], "$CATEGORY: $course$/top/Kuis/Kantor//rumah");
    let hostile = r##"\=1+1 \~a \#b \{c\} \\d\: \:\: // <b>&amp;"x" ]]> $CATEGORY\: %50% -> | z"##;
    assert!(blocks[1].starts_with(&format!("::Q-01::[plain]{hostile} Boleh? {{\n\t={hostile}#{hostile}\n")), "{gift}");
    assert!(blocks[1].contains("\t~%0%%50%#"), "{gift}");
}

#[test]
fn moodle_reads_the_texts_as_they_were() {
    let xml = written(Exchange::MoodleXml);
    let mut reader = Reader::from_str(&xml);
    let (mut texts, mut open) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) if tag.name().as_ref() == "text" => open.clear(),
            Event::Text(text) => open.push_str(&text),
            Event::GeneralRef(name) => open.push_str(&format!("&{};", &*name)),
            Event::End(tag) if tag.name().as_ref() == "text" => {
                texts.push(quick_xml::escape::unescape(&open).unwrap().into_owned())
            }
            _ => {}
        }
    }
    assert!(texts.contains(&plain(HOSTILE)), "{texts:?}");
    assert_eq!(xml.matches("fraction=\"100\"").count(), 3);
}

#[test]
fn no_cell_is_a_formula() {
    let csv = written(Exchange::Csv);
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0][0].starts_with("'=1+1") && rows[0][2].starts_with("'=1+1"));
    assert_eq!((&rows[0][7], &rows[1][7], &rows[1][8]), ("1", "2", "30"));
}

#[test]
fn kahoot_gets_what_it_takes_and_a_warning_names_the_rest() {
    let (bytes, warnings) = write(&bank(), Exchange::Xlsx).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings.iter().next().unwrap().message.en(), "the question Q-03 is too long for Kahoot");
    let again = write(&bank(), Exchange::Xlsx).unwrap().0;
    assert_eq!(bytes, again);
}

#[test]
fn a_long_question_is_asked_without_what_the_options_say() {
    let items = bank().items;
    let whole: Vec<bool> =
        items.iter().map(|item| table::kahoot(item).is_some_and(|words| words.ends_with("Boleh?"))).collect();
    assert_eq!(whole, [true, false, false]);
    assert!(table::kahoot(&items[1]).is_some());
}
