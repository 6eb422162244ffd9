//! Font programs cut down to some glyphs. The build script includes this file too: it prepares the ones with the usual
//! glyphs of the built-in fonts, which almost every sheet uses.

use subsetter::GlyphRemapper;

/// The signs, besides spaces, letters and digits, that the usual subset of each face has.
const SIGNS: &str = "!#'(),-./:;?·–’";

/// Those that it has in running text besides.
const FURTHER_SIGNS: &str = "%&[]—‘“”•…";

/// The characters that the usual subset of a face has, in the order of their numbers.
pub(crate) fn usual(in_running_text: bool) -> Vec<char> {
    let further = if in_running_text { FURTHER_SIGNS } else { "" };
    let letters = ('0'..='9').chain('A'..='Z').chain('a'..='z');
    let spaces = [' ', '\u{a0}', '\u{202f}'];
    let mut usual: Vec<char> = letters.chain(spaces).chain(SIGNS.chars()).chain(further.chars()).collect();
    usual.sort_unstable();
    usual
}

/// A font program with these glyphs and what a PDF needs of it.
pub(crate) fn cut(font: &[u8], glyphs: &GlyphRemapper) -> Result<Vec<u8>, subsetter::Error> {
    subsetter::subset(&without_extras(font), 0, glyphs)
}

/// The font program without names and without its instructions for coarse screens: the table directory gives them
/// names that no reader asks for, which keep its alphabetical order.
fn without_extras(program: &[u8]) -> Vec<u8> {
    let mut program = program.to_vec();
    // After a head of 12 bytes come the records: name, checksum, offset, length, of 4 bytes each.
    let count = program.get(4..6).map_or(0, |count| usize::from(u16::from_be_bytes([count[0], count[1]])));
    for record in program.chunks_exact_mut(4).skip(3).step_by(4).take(count) {
        if matches!(&*record, b"cvt " | b"fpgm" | b"prep" | b"name") {
            record[3] += 1;
        }
    }
    program
}
