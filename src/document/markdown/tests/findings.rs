//! What is found in texts that the tree has no place for.

use expect_test::{Expect, expect};

use super::findings;

fn check(markdown: &str, expected: Expect) {
    expected.assert_eq(&findings(markdown));
}

#[test]
fn html_other_than_directives() {
    check(
        "# T\n\n<div>\nx\n</div>\n\na <b>c</b> <!-- d -->\n\n<!-- two words -->\n\n<!-- small --> x\n",
        expect![[r#"
            a.md:3:1 raw-html: HTML has no place in a template (write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; remarks for authors are written {# … #})
            a.md:7:3 raw-html: HTML has no place in a template (write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; remarks for authors are written {# … #})
            a.md:7:7 raw-html: HTML has no place in a template (write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; remarks for authors are written {# … #})
            a.md:7:12 raw-html: HTML has no place in a template (write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; remarks for authors are written {# … #})
            a.md:9:1 raw-html: HTML has no place in a template (write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; remarks for authors are written {# … #})
            a.md:11:1 raw-html: HTML has no place in a template (write Markdown; a directive is a comment alone on its line, `<!-- fields -->`; remarks for authors are written {# … #})
        "#]],
    );
}

#[test]
fn directives_that_do_not_exist() {
    check(
        "<!-- signature -->\n\n- <!-- Prohibition -->\n\n<!-- xyz -->\n",
        expect![[r#"
        a.md:1:1 unknown-directive: there is no directive `<!-- signature -->` (did you mean `<!-- signatures -->`?)
        a.md:3:3 unknown-directive: there is no directive `<!-- Prohibition -->` (did you mean `<!-- prohibition -->`?)
        a.md:5:1 unknown-directive: there is no directive `<!-- xyz -->`
    "#]],
    );
}

#[test]
fn directives_without_the_block_they_need() {
    check(
        "<!-- fields -->\nNama: x\n\n<!-- fields -->\n1. Nama: x\n\n<!-- center -->\n# T\n\n<!-- small -->\n<!-- center -->\nx\n\n<!-- sign-in -->\n- x\n\n<!-- permission -->\n",
        expect![[r#"
            a.md:1:1 directive-without-block: `<!-- fields -->` must be followed by a bullet list
            a.md:4:1 directive-without-block: `<!-- fields -->` must be followed by a bullet list
            a.md:7:1 directive-without-block: `<!-- center -->` must be followed by a paragraph
            a.md:10:1 directive-without-block: `<!-- small -->` must be followed by a paragraph
            a.md:14:1 directive-without-block: `<!-- sign-in -->` must be followed by a table
            a.md:17:1 directive-without-block: `<!-- permission -->` must be followed by a list
        "#]],
    );
}

#[test]
fn directives_in_the_wrong_place() {
    check(
        "- <!-- page-break -->\n\n> <!-- letterhead -->\n> x\n",
        expect![[r#"
        a.md:1:3 misplaced-directive: `<!-- page-break -->` within a list, quotation or footnote (it can only stand by itself, at the left margin)
        a.md:3:3 misplaced-directive: `<!-- letterhead -->` within a list, quotation or footnote (it can only stand by itself, at the left margin)
    "#]],
    );
}

#[test]
fn pictures() {
    check(
        "a ![logo](logo.png \"t\")\n",
        expect![[r#"
        a.md:1:3 image-unsupported: a picture (pictures have no place in a document that every writer can print; use words)
    "#]],
    );
}

#[test]
fn links_that_lead_where_they_must_not() {
    check(
        "[a](javascript:alert%281%29) [b](index.html) <ftp://x.y> [c](JaVaScript&#58;x) [d](https:)\n\n[e](http://x.id \"t\") [](http://x.id)\n",
        expect![[r#"
            a.md:1:1 unsafe-link: a link to `javascript:alert%281%29` (links may lead to http://…, https://…, mailto:… and #anchor)
            a.md:1:30 unsafe-link: a link to `index.html` (links may lead to http://…, https://…, mailto:… and #anchor)
            a.md:1:46 unsafe-link: a link to `ftp://x.y` (links may lead to http://…, https://…, mailto:… and #anchor)
            a.md:1:58 unsafe-link: a link to `JaVaScript:x` (links may lead to http://…, https://…, mailto:… and #anchor)
            a.md:1:80 unsafe-link: `https:` is not a complete address (links may lead to http://…, https://…, mailto:… and #anchor)
            a.md:3:1 link-title: a link with a title in quotation marks (nobody finds it in print; put it into the text)
            a.md:3:22 empty-link: a link without text
        "#]],
    );
}

#[test]
fn anchors() {
    check(
        "# Sanksi\n\n[a](#sangsi) [b](#xyz)\n\n## A {#x .c}\n\n## B {#x}\n\n## C {#a:b}\n",
        expect![[r#"
        a.md:3:1 unknown-anchor: no heading has the anchor `sangsi` (did you mean `#sanksi`?)
        a.md:3:14 unknown-anchor: no heading has the anchor `xyz`
        a.md:5:1 heading-attributes: a heading takes an anchor in braces and nothing else (write {#anchor}; how a heading looks is set in style.css)
        a.md:7:1 duplicate-anchor: the anchor `x` is given to two headings
        a.md:9:1 bad-anchor: the anchor `a:b` has other characters than letters, digits and hyphens
    "#]],
    );
}

#[test]
fn headings() {
    check(
        "## A\n\n# B\n\n### C\n\n##\n",
        expect![[r#"
            a.md:1:1 heading-skips-level: the first heading is of level 2 (write `#` here)
            a.md:5:1 heading-skips-level: a heading of level 3 follows one of level 1 (write `##` here)
            a.md:7:1 empty-heading: a heading without text
        "#]],
    );
}

#[test]
fn tables() {
    check(
        "| | |\n|---|---|\n| a | b |\n\n| h | i |\n|---|---|\n| a | b | c |\n| a | b | |\n| a |\n",
        expect![[r#"
        a.md:1:1 table-without-header: a table without words in its header (name the columns: a table is read out and printed on further pages by its header)
        a.md:7:1 row-too-long: a row with more cells than the 2 of the table's header (a `|` in a cell is written `\|`)
    "#]],
    );
}

#[test]
fn signature_tables() {
    check(
        "<!-- signatures -->\n| A | B |\n|---|---|\n| x | |\n",
        expect![[r#"
        a.md:2:1 malformed-signatures: a signature table without a row that leaves room to sign (add a row of empty cells, `| | |`, or one of emphasised words for the stamp, `| | *Meterai* |`)
    "#]],
    );
    check(
        "<!-- signatures -->\n| A | |\n|---|---|\n| | |\n",
        expect![[r#"
        a.md:2:1 malformed-signatures: column 2 of a signature table is empty
        a.md:4:1 malformed-signatures: a signature table with nothing below the room to sign (add a row with the name, or with ____ to fill in)
    "#]],
    );
}

#[test]
fn fields() {
    check(
        "<!-- fields -->\n- Nama\n- Nama:\n- : x\n- [ ] a: b\n- a: b\n  - c\n- ok: x\n",
        expect![[r#"
        a.md:2:1 malformed-fields: a field without a colon after its label (write `- Label: value`, or `- Label: ____` to leave a blank)
        a.md:3:1 malformed-fields: a field without a value (write `- Label: value`, or `- Label: ____` to leave a blank)
        a.md:4:1 malformed-fields: a field without a label (write `- Label: value`, or `- Label: ____` to leave a blank)
        a.md:5:1 malformed-fields: a field with a tick box (write `- Label: value`, or `- Label: ____` to leave a blank)
        a.md:6:1 malformed-fields: a field that is not one line of text (write `- Label: value`, or `- Label: ____` to leave a blank)
    "#]],
    );
}

#[test]
fn footnotes() {
    check(
        "a[^1] b\\[^2] [^ 3]\n\n[^4]: x\n\nc[^5]\n\n[^5]: y\n\n[^5]: z\n",
        expect![[r#"
        a.md:1:2 undefined-footnote: there is no footnote `[^1]:`
        a.md:3:1 unused-footnote: nothing refers to the footnote `[^4]`, so nobody would find it
        a.md:9:1 duplicate-footnote: a second footnote `[^5]`
    "#]],
    );
}

#[test]
fn blanks_that_markdown_takes_for_emphasis() {
    check(
        "(____) (____)\n\n(______).(____)\n",
        expect![[r#"
            a.md:1:2 ambiguous-blank: these underscores mean emphasis to Markdown, not a blank to fill in (leave a space on one side of each blank)
            a.md:3:2 ambiguous-blank: these underscores mean emphasis to Markdown, not a blank to fill in (leave a space on one side of each blank)
        "#]],
    );
}

#[test]
fn characters_that_cannot_be_printed() {
    check(
        "a\u{1}b `\u{7f}` &#1;\n\n    x\u{0}\u{FFFF}\n",
        expect![[r#"
        a.md:1:2 control-character: U+0001 is a control character, which no writer can print
        a.md:1:5 control-character: U+007F is a control character, which no writer can print
        a.md:1:9 control-character: U+0001 is a control character, which no writer can print
        a.md:3:5 control-character: U+0000 is a control character, which no writer can print
        a.md:3:5 control-character: U+FFFF is a control character, which no writer can print
    "#]],
    );
}

#[test]
fn containers_too_deep() {
    check(
        &format!("{}a", "> ".repeat(40)),
        expect![[r#"
        a.md:1:65 nesting-too-deep: more than 32 lists, quotations or emphases inside each other
    "#]],
    );
    check(
        &format!("{}a{}", "*b _c ".repeat(20), " c_ b*".repeat(20)),
        expect![[r#"
        a.md:1:94 nesting-too-deep: more than 32 lists, quotations or emphases inside each other
    "#]],
    );
}

#[test]
fn texts_too_large() {
    check(
        &"x".repeat((4 << 20) + 1),
        expect![[r#"
        a.md:1:1 document-too-large: the Markdown has 4194305 bytes; at most 4194304 are read (split it into several documents)
    "#]],
    );
    check(
        &"*a* ".repeat(1 << 20),
        expect![[r#"
        a.md:1:1 document-too-large: the Markdown has more than 1048576 pieces (cells, words, marks) (split it into several documents)
    "#]],
    );
}
