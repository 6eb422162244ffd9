//! Font files: those that come with the program, and those of a style file, checked.

use std::borrow::Cow;

use ttf_parser::{Face as Tables, Permissions, name_id};

use super::face::Face;
use crate::diag::{Message, say};

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
    pub fn read(data: Vec<u8>) -> Result<FontFile, Message> {
        let tables = Tables::parse(&data, 0).map_err(|error| {
            say!("ini bukan fon yang dapat dibaca: {error}", "this is no font that can be read: {error}")
        })?;
        if tables.tables().glyf.is_none() {
            return Err(say!(
                "fon ini tidak memiliki garis bentuk TrueType; gunakan versi .ttf",
                "this font has no TrueType outlines; use its .ttf version"
            ));
        }
        if tables.permissions() == Some(Permissions::Restricted) {
            return Err(say!(
                "pembuat fon ini tidak mengizinkannya disematkan dalam berkas",
                "its maker does not allow this font to be embedded in files"
            ));
        }
        if let Some(missing) = (' '..='~').find(|c| tables.glyph_index(*c).is_none()) {
            return Err(say!(
                "fon ini tidak memiliki bentuk untuk `{missing}`",
                "this font has no glyph for `{missing}`"
            ));
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
        assert!(FontFile::read(b"hello".to_vec()).unwrap_err().en().starts_with("this is no font"));
        assert!(FontFile::read(notosans::BOLD_TTF[..2000].to_vec()).is_err());
    }
}
