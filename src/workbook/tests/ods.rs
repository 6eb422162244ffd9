//! ODS as LibreOffice and others write it.

use super::*;

fn book(sheets: &str) -> Vec<u8> {
    archive(&[("content.xml", &content(sheets))])
}

fn content(sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<office:document-content><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
}

fn sheet(rows: &str) -> String {
    format!("<table:table table:name=\"Data\">{rows}</table:table>")
}

fn text(paragraphs: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\">\n {paragraphs}\n</table:table-cell>")
}

#[test]
fn values_of_every_kind_are_read() {
    let cells = [
        &text(
            "<text:p>a<text:s text:c=\"2\"/>b<text:s/><text:span>&amp;</text:span><text:tab/><text:line-break/></text:p><text:p>c</text:p>",
        ),
        r#"<table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell>"#,
        r#"<table:table-cell table:number-columns-repeated="2"/>"#,
        r#"<table:table-cell office:value-type="date" office:date-value="1990-05-01"><text:p>1 Mei</text:p></table:table-cell>"#,
        r#"<table:covered-table-cell office:value-type="boolean" office:boolean-value="true"/>"#,
        r#"<table:table-cell office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#REF!</text:p></table:table-cell>"#,
        r#"<table:table-cell table:number-columns-repeated="2" office:value-type="string" office:string-value="x &lt; y"/>"#,
        &text(
            "<office:annotation><text:p>catatan</text:p></office:annotation><text:p>d<draw:frame><svg:title>gambar</svg:title></draw:frame></text:p>",
        ),
        r#"<table:table-cell table:number-columns-repeated="16000"/>"#,
    ];
    let bytes = book(&sheet(&format!(
        "<table:table-header-rows><table:table-row>{}</table:table-row></table:table-header-rows>",
        cells.concat()
    )));
    assert_eq!(shown(&bytes), ["1: a  b &\t\n\nc | 1.5 |  |  | 1990-05-01 | TRUE | #REF! | x < y | x < y | d"]);
}

#[test]
fn a_value_of_merged_cells_belongs_to_the_rows_below() {
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let one = text("<text:p>satu</text:p>");
    let merged = one.replace("<table:table-cell", r#"<table:table-cell table:number-rows-spanned="3""#);
    let below = "<table:covered-table-cell/>";
    let empty = r#"<table:covered-table-cell/><table:table-cell table:number-columns-repeated="9"/>"#;
    let rows = [[&merged, &one[..]].concat(), empty.into(), [below, &one].concat(), [below, &one].concat()];
    let bytes = book(&sheet(&rows.map(|cells| row(&cells)).concat()));
    assert_eq!(shown(&bytes), ["1: satu | satu", "3: satu | satu", "4:  | satu"]);
}

#[test]
fn repeated_rows_count_and_empty_ones_cost_nothing() {
    let row = |times: &str, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
    };
    let one = text("<text:p>satu</text:p>");
    let far = r#"<table:table-cell table:number-columns-repeated="18446744073709551615"/>"#;
    let rows =
        [row("2", &one), row("1000", far), row("1", &one), row("18446744073709551615", far), row("5", &one)].concat();
    assert_eq!(shown(&book(&sheet(&rows))), ["1: satu", "2: satu", "1003: satu"]);
    // A row is read as often as it is meant, within the budget of a sheet.
    assert_eq!(shown(&book(&sheet(&row("9999", &one)))).len(), 9999);
    assert_eq!(refused(&book(&sheet(&row("99999999", &one)))).0, "workbook-bomb");
}

#[test]
fn sheets_are_found_where_they_belong_and_in_any_order() {
    let row = |word: &str| format!("<table:table-row>{}</table:table-row>", text(&format!("<text:p>{word}</text:p>")));
    let inner = "<table:table-row><table:table-cell><table:table table:name=\"dalam\"><table:table-row/></table:table></table:table-cell></table:table-row>";
    let changes = "<table:tracked-changes><table:table table:name=\"lama\"/></table:tracked-changes>";
    let sheets: String = ["Satu", "Dua", "Tiga"]
        .map(|name| sheet(&format!("{inner}{}{}", row(name), row("z"))).replace("Data", name))
        .concat();
    let bytes = book(&format!("{changes}{sheets}"));
    let file = File::of_stream("a workbook", &mut bytes.as_slice()).unwrap();
    let mut workbook = Workbook::open(&file).unwrap();
    assert_eq!(workbook.sheets(), ["Satu", "Dua", "Tiga"]);
    for name in ["Dua", "Tiga", "Satu", "Satu", "Tiga"] {
        let mut first = None;
        let stop = &mut |row: Row| {
            first = Some((row.number, row.cells[0].text().into_owned()));
            ControlFlow::Break(())
        };
        workbook.rows(name, stop).unwrap();
        assert_eq!(first, Some((2, name.to_owned())));
    }
}

#[test]
fn what_is_hostile_or_locked_is_refused() {
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let code = |rows: &str| refused(&book(&sheet(rows))).0;
    assert_eq!(code(&row(&text("<text:p><text:s text:c=\"2000000000\"/></text:p>"))), "unreadable-workbook");
    assert_eq!(
        code(&row(&text(&format!("<text:p>{}</text:p>", "<text:s text:c=\"32767\"/>".repeat(100))))),
        "unreadable-workbook"
    );
    let spaces = text(&format!("<text:p>{}</text:p>", "<text:s text:c=\"32767\"/>".repeat(20)));
    assert_eq!(code(&row(&spaces).repeat(500)), "workbook-bomb");
    let wide = format!(
        "<table:table-cell table:number-columns-repeated=\"512\" office:string-value=\"{}\"/>",
        "x".repeat(200_000)
    );
    assert_eq!(code(&row(&wide)), "workbook-bomb");
    let long = format!(
        "<table:table-row table:number-rows-repeated=\"1048576\">{}</table:table-row>",
        text("<text:p>satu dua tiga empat lima</text:p>").repeat(8)
    );
    assert_eq!(code(&long), "workbook-bomb");
    assert_eq!(refused(&book("")).1, "cannot read this workbook: there is no sheet in it");
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = archive(&[("content.xml", &content("")), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(refused(&locked).1, "this workbook is protected by a password");
    assert_eq!(refused(&archive(&[("encrypted-package", "")])).1, "this workbook is protected by a password");
}
