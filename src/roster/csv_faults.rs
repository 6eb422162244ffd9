//! What makes a CSV file unreadable: lines without an end, and quotation marks that swallow rows, each of which opens a
//! value and is never closed, or only by the mark that was to open another value.
//!
//! A quoted value of two or three lines is fine. The marks are read as the reader of CSV reads them: one opens a value
//! only at its beginning, and two of them inside are one.

use std::io::{self, BufRead};

/// A value of more lines than these is none: an address or a list of posts has fewer.
const MOST_LINES: u32 = 20;

/// No row of people is longer, in bytes: a hundred columns of the longest values that a spreadsheet takes would fill it.
const LONGEST_LINE: usize = 1 << 20;

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CsvFault {
    /// The line and the column (both from 1) of the first value whose opening mark swallows rows.
    Swallows(u32, u32),
    /// The first line that goes on and on, from 1.
    Endless(u32),
}

/// The first fault of a file.
///
/// # Errors
/// Failed I/O.
pub(super) fn fault(reader: &mut impl BufRead, separator: u8) -> io::Result<Option<CsvFault>> {
    let mut scan = QuoteScan::new(separator);
    // Bytes since the last end of a line.
    let mut length = 0;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            // A file that ends within a value has left it open.
            return Ok(matches!(scan.state, QuoteState::Quoted).then(|| scan.fault()));
        }
        if chunk.iter().any(|byte| scan.swallows(*byte)) {
            return Ok(Some(scan.fault()));
        }
        let taken = chunk.len();
        length = match chunk.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => taken - end - 1,
            None => length + taken,
        };
        if length > LONGEST_LINE {
            return Ok(Some(CsvFault::Endless(scan.line)));
        }
        reader.consume(taken);
    }
}

/// Where the reader of a byte is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QuoteState {
    /// At the beginning of a value.
    Start,
    /// In a value without marks.
    Bare,
    /// In a quoted value.
    Quoted,
    /// After a mark in a quoted value: it closes the value, unless another one follows.
    Marked,
}

/// What is known of the bytes so far.
struct QuoteScan {
    separator: u8,
    state: QuoteState,
    line: u32,
    column: u32,
    /// The most columns that a row has had.
    width: u32,
    /// Line and column of the quoted value at work.
    opened: (u32, u32),
    /// Lines of that value before the one at work.
    lines: u32,
    /// Separators in its line at work; one with a blank after it is prose.
    tight: u32,
    after_separator: bool,
}

impl QuoteScan {
    fn new(separator: u8) -> QuoteScan {
        QuoteScan {
            separator,
            state: QuoteState::Start,
            line: 1,
            column: 1,
            width: 1,
            opened: (1, 1),
            lines: 0,
            tight: 0,
            after_separator: false,
        }
    }

    fn fault(&self) -> CsvFault {
        CsvFault::Swallows(self.opened.0, self.opened.1)
    }

    /// Reads a byte; whether it shows that the value at work has swallowed rows.
    fn swallows(&mut self, byte: u8) -> bool {
        match self.state {
            QuoteState::Start if byte == b'"' => {
                self.state = QuoteState::Quoted;
                self.opened = (self.line, self.column);
                (self.lines, self.tight, self.after_separator) = (0, 0, false);
            }
            QuoteState::Start | QuoteState::Bare => self.bare(byte),
            QuoteState::Quoted if byte == b'"' => self.state = QuoteState::Marked,
            QuoteState::Quoted => return self.quoted(byte),
            QuoteState::Marked if byte == b'"' => self.state = QuoteState::Quoted,
            QuoteState::Marked if byte == self.separator || byte == b'\n' => self.bare(byte),
            QuoteState::Marked if matches!(byte, b' ' | b'\t' | b'\r') => {}
            // The mark that was to open another value.
            QuoteState::Marked if self.lines > 0 => return true,
            QuoteState::Marked => self.state = QuoteState::Bare,
        }
        self.line += u32::from(byte == b'\n');
        false
    }

    fn bare(&mut self, byte: u8) {
        self.state = QuoteState::Bare;
        if byte == self.separator {
            self.column += 1;
            self.state = QuoteState::Start;
        } else if byte == b'\n' {
            self.width = self.width.max(self.column);
            self.column = 1;
            self.state = QuoteState::Start;
        }
    }

    /// Reads a byte of a quoted value; whether its lines look like rows, or are too many.
    fn quoted(&mut self, byte: u8) -> bool {
        if std::mem::replace(&mut self.after_separator, byte == self.separator) {
            self.tight += u32::from(!matches!(byte, b' ' | b'\t'));
        }
        if byte != b'\n' {
            return false;
        }
        // The first line goes on with the row in which the value began.
        let of_row = if self.lines == 0 { self.width.saturating_sub(self.opened.1) } else { self.width - 1 };
        let is_row = of_row >= 2 && if self.lines == 0 { self.tight == of_row } else { self.tight >= of_row };
        self.line += 1;
        self.lines += 1;
        self.tight = 0;
        is_row || self.lines >= MOST_LINES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(u32, u32)> {
        match fault(&mut std::io::BufReader::new(text.as_bytes()), b',').unwrap()? {
            CsvFault::Swallows(line, column) => Some((line, column)),
            CsvFault::Endless(line) => Some((line, 0)),
        }
    }

    #[test]
    fn a_line_without_an_end_is_found() {
        let long = "x".repeat(LONGEST_LINE + 20_000);
        assert_eq!(found(&format!("Nama,NIP\n{long},1\n")), Some((2, 0)));
        assert_eq!(found(&format!("Nama,NIP\n{},1\n", &long[..LONGEST_LINE / 2])), None);
        assert_eq!(found(&"Siti,1\n".repeat(LONGEST_LINE / 4)), None);
    }

    #[test]
    fn a_mark_that_swallows_rows_is_found_where_it_opens() {
        let below = "Joko,1975,Dinas\nNur,1976,Dinas\n";
        for (row, at) in [
            ("\"Rina,1974,Dinas\n", (2, 1)),
            ("Rina,\"1974,Dinas\n", (2, 2)),
            ("Rina,1974,\"Dinas\n", (2, 3)),
            // Closed by the mark of the next value that has one.
            ("\"Rina,1974,Dinas\n\"Ani, S.Pd.\",1975,Dinas\n", (2, 1)),
            ("Rina,1974,\"Dinas\n\"Ani, S.Pd.\",1975,Dinas\n", (2, 3)),
            ("\"Rina,1974,Dinas\nAni\",1975,Dinas\n", (2, 1)),
        ] {
            assert_eq!(found(&format!("Nama,NIP,Unit\n{row}{below}")), Some(at), "{row}");
        }
        assert_eq!(found("Nama,NIP\nSiti,\"1"), Some((2, 2)));
        assert_eq!(found(&format!("Nama,NIP\n\"Siti{}\",1\n", "\nx".repeat(20))), Some((2, 1)));
    }

    #[test]
    fn quoted_values_of_some_lines_are_fine() {
        for text in [
            "",
            "Nama,NIP,Unit\n\"Siti Aminah, S.Pd., M.M.\r\nNIP. 1987\",1,\"Jl. Contoh, No. 1\nMuara Enim\"\n",
            "Nama,NIP,Unit\n\"Siti \"\"Ati\"\" Aminah\n\" ,1,\"Dinas\"",
            "Nama,NIP,Unit\nSiti \"Ati\" Aminah,1,Dinas \"A\n",
            "Nama,NIP,Unit\n\"Siti\" Aminah,1,Dinas\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
