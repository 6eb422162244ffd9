//! Tests of the rulebook as a whole.

use super::*;

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
