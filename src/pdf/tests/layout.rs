//! What stands where.

use expect_test::{Expect, expect};

use super::{Paper, WRITER, document, lines, one_page, write};

fn check(markdown: &str, expected: &Expect) {
    let printed = WRITER.typesetter().dump(&document(markdown), Paper::A4).unwrap();
    // The footer is the same everywhere; a test of its own looks at it.
    let height = |line: &str| line.split_whitespace().next().and_then(|y| y.parse::<f32>().ok());
    let body = printed.split_inclusive('\n').filter(|line| height(line).is_some_and(|y| y < 780.0));
    expected.assert_eq(&body.collect::<String>());
}

#[test]
fn a_footer_names_document_region_page_and_rulebook() {
    let printed = WRITER.typesetter().dump(&document("Isi."), Paper::F4).unwrap();
    expect![[r#"
        67.8    85.0–101.9 Regular 10.5 │Isi. │ P
        887.2   85.0–552.8 [Solid line to 887.2] -
        898.2   85.0–239.5 Regular 8.0 │Pakta Integritas · Kabupaten Muara Enim│ -
        898.2  488.7–552.8 Regular 8.0 │Halaman 1 dari 1│ -
        907.7   85.0–169.1 Regular 6.6 │Buku aturan 1.0 · 0123abcd│ -
    "#]]
    .assert_eq(&printed);
}

#[test]
fn a_letterhead_is_centred_above_a_double_rule_and_its_title_too() {
    check(
        "<!-- letterhead -->\nPEMERINTAH KABUPATEN MUARA ENIM\\\n**BADAN KEPEGAWAIAN**\n\n# PAKTA INTEGRITAS",
        &expect![[r#"
            68.5   198.9–427.8 Regular 12.0 │PEMERINTAH KABUPATEN MUARA ENIM │ Div/P
            87.4   222.4–405.4 Bold 16.0 │BADAN KEPEGAWAIAN │ Div/P
            98.2    85.0–538.6 [Solid line to 98.2] -
            101.1   85.0–538.6 [Solid line to 101.1] -
            135.7  246.3–380.9 Bold 14.0 │PAKTA INTEGRITAS │ H1
        "#]],
    );
}

#[test]
fn numbers_hang_and_nested_items_are_indented() {
    check(
        "9. sembilan\n10. sepuluh\n    - anak\n\n      lanjutan anak",
        &expect![[r#"
            67.8    91.0–102.6 Regular 10.5 │9. │ L/LI/Lbl
            67.8   105.9–153.6 Regular 10.5 │sembilan │ L/LI/LBody
            85.1    85.0–102.6 Regular 10.5 │10. │ L/LI/Lbl
            85.1   105.9–148.2 Regular 10.5 │sepuluh │ L/LI/LBody/P
            106.3  105.9–113.8 Regular 10.5 │– │ L/LI/LBody/L/LI/Lbl
            106.3  119.9–146.5 Regular 10.5 │anak │ L/LI/LBody/L/LI/LBody/P
            128.3  119.9–189.7 Regular 10.5 │lanjutan anak │ L/LI/LBody/L/LI/LBody/P
        "#]],
    );
}

#[test]
fn a_forbidden_thing_has_a_tick_box_a_mark_and_a_small_citation() {
    check(
        "<!-- prohibition -->\n- [ ] `N-07` Jangan berkampanye.\\\n  *PP 94/2021 Pasal 5*",
        &expect![[r#"
            59.3    85.5       [shape of 4 to 68.8] L/LI/Lbl/Figure
            59.1   100.6       [shape of 13 to 68.9] L/LI/Lbl/Figure
            62.0   103.5       [shape of 2 to 66.1] L/LI/Lbl/Figure
            62.0   103.5       [shape of 2 to 66.1] L/LI/Lbl/Figure
            67.8   116.5–136.6 Regular 9.0 │N-07│ L/LI/LBody
            67.8   136.6–249.9 Regular 10.5 │ Jangan berkampanye. │ L/LI/LBody
            80.4   116.5–193.8 Regular 8.5 │PP 94/2021 Pasal 5 │ L/LI/LBody
        "#]],
    );
}

#[test]
fn fields_align_at_the_colon() {
    check(
        "<!-- fields -->\n- Nama: Siti Aminah\n- Pangkat/Golongan: ____",
        &expect![[r#"
            67.8    85.0–117.3 Regular 10.5 │Nama │ L/LI/Lbl
            67.8   183.3–188.9 Regular 10.5 │: │ L/LI/Lbl
            67.8   198.3–256.8 Regular 10.5 │Siti Aminah │ L/LI/LBody
            88.3    85.0–180.5 Regular 10.5 │Pangkat/Golongan │ L/LI/Lbl
            88.3   183.3–188.9 Regular 10.5 │: │ L/LI/Lbl
            89.8   198.3–538.5 [Dotted line to 89.8] L/LI/LBody/Figure
        "#]],
    );
}

#[test]
fn signatures_stand_side_by_side() {
    check(
        "<!-- signatures -->\n| Mengetahui, | Muara Enim, ____ |\n|---|---|\n| | *Meterai* |\n| ____ | Siti Aminah |\n| NIP ____ | |",
        &expect![[r#"
            69.4   162.7–227.9 Regular 10.5 │Mengetahui, │ Div/Div/P
            149.6   85.1–302.8 [Solid line to 149.6] Div/Div/P/Figure
            164.4   85.1–105.7 Regular 10.5 │NIP │ Div/Div/P
            165.9  105.7–302.8 [Solid line to 165.9] Div/Div/P/Figure
            69.4   320.9–386.0 Regular 10.5 │Muara Enim, │ Div/Div/P
            70.9   386.0–538.5 [Solid line to 70.9] Div/Div/P/Figure
            78.7   387.2       [shape of 4 to 129.7] -
            107.2  414.3–447.3 Regular 8.5 │Meterai │ Div/Div/P
            148.1  401.8–460.3 Regular 10.5 │Siti Aminah │ Div/Div/P
        "#]],
    );
}

#[test]
fn a_table_has_rules_and_aligned_cells() {
    check(
        "| No. | Tahap |\n|---:|---|\n| 1 | Kampanye |",
        &expect![[r#"
            56.7    85.0       [shape of 4 to 76.7] -
            56.7    85.0–538.6 [Solid line to 56.7] -
            76.7    85.0–538.6 [Solid line to 76.7] -
            69.9    90.5–109.3 Bold 9.5 │No. │ Table/THead/TR/TH
            69.9   116.9–148.2 Bold 9.5 │Tahap │ Table/THead/TR/TH
            96.8    85.0–538.6 [Solid line to 96.8] -
            89.9   101.4–109.3 Regular 9.5 │1 │ Table/TBody/TR/TD
            89.9   116.9–166.7 Regular 9.5 │Kampanye │ Table/TBody/TR/TD
        "#]],
    );
}

#[test]
fn a_footnote_stands_below_a_rule_and_is_linked() {
    check(
        "Isi.[^1]\n\n[^1]: Catatan.",
        &expect![[r#"
            67.8    85.0–99.1  Regular 10.5 │Isi.│ P
            64.2    99.1–99.6  Regular 2.1 │ │ P
            64.2    99.6–105.3 Regular 6.9 │1 │ P/Reference/Link
            88.8    85.0–145.0 [Solid line to 88.8] -
            102.5   85.0–92.1  Regular 8.5 │1 │ Note/Lbl
            102.5  103.0–138.6 Regular 8.5 │Catatan. │ Note/P
        "#]],
    );
}

/// The lines of each page.
fn pages(markdown: &str) -> Vec<Vec<String>> {
    let lines = lines(&document(markdown));
    lines.split(|line| line.starts_with("--")).map(<[String]>::to_vec).collect()
}

fn page_of(pages: &[Vec<String>], text: &str) -> usize {
    pages.iter().position(|page| page.iter().any(|line| line.contains(text))).unwrap()
}

#[test]
fn a_heading_never_ends_a_page() {
    for count in 20..60 {
        let text = format!("{}# Judul\n\nIsi bab.\n", "Baris.\n\n".repeat(count));
        let pages = pages(&text);
        assert_eq!(page_of(&pages, "Judul"), page_of(&pages, "Isi bab."), "after {count} paragraphs");
    }
}

#[test]
fn no_line_of_a_paragraph_is_left_alone() {
    let paragraph = "Pegawai wajib menjaga netralitas sebelum, selama, dan sesudah pemilihan berlangsung. ".repeat(5);
    for count in 25..35 {
        let text = format!("{}{paragraph}\n", "Baris.\n\n".repeat(count));
        for page in pages(&text) {
            let inside = page.iter().filter(|line| !line.contains("Baris") && !line.contains("8.0 │")).count();
            assert_ne!(inside, 2, "one line besides that of the rulebook, after {count} paragraphs");
        }
    }
}

#[test]
fn signatures_never_stand_alone_on_a_page() {
    let signatures = "<!-- signatures -->\n| Bupati, |\n|---|\n| |\n| ____ |\n";
    for count in 15..45 {
        let text = format!("{}Penutup.\n\n{signatures}", "Baris.\n\n".repeat(count));
        let pages = pages(&text);
        assert_eq!(page_of(&pages, "Penutup"), page_of(&pages, "Bupati"), "after {count} paragraphs");
    }
}

#[test]
fn the_header_of_a_long_table_stands_on_every_page_and_no_row_is_torn() {
    let rows: String =
        (1..=300).map(|row| format!("| baris {row}. | {} |\n", "isi yang panjang ".repeat(12))).collect();
    let pages = pages(&format!("| Kepala | Isi |\n|---|---|\n{rows}"));
    assert!(pages.len() > 10);
    for page in &pages {
        assert!(page[0].contains("Kepala"), "{page:?}");
        assert!(page.iter().filter(|line| line.contains("baris ")).count() > 5);
    }
    let all = pages.concat();
    assert!((1..=300).all(|row| all.iter().any(|line| line.contains(&format!("│baris {row}. │")))));
}

#[test]
fn one_page_is_reached_by_tightening_or_not_at_all() {
    let page = |count: usize| write(&one_page(document(&"Butir yang harus muat.\n\n".repeat(count))));
    assert_eq!((page(20).pages, page(20).fits), (1, true));
    let tightened = (20..60).map(page).filter(|pdf| pdf.pages == 1 && pdf.fits).count();
    let loose = (20..60)
        .map(|count| write(&document(&"Butir yang harus muat.\n\n".repeat(count))))
        .filter(|pdf| pdf.pages == 1)
        .count();
    assert!(tightened > loose + 5, "{tightened} {loose}");
    assert_eq!((page(90).pages > 1, page(90).fits), (true, false));
}

#[test]
fn what_follows_a_page_break_need_not_fit_on_the_first_page() {
    let back = format!("Muka.\n\n<!-- page-break -->\n\n{}", "Belakang.\n\n".repeat(80));
    let pdf = write(&one_page(document(&back)));
    assert!(pdf.fits && pdf.pages > 2);
}

#[test]
fn a_checklist_on_a3_is_a_poster_of_even_columns_below_its_title() {
    let list =
        document("# Daftar\n\n<!-- center -->\nSemua\n\n## Satu\n\n- [ ] a\n- [ ] b\n\n## Dua\n\n- [ ] c\n- [ ] d");
    let printed = WRITER.typesetter().dump(&list, Paper::A3).unwrap();
    let lines = printed.lines().filter(|line| line.contains('│') && !line.ends_with("│ -"));
    expect![[r#"
        115.2  343.6–510.8 Bold 48.0 │Daftar │ H1
        156.7  387.1–460.3 Regular 21.0 │Semua │ P
        221.2   68.0–138.2 Bold 28.0 │Satu │ H2
        258.5   99.0–116.3 Regular 21.0 │a │ L/LI/LBody
        291.0   99.0–117.4 Regular 21.0 │b │ L/LI/LBody
        221.2  446.5–509.8 Bold 28.0 │Dua │ H2
        258.5  477.5–493.0 Regular 21.0 │c │ L/LI/LBody
        291.0  477.5–495.8 Regular 21.0 │d │ L/LI/LBody
    "#]]
    .assert_eq(&lines.map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn another_document_on_a3_is_that_of_a4_enlarged() {
    let sample = document(include_str!("../../../tests/documents/every-block.md"));
    let (small, large) =
        (WRITER.typesetter().dump(&sample, Paper::A4).unwrap(), WRITER.typesetter().dump(&sample, Paper::A3).unwrap());
    let texts = |printed: &str| {
        printed.lines().filter_map(|line| line.split('│').nth(1).map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(texts(&small), texts(&large));
}
