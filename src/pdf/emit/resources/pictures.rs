//! Pictures as objects, each made once for all files of a run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::dictionary;

use crate::document::Picture;
use crate::pdf::emit::syntax::chunk::Chunk;
use crate::pdf::emit::syntax::compress::deflate;
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;

/// What pages call it.
pub(crate) const RESOURCE: &str = "Emblem";

/// The pictures of a run, by their digests.
#[derive(Default)]
pub(crate) struct Pictures(Mutex<BTreeMap<[u8; 32], Arc<Chunk>>>);

impl Pictures {
    /// The object of a picture, as it looks on white paper: a file to be kept has no use for transparency.
    pub(crate) fn part(&self, picture: &Picture) -> Arc<Chunk> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(picture.digest()).or_insert_with(|| Arc::new(part(picture))))
    }
}

fn part(picture: &Picture) -> Chunk {
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
