//! Font subsets as PDF objects.
//!
//! The usual subset, with the characters of [`program::usual`], suffices for nearly every document; the build script
//! prepares it for the built-in fonts. A document that needs more glyphs gets a subset of its own, usual glyphs first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::program;
use crate::diag::{Code, Diagnostic, say};
use crate::layout::face::Face;
use crate::layout::font::FontFace;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::compress::{deflate, deflate_once};
use crate::pdf::emit::syntax::objects::Objects;

/// Glyphs beyond the usual ones, by their ids in the full font, with the text of each.
pub(crate) type Further = BTreeMap<u16, String>;

/// A subset of a face.
#[derive(Debug, Clone)]
pub(crate) struct Subset {
    /// Glyph ids in the subset by ids in the full font; 0 for glyphs that it lacks.
    ids: Vec<u16>,
    /// The text of each glyph of the subset.
    texts: Vec<String>,
    /// The width of each, in font units.
    widths: Vec<u16>,
    program: Program,
}

impl Subset {
    /// A subset of the usual glyphs and further ones.
    ///
    /// # Errors
    /// `unreadable-font` where the font cannot be subset.
    pub(crate) fn new(font: &FontFace, face: Face, further: &Further) -> Result<Subset, Diagnostic> {
        let broken = |_| not_subset(font);
        let mut remapper = GlyphRemapper::new();
        let mut texts = vec![String::new()];
        let mut widths = vec![font.width(0)];
        let mut ids = vec![0; font.glyph_count()];
        let usual = program::usual(face == Face::Regular).into_iter();
        let usual = usual.filter_map(|c| Some((font.glyph(c)?, c.to_string())));
        let further_texts = further.iter().map(|(id, text)| (*id, text.clone()));
        for (whole, text) in usual.chain(further_texts) {
            let id = remapper.remap(whole);
            if usize::from(id) == texts.len() {
                texts.push(text);
                widths.push(font.width(whole));
                ids[usize::from(whole)] = id;
            }
        }
        let program = match font.is_built_in() && further.is_empty() {
            true => Program::prepared(face),
            false => Program::cut(font, &remapper).map_err(broken)?,
        };
        Ok(Subset { ids, texts, widths, program })
    }

    /// Its objects, numbered from `first`, which is the font itself.
    pub(crate) fn chunk(&self, font: &FontFace, face: Face, first: u32) -> Chunk {
        let Subset { program, widths, texts, .. } = self;
        objects(font, face, program, widths, texts, first)
    }

    /// The id of a glyph in the subset; 0 (.notdef) for one that it lacks.
    pub(crate) fn id(&self, whole: u16) -> u16 {
        self.ids.get(usize::from(whole)).copied().unwrap_or(0)
    }

    /// The text of a glyph of the subset.
    pub(crate) fn text(&self, id: u16) -> &str {
        self.texts.get(usize::from(id)).map_or("", String::as_str)
    }
}

/// A font program, plain and compressed.
#[derive(Debug, Clone)]
struct Program {
    plain: Cow<'static, [u8]>,
    deflated: Cow<'static, [u8]>,
}

/// The usual subsets of the built-in faces, made by the build script.
const PREPARED: [(&[u8], &[u8]); 4] = include!(concat!(env!("OUT_DIR"), "/programs.rs"));

impl Program {
    fn prepared(face: Face) -> Program {
        let (plain, deflated) = PREPARED[face as usize];
        Program { plain: plain.into(), deflated: deflated.into() }
    }

    fn cut(font: &FontFace, glyphs: &GlyphRemapper) -> Result<Program, subsetter::Error> {
        let plain = program::cut(&font.data, glyphs)?;
        let deflated = deflate_once(&plain);
        Ok(Program { deflated: deflated.into(), plain: plain.into() })
    }
}

/// The objects of a font: the composite font, its descendant, the descriptor, the program, the `ToUnicode` map, and the
/// object stream of the first three.
fn objects(font: &FontFace, face: Face, program: &Program, widths: &[u16], texts: &[String], first: u32) -> Chunk {
    let mut objects = Objects::numbered_from(first);
    let [itself, descendant, described] = [(); 3].map(|()| objects.reserve());
    let name = format!("{}+{}", tag(&program.plain), font.name);
    let base_font = Object::Name(name.clone().into_bytes());
    let widths = widths.iter().map(|width| per_mille(font, f32::from(*width))).collect();
    let file = objects.deflated(dictionary! { "Length1" => program.plain.len() as i64 }, &program.deflated);
    let to_unicode = objects.stream(Dictionary::new(), to_unicode(texts).as_bytes());
    objects.set(
        itself,
        dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => base_font.clone(),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
            "ToUnicode" => to_unicode,
        },
    );
    objects.set(
        descendant,
        dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => base_font,
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "CIDToGIDMap" => "Identity",
            "DW" => 1000,
            "W" => vec![0.into(), Object::Array(widths)],
            "FontDescriptor" => described,
        },
    );
    let mut descriptor = descriptor(font, face, &name);
    descriptor.set("FontFile2", file);
    objects.set(described, descriptor);
    objects.finish(deflate)
}

/// The finding that a font cannot be subset.
pub(crate) fn not_subset(font: &FontFace) -> Diagnostic {
    let name = &font.name;
    Diagnostic::error(Code::UnreadableFont, say!("fon {name} tidak dapat dipangkas", "cannot cut down {name}"))
}

/// The tag of a subset: six letters that depend on its program (ISO 32000-1, 9.6.4).
pub(crate) fn tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

pub(crate) fn descriptor(font: &FontFace, face: Face, name: &str) -> Dictionary {
    let metrics = &font.metrics;
    let scaled = |value: f32| per_mille(font, value);
    // Bit 6: nonsymbolic; bit 7: italic.
    let flags = (1 << 5) | if face.is_italic() { 1 << 6 } else { 0 };
    // No font table has the stem width; this is the customary estimate from the weight.
    let stem = 50 + (i64::from(metrics.weight) / 65).pow(2);
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => Object::Name(name.as_bytes().to_vec()),
        "Flags" => flags,
        "FontBBox" => metrics.bounds.map(scaled).to_vec(),
        "ItalicAngle" => metrics.italic_angle,
        "Ascent" => scaled(metrics.ascent),
        "Descent" => scaled(metrics.descent),
        "CapHeight" => scaled(metrics.cap_height),
        "StemV" => stem,
    }
}

/// Font units as thousandths of an em, the unit of fonts in PDF, rounded to integers.
pub(crate) fn per_mille(font: &FontFace, units: f32) -> Object {
    Object::Integer((units * 1000.0 / font.metrics.units_per_em).round() as i64)
}

/// The `ToUnicode` map from glyphs to text, for search and screen readers.
fn to_unicode(texts: &[String]) -> String {
    let mut table = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
        1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let glyphs: Vec<(usize, &String)> = texts.iter().enumerate().filter(|(_, text)| !text.is_empty()).collect();
    let ranges: Vec<&[(usize, &String)]> =
        glyphs.chunk_by(|(a, one), (b, next)| follows((*a, one), (*b, next))).collect();
    // A block has at most a hundred ranges.
    for ranges in ranges.chunks(100) {
        table += &format!("{} beginbfrange\n", ranges.len());
        for range in ranges {
            let (Some((first, text)), Some((last, _))) = (range.first(), range.last()) else { continue };
            let utf16: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            table += &format!("<{first:04X}> <{last:04X}> <{utf16}>\n");
        }
        table += "endbfrange\n";
    }
    table + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}

/// Whether two consecutive glyphs stand for consecutive characters. A range may only increment its last byte.
fn follows((a, one): (usize, &str), (b, next): (usize, &str)) -> bool {
    let number = |text: &str| {
        let mut characters = text.chars();
        characters.next().map(u32::from).filter(|number| characters.next().is_none() && *number < 0x1_0000)
    };
    let counts_up = |one: u32, next: u32| one + 1 == next && !next.is_multiple_of(0x100);
    number(one).zip(number(next)).is_some_and(|(one, next)| counts_up(one, next))
        && a + 1 == b
        && !b.is_multiple_of(0x100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::font::Fonts;
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    #[test]
    fn what_the_build_prepared_is_what_a_run_would_make() {
        let fonts = Fonts::new(None).unwrap();
        for face in Face::ALL {
            let font = fonts.face(face);
            let mut glyphs = GlyphRemapper::new();
            for character in program::usual(face == Face::Regular) {
                glyphs.remap(font.glyph(character).unwrap());
            }
            let (prepared, cut) = (Program::prepared(face), Program::cut(font, &glyphs).unwrap());
            let mut inflated = Vec::new();
            ZlibDecoder::new(&*prepared.deflated).read_to_end(&mut inflated).unwrap();
            assert!(prepared.plain == cut.plain && inflated == *cut.plain, "{face:?}");
            assert!(prepared.deflated.len() <= cut.deflated.len());
        }
    }

    #[test]
    fn neighbours_become_ranges() {
        let texts = ["", "a", "b", "c", "ffi", "\u{ff}", "\u{100}", "😀"].map(str::to_owned);
        let table = to_unicode(&texts);
        let ranges = table.split("beginbfrange\n").nth(1).and_then(|rest| rest.split("endbfrange").next());
        let wanted = "<0001> <0003> <0061>\n<0004> <0004> <006600660069>\n<0005> <0005> <00FF>\n\
            <0006> <0006> <0100>\n<0007> <0007> <D83DDE00>\n";
        assert_eq!(ranges, Some(wanted));
    }
}
