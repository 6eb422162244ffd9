//! The metadata of a file (title, author, dates, the standards that it conforms to), once in the information dictionary
//! and once in XMP. PDF/A requires that both say the same.

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};
use quick_xml::escape::escape;
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use crate::document::Meta;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::notation;

const CREATOR: &str = concat!("ikrar ", env!("CARGO_PKG_VERSION"));
const PRODUCER: &str = "printpdf, lopdf";

/// The metadata of a file, serialised around a title that is filled in later.
pub(crate) struct FileMetadata {
    /// The XMP packet before and after the title.
    packet: (String, String),
    /// The information dictionary after the title.
    information: Vec<u8>,
}

impl FileMetadata {
    /// Serialises metadata; the title is ignored.
    pub(crate) fn of(meta: &Meta) -> FileMetadata {
        // A noncharacter, so no title contains it.
        let mark = "\u{fffe}";
        let packet = xmp(&Meta { title: mark.to_owned(), ..meta.clone() });
        let (before, after) = packet.split_once(mark).unwrap_or((&packet, ""));
        let mut information = Vec::new();
        notation::entries(&mut information, &information_without_title(meta));
        FileMetadata { packet: (before.to_owned(), after.to_owned()), information }
    }

    /// The XMP packet with a title; uncompressed, so that programs that do not read PDF find it.
    pub(crate) fn packet(&self, (number, _): ObjectId, title: &str) -> Chunk {
        let (before, after) = &self.packet;
        let packet = [before, &*escape(title), after].concat();
        let mut chunk = Chunk::default();
        chunk.stream(number, "/Type/Metadata/Subtype/XML", packet.as_bytes());
        chunk
    }

    /// The information dictionary with a title.
    pub(crate) fn information(&self, id: ObjectId, title: &str) -> Chunk {
        let mut bytes = b"<</Title".to_vec();
        notation::object(&mut bytes, &text_string(title));
        bytes.extend_from_slice(&self.information);
        bytes.extend_from_slice(b">>");
        let mut chunk = Chunk::default();
        chunk.object(id, &bytes);
        chunk
    }
}

/// The information dictionary without the title.
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

/// Midnight of a day: the information dictionary requires a time, and XMP must agree with it.
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
        let chunk = FileMetadata::of(&Meta { title: "Lain".to_owned(), ..meta.clone() }).packet((7, 0), title);
        let written = String::from_utf8(chunk.bytes).unwrap();
        assert!(written.contains(&xmp(&meta)), "{written}");
    }
}
