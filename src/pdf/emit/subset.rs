//! Fonts cut down to the glyphs that documents use.
//!
//! Almost every sheet gets by with the letters, digits and signs of [`USUAL`]. That subset of a face is cut and
//! compressed once per [`FontSet`]; a document that needs more gets one of its own, with the usual glyphs first.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::diag::Diagnostic;
use crate::pdf::font::{Face, FontFace, Fonts};

/// The characters, besides printable ASCII, that the shared subset of each face has.
const USUAL: &str = "\u{a0}\u{202f}§°·×–—‘’“”•…";

/// Glyphs that a document uses, by their ids in the whole face, with the text each stands for.
pub(crate) type Usage = BTreeMap<u16, String>;

/// A face cut down, as objects of a PDF file.
#[derive(Debug, Clone)]
pub(crate) struct Subset {
    /// Glyph ids of the subset by those of the whole face, with the text that each stands for.
    ids: BTreeMap<u16, (u16, String)>,
    program: Stream,
    to_unicode: Stream,
    widths: Vec<Object>,
    descriptor: Dictionary,
    name: String,
}

/// The shared subsets, each made when a document first needs it.
#[derive(Default)]
pub(crate) struct FontSet([OnceLock<Result<Subset, Diagnostic>>; 4]);

impl FontSet {
    /// A subset of a face that has all glyphs of a usage.
    pub(crate) fn subset(&self, fonts: &Fonts, face: Face, usage: &Usage) -> Result<Cow<'_, Subset>, Diagnostic> {
        let usual = self.0[face as usize].get_or_init(|| Subset::new(fonts.face(face), face, &Usage::new()));
        match usual {
            Err(finding) => Err(finding.clone()),
            Ok(subset) if usage.keys().all(|id| subset.ids.contains_key(id)) => Ok(Cow::Borrowed(subset)),
            Ok(_) => Subset::new(fonts.face(face), face, usage).map(Cow::Owned),
        }
    }
}

impl Subset {
    fn new(font: &FontFace, face: Face, usage: &Usage) -> Result<Subset, Diagnostic> {
        let broken = |_| Diagnostic::error("unreadable-font", format!("cannot cut down {}", font.name));
        let mut remapper = GlyphRemapper::new();
        let mut texts = vec![(0, String::new())];
        let usual = (' '..='~').chain(USUAL.chars()).filter_map(|c| Some((font.glyph(c)?, c.to_string())));
        let more = usage.iter().map(|(id, text)| (*id, text.clone()));
        for (id, text) in usual.chain(more) {
            if usize::from(remapper.remap(id)) == texts.len() {
                texts.push((id, text));
            }
        }
        let program = subsetter::subset(&without_hints(&font.data), 0, &remapper).map_err(broken)?;
        let name = format!("{}+{}", tag(&program), font.name);
        let widths = texts.iter().map(|(id, _)| per_mille(font, f32::from(font.width(*id))));
        Ok(Subset {
            widths: vec![0.into(), Object::Array(widths.collect())],
            to_unicode: compressed(Dictionary::new(), to_unicode(&texts).into_bytes()),
            ids: texts.into_iter().enumerate().map(|(new, (old, text))| (old, (new as u16, text))).collect(),
            descriptor: descriptor(font, face, &name),
            program: compressed(dictionary! { "Length1" => program.len() as i64 }, program),
            name,
        })
    }

    /// The id of a glyph in the subset; 0, which shows that it is missing, for one that it lacks.
    pub(crate) fn id(&self, whole: u16) -> u16 {
        self.ids.get(&whole).map_or(0, |(id, _)| *id)
    }

    /// Whether a glyph tells by itself that it stands for a text.
    pub(crate) fn tells(&self, whole: u16, text: &str) -> bool {
        self.ids.get(&whole).is_some_and(|(_, known)| known == text)
    }

    /// Adds the font to a file.
    pub(crate) fn embed(&self, file: &mut Document) -> ObjectId {
        let mut descriptor = self.descriptor.clone();
        descriptor.set("FontFile2", file.add_object(self.program.clone()));
        let descendant = dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => Object::Name(self.name.clone().into_bytes()),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "CIDToGIDMap" => "Identity",
            "DW" => 1000,
            "W" => self.widths.clone(),
            "FontDescriptor" => file.add_object(descriptor),
        };
        let font = dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => Object::Name(self.name.clone().into_bytes()),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![file.add_object(descendant).into()],
            "ToUnicode" => file.add_object(self.to_unicode.clone()),
        };
        file.add_object(font)
    }
}

/// The font program without its instructions for coarse screens, which make up half of it: the table directory gives
/// them names that no reader asks for, which keep its alphabetical order.
fn without_hints(program: &[u8]) -> Vec<u8> {
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
fn tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn descriptor(font: &FontFace, face: Face, name: &str) -> Dictionary {
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
fn per_mille(font: &FontFace, units: f32) -> Object {
    let value = units * 1000.0 / font.metrics.units_per_em;
    if value.fract() == 0.0 { Object::Integer(value as i64) } else { Object::Real(value) }
}

fn compressed(dictionary: Dictionary, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dictionary, content);
    // A stream that cannot be compressed is still a stream.
    let _ = stream.compress();
    stream
}

/// The table from glyphs to text, for search and screen readers.
fn to_unicode(texts: &[(u16, String)]) -> String {
    let characters = |text: &String| text.chars().map(u32::from).collect::<Vec<_>>();
    let mappings = texts.iter().enumerate().filter(|(_, (_, text))| !text.is_empty());
    let mappings = mappings.map(|(id, (_, text))| (id as u32, characters(text))).collect();
    printpdf::ToUnicodeCMap { mappings }.to_cmap_string("ikrar")
}
