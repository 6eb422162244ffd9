//! The bytes of a file: header, chunks, cross-reference stream.

use std::io::{self, Write};

use lopdf::ObjectId;
use sha2::{Digest, Sha256};

use super::chunk::Chunk;
use super::notation::{self, text};
use super::xref::XrefTable;

/// A sink with the offset reached and the cross-reference entries so far.
pub(crate) struct FileOutput<W> {
    out: W,
    at: u64,
    places: XrefTable,
    /// Of everything in which this file may differ from others.
    digest: Sha256,
}

impl<W: Write> FileOutput<W> {
    pub(crate) fn new(out: W) -> FileOutput<W> {
        FileOutput { out, at: 0, places: XrefTable::default(), digest: Sha256::new() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at == 0
    }

    /// Writes the header. The bytes beyond ASCII tell programs that the file is binary.
    pub(crate) fn start(&mut self) -> io::Result<()> {
        self.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes objects that other files have as well.
    pub(crate) fn chunk(&mut self, chunk: &Chunk) -> io::Result<()> {
        self.places.extend(&chunk.places, self.at);
        self.write(&chunk.bytes)
    }

    /// Writes objects of this file alone.
    pub(crate) fn own(&mut self, chunk: &Chunk) -> io::Result<()> {
        self.differs_by(&chunk.bytes);
        self.chunk(chunk)
    }

    /// Adds bytes to the digest that becomes the identifier of the file.
    pub(crate) fn differs_by(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
    }

    /// Whether it has more bytes than offsets of 32 bits reach, 4 GB.
    pub(crate) fn is_too_long(&self) -> bool {
        u32::try_from(self.at).is_err()
    }

    /// Writes the cross-reference stream and the trailer; returns the sink.
    pub(crate) fn finish(mut self, root: ObjectId, information: ObjectId) -> io::Result<W> {
        let (start, number) = (self.at, self.places.end());
        self.places.at(number, start);
        let (mut entries, rows) = std::mem::take(&mut self.places).table();
        // The identifier depends on the content alone.
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
