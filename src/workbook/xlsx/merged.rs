//! The cells of a sheet that are merged, which it names below its rows.

use super::super::archive::{Archive, Part};
use super::super::refusal::Refusal;
use super::super::rows::Area;
use super::super::xml::{Xml, attribute};
use super::super::{MOST_COLUMNS, MOST_ROWS};
use super::sheet::place;
use memchr::memmem::Finder;
use quick_xml::events::Event;
use std::io::{BufReader, Read};

const NAME: &[u8] = b"mergeCells";
/// So many bytes before the name are kept: the `<`, and what may stand before a colon.
const BEFORE: usize = 64;
const PIECE: usize = 1 << 15;

/// The areas of merged cells. The rows are not parsed for them, but looked through for the name of the element; all of the part
/// is read, so that its checksum is compared before a row is handed over.
pub(super) fn read(mut part: Part, archive: &Archive) -> Result<Vec<Area>, Refusal> {
    let finder = Finder::new(NAME);
    let (mut buffer, mut kept) = (vec![0; BEFORE + NAME.len() + PIECE], 0);
    let mut areas = Vec::new();
    loop {
        let read = part.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(areas);
        }
        let filled = &buffer[..kept + read];
        if let Some(at) = finder.find_iter(filled).find(|at| begins_element(&filled[..*at])) {
            let rest = b"<".chain(&filled[at..]).chain(part.by_ref());
            areas = within(&mut Xml::new(BufReader::new(rest)), archive)?;
            std::io::copy(&mut part, &mut std::io::sink())?;
            return Ok(areas);
        }
        let begin = filled.len().saturating_sub(BEFORE + NAME.len());
        kept = filled.len() - begin;
        buffer.copy_within(begin..begin + kept, 0);
    }
}

/// Whether a name after these bytes is that of an element that begins, and no word of a text.
fn begins_element(before: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    match before {
        [.., b'<'] => true,
        [before @ .., b':'] => {
            let prefix = before.iter().rev().take_while(|byte| is_name(byte)).count();
            before[..before.len() - prefix].ends_with(b"<")
        }
        _ => false,
    }
}

fn within<R: std::io::BufRead>(xml: &mut Xml<R>, archive: &Archive) -> Result<Vec<Area>, Refusal> {
    let mut areas = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().as_ref() == "mergeCell" => {
                areas.extend(attribute(&start, "ref")?.and_then(|range| area(&range)));
                archive.keep(areas.len() * size_of::<Area>())?;
            }
            Event::End(end) if end.local_name().as_ref() == "mergeCells" => return Ok(areas),
            Event::Eof => return Ok(areas),
            _ => {}
        }
    }
}

/// The area of a range, such as A2:A5, if it has more than a row.
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':')?;
    let ((first, column), (last, _)) = (place(from)?, place(to)?);
    let is_taken = first < last && last < MOST_ROWS && column < MOST_COLUMNS;
    is_taken.then_some(Area { first, last, column: column as u16 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_of_rows_and_an_element_is_no_word() {
        assert_eq!(area("B2:C5"), Some(Area { first: 1, last: 4, column: 1 }));
        for other in ["B2:C2", "B2", "5:2", "B5:B2", "ZZZ1:ZZZ2", "A1:A9999999", ""] {
            assert_eq!(area(other), None, "{other}");
        }
        assert!(begins_element(b"</sheetData><") && begins_element(b"<x:"));
        assert!(!begins_element(b">see: ") && !begins_element(b">see:") && !begins_element(b"</"));
    }
}
