//! The templates of recent documents.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::Arc;

use super::part_template::PartTemplate;
use crate::cache::{Cache, hash_lengths, hash_of};
use crate::layout::item::Item;
use crate::layout::sheet::Sheet;

/// How many templates are kept.
const TEMPLATES: usize = 32;

/// The templates of recent documents, by where their type stands.
pub(crate) struct PartTemplateCache(RefCell<Cache<Arc<PartTemplate>>>);

impl Default for PartTemplateCache {
    fn default() -> PartTemplateCache {
        PartTemplateCache(RefCell::new(Cache::new(TEMPLATES)))
    }
}

impl PartTemplateCache {
    /// The template that is meant for these pages, if it is known.
    pub(crate) fn get(
        &self,
        sheets: &[Sheet],
        is_meant: impl FnOnce(&PartTemplate) -> bool,
    ) -> Option<Arc<PartTemplate>> {
        self.0.borrow_mut().get(shape(sheets), |known| is_meant(known)).map(Arc::clone)
    }

    /// Keeps the template of these pages, where other pages can have it.
    pub(crate) fn keep(&self, sheets: &[Sheet], template: PartTemplate) -> Arc<PartTemplate> {
        let template = Arc::new(template);
        if template.is_common() {
            self.0.borrow_mut().insert(shape(sheets), Arc::clone(&template));
        }
        template
    }
}

/// A hash of the positions of type on pages, personal type left out.
fn shape(sheets: &[Sheet]) -> u64 {
    hash_of(|hasher| {
        for sheet in sheets {
            let common = || sheet.drawn().filter(|item| !item.is_personal);
            common().count().hash(hasher);
            common().flat_map(Item::runs).for_each(|run| hash_lengths(&[run.x, run.y, run.width], hasher));
        }
    })
}
