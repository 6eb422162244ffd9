//! Labels: words beside the text of the document, such as titles of callouts, alternative texts and the footer. Every
//! writer takes them from here.

use std::collections::BTreeMap;

use super::meta::Meta;
use crate::lang::Lang;

/// The default of each label, in Indonesian and English, for template folders whose `labels.yaml` lacks it. A test of
/// `template` compares it with the built-in `templates/labels.yaml`.
pub(crate) const DEFAULTS: [(&str, &str, &str); 25] = [
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

/// The defaults of a key, in Indonesian and English; `None` where there are none.
pub(crate) fn defaults(key: &str) -> Option<[&'static str; 2]> {
    DEFAULTS.iter().find(|(known, ..)| *known == key).map(|(_, id, en)| [*id, *en])
}

/// The labels in the language of a document.
pub(crate) struct Labels<'a> {
    own: &'a BTreeMap<String, String>,
    lang: Lang,
}

impl<'a> Labels<'a> {
    pub(crate) fn of(meta: &'a Meta) -> Self {
        Labels { own: &meta.labels, lang: meta.lang }
    }

    /// The words of a key: those of the templates, else the default.
    pub(crate) fn get(&self, key: &str) -> &'a str {
        let default = defaults(key).map_or("", |[id, en]| match self.lang {
            Lang::Id => id,
            Lang::En => en,
        });
        self.own.get(key).map_or(default, String::as_str)
    }

    /// The alternative text of a region's coat of arms.
    pub(crate) fn emblem(&self, region: &str) -> String {
        self.get("emblem").replace("{region}", region)
    }
}
