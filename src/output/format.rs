//! The formats of sheets.

use std::str::FromStr;

/// A file format of sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// A web page of one file.
    Html,
    /// Markdown.
    Md,
    /// Plain text.
    Txt,
}

impl Format {
    /// All of them, the one to print first.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Html, Format::Md, Format::Txt];

    /// The ending of its files, which is also its name on the command line.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Md => "md",
            Format::Txt => "txt",
        }
    }

    /// Whether its files can have fields to fill in on the screen.
    pub fn takes_input(self) -> bool {
        self == Format::Pdf
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(name));
        found.ok_or_else(|| format!("`{name}` is no format; there are pdf, html, md and txt"))
    }
}
