//! Input that breaks writers: every document gives a page without overflow, or a finding.

use crate::approved;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Paper, Target, WRITER, blocks, document, one_page, paragraph};
use crate::document::{
    Align, Block, Document, Inline, Layout, List, ListItem, ListRole, Meta, Signature, Table, TableRole, plain_text,
    words,
};
use crate::layout::item::{Draw, PictureFrame, Run};
use crate::layout::sheet::Sheet;
use crate::layout::{Caches, Pages};

/// Every run of type and every line of a document lies between the margins, at a real place, and none is missing.
fn assert_within_margins(document: &Document) {
    let writer = &*WRITER;
    let targets = Paper::ALL.map(|paper| [false, true].map(|fillable| Target { paper, fillable }));
    for target in targets.into_iter().flatten() {
        let paper = target.paper;
        let mut caches = Caches::default();
        let set = writer.typesetter().fit(document, target, &mut caches).unwrap();
        let (margins, zoom) = (set.style.margins, set.format.zoom);
        let Pages { sheets, .. } = writer.typesetter().pages(set, document, target, &caches);
        for sheet in &sheets {
            let (left, right) = ((margins.left - 0.5) * zoom, sheet.width - (margins.right - 0.5) * zoom);
            let bottom = sheet.height - margins.bottom * zoom + 0.5;
            for item in sheet.drawn() {
                let (top, lower) = item.extent();
                assert!(top >= 0.0 && lower <= sheet.height, "{item:?}");
                match &item.draw {
                    Draw::Run(run) => {
                        let end = end_of(run);
                        assert!(
                            run.x >= left && end <= right,
                            "{paper} {:?}: {:?} from {} to {end} beyond {left} to {right}",
                            document.meta.layout,
                            run.text,
                            run.x
                        );
                        assert!(run.y <= bottom || item.owner.is_none(), "{run:?}");
                    }
                    Draw::Rule(rule) => assert!(rule.from.0 >= left && rule.to.0 <= right, "{rule:?}"),
                    // The frame of a certificate stands between the margins and the edges.
                    Draw::Shape(_) if document.meta.layout == Layout::Certificate && item.owner.is_none() => {}
                    Draw::Shape(shape) => {
                        assert!(shape.points.iter().all(|point| point.x >= left && point.x <= right), "{shape:?}");
                    }
                    Draw::Picture(PictureFrame { x, width, .. }) => assert!(*x >= left && x + width <= right),
                    Draw::Widget(widget) => {
                        let area = widget.area;
                        assert!(area.left >= left && area.right <= right && area.left < area.right, "{widget:?}");
                        assert!(item.runs().all(|run| run.x >= area.left && end_of(run) <= right), "{widget:?}");
                    }
                }
            }
        }
        assert_eq!(lost(document, &sheets), BTreeMap::new(), "{paper}");
        assert!(!writer.write(document, target).unwrap().bytes.is_empty());
    }
}

/// Where type ends; spaces at the end of a line are not seen.
fn end_of(run: &Run) -> f32 {
    let spaces = run.text.chars().rev().take_while(|c| c.is_whitespace()).count();
    if run.text.trim().is_empty() { f32::MIN } else { run.x + run.width - spaces as f32 * run.size * 0.3 }
}

/// The characters of a document that its pages lack, with how many; a header that stands again does not count. Their
/// order is not looked at, since a row that is taller than a page is cut across its cells.
fn lost(document: &Document, sheets: &[Sheet]) -> BTreeMap<char, usize> {
    let mut lost: BTreeMap<char, usize> = BTreeMap::new();
    for character in words(document).iter().flat_map(|word| word.nfc()).filter(|c| !is_invisible(*c)) {
        *lost.entry(character).or_default() += 1;
    }
    for item in sheets.iter().flat_map(|sheet| &sheet.items).filter(|item| item.owner.is_some()) {
        for character in item.runs().flat_map(|run| run.text.chars()) {
            lost.entry(character).and_modify(|count| *count = count.saturating_sub(1));
        }
    }
    lost.retain(|_, count| *count > 0);
    lost
}

/// Characters that ask for a break or say how to join, and are not drawn.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

fn table(role: TableRole, columns: usize, rows: usize, cell: &str) -> Block {
    let row = || vec![text(cell); columns];
    let rows = (0..rows).map(|_| row()).collect();
    Block::Table(Table { role, align: vec![Align::Right; columns], head: row(), rows })
}

fn list(role: ListRole, start: Option<u64>, inner: Vec<Block>) -> Block {
    Block::List(List { start, role, tight: true, items: vec![ListItem { tick: Some(true), blocks: inner }] })
}

#[test]
fn nothing_at_all() {
    assert_within_margins(&document(""));
    assert_within_margins(&blocks(vec![
        Block::List(List { start: None, role: ListRole::Plain, tight: true, items: vec![] }),
        list(ListRole::Contested, Some(u64::MAX), vec![]),
        table(TableRole::Plain, 0, 3, ""),
        table(TableRole::SignIn, 3, 0, ""),
        Block::Quote(vec![]),
        Block::Letterhead { lines: vec![] },
        Block::Fields(vec![]),
        Block::Signatures(vec![]),
        Block::Signatures(vec![Signature { above: vec![], room: vec![], below: vec![] }]),
        Block::Footnotes(vec![]),
        Block::Code { text: String::new() },
        Block::Heading { level: 9, id: String::new(), content: vec![] },
        paragraph("  "),
        Block::PageBreak,
        Block::PageBreak,
    ]));
}

#[test]
fn long_names_and_words_without_a_break() {
    let name = "Wijayakusumaningrat".repeat(12);
    let signature =
        Signature { above: vec![text(&name)], room: text(&name), below: vec![text(&name), vec![Inline::Blank(999)]] };
    assert_within_margins(&blocks(vec![
        paragraph(&name),
        Block::Heading { level: 1, id: "a".to_owned(), content: text(&name) },
        Block::Letterhead { lines: vec![text(&name)] },
        Block::Fields(vec![crate::document::FormField { label: text(&name), value: text(&name) }]),
        Block::Signatures(vec![signature; 7]),
        table(TableRole::SignIn, 6, 3, &name),
        list(ListRole::Prohibition, Some(123_456_789), vec![paragraph(&name)]),
        Block::Code { text: format!("{name}\n    {name}") },
        Block::Paragraph { style: crate::document::ParagraphStyle::Body, content: vec![Inline::Blank(u16::MAX)] },
    ]));
}

#[test]
fn nesting_down_to_where_the_parser_stops() {
    let nested = (0..30).fold(paragraph("dasar"), |inner, depth| match depth % 3 {
        0 => list(ListRole::Obligation, Some(7), vec![inner]),
        1 => Block::Quote(vec![inner]),
        _ => Block::Callout { kind: crate::document::CalloutKind::Note, blocks: vec![inner] },
    });
    assert_within_margins(&blocks(vec![nested.clone()]));
    let abyss = (0..60).fold(nested, |inner, _| Block::Quote(vec![inner]));
    let findings = WRITER.write(&blocks(vec![abyss]), Paper::A4).unwrap_err();
    assert_eq!(findings.iter().next().map(|finding| finding.code.as_str()), Some("nesting-too-deep"));
}

#[test]
fn lists_four_deep_and_a_table_of_300_rows() {
    let items = |depth: usize| format!("{}1. tingkat {depth} {}\n", "   ".repeat(depth), "netral dan adil ".repeat(20));
    let list: String = (0..4).map(items).collect();
    let rows: String =
        (1..=300).map(|row| format!("| {row} | Nama{row} | {} |\n", "unit kerja ".repeat(row % 9))).collect();
    let document = document(&format!("# Daftar\n\n{list}\n| No. | Nama | Unit |\n|--:|---|---|\n{rows}"));
    assert_within_margins(&document);
    let printed = WRITER.typesetter().dump(&document, Paper::A4).unwrap();
    assert!((1..=300).all(|row| printed.contains(&format!("│Nama{row} │"))));
}

#[test]
fn blocks_taller_than_a_page_are_cut_and_keep_their_text() {
    let tall = "Isi sel yang sangat panjang. ".repeat(400);
    let signature =
        Signature { above: (0..90).map(|row| text(&format!("baris {row}"))).collect(), room: vec![], below: vec![] };
    let document = one_page(blocks(vec![table(TableRole::Plain, 3, 2, &tall), Block::Signatures(vec![signature; 2])]));
    assert_within_margins(&document);
    let printed = WRITER.typesetter().dump(&document, Paper::A4).unwrap();
    assert_eq!(printed.matches("panjang").count(), 3 * 3 * 400);
    assert!((0..90).all(|row| printed.contains(&format!("│baris {row} │"))));
}

#[test]
fn tables_of_many_columns_shrink_and_then_are_a_finding() {
    assert_within_margins(&blocks(vec![table(TableRole::Plain, 14, 2, "Pemerintahan")]));
    let findings = WRITER.write(&blocks(vec![table(TableRole::Plain, 80, 1, "a")]), Paper::A4).unwrap_err();
    assert_eq!(findings.iter().next().map(|finding| finding.code.as_str()), Some("too-many-columns"));
}

#[test]
fn accents_that_combine_are_set_and_extracted_as_written() {
    let document = document("Zo\u{eb} cafe\u{301} x\u{323}\u{302} i\u{307} n\u{ad}etral\u{ad}itas satu\u{200b}dua");
    assert_within_margins(&document);
    let bytes = WRITER.write(&document, Paper::A4).unwrap().bytes;
    let text = lopdf::Document::load_mem(&bytes).unwrap().extract_text(&[1]).unwrap();
    assert!(text.contains("Zoë café"), "{text}");
}

#[test]
fn a_character_without_a_glyph_is_named_once_with_its_place() {
    let document = document("Beri tanda ☐ dan ☐ di sini, lalu 漢.");
    let findings = WRITER.write(&document, Paper::A4).unwrap_err();
    let messages: Vec<String> =
        findings.iter().map(|finding| format!("{}: {}", finding.code, finding.message.en())).collect();
    assert_eq!(
        messages,
        [
            "missing-glyph: no font has a glyph for `☐` (U+2610) in “Beri tanda ☐ dan ☐ di sini, lal”",
            "missing-glyph: no font has a glyph for `漢` (U+6F22) in “dan ☐ di sini, lalu 漢.”",
        ]
    );
}

#[test]
fn of_a_word_without_glyphs_one_character_is_named() {
    let findings = WRITER.write(&document("Nama 王小明 dan 小李."), Paper::A4).unwrap_err();
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.en()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("王") && messages[1].contains("`李`"), "{messages:?}");
    assert_eq!(WRITER.unprintable("小明").unwrap().message.en(), "no font has a glyph for `小` (U+5C0F)");
    assert_eq!(WRITER.unprintable("Zo\u{eb} Nguy\u{1ec5}n e\u{301}"), None);
}

#[test]
fn text_from_right_to_left_is_a_finding_in_the_footer_too() {
    let mut document = document("Isi.");
    document.meta.region = "שלום".to_owned();
    let findings = WRITER.write(&document, Paper::A4).unwrap_err();
    assert_eq!(findings.iter().next().map(|finding| finding.code.as_str()), Some("right-to-left"));
}

#[test]
fn a_paragraph_of_a_megabyte_is_set_in_reasonable_time() {
    let document = blocks(vec![
        paragraph(&"netralitas ".repeat(20_000)),
        paragraph(&"a".repeat(100_000)),
        paragraph(&"a/b-".repeat(20_000)),
    ]);
    let pdf = WRITER.write(&document, Paper::A4).unwrap();
    assert!(pdf.pages > 20);
    assert!(plain_text(&text("a")) == "a");
}

/// Marks that combine, spaces of several kinds, places to break and none to.
const ODD: &str = "x\u{323}\u{302}e\u{301}\u{ad}b\u{200b}c\u{200d}d\u{2060}e\u{feff}f\u{a0}g\t\u{202f}h\u{2028}\n-/—";

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn inlines(&mut self) -> Vec<Inline> {
        (0..self.roll(4)).map(|_| self.inline()).collect()
    }

    fn inline(&mut self) -> Inline {
        let length = self.roll(40) as usize;
        match self.roll(10) {
            0 => Inline::Strong(self.inlines()),
            1 => Inline::Emphasis(self.inlines()),
            2 => Inline::Blank(self.roll(90) as u16),
            3 => Inline::LineBreak,
            4 => Inline::Code("N-07".repeat(length / 8)),
            5 => Inline::FootnoteRef(7),
            6 => Inline::Link { href: "#x".to_owned(), content: self.inlines() },
            7 => Inline::Text("x".repeat(length * 4)),
            8 => Inline::Text(ODD.repeat(length)),
            _ => Inline::Text("netral dan adil ".repeat(length)),
        }
    }

    fn blocks(&mut self, depth: u64) -> Vec<Block> {
        (0..self.roll(4) + u64::from(depth == 0)).map(|_| self.block(depth)).collect()
    }

    fn block(&mut self, depth: u64) -> Block {
        let deep = if depth > 5 { 9 } else { 0 };
        match deep + self.roll(18 - deep) {
            0 => Block::Quote(self.blocks(depth + 1)),
            1 => Block::Callout { kind: crate::document::CalloutKind::Tip, blocks: self.blocks(depth + 1) },
            2..6 => {
                let roles = [ListRole::Plain, ListRole::Prohibition, ListRole::ReadAloud, ListRole::Contested];
                let items = (0..self.roll(4)).map(|_| {
                    let tick = (self.roll(2) == 0).then(|| self.roll(2) == 0);
                    ListItem { tick, blocks: self.blocks(depth + 1) }
                });
                let items = items.collect();
                let start = (self.roll(2) == 0).then(|| self.roll(1000));
                Block::List(List { start, role: roles[self.roll(4) as usize], tight: self.roll(2) == 0, items })
            }
            6 | 7 => Block::Footnotes(vec![crate::document::Footnote { number: 7, blocks: self.blocks(depth + 1) }]),
            8 => Block::Code { text: "a b\n\n  c".to_owned() },
            9 => Block::PageBreak,
            10 => Block::Rule,
            11 => Block::Letterhead { lines: vec![self.inlines(), self.inlines()] },
            12 => Block::Fields(vec![crate::document::FormField { label: self.inlines(), value: self.inlines() }]),
            13 => {
                let signature =
                    Signature { above: vec![self.inlines()], room: self.inlines(), below: vec![self.inlines()] };
                Block::Signatures(vec![signature; self.roll(6) as usize])
            }
            14 => {
                let columns = self.roll(6) as usize;
                let rows = (0..self.roll(30)).map(|_| (0..columns).map(|_| self.inlines()).collect()).collect();
                let head = (0..columns).map(|_| self.inlines()).collect();
                let role = if self.roll(2) == 0 { TableRole::SignIn } else { TableRole::Plain };
                Block::Table(Table { role, align: vec![Align::Center; columns], head, rows })
            }
            15 => Block::Heading { level: self.roll(6) as u8 + 1, id: "x".to_owned(), content: self.inlines() },
            _ => {
                use crate::document::ParagraphStyle::{Body, Centered, ReadAloud, Small};
                let style = [Body, Centered, ReadAloud, Small][self.roll(4) as usize];
                Block::Paragraph { style, content: self.inlines() }
            }
        }
    }
}

#[test]
fn random_trees_stay_within_the_margins() {
    for seed in 0..16 {
        let mut dice = Dice(seed);
        let document = blocks(dice.blocks(0));
        assert_within_margins(&if seed % 2 == 0 { one_page(document) } else { document });
    }
}

#[test]
fn random_trees_stay_within_the_margins_in_every_layout() {
    for (seed, layout) in (100..).zip([Layout::Landscape, Layout::Slides, Layout::Certificate].repeat(4)) {
        let document = blocks(Dice(seed).blocks(0));
        let meta = Meta { layout, ..document.meta };
        assert_within_margins(&Document { meta, ..document });
    }
}

#[test]
fn shipped_documents_stay_within_the_margins_in_every_layout() {
    let sheets = approved::sheets();
    assert!(sheets.len() > 5);
    for (sheet, layout) in sheets.values().step_by(3).zip(Layout::ALL.iter().cycle()) {
        let document = document(sheet);
        let meta = Meta { layout: *layout, ..document.meta };
        assert_within_margins(&Document { meta, ..document });
    }
}
