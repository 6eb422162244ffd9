//! The files in the binary.

use super::folder::{NameFilter, is_region_file, is_template_file};
use super::input::InputFile;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;

static RULES: &str = include_str!("../../rules.yaml");
static REGIONS: Dir = include_dir!("$CARGO_MANIFEST_DIR/regions");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/samples");

/// How the names of built-in files begin.
pub(super) const BUILT_IN: &str = "<built-in>/";

/// Whether a template is the built-in one of its name, word for word.
pub(super) fn is_built_in(name: &str, input: &InputFile) -> bool {
    TEMPLATES.get_file(name).is_some_and(|built_in| built_in.contents() == input.text.as_bytes())
}

/// The text of a built-in file by the name that findings have for it.
pub fn built_in_text(name: &str) -> Option<&'static str> {
    let name = name.strip_prefix(BUILT_IN)?;
    let of = |dir: &'static Dir, name| dir.get_file(name).and_then(|file| file.contents_utf8());
    match name.split_once('/') {
        Some(("regions", name)) => of(&REGIONS, name),
        Some(("templates", name)) => of(&TEMPLATES, name),
        _ => (name == "rules.yaml").then_some(RULES),
    }
}

/// The rulebook in the binary.
pub(super) fn built_in_rules() -> InputFile {
    InputFile { file: format!("{BUILT_IN}rules.yaml"), text: RULES.into() }
}

/// The samples by name.
pub(super) fn built_in_samples() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES.files().filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
}

/// The built-in profiles and the table of all regions, by name.
pub(super) fn built_in_regions() -> BTreeMap<String, InputFile> {
    embedded(&REGIONS, "regions", is_region_file)
}

/// The built-in templates by name.
pub(super) fn built_in_templates() -> BTreeMap<String, InputFile> {
    embedded(&TEMPLATES, "templates", is_template_file)
}

fn embedded(dir: &'static Dir, folder: &str, wanted: NameFilter) -> BTreeMap<String, InputFile> {
    let files = dir.files().filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)));
    let input = |(name, text): (&str, &'static str)| {
        (name.to_owned(), InputFile { file: format!("{BUILT_IN}{folder}/{name}"), text: text.into() })
    };
    files.filter(|(name, _)| wanted(name)).map(input).collect()
}
