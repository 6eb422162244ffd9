//! Blocks and slides that were set before.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::area::BlockArea;
use crate::cache::Cache;
use crate::document::{Block, Meta, Picture};
use crate::lang::Lang;
use crate::layout::galley::{Bond, Bookmark, Frame, Galley, Link, RepeatedHeader, Slice};
use crate::layout::grid::Grid;
use crate::layout::structure::Element;
use crate::layout::theme::style::Style;

/// Blocks and slides that were set before. One document at a time uses it.
pub(crate) struct BlockCache {
    pub(super) fragments: RefCell<Fragments>,
    pub(super) fitted: RefCell<Cache<Fitted>>,
}

/// How many slides are kept.
const SLIDES: usize = 512;

impl Default for BlockCache {
    fn default() -> BlockCache {
        BlockCache { fragments: RefCell::default(), fitted: RefCell::new(Cache::new(SLIDES)) }
    }
}

/// What was set before.
pub(super) struct Fragments {
    /// What all of them depend on.
    setting: Option<BlockContext>,
    pub(super) known: Cache<Fragment>,
}

/// So many blocks are remembered.
const BLOCKS: usize = 1024;

impl Default for Fragments {
    fn default() -> Fragments {
        Fragments { setting: None, known: Cache::new(BLOCKS) }
    }
}

/// What layout looks at besides a block and what stands before it.
#[derive(Debug, PartialEq)]
struct BlockContext {
    style: Style,
    lang: Lang,
    region: String,
    labels: Arc<BTreeMap<String, String>>,
    emblem: Option<Arc<Picture>>,
}

impl BlockContext {
    fn is_of(&self, style: &Style, meta: &Meta) -> bool {
        self.style == *style
            && self.lang == meta.lang
            && self.region == meta.region
            && self.labels == meta.labels
            && self.emblem == meta.emblem
    }
}

impl Fragments {
    /// Forgets what was set in another style or for another region.
    pub(crate) fn prepare(&mut self, style: &Style, meta: &Meta) {
        if self.setting.as_ref().is_some_and(|setting| setting.is_of(style, meta)) {
            return;
        }
        let Meta { lang, region, labels, emblem, .. } = meta.clone();
        *self = Fragments {
            setting: Some(BlockContext { style: style.clone(), lang, region, labels, emblem }),
            ..Fragments::default()
        };
    }
}

/// How layout stands between two blocks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BlockState {
    pub(super) space: f32,
    pub(super) pad: f32,
    pub(super) close: Option<f32>,
    pub(super) bond: Bond,
    pub(super) headings: Vec<u8>,
}

/// Lengths of the lists of a galley.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) slices: usize,
    pub(super) frames: usize,
    pub(super) repeats: usize,
    pub(super) elements: usize,
    pub(super) links: usize,
    pub(super) bookmarks: usize,
}

/// A block that was set: from what, where, and what came of it.
pub(super) struct Fragment {
    pub(super) block: Block,
    pub(super) area: BlockArea,
    pub(super) is_title: bool,
    pub(super) after_heading: bool,
    pub(super) before: BlockState,
    pub(super) after: BlockState,
    pub(super) base: Lengths,
    pub(super) slices: Vec<Slice>,
    pub(super) frames: Vec<Frame>,
    pub(super) repeats: Vec<RepeatedHeader>,
    pub(super) elements: Vec<Element>,
    pub(super) links: Vec<Link>,
    pub(super) bookmarks: Vec<Bookmark>,
}

/// A slide and the place of its style among those it was tried in: most slides of one region are those of another.
pub(super) struct Fitted {
    pub(super) slide: Vec<Block>,
    pub(super) around: SlideContext,
    pub(super) style: usize,
}

/// What the size of a slide depends on besides its blocks and the styles, which are the same for all documents of a writer.
#[derive(PartialEq)]
pub(super) struct SlideContext {
    pub(super) grid: Grid,
    pub(super) fillable: bool,
    pub(super) lang: Lang,
    pub(super) labels: Arc<BTreeMap<String, String>>,
}

impl Lengths {
    pub(super) fn of(galley: &Galley) -> Lengths {
        Lengths {
            slices: galley.slices.len(),
            frames: galley.frames.len(),
            repeats: galley.repeats.len(),
            elements: galley.structure.elements().len(),
            links: galley.links.len(),
            bookmarks: galley.bookmarks.len(),
        }
    }
}
