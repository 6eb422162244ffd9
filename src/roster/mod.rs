//! Rosters of staff: a workbook or a CSV file as an office keeps it → people, each value with its cell.
//!
//! 1. `sheet` reads rows from any of the formats (`text` CSV, the module `workbook` XLSX, XLS and ODS) and says what it assumed.
//! 2. `header` finds the row with the titles and what each column holds; `outline` tells people from headings and totals.
//! 3. `doctor` looks at every value: findings with their cells, and corrections.
//! 4. `people` keeps what is left, packed, since a roster may have a million rows.
//!
//! No finding repeats a personnel number or another value of a row: it names the cell.

mod bounds;
mod doctor;
mod field;
mod fixed;
mod header;
mod names;
mod number;
mod outline;
mod people;
mod quotes;
mod rank;
mod report;
mod sheet;
mod text;
mod twins;

pub use crate::intake::{File, Reader};
pub use field::{Field, plain};
pub use fixed::fixed;
#[cfg(test)]
pub(crate) use people::people;
pub use people::{People, Person};

use crate::diag::{Diagnostic, Diagnostics, Origin, excerpt};
use crate::failure::Failure;
use doctor::Doctor;
use header::Header;
use sheet::Row;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How a roster is to be read, where it does not tell by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Titles of columns that hold a field, whatever they are called.
    pub columns: Vec<(Field, String)>,
    /// The sheet of a workbook; none for the first one with a header.
    pub sheet: Option<String>,
}

/// What the law asks of the number of somebody of this status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// An NIP, which begins with the days of birth and of appointment.
    Nip,
    /// The number of a contract civil servant, which begins with the day of birth and means something else after it.
    NiPppk,
    /// None at all; one that is there is not judged.
    None,
}

/// What a status in a roster means: the audience of the rulebook, and the kind of its number where all who belong to it
/// have the same. `None` for an unknown status.
pub type Standing<'a> = dyn Fn(&str) -> Option<(String, Option<NumberKind>)> + Sync + 'a;

/// Why a value cannot be printed; `None` for one that can.
pub type Unprintable<'a> = dyn Fn(&str) -> Option<Diagnostic> + Sync + 'a;

/// The name of a unit that a roster calls otherwise.
pub type UnitName<'a> = dyn Fn(&str) -> Option<String> + Sync + 'a;

/// What the values of a roster are judged by.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// What a status means.
    pub standing: &'a Standing<'a>,
    /// What cannot be printed.
    pub unprintable: &'a Unprintable<'a>,
    /// What units are called.
    pub unit: &'a UnitName<'a>,
}

impl<'a> Judge<'a> {
    /// One that knows no more than what a status means.
    pub fn by(standing: &'a Standing<'a>) -> Judge<'a> {
        Judge { standing, unprintable: &|_| None, unit: &|_| None }
    }
}

/// A roster that was read.
#[derive(Debug)]
pub struct Roster {
    /// The file as the user named it.
    pub file: String,
    /// The sheet of the workbook.
    pub sheet: Option<String>,
    /// What was taken for granted, each in a sentence: encoding, separator, where the titles are.
    pub assumed: Vec<String>,
    /// Titles of the columns that no field claims, in their order; the variables of a person's `extras`.
    pub extras: Vec<String>,
    /// The people without those whose rows have errors.
    pub people: People,
    /// Every finding, row by row.
    pub findings: Diagnostics,
    /// Rows that were left out because of errors, by their own numbers.
    pub left_out: Vec<u32>,
    /// Columns of personnel numbers, from 1.
    number_columns: Vec<u32>,
    /// Corrections of values, by cell: row and column from 1; none where they were dropped.
    corrections: Vec<Correction>,
}

/// What becomes of corrections: a roster of a million rows may need one in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Corrections {
    Kept,
    Dropped,
}

/// A value that can be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Correction {
    row: u32,
    column: u32,
    value: String,
}

/// How many rows are looked through for the titles.
const TITLES_WITHIN: usize = 60;

impl Roster {
    /// Reads a roster. Findings in rows do not stop it.
    ///
    /// # Errors
    /// A file that cannot be read, or in which no row holds the titles of columns.
    pub fn read(file: &File, options: &Options, judge: &Judge<'_>) -> Result<Roster, Failure> {
        Roster::read_with(file, options, judge, Corrections::Dropped)
    }

    fn read_with(
        file: &File,
        options: &Options,
        judge: &Judge<'_>,
        corrections: Corrections,
    ) -> Result<Roster, Failure> {
        let mut source = sheet::open(file)?;
        let file = file.name();
        let names = match &options.sheet {
            Some(wanted) => vec![sheet::named(&source, wanted, &file)?],
            None => source.sheets(),
        };
        let mut closest: Option<header::NotFound> = None;
        for name in &names {
            let mut reading = Reading::new((&file, name.as_deref()), options, judge, corrections);
            let assumed = source.rows(name.as_deref(), &mut |row| reading.row(row))?;
            match reading.finish(assumed, &names) {
                Ok(roster) => return Ok(roster),
                // The sheet that comes closest is the one that is meant, and not a cover before it.
                Err(other) if closest.as_ref().is_none_or(|closest| closest.likeness < other.likeness) => {
                    closest = Some(other);
                }
                Err(_) => {}
            }
        }
        Err(Failure::Findings(closest.map(|closest| (*closest.finding).into()).unwrap_or_default()))
    }
}

impl Roster {
    /// The place of a row.
    pub fn origin(&self, row: u32) -> Origin {
        place(&Arc::from(&*self.file), self.sheet.as_deref().map(Arc::from).as_ref(), row, 1)
    }
}

/// Hands over the rows of all sheets of a table: the row's own number, and the characters of its cells.
///
/// # Errors
/// A file that cannot be read.
pub fn read_rows(file: &File, each: &mut dyn FnMut(u32, &[String])) -> Result<(), Failure> {
    let mut source = sheet::open(file)?;
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
    /// Rows before the titles are found.
    waiting: Vec<Row>,
    at_work: Option<(Header, Doctor)>,
    people: People,
}

impl<'r> Reading<'r> {
    fn new(
        (file, sheet): (&'r str, Option<&'r str>),
        options: &'r Options,
        judge: &'r Judge<'r>,
        corrections: Corrections,
    ) -> Self {
        let (waiting, at_work, people) = Default::default();
        Reading { file, sheet, options, judge, corrections, waiting, at_work, people }
    }

    fn row(&mut self, row: Row) -> ControlFlow<()> {
        match &mut self.at_work {
            Some((header, doctor)) => doctor.row(header, &row, self.judge, &mut self.people),
            None => {
                self.waiting.push(row);
                if self.waiting.len() >= TITLES_WITHIN {
                    self.begin();
                    if self.at_work.is_none() {
                        return ControlFlow::Break(());
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Finds the titles and looks at the rows below them.
    fn begin(&mut self) {
        let rows = std::mem::take(&mut self.waiting);
        let Some((at, header)) = Header::find(&rows, &self.options.columns) else {
            self.waiting = rows;
            return;
        };
        let mut doctor = Doctor::new(self.file, self.sheet, &header, &rows[..*at.start()], self.corrections);
        for row in rows.iter().skip(at.end() + 1) {
            doctor.row(&header, row, self.judge, &mut self.people);
        }
        self.at_work = Some((header, doctor));
    }

    fn finish(mut self, mut assumed: Vec<String>, names: &[Option<String>]) -> Result<Roster, header::NotFound> {
        if self.at_work.is_none() {
            self.begin();
        }
        let Some((header, doctor)) = self.at_work else {
            return Err(header::not_found(&self.waiting, &self.options.columns, self.file, self.sheet));
        };
        assumed.extend(header.assumed());
        if let ([_, _, ..], Some(sheet)) = (names, self.sheet) {
            let others: Vec<String> =
                names.iter().flatten().filter(|name| *name != sheet).map(|name| excerpt(name)).collect();
            assumed.push(format!("sheet “{}” is read; not read: {}", excerpt(sheet), others.join(", ")));
        }
        let done = doctor.finish(&header, &mut self.people);
        assumed.extend(done.assumed);
        Ok(Roster {
            file: self.file.to_owned(),
            sheet: self.sheet.map(str::to_owned),
            assumed,
            extras: header.extras().map(str::to_owned).collect(),
            people: self.people,
            findings: done.findings,
            left_out: done.left_out,
            number_columns: header.number_columns(),
            corrections: done.corrections,
        })
    }
}

/// The place of a value: row and column from 1. A file without sheets is known by its lines.
fn place(file: &Arc<str>, sheet: Option<&Arc<str>>, row: u32, column: u32) -> Origin {
    match sheet {
        Some(sheet) => Origin::cell(Arc::clone(file), Arc::clone(sheet), row, column),
        None => Origin::at(Arc::clone(file), row, column),
    }
}

#[cfg(test)]
mod tests;
