//! What a user may say about the look of sheets: fonts, sizes, margins, colours.

use super::color::{Color, Palette};
use crate::layout::font_file::FontFile;

/// The look of all sheets. The default is what comes without a style file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// Regular, bold, italic, bold italic; Noto Sans where there are none.
    pub fonts: Option<[FontFile; 4]>,
    /// Sizes of type.
    pub sizes: Sizes,
    /// Margins of a page.
    pub margins: Margins,
    /// Colours of text.
    pub colors: Colors,
}

/// Sizes of type, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    /// Running text; the distance of lines and the space between blocks go with it.
    pub body: f32,
    /// Cells of tables.
    pub table: f32,
    /// Small print, footnotes, citations.
    pub small: f32,
    /// Text to be read aloud.
    pub read_aloud: f32,
    /// The title of a sheet.
    pub title: f32,
    /// The government's line of the letterhead.
    pub letterhead: f32,
    /// The agency's line of the letterhead.
    pub agency: f32,
    /// Headings of levels 1 to 3; those below are as large as running text.
    pub headings: [f32; 3],
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes {
            body: 10.5,
            table: 9.5,
            small: 8.5,
            read_aloud: 14.0,
            title: 14.0,
            letterhead: 12.0,
            agency: 16.0,
            headings: [16.0, 12.5, 11.0],
        }
    }
}

/// Margins of a page, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    /// Above the text.
    pub top: f32,
    /// At the right.
    pub right: f32,
    /// Below the text; the line at the foot of each page stands in it.
    pub bottom: f32,
    /// At the left.
    pub left: f32,
}

impl Default for Margins {
    fn default() -> Self {
        Margins { top: 20.0, right: 20.0, bottom: 25.0, left: 30.0 }
    }
}

/// Colours of text: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colors {
    /// Running text.
    pub text: [u8; 3],
    /// Citations, small print, the line at the foot of each page.
    pub muted: [u8; 3],
    /// Headings, links, the marks of duties.
    pub accent: [u8; 3],
}

impl Default for Colors {
    fn default() -> Self {
        let (parts, usual) = (|Color(red, green, blue)| [red, green, blue], Palette::default());
        Colors { text: parts(usual.ink), muted: parts(usual.muted), accent: parts(usual.accent) }
    }
}

impl Colors {
    /// All colours of a document.
    pub(crate) fn palette(&self) -> Palette {
        let color = |[red, green, blue]: [u8; 3]| Color(red, green, blue);
        Palette { ink: color(self.text), muted: color(self.muted), accent: color(self.accent), ..Palette::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_text_are_replaced_and_others_stay() {
        let palette = Colors { accent: [1, 2, 3], ..Colors::default() }.palette();
        assert_eq!(palette, Palette { accent: Color(1, 2, 3), ..Palette::default() });
    }
}
