//! Workbooks with changed and missing bytes: each is read or refused; nothing panics or goes on for ever.

use super::compound_file::compound;
use super::xls::record;
use super::*;

const XLS: &[u8] = include_bytes!("../../../tests/fixtures/pegawai.xls");

/// Numbers in an order that a seed gives (SplitMix64).
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % end
    }

    /// Bytes with one to four changes: another byte, a word of ones, a piece that is missing or stands twice.
    fn mutant(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut mutant = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(mutant.len());
            let end = (at + 1 + self.below(16)).min(mutant.len());
            match self.below(5) {
                0 => mutant[at] ^= 1 << self.below(8),
                1 => mutant[at] = self.below(256) as u8,
                2 => mutant[at..end.min(at + 4)].fill(0xFF),
                3 if mutant.len() > 64 => drop(mutant.drain(at..end)),
                _ => {
                    let piece = mutant[at..end].to_vec();
                    mutant.splice(at..at, piece);
                }
            }
        }
        mutant
    }
}

/// Reads a workbook; what is refused is refused with a finding.
fn try_reading(bytes: &[u8]) {
    if !is_workbook(bytes) {
        return;
    }
    let open = File::of_stream("a workbook", &mut &*bytes).and_then(|file| Workbook::open(&file));
    let read = open.and_then(|mut workbook| {
        workbook.sheets().iter().try_for_each(|sheet| workbook.rows(sheet, &mut |_| ControlFlow::Continue(())))
    });
    if let Err(failure) = read {
        let finding = failure.findings().and_then(|findings| findings.iter().next()).expect("a finding");
        assert!(["unreadable-workbook", "workbook-bomb"].contains(&finding.code.as_str()), "{finding:?}");
    }
}

const SHEET: &str = r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>25569</v></c></row>
    <row><c t="inlineStr"><is><r><t>a &amp; b</t></r></is></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>"#;
const CONTENT: &str = r#"<office:document-content><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="2">
    <table:table-cell table:number-columns-repeated="3" office:value-type="string"><text:p>a<text:s text:c="9"/></text:p></table:table-cell>
    <table:table-cell office:value="1.5"/></table:table-row></table:table></office:spreadsheet></office:document-content>"#;

#[test]
fn changed_bytes_of_parts_in_xml_are_read_or_refused() {
    let parts = [
        (
            "xl/workbook.xml",
            r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="a" r:id="r1"/></sheets></workbook>"#,
        ),
        ("xl/_rels/workbook.xml.rels", r#"<R><Relationship Id="r1" Type="x/worksheet" Target="s.xml"/></R>"#),
        ("xl/s.xml", SHEET),
        ("xl/sharedStrings.xml", "<sst><si><t>_x0041_</t></si></sst>"),
        ("xl/styles.xml", r#"<a><numFmt numFmtId="9" formatCode="d"/><cellXfs><xf/><xf numFmtId="9"/></cellXfs></a>"#),
    ];
    let mut seeded = Seeded(1);
    for _ in 0..600 {
        let at = seeded.below(parts.len() + 1);
        let whole = if at < parts.len() { parts[at].1 } else { CONTENT };
        let changed = String::from_utf8_lossy(&seeded.mutant(whole.as_bytes())).into_owned();
        let mut parts = parts;
        match parts.get_mut(at) {
            Some(part) => part.1 = &changed,
            None => parts[0] = ("content.xml", &changed),
        }
        try_reading(&archive(&parts));
    }
}

#[test]
fn changed_bytes_of_archives_and_compound_files_are_read_or_refused() {
    let packed = archive(&[("content.xml", CONTENT)]);
    let mut seeded = Seeded(2);
    for _ in 0..400 {
        try_reading(&seeded.mutant(&packed));
        try_reading(&seeded.mutant(XLS));
    }
}

#[test]
fn changed_records_are_read_or_refused() {
    let records: &[(u16, usize)] = &[
        (0x809, 4),
        (0xFC, 24),
        (0x3C, 12),
        (0x85, 12),
        (0x41E, 9),
        (0xE0, 4),
        (0x0A, 0),
        (0xFD, 10),
        (0xBD, 18),
        (0x06, 20),
        (0x207, 6),
        (0xE5, 18),
    ];
    let mut seeded = Seeded(3);
    for _ in 0..600 {
        let mut stream = record(0x809, &[0, 6, 5, 0]);
        for _ in 0..12 {
            let (kind, length) = records[seeded.below(records.len())];
            let body: Vec<u8> = (0..length).map(|_| [0, 1, 4, 8, 40, 255][seeded.below(6)]).collect();
            stream.extend(record(kind, &body));
        }
        try_reading(&compound("Workbook", &stream));
        try_reading(&compound("Workbook", &seeded.mutant(&stream)));
    }
}

#[test]
fn a_workbook_cut_off_anywhere_is_read_or_refused() {
    for length in 0..XLS.len() {
        try_reading(&XLS[..length]);
    }
    let packed = archive(&[("content.xml", CONTENT)]);
    for length in 0..packed.len() {
        try_reading(&packed[..length]);
    }
}
