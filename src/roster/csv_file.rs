//! CSV as Excel and others write it: any usual encoding, any usual separator.

use super::csv_faults::{CsvFault, fault};
use super::field::{known, plain};
use crate::diag::{Code, Diagnostic, Message, Origin, say};
use crate::failure::{Action, Failure};
use crate::intake::{File, FileReader, no_table};
use crate::workbook::{Cell, MOST_COLUMNS, Row};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// A CSV file whose dialect has been detected.
pub(super) struct CsvFile {
    path: PathBuf,
    file: FileReader,
    encoding: &'static Encoding,
    separator: u8,
    /// Whether the first line is `sep=;`, which only declares the separator.
    says_separator: bool,
    lines: LineEnd,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    /// With a line feed; a carriage return before it is removed.
    Feed,
    /// With a carriage return alone, as in files of Excel for Mac.
    Return,
}

/// The separators that are detected; an earlier one wins a tie.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// What messages call a separator.
fn separator_name(separator: u8) -> Message {
    match separator {
        b';' => say!("titik koma", "semicolons"),
        b'\t' => say!("tab", "tabs"),
        b',' => say!("koma", "commas"),
        b'|' => say!("garis tegak", "bars"),
        _ => say!("tanda lain", "another sign"),
    }
}

/// How many bytes of a file are examined to detect its separator.
const SAMPLE: u64 = 64 * 1024;

impl CsvFile {
    /// Detects encoding and separator.
    ///
    /// # Errors
    /// Failed I/O, or a file that is no text.
    pub(super) fn open(file: &File) -> Result<CsvFile, Failure> {
        let path = file.path();
        let fail = |error| Failure::io(Action::Read, path, &error);
        let encoding = encoding(file.reader()).map_err(fail)?;
        let mut bytes = Vec::new();
        decode(file.reader(), encoding).take(SAMPLE).read_to_end(&mut bytes).map_err(fail)?;
        let mut sample = String::from_utf8_lossy(&bytes);
        if sample.contains('\0') {
            return Err(no_table(path));
        }
        let lines = if sample.contains('\n') || !sample.contains('\r') { LineEnd::Feed } else { LineEnd::Return };
        if lines == LineEnd::Return {
            sample = sample.replace('\r', "\n").into();
        }
        let said = said_separator(&sample);
        let separator = said.unwrap_or_else(|| most_likely(&sample));
        let (path, file) = (path.to_owned(), file.reader());
        Ok(CsvFile { path, file, encoding, separator, says_separator: said.is_some(), lines })
    }

    /// The text in UTF-8, without a line that declares the separator.
    fn decoded(&self) -> std::io::Result<impl BufRead + use<>> {
        let mut text = BufReader::new(LineFeeds { text: decode(self.file.again(), self.encoding), lines: self.lines });
        if self.says_separator {
            text.read_line(&mut String::new())?;
        }
        Ok(text)
    }

    /// The failure for a file whose rows cannot be told apart.
    fn unreadable(&self, fault: CsvFault) -> Failure {
        let place = |line: u32, column| {
            Origin::at(self.path.display().to_string(), line + u32::from(self.says_separator), column)
        };
        let finding = match fault {
            CsvFault::Swallows(line, column) => Diagnostic::error(
                Code::UnclosedQuote,
                say!(
                    "tanda kutip dibuka di sini dan tidak ditutup di barisnya: baris di bawahnya terbaca sebagai satu isian",
                    "a quotation mark opens here and is not closed in its row: the rows below are read as one value"
                ),
            )
            .at(place(line, column))
            .help(say!(
                "hapus tanda kutip itu, atau tutup; di dalam isian berkutip, tanda kutip ditulis dua kali",
                "remove the mark, or close it; a mark inside a quoted value is doubled"
            )),
            CsvFault::Endless(line) => {
                Diagnostic::error(
                Code::EndlessLine,
                say!(
                    "baris ini terlalu panjang untuk data satu orang",
                    "this line is longer than any row of people"
                ),
            )
                    .at(place(line, 0))
                    .help(say!(
                    "tulis setiap orang di barisnya sendiri; simpan ulang daftar pegawai sebagai .xlsx atau .csv",
                    "write each person in a line of their own; save the roster anew as .xlsx or .csv"
                ))
            }
        };
        Failure::Findings(finding.into())
    }

    /// Calls `each` with every record, numbered by the line on which it starts, until told to stop. Returns what was assumed.
    pub(super) fn rows(&self, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<Vec<Message>, Failure> {
        let fail = |error| Failure::io(Action::Read, &self.path, &error);
        if let Some(fault) = self.decoded().and_then(|mut text| fault(&mut text, self.separator)).map_err(fail)? {
            return Err(self.unreadable(fault));
        }
        let skipped = u64::from(self.says_separator);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(self.separator)
            .terminator(csv::Terminator::Any(b'\n'))
            .has_headers(false)
            .flexible(true)
            .from_reader(self.decoded().map_err(fail)?.chain(&b"\n"[..]));
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| Failure::io(Action::Read, &self.path, &error.into()))? {
            // The reader counts empty lines before a record to it, so the line is computed from the end of the record.
            let within =
                record.iter().map(|text| text.bytes().filter(|byte| *byte == b'\n').count() as u64).sum::<u64>();
            let start = record.position().map_or(0, csv::Position::line);
            let line = start.max(reader.position().line().saturating_sub(1 + within)) + skipped;
            let cells =
                record.iter().take(MOST_COLUMNS).map(|text| text.trim_end_matches('\r')).map(|text| match text {
                    "" => Cell::Empty,
                    text => Cell::Text(text.to_owned()),
                });
            if each(Row { number: line as u32, cells: cells.collect() }).is_break() {
                break;
            }
        }
        let (encoding, separator) = (self.encoding.name(), separator_name(self.separator));
        Ok(vec![say!(
            "teks dalam {encoding}, kolom dipisahkan dengan {separator}",
            "text in {encoding}, columns separated by {separator}";
            separator
        )])
    }
}

/// A text with every line ending turned into a line feed.
struct LineFeeds<R> {
    text: R,
    lines: LineEnd,
}

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.text.read(buffer)?;
        if self.lines == LineEnd::Return {
            buffer[..length].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        Ok(length)
    }
}

fn decode(file: FileReader, encoding: &'static Encoding) -> DecodeReaderBytes<FileReader, Vec<u8>> {
    // A byte order mark is no part of the first cell.
    DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).build(file)
}

/// The encoding of a file: that of its byte order mark, else UTF-8 if the whole file is valid, else Windows-1252.
fn encoding(file: FileReader) -> std::io::Result<&'static Encoding> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let head = reader.fill_buf()?;
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(encoding);
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).take(200).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > 20 && even == 0 => return Ok(UTF_16LE),
        (even, odd) if even > 20 && odd == 0 => return Ok(UTF_16BE),
        _ => {}
    }
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut out = String::with_capacity(1 << 18);
    loop {
        let chunk = reader.fill_buf()?;
        let (length, last) = (chunk.len(), chunk.is_empty());
        out.clear();
        let (result, _) = decoder.decode_to_string_without_replacement(chunk, &mut out, last);
        if matches!(result, encoding_rs::DecoderResult::Malformed(..)) {
            return Ok(WINDOWS_1252);
        }
        if last {
            return Ok(UTF_8);
        }
        reader.consume(length);
    }
}

/// The separator that a first line `sep=;` declares, which Excel understands.
fn said_separator(sample: &str) -> Option<u8> {
    // A longer line declares nothing.
    let line = sample.lines().next().filter(|line| line.len() < 16)?;
    let said = line.trim_matches(['"', '\r']).strip_prefix("sep=")?;
    said.bytes().next().filter(|separator| separator.is_ascii() && !separator.is_ascii_alphanumeric())
}

/// The separator that yields the most known titles in one row; failing that, the one with which most rows have the same
/// number of columns, at least two. (Excel omits separators at the end of rows, and values are full of commas.)
fn most_likely(sample: &str) -> u8 {
    let score = |separator: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(sample.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().flatten().take(60).collect();
        let titles = |row: &csv::StringRecord| row.iter().filter(|cell| known(&plain(cell), cell).is_some()).count();
        let titles = rows.iter().map(titles).max().filter(|titles| *titles > 1).unwrap_or(0);
        let most = rows.iter().map(csv::StringRecord::len).max().filter(|most| *most > 1)?;
        let alike = rows.iter().filter(|row| row.len() == most).count();
        Some((titles, alike * 100 + most))
    };
    let scored = SEPARATORS.iter().rev().filter_map(|separator| Some((score(*separator)?, *separator)));
    scored.max_by_key(|(score, _)| *score).map_or(b',', |(_, separator)| separator)
}
