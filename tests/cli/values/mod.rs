//! Values of rosters and of YAML files are data: whatever they hold is printed as typed in every format, or refused in
//! its place. `.ci/corpus` asks the same of every string of the big list of naughty strings.

mod dom;
mod names;
mod roster;
mod texts;

/// The word that stands for a value on a sheet to compare with.
const WORD: &str = "Zwalik";

/// Values that would be something else than text in one format or another.
const HOSTILE: [&str; 36] = [
    "{{ 7*7 }}",
    "{% include \"_letterhead.md\" %}",
    "{% raw %}{{ rules }}{% endraw %}",
    "{# rahasia #}",
    "{%- set x = 1 -%}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "</title></style></textarea><h1>x</h1>",
    "<!-- page-break -->",
    "--><b>tebal</b><!--",
    "<![CDATA[x]]>",
    "&lt;b&gt; &amp;#60; &#x3c;",
    "# Bab",
    "- [ ] butir",
    "1. butir",
    "> kutipan",
    "```sh",
    "***",
    "Siti *Nur* __Aini__ ~~x~~ `y`",
    "[x](javascript:alert(1))",
    "![x](file:///etc/passwd)",
    "| a | b |",
    "[^1]: isi",
    "<https://contoh.id>",
    "Judul\n=====",
    "a\\",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd",
    "@SUM(A1:A9)",
    "=HYPERLINK(\"https://contoh.id\";\"x\")",
    "../../../etc/passwd",
    "CON",
    "$(touch x) `touch x` ; touch x | touch x",
];

/// The big list of naughty strings, from a file of JSON that the environment names.
fn naughty_strings() -> Vec<String> {
    let path = std::env::var("IKRAR_BLNS").expect("IKRAR_BLNS names no file; run .ci/corpus");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
