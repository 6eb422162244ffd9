//! Quizzes as files that other systems take: Moodle's GIFT and XML, and tables as quiz games import them.
//!
//! All of them hold the same questions with the same right answers, as plain text: nothing in a question is markup, a
//! control sign or a formula to whoever reads the file.

mod bank;
mod gift;
mod moodle;
mod table;

pub use bank::Bank;

use crate::diag::Diagnostics;
use std::io;
use std::str::FromStr;

/// A file format of quizzes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// Moodle's text format.
    Gift,
    /// Moodle's XML format.
    MoodleXml,
    /// A workbook with a sheet as Kahoot imports it and one as Quizizz (Wayground) does.
    Xlsx,
    /// A table as Quizizz (Wayground) imports it.
    Csv,
}

impl Exchange {
    /// All of them.
    pub const ALL: [Exchange; 4] = [Exchange::Gift, Exchange::MoodleXml, Exchange::Xlsx, Exchange::Csv];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Exchange::Gift => "gift",
            Exchange::MoodleXml => "moodle-xml",
            Exchange::Xlsx => "xlsx",
            Exchange::Csv => "csv",
        }
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Exchange::MoodleXml => "xml",
            other => other.name(),
        }
    }
}

impl FromStr for Exchange {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Exchange::ALL.into_iter().find(|exchange| exchange.name() == name);
        found.ok_or_else(|| format!("`{name}` is no format of quizzes"))
    }
}

/// The bytes of a file, and warnings about what the reader of such a file does not take.
///
/// # Errors
/// A text that is too long for a cell of a workbook.
pub fn write(bank: &Bank, exchange: Exchange) -> io::Result<(Vec<u8>, Diagnostics)> {
    match exchange {
        Exchange::Gift => Ok((gift::write(bank).into_bytes(), Diagnostics::new())),
        Exchange::MoodleXml => Ok((moodle::write(bank)?, Diagnostics::new())),
        Exchange::Xlsx => table::workbook(bank).map_err(io::Error::other),
        Exchange::Csv => Ok((table::csv(bank)?, Diagnostics::new())),
    }
}

#[cfg(test)]
mod tests;
