//! Wrong and odd arguments: status 2, a message that helps, never a panic.

use crate::folder::folder;

#[test]
fn without_a_subcommand_there_is_help() {
    folder().runs("").refuses().saying("Usage: ikrar").printing_nothing();
    folder().runs("--help").succeeds().printing("Examples:").silently();
    for command in ["build", "render", "merge", "kit", "tally", "list", "explain", "check", "init", "context", "schema"]
    {
        folder().runs(&format!("{command} --help")).succeeds().printing("Examples:").printing("--rules").silently();
    }
}

#[test]
fn the_version_names_the_rulebook_inside() {
    let version = folder().runs("--version").succeeds().printing(concat!("ikrar ", env!("CARGO_PKG_VERSION")));
    version.printing("built-in rulebook");
}

#[test]
fn what_is_misspelt_is_suggested() {
    folder().runs("biuld").refuses().saying("'build'");
    folder()
        .runs("build --region muara-enin")
        .refuses()
        .saying("error[unknown-region]")
        .saying("did you mean `muara-enim`?");
    folder().runs("build --document pledg").refuses().saying("did you mean `pledge`?");
    folder().runs("build --audience cmat").refuses().saying("did you mean `camat`?");
    folder().runs("build --phase kampanya").refuses().saying("did you mean `kampanye`?");
    folder().runs("build --election pilkada-2025").refuses().saying("did you mean `pilkada-2024`?");
    folder().runs("build --paper a5").refuses().saying("a4, f4, folio");
    folder().runs("build --lang fr").refuses().saying("id, en");
    folder().runs("build --format docx").refuses().saying("pdf, html, md, txt");
    folder().runs("build --date 2024-02-30").refuses().saying("YYYY-MM-DD");
    folder().runs("list rule").refuses().saying("'rules'");
    folder().runs("explain N-007").refuses().saying("did you mean `N-07`?");
}

#[test]
fn every_wrong_name_is_told_at_once() {
    let outcome = folder().runs("build --region nowhere,bogor --document pledg --audience cmat --phase x").refuses();
    let outcome = outcome.saying("unknown-region").saying("ambiguous-region").saying("unknown-document");
    outcome.saying("unknown-audience").saying("unknown-phase");
}

#[test]
fn an_ambiguous_name_lists_what_it_can_mean() {
    folder().runs("build --region bogor").refuses().saying("`kabupaten-bogor`").saying("`kota-bogor`");
}

#[test]
fn odd_arguments_are_refused_without_a_panic() {
    let long = "x".repeat(100_000);
    for odd in ["", " ", ",", "all,,", "../../etc", "\u{202e}", "💥", "--", "-", "%s%n", long.as_str()] {
        let outcome = folder().runs_words(&["build", &format!("--region={odd}"), "--document=pledge"]);
        outcome.refuses().printing_nothing();
        folder().runs_words(&["explain", &format!(" {odd}")]).refuses();
        folder().runs_words(&["render", &format!(" {odd}")]).refuses();
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    let output = folder().command(&["build", "--region"]).arg(odd).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = folder().command(&["check", "--rules"]).arg(odd).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_cannot_be_read_is_told() {
    folder().runs("list rules --rules missing.yaml").refuses().saying("error[io]").saying("missing.yaml");
    folder().runs("list rules --templates missing").refuses().saying("missing");
    folder().with("rules.yaml", b"a: \xff").runs("list rules").refuses().saying("not-utf8").saying("rules.yaml:1:4");
    let folder = folder();
    std::fs::File::create(folder.path("rules.yaml")).unwrap().set_len(40 << 20).unwrap();
    folder.runs("list rules").refuses().saying("input-too-large");
}

#[test]
fn what_cannot_be_written_is_told() {
    folder().with("out", "a file").runs("build --region muara-enim --document pledge").refuses().saying("out");
    folder().runs("render pledge -o missing/pledge.md").refuses().saying("missing/pledge.md");
}

#[test]
fn a_script_gets_the_reason_of_a_failure_as_json() {
    let outcome = folder().runs("explain N-999 --format json").refuses().printing_nothing();
    let json: serde_json::Value = serde_json::from_str(outcome.stderr()).unwrap();
    assert_eq!(json["findings"][0]["code"], "unknown-rule");
}

#[test]
fn a_date_of_the_metadata_must_be_a_number() {
    folder().with_env("SOURCE_DATE_EPOCH", "yesterday").runs("render pledge").refuses().saying("bad-source-date-epoch");
    folder().with_env("SOURCE_DATE_EPOCH", "0").runs("render pledge").succeeds();
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    for line in ["list regions", "list regions --format json", "render handout --region muara-enim", "--help"] {
        let words: Vec<&str> = line.split(' ').collect();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let outcome = folder().runs_into(&words, writer);
        assert_eq!(outcome, (Some(0), String::new()), "{line}");
    }
}
