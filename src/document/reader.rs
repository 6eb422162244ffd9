//! Reads Markdown into documents and marks them by a glossary, with a cache of sections.
//!
//! Sheets of one template share most of their text. A text is therefore read section by section, and the marked blocks of
//! sections are cached. A text that cannot be cut into sections is read as a whole.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use super::glossary::{ExplainedSet, Glossary};
use super::markdown::{self, Section, Together, sections};
use super::meta::Meta;
use super::tree::{Block, Document};
use crate::cache::{Cache, hash_of};
use crate::diag::Diagnostics;
use crate::lang::Lang;

#[cfg(test)]
mod tests;

/// Capacity of the cache: more sections than all templates have together.
const MAX_SECTIONS: usize = 512;
/// How many sections seen once are remembered by their hash.
const MAX_SEEN: usize = 1024;
/// The most bytes and events of a section that is cached.
const MAX_WEIGHT: usize = 1 << 14;

/// Reads the Markdown of rendered templates and marks what its glossary knows; any number of threads may share it.
pub struct Reader {
    glossary: Glossary,
    /// One cache for each thread at work. They change the speed of reading and nothing else.
    caches: Mutex<Vec<SectionCache>>,
}

impl Reader {
    /// A reader that marks what this glossary knows.
    pub fn new(glossary: Glossary) -> Reader {
        Reader { glossary, caches: Mutex::default() }
    }

    /// The document of a text: as [`markdown::parse`] reads it, marked by [`Glossary::mark`].
    ///
    /// # Errors
    /// All findings at once, sorted by place.
    pub fn read(&self, file: &str, markdown: &str, meta: Meta) -> Result<Document, Diagnostics> {
        let caches = || self.caches.lock().unwrap_or_else(PoisonError::into_inner);
        let known = caches().pop();
        let mut cache = known.unwrap_or_default();
        let blocks = cache.blocks(markdown, meta.lang, &self.glossary);
        caches().push(cache);
        if let Some(blocks) = blocks {
            return Ok(Document { meta, blocks });
        }
        let mut document = markdown::parse(file, markdown, meta)?;
        self.glossary.mark(&mut document);
        Ok(document)
    }
}

/// What a section depends on in the text before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Preceding {
    lang: Lang,
    /// The level of the last heading, 0 before the first.
    level: u8,
    explained: ExplainedSet,
}

/// A section in the cache.
struct CachedSection {
    text: String,
    before: Preceding,
    section: Section,
    /// What the next section depends on.
    after: Preceding,
}

/// Sections that were read before. A section is cached when it occurs for the second time, since sections with personal
/// values occur once.
struct SectionCache {
    known: Cache<CachedSection>,
    seen: Cache<()>,
}

impl Default for SectionCache {
    fn default() -> SectionCache {
        SectionCache { known: Cache::new(MAX_SECTIONS), seen: Cache::new(MAX_SEEN) }
    }
}

impl SectionCache {
    /// The marked blocks of a text; `None` if it must be read as a whole.
    fn blocks(&mut self, markdown: &str, lang: Lang, glossary: &Glossary) -> Option<Vec<Block>> {
        let mut blocks = Vec::new();
        let mut together = Together::default();
        let mut before = Preceding { lang, level: 0, explained: ExplainedSet::default() };
        for text in sections(markdown) {
            let hash = hash_of(|hasher| (text, &before).hash(hasher));
            if let Some(known) = self.known.get(hash, |known| known.text == text && known.before == before) {
                if !together.add(&known.section) {
                    return None;
                }
                blocks.extend_from_slice(&known.section.blocks);
                before.clone_from(&known.after);
                continue;
            }
            let mut section = Section::new(text, before.level)?;
            if !together.add(&section) {
                return None;
            }
            let mut after = Preceding { level: section.level, ..before.clone() };
            glossary.mark_next(&mut section.blocks, lang, &mut after.explained);
            if section.weight() > MAX_WEIGHT || !self.is_seen(hash) {
                blocks.append(&mut section.blocks);
            } else {
                blocks.extend_from_slice(&section.blocks);
                self.known.insert(hash, CachedSection { text: text.to_owned(), before, section, after: after.clone() });
            }
            before = after;
        }
        Some(blocks)
    }

    /// Whether this was called with the same hash before.
    fn is_seen(&mut self, hash: u64) -> bool {
        let is_seen = self.seen.get(hash, |()| true).is_some();
        if !is_seen {
            self.seen.insert(hash, ());
        }
        is_seen
    }
}
