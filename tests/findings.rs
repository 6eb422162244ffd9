//! The codes of findings: each is explained in `docs/findings.md`, and some test raises it.

use ikrar::diag::Code;
use std::fs;
use std::path::Path;

const ROWS: [&str; 3] = ["contoh · example", "sebab · cause", "tindakan · what to do"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sections of the page: a heading and the lines below it.
fn sections(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in page.lines() {
        match (line.strip_prefix("## "), sections.last_mut()) {
            (Some(code), _) => sections.push((code, Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    sections
}

#[test]
fn the_page_explains_every_code_in_both_languages() {
    let page = fs::read_to_string(root().join("docs/findings.md")).unwrap();
    let sections = sections(&page);
    let known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let told: Vec<&str> = sections.iter().map(|(code, _)| *code).collect();
    assert_eq!(told, known);
    for (code, lines) in sections {
        for row in ROWS {
            let line = lines.iter().find_map(|line| line.strip_prefix(&format!("| {row} | ")));
            let cells: Vec<&str> = line.unwrap_or_default().trim_end_matches(" |").split(" | ").collect();
            let is_told = |cell: &&str| cell.chars().any(char::is_alphabetic);
            assert!(cells.len() == 2 && cells.iter().all(is_told) && cells[0] != cells[1], "{code}: {row}: {cells:?}");
        }
    }
}

/// The source of tests: all below `tests`, and what stands behind `#[cfg(test)]` or in files of tests in `src`.
fn tests_below(folder: &Path, tests: &mut String) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            tests_below(&path, tests);
            continue;
        }
        if path.extension().is_none_or(|ending| ending != "rs") || path == root().join(file!()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let is_test = path.iter().any(|part| part == "tests" || part == "tests.rs");
        let start = if is_test { Some(0) } else { text.find("#[cfg(test)]") };
        let code = start.map_or("", |start| &text[start..]).lines().filter(|line| !line.trim_start().starts_with("//"));
        code.for_each(|line| tests.extend([line, "\n"]));
    }
}

/// Whether a text has this name with nothing before or after that would make it another one.
fn is_word(text: &str, name: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(goes_on) && !text[at + name.len()..].starts_with(goes_on))
}

#[test]
fn some_test_raises_each_code() {
    let mut tests = String::new();
    tests_below(&root().join("tests"), &mut tests);
    tests_below(&root().join("src"), &mut tests);
    let is_raised = |code: &&Code| {
        let (name, variant) = (code.as_str(), format!("{code:?}"));
        root().join("tests/invalid").join(name).is_dir()
            || is_word(&tests, name)
            || is_word(&tests, &format!("Code::{variant}"))
    };
    let untested: Vec<&str> = Code::ALL.iter().filter(|code| !is_raised(code)).map(|code| code.as_str()).collect();
    assert!(untested.is_empty(), "no test raises {untested:?}");
}
