//! The bytes of a file: what was written, and at last the table of where each object is.

use std::io::{self, Write};

use lopdf::ObjectId;
use sha2::{Digest, Sha256};

use super::chunk::Chunk;
use super::notation::{self, text};
use super::xref::XrefTable;

/// What is written, how far, and where what is.
pub(crate) struct FileOutput<W> {
    out: W,
    at: u64,
    places: XrefTable,
    /// Of what tells this file from others.
    digest: Sha256,
}

impl<W: Write> FileOutput<W> {
    pub(crate) fn new(out: W) -> FileOutput<W> {
        FileOutput { out, at: 0, places: XrefTable::default(), digest: Sha256::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at == 0
    }

    /// The second line tells programs that guess that this is no text.
    pub(crate) fn start(&mut self) -> io::Result<()> {
        self.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes what other files have as well.
    pub(crate) fn part(&mut self, part: &Chunk) -> io::Result<()> {
        self.places.extend(&part.places, self.at);
        self.write(&part.bytes)
    }

    /// Writes what this file alone has.
    pub(crate) fn own(&mut self, part: &Chunk) -> io::Result<()> {
        self.differs_by(&part.bytes);
        self.part(part)
    }

    /// Takes note of what tells this file from others.
    pub(crate) fn differs_by(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
    }

    /// Whether it has more bytes than offsets of 32 bits reach, 4 GB.
    pub(crate) fn is_too_long(&self) -> bool {
        u32::try_from(self.at).is_err()
    }

    /// Writes the table of all objects.
    pub(crate) fn finish(mut self, root: ObjectId, information: ObjectId) -> io::Result<W> {
        let (start, number) = (self.at, self.places.end());
        self.places.at(number, start);
        let (mut entries, rows) = std::mem::take(&mut self.places).table();
        // A number that depends on nothing but the content.
        let id = self.digest.clone().finalize();
        text(&mut entries, format_args!("/Root {} 0 R/Info {} 0 R/ID[", root.0, information.0));
        notation::hexadecimal(&mut entries, &id[..16]);
        entries.push(b' ');
        notation::hexadecimal(&mut entries, &id[..16]);
        entries.push(b']');
        let mut last = Chunk::default();
        last.stream(number, entries, &rows);
        self.write(&last.bytes)?;
        let end = format!("startxref\n{start}\n%%EOF\n");
        self.write(end.as_bytes())?;
        Ok(self.out)
    }
}
