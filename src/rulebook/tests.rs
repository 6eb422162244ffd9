//! Tests of the rulebook as a whole.

use super::*;
use crate::diag::Diagnostics;

#[test]
fn ancestors_come_itself_first_and_each_once() {
    let rulebook = sample::rulebook();
    let ids = |audience| rulebook.ancestors(audience).iter().map(|a| a.id.as_str()).collect::<Vec<_>>();
    assert_eq!(ids("camat"), ["camat", "asn", "pegawai"]);
    assert_eq!(ids("pegawai"), ["pegawai"]);
    assert!(ids("nobody").is_empty());
}

#[test]
fn identity_is_inherited_from_the_nearest_group_that_has_one() {
    let rulebook = sample::rulebook();
    assert!(rulebook.identity("camat").contains(&IdentityField::Nip));
    assert!(!rulebook.identity("tk2d").contains(&IdentityField::Nip));
}

#[test]
fn the_hash_is_that_of_the_text() {
    let rulebook = sample::rulebook();
    assert_eq!(rulebook.hash().len(), 64);
    assert!(rulebook.hash().starts_with(rulebook.short_hash()));
    assert_eq!(rulebook.short_hash().len(), 8);
}

#[test]
fn a_norm_is_found_with_its_article() {
    let rulebook = sample::rulebook();
    let (article, norm) = rulebook.norm("PR2").expect("PR2 is in the sample");
    assert_eq!((article.id.as_str(), norm.lines.as_slice()), ("prabumulih", [9, 10].as_slice()));
}

#[test]
fn findings_of_form_and_of_content_come_together() {
    let text = sample::TEXT
        .replace("    channel: kampanye\n    common: true\n", "    channel: kampanye\n    colour: red\n")
        .replace("sources: [prabumulih#9]", "sources: [prabumulih9]")
        .replace("audiences: [camat]", "audiences: [camta]")
        .replace("  - id: N-06", "  - id: N-05")
        .replacen("    rules: [N-02]\n", "", 1)
        .replace("lines: [14]", "lines: [41]");
    let findings = Rulebook::load("rules.yaml", &text, &mut Diagnostics::new()).expect_err("much is wrong");
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
    let expected = [
        "no-such-line",
        "unknown-field",
        "bad-locator",
        "dangling-reference",
        "duplicate-id",
        "no-ground",
        "norm-not-cited",
    ];
    assert_eq!(codes, expected);
    assert!(findings.iter().all(|finding| finding.origin.as_ref().is_some_and(|at| at.line > 0 && at.column > 0)));
}

#[test]
fn a_cause_is_told_without_its_consequences() {
    let codes = |old: &str, new: &str| {
        assert!(sample::TEXT.contains(old));
        let text = sample::TEXT.replacen(old, new, 1);
        let findings = Rulebook::load("rules.yaml", &text, &mut Diagnostics::new()).expect_err("something is wrong");
        findings.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(codes("sources: [prabumulih#9]", "souces: [prabumulih#9]"), "unknown-field");
    assert_eq!(codes("audiences: [camat]", "audiences: camat"), "wrong-type");
    assert_eq!(codes("  - id: asn\n", "  - ID: asn\n"), "missing-field unknown-field");
    assert_eq!(codes("regulations:\n", "regulation:\n"), "missing-field unknown-field");
}

#[test]
fn whichever_line_is_lost_or_doubled_every_finding_has_a_place() {
    let lines: Vec<&str> = sample::TEXT.lines().collect();
    for at in 0..lines.len() {
        for copies in [0, 2] {
            let keep = |(i, line): (usize, &&str)| format!("{line}\n").repeat(if i == at { copies } else { 1 });
            let text: String = lines.iter().enumerate().map(keep).collect();
            if let Err(findings) = Rulebook::load("rules.yaml", &text, &mut Diagnostics::new()) {
                let placed = |d: &crate::diag::Diagnostic| d.origin.as_ref().is_some_and(|origin| origin.line > 0);
                assert!(findings.iter().all(placed), "line {}: {findings:?}", at + 1);
            }
        }
    }
}
