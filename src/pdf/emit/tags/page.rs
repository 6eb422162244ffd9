//! The dictionary of a page.

use lopdf::{Object, ObjectId};

use crate::layout::sheet::Sheet;
use crate::pdf::emit::syntax::loose::ObjectWriter;
use crate::pdf::emit::syntax::notation::{self, rounded, text};

/// What the dictionary of a page refers to.
pub(crate) struct PageDictionary<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) resources: ObjectId,
    pub(crate) contents: &'a [ObjectId],
    pub(crate) annotations: &'a [Object],
}

impl PageDictionary<'_> {
    /// Writes it below a node of the page tree, with the key of its content in the parent tree.
    pub(crate) fn write(&self, mut entry: ObjectWriter, parent: ObjectId, key: u32) {
        let (width, height) = (rounded(self.sheet.width), rounded(self.sheet.height));
        entry.text("<</Type/Page/Parent ");
        entry.reference(parent);
        text(entry.bytes(), format_args!("/MediaBox[0 0 {width} {height}]/Resources "));
        entry.reference(self.resources);
        entry.text("/Contents[");
        for (index, content) in self.contents.iter().enumerate() {
            entry.text(if index > 0 { " " } else { "" });
            entry.reference(*content);
        }
        entry.text("]/StructParents ");
        entry.key(key);
        // The tab key follows the structure.
        entry.text("/Tabs/S");
        if !self.annotations.is_empty() {
            entry.text("/Annots");
            notation::object(entry.bytes(), &Object::Array(self.annotations.to_vec()));
        }
        entry.text(">>");
    }
}
