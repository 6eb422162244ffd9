//! What each spelling becomes.

use expect_test::{Expect, expect};

use super::document;
use super::sketch::sketch;
use crate::document::words;

fn check(markdown: &str, expected: Expect) {
    expected.assert_eq(&sketch(&document(markdown)));
}

#[test]
fn headings_get_unique_anchors() {
    check(
        "# Pakta Integritas\n\n## Sanksi\n\n## Sanksi\n\n## Lain {#sanksi-2}\n\nDua\n===\n",
        expect![[r#"
        h1 #pakta-integritas: Pakta Integritas
        h2 #sanksi: Sanksi
        h2 #sanksi-3: Sanksi
        h2 #sanksi-2: Lain
        h1 #dua: Dua
    "#]],
    );
}

#[test]
fn text_is_merged_and_its_lines_are_joined() {
    check(
        "satu *dua* **tiga** ~~empat~~ `N-07`\nlima &amp; enam\\\n<https://a.id> [t](mailto:a@b.id) \\* x   y\n",
        expect![[r#"
            Body: satu ·em(dua)· ·strong(tiga)· ·struck(empat)· ·code(N-07)· lima & enam·↵·link(https://a.id, https://a.id)· ·link(mailto:a@b.id, t)· * x y
        "#]],
    );
}

#[test]
fn blanks_are_runs_of_underscores_that_are_not_escaped() {
    check(
        "Nama: ____, NIP: __________ dan ___ dan ____",
        expect![[r#"
        Body: Nama: ·blank(2)·, NIP: ·blank(5)· dan ___ dan ·blank(2)
    "#]],
    );
    check(
        r"\____ \_\_\_\_ &#95;___ \\____ `____` x_y_z __a__",
        expect![[r#"
        Body: ____ ____ ____ \·blank(2)· ·code(____)· x_y_z ·strong(a)
    "#]],
    );
    check(
        "Rp____ (____)",
        expect![[r#"
        Body: Rp·blank(2)· (·blank(2)·)
    "#]],
    );
    check(
        "*____* **____**",
        expect![[r#"
        Body: em(blank(2))· ·strong(blank(2))
    "#]],
    );
}

#[test]
fn lists_nest_and_carry_ticks() {
    check(
        "- a\n- [ ] b\n  1. c\n- [x] d\n\n3. e\n\n4. [ ] f\n\n   g\n",
        expect![[r#"
        Plain list, bullets, tight
          -
            Body: a
          - [ ]
            Body: b
            Plain list, from 1, tight
              -
                Body: c
          - [x]
            Body: d
        Plain list, from 3, loose
          -
            Body: e
          - [ ]
            Body: f
            Body: g
    "#]],
    );
}

#[test]
fn lists_with_a_role() {
    check(
        "<!-- prohibition -->\n- `N-01` Jangan\\\n  *UU 20/2023 Pasal 9*\n\n<!-- permission -->\n\n1. Boleh\n\n<!-- obligation -->\n- a\n\n<!-- contested -->\n- b\n\n<!-- read-aloud -->\n1. c\n",
        expect![[r#"
            Prohibition list, bullets, tight
              -
                Body: code(N-01)· Jangan·↵·em(UU 20/2023 Pasal 9)
            Permission list, from 1, tight
              -
                Body: Boleh
            Obligation list, bullets, tight
              -
                Body: a
            Contested list, bullets, tight
              -
                Body: b
            ReadAloud list, from 1, tight
              -
                Body: c
        "#]],
    );
}

#[test]
fn paragraphs_with_a_style() {
    check(
        "<!-- center -->\nNomor: ____\n\n<!-- small -->\nkecil\n\n<!-- read-aloud -->\nkami\\\nberikrar\n\n- <!-- small -->\n  x\n",
        expect![[r#"
            Centered: Nomor: ·blank(2)
            Small: kecil
            ReadAloud: kami·↵·berikrar
            Plain list, bullets, tight
              -
                Small: x
        "#]],
    );
}

#[test]
fn a_letterhead_is_read_by_lines() {
    check(
        "<!-- letterhead -->\nPEMERINTAH KABUPATEN BURU SELATAN\\\n**BADAN KEPEGAWAIAN**\\\nNamrole\n",
        expect![[r#"
            letterhead PEMERINTAH KABUPATEN BURU SELATAN | strong(BADAN KEPEGAWAIAN) | Namrole
        "#]],
    );
}

#[test]
fn fields_split_at_their_first_colon() {
    check(
        "<!-- fields -->\n- Nama: ____\n- **NIP** : 1987: x\n- Jabatan: *Camat* Lais\n- Pukul: 10\\:00\n",
        expect![[r#"
            fields
              Nama = blank(2)
              strong(NIP) = 1987: x
              Jabatan = em(Camat)· Lais
              Pukul = 10:00
        "#]],
    );
}

#[test]
fn signatures_are_the_columns_of_a_table() {
    check(
        "<!-- signatures -->\n| | Namrole, ____ |\n|---|---|\n| Mengetahui, | |\n| Atasan | Yang membuat |\n| | *Meterai bila dipersyaratkan* |\n| **____** | ____ |\n| | NIP ____ |\n",
        expect![[r#"
            signatures
               | Mengetahui, | Atasan [] strong(blank(2))
              Namrole, ·blank(2) |  | Yang membuat [Meterai bila dipersyaratkan] blank(2) | NIP ·blank(2)
        "#]],
    );
    check(
        "<!-- signatures -->\n| Camat |\n|---|\n| |\n| ____ |\n",
        expect![[r#"
        signatures
          Camat [] blank(2)
    "#]],
    );
}

#[test]
fn tables_have_alignments_and_rows_as_long_as_their_header() {
    check(
        "| a | b | c |\n|---|:-:|--:|\n| 1 \\| 2 | ____ |\n| | **x** | y |\n",
        expect![[r#"
        Plain table [Left, Center, Right]
          a | b | c
          1 | 2 | blank(2) | 
           | strong(x) | y
    "#]],
    );
    check(
        "<!-- sign-in -->\n| No. | Nama |\n|---|---|\n| 1 | |\n",
        expect![[r#"
        SignIn table [Left, Left]
          No. | Nama
          1 | 
    "#]],
    );
}

#[test]
fn quotations_callouts_code_and_breaks() {
    check(
        "> a\n>\n> b\n\n> [!WARNING]\n> **Awas**\n\n```sh\nikrar build\n\tx\n```\n\n---\n\n<!-- page-break -->\n\nz\n",
        expect![[r#"
            quote
              Body: a
              Body: b
            Warning
              Body: strong(Awas)
            code "ikrar build\n    x"
            rule
            page break
            Body: z
        "#]],
    );
}

#[test]
fn footnotes_are_numbered_by_their_first_reference() {
    check(
        "[^z]: zet[^q]\n\na[^B] b[^z] c[^b]\n\n[^b]: be\n\n    lagi\n[^q]: ki\n",
        expect![[r#"
        Body: a·ref(1)· b·ref(2)· c·ref(1)
        footnote 1
          Body: be
          Body: lagi
        footnote 2
          Body: zet·ref(3)
        footnote 3
          Body: ki
    "#]],
    );
}

#[test]
fn a_link_finds_its_heading_further_down() {
    check(
        "[lihat](#sanksi) [a]\n\n# Sanksi\n\n[a]: http://a.id/x%20y\n",
        expect![[r#"
        Body: link(#sanksi, lihat)· ·link(http://a.id/x%20y, a)
        h1 #sanksi: Sanksi
    "#]],
    );
}

#[test]
fn lines_may_end_in_carriage_returns() {
    check(
        "<!-- small -->\r\na\r\nb\r\n\r\n| x |\r\n|---|\r\n| y |\r\n",
        expect![[r#"
        Small: a b
        Plain table [Left]
          x
          y
    "#]],
    );
}

#[test]
fn words_come_in_reading_order_and_without_marks() {
    let markdown = "# **Ju**dul[^1]\n\n<!-- fields -->\n- Nama: ____ , S.Pd.\n\nx\n\n- [ ] a\\\n  *b*\n\n| h |\n|---|\n| `c` |\n\n\
        <!-- signatures -->\n| x | y |\n|---|---|\n| | *m* |\n| p | q |\n\n[^1]: catatan\n";
    let expected = "Judul Nama , S.Pd. x a b h c x p y m q catatan";
    assert_eq!(words(&document(markdown)).join(" "), expected);
}
