//! Faults that make a CSV file unreadable: endless lines, and quotation marks that swallow rows because they are never
//! closed, or only by a mark that was meant to open another value.
//!
//! Quoted values may have line breaks. Marks are interpreted as the CSV reader does: one opens a value only at its beginning,
//! and a doubled one inside stands for one.

use std::io::{self, BufRead};

/// A quoted value of as many lines is taken for swallowed rows: an address or a list of posts has fewer.
const MOST_LINES: u32 = 20;

/// The longest line, in bytes: about a hundred columns of the longest values that a spreadsheet allows.
const LONGEST_LINE: usize = 1 << 20;

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CsvFault {
    /// Line and column (field of the row, both from 1) of the first value whose opening mark swallows rows.
    Swallows(u32, u32),
    /// The first line, from 1, that is longer than any row.
    Endless(u32),
}

/// The first fault of a file.
///
/// # Errors
/// Failed I/O.
pub(super) fn fault(reader: &mut impl BufRead, separator: u8) -> io::Result<Option<CsvFault>> {
    let mut scan = QuoteScan::new(separator);
    // Bytes since the last line ending.
    let mut length = 0;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            // The file ends inside a quoted value.
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

/// The state of the reader before a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum QuoteState {
    /// At the beginning of a value.
    Start,
    /// In a value without marks.
    Bare,
    /// In a quoted value.
    Quoted,
    /// After a mark in a quoted value: the mark closes the value, unless a second one follows.
    Marked,
}

/// The scan of a file, byte by byte.
struct QuoteScan {
    separator: u8,
    state: QuoteState,
    line: u32,
    column: u32,
    /// The widest row so far, in columns.
    width: u32,
    /// Line and column of the current quoted value.
    opened: (u32, u32),
    /// Complete lines of that value.
    lines: u32,
    /// Separators in its current line that no space follows; one with a space after it is prose.
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

    /// Takes a byte; returns whether it shows that the current value has swallowed rows.
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
            // This mark was meant to open another value.
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

    /// Takes a byte of a quoted value; returns whether its lines look like rows, or are too many.
    fn quoted(&mut self, byte: u8) -> bool {
        if std::mem::replace(&mut self.after_separator, byte == self.separator) {
            self.tight += u32::from(!matches!(byte, b' ' | b'\t'));
        }
        if byte != b'\n' {
            return false;
        }
        // The first line is the rest of the row in which the value began.
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
