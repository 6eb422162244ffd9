//! Which cell formats show numbers as dates.

use super::super::archive::ArchivePart;
use super::super::dates;
use super::super::refusal::Refusal;
use super::super::xml::attribute;
use super::parts::open;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The most custom number formats that are read; Excel allows some hundreds.
const MOST_FORMATS: usize = 1 << 16;

/// For each cell format whether it shows a number as a date or time.
#[derive(Default)]
pub(super) struct Styles(Vec<bool>);

impl Styles {
    pub(super) fn read(part: ArchivePart) -> Result<Styles, Refusal> {
        let (mut styles, mut formats, mut is_of_cells) = (Vec::new(), BTreeMap::new(), false);
        let mut xml = open(part);
        loop {
            match xml.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "numFmt" if formats.len() < MOST_FORMATS => {
                        let (id, code) = (attribute(&start, "numFmtId")?, attribute(&start, "formatCode")?);
                        if let (Some(id), Some(code)) = (id.and_then(|id| id.parse::<u32>().ok()), code) {
                            formats.insert(id, dates::is_date(&code));
                        }
                    }
                    "cellXfs" => is_of_cells = true,
                    "xf" if is_of_cells => {
                        let id = attribute(&start, "numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or_default();
                        styles.push(formats.get(&id).copied().unwrap_or_else(|| dates::is_built_in(id)));
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "cellXfs" => is_of_cells = false,
                Event::Eof => return Ok(Styles(styles)),
                _ => {}
            }
        }
    }

    pub(super) fn is_day(&self, style: usize) -> bool {
        self.0.get(style).copied().unwrap_or_default()
    }
}
