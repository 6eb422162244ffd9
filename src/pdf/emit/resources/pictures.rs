//! Pictures as image objects, each made once per run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::dictionary;

use crate::document::Picture;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::compress::deflate;
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;

/// The resource name of the picture.
pub(crate) const RESOURCE: &str = "Emblem";

/// The pictures of a run, by their digests.
#[derive(Default)]
pub(crate) struct Pictures(Mutex<BTreeMap<[u8; 32], Arc<Chunk>>>);

impl Pictures {
    /// The image object of a picture, composed onto white: PDF/A allows transparency, but paper is white and images
    /// without a mask are simpler for readers.
    pub(crate) fn chunk(&self, picture: &Picture) -> Arc<Chunk> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(picture.digest()).or_insert_with(|| Arc::new(chunk(picture))))
    }
}

fn chunk(picture: &Picture) -> Chunk {
    let mut objects = Objects::numbered_from(numbers::PICTURE.0);
    let head = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(picture.width()),
        "Height" => i64::from(picture.height()),
        "ColorSpace" => "DeviceRGB",
        "BitsPerComponent" => 8,
    };
    objects.stream(head, &picture.on_white());
    objects.finish(deflate)
}
