//! ODS: an archive with all sheets in one XML part, one after the other.

use super::archive::{Archive, ArchivePart};
use super::cell::{Cell, MOST_COLUMNS, MOST_ROWS, Row};
use super::refusal::{Damage, Refusal};
use super::rows::{Area, Budget, Flow, Merged, cost};
use super::sheet_names::SheetNames;
use super::xml::{self, Xml, attributes};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::io::BufReader;
use std::ops::ControlFlow;

/// An ODS workbook.
pub(super) struct Ods {
    archive: Archive,
    content: usize,
    sheets: Vec<String>,
    /// The position after the last sheet read: sheets are mostly read in their order, so the part is parsed once.
    at: Option<TableCursor>,
}

struct TableCursor {
    xml: Xml<BufReader<ArchivePart>>,
    /// The depth of the element that contains the sheets; `None` before it.
    holder: Option<usize>,
    /// How many sheets have been entered.
    begun: usize,
}

impl Ods {
    pub(super) fn open(mut archive: Archive, content: usize) -> Result<Ods, Refusal> {
        if let Some(part) = archive.find("META-INF/manifest.xml")
            && is_encrypted(archive.part(part)?)?
        {
            return Err(Refusal::Locked);
        }
        let mut cursor = TableCursor::new(archive.part(content)?);
        let (mut sheets, mut names) = (Vec::new(), SheetNames::default());
        while let Some(name) = cursor.next_sheet()? {
            sheets.push(names.take(name)?);
        }
        if sheets.is_empty() {
            return Err(Refusal::NoSheet);
        }
        Ok(Ods { archive, content, sheets, at: None })
    }

    pub(super) fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(String::as_str)
    }

    pub(super) fn rows(&mut self, sheet: usize, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), Refusal> {
        let mut cursor = match self.at.take() {
            Some(cursor) if cursor.begun <= sheet => cursor,
            _ => TableCursor::new(self.archive.part(self.content)?),
        };
        while cursor.begun <= sheet {
            if cursor.next_sheet()?.is_none() {
                return Ok(());
            }
        }
        let budget = Budget::of(self.archive.size());
        let merged = Merged::default();
        TableReader { xml: &mut cursor.xml, number: 0, merged, budget, each }.read()?;
        self.at = Some(cursor);
        Ok(())
    }
}

fn is_encrypted(part: ArchivePart) -> Result<bool, Refusal> {
    let mut xml = Xml::new(BufReader::new(part));
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

impl TableCursor {
    fn new(part: ArchivePart) -> TableCursor {
        TableCursor { xml: Xml::new(BufReader::with_capacity(1 << 15, part)), holder: None, begun: 0 }
    }

    /// Moves to the next sheet; returns its name, or `None` after the last one.
    fn next_sheet(&mut self) -> Result<Option<String>, Refusal> {
        loop {
            let name = match self.xml.next()? {
                Event::Start(start) if start.name().as_ref() == "office:spreadsheet" => None,
                Event::Start(start) if start.name().as_ref() == "table:table" => {
                    Some(xml::attribute(&start, "name")?.unwrap_or_default())
                }
                Event::Eof => return Ok(None),
                _ => continue,
            };
            let depth = self.xml.depth();
            match name {
                None => self.holder = Some(depth),
                // Tables in cells or in tracked changes are deeper.
                Some(name) if self.holder == Some(depth - 1) => {
                    self.begun += 1;
                    return Ok(Some(name));
                }
                Some(_) => {}
            }
        }
    }
}

/// A sheet being read.
struct TableReader<'t> {
    xml: &'t mut Xml<BufReader<ArchivePart>>,
    /// How many rows have been read, repeated ones included.
    number: u32,
    merged: Merged,
    budget: Budget,
    each: &'t mut dyn FnMut(Row) -> ControlFlow<()>,
}

impl TableReader<'_> {
    fn read(&mut self) -> Result<(), Refusal> {
        let within = self.xml.depth();
        while self.xml.depth() >= within {
            let times = match self.xml.next()? {
                Event::Start(start) => match start.name().as_ref() {
                    "table:table-row" => Some(repeats(&start, "table:number-rows-repeated")?),
                    "table:shapes" | "office:forms" => None,
                    _ => continue,
                },
                Event::Eof => return Err(Refusal::CutOff),
                _ => continue,
            };
            let Some(times) = times else {
                self.xml.skip()?;
                continue;
            };
            let cells = self.row()?;
            if self.hand_over(&cells, times)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Passes a row on `times` times, unless it is empty.
    fn hand_over(&mut self, cells: &[Cell], times: usize) -> Flow {
        let first = self.number;
        let left = MOST_ROWS.saturating_sub(first);
        self.number = first + u32::try_from(times).unwrap_or(left).min(left);
        if cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        for number in first..self.number {
            if number > first {
                self.budget.take(ROW_AGAIN + cells.iter().map(cost).sum::<usize>())?;
            }
            let mut row = Row { number: number + 1, cells: cells.to_vec() };
            self.merged.fill(&mut row, &mut self.budget)?;
            if (self.each)(row).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The cells of the current row, up to the last one that is not empty.
    fn row(&mut self) -> Result<Vec<Cell>, Refusal> {
        let within = self.xml.depth();
        let (mut cells, mut column) = (Vec::new(), 0usize);
        while self.xml.depth() >= within {
            let begun = match self.xml.next()? {
                Event::Start(start)
                    if matches!(start.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
                {
                    RepeatedCell::of(&start)?
                }
                Event::Eof => return Err(Refusal::CutOff),
                _ => continue,
            };
            let (times, rows) = (begun.times, begun.rows);
            let value = self.cell(begun)?;
            let end = column.saturating_add(times);
            if let Some(value) = value
                && column < MOST_COLUMNS
            {
                let end = end.min(MOST_COLUMNS);
                self.budget.long(&value)?;
                self.budget.take((end - column - 1) * cost(&value))?;
                cells.resize(column, Cell::Empty);
                if rows > 1 && !value.is_empty() {
                    let last = self.number.saturating_add(u32::try_from(rows - 1).unwrap_or(MOST_ROWS));
                    for column in column..end {
                        let area = Area { first: self.number, last, column: column as u16 };
                        self.merged.begin(area, value.clone());
                    }
                }
                cells.resize(end, value);
            }
            column = end;
        }
        Ok(cells)
    }

    /// The content of the current cell.
    fn cell(&mut self, cell: RepeatedCell) -> Result<Option<Cell>, Refusal> {
        let is_written =
            cell.value.is_none() && cell.is_text || cell.is_error && cell.value.as_ref().is_some_and(Cell::is_empty);
        if !is_written {
            self.xml.skip()?;
            return Ok(cell.value);
        }
        let text = self.text()?;
        Ok(Some(Cell::words(&text)))
    }

    /// The text of the paragraphs in the current cell, without notes and drawings.
    fn text(&mut self) -> Result<String, Refusal> {
        let (within, mut text, mut paragraphs) = (self.xml.depth(), String::new(), 0);
        while self.xml.depth() >= within {
            let is_paragraph = self.xml.depth() > within;
            let event = self.xml.next()?;
            let is_other = match &event {
                Event::Start(start) => match start.name().as_ref() {
                    "text:p" | "text:h" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        false
                    }
                    "text:s" => {
                        let spaces = repeats(start, "text:c")?;
                        if spaces > LONGEST_SPACE {
                            return Err(Refusal::Damaged(Damage::EndlessText));
                        }
                        self.budget.take(spaces)?;
                        text.extend(std::iter::repeat_n(' ', spaces));
                        false
                    }
                    "text:tab" => {
                        text.push('\t');
                        false
                    }
                    "text:line-break" => {
                        text.push('\n');
                        false
                    }
                    "text:note" | "text:ruby-text" => true,
                    name => !name.starts_with("text:"),
                },
                Event::Eof => return Err(Refusal::CutOff),
                event => {
                    if is_paragraph {
                        xml::add(event, &mut text)?;
                    }
                    false
                }
            };
            drop(event);
            if is_other {
                self.xml.skip()?;
            }
        }
        Ok(text)
    }
}

/// The most spaces in a row: as many characters as Excel allows in a cell.
const LONGEST_SPACE: usize = 32_767;

/// What repeating a row takes from the budget, in bytes: no two people have the same row, and each row costs work.
const ROW_AGAIN: usize = 1024;

/// The repeat count in an attribute; 1 without it.
fn repeats(start: &BytesStart<'_>, name: &str) -> Result<usize, Refusal> {
    for found in attributes(start) {
        let (key, value) = found?;
        if key == name {
            let count = value.trim().parse::<u64>().map_err(|_| Refusal::Damaged(Damage::Count))?;
            return Ok(usize::try_from(count).unwrap_or(usize::MAX));
        }
    }
    Ok(1)
}

/// A cell by its start tag.
struct RepeatedCell {
    /// How many columns it is repeated in.
    times: usize,
    /// How many rows it spans.
    rows: usize,
    value: Option<Cell>,
    is_text: bool,
    is_error: bool,
}

impl RepeatedCell {
    fn of(start: &BytesStart<'_>) -> Result<RepeatedCell, Refusal> {
        let mut cell = RepeatedCell { times: 1, rows: 1, value: None, is_text: false, is_error: false };
        for found in attributes(start) {
            let (key, value) = found?;
            let first = cell.value.is_none();
            match key {
                "table:number-columns-repeated" => cell.times = repeats(start, key)?.max(1),
                "table:number-rows-spanned" => cell.rows = repeats(start, key)?,
                "office:value" if first => cell.value = Some(number(&value)?),
                "office:string-value" | "office:date-value" | "office:time-value" if first => {
                    cell.value = Some(Cell::words(&unescape(&value)?));
                }
                "office:boolean-value" if first => {
                    cell.value = Some(Cell::truth(value.eq_ignore_ascii_case("true")));
                }
                "office:value-type" => cell.is_text = value == "string",
                "calcext:value-type" => cell.is_error = value == "error",
                _ => {}
            }
        }
        Ok(cell)
    }
}

fn number(value: &str) -> Result<Cell, Refusal> {
    let number = value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.map(Cell::Number).ok_or(Refusal::Damaged(Damage::Number))
}
