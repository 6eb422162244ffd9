//! Pictures as objects, each made once for all files of a run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::dictionary;

use super::compress::deflate;
use super::objects::{Objects, Part};
use super::shared::Shared;
use crate::document::Picture;

/// What pages call it.
pub(super) const RESOURCE: &str = "Emblem";

/// The pictures of a run, by their digests.
#[derive(Default)]
pub(super) struct Pictures(Mutex<BTreeMap<[u8; 32], Arc<Part>>>);

impl Pictures {
    /// The object of a picture, as it looks on white paper: a file to be kept has no use for transparency.
    pub(super) fn part(&self, picture: &Picture) -> Arc<Part> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(picture.digest()).or_insert_with(|| Arc::new(part(picture))))
    }
}

fn part(picture: &Picture) -> Part {
    let mut objects = Objects::numbered_from(Shared::PICTURE.0);
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
