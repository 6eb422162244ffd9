//! The files of a new workspace: copies of what is built in, and samples to be changed.

use super::built_in::built_in_samples;
use super::inputs::Inputs;

/// The hint that lets an editor check a YAML file while it is typed.
fn hinted(schema: &str, text: &str) -> String {
    format!("# yaml-language-server: $schema={schema}\n{text}")
}

/// How to do without the copy of the rulebook that follows.
const EXTENDS: &str = "\
# To add or change a few rules alone, replace all that follows by `extends: built-in`, `rules:` and `changes:`; then the
# built-in rulebook stays what it is, newer with a newer ikrar. The schema of such a file is schema/overlay.json.
#
";

/// A new workspace for a region, as paths and texts; `profile` is the name of the profile file in it. Schemas come from
/// elsewhere, under `schema/rules.json`, `schema/region.json` and `schema/event.json`.
pub fn start(slug: &str, profile: &str) -> Vec<(String, String)> {
    let Inputs { rules, regions, templates, .. } = Inputs::built_in();
    let rules = format!("{EXTENDS}{}", rules.text);
    let mut files = vec![("rules.yaml".to_owned(), hinted("schema/rules.json", &rules))];
    let profile = regions.get(profile).map(|input| (format!("regions/{profile}"), &input.text));
    files.extend(profile.map(|(path, text)| (path, hinted("../schema/region.json", text))));
    files.extend(templates.into_iter().map(|(name, input)| (format!("templates/{name}"), input.text.into_owned())));
    for (name, text) in built_in_samples() {
        files.push(match name {
            "gitignore" => (".gitignore".to_owned(), text.to_owned()),
            "Makefile" => (name.to_owned(), text.replace("@REGION@", slug)),
            name if name.ends_with(".yaml") => (name.to_owned(), hinted("schema/event.json", text)),
            name => (name.to_owned(), text.to_owned()),
        });
    }
    files
}
