//! Resource dictionaries: the fonts and form XObjects that content streams name.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::encoding::Letters;
use super::file::{ENTRY, PdfFile};
use super::lexer::{Dict, PdfValue};
use crate::diag::Diagnostic;

/// Object numbers by resource name.
pub(super) type NamedObjects = FxHashMap<Vec<u8>, u32>;

/// The resources of a content stream.
pub(super) struct Resources {
    pub(super) fonts: NamedObjects,
    /// Identifies the set of fonts, as part of a cache key.
    pub(super) list: usize,
    pub(super) drawings: NamedObjects,
}

/// Reads fonts and resource dictionaries, each font once for all pages that share it.
#[derive(Default)]
pub(super) struct ResourceReader {
    fonts: FxHashMap<u32, Rc<Letters>>,
    /// A number for each set of fonts by name.
    lists: FxHashMap<Vec<(Vec<u8>, u32)>, usize>,
}

impl ResourceReader {
    pub(super) fn font(&mut self, number: u32, file: &mut PdfFile) -> Result<Rc<Letters>, Diagnostic> {
        if let Some(known) = self.fonts.get(&number) {
            return Ok(Rc::clone(known));
        }
        let letters = match file.object(number)? {
            Some(PdfValue::Dict(font)) => Letters::of(&font, file)?,
            _ => Letters::default(),
        };
        let letters = Rc::new(letters);
        self.fonts.insert(number, Rc::clone(&letters));
        Ok(letters)
    }

    pub(super) fn resources(&mut self, dict: &Dict, file: &mut PdfFile) -> Result<Resources, Diagnostic> {
        let mut named = |key| -> Result<Vec<(Vec<u8>, u32)>, Diagnostic> {
            // Many pages may inherit one dictionary, so it is not copied.
            let other;
            let dict = match dict.get(key) {
                Some(PdfValue::Dict(dict)) => dict,
                _ => {
                    other = file.dict(dict, key)?.unwrap_or_default();
                    &other
                }
            };
            let mut list = Vec::new();
            for (name, value) in dict.iter() {
                file.take(ENTRY + name.len())?;
                list.extend(value.reference().map(|number| (name.clone(), number)));
            }
            Ok(list)
        };
        let (fonts, drawings) = (named("Font")?, named("XObject")?);
        // Of two entries with the same name, the first counts.
        let first = |list: &[(Vec<u8>, u32)]| list.iter().rev().cloned().collect::<NamedObjects>();
        let (by_name, drawings) = (first(&fonts), first(&drawings));
        let next = self.lists.len();
        let list = *self.lists.entry(fonts).or_insert(next);
        Ok(Resources { fonts: by_name, list, drawings })
    }
}

/// The number of the object that an operand names.
pub(super) fn named(among: &NamedObjects, name: Option<&PdfValue>) -> Option<u32> {
    among.get(name?.name()?).copied()
}
