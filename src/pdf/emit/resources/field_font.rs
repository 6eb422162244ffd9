//! The font for text typed into form fields: the text face subset to Windows-1252, as a simple TrueType font, since
//! programs that fill in forms cannot encode text in a composite font.

use encoding_rs::WINDOWS_1252;
use lopdf::{Object, dictionary};
use subsetter::GlyphRemapper;

use super::program::cut;
use super::sfnt;
use super::subset::{descriptor, not_subset, per_mille, tag};
use crate::diag::Diagnostic;
use crate::layout::face::Face;
use crate::layout::font::FontFace;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::compress::deflate;
use crate::pdf::emit::syntax::objects::Objects;

/// The character codes of the font.
const CODES: std::ops::RangeInclusive<u8> = b' '..=0xff;

/// The font, its objects numbered from `first`.
pub(crate) fn chunk(font: &FontFace, face: Face, first: u32) -> Result<Chunk, Diagnostic> {
    let program = program(font)?;
    let mut objects = Objects::numbered_from(first);
    let [itself, described] = [(); 2].map(|()| objects.reserve());
    let name = format!("{}+{}", tag(&program), font.name);
    let file = objects.stream(dictionary! { "Length1" => program.len() as i64 }, &program);
    let glyph = |code: u8| character(code).and_then(|character| font.glyph(character)).unwrap_or(0);
    let widths: Vec<Object> = CODES.map(|code| per_mille(font, f32::from(font.width(glyph(code))))).collect();
    objects.set(
        itself,
        dictionary! {
            "Type" => "Font",
            "Subtype" => "TrueType",
            "BaseFont" => Object::Name(name.clone().into_bytes()),
            "Encoding" => "WinAnsiEncoding",
            "FirstChar" => i64::from(*CODES.start()),
            "LastChar" => i64::from(*CODES.end()),
            "Widths" => widths,
            "FontDescriptor" => described,
        },
    );
    let mut descriptor = descriptor(font, face, &name);
    descriptor.set("FontFile2", file);
    objects.set(described, descriptor);
    Ok(objects.finish(deflate))
}

/// The font program: the glyphs of these characters, with a character map.
fn program(font: &FontFace) -> Result<Vec<u8>, Diagnostic> {
    let broken = || not_subset(font);
    let mut remapper = GlyphRemapper::new();
    let glyphs = CODES.filter_map(character).filter_map(|character| Some((character, font.glyph(character)?)));
    // All characters of Windows-1252 are in the Basic Multilingual Plane.
    let glyphs = glyphs.filter_map(|(character, whole)| Some((u16::try_from(character).ok()?, remapper.remap(whole))));
    let mut glyphs: Vec<(u16, u16)> = glyphs.collect();
    glyphs.sort_unstable();
    let subset = cut(&font.data, &remapper).map_err(|_| broken())?;
    sfnt::with_cmap(&subset, &sfnt::cmap(&glyphs)).ok_or_else(broken)
}

/// The character of a code; `None` for unassigned codes.
fn character(code: u8) -> Option<char> {
    let bytes = [code];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().filter(|character| !character.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::font::Fonts;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_font_has_the_characters_of_names() {
        let fonts = Fonts::new(None).unwrap();
        let program = program(fonts.face(Face::Regular)).unwrap();
        let read = ttf_parser::Face::parse(&program, 0).unwrap();
        let lacking: Vec<char> = "AZaz09 ,.'’–éÑü€".chars().filter(|c| read.glyph_index(*c).is_none()).collect();
        assert_eq!(lacking, []);
        assert!(read.glyph_index('Ж').is_none());
        let digest: String = Sha256::digest(&program).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, "274375769e7807117c3e830d82462c40399fa6a79a7cd1ea191d15869c5d9b7d");
    }
}
