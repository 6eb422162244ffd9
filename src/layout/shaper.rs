//! The glyphs of texts and where their lines may end, each found out once.
//!
//! A sheet that is to fit is set several times with more or less room, a table measures its cells before it sets them,
//! and the sheets of many people have most of their words in common.

use std::cell::RefCell;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use super::face::Face;
use super::font::{FontFace, Fonts, Glyph};
use super::text::RichText;
use crate::cache::{Cache, hash_of};
use crate::linebreak::{Break, breaks};

/// The fonts, with a cache of what they said of texts.
#[derive(Clone, Copy)]
pub(crate) struct Shaper<'a> {
    fonts: &'a Fonts,
    cache: &'a ShaperCache,
}

/// Glyphs and breaks of texts. One document at a time uses it.
pub(crate) struct ShaperCache {
    glyphs: RefCell<Cache<ShapedText>>,
    breaks: RefCell<Cache<Arc<Breaks>>>,
}

/// How many texts are kept.
pub(crate) const TEXTS: usize = 2048;

struct ShapedText {
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

impl Default for ShaperCache {
    fn default() -> ShaperCache {
        ShaperCache { glyphs: RefCell::new(Cache::new(TEXTS)), breaks: RefCell::new(Cache::new(TEXTS)) }
    }
}

impl ShaperCache {
    /// Takes over what another cache holds.
    pub(crate) fn absorb(&mut self, other: ShaperCache) {
        let ShaperCache { glyphs, breaks } = other;
        self.glyphs.get_mut().absorb(glyphs.into_inner());
        self.breaks.get_mut().absorb(breaks.into_inner());
    }
}

impl<'a> Shaper<'a> {
    /// Shapes texts in these fonts.
    pub(crate) fn new(fonts: &'a Fonts, cache: &'a ShaperCache) -> Shaper<'a> {
        Shaper { fonts, cache }
    }

    pub(crate) fn face(&self, face: Face) -> &'a FontFace {
        self.fonts.face(face)
    }

    /// The glyphs of a stretch of text.
    pub(crate) fn glyphs(&self, face: Face, text: &str) -> Arc<[Glyph]> {
        let mut cache = self.cache.glyphs.borrow_mut();
        let hash = hash_of(|hasher| (face, text).hash(hasher));
        if let Some(known) = cache.get(hash, |known| known.face == face && known.text == text) {
            return Arc::clone(&known.glyphs);
        }
        let glyphs: Arc<[Glyph]> = self.face(face).shape(text).into();
        cache.insert(hash, ShapedText { face, text: text.to_owned(), glyphs: Arc::clone(&glyphs) });
        glyphs
    }

    /// Where the lines of a text may end.
    pub(crate) fn breaks(&self, rich: &RichText) -> Arc<Breaks> {
        let mut cache = self.cache.breaks.borrow_mut();
        let hash = hash_of(|hasher| (&rich.text, &rich.whole).hash(hasher));
        if let Some(known) = cache.get(hash, |known| known.text == rich.text && known.whole == rich.whole) {
            return Arc::clone(known);
        }
        let places = breaks(&rich.text, &rich.whole);
        let new = Arc::new(Breaks { text: rich.text.clone(), whole: rich.whole.clone(), places });
        cache.insert(hash, Arc::clone(&new));
        new
    }
}
