//! Compound files (MS-CFB): a small file system in a file, which holds XLS and encrypted workbooks.
//!
//! The reader is our own, since only one stream is needed, and the crate cfb refuses files with an untidy directory tree or free
//! sectors, as some exporters write them. Here the directory is read as a list, and a stream becomes a list of runs of sectors.

use super::file_range::FileRange;
use super::refusal::{Damage, Refusal};
use crate::intake::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

/// From this value on, entries of the FAT are no sector numbers: end of chain, free, reserved.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams below this size, in bytes, are in the mini stream of the root entry, in sectors of [`SMALL_SECTOR`] bytes.
const SMALL: u64 = 4096;
const SMALL_SECTOR: u64 = 64;
/// Number and offset of the FAT sector numbers in the header (DIFAT).
const IN_HEADER: usize = 109;
const TABLE_AT: usize = 76;
/// Lengths of the header and of a directory entry, in bytes.
const HEADER: usize = 512;
const ENTRY: usize = 128;
/// The most directory entries that are read: a workbook has some ten, with macros some hundreds.
const MOST_ENTRIES: usize = 1 << 16;

const CIRCLE: Refusal = Refusal::Damaged(Damage::CircularParts);

/// A compound file.
pub(super) struct Compound {
    file: File,
    /// The size of a sector, in bytes.
    sector: u64,
    /// The FAT: for each sector the next one of its chain.
    next: Vec<u32>,
    small_next: Vec<u32>,
    /// The mini stream; empty if there is none.
    small: Vec<SectorRun>,
    entries: Vec<DirectoryEntry>,
}

struct DirectoryEntry {
    name: String,
    start: u32,
    length: u64,
}

/// Consecutive sectors: offset in the file and length, in bytes.
#[derive(Debug, Clone, Copy)]
struct SectorRun {
    start: u64,
    length: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

impl Compound {
    /// Reads the FAT and the directory.
    pub(super) fn open(file: File) -> Result<Compound, Refusal> {
        let mut header = Vec::new();
        FileRange::of(&file, 0, HEADER as u64).read_to_end(&mut header)?;
        if header.len() < HEADER {
            return Err(Refusal::CutOff);
        }
        let sector = match u16_at(&header, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(Refusal::Damaged(Damage::Header)),
        };
        let (next, small_next, small, entries) = Default::default();
        let mut compound = Compound { file, sector, next, small_next, small, entries };
        compound.read_table(&header)?;
        let mut entries = Vec::new();
        let chain = compound.chain(u32_at(&header, 48), u64::MAX)?;
        compound.stream(chain)?.take((MOST_ENTRIES * ENTRY) as u64).read_to_end(&mut entries)?;
        compound.entries = entries.chunks_exact(ENTRY).filter_map(DirectoryEntry::of).collect();
        compound.read_small(&header, &entries)?;
        Ok(compound)
    }

    /// Reads the FAT.
    fn read_table(&mut self, header: &[u8]) -> Result<(), Refusal> {
        let (mut parts, sectors) = (Vec::new(), (self.file.size() / self.sector) as usize + 1);
        let add = |parts: &mut Vec<u32>, bytes: &[u8]| {
            parts.extend(bytes.chunks_exact(4).map(|bytes| u32_at(bytes, 0)).take_while(|part| *part < NO_SECTOR));
        };
        add(&mut parts, &header[TABLE_AT..TABLE_AT + 4 * IN_HEADER]);
        // The rest of the DIFAT is a chain of sectors; each ends with the number of the next.
        let (mut more, mut seen) = (u32_at(header, 68), 0);
        while more < NO_SECTOR && parts.len() <= sectors {
            let bytes = self.sector(more)?;
            let (names, last) = bytes.split_at(bytes.len() - 4);
            add(&mut parts, names);
            more = u32_at(last, 0);
            seen += 1;
            if seen > sectors {
                return Err(CIRCLE);
            }
        }
        // The FAT has at most as many entries as the file has sectors.
        for part in parts.into_iter().take(sectors.div_ceil(self.sector as usize / 4)) {
            let bytes = self.sector(part)?;
            self.next.extend(bytes.chunks_exact(4).map(|bytes| u32_at(bytes, 0)));
        }
        Ok(())
    }

    /// Reads the mini stream and its FAT.
    fn read_small(&mut self, header: &[u8], entries: &[u8]) -> Result<(), Refusal> {
        let Some(root) = entries.get(..ENTRY) else { return Ok(()) };
        let start = u32_at(root, 116);
        if start >= NO_SECTOR {
            return Ok(());
        }
        self.small = self.chain(start, u64::from(u32_at(root, 120)))?;
        let mut table = Vec::new();
        let chain = self.chain(u32_at(header, 60), u64::MAX)?;
        self.stream(chain)?.read_to_end(&mut table)?;
        self.small_next = table.chunks_exact(4).map(|bytes| u32_at(bytes, 0)).collect();
        Ok(())
    }

    /// The bytes of a sector.
    fn sector(&self, number: u32) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        FileRange::of(&self.file, self.start(number), self.sector).read_to_end(&mut bytes)?;
        if bytes.len() < self.sector as usize { Err(Refusal::CutOff) } else { Ok(bytes) }
    }

    /// The offset of a sector in the file; the header precedes the first one.
    fn start(&self, number: u32) -> u64 {
        (u64::from(number) + 1) * self.sector
    }

    /// The runs of a chain of sectors, up to `length` bytes.
    fn chain(&self, start: u32, length: u64) -> Result<Vec<SectorRun>, Refusal> {
        let place = |sector| Ok(SectorRun { start: self.start(sector), length: self.sector });
        let runs = follow(&self.next, start, length, self.sector, &place)?;
        // The last sector of a file may be short.
        let is_there = |run: &SectorRun| run.start + run.length < self.file.size() + self.sector;
        if runs.iter().all(is_there) { Ok(runs) } else { Err(Refusal::CutOff) }
    }

    /// The runs of a stream.
    fn runs(&self, entry: &DirectoryEntry) -> Result<Vec<SectorRun>, Refusal> {
        if entry.length >= SMALL {
            return self.chain(entry.start, entry.length);
        }
        let place = |sector| {
            let mut at = u64::from(sector) * SMALL_SECTOR;
            let holds = |run: &&SectorRun| {
                let is_here = at < run.length;
                at -= if is_here { 0 } else { run.length };
                is_here
            };
            let run = self.small.iter().find(holds).ok_or(Refusal::CutOff)?;
            Ok(SectorRun { start: run.start + at, length: SMALL_SECTOR })
        };
        follow(&self.small_next, entry.start, entry.length, SMALL_SECTOR, &place)
    }

    /// Whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The stream of this name, if there is one.
    pub(super) fn open_stream(&self, name: &str) -> Result<Option<CompoundStream>, Refusal> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let runs = self.runs(entry)?;
        Ok(Some(self.stream(runs)?))
    }

    fn stream(&self, runs: Vec<SectorRun>) -> io::Result<CompoundStream> {
        let mut length = 0;
        let ends = runs.iter().map(|run| {
            length += run.length;
            length
        });
        Ok(CompoundStream { file: self.file.clone(), ends: ends.collect(), runs, at: 0 })
    }

    /// The size of the file, in bytes.
    pub(super) fn size(&self) -> u64 {
        self.file.size()
    }
}

impl DirectoryEntry {
    /// Parses an entry of the directory; `None` for anything but a stream.
    fn of(bytes: &[u8]) -> Option<DirectoryEntry> {
        const STREAM: u8 = 2;
        let length = usize::from(u16_at(bytes, 64)).clamp(2, 64) - 2;
        let units = bytes[..length].chunks_exact(2).map(|unit| u16_at(unit, 0));
        let name = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        // The upper half of the length is often uninitialised, and no stream needs it.
        (bytes[66] == STREAM).then(|| DirectoryEntry {
            name,
            start: u32_at(bytes, 116),
            length: u32_at(bytes, 120).into(),
        })
    }
}

/// Follows a chain of sectors up to `length` bytes and merges neighbours into runs.
fn follow(
    next: &[u32],
    start: u32,
    length: u64,
    sector: u64,
    place: &dyn Fn(u32) -> Result<SectorRun, Refusal>,
) -> Result<Vec<SectorRun>, Refusal> {
    let (mut runs, mut number, mut left, mut steps): (Vec<SectorRun>, _, _, _) = (Vec::new(), start, length, 0);
    while number < NO_SECTOR && left > 0 {
        let mut run = place(number)?;
        run.length = sector.min(left);
        left -= run.length;
        match runs.last_mut() {
            Some(last) if last.start + last.length == run.start => last.length += run.length,
            _ => runs.push(run),
        }
        steps += 1;
        if steps > next.len() {
            return Err(CIRCLE);
        }
        number = *next.get(number as usize).ok_or(Refusal::CutOff)?;
    }
    Ok(runs)
}

/// A stream, read across its runs.
pub(super) struct CompoundStream {
    file: File,
    runs: Vec<SectorRun>,
    /// The end of each run, as an offset in the stream.
    ends: Vec<u64>,
    at: u64,
}

impl CompoundStream {
    /// Length in bytes.
    pub(super) fn length(&self) -> u64 {
        self.ends.last().copied().unwrap_or_default()
    }
}

impl Read for CompoundStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let index = self.ends.partition_point(|end| *end <= self.at);
        let (Some(run), Some(end)) = (self.runs.get(index), self.ends.get(index)) else { return Ok(0) };
        let left = end - self.at;
        let read = FileRange::of(&self.file, run.start + run.length - left, left).read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for CompoundStream {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
