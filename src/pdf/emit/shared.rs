//! What all files of a run have in common, made once: the usual subset of each face and the colour profile.
//!
//! These objects have numbers of their own, before those of any document.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::OnceLock;

use lopdf::ObjectId;

use super::objects::Part;
use super::pictures::Pictures;
use super::subset::{Further, Subset};
use super::{colour, field_font};
use crate::diag::Diagnostic;
use crate::pdf::font::{Face, Fonts};
use crate::pdf::galley::Item;
use crate::pdf::sheet::Sheet;

/// The subsets that a document uses.
pub(super) type Subsets<'a> = BTreeMap<Face, Cow<'a, Subset>>;

/// The shared objects.
pub(crate) struct Shared {
    /// The usual subset of each face, made when a document first needs it.
    usual: [OnceLock<Result<Subset, Diagnostic>>; 4],
    /// The font of fields, made when a document first has some.
    fields: OnceLock<Result<Part, Diagnostic>>,
    pub(super) colour: Part,
    pub(super) pictures: Pictures,
}

impl Shared {
    /// The number of the colour profile.
    pub(super) const PROFILE: ObjectId = (1, 0);
    /// The number of the font of fields.
    pub(super) const FIELD_FONT: ObjectId = (2 + Subset::OBJECTS * Face::ALL.len() as u32, 0);
    /// The first number that a document may give; one with a picture gives that to the picture.
    pub(super) const NEXT: u32 = Shared::FIELD_FONT.0 + field_font::OBJECTS;

    pub(crate) fn new() -> Result<Shared, Diagnostic> {
        let (usual, fields, pictures) = Default::default();
        Ok(Shared { usual, fields, colour: colour::part(Shared::PROFILE.0)?, pictures })
    }

    /// The number of a face, whatever its subset.
    pub(super) fn font(face: Face) -> ObjectId {
        (2 + Subset::OBJECTS * face as u32, 0)
    }

    /// For each face of a document a subset with all its glyphs: the usual one, or one of its own.
    pub(super) fn subsets(&self, fonts: &Fonts, sheets: &[Sheet]) -> Result<Subsets<'_>, Diagnostic> {
        let mut subsets: Subsets = BTreeMap::new();
        let mut further: BTreeMap<Face, Further> = BTreeMap::new();
        for run in sheets.iter().flat_map(Sheet::drawn).flat_map(Item::runs) {
            let usual = match subsets.entry(run.face) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Cow::Borrowed(self.usual(fonts, run.face)?)),
            };
            for (glyphs, text) in run.clusters() {
                for glyph in glyphs.iter().filter(|glyph| usual.id(glyph.id) == 0) {
                    further.entry(run.face).or_default().entry(glyph.id).or_insert_with(|| text.to_owned());
                }
            }
        }
        for (face, further) in further {
            subsets.insert(face, Cow::Owned(make(fonts, face, &further)?));
        }
        Ok(subsets)
    }

    /// The font for what is typed into fields.
    pub(super) fn field_font(&self, fonts: &Fonts) -> Result<&Part, Diagnostic> {
        let made = || field_font::part(fonts.face(Face::Regular), Face::Regular, Shared::FIELD_FONT.0);
        self.fields.get_or_init(made).as_ref().map_err(Clone::clone)
    }

    fn usual(&self, fonts: &Fonts, face: Face) -> Result<&Subset, Diagnostic> {
        self.usual[face as usize].get_or_init(|| make(fonts, face, &Further::new())).as_ref().map_err(Clone::clone)
    }
}

fn make(fonts: &Fonts, face: Face, further: &Further) -> Result<Subset, Diagnostic> {
    Subset::new(fonts.face(face), face, further, Shared::font(face).0)
}
