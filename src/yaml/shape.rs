//! Whether a tree has the shape of a type: its fields, their types, the values of its enumerations.
//!
//! The shape is the JSON schema that `schemars` derives from the same definition that serde reads, so that the two
//! cannot drift apart. serde stops at the first error; this walk goes on, and mends as it goes: a field that nobody
//! knows is left out, a value that cannot be read is replaced by one that can. The mended data is good enough to be
//! checked further; what was replaced is told, so that no finding is made of a replacement.

use super::limits::ENOUGH;
use super::path::Path;
use super::tree::{KeyValue, Mark, Node, Value};
use crate::diag::{Code, Diagnostic, Diagnostics, Message, excerpt, nearest, say};
use chrono::NaiveDate;
use regex_lite::Regex;
use serde_json::{Map, Value as Json};

/// A tree in the shape of a schema.
pub(super) struct Mended {
    /// The data in the shape wanted, mended.
    pub(super) json: Json,
    /// Entries of which a value was replaced, by the key of their list and their place in it. None where more than the
    /// content of entries was lost, so that nothing further can be said about the whole.
    pub(super) replaced: Option<Vec<(String, usize)>>,
    /// Everything found.
    pub(super) findings: Diagnostics,
}

/// Compares a tree with a schema, and mends what does not fit.
pub(super) fn check(file: &str, tree: &Node, schema: &Json) -> Mended {
    let mut walk = Walk { file, root: schema, replaced: Some(Vec::new()), findings: Diagnostics::new() };
    let json = walk.node(tree, schema, &Path::Root, tree.at);
    Mended { json, replaced: walk.replaced, findings: walk.findings }
}

struct Walk<'w> {
    file: &'w str,
    root: &'w Json,
    replaced: Option<Vec<(String, usize)>>,
    findings: Diagnostics,
}

impl<'w> Walk<'w> {
    /// The value in the shape of the schema. `shown` is where a finding about the whole of it points to.
    fn node(&mut self, node: &Node, schema: &'w Json, path: &Path<'_>, shown: Mark) -> Json {
        if nothing(node) && allows_nothing(schema) {
            return Json::Null;
        }
        if self.findings.len() >= ENOUGH {
            self.replaced = None;
            return Json::Null;
        }
        let schema = self.resolve(schema);
        let choices = choices(schema);
        let fitting = match (kind(schema), &node.value) {
            (_, Value::Scalar { text, .. }) if !choices.is_empty() => self.choice(text, &choices, shown),
            (Some("object"), Value::Map(entries)) => Some(self.map(entries, schema, path, shown)),
            (Some("array"), Value::List(items)) => {
                let of = schema.get("items").unwrap_or(&Json::Null);
                let items = items.iter().enumerate();
                Some(items.map(|(i, item)| self.node(item, of, &path.item(i), item.at)).collect())
            }
            (Some("string"), Value::Scalar { text, .. }) => self.text(text, schema, shown),
            (Some(wanted @ ("integer" | "number" | "boolean")), Value::Scalar { text, plain: true }) => {
                let value = match wanted {
                    "integer" => serde_yaml::from_str::<u32>(text).ok().map(Json::from),
                    "number" => serde_yaml::from_str::<f64>(text).ok().filter(|n| n.is_finite()).map(Json::from),
                    _ => serde_yaml::from_str::<bool>(text).ok().map(Json::from),
                };
                value.or_else(|| self.wrong_type(node, wanted, shown))
            }
            (wanted, _) => self.wrong_type(node, wanted.unwrap_or_default(), shown),
        };
        fitting.unwrap_or_else(|| self.replacement(schema, path))
    }

    /// Follows references, and takes `X` of "X or nothing".
    fn resolve(&self, schema: &'w Json) -> &'w Json {
        let reference = schema.get("$ref").and_then(Json::as_str).and_then(|r| r.strip_prefix('#'));
        if let Some(target) = reference.and_then(|pointer| self.root.pointer(pointer)) {
            return self.resolve(target);
        }
        let branches = schema.get("anyOf").and_then(Json::as_array);
        match branches.and_then(|branches| branches.iter().find(|branch| !allows_nothing(branch))) {
            Some(something) => self.resolve(something),
            None => schema,
        }
    }

    fn map(&mut self, entries: &[KeyValue], schema: &'w Json, path: &Path<'_>, shown: Mark) -> Json {
        let mut known = Map::new();
        let fields = schema.get("properties").and_then(Json::as_object);
        let others = schema.get("additionalProperties").filter(|others| others.is_object());
        for entry in entries {
            let Some(field) = fields.and_then(|fields| fields.get(&entry.key)).or(others) else {
                if self.findings.len() < ENOUGH {
                    self.unknown_field(entry, fields, path);
                }
                continue;
            };
            let scalar = matches!(entry.node.value, Value::Scalar { .. }) && !nothing(&entry.node);
            let shown = if scalar { entry.node.at } else { entry.at };
            known.insert(entry.key.clone(), self.node(&entry.node, field, &path.key(&entry.key), shown));
        }
        let required = schema.get("required").and_then(Json::as_array).into_iter().flatten();
        for name in required.filter_map(Json::as_str) {
            if !known.contains_key(name) {
                let finding = Diagnostic::error(
                    Code::MissingField,
                    say!("isian `{name}` belum ada", "the field `{name}` is missing"),
                );
                let help = say!("tambahkan `{name}:` pada entri ini", "add `{name}:` to this entry");
                self.report(finding.help(help), shown);
                let field = schema.pointer(&format!("/properties/{name}")).unwrap_or(&Json::Null);
                known.insert(name.to_owned(), self.replacement(field, &path.key(name)));
            }
        }
        Json::Object(known)
    }

    fn unknown_field(&mut self, entry: &KeyValue, fields: Option<&Map<String, Json>>, path: &Path<'_>) {
        let known: Vec<&str> = fields.into_iter().flat_map(Map::keys).map(String::as_str).collect();
        let near = nearest(&entry.key, known.iter().copied());
        let help = match near {
            Some(near) => say!("apakah yang dimaksud `{near}`?", "did you mean `{near}`?"),
            None => say!("isian yang dikenal di sini: {}", "fields known here: {}", known.join(", ")),
        };
        if let Some(near) = near {
            // The field that was meant is missing; nothing more is reported about it.
            self.note(&path.key(near));
        }
        let message = say!("tidak ada isian bernama `{}` di sini", "there is no field `{}` here", excerpt(&entry.key));
        self.report(Diagnostic::error(Code::UnknownField, message).help(help), entry.at);
    }

    fn choice(&mut self, text: &str, choices: &[&str], shown: Mark) -> Option<Json> {
        if choices.contains(&text) {
            return Some(text.into());
        }
        let message = say!(
            "`{}` tidak termasuk nilai yang boleh ditulis di sini",
            "`{}` is not one of the values allowed here",
            excerpt(text)
        );
        let allowed = choices.join(", ");
        let help = match nearest(text, choices.iter().copied()) {
            Some(near) => {
                say!(
                    "apakah yang dimaksud `{near}`? Yang boleh: {allowed}",
                    "did you mean `{near}`? Allowed: {allowed}"
                )
            }
            None => say!("yang boleh: {allowed}", "allowed: {allowed}"),
        };
        self.report(Diagnostic::error(Code::UnknownValue, message).help(help), shown);
        None
    }

    fn text(&mut self, text: &str, schema: &Json, shown: Mark) -> Option<Json> {
        let of = |key: &str| schema.get(key).and_then(Json::as_str);
        let quoted = excerpt(text);
        let (code, message) = match (of("format"), of("pattern")) {
            (Some("date"), _) if text.parse::<NaiveDate>().is_err() => (
                Code::BadDate,
                say!("`{quoted}` bukan tanggal dalam kalender", "`{quoted}` is not a date of the calendar"),
            ),
            (Some("clock"), Some(form)) if !Regex::new(form).is_ok_and(|form| form.is_match(text)) => {
                (Code::BadTime, say!("`{quoted}` bukan waktu (jam dan menit)", "`{quoted}` is not a time of day"))
            }
            (Some("locator"), Some(form)) if !Regex::new(form).is_ok_and(|form| form.is_match(text)) => (
                Code::BadLocator,
                say!(
                    "`{quoted}` bukan rujukan baris artikel, yaitu artikel#baris",
                    "`{quoted}` is not a locator, which is article#line"
                ),
            ),
            _ => return Some(text.into()),
        };
        let help = say!("tulis seperti `{}`", "write it like `{}`", example(schema));
        self.report(Diagnostic::error(code, message).help(help), shown);
        None
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str, shown: Mark) -> Option<Json> {
        let found = match &node.value {
            Value::Map(_) => say!("kelompok isian", "a map of fields"),
            Value::List(_) => say!("daftar", "a list"),
            Value::Scalar { .. } if nothing(node) => say!("kosong", "nothing"),
            Value::Scalar { text, .. } => say!("`{}`", "`{}`", excerpt(text)),
        };
        let (wanted, help) = type_words(wanted);
        let message =
            say!("seharusnya {wanted}, yang tertulis {found}", "expected {wanted}, found {found}"; wanted, found);
        let finding = Diagnostic::error(Code::WrongType, message);
        self.report(finding.help(help), shown);
        None
    }

    fn report(&mut self, finding: Diagnostic, at: Mark) {
        self.findings.push(finding.at(at.origin(self.file)));
    }

    /// A value in the shape of the schema, in place of one that has not.
    fn replacement(&mut self, schema: &'w Json, path: &Path<'_>) -> Json {
        let has_id = self.resolve(schema).pointer("/properties/id").is_some();
        if has_id && matches!(path, Path::Item(..)) {
            self.replaced = None;
        }
        self.note(path);
        self.blank(schema)
    }

    /// Notes that the value at a path is not the one written.
    fn note(&mut self, path: &Path<'_>) {
        // Without its id, every reference to an entry would be taken for one that leads nowhere.
        let id = matches!(path, Path::Key(Path::Item(..), "id"));
        match (path.entry(), &mut self.replaced) {
            (Some((list, index)), Some(replaced)) if !id => replaced.push((list.to_owned(), index)),
            _ => self.replaced = None,
        }
    }

    fn blank(&self, schema: &'w Json) -> Json {
        let schema = self.resolve(schema);
        match (choices(schema).first(), kind(schema)) {
            (Some(choice), _) => Json::from(*choice),
            (_, Some("object")) => {
                let required = schema.get("required").and_then(Json::as_array).into_iter().flatten();
                let field = |name: &str| schema.get("properties").and_then(|fields| fields.get(name));
                let blank = |name: &str| (name.to_owned(), self.blank(field(name).unwrap_or(&Json::Null)));
                required.filter_map(Json::as_str).map(blank).collect()
            }
            (_, Some("array")) => Json::Array(Vec::new()),
            (_, Some("integer" | "number")) => Json::from(1),
            (_, Some("boolean")) => Json::from(false),
            _ => Json::from(example(schema)),
        }
    }
}

/// What a type of a schema is called, and how a value of it is written.
fn type_words(wanted: &str) -> (Message, Message) {
    match wanted {
        "object" => (
            say!("kelompok isian", "a map of fields"),
            say!(
                "tulis `isian: nilai` pada baris tersendiri, atau `{{ isian: nilai }}`",
                "write `field: value` on lines of their own, or `{{ field: value }}`"
            ),
        ),
        "array" => (
            say!("daftar", "a list"),
            say!(
                "tulis `- butir` pada baris tersendiri, atau `[butir, butir]`",
                "write `- item` on lines of their own, or `[item, item]`"
            ),
        ),
        "integer" => (
            say!("bilangan bulat", "a whole number"),
            say!("tulis angka, tanpa tanda kutip", "write digits, without quotes"),
        ),
        "number" => (
            say!("bilangan", "a number"),
            say!(
                "tulis angka, dengan titik sebelum desimal, tanpa tanda kutip",
                "write digits, with a full stop before decimals, without quotes"
            ),
        ),
        "boolean" => (
            say!("`true` (ya) atau `false` (tidak)", "true or false"),
            say!("tulis `true` atau `false`, tanpa tanda kutip", "write `true` or `false`, without quotes"),
        ),
        _ => (
            say!("teks", "a text"),
            say!(
                "apit dengan tanda kutip bila diawali kurung siku atau kurung kurawal",
                "put quotes around it if it begins with a bracket or a brace"
            ),
        ),
    }
}

/// A text that a schema allows.
fn example(schema: &Json) -> &str {
    let given = schema.pointer("/examples/0").and_then(Json::as_str);
    given.unwrap_or(if schema.get("format").is_some() { "2024-11-27" } else { "?" })
}

/// Whether a value is YAML's null.
fn nothing(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
}

/// The types that a schema names.
fn types(schema: &Json) -> impl Iterator<Item = &str> {
    let named = schema.get("type");
    named.and_then(Json::as_array).into_iter().flatten().chain(named).filter_map(Json::as_str)
}

fn allows_nothing(schema: &Json) -> bool {
    let branches = schema.get("anyOf").and_then(Json::as_array);
    types(schema).any(|t| t == "null") || branches.into_iter().flatten().any(allows_nothing)
}

/// The one type that is not null.
fn kind(schema: &Json) -> Option<&str> {
    types(schema).find(|t| *t != "null")
}

/// The texts that an enumeration allows; none where the schema is no enumeration.
fn choices(schema: &Json) -> Vec<&str> {
    let list = |key: &str| schema.get(key).and_then(Json::as_array).into_iter().flatten();
    // Variants with a description stand one by one, those without in groups.
    let groups = list("oneOf").filter_map(|one| one.get("enum")?.as_array()).flatten().chain(list("enum"));
    list("oneOf").filter_map(|one| one.get("const")).chain(groups).filter_map(Json::as_str).collect()
}
