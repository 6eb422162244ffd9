//! Why a workbook is not read.

use crate::diag::{Code, Diagnostic, Message, Origin, say};
use crate::failure::{Action, Failure};
use std::io::{Error, ErrorKind};
use std::path::Path;
use zip::result::ZipError;

/// Why a workbook is not read. No value of the workbook is in it, since that may be a personal number.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The file cannot be read.
    Io(Error),
    /// The file ends early.
    CutOff,
    /// The file violates its format.
    Damaged(Damage),
    /// The file is encrypted.
    Locked,
    /// The format is XLSB.
    Binary,
    /// There is no sheet, or the file is no workbook at all.
    NoSheet,
    /// The file would take far more memory than its size justifies: its size and what it would grow to, in bytes.
    Bomb(u64, u64),
}

/// How a workbook violates its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// More parts than any workbook has.
    TooManyParts,
    /// A method of compression that workbooks do not use.
    Compression,
    /// Elements nested too deeply.
    DeepXml,
    /// An entity that is not predefined.
    UnknownEntity,
    /// A text longer than any cell holds.
    EndlessText,
    /// Too many sheets, or too long names of sheets.
    Sheets,
    /// A part that does not inflate, or whose checksum differs.
    Unpacking,
    /// The directory of the archive is damaged.
    PartList,
    /// XML that is not well-formed.
    MalformedXml,
    /// A text that ends within a character.
    Text,
    /// A cell below the last row that a sheet can have.
    CellBelow,
    /// A cell with an unreadable reference.
    CellWithoutPlace,
    /// A reference to a shared text that is not there.
    MissingText,
    /// A count that is no number.
    Count,
    /// A value that is no number.
    Number,
    /// A record shorter than its kind demands.
    ShortRecord,
    /// No workbook begins like this.
    Beginning,
    /// A version of BIFF before 5.
    TooOld,
    /// No sheet begins where one is said to.
    MisplacedSheet,
    /// A chain of sectors that returns to itself.
    CircularParts,
    /// The header of a compound file is damaged.
    Header,
    /// More shared texts than can be addressed.
    TooManyTexts,
}

impl Damage {
    /// Completes "cannot read this workbook: …".
    fn message(self) -> Message {
        match self {
            Damage::TooManyParts => {
                say!("bagiannya lebih banyak daripada buku kerja mana pun", "it has more parts than a workbook")
            }
            Damage::Compression => {
                say!("cara pemampatannya tidak lazim untuk buku kerja", "it is packed in a way that workbooks are not")
            }
            Damage::DeepXml => say!("susunan XML-nya terlalu dalam", "its XML is nested too deeply"),
            Damage::UnknownEntity => {
                say!("XML-nya menyebut entitas yang tidak ada", "its XML names an entity that it does not have")
            }
            Damage::EndlessText => say!("ada teks yang terlalu panjang di dalamnya", "a text in it goes on and on"),
            Damage::Sheets => say!(
                "lembar kerjanya terlalu banyak, atau namanya terlalu panjang",
                "it has too many sheets, or their names go on and on"
            ),
            Damage::Unpacking => say!("ada bagiannya yang tidak dapat dibuka", "a part of it does not unpack"),
            Damage::PartList => say!("daftar bagiannya rusak", "its list of parts is damaged"),
            Damage::MalformedXml => say!("bentuk XML-nya tidak benar", "its XML is not well-formed"),
            Damage::Text => say!("ada teksnya yang rusak", "a text of it is damaged"),
            Damage::CellBelow => {
                say!("ada sel di bawah baris terakhir lembar kerja", "a cell of it is below the last row of a sheet")
            }
            Damage::CellWithoutPlace => say!("ada sel tanpa letak", "a cell of it has no place"),
            Damage::MissingText => say!("ada teksnya yang hilang", "a text of it is missing"),
            Damage::Count => say!("ada hitungan di dalamnya yang bukan angka", "a count in it is no number"),
            Damage::Number => say!("ada bilangan di dalamnya yang tidak sah", "a number in it is none"),
            Damage::ShortRecord => say!("ada rekamannya yang terlalu pendek", "a record of it is too short"),
            Damage::Beginning => say!("awalnya bukan awal buku kerja", "it does not begin as a workbook does"),
            Damage::TooOld => say!("versinya lebih lama daripada Excel 5", "it is older than Excel 5"),
            Damage::MisplacedSheet => {
                say!("ada lembar kerja yang tidak berada di tempatnya", "a sheet of it is not where it should be")
            }
            Damage::CircularParts => say!("bagian-bagiannya saling merujuk berputar", "its parts run in a circle"),
            Damage::Header => say!("kepalanya rusak", "its header is damaged"),
            Damage::TooManyTexts => say!("teksnya terlalu banyak", "it has too many texts"),
        }
    }
}

impl Refusal {
    /// The finding about the workbook at a path.
    pub(super) fn failure(self, path: &Path) -> Failure {
        let (code, message, help) = match self {
            Refusal::Io(error) => return Failure::io(Action::Read, path, &error),
            Refusal::CutOff => (
                Code::UnreadableWorkbook,
                say!(
                    "buku kerja ini tidak dapat dibaca: isinya terpotong, bagian akhirnya tidak ada",
                    "cannot read this workbook: it is cut off, its end is missing"
                ),
                say!("salin atau unduh ulang", "copy or download it anew"),
            ),
            Refusal::Damaged(damage) => {
                let how = damage.message();
                (
                    Code::UnreadableWorkbook,
                    say!("buku kerja ini tidak dapat dibaca: {how}", "cannot read this workbook: {how}"; how),
                    say!(
                        "buka, lalu simpan ulang sebagai .xlsx atau .csv",
                        "open it, and save it anew as .xlsx or .csv"
                    ),
                )
            }
            Refusal::Locked => (
                Code::UnreadableWorkbook,
                say!("buku kerja ini dilindungi kata sandi", "this workbook is protected by a password"),
                say!("simpan salinannya tanpa kata sandi", "save a copy without one"),
            ),
            Refusal::Binary => (
                Code::UnreadableWorkbook,
                say!(
                    "buku kerja ini tidak dapat dibaca: formatnya biner (XLSB)",
                    "cannot read this workbook: it is of the binary format (XLSB)"
                ),
                say!("buka, lalu simpan sebagai .xlsx", "open it, and save it as .xlsx"),
            ),
            Refusal::NoSheet => (
                Code::UnreadableWorkbook,
                say!(
                    "buku kerja ini tidak dapat dibaca: tidak ada lembar kerja di dalamnya",
                    "cannot read this workbook: there is no sheet in it"
                ),
                say!(
                    "sebutkan buku kerja yang memuat daftar pegawai; buka, lalu simpan ulang sebagai .xlsx",
                    "name the workbook with the roster; open it, and save it anew as .xlsx"
                ),
            ),
            Refusal::Bomb(size, grown) => {
                let (size, grown) = (size >> 10, grown >> 20);
                (
                    Code::WorkbookBomb,
                    say!(
                        "buku kerja berukuran {size} KB ini akan memakan memori {grown} MB",
                        "this workbook of {size} KB would take {grown} MB of memory"
                    ),
                    say!(
                        "salin daftar pegawainya saja ke buku kerja baru",
                        "copy the roster alone into a new workbook"
                    ),
                )
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
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Other => Refusal::Damaged(Damage::Unpacking),
            _ => Refusal::Io(error),
        }
    }
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Refusal {
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Locked,
            _ => Refusal::Damaged(Damage::PartList),
        }
    }
}

impl From<quick_xml::Error> for Refusal {
    fn from(error: quick_xml::Error) -> Refusal {
        match error {
            quick_xml::Error::Io(error) => Error::new(error.kind(), error.to_string()).into(),
            _ => Refusal::Damaged(Damage::MalformedXml),
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
