//! `ikrar explain`.

use crate::folder::folder;
use serde_json::Value;

/// The first rule of the built-in rulebook that is as asked.
fn rule(wanted: impl Fn(&Value) -> bool) -> Value {
    let rules = folder().runs("list rules --format json").succeeds().json();
    rules.as_array().unwrap().iter().find(|rule| wanted(rule)).unwrap().clone()
}

fn explain(id: &Value, flags: &str) -> crate::folder::Outcome {
    folder().runs(&format!("explain {} {flags}", id.as_str().unwrap())).succeeds()
}

#[test]
fn a_rule_is_told_in_full() {
    let rule =
        rule(|rule| !rule["sources"][0].is_null() && !rule["basis"][0].is_null() && !rule["sanctions"][0].is_null());
    let outcome = explain(&rule["id"], "").silently();
    for told in
        [&rule["text"]["id"], &rule["text"]["en"], &rule["reason"]["id"], &rule["sources"][0], &rule["audiences"][0]]
    {
        let told = told.as_str().unwrap();
        assert!(outcome.stdout().contains(told), "misses {told}");
    }
    outcome.printing("[keyakinan ").printing("printed as:").printing("appears in");
}

#[test]
fn a_rule_names_the_cases_it_decides() {
    folder().runs("explain N-01").succeeds().printing("Q-02");
    let explained = folder().runs("explain N-01 --format json").succeeds().json();
    assert_eq!(explained["cases"], serde_json::json!(["Q-01", "Q-02", "Q-17"]));
}

#[test]
fn a_contested_rule_shows_its_positions() {
    let rule = rule(|rule| !rule["contested"].is_null());
    let outcome = explain(&rule["id"], "");
    for position in rule["contested"]["positions"].as_array().unwrap() {
        assert!(outcome.stdout().contains(position["text"]["id"].as_str().unwrap()));
    }
}

#[test]
fn it_says_whether_and_why_a_rule_holds() {
    let rule = rule(|rule| rule["audiences"] == serde_json::json!(["camat"]) || rule["audiences"][0] == "kepala-opd");
    let bound = rule["audiences"][0].as_str().unwrap();
    explain(&rule["id"], &format!("--region muara-enim --audience {bound}")).printing("yes, for");
    explain(&rule["id"], "--region muara-enim --audience cpns").printing("no, not for");
}

#[test]
fn a_script_gets_the_sheets_that_print_the_rule() {
    let common = rule(|rule| rule["common"] == true && rule["phases"] == serde_json::json!([]));
    let json = explain(&common["id"], "--region kutai-timur --format json").json();
    assert_eq!(json["rule"]["id"], common["id"]);
    let printed = json["sheets"].as_array().unwrap().iter().filter(|sheet| sheet["printed"] == true);
    let documents: Vec<_> = printed.map(|sheet| sheet["document"].as_str().unwrap()).collect();
    assert!(documents.contains(&"checklist") && documents.contains(&"handout"), "{documents:?}");
}

#[test]
fn the_case_of_an_id_does_not_matter() {
    let rule = rule(|_| true);
    let id = rule["id"].as_str().unwrap();
    assert_eq!(
        folder().runs(&format!("explain {id}")).stdout(),
        folder().runs(&format!("explain {}", id.to_lowercase())).stdout()
    );
}
