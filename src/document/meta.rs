//! What a document says about itself, beside its content.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::Layout;
use super::picture::Picture;
use crate::diag::{Message, say};
use crate::lang::Lang;

/// Metadata of a document: title bar, footer, PDF information dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// Title, as in the browser tab and the PDF's title.
    pub title: String,
    /// Language of the text.
    pub lang: Lang,
    /// Document id: `pledge`, `checklist`, …
    pub document: String,
    /// Display name of the document, for the footer.
    pub document_name: String,
    /// Display name of the region, for the footer; empty for a sheet with blanks.
    pub region: String,
    /// Who issues the sheet (the regional government), as the PDF's author; empty where unknown.
    pub author: String,
    /// Version of the rulebook.
    pub rulebook_version: String,
    /// First eight hexadecimal digits of the SHA-256 of the rulebook's bytes.
    pub rulebook_hash: String,
    /// Date of the file's metadata, `YYYY-MM-DD`: the rulebook's date or `SOURCE_DATE_EPOCH`, never the clock.
    pub date: String,
    /// The coat of arms at the left of the letterhead, from the region's profile.
    pub emblem: Option<Arc<Picture>>,
    /// What must fit on how many pages, from the template's front matter.
    pub fit: Fit,
    /// Its layout, from the template's front matter.
    pub layout: Layout,
    /// Labels in the document's language by key (see `templates/labels.yaml`).
    pub labels: Arc<BTreeMap<String, String>>,
}

/// On how many pages a document must fit. The layout reduces its spacing, within limits, to achieve that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fit {
    /// As many pages as needed.
    #[default]
    Flow,
    /// One page, up to a page break written by hand.
    OnePage,
    /// At most so many pages.
    Pages(u32),
}

/// `flow`, `one-page` or `4-pages`, as front matter writes it.
impl std::str::FromStr for Fit {
    type Err = Message;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        match written {
            "flow" => Ok(Fit::Flow),
            "one-page" => Ok(Fit::OnePage),
            other => match other.strip_suffix("-pages").and_then(|pages| pages.parse().ok()) {
                Some(pages) if pages > 0 => Ok(Fit::Pages(pages)),
                _ => Err(say!(
                    "`{other}` bukan ukuran muat; tulis `flow`, `one-page`, atau jumlah seperti `4-pages`",
                    "`{other}` is no fit; write `flow`, `one-page` or a number such as `4-pages`"
                )),
            },
        }
    }
}
