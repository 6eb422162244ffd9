use std::sync::Arc;

use expect_test::{Expect, expect};

use super::body::Body;
use super::inline::BLANK_WIDTHS;
use super::*;
use crate::document::{Block, Glossary, Inline, Layout, Picture, markdown, picture, words};
use crate::lang::{Lang, Text};

const PAGE_HTML: &str = include_str!("../../templates/page.html");
const STYLE_CSS: &str = include_str!("../../templates/style.css");

fn document(markdown: &str) -> Document {
    let meta = Meta { title: "T".into(), document: "checklist".into(), ..Meta::default() };
    markdown::parse("a.md", markdown, meta).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn page(document: &Document) -> String {
    let writer = Writer::new(PAGE_HTML, STYLE_CSS).unwrap_or_else(|findings| panic!("{findings:#?}"));
    writer.write(document).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// Compares what stands in the header and in the main part of the page.
fn check(markdown: &str, expected: Expect) {
    let document = document(markdown);
    let body = Body::new(&document.meta).written(&document.blocks);
    expected.assert_eq(&(body.letterhead + &body.content));
}

/// The text between header and footer as a person copies it: without markup, numbers of footnotes and marks.
fn text_of(page: &str) -> String {
    let start = page.find("<header").or_else(|| page.find("<main")).unwrap_or_default();
    let end = page.rfind("</main>").unwrap_or(page.len());
    let mut text = String::new();
    let mut rest = &page[start..end];
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let is_note = after.starts_with("sup class=\"note\"");
        rest = after.split_once(if is_note { "</sup>" } else { ">" }).map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

/// Whether every element that is opened is closed in order.
fn is_balanced(page: &str) -> bool {
    const VOID: [&str; 6] = ["meta", "img", "br", "hr", "input", "!DOCTYPE"];
    let (markup, script) = page.split_once("<script").unwrap_or((page, ""));
    let (_, tail) = script.split_once("</script>").unwrap_or_default();
    let (head, body) = markup.split_once("</style>").unwrap_or((markup, ""));
    let (head, _) = head.split_once("<style").unwrap_or((head, ""));
    let mut open = Vec::new();
    for tag in [head, body, tail].concat().split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split_whitespace().next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            if open.pop() != Some(closed.to_owned()) {
                return false;
            }
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    open.is_empty()
}

#[test]
fn headings_text_and_links() {
    check(
        "# A & B\n\n## Sanksi {#x}\n\n*a* **b** ~~c~~ `N-07`\\\n[d](#x) [e](http://a.id/?b=c&d) ____ x\n",
        expect![[r##"
            <h1 id="a-b">A &amp; B</h1>
            <h2 id="x">Sanksi</h2>
            <p><em>a</em> <strong>b</strong> <span class="nb"><s>c</s> <code>N-07</code></span><br>
            <a href="#x">d</a> <a href="http://a.id/?b=c&amp;d">e</a> <span class="blank w2" role="img" aria-label="isian"> </span> x</p>
        "##]],
    );
}

#[test]
fn what_belongs_together_is_not_parted() {
    check(
        "PP 94/2021 **Pasal 5** huruf *n*, 24–26 November `N-01`. dan ayat **(1) UU** oleh `N-02` Siti, S.Pd. [^1]\n\n[^1]: 1 Mei\n",
        expect![[r##"
            <p><span class="nb">PP 94/2021</span> <strong><span class="nb">Pasal 5</span></strong> <span class="nb">huruf <em>n</em>,</span> <span class="nb">24–26 November <code>N-01</code>.</span> dan ayat <strong>(1) UU</strong> oleh <code>N-02</code> <span class="nb">Siti, S.Pd.</span> <sup class="note"><a href="#note:1" id="ref:1" role="doc-noteref">1</a></sup></p>
            <div class="footnotes" role="doc-endnotes" aria-label="Catatan kaki">
            <ol>
            <li id="note:1"><p><span class="nb">1 Mei</span></p>
            <a class="back" href="#ref:1" role="doc-backlink" aria-label="Kembali ke teks"></a></li>
            </ol>
            </div>
        "##]],
    );
}

#[test]
fn what_a_listener_is_told() {
    let long = Text { id: "Kesatuan \"A\" & B".into(), en: "Unity".into() };
    let mut glossary = Glossary::default();
    glossary.abbreviation("AB", &long);
    glossary.foreign("guest house", Lang::En);
    let mut document = document("# AB\n\n**AB** AB di guest house\n");
    glossary.mark(&mut document);
    expect![[r#"
        <h1 id="ab">AB</h1>
        <p><strong><abbr title="Kesatuan &quot;A&quot; &amp; B">AB</abbr></strong> AB di <span lang="en">guest house</span></p>
    "#]]
    .assert_eq(&Body::new(&document.meta).written(&document.blocks).content);
    assert!(says_the_same(&document));
}

#[test]
fn lists_with_roles_ticks_and_citations() {
    check(
        "<!-- prohibition -->\n- [ ] `N-01` Jangan\\\n  *UU 1*\n- [x] b\n\n<!-- permission -->\n3. c\n\n4. d\n\n   e\n\n<!-- read-aloud -->\n- f\n  - g\n",
        expect![[r##"
            <ul class="prohibition marked ticks" aria-label="Dilarang">
            <li><label><input type="checkbox" id="tick:1"><svg class="mark" aria-hidden="true"><use href="#mark:prohibition"/></svg><code>N-01</code> Jangan
            <small class="citation"><span class="nb">UU 1</span></small></label></li>
            <li><label><input type="checkbox" id="tick:2" checked><svg class="mark" aria-hidden="true"><use href="#mark:prohibition"/></svg>b</label></li>
            </ul>
            <ol start="3" class="permission marked" aria-label="Boleh">
            <li><p><svg class="mark" aria-hidden="true"><use href="#mark:permission"/></svg>c</p></li>
            <li><p><svg class="mark" aria-hidden="true"><use href="#mark:permission"/></svg>d</p>
            <p>e</p>
            </li>
            </ol>
            <ul class="read-aloud">
            <li>f
            <ul>
            <li>g</li>
            </ul>
            </li>
            </ul>
        "##]],
    );
}

#[test]
fn tables_name_their_columns() {
    check(
        "| | A<B | C |\n|---|:-:|--:|\n| 1 | *2* | |\n\n<!-- sign-in -->\n| No. |\n|---|\n",
        expect![[r#"
            <table class="cards">
            <thead>
            <tr>
            <td></td>
            <th scope="col" class="center">A&lt;B</th>
            <th scope="col" class="right">C</th>
            </tr>
            </thead>
            <tbody>
            <tr>
            <td>1</td>
            <td class="center" data-title="A&lt;B"><em>2</em></td>
            <td class="right" data-title="C"></td>
            </tr></tbody>
            </table>
            <table class="sign-in">
            <thead>
            <tr>
            <th scope="col">No.</th>
            </tr>
            </thead>
            </table>
        "#]],
    );
}

#[test]
fn forms() {
    check(
        "<!-- letterhead -->\nPEMERINTAH\\\n**BADAN**\n\n<!-- fields -->\n- Nama: ____\n- Tempat: a, ____\n- Tanggal: ____ 2024\n\n\
         <!-- signatures -->\n| | Namrole, ____ 2024 |\n|---|---|\n| Camat | Saya |\n| | *Meterai* |\n| NIP ____ | **x** |\n",
        expect![[r#"
            <p>PEMERINTAH</p>
            <p class="agency"><strong>BADAN</strong></p>
            <dl class="fields">
            <div><dt>Nama</dt>
            <dd class="fill"><span class="blank" role="img" aria-label="isian"> </span></dd>
            </div>
            <div><dt>Tempat</dt>
            <dd class="fill"><span>a, </span><span class="blank" role="img" aria-label="isian"> </span></dd>
            </div>
            <div><dt>Tanggal</dt>
            <dd><span class="blank w2" role="img" aria-label="isian"> </span> 2024</dd>
            </div>
            </dl>
            <div class="signatures of-2">
            <div class="signature"><div><p></p>
            <p>Camat</p>
            </div>
            <div class="room"></div>
            <div><p class="fill"><span>NIP </span><span class="blank" role="img" aria-label="isian"> </span></p>
            </div>
            </div>
            <div class="signature"><div><p>Namrole, <span class="blank w2" role="img" aria-label="isian"> </span> 2024</p>
            <p>Saya</p>
            </div>
            <div class="room stamp"><p>Meterai</p></div>
            <div><p><strong>x</strong></p>
            </div>
            </div>
            </div>
        "#]],
    );
}

#[test]
fn callouts_quotations_code_notes_and_breaks() {
    check(
        "a[^1] b[^1]\n\n> [!TIP]\n> b\n\n> c\n\n```\n<d>\n```\n\n---\n\n<!-- page-break -->\n\n<!-- small -->\ne\n\n[^1]: f\n",
        expect![[r##"
            <p>a<sup class="note"><a href="#note:1" id="ref:1" role="doc-noteref">1</a></sup> b<sup class="note"><a href="#note:1" role="doc-noteref">1</a></sup></p>
            <div class="callout tip" role="note" data-title="Saran">
            <p>b</p>
            </div>
            <blockquote>
            <p>c</p>
            </blockquote>
            <pre><code>&lt;d&gt;</code></pre>
            <hr>
            <div class="page-break"></div>
            <p class="small">e</p>
            <div class="footnotes" role="doc-endnotes" aria-label="Catatan kaki">
            <ol>
            <li id="note:1"><p>f</p>
            <a class="back" href="#ref:1" role="doc-backlink" aria-label="Kembali ke teks"></a></li>
            </ol>
            </div>
        "##]],
    );
}

#[test]
fn many_signatures_stand_in_rows_of_even_length() {
    let row = |cell: &str| format!("{}|\n", format!("| {cell} ").repeat(6));
    let table = ["<!-- signatures -->\n", &row("a"), &row("---"), &row(""), &row("b")].concat();
    let page = page(&document(&table));
    assert_eq!(page.matches("class=\"signatures of-3\"").count(), 2);
}

/// Whether a page says what its document says, in well-formed markup.
fn says_the_same(document: &Document) -> bool {
    let page = page(document);
    let found: Vec<String> = text_of(&page).split_whitespace().map(str::to_owned).collect();
    found == words(document) && is_balanced(&page)
}

#[test]
fn the_text_of_the_page_is_the_text_of_the_document() {
    assert!(says_the_same(&document(include_str!("../../tests/documents/every-block.md"))));
}

#[test]
fn so_it_is_for_any_mixture_of_syntax() {
    let mut documents = 0;
    for document in markdown::tests::nasty::documents() {
        assert!(says_the_same(&document), "{document:#?}");
        documents += 1;
    }
    assert!(documents > 500, "only {documents} of the texts are documents");
}

#[test]
fn values_are_text_wherever_they_stand() {
    let evil = r#"</title><script>alert(1)</script>"'&"#;
    let meta = Meta {
        title: evil.into(),
        author: evil.into(),
        document: evil.into(),
        document_name: evil.into(),
        region: evil.into(),
        rulebook_version: evil.into(),
        labels: Arc::new([("list_permission".to_owned(), evil.to_owned())].into()),
        ..Meta::default()
    };
    let content = vec![Inline::Text(evil.into()), Inline::Code(evil.into())];
    let heading = Block::Heading { level: 1, id: evil.into(), content };
    let page = page(&Document { meta, blocks: vec![heading, Block::Code { text: evil.into() }] });
    assert_eq!(page.matches("<script").count(), 0);
    assert_eq!(page.matches("</title").count(), 1);
    assert!(is_balanced(&page));
}

#[test]
fn only_pages_with_boxes_carry_the_script_and_only_used_marks_are_drawn() {
    assert!(!page(&document("a")).contains("<script"));
    let marked = page(&document("<!-- contested -->\n- [ ] a\n"));
    assert!(marked.contains("<script") && marked.contains("<symbol id=\"mark:contested\""));
    assert!(!marked.contains("mark:permission"));
}

#[test]
fn the_state_of_boxes_is_kept_per_text() {
    let key = |markdown: &str| {
        let page = page(&document(markdown));
        page.split_once("data-state=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(key, _)| key.to_owned())
    };
    assert_eq!(key("- [ ] a"), key("- [ ] a"));
    assert_ne!(key("- [ ] a"), key("- [ ] b"));
    assert!(key("- [ ] a").is_some_and(|key| key.starts_with("ikrar:checklist:")));
}

#[test]
fn a_page_loads_nothing() {
    let page = page(&document("- [ ] a"));
    for reference in ["src=", "<link", "@import", "url(", "http:", "https:"] {
        assert!(!page.contains(reference), "{reference}");
    }
}

#[test]
fn the_coat_of_arms_is_within_the_page() {
    let mut document = document("<!-- letterhead -->\nPEMERINTAH\\\n**BADAN**\\\n*Jalan*\n");
    document.meta.region = "Kota <Contoh>".into();
    document.meta.emblem = Some(Arc::new(Picture::read(&picture::tests::shield(30, 40)).unwrap()));
    let page = page(&document);
    let (before, after) = page.split_once(" src=\"data:image/png;base64,").unwrap();
    assert!(
        before.ends_with(
            "<img class=\"emblem\" width=\"30\" height=\"40\" lang=\"id\" alt=\"Lambang Kota &lt;Contoh&gt;\""
        )
    );
    let lines = after.split_once(">\n").unwrap().1;
    assert!(lines.starts_with(
        "<div><p>PEMERINTAH</p>\n<p class=\"agency\"><strong>BADAN</strong></p>\n<p class=\"address\">Jalan</p>\n</div>"
    ));
    assert!(page.contains("img-src data:") && is_balanced(&page));
}

#[test]
fn a_writer_serves_many_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Writer>();
}

#[test]
fn the_style_knows_every_width_of_blanks() {
    for width in BLANK_WIDTHS {
        assert!(STYLE_CSS.contains(&format!("\n.w{width} {{ width: {width}em; }}\n")), "{width}");
    }
}

#[test]
fn each_slide_is_a_section_named_by_its_heading() {
    let slides = document("# Judul\n\n## Sanksi {#sanksi}\n\n- satu\n\n## Lapor\n");
    let meta = Meta { layout: Layout::Slides, ..slides.meta };
    let page = page(&Document { meta, ..slides });
    assert_eq!(page.matches("<section class=\"slide\"").count(), 3);
    assert!(page.contains(
        "<section class=\"slide\" aria-labelledby=\"sanksi\">\n<h2 id=\"sanksi\">Sanksi</h2>\n<ul>\n<li>satu</li>\n</ul>\n</section>"
    ));
    assert!(page.contains("class=\"turn\" role=\"group\" aria-label=\"Salindia\" hidden>"));
    assert!(page.contains("ArrowRight") && page.contains("layout-slides") && is_balanced(&page));
}

#[test]
fn only_on_a_certificate_a_strong_line_is_a_name() {
    let certificate = document("<!-- center -->\n**Siti**\n\n<!-- center -->\n**Siti** Aminah\n");
    assert!(!page(&certificate).contains("center name"));
    let meta = Meta { layout: Layout::Certificate, ..certificate.meta };
    assert_eq!(
        page(&Document { meta, ..certificate }).matches("<p class=\"center name\"><strong>Siti</strong></p>").count(),
        1
    );
}

#[test]
fn the_footer_says_what_is_known() {
    let meta = Meta {
        document_name: "Ikrar".into(),
        region: "Kota Prabumulih".into(),
        rulebook_version: "1.0".into(),
        rulebook_hash: "0123abcd".into(),
        ..Meta::default()
    };
    let page = page(&Document { meta, blocks: Vec::new() });
    let footer =
        page.split_once("<footer>").and_then(|(_, rest)| rest.split_once("</footer>")).map(|(footer, _)| footer);
    assert_eq!(footer, Some("\n<p>Ikrar · Kota Prabumulih</p>\n<p>Buku aturan 1.0 · 0123abcd</p>\n"));
}

#[test]
fn a_wrong_page_or_style_is_found_at_load() {
    let found = |page: &str, style: &str| match Writer::new(page, style) {
        Ok(_) => String::new(),
        Err(findings) => findings
            .iter()
            .map(|f| {
                format!(
                    "{} {}: {}\n",
                    f.origin.as_ref().map(ToString::to_string).unwrap_or_default(),
                    f.code,
                    f.message.en()
                )
            })
            .collect(),
    };
    let all = [found("a\n {{ titel }}", ""), found("{% if %}", ""), found("", "</STYLE >")].concat();
    expect![[r#"
        page.html:2:5 page-template: Variable `titel` is not defined. Available variables: author, content, document, fit, hash, lang, layout, letterhead, marks, rulebook, script, sheet, style, title
        page.html:1:7 page-template: Found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, `<`, `{`, `[` or `(`
        style.css style-sheet: a style sheet cannot contain `</style`
    "#]].assert_eq(&all);
}
