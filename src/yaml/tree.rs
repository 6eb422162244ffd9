//! A YAML document as a tree that knows where each key and value stands, and everything about it that is not allowed.

use super::limits::{ENOUGH, MAX_NESTING, MAX_VALUES};
use super::path::Step;
use super::words;
use crate::diag::{Code, Diagnostic, Diagnostics, Message, Origin, excerpt, say};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span};
use std::collections::BTreeSet;

/// Line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    line: u32,
    column: u32,
}

impl Mark {
    fn of(span: Span) -> Mark {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Mark { line: number(span.start.line()), column: number(span.start.col()).saturating_add(1) }
    }

    /// The place in a file.
    pub(super) fn origin(self, file: &str) -> Origin {
        Origin::at(file, self.line, self.column)
    }
}

/// A value and where it begins.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) at: Mark,
    pub(super) value: Value,
}

/// A value.
#[derive(Debug)]
pub(super) enum Value {
    /// A text; `plain` where it is not quoted, so that it may be a number or nothing.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file; no key twice.
    Map(Vec<KeyValue>),
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct KeyValue {
    pub(super) key: String,
    pub(super) at: Mark,
    pub(super) node: Node,
}

impl Node {
    /// Where the value at the end of these steps stands; as far along them as the tree goes. A list or map under a key is
    /// shown by its key, which is what a person looks for.
    pub(super) fn find(&self, steps: &[Step<'_>]) -> Mark {
        let (mut node, mut at) = (self, self.at);
        for step in steps {
            (node, at) = match (step, &node.value) {
                (Step::Key(name), Value::Map(entries)) => match entries.iter().find(|entry| entry.key == *name) {
                    Some(KeyValue { node, .. }) if matches!(node.value, Value::Scalar { .. }) => (node, node.at),
                    Some(KeyValue { node, at, .. }) => (node, *at),
                    None => return at,
                },
                (Step::Item(index), Value::List(items)) => match items.get(*index) {
                    Some(item) => (item, item.at),
                    None => return at,
                },
                _ => return at,
            };
        }
        at
    }

    /// The text under a key at the top, and where it stands.
    pub(super) fn top(&self, key: &str) -> Option<(&str, Mark)> {
        let Value::Map(entries) = &self.value else { return None };
        match &entries.iter().find(|entry| entry.key == key)?.node {
            Node { at, value: Value::Scalar { text, .. } } => Some((text, *at)),
            _ => None,
        }
    }

    /// Whether there is a key at the top.
    pub(super) fn has_top(&self, key: &str) -> bool {
        matches!(&self.value, Value::Map(entries) if entries.iter().any(|entry| entry.key == key))
    }
}

/// Parses a text. Without a tree, the findings tell why; with one, they tell what is not allowed all the same.
pub(super) fn parse(file: &str, text: &str) -> (Option<Node>, Diagnostics) {
    let mut builder =
        Builder { file, open: Vec::new(), root: None, documents: 0, values: 0, findings: Diagnostics::new() };
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_NESTING,
        block_nesting_limit: MAX_NESTING,
        emit_comments: false,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => builder.take(event, span),
            Err(error) => {
                builder.findings.push(refused(file, &error));
                return (None, builder.findings);
            }
        }
        if builder.values > MAX_VALUES {
            builder.findings.push(too_many(file));
        }
        if builder.values > MAX_VALUES || builder.findings.len() >= ENOUGH {
            return (None, builder.findings);
        }
    }
    if builder.root.is_none() && !builder.findings.has_errors() {
        let message = say!("berkas ini tidak berisi data", "the file holds no data");
        builder.findings.push(Diagnostic::error(Code::YamlEmpty, message).at(Origin::file(file)));
    }
    (builder.root, builder.findings)
}

fn too_many(file: &str) -> Diagnostic {
    let message = say!(
        "berkas ini memuat lebih dari {MAX_VALUES} kunci dan nilai",
        "the file holds more than {MAX_VALUES} keys and values"
    );
    let finding = Diagnostic::error(Code::YamlValues, message).at(Origin::file(file));
    finding.help(say!("hapus yang tidak diperlukan", "take out what is not needed"))
}

fn refused(file: &str, error: &ScanError) -> Diagnostic {
    let marker = *error.marker();
    let at = Mark::of(Span::new(marker, marker)).origin(file);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            let message = say!(
                "daftar dan kelompok isian bersarang lebih dari {MAX_NESTING} tingkat",
                "lists and maps are nested more than {MAX_NESTING} deep"
            );
            Diagnostic::error(Code::YamlNesting, message).at(at)
        }
        kind => {
            let (reason, info) = (words::syntax(kind), error.info());
            let message = match reason {
                Some(reason) => {
                    Message::new(format!("ini bukan YAML yang benar: {reason}"), format!("this is not YAML: {info}"))
                }
                None => say!("ini bukan YAML yang benar; kata pembaca YAML: “{info}”", "this is not YAML: {info}"),
            };
            Diagnostic::error(Code::YamlSyntax, message).at(at).help(say!(
                "periksa indentasi, titik dua, dan tanda kutip di sini dan pada baris sebelumnya",
                "look at indentation, colons and quotes here and on the line before"
            ))
        }
    }
}

/// A list or map whose end has not come yet.
enum Open {
    List { at: Mark, items: Vec<Node> },
    Map { at: Mark, entries: Vec<KeyValue>, keys: BTreeSet<String>, key: Option<Key> },
}

/// A key whose value has not come yet; without a name where it is not allowed.
struct Key {
    name: Option<String>,
    at: Mark,
}

/// Builds the tree from the events of the parser, without recursion.
struct Builder<'t> {
    file: &'t str,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    /// Keys, values, lists and maps so far.
    values: usize,
    findings: Diagnostics,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let at = Mark::of(span);
        if let Some(tag) = event.tag() {
            self.refuse(
                Code::YamlTag,
                at,
                say!("tag `{}` tidak berlaku di sini", "the tag `{}` has no meaning here", excerpt(&tag.original())),
                say!("hapus tag itu", "remove it"),
            );
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.refuse(
                        Code::YamlDocuments,
                        at,
                        say!("dokumen kedua dimulai di sini", "a second document begins here"),
                        say!("pindahkan ke berkas tersendiri", "put it into a file of its own"),
                    );
                }
            }
            Event::Anchor(_, name) => {
                let message = say!("jangkar `&{}` tidak didukung", "the anchor `&{}` is not supported", excerpt(&name));
                let help =
                    say!("tulis teksnya utuh di setiap tempat yang perlu", "write the text out wherever it is needed");
                self.refuse(Code::YamlAnchor, at, message, help);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let message = say!("alias (`*nama`) tidak didukung", "an alias (`*name`) is not supported");
                let help = say!(
                    "tulis teksnya utuh, atau apit dengan tanda kutip bila diawali tanda bintang",
                    "write the text out, or put it in quotes if it begins with an asterisk"
                );
                self.refuse(Code::YamlAlias, at, message, help);
                self.close(Node { at, value: Value::Scalar { text: String::new(), plain: true } });
            }
            Event::Scalar(text, style, ..) => {
                let value = Value::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                self.close(Node { at, value });
            }
            Event::SequenceStart(..) => self.open.push(Open::List { at, items: Vec::new() }),
            Event::MappingStart(..) => {
                self.open.push(Open::Map { at, entries: Vec::new(), keys: BTreeSet::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { at, items }) => self.close(Node { at, value: Value::List(items) }),
                Some(Open::Map { at, entries, .. }) => self.close(Node { at, value: Value::Map(entries) }),
                None => {}
            },
            _ => {}
        }
    }

    /// Puts a finished value where it belongs.
    fn close(&mut self, node: Node) {
        self.values += 1;
        match self.open.last_mut() {
            None => {
                // The first document is the one that counts; a second is a finding already.
                self.root.get_or_insert(node);
            }
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, keys, key, .. }) => match key.take() {
                Some(Key { name: Some(name), at }) if keys.insert(name.clone()) => {
                    entries.push(KeyValue { key: name, at, node });
                }
                Some(Key { name: Some(name), at }) => {
                    self.refuse(
                        Code::DuplicateKey,
                        at,
                        say!("`{}` tertulis dua kali", "`{}` is given twice", excerpt(&name)),
                        say!("pertahankan salah satunya", "keep one of the two"),
                    );
                }
                Some(Key { name: None, .. }) => {}
                None => {
                    let at = node.at;
                    let name = if let Value::Scalar { text, .. } = node.value { Some(text) } else { None };
                    let merge = name.as_deref() == Some("<<");
                    let text = name.is_some();
                    *key = Some(Key { name: name.filter(|_| !merge), at });
                    if merge {
                        let message =
                            say!("kunci gabungan (`<<`) tidak didukung", "merge keys (`<<`) are not supported");
                        self.refuse(
                            Code::YamlMerge,
                            at,
                            message,
                            say!("tulis isiannya satu per satu", "write the fields out"),
                        );
                    } else if !text {
                        let help = say!(
                            "apit kurung siku dan kurung kurawal dengan tanda kutip",
                            "put quotes around brackets and braces"
                        );
                        self.refuse(Code::YamlKey, at, say!("kunci harus berupa teks", "a key must be a text"), help);
                    }
                }
            },
        }
    }

    fn refuse(&mut self, code: Code, at: Mark, message: Message, help: Message) {
        self.findings.push(Diagnostic::error(code, message).help(help).at(at.origin(self.file)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Path;

    const TEXT: &str = "a: 1\nlist:\n  - x: y\n    z: [p, \"q\"]\n  - {}\n";

    fn place(path: &Path<'_>) -> (u32, u32) {
        let (tree, findings) = parse("t.yaml", TEXT);
        assert!(findings.is_empty(), "{findings:?}");
        let at = tree.expect("a tree").find(&path.steps());
        (at.line, at.column)
    }

    #[test]
    fn a_scalar_is_shown_itself_and_a_list_by_its_key() {
        assert_eq!(place(&Path::Root.key("a")), (1, 4));
        assert_eq!(place(&Path::Root.key("list")), (2, 1));
        assert_eq!(place(&Path::Root.key("list").item(0).key("z").item(1)), (4, 12));
        assert_eq!(place(&Path::Root.key("list").item(1)), (5, 5));
    }

    #[test]
    fn what_is_not_there_is_shown_by_what_is_around_it() {
        assert_eq!(place(&Path::Root.key("list").item(0).key("none").key("at all")), (3, 5));
        assert_eq!(place(&Path::Root.key("list").item(7)), (2, 1));
        assert_eq!(place(&Path::Root.key("none")), (1, 1));
    }

    #[test]
    fn hostile_nesting_is_refused_quickly() {
        for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
            let (tree, findings) = parse("t.yaml", &text);
            assert!(tree.is_none());
            assert_eq!(findings.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["yaml-nesting"]);
        }
    }
}
