//! Hostile values in the texts of rulebook, profile and event.

use super::dom::{outline, shown};
use super::{HOSTILE, WORD, naughty_strings};
use crate::folder::{Folder, folder};
use ikrar::lang::turns_text;
use ikrar::layout::Settings;
use ikrar::pdf::Writer;
use serde_yaml::{Mapping, Value};
use std::collections::BTreeMap;

/// The files of a workspace in whose texts something is to stand.
struct Texts {
    rules: Value,
    profile: Value,
    event: Value,
}

impl Texts {
    fn shipped() -> Texts {
        let read = |file: &str| {
            let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
            serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
        };
        let [rules, profile, event] = ["rules.yaml", "regions/muara-enim.yaml", "samples/sosialisasi.yaml"].map(read);
        Texts { rules, profile, event }
    }

    /// A folder with the files, something added to each of their texts: what is given for its number.
    fn with(mut self, mut added: impl FnMut(usize) -> String) -> Folder {
        let mut number = 0;
        for file in [&mut self.rules, &mut self.profile, &mut self.event] {
            add(file, &mut || {
                number += 1;
                added(number - 1)
            });
        }
        let [rules, profile, event] =
            [self.rules, self.profile, self.event].map(|file| serde_yaml::to_string(&file).unwrap());
        folder().with("rules.yaml", rules).with("regions/muara-enim.yaml", profile).with("acara.yaml", event)
    }
}

/// Adds to every text in two languages, and to names and places.
fn add(value: &mut Value, added: &mut impl FnMut() -> String) {
    match value {
        Value::Mapping(map) if is_text(map) => {
            let more = added();
            for (_, words) in map.iter_mut() {
                *words = Value::from(format!("{} {more} akhir", words.as_str().unwrap_or_default()));
            }
        }
        Value::Mapping(map) => {
            for (key, value) in map.iter_mut() {
                match (key.as_str(), &value) {
                    (Some("place" | "by"), Value::String(words)) => {
                        *value = Value::from(format!("{words} {}", added()))
                    }
                    _ => add(value, added),
                }
            }
        }
        Value::Sequence(items) => items.iter_mut().for_each(|item| add(item, added)),
        _ => {}
    }
}

fn is_text(map: &Mapping) -> bool {
    map.len() == 2 && ["id", "en"].iter().all(|lang| map.get(*lang).is_some_and(Value::is_string))
}

/// Documents that between them show every text.
const DOCUMENTS: [&str; 8] =
    ["pledge", "declaration", "checklist", "handout", "facilitator", "quiz", "quiz-key", "agenda"];

/// The pages of the documents.
fn pages(folder: &Folder) -> BTreeMap<&'static str, String> {
    let render = |document: &&'static str| {
        let line = format!("render {document} --region muara-enim --event acara.yaml --format html");
        (*document, folder.runs(&line).succeeds().stdout())
    };
    DOCUMENTS.iter().map(render).collect()
}

#[test]
fn a_text_of_yaml_is_printed_as_typed() {
    texts_are_printed_as_typed(&HOSTILE.map(str::to_owned));
}

#[test]
#[ignore = "needs the big list of naughty strings: .ci/corpus"]
fn every_naughty_string_in_a_text_of_yaml_is_printed_as_typed() {
    let writer = Writer::new(Settings::default()).unwrap();
    let mut strings = naughty_strings();
    let all = strings.len();
    strings.retain(|string| writer.unprintable(string).is_none());
    strings.retain(|string| !string.contains(|c: char| c.is_control() || turns_text(c)));
    assert!(strings.len() > all * 3 / 4, "{} of {all}", strings.len());
    for _ in 0..5 {
        strings.rotate_left(97);
        texts_are_printed_as_typed(&strings);
    }
}

#[test]
fn a_sign_that_turns_a_text_around_is_refused() {
    for sign in ["\u{202e}", "\u{2067}"] {
        let folder = Texts::shipped().with(|_| sign.to_owned());
        folder.runs("build --region muara-enim --format html").finds().saying("turned-text");
        folder.runs("check").finds().printing("turned-text");
    }
}

fn texts_are_printed_as_typed(values: &[String]) {
    let value = |number: usize| values[number % values.len()].clone();
    let hostile = pages(&Texts::shipped().with(value));
    let harmless = pages(&Texts::shipped().with(|number| format!("{WORD}{number}.")));
    for document in DOCUMENTS {
        let mut wanted = outline(&harmless[document]);
        for text in &mut wanted {
            while let Some(at) = text.find(WORD) {
                let rest = &text[at + WORD.len()..];
                let digits = rest.find('.').unwrap();
                let number: usize = rest[..digits].parse().unwrap();
                let word = format!("{WORD}{number}.");
                *text = text.replace(&word, &shown(&value(number)));
            }
            *text = shown(text);
        }
        let page = outline(&hostile[document]);
        // The hash of the rulebook is its own.
        let differs = |(is, wanted): &(&String, &String)| is != wanted && !is.starts_with("Buku aturan 1.0.0 · ");
        let wrong = page.iter().zip(&wanted).find(differs);
        assert_eq!(wrong, None, "{document}");
        assert_eq!(page.len(), wanted.len());
    }
}
