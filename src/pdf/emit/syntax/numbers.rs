//! The object numbers that mean the same in every file: first what all files of a run share, then what holds a file
//! together. The objects of documents come after them.

use lopdf::ObjectId;

use crate::layout::face::Face;

/// Objects of a font subset: the font, its descendant, its descriptor, its program, its `ToUnicode` map, and the object
/// stream of the first three.
pub(crate) const SUBSET_OBJECTS: u32 = 6;

/// Objects of the font for form fields: the font, its descriptor, its program, and the object stream of the first two.
pub(crate) const FIELD_FONT_OBJECTS: u32 = 4;

/// The colour profile.
pub(crate) const PROFILE: ObjectId = (1, 0);
/// The first object of the font for form fields.
pub(crate) const FIELD_FONT: ObjectId = (2 + SUBSET_OBJECTS * Face::ALL.len() as u32, 0);
/// The coat of arms.
pub(crate) const PICTURE: ObjectId = (FIELD_FONT.0 + FIELD_FONT_OBJECTS, 0);
pub(crate) const CATALOG: ObjectId = (PICTURE.0 + 1, 0);
/// The information dictionary.
pub(crate) const INFORMATION: ObjectId = (PICTURE.0 + 2, 0);
/// The root of the page tree.
pub(crate) const PAGES: ObjectId = (PICTURE.0 + 3, 0);
/// The resources of all pages that need no font subset of their own.
pub(crate) const RESOURCES: ObjectId = (PICTURE.0 + 4, 0);
/// The root of the structure tree.
pub(crate) const STRUCTURE: ObjectId = (PICTURE.0 + 5, 0);
/// The root of the outline.
pub(crate) const OUTLINE: ObjectId = (PICTURE.0 + 6, 0);
/// The first number for objects of documents.
pub(crate) const FIRST: u32 = PICTURE.0 + 7;
/// The greatest number that every reader accepts is one less (ISO 32000-1, annex C).
pub(crate) const MOST: u32 = 1 << 23;

/// The first object of the usual subset of a face.
pub(crate) fn font(face: Face) -> ObjectId {
    (2 + SUBSET_OBJECTS * face as u32, 0)
}
