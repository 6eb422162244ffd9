//! What a file says of itself: title, author, dates, and the standards that it keeps to. It says so twice, in the
//! information dictionary and in XMP, in the same words.

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};
use quick_xml::escape::escape;
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use crate::document::Meta;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::notation;

const CREATOR: &str = concat!("ikrar ", env!("CARGO_PKG_VERSION"));
const PRODUCER: &str = "printpdf, lopdf";

/// What files say of themselves that differ in nothing but their title.
pub(crate) struct FileMetadata {
    /// The XMP packet before the title, and after it.
    packet: (String, String),
    /// The information dictionary after the title.
    information: Vec<u8>,
}

impl FileMetadata {
    /// That of files that say the same of themselves.
    pub(crate) fn of(meta: &Meta) -> FileMetadata {
        // No title has it, since it is no character.
        let mark = "\u{fffe}";
        let packet = xmp(&Meta { title: mark.to_owned(), ..meta.clone() });
        let (before, after) = packet.split_once(mark).unwrap_or((&packet, ""));
        let mut information = Vec::new();
        notation::entries(&mut information, &information_without_title(meta));
        FileMetadata { packet: (before.to_owned(), after.to_owned()), information }
    }

    /// The XMP packet with a title, not compressed, so that programs which know nothing of PDF find it.
    pub(crate) fn packet(&self, (number, _): ObjectId, title: &str) -> Chunk {
        let (before, after) = &self.packet;
        let packet = [before, &*escape(title), after].concat();
        let mut part = Chunk::default();
        part.stream(number, "/Type/Metadata/Subtype/XML", packet.as_bytes());
        part
    }

    /// The information dictionary with a title.
    pub(crate) fn information(&self, id: ObjectId, title: &str) -> Chunk {
        let mut bytes = b"<</Title".to_vec();
        notation::object(&mut bytes, &text_string(title));
        bytes.extend_from_slice(&self.information);
        bytes.extend_from_slice(b">>");
        let mut part = Chunk::default();
        part.object(id, &bytes);
        part
    }
}

/// What the information dictionary says but for the title.
fn information_without_title(meta: &Meta) -> Dictionary {
    let mut info = dictionary! { "Creator" => text_string(CREATOR), "Producer" => text_string(PRODUCER) };
    if !meta.author.is_empty() {
        info.set("Author", text_string(&meta.author));
    }
    if let Some(date) = date(meta) {
        let date = Object::string_literal(date.format("D:%Y%m%d000000Z").to_string());
        info.set("CreationDate", date.clone());
        info.set("ModDate", date);
    }
    info
}

fn xmp(meta: &Meta) -> String {
    let mut xmp = XmpWriter::new();
    xmp.pdfa_part(2).pdfa_conformance("A").pdfua_part(1);
    xmp.title([(None, meta.title.as_str())]).language([LangId(meta.lang.tag())]);
    xmp.format("application/pdf").creator_tool(CREATOR).producer(PRODUCER);
    if !meta.author.is_empty() {
        xmp.creator([meta.author.as_str()]);
    }
    if let Some(date) = date(meta) {
        let date = date_time(date);
        xmp.create_date(date).modify_date(date);
    }
    let mut schemas = xmp.extension_schemas();
    schemas.pdfua_id().properties().describe_part();
    drop(schemas);
    xmp.finish(None)
}

fn date(meta: &Meta) -> Option<NaiveDate> {
    meta.date.parse().ok()
}

/// The start of a day, without which XMP and the information dictionary would not say the same.
fn date_time(date: NaiveDate) -> DateTime {
    DateTime {
        year: date.year().clamp(0, 9999) as u16,
        month: Some(date.month() as u8),
        day: Some(date.day() as u8),
        hour: Some(0),
        minute: Some(0),
        second: Some(0),
        timezone: Some(Timezone::Utc),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stands_in_its_packet_as_xmp_writes_it() {
        let title = "<Siti> & \"Ani\" O'Neil – \u{1f600}";
        let meta = Meta { title: title.to_owned(), author: "Pemerintah".to_owned(), ..Meta::default() };
        let part = FileMetadata::of(&Meta { title: "Lain".to_owned(), ..meta.clone() }).packet((7, 0), title);
        let written = String::from_utf8(part.bytes).unwrap();
        assert!(written.contains(&xmp(&meta)), "{written}");
    }
}
