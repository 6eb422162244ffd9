//! Workbooks: XLSX, ODS and XLS, read row by row.
//!
//! The readers are our own, since these files come from anywhere: nothing is allocated because a file names a number, but only for
//! bytes that are there, and work and memory grow with the file and no faster. An archive inflates within bounds (`archive`),
//! an event of XML too (`xml`), and a compound file is a list of pieces of the file (`compound`), read as they are wanted.

mod archive;
mod biff;
mod compound;
mod dates;
mod ods;
mod refusal;
mod rows;
mod section;
mod strings;
mod xls;
mod xlsx;
mod xml;

use crate::failure::Failure;
use crate::intake::File;
use archive::Archive;
use chrono::NaiveDate;
use refusal::Refusal;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Columns beyond these hold no roster.
pub(crate) const MOST_COLUMNS: usize = 512;

/// A sheet has no more rows.
const MOST_ROWS: u32 = 1 << 20;

/// A workbook has no more sheets.
const MOST_SHEETS: usize = 10_000;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Characters.
    Text(String),
    /// A number, as spreadsheets keep it: with 15 digits that count.
    Number(f64),
    /// A day.
    Date(NaiveDate),
}

impl Cell {
    /// Its characters: those typed, or a number as a spreadsheet shows it.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) => number.to_string().into(),
            Cell::Date(date) => date.format("%d-%m-%Y").to_string().into(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number(_) | Cell::Date(_) => false,
        }
    }

    fn words(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }

    fn truth(value: bool) -> Cell {
        Cell::Text(if value { "TRUE" } else { "FALSE" }.to_owned())
    }
}

/// A row with its own number: that of the sheet, or the line of the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) cells: Vec<Cell>,
}

/// A workbook.
pub(crate) struct Workbook {
    path: PathBuf,
    book: Book,
}

enum Book {
    Xlsx(xlsx::Xlsx),
    Ods(Box<ods::Ods>),
    Xls(xls::Xls),
}

impl Workbook {
    /// Opens a workbook.
    ///
    /// # Errors
    /// A workbook that is damaged, cut off or locked, made to fill the memory, of a format that is not read, or without a
    /// sheet; a file that cannot be read.
    pub(crate) fn open(file: &File) -> Result<Workbook, Failure> {
        let opened = if file.is_archive()? { open_archive(file.clone()) } else { open_compound(file.clone()) };
        let book = opened.map_err(|refusal| refusal.failure(file.path()))?;
        Ok(Workbook { path: file.path().to_owned(), book })
    }

    /// The names of its sheets, in their order.
    pub(crate) fn sheets(&self) -> Vec<String> {
        match &self.book {
            Book::Xlsx(book) => book.sheets().map(str::to_owned).collect(),
            Book::Ods(book) => book.sheets().map(str::to_owned).collect(),
            Book::Xls(book) => book.sheets().map(str::to_owned).collect(),
        }
    }

    /// Hands over the rows of a sheet that have something in them, until told to stop. A value of cells that are merged
    /// belongs to each of their rows.
    ///
    /// # Errors
    /// A workbook that turns out to be damaged or cut off.
    pub(crate) fn rows(&mut self, sheet: &str, each: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), Failure> {
        let index = match &self.book {
            Book::Xlsx(book) => book.sheets().position(|name| name == sheet),
            Book::Ods(book) => book.sheets().position(|name| name == sheet),
            Book::Xls(book) => book.sheets().position(|name| name == sheet),
        };
        let Some(index) = index else { return Ok(()) };
        let read = match &mut self.book {
            Book::Xlsx(book) => book.rows(index, each),
            Book::Ods(book) => book.rows(index, each),
            Book::Xls(book) => book.rows(index, each),
        };
        read.map_err(|refusal| refusal.failure(&self.path))
    }
}

/// The names of sheets being gathered: no two are the same, since sheets are known by them.
#[derive(Default)]
struct Names {
    /// How often a name was given, with the numbers that were added to it.
    taken: BTreeMap<String, usize>,
}

impl Names {
    /// No name is longer, in bytes; spreadsheets allow 31 characters.
    const LONGEST: usize = 1024;

    /// A name, with a number if another sheet has it.
    fn take(&mut self, name: String) -> Result<String, Refusal> {
        if self.taken.len() == MOST_SHEETS || name.len() > Names::LONGEST {
            return Err(Refusal::Damaged("it has too many sheets, or their names go on and on"));
        }
        let mut distinct = name.clone();
        while self.taken.contains_key(&distinct) {
            let count = self.taken.entry(name.clone()).or_default();
            *count += 1;
            distinct = format!("{name} ({})", *count + 1);
        }
        self.taken.insert(distinct.clone(), 0);
        Ok(distinct)
    }
}

fn open_archive(file: File) -> Result<Book, Refusal> {
    let archive = Archive::open(file)?;
    if archive.find("xl/workbook.bin").is_some() {
        return Err(Refusal::Binary);
    }
    if archive.find("encrypted-package").is_some() {
        return Err(Refusal::Locked);
    }
    match archive.find("content.xml") {
        Some(content) => ods::Ods::open(archive, content).map(|book| Book::Ods(Box::new(book))),
        None => xlsx::Xlsx::open(archive).map(Book::Xlsx),
    }
}

fn open_compound(file: File) -> Result<Book, Refusal> {
    xls::Xls::open(compound::Compound::open(file)?).map(Book::Xls)
}

#[cfg(test)]
mod tests;
