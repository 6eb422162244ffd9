//! The merged cells of a sheet, which are listed after its rows.

use super::super::archive::{Archive, ArchivePart};
use super::super::cell::{MOST_COLUMNS, MOST_ROWS};
use super::super::refusal::Refusal;
use super::super::rows::Area;
use super::super::xml::{Xml, attribute};
use super::sheet::cell_reference;
use memchr::{memchr, memmem};
use quick_xml::events::Event;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

const NAME: &[u8] = b"mergeCells";
/// How many bytes from a `<` on are needed to recognise the element: its name and a namespace prefix.
const BEGIN: usize = 80;
const PIECE: usize = 1 << 15;

/// Start and end of markup in which elements do not count.
const PASSED: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];

/// The areas of merged cells. The rows are not parsed, but searched for the name of the element. The whole part is read, so that
/// its checksum is verified before the first row is passed on.
pub(super) fn read(mut part: ArchivePart, archive: &Archive) -> Result<Vec<Area>, Refusal> {
    let (mut buffer, mut kept) = (vec![0; BEGIN + PIECE], 0);
    let mut search = Search { end: None };
    loop {
        let read = part.read(&mut buffer[kept..])?;
        let filled = &buffer[..kept + read];
        match search.look(filled, read == 0) {
            ControlFlow::Break(at) => {
                let areas = within(&mut Xml::new(BufReader::new(filled[at..].chain(part.by_ref()))), archive)?;
                std::io::copy(&mut part, &mut std::io::sink())?;
                return Ok(areas);
            }
            ControlFlow::Continue(_) if read == 0 => return Ok(Vec::new()),
            ControlFlow::Continue(from) => {
                kept = filled.len() - from;
                buffer.copy_within(from..from + kept, 0);
            }
        }
    }
}

/// A search for the element, buffer by buffer.
struct Search {
    /// The end of the comment or other markup that is being skipped.
    end: Option<&'static [u8]>,
}

impl Search {
    /// `Break` with the offset of the element, or `Continue` with the offset from which the bytes are needed again.
    fn look(&mut self, bytes: &[u8], is_last: bool) -> ControlFlow<usize, usize> {
        let mut at = 0;
        loop {
            if let Some(end) = self.end {
                let Some(found) = memmem::find(&bytes[at..], end) else {
                    return ControlFlow::Continue(at.max(bytes.len().saturating_sub(end.len() - 1)));
                };
                at += found + end.len();
                self.end = None;
            }
            let Some(found) = memchr(b'<', &bytes[at..]) else { return ControlFlow::Continue(bytes.len()) };
            at += found;
            let rest = &bytes[at..];
            if rest.len() < BEGIN && !is_last {
                return ControlFlow::Continue(at);
            }
            if let Some((begin, end)) = PASSED.iter().find(|(begin, _)| rest.starts_with(begin)) {
                self.end = Some(end);
                at += begin.len();
            } else if begins_element(&rest[..rest.len().min(BEGIN)]) {
                return ControlFlow::Break(at);
            } else {
                at += 1;
            }
        }
    }
}

/// Whether the element begins with this `<`, whatever its namespace prefix.
fn begins_element(bytes: &[u8]) -> bool {
    let name = bytes.get(1..).unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte) || !byte.is_ascii();
    let name = &name[..name.iter().take_while(|byte| is_name(byte)).count()];
    name.rsplit(|byte| *byte == b':').next() == Some(NAME)
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

/// The area of a range such as A2:A5, if it has more than one row.
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':')?;
    let ((first, column), (last, _)) = (cell_reference(from)?, cell_reference(to)?);
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
        assert!(begins_element(b"<mergeCells count") && begins_element(b"<x:mergeCells>"));
        assert!(
            !begins_element(b"<mergeCell>") && !begins_element(b"</mergeCells>") && !begins_element(b"<c>mergeCells")
        );
    }

    #[test]
    fn an_element_is_found_wherever_pieces_end_and_never_in_a_comment() {
        let passed = "<a>mergeCells<!--<mergeCells>--><![CDATA[<mergeCells>]]><?x <mergeCells>?><!-- > <mergeCells -->";
        let text = format!("{passed}<m:mergeCells>");
        for first in 0..text.len() {
            let mut search = Search { end: None };
            let ControlFlow::Continue(from) = search.look(&text.as_bytes()[..first], false) else {
                panic!("found in {first} bytes")
            };
            assert_eq!(search.look(&text.as_bytes()[from..], true), ControlFlow::Break(passed.len() - from), "{first}");
        }
    }
}
