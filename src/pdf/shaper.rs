//! What was found out about the texts of a document: their glyphs, where their lines may end, and where they do.
//!
//! A sheet that is to fit is set several times with more or less room, and a table measures its cells before it sets
//! them. The words stay the same, so each text is shaped once, and wrapped once in each size and width.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::font::{Face, FontFace, Fonts, Glyph};
use super::shape::Shaped;
use super::text::{Look, RichText};
use super::wrap::{Line, Rag, wrap};
use crate::breaks::{Break, breaks};

/// The fonts, and what was found out about the texts of one document.
pub(crate) struct Shaper<'a> {
    fonts: &'a Fonts,
    glyphs: RefCell<HashMap<Face, Shapes>>,
    known: RefCell<HashMap<String, Vec<Rc<Known>>>>,
}

/// Glyphs by the text that they show.
type Shapes = HashMap<String, Rc<[Glyph]>>;

/// What is known of the lines of a text.
#[derive(Debug, PartialEq)]
pub(crate) struct Known {
    whole: Vec<Range<usize>>,
    pub(crate) breaks: Vec<Break>,
    wrapped: RefCell<Vec<(Measure, Rc<[Line]>)>>,
}

/// All that lines depend on besides the text and its breaks.
#[derive(Debug, PartialEq)]
struct Measure {
    width: f32,
    rag: Rag,
    /// Where each span ends, and how it looks.
    looks: Vec<(usize, Look)>,
    /// The width of each place to fill in.
    blanks: Vec<f32>,
}

impl<'a> Shaper<'a> {
    /// Knows nothing yet.
    pub(crate) fn new(fonts: &'a Fonts) -> Shaper<'a> {
        Shaper { fonts, glyphs: RefCell::default(), known: RefCell::default() }
    }

    pub(crate) fn face(&self, face: Face) -> &'a FontFace {
        self.fonts.face(face)
    }

    /// The glyphs of a stretch of text.
    pub(crate) fn glyphs(&self, face: Face, text: &str) -> Rc<[Glyph]> {
        let mut glyphs = self.glyphs.borrow_mut();
        let known = glyphs.entry(face).or_default();
        if let Some(glyphs) = known.get(text) {
            return Rc::clone(glyphs);
        }
        let glyphs: Rc<[Glyph]> = self.face(face).shape(text).into();
        known.insert(text.to_owned(), Rc::clone(&glyphs));
        glyphs
    }

    /// What is known of the lines of a text.
    pub(crate) fn known(&self, rich: &RichText) -> Rc<Known> {
        let mut known = self.known.borrow_mut();
        let alike = known.get(&rich.text).and_then(|alike| alike.iter().find(|known| known.whole == rich.whole));
        if let Some(found) = alike {
            return Rc::clone(found);
        }
        let breaks = breaks(&rich.text, &rich.whole);
        let new = Rc::new(Known { whole: rich.whole.clone(), breaks, wrapped: RefCell::default() });
        known.entry(rich.text.clone()).or_default().push(Rc::clone(&new));
        new
    }
}

/// The lines of a text that are at most `width` points wide.
pub(crate) fn lines(shaped: &Shaped, width: f32, rag: Rag) -> Rc<[Line]> {
    let looks = shaped.rich.spans.iter().map(|span| (span.end, span.look)).collect();
    let blanks = shaped.atoms.iter().filter(|atom| atom.glyph.is_none()).map(|atom| atom.width).collect();
    let measure = Measure { width, rag, looks, blanks };
    let mut wrapped = shaped.known.wrapped.borrow_mut();
    if let Some((_, lines)) = wrapped.iter().find(|(known, _)| *known == measure) {
        return Rc::clone(lines);
    }
    let lines: Rc<[Line]> = wrap(shaped, width, rag).into();
    wrapped.push((measure, Rc::clone(&lines)));
    lines
}
