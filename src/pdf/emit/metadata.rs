//! What a file says of itself: title, author, dates, and the standards that it keeps to. It says so twice, in the
//! information dictionary and in XMP, in the same words.

use chrono::{Datelike, NaiveDate};
use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};
use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use super::objects::Part;
use crate::document::Meta;

const CREATOR: &str = concat!("ikrar ", env!("CARGO_PKG_VERSION"));
const PRODUCER: &str = "printpdf, lopdf";

/// The information dictionary.
pub(super) fn information(meta: &Meta) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text_string(&meta.title),
        "Creator" => text_string(CREATOR),
        "Producer" => text_string(PRODUCER),
    };
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

/// The XMP packet, not compressed, so that programs which know nothing of PDF find it.
pub(super) fn packet((number, _): ObjectId, meta: &Meta) -> Part {
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
    let packet = xmp.finish(None);
    let mut part = Part::default();
    let length = packet.len() as i64;
    part.stream(
        number,
        dictionary! { "Type" => "Metadata", "Subtype" => "XML", "Length" => length },
        packet.as_bytes(),
    );
    part
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
