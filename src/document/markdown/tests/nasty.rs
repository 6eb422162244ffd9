//! No text breaks the reader: pieces of every syntax, put together at random but the same at each run.

use super::parse;
use crate::document::{Document, Meta, words};

const PIECES: [&str; 44] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n",
    "# ",
    "## x {#x}",
    "|",
    "|---|\n",
    "---",
    "\\",
    "*",
    "**",
    "_",
    "____",
    "~~",
    "`",
    "```\n",
    "[",
    "](",
    "](#a)",
    ")",
    "[^1]",
    "[^1]: ",
    "![",
    "<",
    ">",
    "<!-- ",
    " -->",
    "<!-- fields -->\n",
    "<!-- signatures -->\n",
    "<!-- small -->\n",
    ":",
    "&#95;",
    "\u{0}",
    "\u{200F}",
    "é",
    "𝔐",
    "\r\n",
];

/// A generator of numbers with no dependency and no seed from outside (Knuth's MMIX constants).
pub(crate) fn numbers(mut state: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(usize::try_from(state >> 33).unwrap_or(0))
    })
}

/// What no author writes.
pub(crate) fn texts() -> impl Iterator<Item = String> {
    (0..3000).map(|seed| {
        let mut numbers = numbers(seed);
        let length = numbers.next().unwrap_or(0) % 40;
        numbers.take(length).map(|n| PIECES[n % PIECES.len()]).collect()
    })
}

/// Those of the texts that are documents, to try writers on.
pub(crate) fn documents() -> impl Iterator<Item = Document> {
    texts().filter_map(|text| parse("a.md", &text, Meta::default()).ok())
}

#[test]
fn any_mixture_of_syntax_ends_in_a_document_or_in_findings_with_places() {
    for text in texts() {
        match parse("a.md", &text, Meta::default()) {
            Ok(document) => drop(words(&document)),
            Err(findings) => {
                let placed = findings.iter().all(|f| f.origin.as_ref().is_some_and(|origin| origin.line > 0));
                assert!(placed, "{text:?}");
            }
        }
    }
}

/// Pieces that would take hours if anything looked at the whole text for each of them.
const HOSTILE: [&str; 12] =
    ["\\", "[^", "<b>", "<!-- x -->\n", "[a](#b)", "# c\n", "[^d] ", "_(", "____", "*_", "> - ", "\u{1}"];

#[test]
fn long_repetitions_end_soon() {
    for piece in PIECES {
        drop(parse("a.md", &piece.repeat(5_000), Meta::default()));
    }
    for piece in HOSTILE {
        drop(parse("a.md", &piece.repeat(60_000), Meta::default()));
    }
    let many = |line: fn(usize) -> String| (0..30_000).map(line).collect::<String>();
    drop(parse("a.md", &many(|n| format!("[^{n}]\n\n[^{n}]: x\n\n")), Meta::default()));
    drop(parse("a.md", &many(|n| format!("# x{n}\n\n[a](#y{n})\n\n")), Meta::default()));
}

#[test]
fn words_without_syntax_survive_any_punctuation_that_is_escaped() {
    let text = r##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ ____ <!--x--> [^1] 1. - # |"##;
    let escaped: String =
        text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
    for template in ["{}", "- {}", "# x {}", "| h |\n|---|\n| {} |", "> {}", "**x {}**", "<!-- fields -->\n- a: {}"] {
        let document = super::document(&template.replace("{}", &escaped));
        let found = words(&document).join(" ");
        assert!(found.contains(text), "{template}: {found}");
    }
}
