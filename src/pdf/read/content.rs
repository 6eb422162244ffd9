//! Reads the text of content streams with its marked-content ids.

use std::rc::Rc;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::encoding::Letters;
use super::file::{PdfFile, unreadable};
use super::lexer::{Dict, Lexer, PdfValue};
use super::passage::{decoded, joint};
use super::resources::{ResourceReader, Resources, named};
use crate::diag::{Diagnostic, say};

/// The deepest nesting of form XObjects.
const DEEPEST: usize = 8;

/// The least distance of two lines, as a share of the font size.
const LINE: f64 = 0.3;

/// A shift in `TJ` beyond this separates two words, in thousandths of the font size.
const GAP: f64 = 200.0;

/// The most values among the operands of an operator.
const MOST_VALUES: usize = 10_000;

/// The most content streams of a page.
const MOST_PARTS: usize = 10_000;

/// How many bytes of a string are mapped before the text is charged to the budget. Even, so that codes of two bytes
/// stay whole.
const SHOWN_AT_ONCE: usize = 4096;

/// The text of a marked-content sequence, or text without a mark.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MarkedText {
    /// The object number of the page or form XObject, and the marked-content id in it.
    pub(super) mark: Option<(u32, usize)>,
    /// Its text.
    pub(super) text: String,
    /// The y positions of its first and last line.
    pub(super) lines: Option<(f64, f64)>,
}

/// Reads content streams, each once for all pages that share it.
#[derive(Default)]
pub(super) struct Contents {
    resources: ResourceReader,
    /// By the object number of the stream and the number of its set of fonts.
    drawn: FxHashMap<(u32, usize), Rc<Drawn>>,
}

/// The text of a content stream.
struct Drawn {
    pieces: Vec<MarkedText>,
    /// Whether it neither depends on the streams before it nor leaves marks open for those after it.
    is_whole: bool,
}

impl Contents {
    /// The text of a page, in drawing order.
    ///
    /// # Errors
    /// `unreadable-pdf` beyond the limits.
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

    /// The text of a page whose streams depend on each other: they are read as one.
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

    /// The text of a content stream: of a page, or of a form XObject.
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

/// The state of reading a content stream.
struct ContentReader<'r> {
    owner: u32,
    resources: &'r Resources,
    pieces: Vec<MarkedText>,
    /// Open marked content: its id, and whether it has `ActualText`.
    marks: Vec<(Option<usize>, bool)>,
    font: Option<Rc<Letters>>,
    size: f64,
    /// The y position of the current line and the vertical scale of the text matrix.
    height: f64,
    scale: f64,
    leading: f64,
    /// The y position of the text shown last.
    last: Option<f64>,
    /// Whether it has not depended on streams before it.
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
                // No operator has more operands, so the stream is damaged here.
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
        // An empty piece keeps the place of a picture.
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
                // A code may map to many characters, so they are charged piece by piece.
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

    /// Adds the text of a form XObject: with its own marks, else with the mark around it.
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

/// The end of an inline image: after `EI` between white space.
fn after_picture(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let ends = |found: &usize| {
        let is_space = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
        is_space(rest.get(found.wrapping_sub(1))) && is_space(rest.get(found + 2))
    };
    memmem::find_iter(rest, b"EI").find(ends).map_or(bytes.len(), |found| at + found + 2)
}
