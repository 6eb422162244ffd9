//! Resource dictionaries of pages.

use lopdf::{Dictionary, Object, dictionary};

use super::pictures;
use crate::layout::face::Face;
use crate::pdf::emit::syntax::numbers;

/// The font resources for the usual subsets of these faces.
pub(crate) fn fonts_of<'f>(faces: impl IntoIterator<Item = &'f Face>) -> Dictionary {
    faces.into_iter().map(|face| (face.resource(), Object::from(numbers::font(*face)))).collect()
}

/// The resource dictionary of pages.
pub(crate) fn resources(fonts: Dictionary, shows_picture: bool) -> Dictionary {
    let mut resources = dictionary! { "Font" => fonts };
    if shows_picture {
        resources.set("XObject", dictionary! { pictures::RESOURCE => numbers::PICTURE });
    }
    resources
}
