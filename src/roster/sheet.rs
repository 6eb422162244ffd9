//! Rows of cells, whatever the format of the file.

use super::text;
use crate::diag::{Code, Diagnostic, Origin, excerpt, hidden, nearest};
use crate::failure::Failure;
use crate::intake::{File, is_workbook};
use crate::workbook::Workbook;
pub(super) use crate::workbook::{Cell, MOST_COLUMNS, Row};
use std::ops::ControlFlow;

/// A file of rows.
pub(super) enum Source {
    Text(text::Text),
    Workbook(Box<Workbook>),
}

impl Source {
    /// The sheets that may be the roster, in their order; `None` for a file that is one sheet.
    pub(super) fn sheets(&self) -> Vec<Option<String>> {
        match self {
            Source::Text(_) => vec![None],
            Source::Workbook(workbook) => workbook.sheets().into_iter().map(Some).collect(),
        }
    }

    /// Hands over the rows of a sheet one by one until told to stop; returns what was assumed.
    pub(super) fn rows(
        &mut self,
        sheet: Option<&str>,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<Vec<String>, Failure> {
        match self {
            Source::Text(text) => text.rows(each),
            Source::Workbook(workbook) => workbook.rows(sheet.unwrap_or_default(), each).map(|()| Vec::new()),
        }
    }
}

/// Makes sense of a file by what it is, not by how it is called.
pub(super) fn open(file: &File) -> Result<Source, Failure> {
    if is_workbook(&file.head(8)?) {
        return Ok(Source::Workbook(Box::new(Workbook::open(file)?)));
    }
    Ok(Source::Text(text::Text::open(file)?))
}

/// The sheet of this name.
pub(super) fn named(source: &Source, wanted: &str, file: &str) -> Result<Option<String>, Failure> {
    let sheets: Vec<String> = source.sheets().into_iter().flatten().collect();
    if let Some(found) = sheets.iter().find(|name| name.trim().eq_ignore_ascii_case(wanted.trim())) {
        return Ok(Some(found.clone()));
    }
    let finding = Diagnostic::error(Code::UnknownSheet, format!("there is no sheet “{}”", excerpt(wanted)))
        .at(Origin::file(file));
    let help = match nearest(wanted, sheets.iter().map(String::as_str)) {
        Some(near) => format!("did you mean “{}”?", hidden(near)),
        None if sheets.is_empty() => "this file has no sheets; leave out --sheet".to_owned(),
        None => {
            let known: Vec<String> = sheets.iter().take(20).map(|sheet| excerpt(sheet)).collect();
            format!("there are: {}", known.join(", "))
        }
    };
    Err(Failure::usage(finding.help(help)))
}
