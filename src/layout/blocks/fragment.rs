//! Blocks that were set before: most blocks of the sheets of many people are the same, and look the same where the same
//! stands before them.

use std::hash::Hash;

use super::area::BlockArea;
use super::block_cache::{BlockState, Fragment, Lengths};
use super::composer::{Beside, Composer};
use crate::cache::hash_of;
use crate::document::Block;
use crate::layout::galley::{Bookmark, Frame, Inset, RepeatedHeader};
use crate::layout::item::{Draw, Item};
use crate::layout::structure::ElementId;

impl Composer<'_> {
    /// Sets a block of the document itself, as it was set before or anew.
    pub(super) fn fragment(&mut self, block: &Block, beside: Beside, area: BlockArea) {
        let (is_title, after_heading) = (beside.is_title(), matches!(beside.before, Some(Block::Heading { .. })));
        let before = self.state();
        let hash = hash_of(|hasher| (block, before.space.to_bits(), is_title, after_heading).hash(hasher));
        let fragments = &self.cache.fragments;
        let is_meant = |known: &Fragment| {
            (known.is_title, known.after_heading) == (is_title, after_heading)
                && known.before == before
                && known.area == area
                && known.block == *block
        };
        if let Some(known) = fragments.borrow_mut().known.get(hash, is_meant) {
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
        fragments.borrow_mut().known.insert(hash, fragment);
    }

    fn state(&self) -> BlockState {
        let headings = self.galley.structure.headings().to_vec();
        BlockState { space: self.space, pad: self.pad, close: self.close, bond: self.bond, headings }
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
        let repeat = |repeat: &RepeatedHeader| RepeatedHeader {
            header: range(&repeat.header),
            body: range(&repeat.body),
            ..*repeat
        };
        galley.repeats.extend(known.repeats.iter().map(repeat));
        galley.links.extend_from_slice(&known.links);
        let bookmark = |bookmark: &Bookmark| Bookmark { slice: slice(bookmark.slice), ..bookmark.clone() };
        galley.bookmarks.extend(known.bookmarks.iter().map(bookmark));
        let BlockState { space, pad, close, bond, .. } = known.after;
        (self.space, self.pad, self.close, self.bond) = (space, pad, close, bond);
        self.inset = Inset::default();
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
