//! Blocks that were set before: most blocks of the sheets of many people are the same, and look the same where the same
//! stands before them.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use super::{Area, Beside, Composer};
use crate::cache::{Cache, hash_of};
use crate::document::{Block, Meta, Picture};
use crate::lang::Lang;
use crate::layout::galley::{Bond, Bookmark, Frame, Galley, Inset, Link, Repeat, Slice};
use crate::layout::item::{Draw, Item};
use crate::layout::structure::{Element, ElementId};
use crate::layout::style::Style;

/// What was set before.
pub(crate) struct Fragments {
    /// What all of them depend on.
    setting: Option<Setting>,
    memo: Cache<Fragment>,
}

/// So many blocks are remembered.
const BLOCKS: usize = 1024;

impl Default for Fragments {
    fn default() -> Fragments {
        Fragments { setting: None, memo: Cache::new(BLOCKS) }
    }
}

/// What layout looks at besides a block and what stands before it.
#[derive(Debug, PartialEq)]
struct Setting {
    style: Style,
    lang: Lang,
    region: String,
    labels: Arc<BTreeMap<String, String>>,
    emblem: Option<Arc<Picture>>,
}

impl Setting {
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
            setting: Some(Setting { style: style.clone(), lang, region, labels, emblem }),
            ..Fragments::default()
        };
    }
}

/// How layout stands between two blocks.
#[derive(Debug, Clone, PartialEq)]
struct State {
    space: f32,
    pad: f32,
    close: Option<f32>,
    bond: Bond,
    headings: Vec<u8>,
}

/// Lengths of the lists of a galley.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lengths {
    slices: usize,
    frames: usize,
    repeats: usize,
    elements: usize,
    links: usize,
    bookmarks: usize,
}

/// A block that was set: from what, where, and what came of it.
struct Fragment {
    block: Block,
    area: Area,
    is_title: bool,
    after_heading: bool,
    before: State,
    after: State,
    base: Lengths,
    slices: Vec<Slice>,
    frames: Vec<Frame>,
    repeats: Vec<Repeat>,
    elements: Vec<Element>,
    links: Vec<Link>,
    bookmarks: Vec<Bookmark>,
}

impl Composer<'_> {
    /// Sets a block of the document itself, as it was set before or anew.
    pub(super) fn fragment(&mut self, block: &Block, beside: Beside, area: Area) {
        let (is_title, after_heading) = (beside.is_title(), matches!(beside.before, Some(Block::Heading { .. })));
        let before = self.state();
        let hash = hash_of(|hasher| (block, before.space.to_bits(), is_title, after_heading).hash(hasher));
        let fragments = self.fragments;
        let is_meant = |known: &Fragment| {
            (known.is_title, known.after_heading) == (is_title, after_heading)
                && known.before == before
                && known.area == area
                && known.block == *block
        };
        if let Some(known) = fragments.borrow_mut().memo.get(hash, is_meant) {
            return self.append(known);
        }
        let (base, findings) = (Lengths::of(&self.galley), self.findings.len());
        self.set_block(block, beside, area);
        if self.findings.len() > findings {
            return;
        }
        let galley = &self.galley;
        let fragment = Fragment {
            block: block.clone(),
            area,
            is_title,
            after_heading,
            before,
            after: self.state(),
            base,
            slices: galley.slices[base.slices..].to_vec(),
            frames: galley.frames[base.frames..].to_vec(),
            repeats: galley.repeats[base.repeats..].to_vec(),
            elements: galley.structure.elements()[base.elements..].to_vec(),
            links: galley.links[base.links..].to_vec(),
            bookmarks: galley.bookmarks[base.bookmarks..].to_vec(),
        };
        fragments.borrow_mut().memo.insert(hash, fragment);
    }

    fn state(&self) -> State {
        let headings = self.galley.structure.headings().to_vec();
        State { space: self.space, pad: self.pad, close: self.close, bond: self.bond, headings }
    }

    fn append(&mut self, known: &Fragment) {
        let here = Lengths::of(&self.galley);
        let (base, galley) = (known.base, &mut self.galley);
        let slice = |index: usize| index - base.slices + here.slices;
        galley.structure.append(&known.elements, base.elements, &known.after.headings);
        let first = galley.slices.len();
        galley.slices.extend_from_slice(&known.slices);
        if (here.elements, here.links) != (base.elements, base.links) {
            let items = galley.slices[first..].iter_mut().flat_map(|slice| &mut slice.items);
            items.for_each(|item| renumber(item, (base.elements, here.elements), (base.links, here.links)));
        }
        let frame = |frame: &Frame| Frame { first: slice(frame.first), last: slice(frame.last), ..frame.clone() };
        galley.frames.extend(known.frames.iter().map(frame));
        let range = |range: &std::ops::Range<usize>| slice(range.start)..slice(range.end);
        let repeat = |repeat: &Repeat| Repeat { header: range(&repeat.header), body: range(&repeat.body), ..*repeat };
        galley.repeats.extend(known.repeats.iter().map(repeat));
        galley.links.extend_from_slice(&known.links);
        let bookmark = |bookmark: &Bookmark| Bookmark { slice: slice(bookmark.slice), ..bookmark.clone() };
        galley.bookmarks.extend(known.bookmarks.iter().map(bookmark));
        let State { space, pad, close, bond, .. } = known.after;
        (self.space, self.pad, self.close, self.bond) = (space, pad, close, bond);
        self.inset = Inset::default();
    }
}

impl Lengths {
    fn of(galley: &Galley) -> Lengths {
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

/// Gives an item the numbers that its element and its link have here. Fields are not remembered.
fn renumber(item: &mut Item, (elements, elements_here): (usize, usize), (links, links_here): (usize, usize)) {
    item.owner = item.owner.map(|owner| match owner.index() {
        within if within >= elements => ElementId::at(within - elements + elements_here),
        around => ElementId::at(around),
    });
    if let Draw::Run(run) = &mut item.draw {
        run.link = run.link.map(|link| link - links + links_here);
    }
}
