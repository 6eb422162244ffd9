//! The four faces of the text font: metrics, and shaping with kerning.
//!
//! Everything here is in font units; `text` scales to points. A face never hides a missing glyph: [`Glyph::id`] 0 says
//! so, and `text` reports it.

use std::borrow::Cow;

use harfrust::{Buffer, BufferFlags, Direction, Feature, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};
use ttf_parser::GlyphId;
use unicode_normalization::char::is_combining_mark;

use super::face::Face;
use super::font_file::FontFile;
use crate::diag::{Code, Diagnostic, say};

/// What a PDF font descriptor says of a face, in font units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Metrics {
    pub(crate) units_per_em: f32,
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(crate) cap_height: f32,
    pub(crate) bounds: [f32; 4],
    pub(crate) italic_angle: f32,
    pub(crate) weight: u16,
}

/// A glyph in its place: what shaping says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Glyph {
    /// Its id in the face; 0 where the face has none.
    pub(crate) id: u16,
    /// Byte of the shaped text at which its cluster starts.
    pub(crate) cluster: u32,
    /// How far it moves the pen, kerning included.
    pub(crate) advance: i32,
    /// How much of the advance is kerning: advance less the glyph's own width.
    pub(crate) kern: i32,
    /// Shift to the right of the pen.
    pub(crate) dx: i32,
    /// Shift above the baseline.
    pub(crate) dy: i32,
}

/// One face, ready to shape.
pub(crate) struct FontFace {
    pub(crate) data: Cow<'static, [u8]>,
    /// Its PostScript name.
    pub(crate) name: String,
    pub(crate) metrics: Metrics,
    font: harfrust::Font,
    plan: ShapePlan,
    features: Vec<Feature>,
    /// Width of each glyph, by id.
    widths: Vec<u16>,
}

/// The four faces.
pub(crate) struct Fonts([FontFace; 4]);

impl Fonts {
    /// Reads the faces of a user, else those that are built in.
    pub(crate) fn new(own: Option<&[FontFile; 4]>) -> Result<Fonts, Diagnostic> {
        let [regular, bold, italic, bold_italic] = match own {
            Some(files) => files.clone(),
            None => Face::ALL.map(FontFile::built_in),
        };
        Ok(Fonts([
            FontFace::read(regular)?,
            FontFace::read(bold)?,
            FontFace::read(italic)?,
            FontFace::read(bold_italic)?,
        ]))
    }

    pub(crate) fn face(&self, face: Face) -> &FontFace {
        &self.0[face as usize]
    }
}

impl FontFace {
    fn read(file: FontFile) -> Result<FontFace, Diagnostic> {
        let FontFile { data, name } = file;
        let unreadable = || {
            Diagnostic::error(
                Code::UnreadableFont,
                say!("fon {name} tidak dapat dibaca", "cannot read the font {name}"),
            )
        };
        let tables = ttf_parser::Face::parse(&data, 0).map_err(|_| unreadable())?;
        let font = match data.clone() {
            Cow::Borrowed(data) => harfrust::Font::new(data, 0),
            Cow::Owned(data) => harfrust::Font::new(data, 0),
        };
        let font = font.ok_or_else(unreadable)?;
        // A ligature would stand for several characters and a wrapped line could not be cut inside it.
        // Figures of one width and height stand below each other in tables and numbered lists.
        let features = [(b"liga", 0), (b"clig", 0), (b"tnum", 1), (b"lnum", 1)];
        let features: Vec<Feature> =
            features.into_iter().map(|(tag, value)| Feature::new(Tag::new(tag), value, ..)).collect();
        let plan = ShapePlan::new(&font, Direction::LeftToRight, Some(LATIN), None, &features);
        let widths =
            (0..tables.number_of_glyphs()).map(|id| tables.glyph_hor_advance(GlyphId(id)).unwrap_or(0)).collect();
        let metrics = Metrics::of(&tables);
        Ok(FontFace { data, name, metrics, font, plan, features, widths })
    }

    /// The glyphs of a text from left to right, with kerning and placed marks. Ignorable characters leave none.
    pub(crate) fn shape(&self, text: &str) -> Vec<Glyph> {
        let mut buffer = Buffer::new();
        buffer.reserve(text.chars().count());
        for (at, character) in text.char_indices() {
            buffer.push(u32::from(drawn(character)), at as u32);
        }
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(LATIN));
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES | BufferFlags::DO_NOT_INSERT_DOTTED_CIRCLE);
        let options = ShapeOptions::new().plan(Some(&self.plan)).features(&self.features);
        if harfrust::shape(&ShaperFont::new(&self.font), &mut buffer, options).is_err() {
            return Vec::new();
        }
        let place = |(info, position): (&harfrust::GlyphInfo, &harfrust::GlyphPosition)| {
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            let advance = position.x_advance;
            let kern = advance - i32::from(self.width(id));
            Glyph { id, cluster: info.cluster, advance, kern, dx: position.x_offset, dy: position.y_offset }
        };
        let mut glyphs: Vec<Glyph> = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(place).collect();
        self.space_accents(text, &mut glyphs);
        glyphs
    }

    /// Gives accents that stand by themselves, such as "´", their width: the font takes them for marks, which have none.
    fn space_accents(&self, text: &str, glyphs: &mut [Glyph]) {
        let mut last = None;
        for glyph in glyphs {
            let starts = last.replace(glyph.cluster) != Some(glyph.cluster);
            let character = text.get(glyph.cluster as usize..).and_then(|rest| rest.chars().next());
            if glyph.advance == 0 && starts && character.is_some_and(|c| !is_combining_mark(c)) {
                *glyph = Glyph { advance: i32::from(self.width(glyph.id)), kern: 0, dx: 0, dy: 0, ..*glyph };
            }
        }
    }

    /// Whether it came with the binary.
    pub(crate) fn is_built_in(&self) -> bool {
        matches!(self.data, Cow::Borrowed(_))
    }

    /// The width of a glyph, 0 for one that the face does not have.
    pub(crate) fn width(&self, id: u16) -> u16 {
        self.widths.get(usize::from(id)).copied().unwrap_or(0)
    }

    /// How many glyphs the face has.
    pub(crate) fn glyph_count(&self) -> usize {
        self.widths.len()
    }

    /// The glyph of a character, if the face has it.
    pub(crate) fn glyph(&self, character: char) -> Option<u16> {
        let id = ShaperFont::new(&self.font).nominal_glyph(u32::from(character))?;
        u16::try_from(id.to_u32()).ok().filter(|id| *id != 0)
    }
}

/// The character that draws another one which fonts often lack, though they have its shape.
fn drawn(character: char) -> char {
    match character {
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

const LATIN: Script = Script::LATIN;

impl Metrics {
    fn of(face: &ttf_parser::Face) -> Metrics {
        let bounds = face.global_bounding_box();
        Metrics {
            units_per_em: f32::from(face.units_per_em()),
            ascent: f32::from(face.ascender()),
            descent: f32::from(face.descender()),
            cap_height: f32::from(face.capital_height().unwrap_or_else(|| face.ascender())),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(f32::from),
            italic_angle: face.italic_angle(),
            weight: face.weight().to_number(),
        }
    }

    /// Points of a length in font units at a font size.
    pub(crate) fn scale(&self, units: i32, size: f32) -> f32 {
        units as f32 * size / self.units_per_em
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(face: &FontFace, text: &str) -> i32 {
        face.shape(text).iter().map(|glyph| glyph.advance).sum()
    }

    #[test]
    fn what_is_no_font_is_a_finding() {
        let file = FontFile { data: b"no font".to_vec().into(), name: "x.ttf".to_owned() };
        assert_eq!(FontFace::read(file).err().map(|finding| finding.code), Some(Code::UnreadableFont));
    }

    #[test]
    fn shaping_kerns() {
        let fonts = Fonts::new(None).unwrap();
        let face = fonts.face(Face::Regular);
        assert!(width(face, "AV") < width(face, "A") + width(face, "V"));
    }

    #[test]
    fn a_letter_with_a_combining_accent_is_one_cluster_and_has_glyphs() {
        let fonts = Fonts::new(None).unwrap();
        let glyphs = fonts.face(Face::Regular).shape("e\u{301}x\u{303}");
        assert!(glyphs.iter().all(|glyph| glyph.id != 0));
        assert_eq!(glyphs.first().map(|glyph| glyph.cluster), Some(0));
        assert!(glyphs.iter().all(|glyph| [0, 3].contains(&glyph.cluster)));
    }

    #[test]
    fn an_accent_by_itself_takes_its_room_and_one_that_combines_takes_none() {
        let fonts = Fonts::new(None).unwrap();
        let face = fonts.face(Face::Regular);
        for accent in "`´¨ˆ˜¯¸˙˛ˇ˘˚˝".chars() {
            let glyphs = face.shape(&format!("o{accent}o"));
            assert!(glyphs[1].advance > 100 && glyphs[1].kern == 0 && glyphs[1].dx == 0, "{accent}: {glyphs:?}");
        }
        assert_eq!(width(face, "x\u{302}\u{323}"), width(face, "x"));
    }

    #[test]
    fn hyphens_that_the_face_lacks_are_drawn_as_the_one_it_has() {
        let fonts = Fonts::new(None).unwrap();
        let face = fonts.face(Face::Regular);
        assert_eq!(
            face.shape("\u{2010}\u{2011}").iter().map(|glyph| glyph.id).collect::<Vec<_>>(),
            [face.glyph('-').unwrap(); 2]
        );
    }

    #[test]
    fn a_character_that_the_face_lacks_is_glyph_zero() {
        let fonts = Fonts::new(None).unwrap();
        assert_eq!(fonts.face(Face::Bold).shape("☐")[0].id, 0);
        assert_eq!(fonts.face(Face::Bold).glyph('☐'), None);
    }
}
