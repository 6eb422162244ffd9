//! From a text to data: the gate, serde_yaml, and the tree where something is to be reported.

use super::located::Located;
use super::{gate, prepared, shape, tree};
use crate::diag::{Code, Diagnostic, Diagnostics, Origin, say};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// Reads one YAML document into `T`; `file` is its name in findings.
///
/// With the findings comes the data, as far as it could be read, so that more can be found in the rest of it. It is not
/// to be used for anything else where one of the findings is an error.
pub fn read<T: DeserializeOwned + JsonSchema>(file: &str, text: &str) -> (Option<Located<T>>, Diagnostics) {
    // JSON that does not fit the type is ignored: reading the text gives findings with their places.
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

/// The text under a key at the top of a document, and where it stands. None where the key has no text or the document
/// cannot be read; the reason is reported when the document is read as a whole.
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
    let whole = findings.iter().all(|finding| finding.code == Code::DuplicateKey);
    let mut located = None;
    if let Some(tree) = tree {
        let shaped = shape::check(file, &tree, schema::<T>().as_value());
        findings.extend(shaped.findings);
        let value = serde_json::from_value(shaped.json).ok().filter(|_| whole);
        let mended = |(value, replaced)| Located::mended(value, file, text, tree, replaced);
        located = value.zip(shaped.replaced).map(mended);
    }
    if findings.is_empty() {
        findings.push(refused(file, error));
    }
    findings.sort();
    (located, findings)
}

/// What serde_yaml says in its own words, where the tree shows nothing wrong.
fn refused(file: &str, error: &serde_yaml::Error) -> Diagnostic {
    let number = |n: usize| u32::try_from(n).unwrap_or(0);
    let origin = error
        .location()
        .map_or_else(|| Origin::file(file), |at| Origin::at(file, number(at.line()), number(at.column())));
    let message = say!("bagian ini tidak dapat dibaca; kata pembaca YAML: “{error}”", "this cannot be read: {error}");
    Diagnostic::error(Code::YamlSyntax, message).at(origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::yaml::limits::ENOUGH;
    use crate::yaml::{Keyed, Path};
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Note {
        text: String,
    }

    fn told(text: &str) -> String {
        let findings = load::<Note>("n.yaml", text).expect_err("this is wrong");
        let line = |d: &Diagnostic| {
            format!("{}: {}", d.origin.as_ref().map(ToString::to_string).unwrap_or_default(), d.message.en())
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
    fn free_keys_are_checked_for_their_values_and_for_duplicates() {
        let words = load::<Keyed<Note>>("k.yaml", "a: { text: x }\nb: { text: y }\n").expect("this is right");
        assert_eq!(words.value.0.len(), 2);
        let findings =
            load::<Keyed<Note>>("k.yaml", "a: { text: x }\nb: y\na: { text: z }\n").expect_err("a key is given twice");
        let told: Vec<_> =
            findings.iter().map(|d| (d.code.as_str(), d.origin.as_ref().map_or(0, |at| at.line))).collect();
        assert_eq!(told, [("wrong-type", 2), ("duplicate-key", 3)]);
    }

    #[test]
    fn what_is_wrong_is_told_in_indonesian_too() {
        let told = |text: &str| {
            let findings = load::<Note>("n.yaml", text).expect_err("this is wrong");
            findings.iter().map(|d| d.message.get(Lang::Id).to_owned()).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(told("text: [16.10]"), "seharusnya teks, yang tertulis daftar");
        assert_eq!(told("txt: a"), "isian `text` belum ada; tidak ada isian bernama `txt` di sini");
        assert_eq!(told("text: \"a"), "ini bukan YAML yang benar: tanda kutip ini tidak ditutup");
        assert_eq!(told("text: a\n---\ntext: b"), "dokumen kedua dimulai di sini");
        let quoted = "bagian ini tidak dapat dibaca; kata pembaca YAML: “found invalid";
        assert!(told("text: \"\\uD834\\uDD1E\"").starts_with(quoted));
    }

    #[test]
    fn hostile_data_ends_in_few_short_findings() {
        let fields: String = (0..20_000).map(|i| format!("k{i}: x\n")).collect();
        let values = format!("text: {{ {} }}\n", "a".repeat(1_000_000));
        for text in [fields, format!("- {}", "x\n- ".repeat(40_000)), values] {
            let findings = load::<Note>("n.yaml", &text).expect_err("this is wrong");
            assert!(findings.len() <= ENOUGH + 1, "{}", findings.len());
            assert!(findings.iter().all(|finding| finding.message.en().len() < 200));
        }
    }

    #[test]
    fn a_number_may_be_a_text_but_a_list_may_not() {
        assert_eq!(load::<Note>("n.yaml", "text: 16.10").map(|note| note.value.text), Ok("16.10".to_owned()));
        assert_eq!(told("text: [16.10]"), "n.yaml:1:1: expected a text, found a list");
    }
}
