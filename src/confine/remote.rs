//! Templates that a child process parses.

use super::fault::Fault;
use super::message::{self, SentValue, Stored};
use super::setup::{TemplateText, TeraSetup};

/// Templates that know each other, for a child process.
pub(super) struct RemoteTemplates {
    pub(super) id: u64,
    pub(super) setup: TeraSetup,
    pub(super) texts: Vec<TemplateText>,
}

impl RemoteTemplates {
    /// As the message that hands them to a child.
    pub(super) fn encoded(&self) -> Result<Vec<u8>, Fault> {
        let texts = self.texts.iter().map(|(name, text)| (&**name, &**text)).collect();
        let stored: Stored<'_, SentValue<'_>> = Stored::Templates { id: self.id, setup: self.setup.name, texts };
        message::encode(&stored)
    }
}
