//! The rulebook, the profiles and the templates as they are shipped.

use ikrar::diag::Diagnostics;
use ikrar::region::{Regions, coverage};
use ikrar::rulebook::Rulebook;
use serde_yaml::Value;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn told(findings: &Diagnostics) -> String {
    let line = |d: &ikrar::diag::Diagnostic| {
        let origin = d.origin.as_ref().map(ToString::to_string).unwrap_or_default();
        format!(
            "{origin}: {} [{}] {}",
            d.message.en(),
            d.code,
            d.help.as_ref().map(|help| help.en()).unwrap_or_default()
        )
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn everything_shipped_is_valid_and_covers_the_articles() {
    let mut warnings = Diagnostics::new();
    let rulebook = Rulebook::load("rules.yaml", &read("rules.yaml"), &mut warnings);
    let rulebook = rulebook.unwrap_or_else(|findings| panic!("{}", told(&findings)));
    let names = ["banyuasin", "buru-selatan", "kutai-timur", "muara-enim", "prabumulih"];
    let file = |name: &str| format!("regions/{name}.yaml");
    let profiles: Vec<_> = names.iter().map(|name| (file(name), read(&file(name)))).collect();
    let table = read("regions/regions.csv");
    let regions = Regions::load("regions/regions.csv", &table, &profiles, &rulebook, &mut warnings);
    let regions = regions.unwrap_or_else(|findings| panic!("{}", told(&findings)));
    assert_eq!(told(&warnings), "");
    assert_eq!(told(&coverage(&rulebook, &regions)), "");
    assert_eq!(regions.profiled().count(), 5);
    let rows: usize = rulebook.data().articles.iter().map(|article| article.norms.len()).sum();
    assert_eq!(rows, 44);
}

/// Every text in YAML.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Sequence(items) => items.iter().flat_map(texts).collect(),
        Value::Mapping(entries) => entries.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// What a template prints by itself, without tags and remarks.
fn prose(template: &str) -> String {
    let mut pieces = template.split("{%").flat_map(|part| part.split("{{")).flat_map(|part| part.split("{#"));
    let first = pieces.next().unwrap_or_default().to_owned();
    let after = |piece: &str| ["%}", "}}", "#}"].iter().find_map(|end| Some(piece.split_once(end)?.1.to_owned()));
    first + &pieces.filter_map(after).collect::<String>()
}

#[test]
fn prose_has_typographic_apostrophes_quotes_and_dashes() {
    let shipped = |folder: &str, ending: &str| -> Vec<(String, String)> {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let files = names.filter(|name| name.ends_with(ending)).map(|name| format!("{folder}/{name}"));
        files.map(|file| (file.clone(), read(&file))).collect()
    };
    let yaml = [shipped(".", "rules.yaml"), shipped("regions", ".yaml"), shipped("templates", ".yaml")].concat();
    let templates = shipped("templates", ".md");
    assert!(yaml.len() >= 8 && templates.len() >= 11);
    let mut wrong = Vec::new();
    for (file, text) in &yaml {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let is_typed = |text: &&str| text.contains(['\'', '"']) || text.contains(" - ") || text.contains("--");
        wrong.extend(texts(&value).into_iter().filter(is_typed).map(|text| format!("{file}: {text}")));
    }
    for (file, text) in &templates {
        wrong.extend(
            prose(text).lines().filter(|line| line.contains(['\'', '"'])).map(|line| format!("{file}: {line}")),
        );
    }
    assert!(wrong.is_empty(), "write ’ “ ” –:\n{}", wrong.join("\n"));
}

#[test]
fn what_a_listener_is_told_stands_in_a_text() {
    let rules = read("rules.yaml");
    let rulebook =
        Rulebook::load("rules.yaml", &rules, &mut Diagnostics::new()).unwrap_or_else(|f| panic!("{}", told(&f)));
    let (_, mut texts) =
        rules.split_once("\ndomains:").map(|(before, after)| (before, after.to_owned())).unwrap_or_default();
    for name in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("regions")).into_iter().flatten().flatten() {
        texts += &fs::read_to_string(name.path()).unwrap_or_default();
    }
    texts += &read("templates/labels.yaml");
    let data = rulebook.data();
    let shorts = data.abbreviations.iter().map(|known| &known.short);
    let unused: Vec<_> =
        shorts.chain(&data.foreign.id).chain(&data.foreign.en).filter(|words| !texts.contains(*words)).collect();
    assert!(unused.is_empty(), "{unused:?}");
    assert!(data.abbreviations.len() > 30);
}
