//! `ikrar list`.

use crate::folder::folder;
use serde_json::Value;

fn list(what: &str) -> Vec<Value> {
    folder().runs(&format!("list {what} --format json")).succeeds().silently().json().as_array().unwrap().clone()
}

fn ids(what: &str, key: &str) -> Vec<String> {
    list(what).iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
}

#[test]
fn everything_can_be_listed_for_a_person_and_for_a_script() {
    for what in
        ["rules", "regions", "audiences", "phases", "elections", "documents", "regulations", "articles", "cases"]
    {
        let key = if what == "regions" { "slug" } else { "id" };
        let table = folder().runs(&format!("list {what}")).succeeds().silently().stdout();
        for id in ids(what, key) {
            assert!(table.contains(&id), "list {what} misses {id}");
        }
    }
}

#[test]
fn all_regions_are_there() {
    let regions = list("regions");
    assert_eq!(regions.len(), 514);
    let profiled: Vec<_> = regions.iter().filter(|region| !region["profile"].is_null()).collect();
    let slugs: Vec<_> = profiled.iter().map(|region| region["slug"].as_str().unwrap()).collect();
    assert_eq!(slugs, ["muara-enim", "banyuasin", "prabumulih", "kutai-timur", "buru-selatan"]);
    assert_eq!(regions.iter().filter(|region| region["elects_head"] == false).count(), 6);
}

#[test]
fn a_script_gets_whole_rules() {
    let rules = list("rules");
    for rule in &rules {
        for key in ["id", "kind", "text", "reason", "audiences", "phases", "channel", "sources", "basis", "sanctions"] {
            assert!(!rule[key].is_null(), "{key} of {}", rule["id"]);
        }
    }
    assert!(rules.iter().any(|rule| !rule["contested"].is_null()));
}

#[test]
fn a_script_gets_whole_cases() {
    let cases = list("cases");
    assert_eq!(cases.len(), 33);
    for case in &cases {
        for key in ["id", "scenario", "answer", "reason", "rules", "audiences", "channel", "level"] {
            assert!(!case[key].is_null(), "{key} of {}", case["id"]);
        }
    }
}

#[test]
fn phases_come_with_their_days() {
    let campaign = list("phases").into_iter().find(|phase| phase["id"] == "kampanye").unwrap();
    assert_eq!(campaign["dates"][0]["from"], "2024-09-25");
}

#[test]
fn a_table_in_a_pipe_has_one_line_per_item() {
    let table = folder().runs("list regions").succeeds().stdout();
    assert_eq!(table.lines().count(), 515);
    assert!(!table.contains('\u{1b}'));
}

#[test]
fn names_come_in_the_language_asked_for() {
    folder().runs("list documents --lang en").succeeds().printing("Handout");
    assert!(ids("documents", "id").starts_with(&["pledge".into(), "declaration".into()]));
}
