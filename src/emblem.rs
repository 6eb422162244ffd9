//! Coats of arms of regions: the PNG files that profiles name.
//!
//! 1. [`Emblem::open`] reads the file, since its bytes are part of an edition.
//! 2. [`Emblem::picture`] makes a picture of them when a sheet first needs it; what is wrong with it is a finding about the
//!    line of the profile that names it.

use crate::diag::{Code, Diagnostic, Message, say};
use crate::document::Picture;
use crate::ordinary;
use crate::region::{Profile, Region, Regions};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The coats of arms that profiles name, by the code of the region; `text` gives the text of a profile's file.
pub(crate) fn open<'t>(regions: &Regions, text: impl Fn(&str) -> &'t str) -> BTreeMap<String, Emblem> {
    let emblem = |region: &Region| {
        let profile = region.profile.as_ref()?;
        let name = profile.emblem.as_ref()?;
        Some((region.code.clone(), Emblem::open(&profile.file, text(&profile.file), name)))
    };
    regions.profiled().filter_map(emblem).collect()
}

/// The coat of arms that a profile names.
pub(crate) struct Emblem {
    /// The profile's file and text.
    profile: (String, String),
    bytes: Result<Vec<u8>, Message>,
    picture: OnceLock<Result<Arc<Picture>, Diagnostic>>,
}

impl Emblem {
    /// Reads the file `name` that the profile in `file` names.
    fn open(file: &str, text: &str, name: &str) -> Emblem {
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        // What a profile names lies beside it, and nowhere else.
        let bytes = ordinary::open_within(folder, &folder.join(name))
            .and_then(|picture| ordinary::read_some(picture, Picture::MAX_BYTES));
        let bytes =
            bytes.map_err(|error| say!("`{name}` tidak dapat dibaca: {error}", "cannot read `{name}`: {error}"));
        Emblem { profile: (file.to_owned(), text.to_owned()), bytes, picture: OnceLock::new() }
    }

    /// The bytes of the file; none where it cannot be read.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }

    /// The picture.
    ///
    /// # Errors
    /// `profile-emblem` where there is no such file, or it holds no picture that can be used.
    pub(crate) fn picture(&self) -> Result<Arc<Picture>, Diagnostic> {
        let made = || self.bytes.as_deref().map_err(Clone::clone).and_then(Picture::read).map(Arc::new);
        let placed = |message: Message| {
            let (file, text) = &self.profile;
            let finding = Diagnostic::error(Code::ProfileEmblem, message).at(Profile::place_of_emblem(file, text));
            finding.help(say!(
                "sebutkan gambar PNG paling besar 2 MB di folder profil",
                "name a PNG picture of at most 2 MB in the folder of the profile"
            ))
        };
        self.picture.get_or_init(|| made().map_err(placed)).clone()
    }
}
