//! Why a workbook is not read.

use crate::diag::{Code, Diagnostic, Origin};
use crate::failure::Failure;
use std::io::{Error, ErrorKind};
use std::path::Path;
use zip::result::ZipError;

/// Why a workbook is not read. What says so names no value of it, which may be the number of a person.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The file cannot be read.
    Io(Error),
    /// It ends before it is complete.
    CutOff,
    /// It is not as its format wants it: how.
    Damaged(&'static str),
    /// A password is needed.
    Locked,
    /// XLSB.
    Binary,
    /// It has no sheet, or is no workbook at all.
    NoSheet,
    /// It would take so much more memory than bytes: its size and what it would grow to, in bytes.
    Bomb(u64, u64),
}

impl Refusal {
    /// The finding about the workbook at a path.
    pub(super) fn failure(self, path: &Path) -> Failure {
        const ANEW: &str = "open it, and save it anew as .xlsx or .csv";
        const ALONE: &str = "copy the roster alone into a new workbook";
        let (code, message, help) = match self {
            Refusal::Io(error) => return Failure::io("read", path, &error),
            Refusal::CutOff => (
                Code::UnreadableWorkbook,
                "cannot read this workbook: it is cut off, its end is missing".to_owned(),
                "copy or download it anew",
            ),
            Refusal::Damaged(how) => (Code::UnreadableWorkbook, format!("cannot read this workbook: {how}"), ANEW),
            Refusal::Locked => (
                Code::UnreadableWorkbook,
                "this workbook is protected by a password".to_owned(),
                "save a copy without one",
            ),
            Refusal::Binary => (
                Code::UnreadableWorkbook,
                "cannot read this workbook: it is of the binary format (XLSB)".to_owned(),
                "open it, and save it as .xlsx",
            ),
            Refusal::NoSheet => (
                Code::UnreadableWorkbook,
                "cannot read this workbook: there is no sheet in it".to_owned(),
                "name the workbook with the roster; open it, and save it anew as .xlsx",
            ),
            Refusal::Bomb(size, grown) => {
                let (size, grown) = (size >> 10, grown >> 20);
                let message = format!("this workbook of {size} KB would take {grown} MB of memory");
                (Code::WorkbookBomb, message, ALONE)
            }
        };
        let finding = Diagnostic::error(code, message).at(Origin::file(path.display().to_string()));
        Failure::usage(finding.help(help))
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        match error.kind() {
            ErrorKind::UnexpectedEof => Refusal::CutOff,
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Other => {
                Refusal::Damaged("a part of it does not unpack")
            }
            _ => Refusal::Io(error),
        }
    }
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Refusal {
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Locked,
            _ => Refusal::Damaged("its list of parts is damaged"),
        }
    }
}

impl From<quick_xml::Error> for Refusal {
    fn from(error: quick_xml::Error) -> Refusal {
        match error {
            quick_xml::Error::Io(error) => Error::new(error.kind(), error.to_string()).into(),
            _ => Refusal::Damaged("its XML is not well-formed"),
        }
    }
}

impl From<quick_xml::events::attributes::AttrError> for Refusal {
    fn from(error: quick_xml::events::attributes::AttrError) -> Refusal {
        quick_xml::Error::from(error).into()
    }
}

impl From<quick_xml::escape::EscapeError> for Refusal {
    fn from(error: quick_xml::escape::EscapeError) -> Refusal {
        quick_xml::Error::from(error).into()
    }
}
