//! The Markdown of the shipped documents against golden files. Of each document and language, the first sheet is golden as
//! a whole, the others as differences from it.
//!
//! `UPDATE_EXPECT=1 cargo test --test all sheets::` takes the sheets as they are for golden.

use super::{REGIONS, Sheet, files, path, sheet};
use expect_test::expect_file;
use ikrar::lang::Lang;
use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};
use std::collections::{BTreeMap, BTreeSet};

#[path = "../fixtures/approved.rs"]
mod approved;

/// Every document of every region in Indonesian, but only one checklist, since they hardly differ; then what else varies.
fn golden() -> Vec<Sheet> {
    let of_regions = |document| REGIONS.map(|region| sheet(document, region));
    let mut sheets: Vec<Sheet> = ["pledge", "declaration", "handout"].into_iter().flat_map(of_regions).collect();
    sheets.push(sheet("checklist", "muara-enim"));
    sheets.push(sheet("slides", "kutai-timur"));
    sheets.push(sheet("facilitator", "prabumulih"));
    sheets.push(Sheet { lang: Lang::En, ..sheet("facilitator", "muara-enim") });
    sheets.push(Sheet { audience: Some("camat"), phase: Some("kampanye"), ..sheet("facilitator", "banyuasin") });
    sheets.push(Sheet { audience: Some("camat"), phase: Some("kampanye"), ..sheet("slides", "banyuasin") });
    sheets.extend(
        ["pledge", "declaration", "checklist", "handout", "slides"]
            .map(|document| Sheet { lang: Lang::En, ..sheet(document, "muara-enim") }),
    );
    sheets.push(sheet("attendance", "muara-enim"));
    sheets.extend(["quiz", "quiz-key"].map(|document| sheet(document, "prabumulih")));
    sheets.extend(["quiz", "quiz-key"].map(|document| Sheet { lang: Lang::En, ..sheet(document, "muara-enim") }));
    let camat = Sheet { audience: Some("camat"), phase: Some("kampanye"), ..sheet("quiz-key", "banyuasin") };
    sheets.push(camat);
    sheets.extend(
        ["pledge", "declaration", "attendance", "certificate", "agenda", "minutes", "divider", "tally"]
            .map(|document| Sheet { region: None, ..sheet(document, "") }),
    );
    sheets.push(Sheet { on_back: true, ..sheet("pledge", "buru-selatan") });
    sheets.push(Sheet { audience: Some("phl"), signed: true, ..sheet("pledge", "prabumulih") });
    sheets.push(Sheet { audience: Some("kepala-desa"), ..sheet("pledge", "kota-tidore-kepulauan") });
    sheets.push(Sheet { signed: true, lang: Lang::En, ..sheet("declaration", "kutai-timur") });
    sheets.push(Sheet { audience: Some("camat"), phase: Some("kampanye"), ..sheet("checklist", "banyuasin") });
    sheets.push(Sheet { audience: Some("tk2d"), phase: Some("masa-tenang"), ..sheet("checklist", "kutai-timur") });
    sheets
}

const GOLDEN: &str = "tests/golden/markdown";

/// The golden files, by name.
fn golden_files() -> BTreeMap<String, String> {
    let mut bases: BTreeMap<(&str, Lang), (String, String)> = BTreeMap::new();
    let mut files = BTreeMap::new();
    for sheet in golden() {
        let (name, text) = (sheet.name(), sheet.markdown());
        match bases.get(&(sheet.document, sheet.lang)) {
            Some((base_name, base)) => {
                let difference = difference((base_name, base), (&name, &text));
                assert_eq!(approved::patched(base, &difference), text);
                files.insert(format!("{name}.diff"), difference);
            }
            None => {
                bases.insert((sheet.document, sheet.lang), (name.clone(), text.clone()));
                files.insert(format!("{name}.md"), text);
            }
        }
    }
    files
}

/// How a text differs from a base, as a unified difference with a line around each change.
fn difference((base_name, base): (&str, &str), (name, text): (&str, &str)) -> String {
    let [old, new] = [base, text].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let mut difference = format!("--- {base_name}\n+++ {name}\n");
    for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), 1) {
        let (first, last) = (group[0], group[group.len() - 1]);
        // Lines count from 1; a part without lines is named by the line before it.
        let part = |start: usize, end: usize| format!("{},{}", start + usize::from(start < end), end - start);
        let before = part(first.old_range().start, last.old_range().end);
        let after = part(first.new_range().start, last.new_range().end);
        difference.push_str(&format!("@@ -{before} +{after} @@\n"));
        for change in group {
            let kept = change.tag() == DiffTag::Equal;
            let removed = old[change.old_range()].iter().map(|line| format!("{}{line}", if kept { ' ' } else { '-' }));
            let added = new[change.new_range()].iter().filter(|_| !kept).map(|line| format!("+{line}"));
            difference.extend(removed.chain(added));
        }
    }
    difference
}

#[test]
fn sheets_are_as_approved() {
    for (name, text) in golden_files() {
        expect_file![path(GOLDEN).join(name)].assert_eq(&text);
    }
}

#[test]
fn no_golden_file_is_unused() {
    let used: BTreeSet<String> = golden_files().into_keys().collect();
    let kept: BTreeSet<String> = files(GOLDEN, "").into_keys().collect();
    assert_eq!(kept.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(approved::sheets().len(), used.len());
}
