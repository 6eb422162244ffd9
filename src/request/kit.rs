//! What lies in the folder of an event.

use crate::template::DocumentKind;

/// What lies in the folder of an event, as far as it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KitContents<'a> {
    /// The papers, in the order in which they are printed.
    pub papers: Vec<KitPaper<'a>>,
    /// How many people are in the roster; none without one.
    pub people: Option<usize>,
}

/// A file of a kit, or a folder with one for each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitPaper<'a> {
    /// Number at the beginning of its name.
    pub no: usize,
    /// The document.
    pub document: &'a DocumentKind,
    /// Id of the audience that it is for.
    pub audience: Option<&'a str>,
    /// Path in the folder.
    pub path: String,
    /// How many files it is.
    pub files: usize,
    /// Pages of all of them; none where no format has pages.
    pub pages: Option<u64>,
    /// How often it is to be printed; none where nobody can know.
    pub copies: Option<usize>,
}
