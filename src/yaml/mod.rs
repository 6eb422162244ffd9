//! The one module that reads YAML.
//!
//! 1. A [`gate`] refuses what no rulebook needs and what makes parsers hang: large files, deep nesting, anchors,
//!    aliases, tags, several documents.
//! 2. `serde_yaml` turns the text into typed data. That is all that happens to a good file. The built-in files are read
//!    from what the build [`prepared`] instead.
//! 3. Only where there is something to report is the text parsed once more, by `granit-parser` (the engine of
//!    serde-saphyr), into a [`tree`] that knows the line and column of each key and value. Where serde_yaml refuses the
//!    text, the tree is compared with the [`shape`] of the type, which finds everything that serde_yaml would find one
//!    by one.

mod gate;
mod keyed;
mod path;
mod prepared;
mod shape;
mod tree;

pub use keyed::Keyed;
pub use path::{Path, Step};

use crate::diag::{Diagnostic, Diagnostics, Origin};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::sync::OnceLock;

/// So many findings about one file are read by nobody; looking for more would only take time and memory.
pub(crate) const ENOUGH: usize = 1000;

/// Typed data that can tell where in its file each value stands.
#[derive(Debug)]
pub struct Located<T> {
    /// The data.
    pub value: T,
    /// Where it stands.
    pub places: Places,
}

impl<T> Located<T> {
    /// Data that was read as it was written.
    fn new(value: T, file: &str, text: &str) -> Located<T> {
        let (file, text) = (file.to_owned(), text.to_owned());
        Located { value, places: Places { file, text, tree: OnceLock::new(), replaced: Vec::new() } }
    }

    /// Where the value at this path stands; the nearest value around it where the path leads nowhere.
    pub fn origin(&self, path: &Path<'_>) -> Origin {
        self.places.origin(&path.steps())
    }

    /// The file, as a person would name it.
    pub fn file(&self) -> &str {
        &self.places.file
    }
}

/// Where in a file each value stands.
#[derive(Debug)]
pub struct Places {
    file: String,
    text: String,
    /// Made when a place is first asked for.
    tree: OnceLock<Option<tree::Node>>,
    /// Entries that hold something made up in place of what could not be read.
    replaced: Vec<(String, usize)>,
}

impl Places {
    /// Where the value at the end of these steps stands; the nearest value around it where they lead nowhere.
    pub fn origin(&self, steps: &[Step<'_>]) -> Origin {
        let tree = self.tree.get_or_init(|| tree::parse(&self.file, &self.text).0);
        tree.as_ref().map_or_else(|| Origin::file(&*self.file), |tree| tree.find(steps).origin(&self.file))
    }

    /// The file, as a person would name it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether an entry of a list at the top was read as it was written. Of one that was not, nothing more can be said.
    pub fn intact(&self, list: &str, index: usize) -> bool {
        !self.replaced.iter().any(|(l, i)| l == list && *i == index)
    }
}

/// Reads one YAML document into `T`; `file` is its name in findings.
///
/// With the findings comes the data, as far as it could be read, so that more can be found in the rest of it. It is not
/// to be used for anything else where one of the findings is an error.
pub fn read<T: DeserializeOwned + JsonSchema>(file: &str, text: &str) -> (Option<Located<T>>, Diagnostics) {
    // What cannot be read from there is read from the text, for findings with their places.
    if let Some(value) = prepared::json(text).and_then(|json| serde_json::from_str(json).ok()) {
        return (Some(Located::new(value, file, text)), Diagnostics::new());
    }
    let text = match gate::check(file, text) {
        Ok(text) => text,
        Err(refused) => return (None, refused),
    };
    match serde_yaml::from_str(text) {
        Ok(value) => (Some(Located::new(value, file, text)), Diagnostics::new()),
        Err(error) => mend(file, text, &error),
    }
}

/// Reads one YAML document into `T`, or not at all.
///
/// # Errors
/// Every finding about the form of the text, each with line and column.
pub fn load<T: DeserializeOwned + JsonSchema>(file: &str, text: &str) -> Result<Located<T>, Diagnostics> {
    match read(file, text) {
        (Some(located), findings) if !findings.has_errors() => Ok(located),
        (_, findings) => Err(findings),
    }
}

/// The text under a key at the top of a document, and where it stands; none where there is no such text, or the document
/// is none, which whoever reads it whole will tell.
pub fn top(file: &str, text: &str, key: &str) -> Option<(String, Origin)> {
    let tree = tree::parse(file, gate::check(file, text).ok()?).0?;
    tree.top(key).map(|(text, at)| (text.to_owned(), at.origin(file)))
}

/// Whether a document has one of these keys at its top.
pub fn has_top(file: &str, text: &str, keys: &[&str]) -> bool {
    let tree = gate::check(file, text).ok().and_then(|text| tree::parse(file, text).0);
    tree.is_some_and(|tree| keys.iter().any(|key| tree.has_top(key)))
}

/// The shape of a type, as a JSON schema.
pub fn schema<T: JsonSchema>() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>()
}

/// Everything that is wrong with a text that serde_yaml does not take, and what can be read all the same.
fn mend<T: DeserializeOwned + JsonSchema>(
    file: &str,
    text: &str,
    error: &serde_yaml::Error,
) -> (Option<Located<T>>, Diagnostics) {
    let (tree, mut findings) = tree::parse(file, text);
    // Of two values for one key the first is kept; anything else refused by the parser leaves holes.
    let whole = findings.iter().all(|finding| finding.code.0 == "duplicate-key");
    let mut located = None;
    if let Some(tree) = tree {
        let shaped = shape::check(file, &tree, schema::<T>().as_value());
        findings.extend(shaped.findings);
        let value = serde_json::from_value(shaped.json).ok().filter(|_| whole);
        located = value.zip(shaped.replaced).map(|(value, replaced)| {
            let tree = OnceLock::from(Some(tree));
            Located { value, places: Places { file: file.to_owned(), text: text.to_owned(), tree, replaced } }
        });
    }
    if findings.is_empty() {
        findings.push(refused(file, error));
    }
    findings.sort();
    (located, findings)
}

/// What serde_yaml says, where nothing better is known.
fn refused(file: &str, error: &serde_yaml::Error) -> Diagnostic {
    let number = |n: usize| u32::try_from(n).unwrap_or(0);
    let origin = error
        .location()
        .map_or_else(|| Origin::file(file), |at| Origin::at(file, number(at.line()), number(at.column())));
    Diagnostic::error("yaml-syntax", format!("this cannot be read: {error}")).at(origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Note {
        text: String,
    }

    fn told(text: &str) -> String {
        let findings = load::<Note>("n.yaml", text).expect_err("this is wrong");
        let line = |d: &Diagnostic| {
            format!("{}: {}", d.origin.as_ref().map(ToString::to_string).unwrap_or_default(), d.message)
        };
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_good_text_is_read_and_knows_its_places() {
        let note = load::<Note>("n.yaml", "\u{feff}# a note\ntext: halo\n").expect("this is right");
        assert_eq!(note.value.text, "halo");
        assert_eq!(note.origin(&Path::Root.key("text")).to_string(), "n.yaml:2:7");
    }

    #[test]
    fn what_only_serde_yaml_refuses_is_told_in_its_words() {
        let text = told("text: \"\\uD834\\uDD1E\"");
        assert!(
            text.starts_with("n.yaml:1:10: this cannot be read: found invalid Unicode character escape code"),
            "{text}"
        );
    }

    #[test]
    fn free_keys_are_checked_for_their_values_and_for_twins() {
        let words = load::<Keyed<Note>>("k.yaml", "a: { text: x }\nb: { text: y }\n").expect("this is right");
        assert_eq!(words.value.0.len(), 2);
        let findings = load::<Keyed<Note>>("k.yaml", "a: { text: x }\nb: y\na: { text: z }\n").expect_err("twins");
        let told: Vec<_> = findings.iter().map(|d| (d.code.0, d.origin.as_ref().map_or(0, |at| at.line))).collect();
        assert_eq!(told, [("wrong-type", 2), ("duplicate-key", 3)]);
    }

    #[test]
    fn hostile_data_ends_in_few_short_findings() {
        let fields: String = (0..20_000).map(|i| format!("k{i}: x\n")).collect();
        let values = format!("text: {{ {} }}\n", "a".repeat(1_000_000));
        for text in [fields, format!("- {}", "x\n- ".repeat(40_000)), values] {
            let findings = load::<Note>("n.yaml", &text).expect_err("this is wrong");
            assert!(findings.len() <= ENOUGH + 1, "{}", findings.len());
            assert!(findings.iter().all(|finding| finding.message.len() < 200));
        }
    }

    #[test]
    fn a_number_may_be_a_text_but_a_list_may_not() {
        assert_eq!(load::<Note>("n.yaml", "text: 16.10").map(|note| note.value.text), Ok("16.10".to_owned()));
        assert_eq!(told("text: [16.10]"), "n.yaml:1:1: expected a text, found a list");
    }
}
