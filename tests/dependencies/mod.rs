//! The direction of dependencies, read from the sources: files use each other one way, and so do modules; each crate that
//! the design gives to one module is named there alone; and the name of a type means one thing.

mod graph;
mod source;

use graph::{Graph, top};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

static GRAPH: LazyLock<Graph> = LazyLock::new(Graph::of_library);

/// Each module with those it may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("lang", &[]),
    ("diag", &["lang"]),
    ("cache", &[]),
    ("ordinary", &[]),
    ("formula", &[]),
    ("failure", &["diag"]),
    ("yaml", &["diag"]),
    ("document", &["lang", "diag", "cache"]),
    ("confine", &["lang", "diag"]),
    ("text", &["document"]),
    ("wording", &["lang"]),
    ("rulebook", &["lang", "diag", "yaml", "wording"]),
    ("select", &["diag", "rulebook"]),
    ("quiz", &["diag", "formula", "rulebook", "select"]),
    ("region", &["lang", "diag", "yaml", "rulebook"]),
    ("event", &["lang", "diag", "yaml", "rulebook", "region"]),
    ("linebreak", &["lang", "wording"]),
    ("layout", &["lang", "diag", "cache", "document", "linebreak"]),
    ("html", &["diag", "document", "confine", "linebreak"]),
    ("pdf", &["lang", "diag", "cache", "document", "layout"]),
    ("style", &["diag", "yaml", "layout"]),
    ("template", &["lang", "diag", "yaml", "document", "confine", "wording"]),
    ("emblem", &["diag", "ordinary", "document", "region"]),
    ("changes", &["diag", "rulebook", "select"]),
    ("trace", &["lang", "diag", "document", "text", "wording", "rulebook", "pdf"]),
    ("intake", &["diag", "ordinary", "failure"]),
    ("workbook", &["diag", "failure", "intake"]),
    ("roster", &["lang", "diag", "cache", "failure", "wording", "intake", "workbook"]),
    ("request", &["lang", "diag", "select", "quiz", "region", "event", "layout", "template"]),
    (
        "context",
        &["lang", "diag", "confine", "wording", "rulebook", "select", "quiz", "region", "event", "template", "request"],
    ),
    ("output", &["lang", "diag", "ordinary", "failure", "request"]),
    (
        "workspace",
        &[
            "lang", "diag", "ordinary", "failure", "document", "rulebook", "region", "layout", "html", "pdf", "style",
            "template", "emblem", "output",
        ],
    ),
    ("index", &["lang", "diag", "confine", "layout", "request", "output", "workspace"]),
    (
        "render",
        &[
            "lang",
            "diag",
            "failure",
            "document",
            "text",
            "rulebook",
            "select",
            "quiz",
            "region",
            "layout",
            "pdf",
            "template",
            "request",
            "context",
            "output",
            "workspace",
            "index",
        ],
    ),
    (
        "merge",
        &[
            "lang", "diag", "formula", "failure", "wording", "rulebook", "region", "pdf", "template", "intake",
            "roster", "request", "output", "render",
        ],
    ),
    ("kit", &["diag", "failure", "event", "template", "request", "output", "render", "merge"]),
    (
        "check",
        &[
            "lang",
            "diag",
            "yaml",
            "document",
            "rulebook",
            "select",
            "request",
            "context",
            "output",
            "workspace",
            "index",
            "render",
        ],
    ),
    (
        "cli",
        &[
            "lang",
            "diag",
            "ordinary",
            "failure",
            "yaml",
            "document",
            "rulebook",
            "select",
            "quiz",
            "region",
            "event",
            "layout",
            "template",
            "changes",
            "trace",
            "intake",
            "roster",
            "request",
            "output",
            "workspace",
            "render",
            "merge",
            "kit",
            "check",
        ],
    ),
];

/// Each crate that belongs to some modules, with those.
const CRATES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("base64", &["html"]),
    ("chacha20", &["quiz"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["cli"]),
    ("cpu_time", &["confine"]),
    ("csv", &["merge", "region", "roster"]),
    ("ctrlc", &["cli"]),
    ("encoding_rs", &["pdf", "roster", "workbook"]),
    ("encoding_rs_io", &["roster"]),
    ("flate2", &["pdf", "workbook"]),
    ("granit_parser", &["yaml"]),
    ("harfrust", &["layout"]),
    ("hashbrown", &["roster"]),
    ("html5gum", &["trace"]),
    ("include_dir", &["workspace"]),
    ("indicatif", &["cli"]),
    ("itoa", &["pdf"]),
    ("libdeflater", &["pdf"]),
    ("lopdf", &["pdf"]),
    ("memory_stats", &["confine"]),
    ("notosans", &["layout"]),
    ("num_format", &["wording"]),
    ("png", &["document"]),
    ("postcard", &["confine"]),
    ("printpdf", &["pdf"]),
    ("pulldown_cmark", &["document"]),
    ("pulldown_cmark_escape", &["html"]),
    ("quick_xml", &["pdf", "quiz", "workbook"]),
    ("regex_lite", &["check", "yaml"]),
    ("resize", &["document"]),
    ("rlimit", &["confine"]),
    ("rust_xlsxwriter", &["merge", "quiz", "roster"]),
    ("serde_yaml", &["yaml"]),
    ("similar", &["trace"]),
    ("strsim", &["diag"]),
    ("subsetter", &["pdf"]),
    ("sys_locale", &["cli"]),
    ("tempfile", &["intake", "output"]),
    ("tera", &["confine", "template", "context", "html"]),
    ("terminal_size", &["cli"]),
    ("ttf_parser", &["layout"]),
    ("unicode_bidi", &["layout"]),
    ("unicode_linebreak", &["linebreak"]),
    ("unicode_segmentation", &["layout"]),
    ("xmp_writer", &["pdf"]),
    ("zip", &["merge", "workbook"]),
];

/// Crates that any module may name.
const COMMON: &[&str] =
    &["chrono", "memchr", "rayon", "rustc_hash", "schemars", "serde", "serde_json", "sha2", "unicode_normalization"];

/// Crates that only the binary names, or only `build.rs` beside it.
const OUTSIDE: &[&str] = &["mimalloc"];

/// Names that types of several files share: the same idea in different places.
const SHARED: &[&str] = &[
    "Diff",
    "Field",
    "File",
    "FileIndex",
    "Item",
    "Kind",
    "List",
    "Look",
    "Margins",
    "Named",
    "Reader",
    "Rule",
    "Sheet",
    "SheetPart",
    "SheetPlace",
    "Writer",
    "Xml",
];

#[test]
fn no_file_uses_itself_through_others() {
    let circles = GRAPH.circles();
    let told = circles.iter().fold(String::new(), |mut told, circle| {
        writeln!(told, "a circle:\n  {}", circle.join("\n  ")).unwrap();
        told
    });
    assert!(circles.is_empty(), "{told}");
    assert!(GRAPH.files().len() > 250 && GRAPH.arrows.len() > 200, "the files are read");
}

#[test]
fn arrows_between_modules_go_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    for (from, arrows) in &GRAPH.arrows {
        if top(from) == "lib" {
            continue;
        }
        let Some(allowed) = allowed.get(top(from)) else {
            wrong.insert(format!("`{}` is not in the table of this test", top(from)));
            continue;
        };
        let foreign = arrows.iter().filter(|(to, _)| top(to) != top(from) && !allowed.contains(&top(to)));
        wrong.extend(foreign.map(|(to, paths)| format!("{from} → {to}: {paths:?}")));
    }
    assert!(wrong.is_empty(), "arrows that the design does not have: {wrong:#?}");
}

#[test]
fn the_table_names_modules_in_an_order_without_circles() {
    let mut before: BTreeSet<&str> = BTreeSet::new();
    for (module, allowed) in ARROWS {
        for other in *allowed {
            assert!(before.contains(other), "{module} → {other} points forward");
        }
        before.insert(module);
    }
}

#[test]
fn the_table_has_no_arrow_that_nothing_needs() {
    let needed = |from: &str, to: &str| {
        let arrows = GRAPH.arrows.iter().filter(|(file, _)| top(file) == from);
        arrows.flat_map(|(_, arrows)| arrows.keys()).any(|file| top(file) == to)
    };
    let pairs = ARROWS.iter().flat_map(|(from, allowed)| allowed.iter().map(move |to| (from, to)));
    let idle: Vec<_> = pairs.filter(|(from, to)| !needed(from, to)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

/// The crates that Cargo.toml lists as dependencies, as Rust writes them.
fn dependencies() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let sections = manifest.split("\n[").filter_map(|section| section.split_once("]\n"));
    let own = sections.filter(|(title, _)| *title == "dependencies" || title.ends_with(".dependencies"));
    let lines = own.flat_map(|(_, lines)| lines.lines()).filter_map(|line| line.split_once(" = "));
    lines.map(|(name, _)| name.replace('-', "_")).collect()
}

#[test]
fn each_crate_is_named_where_it_belongs() {
    let dependencies = dependencies();
    let owners: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    let mut wrong = BTreeSet::new();
    for (file, names) in &GRAPH.outside {
        let foreign = names.iter().filter_map(|name| Some((name, owners.get(name.as_str())?)));
        let foreign = foreign.filter(|(_, owners)| !owners.contains(&top(file)));
        wrong.extend(foreign.map(|(name, _)| format!("{file} names {name}")));
    }
    let listed: BTreeSet<&str> = owners.keys().chain(COMMON).chain(OUTSIDE).copied().collect();
    let named = |module: &str, name: &str| {
        GRAPH.outside.iter().any(|(file, names)| top(file) == module && names.contains(name))
    };
    let idle = CRATES.iter().flat_map(|(name, owners)| owners.iter().map(move |owner| (*name, *owner)));
    wrong.extend(
        idle.filter(|(name, owner)| !named(owner, name)).map(|(name, owner)| format!("{owner} does not name {name}")),
    );
    let nowhere =
        GRAPH.outside.iter().filter(|(_, names)| ["crate", "self", "super"].iter().any(|name| names.contains(*name)));
    wrong
        .extend(nowhere.map(|(file, _)| format!("{file} names something of the library that this test does not find")));
    wrong.extend(
        dependencies.iter().filter(|name| !listed.contains(name.as_str())).map(|name| format!("{name} is in no list")),
    );
    wrong.extend(
        listed.iter().filter(|name| !dependencies.contains(**name)).map(|name| format!("{name} is no dependency")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_name_of_a_type_means_one_thing() {
    assert!(SHARED.len() <= 28, "20 are enough");
    let types = GRAPH.types();
    let several: BTreeMap<_, _> = types.iter().filter(|(_, files)| files.len() > 1).collect();
    let wrong: Vec<_> = several.iter().filter(|(name, _)| !SHARED.contains(**name)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let once: Vec<_> = SHARED.iter().filter(|name| !several.contains_key(*name)).collect();
    assert!(once.is_empty(), "shared by one file alone: {once:?}");
}
