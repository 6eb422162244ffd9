//! What a user may say about the look of sheets: fonts, sizes, margins, colours.

use std::borrow::Cow;

use ttf_parser::{Face as Tables, Permissions, name_id};

use super::font::Face;
use super::style::Color;

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
        let parts = |Color(red, green, blue)| [red, green, blue];
        Colors { text: parts(Color::INK), muted: parts(Color::MUTED), accent: parts(Color::ACCENT) }
    }
}

impl Colors {
    /// The colour that is shown for one that layout names.
    pub(crate) fn shown(&self, color: Color) -> Color {
        let chosen = match color {
            Color::INK => self.text,
            Color::MUTED => self.muted,
            Color::ACCENT => self.accent,
            _ => return color,
        };
        Color(chosen[0], chosen[1], chosen[2])
    }
}

/// A font that can be embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    pub(crate) data: Cow<'static, [u8]>,
    pub(crate) name: String,
}

impl FontFile {
    /// Checks a font.
    ///
    /// # Errors
    /// Says what is wrong with it: it is no font, has no TrueType outlines, must not be embedded, or lacks letters.
    pub fn read(data: Vec<u8>) -> Result<FontFile, String> {
        let tables = Tables::parse(&data, 0).map_err(|error| format!("this is no font that can be read: {error}"))?;
        if tables.tables().glyf.is_none() {
            return Err("this font has no TrueType outlines; use its .ttf version".to_owned());
        }
        if tables.permissions() == Some(Permissions::Restricted) {
            return Err("its maker does not allow this font to be embedded in files".to_owned());
        }
        if let Some(missing) = (' '..='~').find(|c| tables.glyph_index(*c).is_none()) {
            return Err(format!("this font has no glyph for `{missing}`"));
        }
        let name = postscript_name(&tables);
        Ok(FontFile { data: Cow::Owned(data), name })
    }

    pub(crate) fn built_in(face: Face) -> FontFile {
        let data = match face {
            Face::Regular => notosans::REGULAR_TTF,
            Face::Bold => notosans::BOLD_TTF,
            Face::Italic => notosans::ITALIC_TTF,
            Face::BoldItalic => notosans::BOLD_ITALIC_TTF,
        };
        FontFile { data: Cow::Borrowed(data), name: face.postscript().to_owned() }
    }
}

/// The name of a font as PDF wants it: letters, digits and hyphens.
fn postscript_name(tables: &Tables) -> String {
    let names = tables.names().into_iter().filter(|name| name.name_id == name_id::POST_SCRIPT_NAME);
    let name: String = names.filter_map(|name| name.to_string()).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(63).collect();
    if name.is_empty() { "Font".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_is_known_by_its_own_name() {
        let font = FontFile::read(notosans::BOLD_TTF.to_vec()).unwrap();
        assert_eq!(font, FontFile::built_in(Face::Bold));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert!(FontFile::read(b"hello".to_vec()).unwrap_err().starts_with("this is no font"));
        assert!(FontFile::read(notosans::BOLD_TTF[..2000].to_vec()).is_err());
    }

    #[test]
    fn colours_of_text_are_replaced_and_others_stay() {
        let colors = Colors { accent: [1, 2, 3], ..Colors::default() };
        assert_eq!(colors.shown(Color::ACCENT), Color(1, 2, 3));
        assert_eq!(colors.shown(Color::INK), Color::INK);
        assert_eq!(colors.shown(Color::TINT), Color::TINT);
    }
}
