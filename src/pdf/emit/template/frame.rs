//! What a file of one document is made of besides the document: the same for all alike documents with the same metadata.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::assigned::AssignedIds;
use super::metadata::FileMetadata;
use crate::lang::Lang;
use crate::layout::face::Face;
use crate::pdf::emit::syntax::chunk::Chunk;

/// What a file is beside the streams of its pages, what it says of itself and what all files have in common.
pub(crate) struct FileFrame {
    pub(crate) part: Chunk,
    pub(crate) imprint: FileMetadata,
    pub(crate) has_fields: bool,
    /// Of what tells it from others.
    pub(crate) digest: [u8; 32],
}

impl FileFrame {
    pub(crate) fn new(part: Chunk, imprint: FileMetadata, has_fields: bool) -> FileFrame {
        let digest = Sha256::digest(&part.bytes).into();
        FileFrame { part, imprint, has_fields, digest }
    }

    /// The frame around these streams.
    pub(crate) fn with<'s>(self, streams: impl Iterator<Item = &'s [u8]>) -> FileFrame {
        let mut digest = Sha256::new_with_prefix(self.digest);
        streams.for_each(|stream| digest.update(stream));
        FileFrame { digest: digest.finalize().into(), ..self }
    }
}

/// What the frame of a file depends on beside the pattern of its sheet.
#[derive(PartialEq, Eq)]
pub(crate) struct FrameKind {
    pub(crate) given: AssignedIds,
    pub(crate) lang: Lang,
    pub(crate) author: String,
    pub(crate) date: String,
    pub(crate) faces: BTreeSet<Face>,
}
