//! The rulebook and the profiles as they are shipped.

use ikrar::diag::Diagnostics;
use ikrar::region::{Regions, coverage};
use ikrar::rulebook::Rulebook;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn told(findings: &Diagnostics) -> String {
    let line = |d: &ikrar::diag::Diagnostic| {
        let origin = d.origin.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{origin}: {} [{}] {}", d.message, d.code, d.help.as_deref().unwrap_or_default())
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn everything_shipped_is_valid_and_covers_the_articles() {
    let mut warnings = Diagnostics::new();
    let rulebook = Rulebook::load("rules.yaml", &read("rules.yaml"), &mut warnings);
    let rulebook = rulebook.unwrap_or_else(|findings| panic!("{}", told(&findings)));
    let names = ["banyuasin", "buru-selatan", "kutai-timur", "muara-enim", "prabumulih"];
    let file = |name: &str| format!("regions/{name}.yaml");
    let profiles: Vec<_> = names.iter().map(|name| (file(name), read(&file(name)))).collect();
    let table = read("regions/regions.csv");
    let regions = Regions::load("regions/regions.csv", &table, &profiles, &rulebook, &mut warnings);
    let regions = regions.unwrap_or_else(|findings| panic!("{}", told(&findings)));
    assert_eq!(told(&warnings), "");
    assert_eq!(told(&coverage(&rulebook, &regions)), "");
    assert_eq!(regions.profiled().count(), 5);
    let rows: usize = rulebook.data().articles.iter().map(|article| article.norms.len()).sum();
    assert_eq!(rows, 44);
}
