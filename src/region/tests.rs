//! Tests of the table as shipped and of profiles against the sample rulebook.

use super::*;
use crate::lang::Lang;
use crate::region::coverage;
use crate::rulebook::sample;

const TABLE: &str = include_str!("../../regions/regions.csv");
const PROFILE: &str = include_str!("../../tests/fixtures/kutai-timur.yaml");

fn load(profiles: &[(&str, &str)]) -> Result<Regions, Diagnostics> {
    let profiles: Vec<_> = profiles.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    Regions::load("regions.csv", TABLE, &profiles, &sample::rulebook(), &mut Diagnostics::new())
}

fn table() -> Regions {
    load(&[]).expect("the table is valid")
}

#[test]
fn the_table_holds_all_provinces_and_regions() {
    let regions = table();
    assert_eq!((regions.provinces.len(), regions.all().len()), (38, 514));
    assert_eq!(regions.electing().count(), 508);
    let slugs: std::collections::BTreeSet<&str> = regions.all().iter().map(|r| r.slug.as_str()).collect();
    assert_eq!(slugs.len(), 514);
}

#[test]
fn a_region_is_found_by_slug_name_and_code() {
    let regions = table();
    let find = |typed| regions.find(typed).map(|r| r.code.as_str()).map_err(|d| d.to_owned());
    for typed in ["muara-enim", "Muara Enim", "muaraenim", "kab. muara enim", "Kabupaten Muara Enim", "16.03"] {
        assert_eq!(find(typed), Ok("16.03"), "{typed}");
    }
    assert_eq!(find("kota bogor"), Ok("32.71"));
    assert_eq!(find("Kab. Bogor"), Ok("32.01"));
    assert_eq!(find("kota baru"), Ok("63.02"));
    assert_eq!(find("jakarta pusat"), Ok("31.71"));
}

#[test]
fn a_slug_has_the_kind_only_where_it_must() {
    let regions = table();
    let slug = |code| regions.find(code).map(|r| r.slug.clone()).ok();
    assert_eq!(slug("16.03").as_deref(), Some("muara-enim"));
    assert_eq!(slug("32.01").as_deref(), Some("kabupaten-bogor"));
    assert_eq!(slug("32.71").as_deref(), Some("kota-bogor"));
    for region in regions.all() {
        assert_eq!(regions.find(&region.slug).map(|r| &r.code), Ok(&region.code));
        assert_eq!(regions.find(&region.name).map(|r| &r.code), Ok(&region.code));
    }
}

#[test]
fn what_cannot_be_found_says_what_to_type() {
    let regions = table();
    let help = |typed| {
        regions
            .find(typed)
            .map(|r| r.slug.clone())
            .map_err(|d| (d.code.as_str(), d.help.map(|help| help.en().to_owned()).unwrap_or_default()))
    };
    assert_eq!(help("bogor"), Err(("ambiguous-region", "write `kabupaten-bogor` or `kota-bogor`".into())));
    assert_eq!(help("muara-enin"), Err(("unknown-region", "did you mean `muara-enim`?".into())));
    assert_eq!(help("bogr"), Err(("unknown-region", "did you mean `kabupaten-bogor` or `kota-bogor`?".into())));
    for part in ["tidore", "Kota Tidore", "Kab. Tidore"] {
        assert_eq!(help(part), Err(("unknown-region", "did you mean `tidore-kepulauan`?".into())), "{part}");
    }
    assert_eq!(help("Kabupaten Prabumulih"), Err(("unknown-region", "did you mean `prabumulih`?".into())));
    let bali = help("Bali").expect_err("a province");
    assert!(bali.1.starts_with("name one of: jembrana, tabanan"), "{}", bali.1);
    assert!(help("xyzzy").is_err_and(|(_, help)| help.contains("ikrar list regions")));
}

#[test]
fn what_to_type_is_told_in_indonesian_too() {
    let regions = table();
    let told = |typed| {
        regions.find(typed).map(|_| ()).map_err(|d| {
            (d.message.get(Lang::Id).to_owned(), d.help.map(|help| help.get(Lang::Id).to_owned()).unwrap_or_default())
        })
    };
    let bogor = ("`bogor` adalah nama 2 wilayah".to_owned(), "tulis `kabupaten-bogor` atau `kota-bogor`".to_owned());
    assert_eq!(told("bogor"), Err(bogor));
    let near = ("tidak ada wilayah `muara-enin`".to_owned(), "apakah yang dimaksud `muara-enim`?".to_owned());
    assert_eq!(told("muara-enin"), Err(near));
}

#[test]
fn a_profile_joins_its_region() {
    let regions = load(&[("kutai-timur.yaml", PROFILE)]).expect("the profile is valid");
    let region = regions.find("kutai-timur").expect("in the table");
    assert_eq!(region.profile.as_ref().map(|p| p.capital.as_str()), Some("Sangatta"));
    assert_eq!(regions.profiled().count(), 1);
}

#[test]
fn coverage_names_each_statement_that_nothing_carries() {
    let text = sample::TEXT.replace("norms: [PR2]", "norms: []").replace("norms: [KT8]", "norms: []");
    let rulebook = Rulebook::load("rules.yaml", &text, &mut Diagnostics::new()).expect("still valid");
    let told =
        |regions: &Regions| coverage(&rulebook, regions).iter().map(|d| d.message.en().to_owned()).collect::<Vec<_>>();
    let kt8 = "nothing carries `KT8`: The Inspectorate watches.";
    let pr2 = "nothing carries `PR2`: Neutral at every stage.";
    assert_eq!(told(&table()), [kt8, pr2]);
    let profiled = load(&[("kutai-timur.yaml", PROFILE)]).expect("the profile is valid");
    assert_eq!(told(&profiled), [pr2]);
}
