//! What the content of a page shows, with the numbers of its marks.

use std::rc::Rc;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::encoding::Letters;
use super::file::{PdfFile, unreadable};
use super::lexer::{Dict, Lexer, PdfValue};
use super::passage::{decoded, joint};
use super::resources::{ResourceReader, Resources, named};
use crate::diag::{Diagnostic, say};

/// How deep drawings may be drawn within drawings.
const DEEPEST: usize = 8;

/// How far a line lies from another at least, in sizes of its letters.
const LINE: f64 = 0.3;

/// Letters that stand further apart than so many thousandths of their size are two words.
const GAP: f64 = 200.0;

/// How many values the operands of one operator may have.
const MOST_VALUES: usize = 10_000;

/// How many streams a page may have.
const MOST_PARTS: usize = 10_000;

/// How many bytes of codes are shown before their letters are paid for: whole codes, of one byte or two.
const SHOWN_AT_ONCE: usize = 4096;

/// Text below one mark.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MarkedText {
    /// The number of the page, or of the drawing that has marks of its own, and that of the mark in it.
    pub(super) mark: Option<(u32, usize)>,
    /// What it shows.
    pub(super) text: String,
    /// How far up its first and its last line stand.
    pub(super) lines: Option<(f64, f64)>,
}

/// What has been read, so that what many pages share is read once.
#[derive(Default)]
pub(super) struct Contents {
    resources: ResourceReader,
    /// By the number of the stream, and that of the fonts that its names mean.
    drawn: FxHashMap<(u32, usize), Rc<Drawn>>,
}

/// What a stream of content shows.
struct Drawn {
    pieces: Vec<MarkedText>,
    /// Whether it needs nothing from streams before it, and leaves nothing to those after it.
    is_whole: bool,
}

impl Contents {
    /// The pieces of a page, in the order in which they are drawn.
    ///
    /// # Errors
    /// `unreadable-pdf` beyond the bounds of a file.
    pub(super) fn page(
        &mut self,
        page: u32,
        dict: &Dict,
        resources: &Dict,
        file: &mut PdfFile,
    ) -> Result<Vec<MarkedText>, Diagnostic> {
        let resources = self.resources.resources(resources, file)?;
        let contents = match dict.get("Contents") {
            Some(PdfValue::Ref(number)) => match file.object(*number)? {
                Some(PdfValue::Array(parts)) => parts,
                _ => vec![PdfValue::Ref(*number)],
            },
            Some(PdfValue::Array(parts)) => parts.clone(),
            _ => Vec::new(),
        };
        let parts: Vec<u32> = contents.iter().filter_map(PdfValue::reference).collect();
        if parts.len() > MOST_PARTS {
            return Err(unreadable(say!(
                "salah satu halamannya memiliki lebih dari {MOST_PARTS} stream",
                "a page of it has more than {MOST_PARTS} streams"
            )));
        }
        let mut pieces = Vec::new();
        for part in &parts {
            file.spend(0)?;
            let drawn = self.stream(*part, false, &resources, file, 0)?;
            if !drawn.is_whole {
                return self.together(page, &parts, &resources, file);
            }
            for piece in &drawn.pieces {
                file.spend(piece.text.len())?;
                let mark = piece.mark.map(|(owner, number)| (if owner == *part { page } else { owner }, number));
                pieces.push(MarkedText { mark, ..piece.clone() });
            }
        }
        Ok(pieces)
    }

    /// The pieces of a page whose streams go on in one another.
    fn together(
        &mut self,
        page: u32,
        parts: &[u32],
        resources: &Resources,
        file: &mut PdfFile,
    ) -> Result<Vec<MarkedText>, Diagnostic> {
        let mut bytes = Vec::new();
        for part in parts {
            if let Some((_, part)) = file.stream(*part)? {
                file.spend(part.len())?;
                bytes.extend_from_slice(&part);
                bytes.push(b'\n');
            }
        }
        let mut reading = ContentReader::new(page, resources);
        reading.read(&bytes, self, file, 0)?;
        Ok(reading.pieces)
    }

    /// What a stream of content shows: a part of a page, or a drawing within it.
    fn stream(
        &mut self,
        number: u32,
        is_drawing: bool,
        outer: &Resources,
        file: &mut PdfFile,
        depth: usize,
    ) -> Result<Rc<Drawn>, Diagnostic> {
        let key = (number, outer.list);
        if let Some(known) = self.drawn.get(&key) {
            return Ok(Rc::clone(known));
        }
        let mut drawn = Drawn { pieces: Vec::new(), is_whole: true };
        if depth < DEEPEST
            && let Some((dict, bytes)) = file.stream(number)?
            && (!is_drawing || dict.is("Subtype", "Form"))
        {
            let own = if is_drawing { file.dict(&dict, "Resources")? } else { None };
            let own = own.map(|own| self.resources.resources(&own, file)).transpose()?;
            let mut reading = ContentReader::new(number, own.as_ref().unwrap_or(outer));
            reading.read(&bytes, self, file, depth + 1)?;
            let is_whole = reading.is_whole && reading.marks.is_empty();
            drawn = Drawn { pieces: reading.pieces, is_whole };
        }
        let drawn = Rc::new(drawn);
        self.drawn.insert(key, Rc::clone(&drawn));
        Ok(drawn)
    }
}

/// A content that is being read.
struct ContentReader<'r> {
    owner: u32,
    resources: &'r Resources,
    pieces: Vec<MarkedText>,
    /// Marks that are open: their numbers, and whether words stand for what they show.
    marks: Vec<(Option<usize>, bool)>,
    font: Option<Rc<Letters>>,
    size: f64,
    /// Where lines begin: how far up, and how much a step up is there.
    height: f64,
    scale: f64,
    leading: f64,
    /// The height of what was shown last.
    last: Option<f64>,
    /// Whether nothing was asked for that a stream before it may have set.
    is_whole: bool,
}

impl<'r> ContentReader<'r> {
    fn new(owner: u32, resources: &'r Resources) -> Self {
        let (pieces, marks) = (Vec::new(), Vec::new());
        ContentReader {
            owner,
            resources,
            pieces,
            marks,
            font: None,
            size: 1.0,
            height: 0.0,
            scale: 1.0,
            leading: 0.0,
            last: None,
            is_whole: true,
        }
    }

    fn read(
        &mut self,
        bytes: &[u8],
        contents: &mut Contents,
        file: &mut PdfFile,
        depth: usize,
    ) -> Result<(), Diagnostic> {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<PdfValue> = Vec::new();
        let mut left = MOST_VALUES;
        while let Some(value) = lexer.value_of(left) {
            left = lexer.left;
            let PdfValue::Word(word) = value else {
                // No operator has more operands; what comes before them is a fault.
                operands.push(value);
                if operands.len() > 64 {
                    operands.clear();
                    left = MOST_VALUES;
                }
                continue;
            };
            match word.as_slice() {
                b"ID" => lexer.at = after_picture(bytes, lexer.at),
                b"Do" => {
                    file.spend(0)?;
                    if let Some(number) = named(&self.resources.drawings, operands.last()) {
                        let drawn = contents.stream(number, true, self.resources, file, depth)?;
                        self.draw(&drawn.pieces, file)?;
                    }
                }
                b"Tf" => {
                    file.spend(0)?;
                    let number = named(&self.resources.fonts, operands.first());
                    self.font = number.map(|number| contents.resources.font(number, file)).transpose()?;
                    self.size = operand(&operands, 1);
                }
                b"true" | b"false" | b"null" => continue,
                other => self.operate(other, &operands, file)?,
            }
            operands.clear();
            left = MOST_VALUES;
        }
        if lexer.left == 0 {
            return Err(unreadable(say!(
                "salah satu operator di dalamnya memiliki lebih dari {MOST_VALUES} nilai",
                "an operator in it has more than {MOST_VALUES} values"
            )));
        }
        self.is_whole &= operands.is_empty();
        Ok(())
    }

    fn operate(&mut self, operator: &[u8], operands: &[PdfValue], file: &mut PdfFile) -> Result<(), Diagnostic> {
        match operator {
            b"BDC" | b"BMC" => self.begin(operands.get(1).and_then(PdfValue::dict)),
            b"EMC" => self.is_whole &= self.marks.pop().is_some(),
            b"BT" => (self.height, self.scale) = (0.0, 1.0),
            b"Tm" => (self.scale, self.height) = (operand(operands, 3), operand(operands, 5)),
            b"Td" => self.height += self.scale * operand(operands, 1),
            b"TD" => {
                self.leading = -operand(operands, 1);
                self.height += self.scale * operand(operands, 1);
            }
            b"TL" => self.leading = operand(operands, 0),
            b"T*" => self.height -= self.scale * self.leading,
            b"Tj" | b"TJ" => self.show(operands, file)?,
            b"'" | b"\"" => {
                self.height -= self.scale * self.leading;
                self.show(operands, file)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, properties: Option<&Dict>) {
        let number = properties.and_then(|dict| dict.get("MCID")).and_then(PdfValue::count);
        let words = properties.and_then(|dict| dict.get("ActualText")).and_then(PdfValue::text);
        self.marks.push((number, words.is_some()));
        // A picture shows no text, and still is in its place.
        if number.is_some() || words.is_some() {
            let words = words.map(decoded).unwrap_or_default();
            self.add(&words, None);
        }
    }

    fn show(&mut self, operands: &[PdfValue], file: &mut PdfFile) -> Result<(), Diagnostic> {
        if self.marks.iter().any(|(_, has_words)| *has_words) {
            return Ok(());
        }
        let Some(font) = self.font.clone() else {
            self.is_whole = false;
            return Ok(());
        };
        let mut text = String::new();
        for part in operands.iter().flat_map(PdfValue::each) {
            match part {
                // A code may stand for many letters, hence they are paid for piece by piece.
                PdfValue::Text(string) => {
                    for piece in string.chunks(SHOWN_AT_ONCE) {
                        let before = text.len();
                        font.show(piece, &mut text);
                        file.take(text.len() - before)?;
                    }
                }
                PdfValue::Number(distance) if *distance < -GAP && !text.is_empty() => text.push(' '),
                _ => {}
            }
        }
        let is_apart = self.last.is_some_and(|last| (last - self.height).abs() > LINE * (self.size * self.scale).abs());
        self.last = Some(self.height);
        if is_apart && self.pieces.last().is_some_and(|piece| piece.mark == self.mark() && piece.lines.is_some()) {
            text.insert_str(0, self.pieces.last().map_or("", |piece| joint(&piece.text)));
        }
        self.add(&text, Some(self.height));
        Ok(())
    }

    fn mark(&self) -> Option<(u32, usize)> {
        let number = self.marks.iter().rev().find_map(|(number, _)| *number);
        number.map(|number| (self.owner, number))
    }

    fn add(&mut self, text: &str, height: Option<f64>) {
        let mark = self.mark();
        match self.pieces.last_mut().filter(|last| last.mark == mark) {
            Some(last) => {
                last.text.push_str(text);
                let first = last.lines.map(|(first, _)| first);
                last.lines = height.map(|height| (first.unwrap_or(height), height)).or(last.lines);
            }
            None => {
                let lines = height.map(|height| (height, height));
                self.pieces.push(MarkedText { mark, text: text.to_owned(), lines });
            }
        }
    }

    /// Adds what a drawing shows: below marks of its own, else below that around it.
    fn draw(&mut self, drawn: &[MarkedText], file: &mut PdfFile) -> Result<(), Diagnostic> {
        for piece in drawn {
            file.spend(piece.text.len())?;
            match piece.mark {
                Some(_) => self.pieces.push(piece.clone()),
                None => self.add(&format!("{}\n", piece.text), None),
            }
        }
        Ok(())
    }
}

/// A number among operands.
fn operand(operands: &[PdfValue], at: usize) -> f64 {
    if let Some(PdfValue::Number(number)) = operands.get(at) { *number } else { 0.0 }
}

/// Where a picture among the operators ends: after `EI` between spaces.
fn after_picture(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let ends = |found: &usize| {
        let is_space = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
        is_space(rest.get(found.wrapping_sub(1))) && is_space(rest.get(found + 2))
    };
    memmem::find_iter(rest, b"EI").find(ends).map_or(bytes.len(), |found| at + found + 2)
}
