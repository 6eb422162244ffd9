//! A document as part of a file: drawn on its own, then written under the numbers that the file assigns to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::content::cache::DrawingCache;
use super::content::drawing;
use super::content::ops::DrawingContext;
use super::content::sequence::{PageStreams, streams};
use super::laid_out::LaidOut;
use super::resources::shared::SharedObjects;
use super::template::cache::PartTemplateCache;
use super::template::part_template::PartTemplate;
use crate::diag::Diagnostic;
use crate::document::Meta;
use crate::layout::Pages;
use crate::layout::face::Face;
use crate::layout::font::Fonts;

/// What a thread keeps from earlier documents. It saves time and changes no output.
#[derive(Default)]
pub(crate) struct EmitCache {
    templates: PartTemplateCache,
    drawing: DrawingCache,
}

/// A document laid out and drawn, ready to be written to a file of its own or to a print run.
pub struct FilePart {
    pub(crate) title: String,
    /// What it shares with documents that differ in personal text alone.
    pub(crate) template: Arc<PartTemplate>,
    /// The faces that it needs as usual subsets.
    pub(crate) faces: BTreeSet<Face>,
    /// The personal content of each page, compressed.
    personal: Vec<Option<Arc<[u8]>>>,
    fits: bool,
}

/// A content stream of a page.
pub(crate) struct PageContent<'a> {
    /// Compressed.
    pub(crate) bytes: &'a Arc<[u8]>,
    /// Whether other documents of the template have the same.
    pub(crate) is_common: bool,
}

impl FilePart {
    /// Draws the pages of a document.
    ///
    /// # Errors
    /// A font that cannot be subset.
    pub(crate) fn new(
        pages: Pages,
        meta: &Meta,
        (fonts, shared): (&Fonts, &SharedObjects),
        cache: &EmitCache,
    ) -> Result<FilePart, Diagnostic> {
        let fits = pages.fits;
        let document = LaidOut::from(pages);
        let sheets = &document.sheets;
        let known = cache.templates.get(sheets, |known| known.is_of(&document, meta, (fonts, shared)));
        let streams: Vec<PageStreams> = sheets.iter().map(streams).collect();
        let template = match known {
            Some(template) => template,
            None => {
                let template = PartTemplate::new(&document, &streams, meta, (fonts, shared), &cache.drawing)?;
                cache.templates.keep(sheets, template)
            }
        };
        let (subsets, structure) = (&template.subsets, &document.structure);
        let personal = drawing::personal(sheets, &streams, &DrawingContext { fonts, shared, subsets, structure });
        let mut faces = template.faces.clone();
        faces.extend(subsets.usual_faces(sheets, true));
        Ok(FilePart { title: meta.title.clone(), template, faces, personal, fits })
    }

    /// The address of its template.
    #[cfg(test)]
    pub(crate) fn template(&self) -> *const () {
        Arc::as_ptr(&self.template).cast()
    }

    /// How many pages it has.
    pub fn pages(&self) -> u32 {
        self.personal.len() as u32
    }

    /// Whether it has no more pages than its document allows ([`Fit`](crate::document::Fit)).
    pub fn fits(&self) -> bool {
        self.fits
    }

    /// The content streams of each page, in drawing order.
    pub(crate) fn contents(&self) -> impl Iterator<Item = impl Iterator<Item = PageContent<'_>>> {
        self.template.common.pages.iter().zip(&self.personal).map(|(common, personal)| {
            let common = common.iter().map(|bytes| PageContent { bytes, is_common: true });
            common.chain(personal.iter().map(|bytes| PageContent { bytes, is_common: false }))
        })
    }

    /// An upper bound of its objects.
    pub(crate) fn most_objects(&self) -> u32 {
        self.contents().flatten().count() as u32 + self.template.most_objects
    }
}
