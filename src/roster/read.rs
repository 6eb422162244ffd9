//! Reading a roster: finds the sheet and its header, and validates the rows below it.

use super::correction::{Correction, Corrections};
use super::header::{self, Header};
use super::judge::Judge;
use super::options::Options;
use super::people::People;
use super::place::SheetPlace;
use super::row_source;
use super::validator::Validator;
use crate::diag::{Diagnostics, Message, Origin, excerpt, say};
use crate::failure::Failure;
use crate::intake::File;
use crate::lang::Lang;
use crate::workbook::Row;
use std::ops::ControlFlow;

/// A roster that has been read.
#[derive(Debug)]
pub struct Roster {
    /// The file as the user named it.
    pub file: String,
    /// The sheet, if the file is a workbook.
    pub sheet: Option<String>,
    pub(super) assumed: Vec<Message>,
    /// Titles of the columns that are no field, in their order; the `extras` of a person are their values.
    pub extras: Vec<String>,
    /// The people, without those whose rows have errors.
    pub people: People,
    /// Every finding, by row.
    pub findings: Diagnostics,
    /// Numbers of the rows that were left out because of errors.
    pub left_out: Vec<u32>,
    /// Columns of personnel numbers, from 1.
    pub(super) number_columns: Vec<u32>,
    /// Corrections of values; empty if [`Corrections::Dropped`] was asked for.
    pub(super) corrections: Vec<Correction>,
}

/// How many rows are searched for the header.
const HEADER_WITHIN: usize = 60;

impl Roster {
    /// Reads a roster. Findings in rows do not stop it.
    ///
    /// # Errors
    /// A file that cannot be read, or without a row of titles.
    pub fn read(file: &File, options: &Options, judge: &Judge<'_>) -> Result<Roster, Failure> {
        Roster::read_with(file, options, judge, Corrections::Dropped)
    }

    pub(super) fn read_with(
        file: &File,
        options: &Options,
        judge: &Judge<'_>,
        corrections: Corrections,
    ) -> Result<Roster, Failure> {
        let mut source = row_source::open(file)?;
        let file = file.name();
        let names = match &options.sheet {
            Some(wanted) => vec![row_source::named(&source, wanted, &file)?],
            None => source.sheets(),
        };
        let mut closest: Option<header::NotFound> = None;
        for name in &names {
            let mut reading = Reading::new((&file, name.as_deref()), options, judge, corrections);
            let assumed = source.rows(name.as_deref(), &mut |row| reading.row(row))?;
            match reading.finish(assumed, &names) {
                Ok(roster) => return Ok(roster),
                // Report the sheet that looks most like a roster, and not a cover before it.
                Err(other) if closest.as_ref().is_none_or(|closest| closest.likeness < other.likeness) => {
                    closest = Some(other);
                }
                Err(_) => {}
            }
        }
        Err(Failure::Findings(closest.map(|closest| (*closest.finding).into()).unwrap_or_default()))
    }

    /// What was assumed, a sentence each: encoding, separator, which row has the titles.
    pub fn assumed(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.assumed.iter().map(move |assumed| assumed.get(lang))
    }

    /// The place of a row, by its number.
    pub fn origin(&self, row: u32) -> Origin {
        SheetPlace::new(&self.file, self.sheet.as_deref()).cell(row, 1)
    }
}

/// Calls `each` with every row of every sheet of a table: its number, and the characters of its cells.
///
/// # Errors
/// A file that cannot be read.
pub fn read_rows(file: &File, each: &mut dyn FnMut(u32, &[String])) -> Result<(), Failure> {
    let mut source = row_source::open(file)?;
    for name in source.sheets() {
        source.rows(name.as_deref(), &mut |row| {
            let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
            each(row.number, &cells);
            ControlFlow::Continue(())
        })?;
    }
    Ok(())
}

/// A sheet being read.
struct Reading<'r> {
    file: &'r str,
    sheet: Option<&'r str>,
    options: &'r Options,
    judge: &'r Judge<'r>,
    corrections: Corrections,
    /// The rows so far, until the header is found.
    waiting: Vec<Row>,
    found: Option<(Header, Validator)>,
    people: People,
}

impl<'r> Reading<'r> {
    fn new(
        (file, sheet): (&'r str, Option<&'r str>),
        options: &'r Options,
        judge: &'r Judge<'r>,
        corrections: Corrections,
    ) -> Self {
        let (waiting, found, people) = Default::default();
        Reading { file, sheet, options, judge, corrections, waiting, found, people }
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        match &mut self.found {
            Some((header, validator)) => validator.row(header, &row, self.judge, &mut self.people),
            None => {
                self.waiting.push(row);
                if self.waiting.len() >= HEADER_WITHIN {
                    self.find_header();
                    if self.found.is_none() {
                        return ControlFlow::Break(());
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Finds the header among the rows so far and validates those below it.
    fn find_header(&mut self) {
        let rows = std::mem::take(&mut self.waiting);
        let Some((at, header)) = Header::find(&rows, &self.options.columns) else {
            self.waiting = rows;
            return;
        };
        let place = SheetPlace::new(self.file, self.sheet);
        let mut validator = Validator::new(place, &header, &rows[..*at.start()], self.corrections);
        for row in rows.iter().skip(at.end() + 1) {
            validator.row(&header, row, self.judge, &mut self.people);
        }
        self.found = Some((header, validator));
    }

    fn finish(mut self, mut assumed: Vec<Message>, names: &[Option<String>]) -> Result<Roster, header::NotFound> {
        if self.found.is_none() {
            self.find_header();
        }
        let Some((header, validator)) = self.found else {
            let place = SheetPlace::new(self.file, self.sheet);
            return Err(header::not_found(&self.waiting, &self.options.columns, &place));
        };
        assumed.extend(header.assumed());
        if let ([_, _, ..], Some(sheet)) = (names, self.sheet) {
            let others: Vec<String> =
                names.iter().flatten().filter(|name| *name != sheet).map(|name| excerpt(name)).collect();
            let (sheet, others) = (excerpt(sheet), others.join(", "));
            assumed.push(say!(
                "lembar kerja “{sheet}” dibaca; yang tidak dibaca: {others}",
                "sheet “{sheet}” is read; not read: {others}"
            ));
        }
        let validated = validator.finish(&header, &mut self.people);
        assumed.extend(validated.assumed);
        Ok(Roster {
            file: self.file.to_owned(),
            sheet: self.sheet.map(str::to_owned),
            assumed,
            extras: header.extras().map(str::to_owned).collect(),
            people: self.people,
            findings: validated.findings,
            left_out: validated.left_out,
            number_columns: header.number_columns(),
            corrections: validated.corrections,
        })
    }
}
