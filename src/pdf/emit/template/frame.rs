//! The frame of a file of one document: everything but its content streams and its title. Documents of one template
//! with the same metadata share it.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::assigned::AssignedIds;
use super::metadata::FileMetadata;
use crate::lang::Lang;
use crate::layout::face::Face;
use crate::pdf::emit::syntax::chunk::Chunk;

/// The objects of a file, without content streams, metadata and shared objects.
pub(crate) struct FileFrame {
    pub(crate) chunk: Chunk,
    pub(crate) imprint: FileMetadata,
    pub(crate) has_fields: bool,
    /// Digest of everything in which the file may differ from others; becomes part of its identifier.
    pub(crate) digest: [u8; 32],
}

impl FileFrame {
    pub(crate) fn new(chunk: Chunk, imprint: FileMetadata, has_fields: bool) -> FileFrame {
        let digest = Sha256::digest(&chunk.bytes).into();
        FileFrame { chunk, imprint, has_fields, digest }
    }

    /// The frame with the digest of shared content streams added.
    pub(crate) fn with<'s>(self, streams: impl Iterator<Item = &'s [u8]>) -> FileFrame {
        let mut digest = Sha256::new_with_prefix(self.digest);
        streams.for_each(|stream| digest.update(stream));
        FileFrame { digest: digest.finalize().into(), ..self }
    }
}

/// What the frame of a file depends on beside the pattern of its sheet.
#[derive(PartialEq, Eq)]
pub(crate) struct FrameKind {
    pub(crate) assigned: AssignedIds,
    pub(crate) lang: Lang,
    pub(crate) author: String,
    pub(crate) date: String,
    pub(crate) faces: BTreeSet<Face>,
}
