//! Another subject and another election are data alone.

use crate::folder::{Folder, folder};

fn root(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A workspace on gratuities.
fn gratuities() -> Folder {
    let folder = folder().with("rules.yaml", root("tests/fixtures/gratuities/rules.yaml"));
    folder.with("templates/kartu.md", root("tests/fixtures/gratuities/templates/kartu.md"))
}

#[test]
fn a_rulebook_on_another_subject_needs_no_code() {
    let folder = gratuities();
    folder.runs("check").succeeds();
    folder.runs("list rules").succeeds().printing("G-01").printing("G-02");
    folder.runs("explain G-01").succeeds().printing("pengadaan").printing("UU 20/2001");
    let card = folder.runs("render kartu --audience pengadaan --date 2025-04-02").succeeds();
    card.printing("Sesudah hari raya").printing("`G-01`").printing("`G-02`");
    let general = folder.runs("render kartu --audience pegawai --date 2025-03-02").succeeds();
    assert!(!general.stdout().contains("G-0"), "{}", general.stdout());
    folder.runs("build --region prabumulih --document kartu,checklist").succeeds();
    assert!(folder.files("out").contains_key("prabumulih/kartu.pdf"));
}

/// An invented general election, days and all, appended to those of the shipped rulebook.
const NEXT: &str = "\
elections:
  - id: pemilu-contoh
    domain: pemilu
    name: { id: Pemilu contoh, en: Sample general election }
    voting_day: 2039-02-16
    phases:
      - { phase: pra-penetapan, until: 2038-11-02 }
      - { phase: kampanye, from: 2038-11-28, until: 2039-02-12 }
      - { phase: masa-tenang, from: 2039-02-13, until: 2039-02-15 }
      - { phase: pemungutan-suara, from: 2039-02-16, until: 2039-02-16 }
      - { phase: pasca, from: 2039-02-17 }
";

#[test]
fn the_next_election_is_a_few_lines_of_yaml() {
    let before = folder().runs("render checklist").succeeds().stdout().to_owned();
    let folder = folder().with("rules.yaml", root("rules.yaml").replacen("elections:\n", NEXT, 1));
    folder.runs("check").succeeds();
    // The one with the latest day of voting is meant where none is named.
    let next =
        folder.runs("render checklist").succeeds().printing("Pemilu contoh").printing("`N-28`").stdout().to_owned();
    // What binds in regional elections alone is gone, and the sheet of 2024 is as it was.
    let campaign = folder.runs("render checklist --date 2039-01-01 --audience asn").succeeds();
    campaign.printing("Masa kampanye (28 November 2038–12 Februari 2039)").printing("`N-53`");
    assert!(before.contains("`N-08`") && next != before);
    let past = folder.runs("render checklist --election pilkada-2024").succeeds().stdout().to_owned();
    assert_eq!(past, before);
    folder.runs("render checklist --date 2024-10-04").succeeds().printing("keadaan 4 Oktober 2024");
}
