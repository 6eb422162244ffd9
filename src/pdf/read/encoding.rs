//! Maps the character codes of a font to text.

use encoding_rs::{Encoding as Coding, MACINTOSH, WINDOWS_1252};

use super::file::{PdfFile, unreadable};
use super::lexer::{Dict, Lexer, PdfValue};
use crate::diag::{Diagnostic, say};

/// The most entries of a `ToUnicode` map; codes have two bytes.
const MOST_ENTRIES: usize = 70_000;

/// The character for a code without mapping.
pub(super) const UNKNOWN: char = char::REPLACEMENT_CHARACTER;

/// The mapping of a font from codes to text.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Bytes per code: one, or two in composite fonts.
    width: usize,
    /// Ranges from the first to the last code with the UTF-16 text of the first; the last unit increments along the
    /// range. Sorted by code.
    ranges: Vec<(u32, u32, Vec<u16>)>,
    /// The base encoding for codes of one byte outside `ranges`.
    coding: Option<&'static Coding>,
    /// Codes that differ from the base encoding.
    differences: Vec<(u32, Option<char>)>,
}

impl Letters {
    /// Reads the mapping of a font from its dictionary.
    ///
    /// # Errors
    /// `unreadable-pdf` beyond the limits.
    pub(super) fn of(font: &Dict, file: &mut PdfFile) -> Result<Letters, Diagnostic> {
        let is_composite = font.is("Subtype", "Type0");
        let mut letters = Letters { width: if is_composite { 2 } else { 1 }, ..Letters::default() };
        if let Some(table) = font.get("ToUnicode").and_then(PdfValue::reference)
            && let Some((_, table)) = file.stream(table)?
        {
            letters.read(&table)?;
        }
        if !is_composite {
            let encoding = file.resolve(font.get("Encoding"))?;
            letters.coding = match encoding.as_ref().and_then(base) {
                Some(b"MacRomanEncoding") => Some(MACINTOSH),
                Some(_) => Some(WINDOWS_1252),
                None if font.is("Subtype", "Type3") => None,
                None => Some(WINDOWS_1252),
            };
            if let Some(PdfValue::Dict(encoding)) = encoding
                && let Some(PdfValue::Array(parts)) = file.resolve(encoding.get("Differences"))?
            {
                letters.differences = differences(&parts);
            }
        }
        Ok(letters)
    }

    /// Reads the `bfchar` and `bfrange` sections of a `ToUnicode` map.
    fn read(&mut self, table: &[u8]) -> Result<(), Diagnostic> {
        let mut lexer = Lexer::new(table, 0);
        let (mut is_range, mut row) = (None, Vec::new());
        while let Some(value) = lexer.value() {
            match (value, is_range) {
                (PdfValue::Word(word), _) => {
                    is_range = match word.as_slice() {
                        b"beginbfchar" => Some(false),
                        b"beginbfrange" => Some(true),
                        _ => None,
                    };
                    row.clear();
                }
                (value, Some(is_range)) => {
                    row.push(value);
                    if row.len() == if is_range { 3 } else { 2 } {
                        self.note(&row);
                        row.clear();
                    }
                }
                _ => {}
            }
            if self.ranges.len() > MOST_ENTRIES {
                return Err(unreadable(say!(
                    "salah satu fon menyebut lebih dari {MOST_ENTRIES} huruf",
                    "a font names more than {MOST_ENTRIES} letters"
                )));
            }
        }
        self.ranges.sort_by_key(|(first, ..)| *first);
        Ok(())
    }

    fn note(&mut self, row: &[PdfValue]) {
        let code = |value: &PdfValue| value.text().filter(|text| text.len() <= 4).map(number);
        let ([first, .., to], Some(from)) = (row, row.first().and_then(code)) else { return };
        let last = if row.len() == 3 { code(&row[1]).unwrap_or(from) } else { from };
        if let PdfValue::Array(each) = to {
            let texts = each.iter().filter_map(PdfValue::text).take(0x1_0000);
            self.ranges.extend((from..).zip(texts).map(|(code, text)| (code, code, units(text))));
        } else if let Some(text) = to.text() {
            self.ranges.push((from, last, units(text)));
        }
        if self.width == 1 && first.text().is_some_and(|text| text.len() == 2) {
            self.width = 2;
        }
    }

    /// Appends the text of a string, with [`UNKNOWN`] for codes without mapping.
    pub(super) fn show(&self, string: &[u8], into: &mut String) {
        for code in string.chunks(self.width.max(1)) {
            let code = number(code);
            match self.named(code) {
                Some(letters) => into.push_str(&letters),
                None => into.push(self.coded(code).unwrap_or(UNKNOWN)),
            }
        }
    }

    fn named(&self, code: u32) -> Option<String> {
        let after = self.ranges.partition_point(|(first, ..)| *first <= code);
        let (first, last, units) = self.ranges.get(after.checked_sub(1)?)?;
        if code > *last {
            return None;
        }
        let mut units = units.clone();
        let end = units.last_mut()?;
        *end = end.wrapping_add((code - first) as u16);
        Some(String::from_utf16_lossy(&units))
    }

    fn coded(&self, code: u32) -> Option<char> {
        if let Some((_, letter)) = self.differences.iter().rev().find(|(known, _)| *known == code) {
            return *letter;
        }
        let byte = u8::try_from(code).ok().filter(|byte| *byte >= b' ')?;
        self.coding?.decode_without_bom_handling(&[byte]).0.chars().next()
    }
}

fn base(encoding: &PdfValue) -> Option<&[u8]> {
    encoding.name().or_else(|| encoding.dict()?.get("BaseEncoding")?.name())
}

/// Reads `Differences`, such as `[39 /quotesingle 96 /grave]`: each name is for the code after the last.
fn differences(parts: &[PdfValue]) -> Vec<(u32, Option<char>)> {
    let (mut code, mut found) = (0_u32, Vec::new());
    for part in parts.iter().take(2048) {
        match part {
            PdfValue::Number(first) => code = *first as u32,
            PdfValue::Name(name) => {
                found.push((code, letter(name)));
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    found
}

/// The character of a glyph name: a single letter, `uni0041`, or one that is usual in sentences.
fn letter(name: &[u8]) -> Option<char> {
    const NAMED: [(&str, char); 24] = [
        ("space", ' '),
        ("comma", ','),
        ("period", '.'),
        ("hyphen", '-'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("slash", '/'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("quotesingle", '\''),
        ("quoteright", '’'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("endash", '–'),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
    ];
    let name = std::str::from_utf8(name).ok()?;
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return Some(only);
    }
    if let Some(code) = name.strip_prefix("uni").and_then(|code| u32::from_str_radix(code, 16).ok()) {
        return char::from_u32(code);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter)
}

/// A code of up to four bytes as a number.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// The UTF-16 units of a string, up to the length of a ligature.
fn units(text: &[u8]) -> Vec<u16> {
    text.chunks_exact(2).take(16).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &str, width: usize, string: &[u8]) -> String {
        let mut letters = Letters { width, ..Letters::default() };
        letters.read(table.as_bytes()).unwrap();
        let mut text = String::new();
        letters.show(string, &mut text);
        text
    }

    #[test]
    fn a_table_names_letters_one_by_one_in_ranges_and_in_lists() {
        let table = "1 beginbfchar <0003> <0020> <0040> <00660069> endbfchar 2 beginbfrange <0010> <0012> <0041> \
                     <0020> <0021> [<0078> <0079>] endbfrange";
        assert_eq!(shown(table, 2, b"\0\x10\0\x12\0\x03\0\x21\0\x40\0\x50"), "AC yfi\u{fffd}");
    }

    #[test]
    fn a_range_to_the_last_code_of_all_takes_no_room() {
        assert_eq!(shown("1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange", 2, b"\0\x01"), "B");
        let mut letters = Letters { width: 2, ..Letters::default() };
        let table = format!("9 beginbfchar {}", "<01> <0041> ".repeat(MOST_ENTRIES + 1));
        assert_eq!(letters.read(table.as_bytes()).unwrap_err().code.as_str(), "unreadable-pdf");
    }

    #[test]
    fn names_of_letters_are_known() {
        assert_eq!([&b"A"[..], b"uni00E9", b"comma", b"g17"].map(letter), [Some('A'), Some('é'), Some(','), None]);
    }
}
