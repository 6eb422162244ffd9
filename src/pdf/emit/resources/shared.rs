//! Objects that all files of a writer share, made once: the usual font subsets, the font of form fields, the colour
//! profile, pictures. Their numbers are fixed ([`numbers`]).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::pictures::Pictures;
use super::subset::{Further, Subset};
use super::{colour, field_font};
use crate::diag::Diagnostic;
use crate::layout::face::Face;
use crate::layout::font::Fonts;
use crate::layout::item::{Item, Run};
use crate::layout::sheet::Sheet;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::numbers;

/// A subset with its objects.
type Usual = (Subset, Chunk);

/// The shared objects.
pub(crate) struct SharedObjects {
    /// The usual subset of each face, made on first use.
    usual: [OnceLock<Result<Usual, Diagnostic>>; 4],
    /// The font of form fields, made on first use.
    fields: OnceLock<Result<Chunk, Diagnostic>>,
    pub(crate) colour: Chunk,
    pub(crate) pictures: Pictures,
}

/// The faces of a document, and subsets of its own where glyphs are missing from the usual ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subsets {
    pub(crate) faces: Vec<Face>,
    pub(crate) own: BTreeMap<Face, Subset>,
}

impl Subsets {
    /// The faces of personal or of shared runs that are set in a usual subset; may repeat.
    pub(crate) fn usual_faces(&self, sheets: &[Sheet], personal: bool) -> impl Iterator<Item = Face> {
        let items = sheets.iter().flat_map(Sheet::drawn).filter(move |item| item.is_personal == personal);
        items.flat_map(Item::runs).map(|run| run.face).filter(|face| !self.own.contains_key(face))
    }
}

impl SharedObjects {
    pub(crate) fn new() -> SharedObjects {
        let (usual, fields, pictures) = Default::default();
        SharedObjects { usual, fields, colour: colour::chunk(numbers::PROFILE.0), pictures }
    }

    /// Makes the subsets of the faces that nearly every document has.
    pub(crate) fn warm_up(&self, fonts: &Fonts) {
        // A failure is reported by the file that needs the subset.
        [Face::Regular, Face::Bold].into_iter().for_each(|face| drop(self.usual(fonts, face)));
    }

    /// The subsets that a document needs.
    ///
    /// # Errors
    /// A font that cannot be subset.
    pub(crate) fn subsets(&self, fonts: &Fonts, sheets: &[Sheet]) -> Result<Subsets, Diagnostic> {
        let mut subsets = Subsets::default();
        let mut further: BTreeMap<Face, Further> = BTreeMap::new();
        for run in sheets.iter().flat_map(Sheet::drawn).flat_map(Item::runs) {
            if !subsets.faces.contains(&run.face) {
                subsets.faces.push(run.face);
            }
            let (usual, _) = self.usual(fonts, run.face)?;
            if run.glyphs.iter().all(|glyph| usual.id(glyph.id) != 0) {
                continue;
            }
            for (glyphs, text) in run.clusters() {
                for glyph in glyphs.iter().filter(|glyph| usual.id(glyph.id) == 0) {
                    further.entry(run.face).or_default().entry(glyph.id).or_insert_with(|| text.to_owned());
                }
            }
        }
        subsets.faces.sort_unstable();
        for (face, further) in further {
            subsets.own.insert(face, Subset::new(fonts.face(face), face, &further)?);
        }
        Ok(subsets)
    }

    /// Whether a run is set in glyphs of the usual subset alone.
    pub(crate) fn has(&self, fonts: &Fonts, run: &Run) -> bool {
        self.usual(fonts, run.face).is_ok_and(|(usual, _)| run.glyphs.iter().all(|glyph| usual.id(glyph.id) != 0))
    }

    /// The font of form fields.
    ///
    /// # Errors
    /// A font that cannot be subset.
    pub(crate) fn field_font(&self, fonts: &Fonts) -> Result<&Chunk, Diagnostic> {
        let made = || field_font::chunk(fonts.face(Face::Regular), Face::Regular, numbers::FIELD_FONT.0);
        self.fields.get_or_init(made).as_ref().map_err(Clone::clone)
    }

    /// The usual subset of a face.
    ///
    /// # Errors
    /// A font that cannot be subset.
    pub(crate) fn usual(&self, fonts: &Fonts, face: Face) -> Result<&Usual, Diagnostic> {
        let made = || {
            let subset = Subset::new(fonts.face(face), face, &Further::new())?;
            let chunk = subset.chunk(fonts.face(face), face, numbers::font(face).0);
            Ok((subset, chunk))
        };
        self.usual[face as usize].get_or_init(made).as_ref().map_err(Clone::clone)
    }
}
