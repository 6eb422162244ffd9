//! A workbook of any of the formats.

use super::archive::Archive;
use super::cell::Row;
use super::refusal::Refusal;
use super::{compound, ods, xls, xlsx};
use crate::failure::Failure;
use crate::intake::File;
use std::ops::ControlFlow;
use std::path::PathBuf;

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
    /// Failed I/O; a workbook that is damaged, cut off, encrypted or a decompression bomb, of a format that is not supported, or
    /// without a sheet.
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

    /// Calls `each` with the rows of a sheet that are not empty, until told to stop. The value of vertically merged cells is
    /// repeated in each of their rows.
    ///
    /// # Errors
    /// Failed I/O; a workbook that turns out to be damaged or cut off.
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
