//! XML, event by event, with limits on their length and depth.

use super::refusal::{Damage, Refusal};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::io::{self, BufRead, ErrorKind, Read};

/// The longest event or text, in bytes; Excel allows 32,767 characters in a cell.
const LONGEST: usize = 1 << 20;

/// The deepest nesting of elements.
const DEEPEST: usize = 256;

/// A reader of events. Empty elements have a start and an end. Entities declared in the file are refused, so nothing expands.
pub(super) struct Xml<R> {
    reader: Reader<Bounded<R>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(input: R) -> Xml<R> {
        let mut reader = Reader::from_reader(Bounded { input, left: LONGEST });
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Xml { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        self.reader.get_mut().left = LONGEST;
        let event = self.reader.read_event_into(&mut self.buffer)?;
        match &event {
            Event::Start(_) if self.depth == DEEPEST => return Err(Refusal::Damaged(Damage::DeepXml)),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Ok(event)
    }

    /// The number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Skips the current element.
    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        let within = self.depth;
        while self.depth >= within {
            if let Event::Eof = self.next()? {
                return Err(Refusal::CutOff);
            }
        }
        Ok(())
    }
}

/// Appends the characters of an event to a text.
pub(super) fn add(event: &Event<'_>, text: &mut String) -> Result<(), Refusal> {
    match event {
        Event::Text(piece) => text.push_str(&piece.xml10_content()),
        Event::CData(piece) => text.push_str(&piece.xml10_content()),
        Event::GeneralRef(name) => match name.resolve_char_ref()? {
            Some(character) => text.push(character),
            None => {
                let known = quick_xml::escape::resolve_predefined_entity(name);
                text.push_str(known.ok_or(Refusal::Damaged(Damage::UnknownEntity))?);
            }
        },
        _ => {}
    }
    if text.len() > LONGEST { Err(Refusal::Damaged(Damage::EndlessText)) } else { Ok(()) }
}

/// The attributes of an element: qualified names and escaped values.
pub(super) fn attributes<'e>(
    start: &'e BytesStart<'_>,
) -> impl Iterator<Item = Result<(&'e str, Cow<'e, str>), Refusal>> {
    let attributes = start.attributes();
    let mut attributes = attributes;
    attributes.with_checks(false);
    attributes.map(|attribute| attribute.map(|a| (a.key.into_inner(), a.value)).map_err(Refusal::from))
}

/// The unescaped value of the attribute with this local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refusal> {
    for found in attributes(start) {
        let (key, value) = found?;
        if local(key) == name {
            return Ok(Some(unescape(&value)?.into_owned()));
        }
    }
    Ok(None)
}

/// A name without its namespace prefix.
pub(super) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// A reader that fails after `left` bytes, so that one event cannot fill the memory.
struct Bounded<R> {
    input: R,
    left: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let filled = self.fill_buf()?;
        let read = filled.len().min(buffer.len());
        buffer[..read].copy_from_slice(&filled[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let filled = self.input.fill_buf()?;
        if self.left == 0 && !filled.is_empty() {
            return Err(ErrorKind::InvalidData.into());
        }
        Ok(filled)
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.input.consume(amount);
    }
}
