//! Any bytes as a roster: as they are (the first bytes tell the format), as a sheet of XLSX, as the content of ODS, and as the
//! records of XLS: findings or people, never a panic.
#![no_main]

use ikrar::roster::{File, Judge, Options, Roster};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

#[path = "../../tests/fixtures/compound.rs"]
mod compound_file;

const WORKBOOK: &[u8] = br#"<workbook><sheets><sheet name="a" r:id="r"/></sheets></workbook>"#;
const LINKS: &[u8] = br#"<R><Relationship Id="r" Type="x/worksheet" Target="s.xml"/></R>"#;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, stored).expect("a part");
        archive.write_all(content).expect("a part");
    }
    archive.finish().expect("an archive").into_inner()
}

fuzz_target!(|bytes: &[u8]| {
    let xlsx = [("xl/workbook.xml", WORKBOOK), ("xl/_rels/workbook.xml.rels", LINKS), ("xl/s.xml", bytes)];
    let records = [&b"\x09\x08\x04\0\0\x06\x05\0"[..], bytes].concat();
    for bytes in [
        bytes.to_vec(),
        archive(&xlsx),
        archive(&[("content.xml", bytes)]),
        compound_file::compound("Workbook", &records),
    ] {
        if let Ok(file) = File::of_stream("roster", &mut bytes.as_slice()) {
            let _ = Roster::read(&file, &Options::default(), &Judge::by(&|_| None));
        }
    }
});
