//! Subsets of font programs. The build script includes this file as well, to prepare the usual subsets of the built-in
//! fonts, which nearly every document uses.

use subsetter::GlyphRemapper;

/// Characters of the usual subset of every face, besides spaces, letters and digits.
const SIGNS: &str = "!#'(),-./:;?·–’";

/// Further characters of the face of running text.
const FURTHER_SIGNS: &str = "%&[]—‘“”•…";

/// The characters of the usual subset of a face, in ascending order.
pub(crate) fn usual(in_running_text: bool) -> Vec<char> {
    let further = if in_running_text { FURTHER_SIGNS } else { "" };
    let letters = ('0'..='9').chain('A'..='Z').chain('a'..='z');
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let mut usual: Vec<char> = letters.chain(spaces).chain(SIGNS.chars()).chain(further.chars()).collect();
    usual.sort_unstable();
    usual
}

/// A font program reduced to these glyphs and the tables that PDF needs.
pub(crate) fn cut(font: &[u8], glyphs: &GlyphRemapper) -> Result<Vec<u8>, subsetter::Error> {
    subsetter::subset(&without_extras(font), 0, glyphs)
}

/// The font program with the tables of names and hinting hidden: their tags in the table directory are changed to ones
/// that no reader asks for and that keep its alphabetical order.
fn without_extras(program: &[u8]) -> Vec<u8> {
    let mut program = program.to_vec();
    // A header of 12 bytes, then records of four 4-byte fields: tag, checksum, offset, length.
    let count = program.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
    for record in program.chunks_exact_mut(4).skip(3).step_by(4).take(count) {
        if matches!(&*record, b"cvt " | b"fpgm" | b"prep" | b"name") {
            record[3] += 1;
        }
    }
    program
}
