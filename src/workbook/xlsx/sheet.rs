//! The rows of a sheet.

use super::super::archive::ArchivePart;
use super::super::cell::{Cell, MOST_ROWS};
use super::super::dates;
use super::super::refusal::{Damage, Refusal};
use super::super::rows::Rows;
use super::super::xml::{self, Xml, attributes};
use super::parts::open;
use super::shared::SharedParts;
use super::strings::{Rich, unescaped};
use quick_xml::events::{BytesStart, Event};
use std::io::BufReader;

/// Reads the rows of a sheet, one by one.
pub(super) fn read(part: ArchivePart, shared: &SharedParts, rows: &mut Rows<'_>) -> Result<(), Refusal> {
    let mut sheet = SheetReader { xml: open(part), shared, row: 0, column: 0, value: String::new() };
    let mut is_within = false;
    loop {
        let step = SheetEvent::of(&sheet.xml.next()?, is_within)?;
        match step {
            SheetEvent::Rows => is_within = true,
            SheetEvent::Row(row) => sheet.row = row.unwrap_or(sheet.row),
            SheetEvent::Cell(begun) => {
                let cell = sheet.cell(&begun)?;
                let (row, column) = begun.place.unwrap_or((sheet.row, sheet.column));
                if row >= MOST_ROWS {
                    return Err(Refusal::Damaged(Damage::CellBelow));
                }
                sheet.column = column.saturating_add(1);
                if rows.cell(row, column, cell)?.is_break() {
                    return Ok(());
                }
            }
            SheetEvent::RowEnd => (sheet.row, sheet.column) = (sheet.row.saturating_add(1), 0),
            SheetEvent::Other => {}
            SheetEvent::End => {
                return rows.end().map(|_| ());
            }
        }
    }
}

/// An XML event by its meaning for the sheet.
enum SheetEvent {
    Rows,
    /// Start of a row, with its number from 0 if it has one.
    Row(Option<u32>),
    Cell(CellStart),
    RowEnd,
    End,
    Other,
}

impl SheetEvent {
    fn of(event: &Event<'_>, is_within: bool) -> Result<SheetEvent, Refusal> {
        Ok(match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "sheetData" => SheetEvent::Rows,
                "row" if is_within => SheetEvent::Row(row_of(start)?),
                "c" if is_within => SheetEvent::Cell(CellStart::of(start)?),
                _ => SheetEvent::Other,
            },
            Event::End(end) => match end.local_name().as_ref() {
                "row" => SheetEvent::RowEnd,
                "sheetData" => SheetEvent::End,
                _ => SheetEvent::Other,
            },
            Event::Eof if is_within => return Err(Refusal::CutOff),
            Event::Eof => SheetEvent::End,
            _ => SheetEvent::Other,
        })
    }
}

/// A sheet being read.
struct SheetReader<'s> {
    xml: Xml<BufReader<ArchivePart>>,
    shared: &'s SharedParts,
    /// Row and column, from 0, of the next cell without a reference.
    row: u32,
    column: usize,
    /// The characters of the current value.
    value: String,
}

/// A cell by its start tag.
struct CellStart {
    /// Row and column from 0.
    place: Option<(u32, usize)>,
    style: usize,
    kind: CellType,
}

/// The type of the value of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellType {
    Number,
    /// The index of a shared string.
    Shared,
    /// A string in an element of its own in the cell.
    Inline,
    /// The string result of a formula.
    Text,
    /// A date as text.
    Day,
    Truth,
    Error,
}

impl CellStart {
    fn of(start: &BytesStart<'_>) -> Result<CellStart, Refusal> {
        let mut begun = CellStart { place: None, style: 0, kind: CellType::Number };
        for found in attributes(start) {
            let (key, value) = found?;
            match key {
                "r" => begun.place = Some(cell_reference(&value).ok_or(Refusal::Damaged(Damage::CellWithoutPlace))?),
                "s" => begun.style = value.parse().unwrap_or_default(),
                "t" => begun.kind = CellType::of(&value),
                _ => {}
            }
        }
        Ok(begun)
    }
}

impl CellType {
    fn of(name: &str) -> CellType {
        match name {
            "s" => CellType::Shared,
            "inlineStr" | "is" => CellType::Inline,
            "str" => CellType::Text,
            "d" => CellType::Day,
            "b" => CellType::Truth,
            "e" => CellType::Error,
            _ => CellType::Number,
        }
    }
}

impl SheetReader<'_> {
    /// The content of the current cell.
    fn cell(&mut self, begun: &CellStart) -> Result<Cell, Refusal> {
        let (mut inline, mut is_value): (Option<Rich>, bool) = (None, false);
        self.value.clear();
        loop {
            let event = self.xml.next()?;
            match &event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "v" => is_value = true,
                    "is" => inline = Some(Rich::default()),
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    "v" => is_value = false,
                    "c" => break,
                    _ => {}
                },
                Event::Eof => return Err(Refusal::CutOff),
                _ => {}
            }
            if is_value {
                xml::add(&event, &mut self.value)?;
            } else if let Some(inline) = &mut inline {
                inline.event(&event)?;
            }
        }
        match inline {
            Some(inline) => Ok(Cell::words(&inline.text())),
            None => self.valued(begun),
        }
    }

    fn valued(&self, begun: &CellStart) -> Result<Cell, Refusal> {
        let value = self.value.as_str();
        if value.is_empty() {
            return Ok(Cell::Empty);
        }
        Ok(match begun.kind {
            CellType::Shared => {
                let text = value.trim().parse().ok().and_then(|index| self.shared.strings.get(index));
                Cell::words(text.ok_or(Refusal::Damaged(Damage::MissingText))?)
            }
            CellType::Text => Cell::words(&unescaped(value)),
            CellType::Day => Cell::words(value),
            CellType::Inline | CellType::Error => Cell::Empty,
            CellType::Truth => match value.trim() {
                "0" | "false" | "FALSE" => Cell::truth(false),
                "" => Cell::Empty,
                _ => Cell::truth(true),
            },
            CellType::Number => match value.trim().parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => dates::number(number, self.shared.styles.is_day(begun.style), self.shared.is_1904),
                None => Cell::words(value),
            },
        })
    }
}

/// The row number of an element, from 0, if it has one.
fn row_of(start: &BytesStart<'_>) -> Result<Option<u32>, Refusal> {
    for found in attributes(start) {
        let (key, value) = found?;
        if key == "r" {
            return Ok(value.parse::<u32>().ok().and_then(|row| row.checked_sub(1)));
        }
    }
    Ok(None)
}

/// Row and column, from 0, of a cell reference such as B12.
pub(super) fn cell_reference(text: &str) -> Option<(u32, usize)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    // Some programs write $B$12.
    let letters = letters.trim_matches('$');
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let column =
        letters.bytes().fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::cell_reference;

    #[test]
    fn cell_references_are_read() {
        assert_eq!(cell_reference("A1"), Some((0, 0)));
        assert_eq!(cell_reference("$aa$12"), Some((11, 26)));
        assert_eq!(cell_reference("XFD1048576"), Some((1_048_575, 16_383)));
        for none in ["", "A", "1", "A0", "é1", "ABCD1", "A1B", "A99999999999"] {
            assert_eq!(cell_reference(none), None, "{none}");
        }
    }
}
