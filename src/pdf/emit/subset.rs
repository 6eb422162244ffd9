//! Fonts cut down to the glyphs that documents use.
//!
//! Almost every sheet gets by with the letters, digits and signs of [`USUAL`]; a document that needs more gets a subset
//! of its own, with the usual glyphs first.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, dictionary};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::objects::{Objects, Part};
use crate::diag::Diagnostic;
use crate::pdf::font::{Face, FontFace};

/// The characters, besides printable ASCII, that the usual subset of each face has.
const USUAL: &str = "\u{a0}\u{202f}§°·×–—‘’“”•…";

/// Glyphs that a document needs beyond the usual ones, by their ids in the whole face, with the text each stands for.
pub(super) type Further = BTreeMap<u16, String>;

/// A face cut down.
#[derive(Debug, Clone)]
pub(crate) struct Subset {
    /// Glyph ids of the subset by those of the whole face; 0 for those that it lacks.
    ids: Vec<u16>,
    /// The text that each glyph of the subset stands for.
    texts: Vec<String>,
    /// Its objects; the font is the first one.
    pub(super) part: Part,
}

impl Subset {
    /// How many objects a subset has.
    pub(super) const OBJECTS: u32 = 6;

    /// A subset of the usual glyphs and those of a document, its objects numbered from `first`.
    pub(super) fn new(font: &FontFace, face: Face, further: &Further, first: u32) -> Result<Subset, Diagnostic> {
        let broken = |_| Diagnostic::error("unreadable-font", format!("cannot cut down {}", font.name));
        let mut remapper = GlyphRemapper::new();
        let mut texts = vec![String::new()];
        let mut widths = vec![font.width(0)];
        let mut ids = vec![0; font.glyph_count()];
        let usual = (' '..='~').chain(USUAL.chars()).filter_map(|c| Some((font.glyph(c)?, c.to_string())));
        let further = further.iter().map(|(id, text)| (*id, text.clone()));
        for (whole, text) in usual.chain(further) {
            let id = remapper.remap(whole);
            if usize::from(id) == texts.len() {
                texts.push(text);
                widths.push(font.width(whole));
                ids[usize::from(whole)] = id;
            }
        }
        let program = subsetter::subset(&without_hints(&font.data), 0, &remapper).map_err(broken)?;
        let part = objects(font, face, &program, &widths, &texts, first);
        Ok(Subset { ids, texts, part })
    }

    /// The id of a glyph in the subset; 0, which shows that it is missing, for one that it lacks.
    pub(super) fn id(&self, whole: u16) -> u16 {
        self.ids.get(usize::from(whole)).copied().unwrap_or(0)
    }

    /// The text that a glyph of the subset stands for.
    pub(super) fn text(&self, id: u16) -> &str {
        self.texts.get(usize::from(id)).map_or("", String::as_str)
    }
}

/// The objects of a font: itself, its only descendant, what describes it, its program, the text of its glyphs, and the
/// object stream that holds the first three.
fn objects(font: &FontFace, face: Face, program: &[u8], widths: &[u16], texts: &[String], first: u32) -> Part {
    let mut objects = Objects::numbered_from(first);
    let [itself, descendant, described] = [(); 3].map(|()| objects.reserve());
    let name = format!("{}+{}", tag(program), face.postscript());
    let base_font = Object::Name(name.clone().into_bytes());
    let widths = widths.iter().map(|width| per_mille(font, f32::from(*width))).collect();
    let file = objects.stream(dictionary! { "Length1" => program.len() as i64 }, program);
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
    objects.finish()
}

/// The font program without its instructions for coarse screens, which make up half of it: the table directory gives
/// them names that no reader asks for, which keep its alphabetical order.
pub(super) fn without_hints(program: &[u8]) -> Vec<u8> {
    let mut program = program.to_vec();
    // After a head of 12 bytes come the records: name, checksum, offset, length, of 4 bytes each.
    let count = program.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
    for record in program.chunks_exact_mut(4).skip(3).step_by(4).take(count) {
        if matches!(&*record, b"cvt " | b"fpgm" | b"prep") {
            record[3] += 1;
        }
    }
    program
}

/// Six letters that tell this subset from others of the same face.
pub(super) fn tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

pub(super) fn descriptor(font: &FontFace, face: Face, name: &str) -> Dictionary {
    let metrics = &font.metrics;
    let scaled = |value: f32| per_mille(font, value);
    // Bit 6: the usual Latin letters; bit 7: italic.
    let flags = (1 << 5) | if face.is_italic() { 1 << 6 } else { 0 };
    // No font table says how thick stems are; this is the customary estimate from the weight.
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

/// Thousandths of an em, the unit of fonts in PDF.
pub(super) fn per_mille(font: &FontFace, units: f32) -> Object {
    let value = units * 1000.0 / font.metrics.units_per_em;
    if value.fract() == 0.0 { Object::Integer(value as i64) } else { Object::Real(value) }
}

/// The table from glyphs to text, for search and screen readers.
fn to_unicode(texts: &[String]) -> String {
    let characters = |text: &String| text.chars().map(u32::from).collect::<Vec<_>>();
    let mappings = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
    let mappings = mappings.map(|(id, text)| (id as u32, characters(text))).collect();
    printpdf::ToUnicodeCMap { mappings }.to_cmap_string("ikrar")
}
