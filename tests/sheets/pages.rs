//! The pages of each shipped document as text, so that a change of layout shows as a difference.

use std::collections::BTreeSet;

use expect_test::expect_file;
use ikrar::layout::{Paper, Settings, Target, Typesetter};

use super::{Sheet, files, path, sheet, template_files};

const LAYOUT: &str = "tests/golden/layout";

/// Each shipped document once, as it is laid out for a target, with the name of its golden file.
fn laid_out() -> Vec<(String, Sheet, Target)> {
    let of_region = ["pledge", "declaration", "checklist", "handout", "slides", "facilitator", "quiz", "quiz-key"];
    let blank = ["attendance", "certificate", "agenda", "minutes", "divider", "tally"];
    let sheets = of_region.map(|document| sheet(document, "muara-enim")).into_iter();
    let sheets = sheets.chain(blank.map(|document| Sheet { region: None, ..sheet(document, "") }));
    let mut all: Vec<_> = sheets.map(|sheet| (sheet.name(), sheet, Target::from(Paper::A4))).collect();
    let poster = sheet("checklist", "muara-enim");
    all.push((format!("{}.poster", poster.name()), poster, Target::from(Paper::A3)));
    let form = Sheet { region: None, ..sheet("pledge", "") };
    all.push((form.name(), form, Target::from(Paper::A4)));
    all.push((format!("{}.fillable", form.name()), form, Target { paper: Paper::F4, fillable: true }));
    all
}

#[test]
fn pages_are_laid_out_as_approved() {
    let typesetter = Typesetter::new(Settings::default()).unwrap();
    let mut used = BTreeSet::new();
    for (name, sheet, target) in laid_out() {
        let pages = typesetter.summary(&sheet.document(), target).unwrap();
        let file = format!("{name}.txt");
        expect_file![path(LAYOUT).join(&file)].assert_eq(&pages);
        used.insert(file);
    }
    let documents = template_files().into_iter().filter(|file| !file.name.starts_with('_'));
    for id in
        documents.filter_map(|file| Some(file.name.strip_suffix(".md")?.to_owned())).filter(|id| !id.contains('.'))
    {
        assert!(laid_out().iter().any(|(_, sheet, _)| sheet.document == id), "{id} has no golden layout");
    }
    let kept: BTreeSet<String> = files(LAYOUT, "").into_keys().collect();
    assert_eq!(kept.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new());
}
