//! A source of rows, whatever the format of the file.

use super::csv_file::CsvFile;
use crate::diag::{Code, Diagnostic, Message, Origin, excerpt, hidden, nearest, say};
use crate::failure::Failure;
use crate::intake::{File, is_workbook};
use crate::workbook::{Row, Workbook};
use std::ops::ControlFlow;

/// A file from which rows are read.
pub(super) enum RowSource {
    Csv(CsvFile),
    Workbook(Box<Workbook>),
}

impl RowSource {
    /// The names of the sheets in their order; one `None` for a CSV file.
    pub(super) fn sheets(&self) -> Vec<Option<String>> {
        match self {
            RowSource::Csv(_) => vec![None],
            RowSource::Workbook(workbook) => workbook.sheets().into_iter().map(Some).collect(),
        }
    }

    /// Calls `each` with the rows of a sheet, one by one, until told to stop. Returns what was assumed.
    pub(super) fn rows(
        &mut self,
        sheet: Option<&str>,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<Vec<Message>, Failure> {
        match self {
            RowSource::Csv(text) => text.rows(each),
            RowSource::Workbook(workbook) => workbook.rows(sheet.unwrap_or_default(), each).map(|()| Vec::new()),
        }
    }
}

/// Opens a file by its content, not by its name.
pub(super) fn open(file: &File) -> Result<RowSource, Failure> {
    if is_workbook(&file.head(8)?) {
        return Ok(RowSource::Workbook(Box::new(Workbook::open(file)?)));
    }
    Ok(RowSource::Csv(CsvFile::open(file)?))
}

/// The sheet of this name, ignoring case.
pub(super) fn named(source: &RowSource, wanted: &str, file: &str) -> Result<Option<String>, Failure> {
    let sheets: Vec<String> = source.sheets().into_iter().flatten().collect();
    if let Some(found) = sheets.iter().find(|name| name.trim().eq_ignore_ascii_case(wanted.trim())) {
        return Ok(Some(found.clone()));
    }
    let wanted_excerpt = excerpt(wanted);
    let message = say!("tidak ada lembar kerja “{wanted_excerpt}”", "there is no sheet “{wanted_excerpt}”");
    let help = match nearest(wanted, sheets.iter().map(String::as_str)) {
        Some(near) => {
            let near = hidden(near);
            say!("apakah yang dimaksud “{near}”?", "did you mean “{near}”?")
        }
        None if sheets.is_empty() => say!(
            "berkas ini tidak mempunyai lembar kerja; hilangkan --sheet",
            "this file has no sheets; leave out --sheet"
        ),
        None => {
            let known = sheets.iter().take(20).map(|sheet| excerpt(sheet)).collect::<Vec<_>>().join(", ");
            say!("yang ada: {known}", "there are: {known}")
        }
    };
    let finding = Diagnostic::error(Code::UnknownSheet, message).at(Origin::file(file));
    Err(Failure::usage(finding.help(help)))
}
