//! The container of TrueType and OpenType fonts ("sfnt"): a table directory, then the tables. Adds a character map to a
//! subset, which has none.

/// Where `checksumAdjustment` is in the table `head`, in bytes.
const ADJUSTMENT: std::ops::Range<usize> = 8..12;

/// The sum of the 32-bit words of a font file.
const WHOLE: u32 = 0xb1b0_afba;

/// The order that OpenType recommends for the data of the tables that a subset has.
const ORDER: [&[u8; 4]; 8] = [b"head", b"hhea", b"maxp", b"hmtx", b"cmap", b"loca", b"glyf", b"post"];

/// A table by its tag.
type FontTable<'a> = ([u8; 4], &'a [u8]);

/// A font file with this character map; `None` where its table directory is damaged.
pub(crate) fn with_cmap(font: &[u8], cmap: &[u8]) -> Option<Vec<u8>> {
    let mut tables = tables(font)?;
    tables.retain(|(tag, _)| tag != b"cmap");
    tables.push((*b"cmap", cmap));
    let place = |tag: &[u8; 4]| ORDER.iter().position(|known| *known == tag).unwrap_or(ORDER.len());
    tables.sort_unstable_by_key(|(tag, _)| (place(tag), *tag));
    Some(file(&tables))
}

fn tables(font: &[u8]) -> Option<Vec<FontTable<'_>>> {
    let count = usize::from(u16::from_be_bytes(font.get(4..6)?.try_into().ok()?));
    let table = |record: &[u8]| {
        let number = |at: usize| Some(u32::from_be_bytes(record.get(at..at + 4)?.try_into().ok()?) as usize);
        let (start, length) = (number(8)?, number(12)?);
        Some((record.get(..4)?.try_into().ok()?, font.get(start..start.checked_add(length)?)?))
    };
    font.get(12..12 + 16 * count)?.chunks_exact(16).map(table).collect()
}

/// The file of these tables, their data in this order.
fn file(tables: &[FontTable]) -> Vec<u8> {
    let start = 12 + 16 * tables.len();
    let (mut records, mut data, mut adjustment) = (Vec::new(), Vec::new(), None);
    for (tag, content) in tables {
        let at = data.len();
        data.extend_from_slice(content);
        if tag == b"head"
            && let Some(sum) = data.get_mut(at + ADJUSTMENT.start..at + ADJUSTMENT.end)
        {
            sum.fill(0);
            adjustment = Some(start + at + ADJUSTMENT.start);
        }
        let numbers = [checksum(&data[at..]), (start + at) as u32, content.len() as u32];
        records.push((*tag, numbers));
        data.resize(data.len().next_multiple_of(4), 0);
    }
    records.sort_unstable_by_key(|(tag, _)| *tag);
    let mut file = vec![0, 1, 0, 0];
    file.extend(header(tables.len() as u16, 16).map(u16::to_be_bytes).concat());
    for (tag, numbers) in records {
        file.extend(tag);
        file.extend(numbers.map(u32::to_be_bytes).concat());
    }
    file.extend(data);
    let sum = WHOLE.wrapping_sub(checksum(&file));
    if let Some(field) = adjustment.and_then(|at| file.get_mut(at..at + 4)) {
        field.copy_from_slice(&sum.to_be_bytes());
    }
    file
}

/// The count of records and the start of a binary search among them (`searchRange`, `entrySelector`, `rangeShift`), for
/// records of `size` bytes.
fn header(count: u16, size: u16) -> [u16; 4] {
    let power = count.checked_ilog2().unwrap_or(0) as u16;
    let range = size << power;
    [count, range, power, (count * size).saturating_sub(range)]
}

/// The sum of the 32-bit words of a table, padded with zeros.
fn checksum(bytes: &[u8]) -> u32 {
    let word = |chunk: &[u8]| chunk.iter().zip([24, 16, 8, 0]).map(|(byte, shift)| u32::from(*byte) << shift).sum();
    bytes.chunks(4).map(word).fold(0, |sum: u32, word: u32| sum.wrapping_add(word))
}

/// A table `cmap` for pairs of character and glyph in ascending order: one subtable of format 4, for the platforms
/// Unicode and Windows.
///
/// Format 4 (OpenType 1.9, `cmap`) has a segment for each range of consecutive characters. Where their glyphs are
/// consecutive too, `idDelta` is the difference; else `idRangeOffset` is the distance in bytes from itself to a list of
/// glyphs. The last segment is U+FFFF, which has no glyph.
pub(crate) fn cmap(glyphs: &[(u16, u16)]) -> Vec<u8> {
    let follows = |a: u16, b: u16| a.checked_add(1) == Some(b);
    let segments: Vec<&[(u16, u16)]> = glyphs.chunk_by(|a, b| follows(a.0, b.0)).collect();
    let count = segments.len() + 1;
    let [mut ends, mut starts, mut deltas, mut offsets, mut list] = [const { Vec::<u16>::new() }; 5];
    for (index, segment) in segments.iter().enumerate() {
        let ([(start, glyph), ..], [.., (end, _)]) = (segment, segment) else { continue };
        starts.push(*start);
        ends.push(*end);
        if segment.windows(2).all(|pair| follows(pair[0].1, pair[1].1)) {
            deltas.push(glyph.wrapping_sub(*start));
            offsets.push(0);
        } else {
            deltas.push(0);
            offsets.push(2 * (count - index + list.len()) as u16);
            list.extend(segment.iter().map(|(_, glyph)| glyph));
        }
    }
    ends.push(u16::MAX);
    starts.push(u16::MAX);
    deltas.push(1);
    offsets.push(0);
    let length = 2 * (8 + 4 * count + list.len()) as u16;
    let [_, range, power, shift] = header(count as u16, 2);
    let subtable = [4, length, 0, 2 * count as u16, range, power, shift];
    // Version 0 with two records: Unicode (0, 3) and Windows (3, 1), both of the subtable after them.
    let head = [0, 2, 0, 3, 0, 20, 3, 1, 0, 20];
    let words = head.into_iter().chain(subtable).chain(ends).chain([0]).chain(starts).chain(deltas).chain(offsets);
    words.chain(list).flat_map(u16::to_be_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_map_leads_from_characters_to_glyphs() {
        let glyphs = [(0x20, 1), (0x21, 2), (0x22, 3), (0xa0, 9), (0xa1, 7), (0x2014, 40), (0x2122, 5)];
        let table = cmap(&glyphs);
        let read = ttf_parser::cmap::Table::parse(&table).unwrap();
        assert_eq!(read.subtables.len(), 2);
        for subtable in read.subtables {
            for (character, glyph) in glyphs {
                assert_eq!(subtable.glyph_index(character.into()), Some(ttf_parser::GlyphId(glyph)));
            }
            for lacking in [0x1f, 0x23, 0xa2, 0x2013, 0xfffe] {
                assert_eq!(subtable.glyph_index(lacking), None, "{lacking:x}");
            }
        }
    }

    #[test]
    fn the_sums_of_a_font_file_are_right() {
        let font = with_cmap(notosans::REGULAR_TTF, &cmap(&[(0x41, 36)])).unwrap();
        assert_eq!(checksum(&font), WHOLE);
        for record in font[12..].chunks_exact(16).take(usize::from(font[5])) {
            let [sum, start, length] = [4, 8, 12].map(|at| u32::from_be_bytes(record[at..at + 4].try_into().unwrap()));
            let table = &font[start as usize..(start + length) as usize];
            assert!(&record[..4] == b"head" || checksum(table) == sum);
        }
        assert!(with_cmap(&font[..100], b"").is_none());
    }
}
