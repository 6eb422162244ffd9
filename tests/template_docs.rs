//! `docs/templates.md`: every example is a document, every wrong one has the findings shown, every code is explained.

use ikrar::diag::{Code, Diagnostic};
use ikrar::document::{Meta, markdown, words};
use ikrar::html;
use ikrar::region::Profile;
use ikrar::yaml;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The fenced blocks of the page with this info string.
fn examples(page: &str, info: &str) -> Vec<String> {
    let opening = format!("\n```{info}\n");
    let blocks = page.split(&opening).skip(1);
    blocks.map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned() + "\n").collect()
}

#[test]
fn every_example_becomes_a_page_with_words() {
    let page = read("docs/templates.md");
    let writer = html::Writer::new(&read("templates/page.html"), &read("templates/style.css"))
        .unwrap_or_else(|findings| panic!("{findings:#?}"));
    let examples = examples(&page, "markdown");
    assert!(examples.len() >= 12);
    for example in examples {
        // An example may show a part of a sheet, below a heading that is not shown.
        let sheet =
            if example.contains("\n## ") && !example.starts_with("# ") { format!("# T\n\n{example}") } else { example };
        let document = markdown::parse("docs/templates.md", &sheet, Meta::default())
            .unwrap_or_else(|findings| panic!("{sheet}\n{findings:#?}"));
        assert!(!words(&document).is_empty(), "{sheet}");
        assert!(writer.write(&document).is_ok(), "{sheet}");
    }
}

#[test]
fn the_example_of_a_letterhead_fits_a_profile() {
    let page = read("docs/templates.md");
    let profile = read("regions/muara-enim.yaml");
    let rest = profile.split_once("head_title:").map_or("", |(_, rest)| rest);
    let units = examples(&page, "yaml units").concat();
    for example in examples(&page, "yaml profile") {
        let text = format!("region: \"16.03\"\n{example}{units}head_title:{rest}");
        let (profile, findings) = yaml::read::<Profile>("profile", &text);
        assert!(findings.is_empty(), "{findings:#?}");
        let profile = profile.unwrap().value;
        assert_eq!(profile.emblem.as_deref(), Some("lambang.png"));
        let unit = profile.unit("DISCONTOH").unwrap();
        assert_eq!(unit.superior.as_ref().unwrap().position, "Kepala Dinas Contoh");
    }
    assert_eq!(examples(&page, "yaml profile").len(), 1);
}

#[test]
fn the_wrong_example_has_the_findings_shown() {
    let page = read("docs/templates.md");
    let findings = |example: &String| match markdown::parse("", example, Meta::default()) {
        Ok(_) => String::new(),
        Err(findings) => findings.iter().map(line).collect(),
    };
    let found: Vec<String> = examples(&page, "markdown wrong").iter().map(findings).collect();
    assert!(!found.is_empty());
    assert_eq!(found, examples(&page, "text"));
}

fn line(finding: &Diagnostic) -> String {
    let place = finding.origin.as_ref().map(|origin| format!("{}:{}", origin.line, origin.column));
    format!("{} {}: {}\n", place.unwrap_or_default(), finding.code, finding.message.en())
}

#[test]
fn every_code_of_the_reader_and_the_writer_is_explained_and_no_other() {
    let page = read("docs/templates.md");
    let table = page.split("\n| code | means |\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let rows = table.unwrap_or_default().lines().filter_map(|line| line.strip_prefix("| `"));
    let explained: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let sources: String = ["src/document/markdown", "src/html"].into_iter().map(sources_in).collect();
    let variants = sources.split("Code::").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    let named = |variant: &str| Code::ALL.iter().find(|code| format!("{code:?}") == variant).map(|code| code.as_str());
    let raised: BTreeSet<&str> = variants.filter_map(named).collect();
    assert_eq!(explained, raised);
}

/// The text of all source files in a folder.
fn sources_in(folder: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let files = entries.filter_map(|entry| entry.ok()).map(|entry| entry.path()).filter(|path| path.is_file());
    files.map(|file| fs::read_to_string(&file).unwrap_or_default()).collect()
}
