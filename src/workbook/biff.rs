//! Records of XLS (MS-XLS: BIFF8 and BIFF5), one by one, and the strings in them.

use super::compound::CompoundStream;
use super::refusal::{Damage, Refusal};
use encoding_rs::Encoding;
use std::io::{BufReader, Read};

/// The type of a record that continues the one before it.
const CONTINUE: u16 = 0x3C;

/// The records of a stream.
pub(super) struct Records {
    input: BufReader<CompoundStream>,
    /// Offsets of the next record and of the end of the stream, in bytes.
    at: u64,
    end: u64,
    body: Vec<u8>,
}

impl Records {
    pub(super) fn of(stream: CompoundStream) -> Records {
        let end = stream.length();
        Records { input: BufReader::with_capacity(1 << 15, stream), at: 0, end, body: Vec::new() }
    }

    /// Moves to the record at an offset.
    pub(super) fn seek(&mut self, at: u64) -> Result<(), Refusal> {
        // A seek within the buffer does not read.
        self.input.seek_relative(at.wrapping_sub(self.at) as i64)?;
        self.at = at;
        Ok(())
    }

    /// The offset of the next record.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The body of the current record.
    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the next record; returns its type, or `None` at the end of the stream.
    pub(super) fn next(&mut self) -> Result<Option<u16>, Refusal> {
        const HEAD: u64 = 4;
        if self.at + HEAD > self.end {
            return Ok(None);
        }
        let mut head = [0; HEAD as usize];
        self.input.read_exact(&mut head)?;
        let length = u64::from(u16(&head, 2));
        if self.at + HEAD + length > self.end {
            return Err(Refusal::CutOff);
        }
        self.body.resize(length as usize, 0);
        self.input.read_exact(&mut self.body)?;
        self.at += HEAD + length;
        Ok(Some(u16(&head, 0)))
    }

    /// The current record and those that continue it, as one sequence of bytes.
    pub(super) fn continued(&mut self) -> Continued<'_> {
        Continued { records: self, at: 0 }
    }

    /// Reads the next record if it continues the current one.
    fn go_on(&mut self) -> Result<bool, Refusal> {
        let before = self.at;
        if self.next()? == Some(CONTINUE) {
            return Ok(true);
        }
        self.seek(before)?;
        self.body.clear();
        Ok(false)
    }
}

/// A record and those that continue it.
pub(super) struct Continued<'r> {
    records: &'r mut Records,
    at: usize,
}

impl Continued<'_> {
    /// Whether all bytes have been read.
    pub(super) fn is_done(&mut self) -> Result<bool, Refusal> {
        while self.at == self.records.body.len() {
            if !self.records.go_on()? {
                self.at = 0;
                return Ok(true);
            }
            self.at = 0;
        }
        Ok(false)
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Refusal> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            if self.is_done()? {
                return Err(Refusal::CutOff);
            }
            *byte = self.records.body[self.at];
            self.at += 1;
        }
        Ok(bytes)
    }

    pub(super) fn skip(&mut self, mut count: usize) -> Result<(), Refusal> {
        while count > 0 {
            if self.is_done()? {
                return Err(Refusal::CutOff);
            }
            let step = count.min(self.records.body.len() - self.at);
            self.at += step;
            count -= step;
        }
        Ok(())
    }

    /// Appends a string of the type XLUnicodeRichExtendedString to `text`; formatting runs and phonetic data are skipped.
    pub(super) fn text(&mut self, texts: &TextEncoding, text: &mut String) -> Result<(), Refusal> {
        let length = u16::from_le_bytes(self.bytes()?);
        let [flags] = self.bytes()?;
        let runs = if flags & 8 != 0 { u16::from_le_bytes(self.bytes()?) } else { 0 };
        let spoken = if flags & 4 != 0 { u32::from_le_bytes(self.bytes()?) } else { 0 };
        self.characters(texts, usize::from(length), flags, text)?;
        self.skip(4 * usize::from(runs))?;
        self.skip(spoken as usize)
    }

    /// Appends `length` characters. If they continue in the next record, that begins with flags of its own.
    fn characters(
        &mut self,
        texts: &TextEncoding,
        mut length: usize,
        mut flags: u8,
        text: &mut String,
    ) -> Result<(), Refusal> {
        while length > 0 {
            if self.at == self.records.body.len() {
                if self.is_done()? {
                    return Err(Refusal::CutOff);
                }
                [flags] = self.bytes()?;
                continue;
            }
            let is_wide = flags & 1 != 0;
            let width = if is_wide { 2 } else { 1 };
            let rest = &self.records.body[self.at..];
            let count = (rest.len() / width).min(length);
            if count == 0 {
                // Only half a character is left.
                return Err(Refusal::Damaged(Damage::Text));
            }
            texts.add(&rest[..count * width], is_wide, text);
            self.at += count * width;
            length -= count;
        }
        Ok(())
    }
}

/// How strings are encoded.
pub(super) struct TextEncoding {
    /// Whether each string has flags with the width of its characters (BIFF8).
    pub(super) is_wide_known: bool,
    /// The encoding of characters of one byte.
    pub(super) code: &'static Encoding,
}

impl TextEncoding {
    /// Appends characters of one or two bytes.
    fn add(&self, bytes: &[u8], is_wide: bool, text: &mut String) {
        match is_wide {
            true => {
                let units = bytes.chunks_exact(2).map(|unit| u16(unit, 0));
                text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            false if bytes.is_ascii() => text.extend(bytes.iter().map(|byte| char::from(*byte))),
            false => text.push_str(&self.code.decode_without_bom_handling(bytes).0),
        }
    }

    /// The string of `length` characters at the end of a record; in BIFF8 after its flags.
    pub(super) fn short(&self, length: usize, bytes: &[u8]) -> String {
        let (flags, bytes) = match bytes.split_first() {
            Some((flags, bytes)) if self.is_wide_known => (*flags, bytes),
            _ => (0, bytes),
        };
        let is_wide = flags & 1 != 0;
        let length = length * if is_wide { 2 } else { 1 };
        let mut text = String::new();
        self.add(&bytes[..length.min(bytes.len())], is_wide, &mut text);
        text
    }

    /// The string at the end of a record, after its length in two bytes.
    pub(super) fn long(&self, bytes: &[u8]) -> String {
        self.short(usize::from(u16(bytes, 0)), bytes.get(2..).unwrap_or_default())
    }
}

/// The little-endian `u16` at an offset; 0 beyond the end.
pub(super) fn u16(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// The little-endian `u32` at an offset; 0 beyond the end.
pub(super) fn u32(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// The little-endian `f64` at an offset; 0 beyond the end.
pub(super) fn f64(bytes: &[u8], at: usize) -> f64 {
    bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0.0, f64::from_le_bytes)
}

/// The encoding of a code page; Windows-1252 for an unknown one.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    let label = match number {
        866 => "ibm866".to_owned(),
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10_000 => "macintosh".to_owned(),
        1250..=1258 => format!("windows-{number}"),
        _ => return encoding_rs::WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}
