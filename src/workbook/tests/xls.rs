//! XLS: records as Excel and exporters write them.

use super::compound_file::compound;
use super::*;

pub(super) fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A record of a cell in the first style: what it holds.
fn cell(kind: u16, row: u16, column: u16, value: &[u8]) -> Vec<u8> {
    record(kind, &[&words(&[row, column, 0]), value].concat())
}

/// A text of one byte for each character, as BIFF8 has it.
fn text(text: &str) -> Vec<u8> {
    [&(text.len() as u16).to_le_bytes()[..], &[0], text.as_bytes()].concat()
}

const BOF: u16 = 0x809;
const EOF: u16 = 0x0A;

/// The stream of a workbook: records of the whole, and sheets with a name, a kind and records.
fn stream(version: u16, globals: &[u8], sheets: &[(&str, u8, Vec<u8>)]) -> Vec<u8> {
    let flags: &[u8] = if version == 0x600 { &[0] } else { &[] };
    let mut at = globals.len() + 2 * (4 + 4) - 4;
    at += sheets.iter().map(|(name, ..)| 4 + 7 + flags.len() + name.len()).sum::<usize>();
    let mut head = [record(BOF, &words(&[version, 5])), globals.to_vec()].concat();
    let mut tail = record(EOF, &[]);
    for (name, kind, records) in sheets {
        let place = (at as u32).to_le_bytes();
        head.extend(record(0x85, &[&place[..], &[0, *kind, name.len() as u8], flags, name.as_bytes()].concat()));
        let sheet = [record(BOF, &words(&[version, 0x10])), records.clone(), record(EOF, &[])].concat();
        at += sheet.len();
        tail.extend(sheet);
    }
    [head, tail].concat()
}

fn book(globals: &[u8], sheet: &[Vec<u8>]) -> Vec<u8> {
    compound("Workbook", &stream(0x600, globals, &[("Data", 0, sheet.concat())]))
}

/// Texts that cells share: the first one is torn, and goes on in wide characters.
fn shared() -> Vec<u8> {
    let rich = [&words(&[4])[..], &[9], &words(&[1]), &[0x3C, 0xD8, 0x00, 0xDF, b'a', 0, b'b', 0], &[0; 4]].concat();
    [
        record(0xFC, &[&[0xFF; 8][..], &words(&[6]), &[0], b"abc"].concat()),
        record(0x3C, &[&[1], &words(&[0x416, b'e'.into()])[..]].concat()),
        record(0x3C, &[&[0, b'f'][..], &words(&[2]), &[4], &3u32.to_le_bytes(), b"gh", &[1, 2]].concat()),
        record(0x3C, &[&[3], &rich[..]].concat()),
    ]
    .concat()
}

#[test]
fn values_of_every_kind_are_read() {
    let globals = [
        shared(),
        record(0x41E, &[&words(&[164]), &text("dd/mm/yyyy")[..]].concat()),
        record(0xE0, &words(&[0, 0])),
        record(0xE0, &words(&[0, 164])),
    ];
    let day = record(0x203, &[&words(&[0, 1, 1])[..], &25_569f64.to_le_bytes()].concat());
    let formula = |row, column, value: [u8; 8]| cell(0x06, row, column, &[&value[..], &[0; 12]].concat());
    let sheet = [
        cell(0x203, 0, 0, &1.25f64.to_le_bytes()),
        day,
        cell(0xFD, 0, 2, &0u32.to_le_bytes()),
        cell(0xFD, 0, 3, &1u32.to_le_bytes()),
        cell(0xFD, 0, 4, &2u32.to_le_bytes()),
        cell(0x204, 1, 0, &text("label")),
        cell(0x27E, 1, 1, &((-7i32 << 2 | 3) as u32).to_le_bytes()),
        record(
            0xBD,
            &[
                &words(&[1, 2, 0])[..],
                &(5u32 << 2 | 2).to_le_bytes(),
                &words(&[0]),
                &0x3FF0_0000u32.to_le_bytes(),
                &words(&[3]),
            ]
            .concat(),
        ),
        cell(0x205, 1, 4, &[1, 0]),
        cell(0x205, 1, 5, &[0x2A, 1]),
        formula(2, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x207, &text("hasil")),
        formula(2, 1, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
        formula(2, 2, 2.5f64.to_le_bytes()),
        // A chart in the sheet has records of its own.
        record(BOF, &words(&[0x600, 0x20])),
        cell(0x203, 9, 9, &1f64.to_le_bytes()),
        record(EOF, &[]),
        record(0xE5, &words(&[1, 2, 4, 0, 0])),
        cell(0x201, 3, 1, &[]),
        cell(0x204, 4, 1, &text("x")),
    ];
    let lines = [
        "1: 1.25 | 01-01-1970 | abcЖef | gh | 🌀ab",
        "2: label | -0.07 | 5 | 1 | TRUE | ",
        "3: hasil | TRUE | 2.5",
        "5: hasil | x",
    ];
    assert_eq!(shown(&book(&globals.concat(), &sheet)), lines);
    let days_from_1904 = record(0x22, &words(&[1]));
    assert!(shown(&book(&[days_from_1904, globals.concat()].concat(), &sheet))[0].contains("02-01-1974"));
}

#[test]
fn cells_that_come_column_by_column_become_rows() {
    let number = |row, column| cell(0x203, row, column, &(10.0 * f64::from(row) + f64::from(column)).to_le_bytes());
    let sheet = [number(0, 0), number(1, 0), number(65_535, 0), number(0, 1), number(1, 255)];
    let lines = shown(&book(&[], &sheet));
    assert_eq!(lines.len(), 3);
    assert_eq!((lines[0].as_str(), lines[2].as_str()), ("1: 0 | 1", "65536: 655350"));
}

#[test]
fn older_workbooks_are_read_in_their_code_page_and_the_oldest_are_not() {
    let label = |text: &[u8]| cell(0x204, 0, 0, &[&words(&[text.len() as u16])[..], text].concat());
    let bytes =
        stream(0x500, &record(0x42, &words(&[1251])), &[("Grafik", 2, Vec::new()), ("Data", 0, label(b"\xC6\xE0"))]);
    assert_eq!(shown(&compound("Book", &bytes)), ["1: Жа"]);
    let oldest = stream(0x400, &[], &[("Data", 0, Vec::new())]);
    assert_eq!(refused(&compound("Book", &oldest)).1, "cannot read this workbook: it is older than Excel 5");
}

#[test]
fn locked_workbooks_and_those_without_a_sheet_say_so() {
    let locked = "this workbook is protected by a password";
    assert_eq!(refused(&compound("EncryptedPackage", b"")).1, locked);
    assert_eq!(refused(&book(&record(0x2F, &words(&[1])), &[])).1, locked);
    for none in [compound("WordDocument", b""), compound("Workbook", &stream(0x600, &[], &[("Grafik", 2, Vec::new())]))]
    {
        assert_eq!(refused(&none).1, "cannot read this workbook: there is no sheet in it");
    }
}

#[test]
fn sectors_in_a_circle_and_counts_without_bytes_end() {
    let whole = book(&[], &[cell(0x203, 65_535, 255, &1f64.to_le_bytes())]);
    assert_eq!(shown(&whole).len(), 1);
    let with = |words: &[(usize, u32)]| {
        let mut bytes = whole.clone();
        for (at, word) in words {
            bytes[*at..at + 4].copy_from_slice(&word.to_le_bytes());
        }
        refused(&bytes).1
    };
    // The table of sectors is the first sector, the list of streams the second one.
    const TABLE: usize = 512;
    const LENGTH: usize = 1024 + 128 + 120;
    let circle = "cannot read this workbook: its parts run in a circle";
    assert_eq!(with(&[(TABLE + 4, 1)]), circle);
    assert_eq!(with(&[(TABLE + 4 * 3, 2), (LENGTH, u32::MAX)]), circle);
    let cut_off = "cannot read this workbook: it is cut off, its end is missing";
    assert_eq!(with(&[(TABLE + 4 * 3, 4_000_000)]), cut_off);
    // A list of tables that names itself.
    let mut bytes = whole.clone();
    bytes[68..72].copy_from_slice(&2u32.to_le_bytes());
    let sector = 512 * 3;
    bytes[sector..sector + 508].fill(0);
    bytes[sector + 508..sector + 512].copy_from_slice(&2u32.to_le_bytes());
    assert_eq!(refused(&bytes).0, "unreadable-workbook");
    // A text of 65,535 characters, of which there are none; one that is spoken for 4 GB.
    for body in
        [[&[0xFF; 8][..], &words(&[0xFFFF]), &[1]].concat(), [&[0xFF; 8][..], &words(&[0]), &[4], &[0xFF; 4]].concat()]
    {
        assert_eq!(refused(&book(&record(0xFC, &body), &[])).0, "unreadable-workbook");
    }
    // A long text that every cell shares.
    let long = [&[0; 8][..], &text(&"x".repeat(8000))].concat();
    let cells: Vec<_> = (0..20_000).map(|at| cell(0xFD, at, 0, &[0; 4])).collect();
    assert_eq!(refused(&book(&record(0xFC, &long), &cells)).0, "workbook-bomb");
}
