//! A document as a part of a file: drawn by itself, then written with the numbers that the file gives it.

use std::collections::BTreeSet;
use std::sync::Arc;

use lopdf::ObjectId;

use super::drawing;
use super::memory::Memory;
use super::objects::{Loose, Part};
use super::ops::Drawing;
use super::pattern::Pattern;
use super::sequence::{Streams, streams};
use super::shared::Shared;
use super::tree::Written;
use crate::diag::Diagnostic;
use crate::document::Meta;
use crate::layout::font::{Face, Fonts};
use crate::layout::galley::Galley;
use crate::layout::sheet::Sheet;

/// The drawn pages of a document.
pub(crate) struct Chapter {
    pub(super) title: String,
    /// What it has in common with others.
    pub(super) pattern: Arc<Pattern>,
    /// The faces of which it needs the usual subset.
    pub(super) faces: BTreeSet<Face>,
    /// What each page shows of one person, compressed.
    personal: Vec<Option<Arc<[u8]>>>,
}

/// A stream of a page.
pub(super) struct Content<'a> {
    /// Compressed.
    pub(super) bytes: &'a Arc<[u8]>,
    /// Whether other documents have the same.
    pub(super) is_common: bool,
}

/// What a file gives a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The number of its first object.
    pub(super) first: u32,
    /// The node above its pages.
    pub(super) pages: ObjectId,
    /// The key of its first page in the tree of parents.
    pub(super) key: u32,
    /// What the names of its footnotes and fields begin with.
    pub(super) names: String,
    /// The numbers of the streams of each of its pages.
    pub(super) contents: Vec<Vec<ObjectId>>,
    /// Whether its headings are in the outline of the file.
    pub(super) has_outline: bool,
}

/// What a file must know of a chapter that was written.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// Its streams but for those that its pages show.
    pub(super) part: Part,
    pub(super) loose: Loose,
    pub(super) structure: Written,
    pub(super) fields: Vec<ObjectId>,
    pub(super) pages: Vec<ObjectId>,
}

impl Chapter {
    /// Draws the pages of a document.
    pub(crate) fn new(
        sheets: Vec<Sheet>,
        galley: Galley,
        meta: &Meta,
        (fonts, shared): (&Fonts, &Shared),
        memory: &Memory,
    ) -> Result<Chapter, Diagnostic> {
        let known = memory.pattern(&sheets, |known| known.is_of(&sheets, &galley, meta, (fonts, shared)));
        let streams: Vec<Streams> = sheets.iter().map(streams).collect();
        let pattern = match known {
            Some(pattern) => pattern,
            None => {
                let pattern = Pattern::new(&sheets, &streams, &galley, meta, (fonts, shared), memory)?;
                memory.keep(&sheets, pattern)
            }
        };
        let (subsets, structure) = (&pattern.subsets, &galley.structure);
        let personal = drawing::personal(&sheets, &streams, &Drawing { fonts, shared, subsets, structure });
        let mut faces = pattern.faces.clone();
        faces.extend(subsets.usual_faces(&sheets, true));
        Ok(Chapter { title: meta.title.clone(), pattern, faces, personal })
    }

    /// Where the pattern is that it shares.
    #[cfg(test)]
    pub(crate) fn pattern(&self) -> *const () {
        Arc::as_ptr(&self.pattern).cast()
    }

    /// How many pages it has.
    pub(crate) fn pages(&self) -> u32 {
        self.personal.len() as u32
    }

    /// The streams of each page, in the order in which they are drawn.
    pub(super) fn contents(&self) -> impl Iterator<Item = impl Iterator<Item = Content<'_>>> {
        self.pattern.common.pages.iter().zip(&self.personal).map(|(common, personal)| {
            let common = common.iter().map(|bytes| Content { bytes, is_common: true });
            common.chain(personal.iter().map(|bytes| Content { bytes, is_common: false }))
        })
    }

    /// More objects than these it does not have.
    pub(super) fn most_objects(&self) -> u32 {
        self.contents().flatten().count() as u32 + self.pattern.most_objects
    }
}
