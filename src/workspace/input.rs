//! A file of a workspace, as it was read.

use std::borrow::Cow;

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// The file as a person would name it: `rules.yaml`, `<built-in>/rules.yaml`.
    pub file: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

impl InputFile {
    /// Whether it has this key at its top level.
    pub(super) fn says(&self, key: &str) -> bool {
        self.text.lines().any(|line| line.starts_with(key))
    }

    /// Whether it is a rulebook by its keys, a whole one or one that extends another.
    pub(super) fn is_rulebook(&self) -> bool {
        self.says("rulebook:") || self.says("extends:")
    }

    /// Whether it is a rulebook or a profile by its keys.
    pub fn is_yaml_of_workspace(&self) -> bool {
        self.is_rulebook() || self.says("region:")
    }
}
