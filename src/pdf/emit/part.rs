//! A document as a part of a file: drawn by itself, then written with the numbers that the file gives it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::content::cache::DrawingCache;
use super::content::drawing;
use super::content::ops::DrawingContext;
use super::content::sequence::{PageStreams, streams};
use super::resources::shared::SharedObjects;
use super::template::cache::TemplateCache;
use super::template::part_template::PartTemplate;
use crate::diag::Diagnostic;
use crate::document::Meta;
use crate::layout::face::Face;
use crate::layout::font::Fonts;
use crate::layout::galley::Galley;
use crate::layout::sheet::Sheet;

/// What earlier documents of a writer left for the next: nothing in it changes what is written.
#[derive(Default)]
pub(crate) struct EmitCache {
    templates: TemplateCache,
    drawing: DrawingCache,
}

/// The drawn pages of a document.
pub(crate) struct DrawnDocument {
    pub(crate) title: String,
    /// What it has in common with others.
    pub(crate) pattern: Arc<PartTemplate>,
    /// The faces of which it needs the usual subset.
    pub(crate) faces: BTreeSet<Face>,
    /// What each page shows of one person, compressed.
    personal: Vec<Option<Arc<[u8]>>>,
}

/// A stream of a page.
pub(crate) struct PageContent<'a> {
    /// Compressed.
    pub(crate) bytes: &'a Arc<[u8]>,
    /// Whether other documents have the same.
    pub(crate) is_common: bool,
}

impl DrawnDocument {
    /// Draws the pages of a document.
    pub(crate) fn new(
        sheets: Vec<Sheet>,
        galley: Galley,
        meta: &Meta,
        (fonts, shared): (&Fonts, &SharedObjects),
        cache: &EmitCache,
    ) -> Result<DrawnDocument, Diagnostic> {
        let known = cache.templates.get(&sheets, |known| known.is_of(&sheets, &galley, meta, (fonts, shared)));
        let streams: Vec<PageStreams> = sheets.iter().map(streams).collect();
        let pattern = match known {
            Some(pattern) => pattern,
            None => {
                let pattern = PartTemplate::new(&sheets, &streams, &galley, meta, (fonts, shared), &cache.drawing)?;
                cache.templates.keep(&sheets, pattern)
            }
        };
        let (subsets, structure) = (&pattern.subsets, &galley.structure);
        let personal = drawing::personal(&sheets, &streams, &DrawingContext { fonts, shared, subsets, structure });
        let mut faces = pattern.faces.clone();
        faces.extend(subsets.usual_faces(&sheets, true));
        Ok(DrawnDocument { title: meta.title.clone(), pattern, faces, personal })
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
    pub(crate) fn contents(&self) -> impl Iterator<Item = impl Iterator<Item = PageContent<'_>>> {
        self.pattern.common.pages.iter().zip(&self.personal).map(|(common, personal)| {
            let common = common.iter().map(|bytes| PageContent { bytes, is_common: true });
            common.chain(personal.iter().map(|bytes| PageContent { bytes, is_common: false }))
        })
    }

    /// More objects than these it does not have.
    pub(crate) fn most_objects(&self) -> u32 {
        self.contents().flatten().count() as u32 + self.pattern.most_objects
    }
}
