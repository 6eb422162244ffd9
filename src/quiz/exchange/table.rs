//! Tables as quiz games import them: a question, its options, the right one, a time limit.
//!
//! Kahoot reads a workbook whose titles stand in the eighth row, and takes texts up to a length. Quizizz, now Wayground,
//! reads a table with titles in the first row, as CSV or as a workbook.

use super::bank::{Bank, plain};
use crate::diag::{Code, Diagnostic, Diagnostics, say};
use crate::formula::harmless;
use crate::quiz::Item;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io;

/// Kahoot takes so many characters for a question, so many for an answer, and so many answers.
const LONGEST_QUESTION: usize = 120;
const LONGEST_ANSWER: usize = 75;
const MOST_ANSWERS: usize = 4;

/// The titles of Kahoot's template, from its second column on, and the row they stand in.
const KAHOOT: [&str; 7] = [
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
];
const KAHOOT_TITLES: u32 = 7;

/// The titles of Quizizz's template.
const QUIZIZZ: [&str; 11] = [
    "Question Text",
    "Question Type",
    "Option 1",
    "Option 2",
    "Option 3",
    "Option 4",
    "Option 5",
    "Correct Answer",
    "Time in seconds",
    "Image Link",
    "Answer explanation",
];

/// The questions as Quizizz imports them.
pub(super) fn csv(bank: &Bank) -> io::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(QUIZIZZ)?;
    for item in &bank.items {
        csv.write_record(quizizz(item).map(|value| harmless(&value).into_owned()))?;
    }
    csv.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A workbook with the questions that Kahoot takes, and with all of them as Quizizz imports them; a warning names those
/// that Kahoot does not take.
pub(super) fn workbook(bank: &Bank) -> Result<(Vec<u8>, Diagnostics), XlsxError> {
    let mut workbook = Workbook::new();
    // Nothing reads the clock.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let refused = kahoot_sheet(workbook.add_worksheet().set_name("Kahoot")?, bank)?;
    quizizz_sheet(workbook.add_worksheet().set_name("Quizizz")?, bank)?;
    let mut warnings = Diagnostics::new();
    warning(&refused, bank).into_iter().for_each(|warning| warnings.push(warning));
    Ok((workbook.save_to_buffer()?, warnings))
}

/// Writes what Kahoot takes; returns the ids of the other questions.
fn kahoot_sheet(sheet: &mut Worksheet, bank: &Bank) -> Result<Vec<String>, XlsxError> {
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(0, 1, plain(&bank.title), &bold)?;
    for (column, title) in (1..).zip(KAHOOT) {
        sheet.write_string_with_format(KAHOOT_TITLES, column, title, &bold)?;
    }
    let (mut row, mut refused) = (KAHOOT_TITLES, Vec::new());
    for item in &bank.items {
        let Some(question) = kahoot(item) else {
            refused.push(item.id.clone());
            continue;
        };
        row += 1;
        sheet.write_number(row, 0, f64::from(row - KAHOOT_TITLES))?;
        sheet.write_string(row, 1, question)?;
        for (column, option) in (2..).zip(&item.options) {
            sheet.write_string(row, column, plain(&option.text))?;
        }
        sheet.write_number(row, 6, f64::from(seconds(item)))?;
        sheet.write_number(row, 7, (item.right() + 1) as f64)?;
    }
    widths(sheet, &[5.0, 60.0, 24.0, 24.0, 24.0, 24.0, 12.0, 12.0])?;
    Ok(refused)
}

/// The question as Kahoot takes it: whole, else without what is asked where the options say so; none where it is too
/// long all the same.
pub(super) fn kahoot(item: &Item) -> Option<String> {
    let fits = |text: &str, longest: usize| text.chars().count() <= longest;
    let answers = item.options.iter().map(|option| plain(&option.text));
    let is_taken = item.options.len() <= MOST_ANSWERS && answers.into_iter().all(|text| fits(&text, LONGEST_ANSWER));
    let short = item.text.as_ref().map(|_| Item { ask: String::new(), ..item.clone() });
    let wordings = [Some(item.prompt()), short.map(|short| short.prompt())];
    let fitting = wordings.into_iter().flatten().map(|words| plain(&words)).find(|words| fits(words, LONGEST_QUESTION));
    fitting.filter(|_| is_taken)
}

fn warning(refused: &[String], bank: &Bank) -> Option<Diagnostic> {
    let message = match refused {
        [] => return None,
        [one] => say!("soal {one} terlalu panjang untuk Kahoot", "the question {one} is too long for Kahoot"),
        many => say!(
            "{} dari {} soal terlalu panjang untuk Kahoot: {}",
            "{} of {} questions are too long for Kahoot: {}",
            many.len(),
            bank.items.len(),
            many.join(", ")
        ),
    };
    let help = say!(
        "Kahoot menerima {LONGEST_QUESTION} karakter untuk soal dan {LONGEST_ANSWER} untuk jawaban; lembar kerja `Quizizz` memuat semuanya",
        "it takes {LONGEST_QUESTION} characters for a question and {LONGEST_ANSWER} for an answer; the sheet `Quizizz` has all"
    );
    Some(Diagnostic::warning(Code::TooLongForKahoot, message).help(help))
}

fn quizizz_sheet(sheet: &mut Worksheet, bank: &Bank) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(QUIZIZZ) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    for (row, item) in (1..).zip(&bank.items) {
        for (column, value) in (0..).zip(quizizz(item)) {
            match value.parse::<u32>() {
                Ok(number) if matches!(column, 7 | 8) => sheet.write_number(row, column, f64::from(number))?,
                _ => sheet.write_string(row, column, value)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    widths(sheet, &[60.0, 16.0, 24.0, 24.0, 24.0, 24.0, 10.0, 14.0, 15.0, 10.0, 60.0])
}

fn quizizz(item: &Item) -> [String; 11] {
    let mut row: [String; 11] = Default::default();
    row[0] = plain(&item.prompt());
    row[1] = "Multiple Choice".to_owned();
    for (cell, option) in row[2..7].iter_mut().zip(&item.options) {
        *cell = plain(&option.text);
    }
    row[7] = (item.right() + 1).to_string();
    row[8] = seconds(item).to_string();
    row[10] = plain(&item.explanation());
    row
}

/// The time to answer, one of those that Kahoot has: texts to choose from take longer to read than one word each.
fn seconds(item: &Item) -> u32 {
    if item.text.is_some() { 30 } else { 60 }
}

fn widths(sheet: &mut Worksheet, widths: &[f64]) -> Result<(), XlsxError> {
    (0..).zip(widths).try_for_each(|(column, width)| sheet.set_column_width(column, *width).map(|_| ()))
}
