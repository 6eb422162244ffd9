//! What was found out about texts: their glyphs, where their lines may end, how they are set.
//!
//! A sheet that is to fit is set several times with more or less room, a table measures its cells before it sets them,
//! and the sheets of many people have most of their words in common. Each text is shaped and wrapped once.

use std::cell::RefCell;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use super::blocks::{Fitted, Fragments};
use super::font::{Face, FontFace, Fonts, Glyph};
use super::lines::{SetText, Setting};
use super::text::RichText;
use crate::cache::{Cache, hash_of};
use crate::linebreak::{Break, breaks};

/// The fonts, and what is remembered of texts.
pub(crate) struct Shaper<'a> {
    fonts: &'a Fonts,
    memory: &'a Memory,
}

/// What was found out about the texts of documents. One document at a time uses it.
pub(crate) struct Memory {
    glyphs: RefCell<Cache<Shape>>,
    breaks: RefCell<Cache<Arc<Breaks>>>,
    widths: RefCell<Cache<Measured>>,
    set: RefCell<Cache<Arc<SetText>>>,
    fragments: RefCell<Fragments>,
    fitted: RefCell<Cache<Fitted>>,
}

/// So many texts are remembered.
const TEXTS: usize = 2048;
/// So many slides are.
const SLIDES: usize = 512;

struct Shape {
    face: Face,
    text: String,
    glyphs: Arc<[Glyph]>,
}

/// Where the lines of a text may end.
#[derive(Debug, PartialEq)]
pub(crate) struct Breaks {
    text: String,
    whole: Vec<Range<usize>>,
    pub(crate) places: Vec<Break>,
}

struct Measured {
    rich: RichText,
    widths: (f32, f32),
}

impl Default for Memory {
    fn default() -> Memory {
        Memory {
            glyphs: RefCell::new(Cache::new(TEXTS)),
            breaks: RefCell::new(Cache::new(TEXTS)),
            widths: RefCell::new(Cache::new(TEXTS)),
            set: RefCell::new(Cache::new(TEXTS)),
            fragments: RefCell::default(),
            fitted: RefCell::new(Cache::new(SLIDES)),
        }
    }
}

impl Memory {
    /// Whether nothing is remembered yet.
    pub(crate) fn is_new(&mut self) -> bool {
        self.set.get_mut().is_empty()
    }

    /// Takes over what another one remembers of texts.
    pub(crate) fn absorb(&mut self, other: Memory) {
        let Memory { glyphs, breaks, widths, set, fragments: _, fitted: _ } = other;
        self.glyphs.get_mut().absorb(glyphs.into_inner());
        self.breaks.get_mut().absorb(breaks.into_inner());
        self.widths.get_mut().absorb(widths.into_inner());
        self.set.get_mut().absorb(set.into_inner());
    }
}

impl<'a> Shaper<'a> {
    /// The fonts, with what is remembered of texts set in them.
    pub(crate) fn new(fonts: &'a Fonts, memory: &'a Memory) -> Shaper<'a> {
        Shaper { fonts, memory }
    }

    /// Blocks that were set before.
    pub(crate) fn fragments(&self) -> &'a RefCell<Fragments> {
        &self.memory.fragments
    }

    /// Slides whose size was found before.
    pub(crate) fn fitted(&self) -> &'a RefCell<Cache<Fitted>> {
        &self.memory.fitted
    }

    pub(crate) fn face(&self, face: Face) -> &'a FontFace {
        self.fonts.face(face)
    }

    /// The glyphs of a stretch of text.
    pub(crate) fn glyphs(&self, face: Face, text: &str) -> Arc<[Glyph]> {
        let mut memo = self.memory.glyphs.borrow_mut();
        let hash = hash_of(|hasher| (face, text).hash(hasher));
        if let Some(known) = memo.get(hash, |known| known.face == face && known.text == text) {
            return Arc::clone(&known.glyphs);
        }
        let glyphs: Arc<[Glyph]> = self.face(face).shape(text).into();
        memo.insert(hash, Shape { face, text: text.to_owned(), glyphs: Arc::clone(&glyphs) });
        glyphs
    }

    /// Where the lines of a text may end.
    pub(crate) fn breaks(&self, rich: &RichText) -> Arc<Breaks> {
        let mut memo = self.memory.breaks.borrow_mut();
        let hash = hash_of(|hasher| (&rich.text, &rich.whole).hash(hasher));
        if let Some(known) = memo.get(hash, |known| known.text == rich.text && known.whole == rich.whole) {
            return Arc::clone(known);
        }
        let places = breaks(&rich.text, &rich.whole);
        let new = Arc::new(Breaks { text: rich.text.clone(), whole: rich.whole.clone(), places });
        memo.insert(hash, Arc::clone(&new));
        new
    }

    /// What `measure` finds out about the widths of a text.
    pub(crate) fn measured(&self, rich: RichText, measure: impl FnOnce(RichText) -> (f32, f32)) -> (f32, f32) {
        let hash = hash_of(|hasher| rich.hash_words(hasher));
        let known = |memo: &mut Cache<Measured>| {
            memo.get(hash, |known| known.rich.has_words_of(&rich)).map(|known| known.widths)
        };
        if let Some(widths) = known(&mut self.memory.widths.borrow_mut()) {
            return widths;
        }
        let widths = measure(rich.clone());
        self.memory.widths.borrow_mut().insert(hash, Measured { rich, widths });
        widths
    }

    /// A text set in lines.
    pub(crate) fn set(&self, rich: &RichText, setting: &Setting) -> Arc<SetText> {
        let hash = SetText::hash(rich, setting);
        if let Some(known) = self.memory.set.borrow_mut().get(hash, |known| known.is_of(rich, setting)) {
            return Arc::clone(known);
        }
        let new = Arc::new(SetText::new(self, rich.clone(), setting));
        self.memory.set.borrow_mut().insert(hash, Arc::clone(&new));
        new
    }
}
