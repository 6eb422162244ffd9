//! Shared strings in little memory.

use super::refusal::{Damage, Refusal};

/// The strings that cells refer to by index, one after the other.
#[derive(Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    pub(super) fn push(&mut self, text: &str) -> Result<(), Refusal> {
        self.text.push_str(text);
        let end = u32::try_from(self.text.len());
        self.ends.push(end.map_err(|_| Refusal::Damaged(Damage::TooManyTexts))?);
        Ok(())
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start as usize..end as usize])
    }

    /// Size in memory, in bytes.
    pub(super) fn size(&self) -> usize {
        self.text.len() + size_of::<u32>() * self.ends.len()
    }
}
