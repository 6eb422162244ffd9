//! XLSX with the habits of many programs.

use super::*;

const ROOT: &str = r#"<Relationships xmlns="p"><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="A &amp; B" sheetId="7" r:id="rId1"/></sheets></workbook>"#;
const LINKS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with one sheet, and further parts.
fn book(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let parts = [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    archive(&[&parts, more].concat())
}

fn sheet(rows: &str) -> String {
    format!(r#"<?xml version="1.0"?><worksheet><sheetData>{rows}</sheetData></worksheet>"#)
}

#[test]
fn values_of_every_kind_are_read() {
    let rows = concat!(
        r#"<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b&#10;</t></r>"#,
        r#"<rPh><t>no</t></rPh></is></c><c r="D2" s="1"><v>25569</v></c><c r="E2" s="2"><f>1+1</f><v>2.5E3</v></c>"#,
        r#"<c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#N/A</v></c><c r="H2" t="str"><v>x &amp; _x0041_</v></c>"#,
        r#"<c r="I2" t="d"><v>2024-01-02</v></c><c r="J2"><v/></c><c r="K2"><v>kata</v></c><c r="L2" s="3"><v>1</v></c></row>"#,
    );
    let strings = r#"<sst><si><t>nol</t></si><si><t> satu </t><phoneticPr/></si></sst>"#;
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d/m&quot;d&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="2"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let bytes = book(&sheet(rows), &[("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)]);
    assert_eq!(
        shown(&bytes),
        ["2: satu |  | a b\n | 01-01-1970 | 2500 | TRUE |  | x & A | 2024-01-02 |  | kata | 01-01-1900"]
    );
    assert_eq!(read(&bytes).unwrap()[0].0, "A & B");
}

#[test]
fn cells_without_a_place_names_with_a_prefix_and_paths_of_many_kinds_are_read() {
    let prefixed = "\u{feff}<x:worksheet><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>\
        <x:row r=\"5\"><x:c><x:v>3</x:v></x:c></x:row><x:row><x:c r=\"$B$6\"><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let lines = ["1: 1 | 2", "5: 3", "6:  | 4"];
    assert_eq!(shown(&book(prefixed, &[])), lines);
    // No list of parts for the archive; names in capitals, with backslashes, from the root.
    let links = LINKS.replace("worksheets/", "/xl/worksheets/");
    let parts =
        [("xl\\Workbook.xml", BOOK), ("xl\\_rels\\workbook.xml.rels", &links), ("/xl/worksheets/Sheet1.xml", prefixed)];
    assert_eq!(shown(&archive(&parts)), lines);
}

#[test]
fn a_value_of_merged_cells_belongs_to_the_rows_below() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row><row r="2"><c r="B2" t="inlineStr"><is><t>mergeCells</t></is></c></row>
        <row r="4"><c r="B4"><v>8</v></c></row>"#;
    for name in ["mergeCells", "m:mergeCells"] {
        let merged = format!(r#"</sheetData><{name}><mergeCell ref="A1:A3"/><mergeCell ref="B1:C1"/></{name}>"#);
        let text = sheet(rows).replace("</sheetData>", &merged);
        assert_eq!(shown(&book(&text, &[])), ["1: 1 | 9", "2: 1 | mergeCells", "4:  | 8"]);
        // However long the sheet is.
        let far = text.replace("<sheetData>", &format!("<sheetData><!--{}-->", "x".repeat(70_000)));
        assert_eq!(shown(&book(&far, &[])).len(), 3);
    }
    // What a comment says of cells is not so.
    for (begin, end) in [("<!--", "-->"), ("<extLst><![CDATA[", "]]></extLst>")] {
        let merged = format!(r#"</sheetData>{begin}<mergeCells><mergeCell ref="A1:A3"/></mergeCells>{end}"#);
        let text = sheet(rows).replace("</sheetData>", &merged);
        assert_eq!(shown(&book(&text, &[])), ["1: 1 | 9", "2:  | mergeCells", "4:  | 8"]);
    }
}

#[test]
fn charts_and_second_names_of_a_part_are_no_sheets() {
    let workbook = r#"<workbook xmlns:r="r"><sheets><sheet name="Grafik" r:id="c"/><sheet name="Data" r:id="rId1"/><sheet name="Lagi" r:id="rId1"/></sheets></workbook>"#;
    let links = LINKS.replace("</", r#"<Relationship Id="c" Type="x/chartsheet" Target="chart.xml"/></"#);
    let parts = [
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/worksheets/sheet1.xml", &sheet("")),
        ("xl/chart.xml", "<chartsheet/>"),
    ];
    let names: Vec<String> = read(&archive(&parts)).unwrap().into_iter().map(|sheet| sheet.0).collect();
    assert_eq!(names, ["Data"]);
}

#[test]
fn what_is_no_workbook_or_cut_off_says_so() {
    let whole = book(&sheet(r#"<row><c><v>1</v></c></row>"#), &[]);
    for length in (4..whole.len()).step_by(7) {
        assert_eq!(refused(&whole[..length]).1, "cannot read this workbook: it is cut off, its end is missing");
    }
    let message = |parts: &[(&str, &str)]| refused(&archive(parts)).1;
    assert_eq!(message(&[("a.txt", "")]), "cannot read this workbook: there is no sheet in it");
    assert_eq!(message(&[("xl/workbook.xml", BOOK)]), "cannot read this workbook: there is no sheet in it");
    let binary = message(&[("xl/workbook.bin", "")]);
    assert_eq!(binary, "cannot read this workbook: it is of the binary format (XLSB)");
    // A changed byte is noticed, whatever it is a part of.
    let at = whole.windows(12).position(|window| window == b"</worksheet>");
    assert_eq!(at, None, "parts are packed");
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut changed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", LINKS),
        ("xl/worksheets/sheet1.xml", "<worksheet/>      "),
    ] {
        changed.start_file(name, stored).unwrap();
        changed.write_all(content.as_bytes()).unwrap();
    }
    let mut changed = changed.finish().unwrap().into_inner();
    assert!(shown(&changed).is_empty());
    let at = changed.windows(12).position(|window| window == b"<worksheet/>").unwrap();
    changed[at + 13] = b'\t';
    assert_eq!(refused(&changed).1, "cannot read this workbook: a part of it does not unpack");
}

#[test]
fn what_is_made_to_fill_the_memory_is_refused() {
    let code = |sheet: &str, more: &[(&str, &str)]| refused(&book(sheet, more)).0;
    // A long text that every cell shares.
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(500_000));
    let cells = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(1000);
    assert_eq!(code(&sheet(&cells), &[("xl/sharedStrings.xml", &long)]), "workbook-bomb");
    // One that each row of merged cells would have.
    let rows = format!(
        "{}{}",
        r#"<row><c r="A1" t="s"><v>0</v></c></row>"#,
        r#"<row><c r="B2"/></row><row r="3"><c r="B3"/></row>"#.repeat(500)
    );
    let merged =
        sheet(&rows).replace("</sheetData>", r#"</sheetData><mergeCells><mergeCell ref="A1:A99"/></mergeCells>"#);
    assert_eq!(code(&merged, &[("xl/sharedStrings.xml", &long)]), "workbook-bomb");
    // A short one too, if there are columns enough.
    let column = |at: usize| format!("{}{}", char::from(b'A' + (at / 26) as u8), char::from(b'A' + (at % 26) as u8));
    let cells: String = (0..500).map(|at| format!(r#"<c r="{}1" t="s"><v>0</v></c>"#, column(at))).collect();
    let areas: String = (0..500).map(|at| format!(r#"<mergeCell ref="{0}1:{0}1048576"/>"#, column(at))).collect();
    let rows = format!("<row>{cells}</row>{}", r#"<row><c t="s"><v>0</v></c></row>"#.repeat(1000));
    let merged = sheet(&rows).replace("</sheetData>", &format!("</sheetData><mergeCells>{areas}</mergeCells>"));
    let short = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(250));
    assert_eq!(code(&merged, &[("xl/sharedStrings.xml", &short)]), "workbook-bomb");
    // Very many texts.
    let many = format!(
        "<sst>{}</sst>",
        "<si><t>abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz</t></si>".repeat(400_000)
    );
    assert_eq!(code(&sheet(""), &[("xl/sharedStrings.xml", &many)]), "workbook-bomb");
    // One text without an end, elements within elements, an attribute without an end, entities of entities.
    let endless = "x".repeat(3 << 20);
    for hostile in [
        sheet(&format!("<row><c t=\"str\"><v>{endless}</v></c></row>")),
        sheet(&format!("<row><c r=\"{endless}\"/></row>")),
        sheet(&"<a>".repeat(1000)),
        sheet(r#"<row r="4294967295"><c><v>1</v></c></row>"#),
        sheet(r#"<row><c r="A4294967296"><v>1</v></c></row>"#),
        format!("<!DOCTYPE a [<!ENTITY b \"bbbb\">]>{}", sheet("<row><c><v>&b;</v></c></row>")),
    ] {
        assert_eq!(code(&hostile, &[]), "unreadable-workbook");
    }
    // A cell far to the right costs nothing, and is not read.
    assert_eq!(shown(&book(&sheet(r#"<row><c r="XFD1"><v>1</v></c><c r="A2"><v>2</v></c></row>"#), &[])), ["2: 2"]);
}
