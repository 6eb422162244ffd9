//! Which files a workspace is read from.

use super::built_in::BUILT_IN;
use super::extends;
use super::folder::{NameFilter, Paths, STYLE, is_region_file, is_template_file, listed};
use super::reading::{is_stdin, read_file, read_in};
use crate::region::Profile;
use crate::style;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

impl Paths {
    /// The folders of profiles and of templates, there or not.
    fn folders(&self) -> [(PathBuf, NameFilter); 2] {
        let of = |given: &Option<PathBuf>, usual: &str| given.clone().unwrap_or_else(|| usual.into());
        [(of(&self.regions, "regions"), is_region_file), (of(&self.templates, "templates"), is_template_file)]
    }

    /// The files in its folders that a workspace is read from.
    pub fn listed(&self) -> BTreeSet<PathBuf> {
        let of = |(folder, wanted): (PathBuf, NameFilter)| {
            listed(&folder, wanted).map(|(files, _)| files.into_values().collect()).unwrap_or_default()
        };
        self.folders().into_iter().flat_map(|folder| -> Vec<PathBuf> { of(folder) }).collect()
    }

    /// All files that a workspace is read from, beside those in the binary: the rulebook, which may be missing, what it
    /// extends, what lies in the folders, and the pictures and fonts that are named there.
    pub fn sources(&self) -> BTreeSet<PathBuf> {
        let mut sources = self.listed();
        let named: Vec<PathBuf> = sources.iter().flat_map(|path| named_in(path)).collect();
        sources.extend(named);
        let rules = self.rules.clone().unwrap_or_else(|| "rules.yaml".into());
        if !is_stdin(&rules) {
            let extended = read_file(&rules).and_then(|rules| extends::chain(&rules)).unwrap_or_default();
            let files = extended.into_iter().map(|input| input.file).filter(|file| !file.starts_with(BUILT_IN));
            sources.extend(files.map(PathBuf::from));
            sources.insert(rules);
        }
        sources
    }
}

/// The files that a profile or the style names.
fn named_in(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_style = path.file_name().is_some_and(|name| name == STYLE);
    let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    let Some(input) = read_in(folder, path).ok().filter(|_| is_yaml) else { return Vec::new() };
    let names = match is_style {
        true => style::fonts(&input.file, &input.text),
        false => Profile::emblem_named(&input.file, &input.text).into_iter().collect(),
    };
    names.iter().map(|name| folder.join(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_sources_are_all_that_is_read() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        for folder in ["regions", "templates"] {
            fs::create_dir(at(folder)).unwrap();
        }
        for (path, text) in [
            ("regions/a.yaml", "region: '16.03'\nemblem: b.png\n"),
            ("templates/c.md", ""),
            ("templates/notes.txt", ""),
            ("templates/style.yaml", "fonts: { regular: d.ttf, bold: d.ttf, italic: d.ttf, bold-italic: e.ttf }\n"),
            ("rules.yaml", "extends: f.yaml\n"),
            ("f.yaml", "extends: built-in\n"),
        ] {
            fs::write(at(path), text).unwrap();
        }
        let paths =
            Paths { rules: Some(at("rules.yaml")), regions: Some(at("regions")), templates: Some(at("templates")) };
        let names: Vec<String> = paths
            .sources()
            .iter()
            .map(|path| path.strip_prefix(root.path()).unwrap().to_string_lossy().replace('\\', "/"))
            .collect();
        let expected = ["f.yaml", "regions/a.yaml", "regions/b.png", "rules.yaml", "templates/c.md"];
        let fonts = ["templates/d.ttf", "templates/e.ttf", "templates/style.yaml"];
        assert_eq!(names, [&expected[..], &fonts].concat());
    }
}
