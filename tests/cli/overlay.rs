//! A rulebook that extends another one: `extends` in a `rules.yaml` of one's own.

use crate::folder::{Folder, folder};

const AGENCY: &str = "\
extends: built-in
changes:
  - rule: N-09
    text: { id: Mendukung calon dengan ikut serta dalam kampanyenya., en: Support a candidate by joining the campaign. }
  - rule: N-07
    phases: [kampanye]
    because: { id: Aturan internal sudah lebih rinci., en: An internal rule is more detailed. }
removals:
  - rule: N-66
    because: { id: Sudah ada di kontrak kinerja., en: It stands in the performance contract. }
rules:
  - id: D-01
    kind: prohibition
    text: { id: Memarkir mobil dinas di acara kampanye., en: Park an official car at a campaign event. }
    reason: { id: Mobil dinas milik semua warga., en: Official cars belong to everyone. }
    audiences: [asn]
    channel: state-property
    basis:
      - { regulation: pp-94-2021, confidence: B, address_check: kuat }
";

fn agency() -> Folder {
    folder().with("rules.yaml", AGENCY)
}

#[test]
fn sheets_and_lists_show_the_merged_rulebook() {
    let folder = agency();
    let sheet = folder.runs("render checklist --region kutai-timur --audience asn --format md").succeeds();
    let sheet = sheet.stdout();
    assert!(sheet.contains("Memarkir mobil dinas") && sheet.contains("Mendukung calon dengan ikut"));
    assert!(!sheet.contains("N-66"), "{sheet}");
    let rules = folder.runs("list rules").succeeds().stdout().to_owned();
    assert!(rules.contains("D-01") && rules.contains("N-01") && !rules.contains("N-66"));
    let pledge =
        folder.runs("render pledge --region kutai-timur --format md").succeeds().silently().stdout().to_owned();
    assert!(pledge.contains("KT-1") && !pledge.contains("N-66"), "the region's own points stay: {pledge}");
}

#[test]
fn check_tells_every_change_at_its_place() {
    let outcome = agency().runs("check").succeeds();
    outcome
        .printing("hint[rule-reworded]: `N-09` is reworded")
        .printing("rules.yaml:3:11")
        .printing("warning[rule-weakened]: `N-07` is weakened (no longer holds in")
        .printing("An internal rule is more detailed.")
        .printing("warning[rule-removed]: `N-66`")
        .printing("rules.yaml:9:11")
        .saying("0 errors, 2 warnings, 1 hint");
}

#[test]
fn what_weakens_a_rule_needs_a_reason() {
    let silent = AGENCY.replace(
        "    because: { id: Aturan internal sudah lebih rinci., en: An internal rule is more detailed. }\n",
        "",
    );
    let folder = folder().with("rules.yaml", silent);
    folder.runs("check").finds().printing("error[weakened-without-reason]").printing("rules.yaml:6:5");
    folder.runs("render checklist").finds().saying("weakened-without-reason").printing_nothing();
    let folder = folder.with("rules.yaml", "extends: built-in\nremovals:\n  - rule: N-66\n");
    folder.runs("check").finds().printing("the field `because` is missing").printing("rules.yaml:3:5");
}

#[test]
fn explain_tells_what_was_changed_and_why() {
    let folder = agency();
    folder.runs("explain N-09").succeeds().printing("reworded in rules.yaml:3:11").printing("now: Mendukung calon");
    folder.runs("explain n-66").succeeds().printing("taken out in rules.yaml:9:11").printing("an overlay takes it out");
    let json = folder.runs("explain N-07 --format json").succeeds().json();
    let changed = &json["changed"][0];
    assert_eq!((&changed["direction"], &changed["line"]), (&"weakens".into(), &5.into()));
    assert_eq!(changed["effects"][0]["after"], serde_json::json!(["kampanye"]));
    assert_eq!(changed["because"]["en"], "An internal rule is more detailed.");
    assert_eq!(folder.runs("explain N-01 --format json").succeeds().json()["changed"], serde_json::json!([]));
}

#[test]
fn overlays_lie_on_each_other_and_findings_name_the_right_file() {
    let folder = folder()
        .with("pusat/rules.yaml", "extends: built-in\nchanges:\n  - { rule: N-07, chanel: community }\n")
        .with("rules.yaml", "extends: pusat/rules.yaml\nrules:\n  - id: N-01\n    kind: order\n");
    let outcome = folder.runs("check").finds().printing("pusat/rules.yaml:3:19").printing("did you mean `channel`?");
    outcome.printing("rules.yaml:4:11").printing("`order` is not one of the values");
    let folder = folder.with("pusat/rules.yaml", "extends: built-in\nchanges:\n  - { rule: N-7, common: true }\n");
    let folder = folder.with("rules.yaml", AGENCY.replace("built-in", "pusat/rules.yaml").replace("D-01", "N-01"));
    let outcome =
        folder.runs("check").finds().printing("there is no rule `N-7` to change").printing("did you mean `N-07`?");
    outcome.printing("the rule `N-01` is there already").printing("put it under `changes`").printing("rules.yaml:12:9");
}

#[test]
fn a_circle_or_a_file_that_is_missing_is_told_where_it_is_named() {
    let folder =
        folder().with("rules.yaml", "extends: other.yaml\n").with("other.yaml", "# x\nextends: ./rules.yaml\n");
    folder.runs("check").refuses().saying("error[extends-circle]").saying("other.yaml:2:10");
    let folder = folder.with("rules.yaml", "extends: tiada.yaml\n");
    folder.runs("list rules").refuses().saying("tiada.yaml, which this extends: cannot read").saying("rules.yaml:1:10");
    let mut folder = folder.with("rules.yaml", "extends: 0.yaml\n");
    for i in 0..9 {
        folder = folder.with(&format!("{i}.yaml"), format!("extends: {}.yaml\n", i + 1));
    }
    folder.runs("check").refuses().saying("error[extends-too-many]").saying("7.yaml:1:10");
}

#[test]
fn every_file_of_the_chain_counts_for_the_edition() {
    let folder = folder().with("agency.yaml", "extends: base.yaml\n").with("base.yaml", AGENCY);
    let edition = |folder: &Folder| {
        folder.runs("build --rules agency.yaml --region muara-enim --document pledge --format md").succeeds();
        let file = folder.json("out/manifest.json")["files"][0].clone();
        (file["edition"].to_string(), file["rulebook"]["sha256"].to_string())
    };
    let before = edition(&folder);
    let folder = folder.with("base.yaml", AGENCY.replace("lebih rinci", "jauh lebih rinci"));
    let after = edition(&folder);
    assert!(before.0 != after.0 && before.1 != after.1);
    folder.runs("verify out").succeeds();
}

#[test]
fn an_older_sheet_is_traced_through_an_overlay() {
    let folder = folder();
    folder.runs("render checklist --audience asn -o lembar.md").succeeds();
    let folder = folder.with("rules.yaml", AGENCY);
    folder.runs("trace lembar.md").finds().printing("N-66 gone").printing("N-09 changed");
}

#[test]
fn an_overlay_is_described_by_a_schema_and_checked_from_a_pipe() {
    let folder = folder();
    let schema = folder.runs("schema overlay").succeeds().json();
    assert!(schema["properties"]["changes"]["description"].is_string());
    folder.fed(AGENCY, "check -").succeeds().printing("rule-removed").printing("<stdin>:9:11");
}

#[test]
fn the_example_of_the_documentation_is_a_rulebook() {
    let page = include_str!("../../docs/rulebooks.md");
    let example = page.split("```yaml overlay\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let outcome = folder().with("rules.yaml", example).runs("check").succeeds();
    outcome
        .printing("rule-weakened")
        .printing("rule-removed")
        .printing("rule-tightened")
        .saying("0 errors, 2 warnings, 1 hint");
}

#[test]
fn nothing_of_a_file_that_is_no_rulebook_is_repeated() {
    for secret in ["user:hash:secret secret", "a: secret\n", "[secret", "secret\n: x", "%PDF-secret", ""] {
        let folder = folder().with("rules.yaml", "extends: secret.txt\n").with("secret.txt", secret);
        let outcome = folder.runs("list rules").refuses().saying("error[no-rulebook]").saying("rules.yaml:1:10");
        assert!(!outcome.stderr().replace("secret.txt", "").contains("secret"), "{}", outcome.stderr());
    }
    let bare = folder().with("rules.yaml", "extends: b.yaml\n").with("b.yaml", "{ \"rulebook\": {} }");
    bare.runs("list rules").finds().saying("missing-field");
}
