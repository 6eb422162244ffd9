//! The parts of a workbook that is a ZIP archive, inflated within limits.

use super::file_range::FileRange;
use super::refusal::{Damage, Refusal};
use crate::intake::File;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use memchr::memmem::Finder;
use std::collections::HashMap;
use std::io::{self, BufReader, ErrorKind, Read};
use zip::{CompressionMethod, ZipArchive};

/// A workbook may inflate to this many bytes, whatever its size …
const ALWAYS_FINE: u64 = 64 << 20;
/// … and beyond that to this many times its size, which no table of people reaches.
const MOST_TIMES: u64 = 100;

/// Texts kept in memory may take this many bytes, whatever the size of the file …
const TEXT_ALWAYS_FINE: u64 = 16 << 20;
/// … and beyond that this many times its size: distinct texts hardly compress.
const TEXT_TIMES: u64 = 20;

/// The end record of the central directory begins within this many bytes of the end: its own length, and a comment.
const END_WITHIN: u64 = END_LENGTH as u64 + 0xFFFF;
const END_LENGTH: usize = 22;
const END: &[u8] = b"PK\x05\x06";

/// The most parts of a workbook; the central directory is kept in memory.
const MOST_PARTS: usize = 65_535;
/// Signature and least length of an entry of the central directory.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: u64 = 46;

/// A workbook that is an archive.
pub(super) struct Archive {
    file: File,
    zip: ZipArchive<BufReader<FileRange>>,
    /// Indices of parts by name: in lower case, with forward slashes.
    names: HashMap<String, usize>,
}

impl Archive {
    /// Reads the central directory. An archive that would inflate beyond the limits is refused before anything is inflated.
    pub(super) fn open(file: File) -> Result<Archive, Refusal> {
        let size = file.size();
        if !has_end(&file)? {
            return Err(Refusal::CutOff);
        }
        if has_too_many_parts(&file)? {
            return Err(Refusal::Damaged(Damage::TooManyParts));
        }
        let zip = ZipArchive::new(BufReader::new(FileRange::of(&file, 0, size)))?;
        let (mut names, mut inflated) = (HashMap::new(), 0u64);
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index)?;
            inflated = inflated.saturating_add(entry.size());
            names.entry(plain(&String::from_utf8_lossy(entry.name_raw()))).or_insert(index);
        }
        if inflated > ALWAYS_FINE && inflated / MOST_TIMES > size {
            return Err(Refusal::Bomb(size, inflated));
        }
        Ok(Archive { file, zip, names })
    }

    /// The index of a part. Case is ignored, since programs differ in it.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.names.get(&plain(name)).copied()
    }

    /// Opens a part.
    pub(super) fn part(&mut self, index: usize) -> Result<ArchivePart, Refusal> {
        let entry = self.zip.by_index_raw(index)?;
        let start = entry.data_start().ok_or(Refusal::CutOff)?;
        if entry.encrypted() {
            return Err(Refusal::Locked);
        }
        let section = FileRange::of(&self.file, start, entry.compressed_size());
        let unpacker = match entry.compression() {
            CompressionMethod::Stored => Unpacker::Stored(section),
            CompressionMethod::Deflated => Unpacker::Deflated(DeflateDecoder::new(BufReader::new(section))),
            _ => return Err(Refusal::Damaged(Damage::Compression)),
        };
        Ok(ArchivePart { unpacker, left: entry.size(), crc: Crc::new(), wanted: entry.crc32() })
    }

    /// Checks that this many bytes of text may be kept in memory.
    pub(super) fn keep(&self, text: usize) -> Result<(), Refusal> {
        let most = TEXT_ALWAYS_FINE + self.size() * TEXT_TIMES;
        if text as u64 > most { Err(Refusal::Bomb(self.size(), text as u64)) } else { Ok(()) }
    }

    /// The size of the file, in bytes.
    pub(super) fn size(&self) -> u64 {
        self.file.size()
    }
}

/// Whether the end record of the central directory is there; it is missing if the file was cut off.
fn has_end(file: &File) -> io::Result<bool> {
    let start = file.size().saturating_sub(END_WITHIN);
    let mut tail = Vec::new();
    FileRange::of(file, start, END_WITHIN).read_to_end(&mut tail)?;
    let at = memchr::memmem::rfind(&tail, END).map(|at| &tail[at..]);
    Ok(at.is_some_and(|end| end.len() >= END_LENGTH))
}

/// Whether there are too many parts. The entries of the directory are counted, since the count in its end record may be false.
fn has_too_many_parts(file: &File) -> io::Result<bool> {
    if file.size() <= MOST_PARTS as u64 * ENTRY_LENGTH {
        return Ok(false);
    }
    let (mut section, finder) = (FileRange::of(file, 0, file.size()), Finder::new(ENTRY));
    let (mut buffer, mut kept, mut count) = (vec![0; 1 << 16], 0, 0);
    while count <= MOST_PARTS {
        let read = section.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(false);
        }
        let filled = kept + read;
        count += finder.find_iter(&buffer[..filled]).count();
        kept = filled.min(ENTRY.len() - 1);
        buffer.copy_within(filled - kept..filled, 0);
    }
    Ok(true)
}

fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// A reader of a part. Fails unless length and checksum are those of the central directory.
pub(super) struct ArchivePart {
    unpacker: Unpacker,
    left: u64,
    crc: Crc,
    wanted: u32,
}

enum Unpacker {
    Stored(FileRange),
    Deflated(DeflateDecoder<BufReader<FileRange>>),
}

impl Read for ArchivePart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            let is_whole = self.left > 0 || self.crc.sum() == self.wanted;
            return if is_whole { Ok(0) } else { Err(ErrorKind::InvalidData.into()) };
        }
        let read = match &mut self.unpacker {
            Unpacker::Stored(unpacker) => unpacker.read(&mut buffer[..most])?,
            Unpacker::Deflated(unpacker) => unpacker.read(&mut buffer[..most])?,
        };
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.crc.update(&buffer[..read]);
        self.left -= read as u64;
        Ok(read)
    }
}
