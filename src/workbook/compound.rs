//! Compound files (MS-CFB): a small file system in a file, in which XLS and encrypted workbooks lie.
//!
//! Our own, since all that is needed is one stream, and the crate cfb refuses files whose trees of names or free sectors are
//! untidy, as some exporters leave them. Names are read as a list here, and a stream becomes runs of sectors of the file.

use super::file_range::FileRange;
use super::refusal::{Damage, Refusal};
use crate::intake::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

/// Sectors from this number on are none: the end of a chain, or free.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams shorter than this many bytes lie in the stream of the root, in sectors of so many.
const SMALL: u64 = 4096;
const SMALL_SECTOR: u64 = 64;
/// How many numbers of sectors with a part of the table the header holds, and where.
const IN_HEADER: usize = 109;
const TABLE_AT: usize = 76;
/// The length of the header, and of what stands about a stream.
const HEADER: usize = 512;
const ENTRY: usize = 128;
/// No more streams are looked at: a workbook has some ten, and with macros some hundreds.
const MOST_ENTRIES: usize = 1 << 16;

const CIRCLE: Refusal = Refusal::Damaged(Damage::CircularParts);

/// A compound file.
pub(super) struct Compound {
    file: File,
    /// The length of a sector, in bytes.
    sector: u64,
    /// For each sector the one after it.
    next: Vec<u32>,
    small_next: Vec<u32>,
    /// Where the small streams lie; empty if there are none.
    small: Vec<SectorRun>,
    entries: Vec<DirectoryEntry>,
}

struct DirectoryEntry {
    name: String,
    start: u32,
    length: u64,
}

/// A run of the file: where it begins, and how long it is.
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
    /// Reads the tables of sectors and the list of streams.
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

    /// Reads which sector follows which.
    fn read_table(&mut self, header: &[u8]) -> Result<(), Refusal> {
        let (mut parts, sectors) = (Vec::new(), (self.file.size() / self.sector) as usize + 1);
        let add = |parts: &mut Vec<u32>, bytes: &[u8]| {
            parts.extend(bytes.chunks_exact(4).map(|bytes| u32_at(bytes, 0)).take_while(|part| *part < NO_SECTOR));
        };
        add(&mut parts, &header[TABLE_AT..TABLE_AT + 4 * IN_HEADER]);
        // What the header has no room for stands in sectors that name the next one at their end.
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
        // A table is no longer than the file has sectors.
        for part in parts.into_iter().take(sectors.div_ceil(self.sector as usize / 4)) {
            let bytes = self.sector(part)?;
            self.next.extend(bytes.chunks_exact(4).map(|bytes| u32_at(bytes, 0)));
        }
        Ok(())
    }

    /// Finds where the small streams lie.
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

    /// Where a sector begins; the header takes the place of one.
    fn start(&self, number: u32) -> u64 {
        (u64::from(number) + 1) * self.sector
    }

    /// The runs of sectors of the file with so many bytes of the sectors from this one on, or all of them.
    fn chain(&self, start: u32, length: u64) -> Result<Vec<SectorRun>, Refusal> {
        let place = |sector| Ok(SectorRun { start: self.start(sector), length: self.sector });
        let runs = follow(&self.next, start, length, self.sector, &place)?;
        // The last sector of a file may be short.
        let is_there = |run: &SectorRun| run.start + run.length < self.file.size() + self.sector;
        if runs.iter().all(is_there) { Ok(runs) } else { Err(Refusal::CutOff) }
    }

    /// The runs of sectors of the file with the bytes of a stream.
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
    /// A stream of the list; none for a folder or for no entry.
    fn of(bytes: &[u8]) -> Option<DirectoryEntry> {
        const STREAM: u8 = 2;
        let length = usize::from(u16_at(bytes, 64)).clamp(2, 64) - 2;
        let units = bytes[..length].chunks_exact(2).map(|unit| u16_at(unit, 0));
        let name = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        // The upper half of a length is often not cleared, and no stream needs it.
        (bytes[66] == STREAM).then(|| DirectoryEntry {
            name,
            start: u32_at(bytes, 116),
            length: u32_at(bytes, 120).into(),
        })
    }
}

/// The runs with so many bytes of a chain of sectors, or all of it; neighbours are one run.
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

/// A stream: runs of sectors of the file as one.
pub(super) struct CompoundStream {
    file: File,
    runs: Vec<SectorRun>,
    /// Where each run ends in the stream.
    ends: Vec<u64>,
    at: u64,
}

impl CompoundStream {
    /// Its length, in bytes.
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
