//! A line of the register, and its columns.

use crate::lang::Lang;
use crate::output::Hash;

/// A line of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterLine<'l> {
    /// The row's own number in the roster.
    pub row: u32,
    /// Name.
    pub name: &'l str,
    /// Unit.
    pub unit: &'l str,
    /// The file below the folder of the register.
    pub file: &'l str,
    /// The page of the file on which the document starts, in a print run.
    pub page: Option<u32>,
    /// SHA-256 of the file.
    pub sha256: Hash,
}

/// The columns, in Indonesian and English. The ones to tick and to fill in come last.
pub const COLUMNS: [(&str, &str); 9] = [
    ("Baris", "Row"),
    ("Nama", "Name"),
    ("Unit kerja", "Unit"),
    ("Berkas", "File"),
    ("Halaman", "Page"),
    ("SHA-256", "SHA-256"),
    ("Ditandatangani", "Signed"),
    ("Tanggal", "Date"),
    ("Keterangan", "Note"),
];

/// The titles in a language.
pub(super) fn titles(lang: Lang) -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(move |(id, en)| match lang {
        Lang::Id => *id,
        Lang::En => *en,
    })
}
