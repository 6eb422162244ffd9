//! The direction of dependencies, read from the sources: arrows between modules go one way, and each crate that the
//! design gives to one module is named there alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with those it may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("diag", &["lang"]),
    ("lang", &[]),
    ("cache", &[]),
    ("ordinary", &[]),
    ("formula", &[]),
    ("failure", &["diag"]),
    ("yaml", &["diag"]),
    ("rulebook", &["diag", "lang", "wording", "yaml"]),
    ("select", &["diag", "rulebook"]),
    ("quiz", &["diag", "formula", "rulebook", "select"]),
    ("region", &["diag", "lang", "yaml", "rulebook"]),
    ("event", &["diag", "lang", "yaml", "rulebook", "region"]),
    ("document", &["diag", "lang", "cache"]),
    ("wording", &["lang"]),
    ("linebreak", &["lang", "wording"]),
    ("layout", &["diag", "lang", "cache", "document", "linebreak"]),
    ("confine", &["diag"]),
    ("html", &["confine", "diag", "lang", "document", "linebreak"]),
    ("pdf", &["diag", "lang", "cache", "document", "layout"]),
    ("style", &["diag", "yaml", "layout"]),
    ("text", &["document"]),
    ("template", &["confine", "diag", "lang", "yaml", "document", "wording"]),
    ("request", &["lang", "region", "event", "select", "quiz", "template", "layout"]),
    (
        "context",
        &["confine", "diag", "lang", "rulebook", "select", "quiz", "region", "event", "template", "request", "wording"],
    ),
    ("output", &["diag", "failure", "lang", "ordinary", "layout", "request"]),
    ("emblem", &["diag", "document", "ordinary", "region"]),
    (
        "workspace",
        &[
            "diag", "failure", "lang", "ordinary", "output", "rulebook", "region", "style", "template", "document",
            "emblem", "html", "layout", "pdf",
        ],
    ),
    ("changes", &["diag", "rulebook", "select"]),
    ("trace", &["diag", "lang", "document", "pdf", "text", "rulebook", "wording"]),
    ("index", &["confine", "diag", "lang", "output", "layout", "request", "workspace"]),
    (
        "render",
        &[
            "diag",
            "failure",
            "lang",
            "rulebook",
            "region",
            "select",
            "quiz",
            "event",
            "template",
            "context",
            "request",
            "document",
            "layout",
            "pdf",
            "text",
            "output",
            "index",
            "workspace",
        ],
    ),
    ("intake", &["diag", "failure", "ordinary"]),
    ("workbook", &["diag", "failure", "intake"]),
    ("roster", &["diag", "lang", "wording", "cache", "failure", "intake", "workbook"]),
    (
        "merge",
        &[
            "diag",
            "failure",
            "formula",
            "lang",
            "rulebook",
            "region",
            "template",
            "context",
            "request",
            "output",
            "pdf",
            "workspace",
            "render",
            "roster",
            "wording",
        ],
    ),
    ("kit", &["diag", "failure", "output", "event", "template", "render", "request", "merge"]),
    (
        "check",
        &[
            "diag",
            "document",
            "rulebook",
            "select",
            "yaml",
            "lang",
            "region",
            "template",
            "context",
            "request",
            "output",
            "pdf",
            "index",
            "workspace",
            "render",
        ],
    ),
    (
        "cli",
        &[
            "diag",
            "failure",
            "lang",
            "ordinary",
            "yaml",
            "rulebook",
            "quiz",
            "region",
            "template",
            "document",
            "layout",
            "output",
            "workspace",
            "render",
            "check",
            "changes",
            "trace",
            "select",
            "context",
            "request",
            "event",
            "kit",
            "merge",
            "roster",
        ],
    ),
];

/// Each crate with the modules that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("indicatif", &["cli"]),
    ("comfy_table", &["cli"]),
    ("printpdf", &["pdf"]),
    ("lopdf", &["pdf"]),
    ("pulldown_cmark", &["document"]),
    ("serde_yaml", &["yaml"]),
    ("serde_saphyr", &["yaml"]),
    ("tera", &["confine", "template", "context", "html"]),
    ("postcard", &["confine"]),
    ("cpu_time", &["confine"]),
    ("memory_stats", &["confine"]),
    ("rlimit", &["confine"]),
    ("include_dir", &["workspace"]),
    ("tempfile", &["intake", "ordinary", "output"]),
    ("html5gum", &["trace"]),
    ("similar", &["trace"]),
    ("png", &["document"]),
    ("resize", &["document"]),
    ("chacha20", &["quiz"]),
    ("quick_xml", &["pdf", "quiz", "workbook"]),
    ("zip", &["merge", "workbook"]),
    ("flate2", &["pdf", "workbook"]),
];

/// Whether a part of a path is of tests alone.
fn is_test(part: &std::ffi::OsStr) -> bool {
    part == "tests" || part == "tests.rs"
}

/// The code of each top-level module, without its tests and comments.
fn modules() -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in rust_files(&src) {
        let inside = path.strip_prefix(&src).unwrap();
        let top = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let module = top.trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "lib" | "main") || inside.components().any(|part| is_test(part.as_os_str())) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let entry: &mut String = modules.entry(module).or_default();
        lines.for_each(|line| entry.extend([line, "\n"]));
    }
    modules
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

/// The modules that a piece of code names: `crate::x`, also within `use crate::{x, y}`.
fn named_modules(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let list = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default(),
        };
        let heads = list.split(',').filter_map(|item| item.trim().split("::").next());
        named.extend(heads.filter(|head| !head.is_empty()).map(str::to_owned));
    }
    named
}

#[test]
fn arrows_between_modules_go_one_way() {
    let modules = modules();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (module, code) in &modules {
        let Some(allowed) = allowed.get(module.as_str()) else {
            wrong.push(format!("`{module}` is not in the table of this test"));
            continue;
        };
        let named = named_modules(code);
        let foreign = named.iter().filter(|name| *name != module && modules.contains_key(*name));
        wrong.extend(foreign.filter(|name| !allowed.contains(&name.as_str())).map(|name| format!("{module} → {name}")));
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
fn each_crate_is_named_where_it_belongs() {
    let mut wrong = Vec::new();
    for (module, code) in &modules() {
        for (name, allowed) in CRATES {
            let named = code.contains(&format!("{name}::")) || code.contains(&format!("use {name};"));
            if named && !allowed.contains(&module.as_str()) {
                wrong.push(format!("{module} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
