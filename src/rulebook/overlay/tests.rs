//! What an overlay does to the sample rulebook.

use crate::diag::Diagnostics;
use crate::rulebook::{Collection, Rulebook, sample};
use crate::yaml::Path;

const WHY: &str = "because: { id: Alasan., en: A reason. }";

fn stack(overlays: &[&str]) -> Result<Rulebook, Diagnostics> {
    let files: Vec<(String, &str)> =
        overlays.iter().enumerate().map(|(i, text)| (format!("o{i}.yaml"), *text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (file.as_str(), *text)).collect();
    Rulebook::stack(&files, ("rules.yaml", sample::TEXT), &mut Diagnostics::new())
}

/// Codes and places of what is wrong.
fn wrong(overlays: &[&str]) -> Vec<String> {
    let findings = stack(overlays).expect_err("something is wrong");
    let told = |d: &crate::diag::Diagnostic| {
        format!("{} {}", d.origin.as_ref().map(ToString::to_string).unwrap_or_default(), d.code)
    };
    findings.iter().map(told).collect()
}

/// What a change of the sample's rule does: each field and where it leads.
fn leads(rule: &str, fields: &str) -> String {
    let text = format!("extends: rules.yaml\nchanges:\n  - {{ rule: {rule}, {WHY}, {fields} }}\n");
    let rulebook = stack(&[&text]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let effects = rulebook.changed()[0].effects.iter();
    effects.map(|effect| format!("{} {:?}", effect.field, effect.direction)).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_prohibition_is_stricter_the_further_it_reaches() {
    assert_eq!(leads("N-01", "audiences: [pegawai]"), "audiences Tightens");
    assert_eq!(leads("N-06", "audiences: [camat]"), "audiences Weakens");
    assert_eq!(leads("N-06", "audiences: [tk2d]"), "audiences Weakens", "others instead of these");
    assert_eq!(leads("N-06", "audiences: [asn, camat]"), "", "a camat is one of them anyway");
    assert_eq!(leads("N-01", "phases: []"), "phases Tightens");
    assert_eq!(leads("N-01", "phases: [kampanye, pra, pungut, pasca]"), "phases Tightens");
    assert_eq!(leads("N-06", "phases: [kampanye]"), "phases Weakens");
    let all = "phases: [pra, kampanye, pungut, pasca]";
    assert_eq!(leads("N-06", all), "phases Weakens", "a phase that is added later is not among them");
    assert_eq!(leads("N-01", "domains: []"), "domains Tightens");
    assert_eq!(leads("N-06", "until: null"), "until Tightens");
    assert_eq!(leads("N-06", "until: 2022-01-01"), "until Weakens");
    assert_eq!(leads("N-06", "from: 2022-01-01"), "from Weakens");
    assert_eq!(leads("N-01", "common: false"), "common Weakens");
    assert_eq!(leads("N-01", "sanctions: []"), "sanctions Weakens");
    assert_eq!(leads("N-06", "sanctions: [disiplin-berat]"), "sanctions Tightens");
    assert_eq!(leads("N-01", "basis: []"), "basis Weakens");
    for (less, leads_to) in [
        ("confidence: B, address_check: kuat", "basis Weakens"),
        ("confidence: A, address_check: lemah", "basis Weakens"),
        ("confidence: A, address_check: kuat, audiences: [camat]", "basis Weakens"),
        ("confidence: A, address_check: kuat", "basis Rewords"),
    ] {
        let change = format!("basis: [{{ regulation: pp-94-2021, {less} }}]");
        assert_eq!(leads("N-01", &change), leads_to, "{less}");
    }
}

#[test]
fn a_permission_is_stricter_the_less_far_it_reaches() {
    assert_eq!(leads("N-03", "audiences: [pegawai]"), "audiences Weakens");
    assert_eq!(leads("N-03", "audiences: [camat]"), "audiences Tightens");
    assert_eq!(leads("N-03", "phases: []"), "phases Weakens");
    assert_eq!(leads("N-03", "contested: null"), "contested Weakens", "it is free now");
    assert_eq!(
        leads("N-03", "kind: prohibition, phases: [], contested: null"),
        "kind Tightens, phases Tightens, contested Tightens"
    );
}

#[test]
fn a_duty_in_place_of_a_prohibition_or_a_permission_weakens() {
    assert_eq!(leads("N-06", "kind: permission"), "kind Weakens");
    assert_eq!(leads("N-06", "kind: obligation"), "kind Weakens");
}

#[test]
fn other_words_are_told_and_a_lost_negation_counts_as_weaker() {
    assert_eq!(leads("N-06", "text: { id: mengabaikan aturan lama, en: ignore the old rule }"), "text Rewords");
    assert_eq!(
        leads("N-06", "text: { id: melanggar aturan lama kecuali darurat, en: breach the old rule }"),
        "text Weakens"
    );
    for condition in ["jika darurat", "ke\u{ad}cuali darurat", "asal darurat"] {
        let text = format!("text: {{ id: melanggar aturan lama {condition}, en: breach the old rule }}");
        assert_eq!(leads("N-06", &text), "text Weakens", "{condition}");
    }
    assert_eq!(leads("N-02", "text: { id: tetap netral, en: never stay neutral }"), "text Weakens");
    assert_eq!(leads("N-06", "channel: kampanye, note: { id: a, en: a }"), "channel Rewords, note Rewords");
}

#[test]
fn a_rulebook_is_added_to_by_new_ids_and_changed_by_known_ones() {
    let text = "extends: rules.yaml\nrulebook: { version: '2' }\nchannels: [{ id: rapat, name: { id: Rapat, en: Meetings } }]\nrules:\n  - id: D-01\n    kind: prohibition\n    text: { id: berpose, en: pose }\n    reason: { id: Foto menyebar., en: Pictures spread. }\n    audiences: [camat]\n    channel: rapat\n    sources: [kutai-timur#12]\n";
    let rulebook = stack(&[text]).unwrap_or_else(|findings| panic!("{findings:?}"));
    assert_eq!(rulebook.data().rulebook.version, "2");
    assert_eq!(rulebook.rule("D-01").map(|rule| rule.channel.as_str()), Some("rapat"));
    assert!(rulebook.rule("N-01").is_some() && rulebook.changed().is_empty());
    let origin = |path: &Path<'_>| rulebook.origin(path).to_string();
    assert_eq!(origin(&Path::Root.key("rules").item(6).key("channel")), "o0.yaml:10:14");
    assert_eq!(origin(&Path::Root.key("rules").item(0).key("channel")), "rules.yaml:133:14");
    assert_eq!(origin(&Path::Root.key("rulebook").key("version")), "o0.yaml:2:22");
    assert_ne!(rulebook.hash(), sample::rulebook().hash());
    let added: Vec<usize> = (0..7).filter(|item| rulebook.layers().is_added(Collection::Rule, *item)).collect();
    assert_eq!(added, [6]);
}

#[test]
fn findings_are_shown_in_the_file_that_says_it() {
    let text = format!(
        "extends: rules.yaml\nremovals:\n  - {{ rule: N-03, {WHY} }}\nchanges:\n  - rule: N-06\n    phases: [kampanje]\n    {WHY}\n  - rule: N-60\n    common: true\n  - rule: N-01\n    common: false\n  - rule: N-01\n    common: true\nrules:\n  - id: N-02\n    kind: permission\n    text: {{ id: a, en: a }}\n    reason: {{ id: a, en: a }}\n    audiences: [asn]\n    channel: medsos\n    sources: [kutai-timur#99]\n  - id: D-02\n    kind: permission\n    text: {{ id: a, en: a }}\n    reason: {{ id: a, en: '' }}\n    audiences: [asn]\n    channel: medsos\n    sources: [kutai-timur#99]\n"
    );
    let expected = [
        "o0.yaml:6:14 dangling-reference",
        "o0.yaml:8:11 dangling-reference",
        "o0.yaml:11:13 weakened-without-reason",
        "o0.yaml:12:11 repeated-entry",
        "o0.yaml:15:9 duplicate-id",
        "o0.yaml:25:26 empty-text",
        "o0.yaml:28:15 no-such-line",
    ];
    assert_eq!(wrong(&[&text]), expected);
}

#[test]
fn what_cannot_be_read_is_told_once_and_the_rest_is_checked() {
    let text = "extends: rules.yaml\nchanges:\n  - rule: N-06\n    kind: prohibited\n    phases: [kampanye]\n  - rule: N-01\n    phases: [pra]\nremovals:\n  - rule: N-02\n";
    let expected = ["o0.yaml:4:11 unknown-value", "o0.yaml:7:5 weakened-without-reason", "o0.yaml:9:5 missing-field"];
    assert_eq!(wrong(&[text]), expected);
}

#[test]
fn what_rested_on_a_rule_goes_with_it() {
    let removal = format!("extends: rules.yaml\nremovals: [{{ rule: N-02, {WHY} }}, {{ rule: N-01, {WHY} }}]\n");
    let rulebook = stack(&[&removal]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let left_out: Vec<_> = rulebook.changed().iter().map(|changed| changed.left_out.join(" ")).collect();
    assert_eq!(left_out, ["I-1 Q-03", "Q-01"]);
    assert!(rulebook.removed("N-01").is_some() && rulebook.rule("N-01").is_none() && rulebook.case("Q-02").is_some());
    let turned = format!("extends: rules.yaml\nchanges: [{{ rule: N-01, {WHY}, kind: permission }}]\n");
    let rulebook = stack(&[&turned]).unwrap_or_else(|findings| panic!("{findings:?}"));
    assert_eq!(rulebook.changed()[0].left_out, ["Q-01"], "its answer does not follow any more");
}

#[test]
fn advice_that_turns_counts_as_weaker() {
    let dispute = |advice: &str| {
        let side = |holder: &str, article: &str| {
            format!(
                "{{ holder: {{ id: {holder}, en: {holder} }}, date: {{ id: '2024', en: '2024' }}, \
                 text: {{ id: kata {holder}, en: word {holder} }}, sources: [{article}] }}"
            )
        };
        let positions = [side("A", "kutai-timur#12"), side("B", "kutai-timur#12")].join(", ");
        format!("contested: {{ positions: [{positions}], advice: {{ id: {advice}, en: It is safer to stay away. }} }}")
    };
    assert_eq!(leads("N-03", &dispute("Lebih aman menjauh.")), "contested Weakens, contested Rewords");
    assert_eq!(leads("N-03", &dispute("Lebih aman tidak hadir.")), "contested Rewords");
}

#[test]
fn a_reason_says_something() {
    for reason in ["-", "...", "\u{200b}", "null"] {
        let because = format!("because: {{ id: \"{reason}\", en: A reason. }}");
        let text = format!("extends: rules.yaml\nremovals:\n  - {{ rule: N-03, {because} }}\n");
        assert_eq!(wrong(&[&text]), ["o0.yaml:3:19 empty-text"], "{reason:?}");
    }
}

#[test]
fn overlays_lie_on_each_other_in_order() {
    let ministry =
        format!("extends: rules.yaml\nchanges: [{{ rule: N-01, phases: [] }}]\nremovals: [{{ rule: N-03, {WHY} }}]\n");
    let agency = "extends: o1.yaml\nchanges:\n  - rule: N-01\n    audiences: [pegawai]\n";
    let rulebook = stack(&[agency, &ministry]).unwrap_or_else(|findings| panic!("{findings:?}"));
    let rule = rulebook.rule("N-01").map(|rule| (rule.phases.len(), rule.audiences.join(" ")));
    assert_eq!(rule, Some((0, "pegawai".to_owned())));
    let places: Vec<String> = rulebook.changed().iter().map(|c| rulebook.layers().place(c).to_string()).collect();
    assert_eq!(places, ["o1.yaml:2:19", "o1.yaml:3:20", "o0.yaml:3:11"]);
    assert_eq!(
        wrong(&["extends: o1.yaml\nchanges:\n  - rule: N-03\n    common: true\n", &ministry]),
        ["o0.yaml:3:11 dangling-reference"]
    );
}
