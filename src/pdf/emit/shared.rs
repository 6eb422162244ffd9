//! What all files of a run have in common, made once: the usual subset of each face and the colour profile.
//!
//! These objects have numbers of their own, before those of any document.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use lopdf::ObjectId;

use super::objects::Part;
use super::pictures::Pictures;
use super::subset::{Further, Subset};
use super::{colour, field_font};
use crate::diag::Diagnostic;
use crate::layout::font::{Face, Fonts};
use crate::layout::item::{Item, Run};
use crate::layout::sheet::Sheet;

/// A subset with its objects.
type Usual = (Subset, Part);

/// The shared objects.
pub(crate) struct Shared {
    /// The usual subset of each face, made when a document first needs it.
    usual: [OnceLock<Result<Usual, Diagnostic>>; 4],
    /// The font of fields, made when a document first has some.
    fields: OnceLock<Result<Part, Diagnostic>>,
    pub(super) colour: Part,
    pub(super) pictures: Pictures,
}

/// The faces of a document, and subsets of its own for those of which the usual glyphs do not suffice.
#[derive(Debug, Clone, Default)]
pub(super) struct Subsets {
    pub(super) faces: Vec<Face>,
    pub(super) own: BTreeMap<Face, Subset>,
}

impl Subsets {
    /// The face of each run whose glyphs are of a usual subset, among those that are one person's or among the others.
    pub(super) fn usual_faces(&self, sheets: &[Sheet], personal: bool) -> impl Iterator<Item = Face> {
        let items = sheets.iter().flat_map(Sheet::drawn).filter(move |item| item.is_personal == personal);
        items.flat_map(Item::runs).map(|run| run.face).filter(|face| !self.own.contains_key(face))
    }
}

impl Shared {
    /// The number of the colour profile.
    pub(super) const PROFILE: ObjectId = (1, 0);
    /// The number of the font of fields.
    pub(super) const FIELD_FONT: ObjectId = (2 + Subset::OBJECTS * Face::ALL.len() as u32, 0);
    /// The number of the picture of the documents of a file.
    pub(super) const PICTURE: ObjectId = (Shared::FIELD_FONT.0 + field_font::OBJECTS, 0);
    /// The first number that a file may give.
    pub(super) const NEXT: u32 = Shared::PICTURE.0 + 1;

    pub(crate) fn new() -> Shared {
        let (usual, fields, pictures) = Default::default();
        Shared { usual, fields, colour: colour::part(Shared::PROFILE.0), pictures }
    }

    /// Makes the subsets of the faces that nearly every sheet has.
    pub(crate) fn warm_up(&self, fonts: &Fonts) {
        // What cannot be made is told by the file that needs it.
        [Face::Regular, Face::Bold].into_iter().for_each(|face| drop(self.usual(fonts, face)));
    }

    /// The number of the usual subset of a face.
    pub(super) fn font(face: Face) -> ObjectId {
        (2 + Subset::OBJECTS * face as u32, 0)
    }

    /// The subsets that some sheets need.
    pub(super) fn subsets(&self, fonts: &Fonts, sheets: &[Sheet]) -> Result<Subsets, Diagnostic> {
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

    /// Whether the usual subset of its face has all glyphs of a run.
    pub(super) fn has(&self, fonts: &Fonts, run: &Run) -> bool {
        self.usual(fonts, run.face).is_ok_and(|(usual, _)| run.glyphs.iter().all(|glyph| usual.id(glyph.id) != 0))
    }

    /// The font for what is typed into fields.
    pub(super) fn field_font(&self, fonts: &Fonts) -> Result<&Part, Diagnostic> {
        let made = || field_font::part(fonts.face(Face::Regular), Face::Regular, Shared::FIELD_FONT.0);
        self.fields.get_or_init(made).as_ref().map_err(Clone::clone)
    }

    /// The usual subset of a face.
    pub(super) fn usual(&self, fonts: &Fonts, face: Face) -> Result<&Usual, Diagnostic> {
        let made = || {
            let subset = Subset::new(fonts.face(face), face, &Further::new())?;
            let part = subset.part(fonts.face(face), face, Shared::font(face).0);
            Ok((subset, part))
        };
        self.usual[face as usize].get_or_init(made).as_ref().map_err(Clone::clone)
    }
}
