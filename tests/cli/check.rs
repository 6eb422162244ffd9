//! `ikrar check`: every finding at once.

use crate::folder::folder;

#[test]
fn what_is_built_in_has_no_findings() {
    folder().runs("check").succeeds().printing_nothing().saying("no findings");
    folder().runs("check --quiet").succeeds().silently();
}

#[test]
fn findings_of_all_files_come_at_once_with_their_places() {
    let broken = include_str!("../../rules.yaml").replacen("kind: prohibition", "kidn: prohibition", 1);
    let line = broken.lines().position(|line| line.contains("kidn:")).unwrap() + 1;
    let folder = folder().with("rules.yaml", broken).with("templates/handout.md", "no front matter {{ x | nope }}");
    let outcome = folder.runs("check").finds();
    let outcome = outcome.printing(&format!("--> rules.yaml:{line}:")).printing("help: did you mean `kind`?");
    outcome.printing("--> templates/handout.md").printing("nope").saying("errors");
}

#[test]
fn a_variable_that_does_not_exist_is_found_without_a_build() {
    let template =
        "---\nname: { id: S, en: L }\ndescription: { id: S, en: L }\nper: [region]\n---\n# S\n\n{{ regoin.name }}\n";
    let outcome = folder().with("templates/letter.md", template).runs("check").finds();
    outcome.printing("error[unknown-variable]").printing("templates/letter.md:8:").printing("did you mean `region`?");
}

#[test]
fn raw_html_and_missing_glyphs_are_found_without_a_build() {
    let head = "---\nname: { id: S, en: L }\ndescription: { id: S, en: L }\nper: [region]\n---\n# S\n\n";
    let folder =
        folder().with("templates/a.md", format!("{head}<b>x</b>\n")).with("templates/b.md", format!("{head}字\n"));
    folder.runs("check").finds().printing("error[raw-html]").printing("error[missing-glyph]");
}

#[test]
fn a_named_file_takes_its_place_in_the_workspace() {
    let folder = folder()
        .with("drafts/muara-enim.yaml", "region: \"16.03\"\nletterheda: []\n")
        .with("drafts/what.yaml", "a: b\n")
        .with("drafts/broken.yaml", "rulebook: [\n");
    folder.runs("check drafts/muara-enim.yaml").finds().printing("drafts/muara-enim.yaml:2:").printing("`letterhead`");
    folder.runs("check drafts/broken.yaml").finds().printing("drafts/broken.yaml:");
    folder.runs("check drafts/what.yaml").refuses().saying("unknown-kind");
    folder.runs("check drafts/missing.yaml").refuses().saying("missing.yaml");
}

#[test]
fn a_norm_that_nothing_carries_is_found() {
    let rules = include_str!("../../rules.yaml").replace("KT6]", "]").replace("KT6, ", "").replace(", KT6", "");
    folder().with("rules.yaml", rules).runs("check").finds().printing("error[uncovered-norm]").printing("`KT6`");
}

#[test]
fn a_script_gets_findings_with_code_and_place() {
    let folder = folder().with("regions/muara-enim.yaml", "region: \"16.03\"\n");
    let json = folder.runs("check --format json").finds().silently().json();
    let finding = &json["findings"][0];
    assert_eq!((&finding["severity"], &finding["file"]), (&"error".into(), &"regions/muara-enim.yaml".into()));
    assert!(json["errors"].as_u64().unwrap() > 0 && finding["line"].is_u64() && finding["code"].is_string());
}

#[test]
fn colours_stay_on_terminals() {
    let folder = folder().with("rules.yaml", "rulebook: 3\n");
    assert!(!folder.runs("check").finds().stdout().contains('\u{1b}'));
    assert!(!folder.runs("build").finds().stderr().contains('\u{1b}'));
}

#[test]
fn a_wrong_style_is_a_finding_at_its_line() {
    let folder = folder().with("templates/style.yaml", "sizes:\n  body: 12,5\nfonts:\n  regular: none.ttf\n");
    folder
        .runs("check")
        .finds()
        .printing("templates/style.yaml:2:9")
        .printing("expected a number")
        .printing("bold-italic");
    let folder = folder.with("templates/style.yaml", "sizes:\n  body: 300\n");
    folder.runs("check").finds().printing("templates/style.yaml:2:9").printing("style-range");
    folder.runs("render pledge -o sheet.pdf").finds().saying("style-range");
}
