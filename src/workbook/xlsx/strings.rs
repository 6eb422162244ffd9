//! Strings of cells, most of which are in a part of their own and shared.

use super::super::archive::{Archive, ArchivePart};
use super::super::refusal::Refusal;
use super::super::shared_strings::SharedStrings;
use super::super::xml::{self, attributes};
use super::parts::open;
use quick_xml::events::Event;
use std::borrow::Cow;

/// Reads the shared strings.
pub(super) fn read(part: ArchivePart, archive: &Archive) -> Result<SharedStrings, Refusal> {
    let (mut strings, mut rich) = (SharedStrings::default(), None);
    let mut events = open(part);
    loop {
        let event = events.next()?;
        match &event {
            Event::Start(start) if start.local_name().as_ref() == "si" => rich = Some(Rich::default()),
            Event::End(end) if end.local_name().as_ref() == "si" => {
                if let Some(rich) = rich.take() {
                    strings.push(&rich.text())?;
                    archive.keep(strings.size())?;
                }
            }
            Event::Eof => return Ok(strings),
            event => {
                if let Some(rich) = &mut rich {
                    rich.event(event)?;
                }
            }
        }
    }
}

/// A string being read, plain or of several runs of rich text; phonetic hints are left out.
#[derive(Default)]
pub(super) struct Rich {
    text: String,
    /// The start of the current run; `None` between runs.
    run: Option<usize>,
    keeps_space: bool,
    is_spoken: bool,
}

impl Rich {
    /// Takes an event within the string.
    pub(super) fn event(&mut self, event: &Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "rPh" => self.is_spoken = true,
                "t" if !self.is_spoken => {
                    self.run = Some(self.text.len());
                    self.keeps_space = false;
                    for found in attributes(start) {
                        let (key, value) = found?;
                        self.keeps_space |= key == "xml:space" && value == "preserve";
                    }
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "rPh" => self.is_spoken = false,
                "t" => self.end_run(),
                _ => {}
            },
            event if self.run.is_some() => xml::add(event, &mut self.text)?,
            _ => {}
        }
        Ok(())
    }

    fn end_run(&mut self) {
        if let Some(start) = self.run.take().filter(|_| !self.keeps_space) {
            const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];
            self.text.truncate(start + self.text[start..].trim_end_matches(SPACE).len());
            let leading = self.text[start..].len() - self.text[start..].trim_start_matches(SPACE).len();
            self.text.drain(start..start + leading);
        }
    }

    pub(super) fn text(&self) -> Cow<'_, str> {
        unescaped(&self.text)
    }
}

/// A string with the escapes resolved that Excel writes for characters that XML does not allow, such as `_x000D_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let mut plain: Option<String> = None;
    let (mut copied, mut from) = (0, 0);
    while let Some(found) = text[from..].find("_x") {
        let at = from + found;
        from = at + 1;
        let Some(first) = unit(&text[at..]) else { continue };
        let (mut units, mut end) = (vec![first], at + ESCAPE);
        // Characters above U+FFFF are two escapes.
        if let Some(second) = Some(first).filter(|unit| (0xD800..0xDC00).contains(unit)).and(unit(&text[end..]))
            && (0xDC00..0xE000).contains(&second)
        {
            units.push(second);
            end += ESCAPE;
        }
        let plain = plain.get_or_insert_default();
        plain.push_str(&text[copied..at]);
        plain.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        (copied, from) = (end, end);
    }
    match plain {
        Some(plain) => Cow::Owned(plain + &text[copied..]),
        None => Cow::Borrowed(text),
    }
}

/// The length of `_x000D_`.
const ESCAPE: usize = 7;

/// The UTF-16 unit of the escape at the beginning of a string, if there is one.
fn unit(text: &str) -> Option<u16> {
    let escape = text.as_bytes().get(..ESCAPE)?;
    let digits = escape.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn what_excel_escapes_is_read() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_xD83D__xDE00_!"), "😀!");
        assert_eq!(unescaped("_xD83D_é_x00g1_ _x12 _x"), "\u{fffd}é_x00g1_ _x12 _x");
    }
}
