//! Words that are no text of the document: titles of callouts, names that only screen readers speak, the footer. Every
//! writer takes them from here.

use std::collections::BTreeMap;

use super::meta::Meta;
use crate::lang::Lang;

/// Each word by its key in `templates/labels.yaml`, in Indonesian and English, for templates that do not name it.
const OWN: [(&str, &str, &str); 25] = [
    ("blank", "isian", "to fill in"),
    ("callout_caution", "Awas", "Caution"),
    ("callout_important", "Penting", "Important"),
    ("callout_note", "Catatan", "Note"),
    ("callout_tip", "Saran", "Tip"),
    ("callout_warning", "Peringatan", "Warning"),
    ("emblem", "Lambang {region}", "Coat of arms of {region}"),
    ("field_date", "Tanggal", "Date"),
    ("field_name", "Nama", "Name"),
    ("field_place", "Tempat", "Place"),
    ("field_signature", "Tanda tangan", "Signature"),
    ("footer_page", "Halaman {page} dari {pages}", "Page {page} of {pages}"),
    ("footer_rulebook", "Buku aturan", "Rulebook"),
    ("footnote_back", "Kembali ke teks", "Back to the text"),
    ("footnotes", "Catatan kaki", "Footnotes"),
    ("list_contested", "Masih diperselisihkan", "In dispute"),
    ("list_obligation", "Wajib", "Must"),
    ("list_permission", "Boleh", "May"),
    ("list_prohibition", "Dilarang", "Must not"),
    ("slide_back", "Salindia sebelumnya", "Previous slide"),
    ("slide_full", "Layar penuh", "Full screen"),
    ("slide_next", "Salindia berikutnya", "Next slide"),
    ("slides", "Salindia", "Slides"),
    ("tick_done", "sudah dicentang", "ticked"),
    ("tick_open", "belum dicentang", "not ticked"),
];

/// Our own words of a key, in Indonesian and English; none of a key that we do not know.
pub(crate) fn own(key: &str) -> Option<[&'static str; 2]> {
    OWN.iter().find(|(known, ..)| *known == key).map(|(_, id, en)| [*id, *en])
}

/// The words in the language of a document.
pub(crate) struct Labels<'a> {
    own: &'a BTreeMap<String, String>,
    lang: Lang,
}

impl<'a> Labels<'a> {
    pub(crate) fn of(meta: &'a Meta) -> Self {
        Labels { own: &meta.labels, lang: meta.lang }
    }

    /// The word of a key: that of the templates, else our own.
    pub(crate) fn get(&self, key: &str) -> &'a str {
        let ours = own(key).map_or("", |[id, en]| match self.lang {
            Lang::Id => id,
            Lang::En => en,
        });
        self.own.get(key).map_or(ours, String::as_str)
    }

    /// What is said of a region's coat of arms to who does not see it.
    pub(crate) fn emblem(&self, region: &str) -> String {
        self.get("emblem").replace("{region}", region)
    }
}
