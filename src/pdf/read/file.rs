//! Finds the objects of a PDF and decodes its streams, within a budget.

use std::io::Read as _;
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::lexer::{Dict, Lexer, PdfValue};
use crate::diag::{Code, Diagnostic, Message, say};

/// The most bytes of a decoded stream; the largest of ours has a hundredth of it.
const MOST_INFLATED: usize = 16 * 1024 * 1024;

/// The budget of a file, in bytes read or decoded: a base, an addition per byte of the file, a maximum.
const BUDGET: u64 = 8 * 1024 * 1024;
const BUDGET_PER_BYTE: u64 = 48;
const MOST_BUDGET: u64 = 768 * 1024 * 1024;

/// The least cost of a step, so that steps without reading end too.
const STEP: usize = 24;

/// The cost of a dictionary entry that is kept.
pub(super) const ENTRY: usize = 64;

/// The most objects of a file; a print run of 8,000 pledges has 300,000.
const MOST_OBJECTS: usize = 1_200_000;

/// How many bytes of decoded object streams are kept.
const MOST_KEPT: usize = 24 * 1024 * 1024;

/// `endstream` must begin within so many bytes after the end that `Length` tells.
const END_WITHIN: usize = 32;

/// The most filters of a stream.
const MOST_FILTERS: usize = 3;

/// The finding that a PDF cannot be read, and why.
pub(super) fn unreadable(why: Message) -> Diagnostic {
    let message = say!("PDF ini tidak dapat dibaca: {why}", "cannot read this PDF: {why}"; why);
    Diagnostic::error(Code::UnreadablePdf, message)
}

/// The finding that a file exceeds its budget.
fn too_much() -> Diagnostic {
    unreadable(say!(
        "berkas ini menuntut pekerjaan yang terlalu banyak untuk ukurannya",
        "it asks for more work than its size allows"
    ))
}

/// Where an object is.
#[derive(Debug, Clone, Copy)]
enum ObjectLocation {
    /// At this offset of the file.
    File(u32),
    /// In the object stream with this index, at this offset.
    Packed(u32, u32),
}

/// A stream: its dictionary and the range of its encoded bytes in the file.
#[derive(Debug, Clone)]
pub(super) struct PdfStream {
    pub(super) dict: Dict,
    data: Range<usize>,
}

/// An object stream.
struct Packed {
    stream: PdfStream,
    unpacked: Option<Rc<[u8]>>,
}

/// The objects of a PDF.
pub(super) struct PdfFile<'b> {
    bytes: &'b [u8],
    places: FxHashMap<u32, ObjectLocation>,
    packed: Vec<Packed>,
    kept: usize,
    budget: u64,
    catalog: Option<u32>,
}

impl<'b> PdfFile<'b> {
    /// Finds all objects by scanning the file. The cross-reference table is not used, since it may be wrong; of an
    /// object that was updated, the last version counts.
    ///
    /// # Errors
    /// `unreadable-pdf` for an encrypted file and beyond the limits.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Diagnostic> {
        let budget = (BUDGET + BUDGET_PER_BYTE * bytes.len() as u64).min(MOST_BUDGET);
        let mut file =
            PdfFile { bytes, places: FxHashMap::default(), packed: Vec::new(), kept: 0, budget, catalog: None };
        let mut at = 0;
        let word = memmem::Finder::new(b"obj");
        while let Some(found) = word.find(bytes.get(at..).unwrap_or_default()) {
            let end = at + found + 3;
            at = match number_before(bytes, at + found) {
                Some(number) => file.note(number, end)?,
                None => end,
            };
        }
        file.note_trailers()?;
        Ok(file)
    }

    /// Records the object at an offset and returns where it ends.
    fn note(&mut self, number: u32, at: usize) -> Result<usize, Diagnostic> {
        self.place(number, ObjectLocation::File(at as u32))?;
        let mut lexer = Lexer::new(self.bytes, at);
        let value = lexer.value();
        let Some(PdfValue::Dict(dict)) = value else { return Ok(lexer.at) };
        if dict.is("Type", "Catalog") {
            self.catalog = self.catalog.or(Some(number));
        }
        let Some(data) = self.stream_after(&dict, lexer.at) else { return Ok(lexer.at) };
        let end = data.end;
        if dict.is("Type", "XRef") {
            self.note_trailer(&dict)?;
        } else if dict.is("Type", "ObjStm") {
            self.note_packed(PdfStream { dict, data })?;
        }
        Ok(end)
    }

    fn place(&mut self, number: u32, place: ObjectLocation) -> Result<(), Diagnostic> {
        self.places.insert(number, place);
        match self.places.len() > MOST_OBJECTS {
            true => Err(unreadable(say!(
                "isinya lebih dari {MOST_OBJECTS} objek",
                "it has more than {MOST_OBJECTS} objects"
            ))),
            false => Ok(()),
        }
    }

    /// The encoded bytes of the stream after a dictionary.
    fn stream_after(&self, dict: &Dict, at: usize) -> Option<Range<usize>> {
        let mut lexer = Lexer::new(self.bytes, at);
        lexer.skip_spaces();
        let rest = self.bytes.get(lexer.at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let start = self.bytes.len() - rest.len();
        let told = dict.get("Length").and_then(PdfValue::count).filter(|length| {
            let after = rest.get(*length..).unwrap_or_default();
            // Bounded, since many objects may claim to end in front of the same long white space.
            after[..after.len().min(END_WITHIN)].trim_ascii_start().starts_with(b"endstream")
        });
        let length = told.or_else(|| memmem::find(rest, b"endstream")).unwrap_or(rest.len());
        Some(start..start + length)
    }

    /// Records the objects in an object stream.
    fn note_packed(&mut self, stream: PdfStream) -> Result<(), Diagnostic> {
        let Some(bytes) = self.unpack(&stream)? else { return Ok(()) };
        let Some(first) = stream.dict.get("First").and_then(PdfValue::count) else { return Ok(()) };
        let mut lexer = Lexer::new(bytes.get(..first).unwrap_or_default(), 0);
        let index = self.packed.len() as u32;
        while let (Some(number), Some(start)) = (lexer.value(), lexer.value()) {
            let (Some(number), Some(start)) = (number.count(), start.count()) else { break };
            self.place(number as u32, ObjectLocation::Packed(index, (first + start).min(bytes.len()) as u32))?;
        }
        self.packed.push(Packed { stream, unpacked: None });
        self.keep(index as usize, bytes.into());
        Ok(())
    }

    fn note_trailers(&mut self) -> Result<(), Diagnostic> {
        for at in memmem::rfind_iter(self.bytes, b"trailer").take(8) {
            if let Some(PdfValue::Dict(dict)) = Lexer::new(self.bytes, at + 7).value() {
                self.note_trailer(&dict)?;
                break;
            }
        }
        Ok(())
    }

    fn note_trailer(&mut self, dict: &Dict) -> Result<(), Diagnostic> {
        if dict.get("Encrypt").is_some() {
            let finding = unreadable(say!("berkas ini terenkripsi", "it is encrypted"));
            return Err(finding.help(say!(
                "simpan salinan yang dapat dibuka tanpa kata sandi",
                "save a copy that opens without a password"
            )));
        }
        self.catalog = dict.get("Root").and_then(PdfValue::reference).or(self.catalog);
        Ok(())
    }

    /// The catalog, the root of all objects.
    ///
    /// # Errors
    /// `unreadable-pdf`, also where there is none.
    pub(super) fn catalog(&mut self) -> Result<Dict, Diagnostic> {
        let catalog = self.catalog.map(|number| self.object(number)).transpose()?.flatten();
        match catalog {
            Some(PdfValue::Dict(dict)) => Ok(dict),
            _ => {
                Err(unreadable(say!("berkas ini tidak memiliki katalog isinya", "it has no catalog of what is in it")))
            }
        }
    }

    /// Charges a step that reads or decodes so many bytes to the budget.
    ///
    /// # Errors
    /// `unreadable-pdf` where the budget is exhausted.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Diagnostic> {
        self.take(bytes.saturating_add(STEP))
    }

    /// Charges so many bytes to the budget, as part of a step that was charged.
    ///
    /// # Errors
    /// `unreadable-pdf` where the budget is exhausted.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Diagnostic> {
        self.budget = self.budget.checked_sub(bytes as u64).ok_or_else(too_much)?;
        Ok(())
    }

    /// An object by its number; of a stream, the dictionary.
    ///
    /// # Errors
    /// `unreadable-pdf` beyond the budget.
    pub(super) fn object(&mut self, number: u32) -> Result<Option<PdfValue>, Diagnostic> {
        let (value, length) = match self.places.get(&number) {
            None => (None, 0),
            Some(ObjectLocation::File(at)) => {
                let mut lexer = Lexer::new(self.bytes, *at as usize);
                (lexer.value(), lexer.at - *at as usize)
            }
            Some(&ObjectLocation::Packed(index, at)) => {
                let Some(bytes) = self.unpacked(index as usize)? else { return Ok(None) };
                let mut lexer = Lexer::new(&bytes, at as usize);
                (lexer.value(), lexer.at.saturating_sub(at as usize))
            }
        };
        self.spend(length)?;
        Ok(value)
    }

    /// Resolves a reference; any other value is itself.
    pub(super) fn resolve(&mut self, value: Option<&PdfValue>) -> Result<Option<PdfValue>, Diagnostic> {
        match value {
            Some(PdfValue::Ref(number)) => self.object(*number),
            other => Ok(other.cloned()),
        }
    }

    /// The dictionary under a key, directly or by reference.
    pub(super) fn dict(&mut self, of: &Dict, key: &str) -> Result<Option<Dict>, Diagnostic> {
        Ok(match self.resolve(of.get(key))? {
            Some(PdfValue::Dict(dict)) => Some(dict),
            _ => None,
        })
    }

    /// The dictionary and decoded bytes of a stream; `None` where it is no stream, or has an image filter.
    pub(super) fn stream(&mut self, number: u32) -> Result<Option<(Dict, Vec<u8>)>, Diagnostic> {
        let Some(&ObjectLocation::File(at)) = self.places.get(&number) else { return Ok(None) };
        let mut lexer = Lexer::new(self.bytes, at as usize);
        let Some(PdfValue::Dict(dict)) = lexer.value() else { return Ok(None) };
        let Some(data) = self.stream_after(&dict, lexer.at) else { return Ok(None) };
        let stream = PdfStream { dict, data };
        Ok(self.unpack(&stream)?.map(|bytes| (stream.dict, bytes)))
    }

    fn unpacked(&mut self, index: usize) -> Result<Option<Rc<[u8]>>, Diagnostic> {
        let Some(packed) = self.packed.get(index) else { return Ok(None) };
        if let Some(bytes) = &packed.unpacked {
            return Ok(Some(Rc::clone(bytes)));
        }
        let stream = packed.stream.clone();
        let Some(bytes) = self.unpack(&stream)? else { return Ok(None) };
        let bytes: Rc<[u8]> = bytes.into();
        self.keep(index, Rc::clone(&bytes));
        Ok(Some(bytes))
    }

    /// Keeps a decoded object stream, and drops the others where all would be too large.
    fn keep(&mut self, index: usize, bytes: Rc<[u8]>) {
        if self.kept + bytes.len() > MOST_KEPT {
            self.packed.iter_mut().for_each(|packed| packed.unpacked = None);
            self.kept = 0;
        }
        self.kept += bytes.len();
        if let Some(packed) = self.packed.get_mut(index) {
            packed.unpacked = Some(bytes);
        }
    }

    fn unpack(&mut self, stream: &PdfStream) -> Result<Option<Vec<u8>>, Diagnostic> {
        let filters = self.resolve(stream.dict.get("Filter"))?;
        let filters = filters.as_ref().map_or(&[][..], PdfValue::each);
        if filters.len() > MOST_FILTERS {
            return Err(unreadable(say!(
                "salah satu stream dimampatkan lebih dari {MOST_FILTERS} kali",
                "a stream is packed more than {MOST_FILTERS} times"
            )));
        }
        // A stream without filter is copied too, each time it is asked for.
        self.spend(stream.data.len())?;
        let bytes = self.bytes;
        let mut data = bytes.get(stream.data.clone()).unwrap_or_default().to_vec();
        for filter in filters {
            let most = MOST_INFLATED.min(self.budget as usize);
            let unpacked = match filter.name() {
                Some(b"FlateDecode" | b"Fl") => inflated(&data, most),
                Some(b"ASCIIHexDecode" | b"AHx") => from_hex(&data),
                Some(b"ASCII85Decode" | b"A85") => from_85(&data),
                _ => return Ok(None),
            };
            if unpacked.len() > most {
                if most < MOST_INFLATED {
                    return Err(too_much());
                }
                let most = most / 1024 / 1024;
                return Err(unreadable(say!(
                    "hasil pemekaran salah satu stream melebihi batas {most} MB yang dibaca",
                    "a stream unpacks to more than the {most} MB that are read of it"
                )));
            }
            data = unpacked;
            self.spend(data.len())?;
        }
        Ok(Some(data))
    }
}

/// The object number in front of an `obj` at an offset: `12 0 obj`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let before = &bytes[at.saturating_sub(24)..at];
    let digits_end = |of: &[u8]| of.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let generation = before.trim_ascii_end();
    let rest = &generation[..generation.len() - digits_end(generation)];
    let number = rest.trim_ascii_end();
    let digits = &number[number.len() - digits_end(number)..];
    let is_whole = generation.len() < before.len() && rest.len() < generation.len() && number.len() < rest.len();
    std::str::from_utf8(digits).ok().filter(|_| is_whole)?.parse().ok()
}

/// Inflates up to `most + 1` bytes; of a damaged stream, those before the damage.
fn inflated(data: &[u8], most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // The beginning of a truncated stream is still of use.
    let _ = flate2::read::ZlibDecoder::new(data).take(most as u64 + 1).read_to_end(&mut bytes);
    bytes
}

fn from_hex(data: &[u8]) -> Vec<u8> {
    let end = memchr::memchr(b'>', data).unwrap_or(data.len());
    let digits: Vec<u8> =
        data[..end].iter().filter_map(|byte| char::from(*byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}

fn from_85(data: &[u8]) -> Vec<u8> {
    let end = memchr::memchr(b'~', data).unwrap_or(data.len());
    let mut bytes = Vec::with_capacity(end / 5 * 4);
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for byte in &data[..end] {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend(of_85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let length = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&of_85(&group)[..length]);
    }
    bytes
}

fn of_85(group: &[u32]) -> [u8; 4] {
    group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_believed_only_where_the_end_follows_soon() {
        let of = |spaces: usize| {
            let bytes =
                format!("1 0 obj <</Length 5>>stream\nxend {}endstream endobj", " ".repeat(spaces)).into_bytes();
            let mut file = PdfFile::open(&bytes).unwrap();
            file.stream(1).unwrap().unwrap().1.len()
        };
        assert_eq!([0, 20, 40].map(of), [5, 5, 45]);
    }
}
