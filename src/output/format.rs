//! The formats of sheets: one row each in [`Format::traits`]. How a format is written stands in a row of
//! `render::writers`.

use crate::diag::{Code, Message, say};

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

/// What can be said of a format without writing it.
struct Traits {
    /// The name for people.
    name: &'static str,
    /// The ending of its files, which is also its name on the command line and in manifests.
    extension: &'static str,
    /// The media type.
    media_type: &'static str,
    /// The finding when it is to be written to a terminal; none for text.
    terminal: Option<Code>,
    /// Whether its files have pages.
    has_pages: bool,
    /// Whether its files can have fields to fill in on the screen.
    takes_input: bool,
}

impl Format {
    /// All of them, the one to print first.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Html, Format::Md, Format::Txt];

    const fn traits(self) -> Traits {
        const TEXT: Traits =
            Traits { name: "", extension: "", media_type: "", terminal: None, has_pages: false, takes_input: false };
        match self {
            Format::Pdf => Traits {
                name: "PDF",
                extension: "pdf",
                media_type: "application/pdf",
                terminal: Some(Code::PdfToTerminal),
                has_pages: true,
                takes_input: true,
            },
            Format::Html => Traits { name: "HTML", extension: "html", media_type: "text/html", ..TEXT },
            Format::Md => Traits { name: "Markdown", extension: "md", media_type: "text/markdown", ..TEXT },
            Format::Txt => Traits { name: "TXT", extension: "txt", media_type: "text/plain", ..TEXT },
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        self.traits().name
    }

    /// The ending of its files, which is also its name on the command line.
    pub fn extension(self) -> &'static str {
        self.traits().extension
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        self.traits().media_type
    }

    /// Whether its files are text.
    pub fn is_text(self) -> bool {
        self.traits().terminal.is_none()
    }

    /// The finding when a file that is no text is to be written to a terminal.
    pub fn terminal_finding(self) -> Option<Code> {
        self.traits().terminal
    }

    /// Whether its files have pages, so that they can be counted.
    pub fn has_pages(self) -> bool {
        self.traits().has_pages
    }

    /// Whether its files can have fields to fill in on the screen.
    pub fn takes_input(self) -> bool {
        self.traits().takes_input
    }

    /// The format whose files have this ending, in any letter case.
    pub fn of_ending(ending: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(ending))
    }

    /// The names on the command line, to be read in a sentence: "pdf, html, md or txt".
    pub fn names() -> Message {
        joined(Format::ALL.map(|format| format.extension().to_owned()).as_slice(), ["atau", "or"])
    }

    /// All names, to be read in a sentence: "pdf, html, md and txt".
    pub fn list() -> Message {
        joined(Format::ALL.map(|format| format.extension().to_owned()).as_slice(), ["dan", "and"])
    }

    /// The endings, to be read in a sentence: ".pdf, .html, .md or .txt".
    pub fn endings() -> Message {
        joined(Format::ALL.map(|format| format!(".{}", format.extension())).as_slice(), ["atau", "or"])
    }
}

/// Words as a sentence lists them; the word before the last one is in Indonesian and English.
fn joined(words: &[String], [id, en]: [&str; 2]) -> Message {
    match words {
        [first @ .., last] if !first.is_empty() => {
            let first = first.join(", ");
            say!("{first} {id} {last}", "{first} {en} {last}")
        }
        words => Message::new(words.concat(), words.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn formats_are_known_by_their_endings() {
        assert_eq!(Format::of_ending("PDF"), Some(Format::Pdf));
        assert_eq!(Format::of_ending("docx"), None);
        assert_eq!(Format::endings().en(), ".pdf, .html, .md or .txt");
        assert_eq!(Format::names().get(Lang::Id), "pdf, html, md atau txt");
        let told: Vec<_> =
            Format::ALL.map(|format| (format.is_text(), format.has_pages(), format.media_type())).into_iter().collect();
        assert_eq!(told[0], (false, true, "application/pdf"));
        assert!(
            told[1..].iter().all(|(is_text, has_pages, media)| *is_text && !has_pages && media.starts_with("text/"))
        );
    }
}
