//! The galley: a document set in one endless column, as plain data.
//!
//! Layout fills it, pagination cuts it, emission draws it. Its unit is the [`Slice`], a horizontal band that is never
//! cut unless it is taller than a page; positions are in points, x from the left edge of the column, y downwards from
//! the top of the slice.

use super::field::Field;
use super::item::Item;
use super::structure::Structure;
use super::theme::color::Color;

/// A document set in one column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Galley {
    pub(crate) slices: Vec<Slice>,
    /// How many of them, the first, stand across all columns of a page.
    pub(crate) band: usize,
    /// Boxes and bars around runs of slices; outer ones before the inner ones.
    pub(crate) frames: Vec<Frame>,
    /// Table headers and headings of slides that stand again at the top of each page.
    pub(crate) repeats: Vec<RepeatedHeader>,
    /// Slices whose page stands in the middle of the paper, if they are the first on it.
    pub(crate) middles: Vec<usize>,
    pub(crate) structure: Structure,
    pub(crate) links: Vec<Link>,
    /// Places to fill in, if the file is to be fillable.
    pub(crate) fields: Vec<Field>,
    pub(crate) bookmarks: Vec<Bookmark>,
}

/// A horizontal band of the column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Slice {
    /// Space above, left out at the top of a page.
    pub(crate) gap: f32,
    pub(crate) height: f32,
    /// What a page break before it would cost.
    pub(crate) bond: Bond,
    /// Space that frames around it need above it where it starts a page, and below it where it ends one.
    pub(crate) inset: Inset,
    pub(crate) items: Vec<Item>,
    /// Anchors that point here.
    pub(crate) anchors: Vec<String>,
}

/// Space inside frames above and below.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Inset {
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// How firmly a slice holds to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Bond {
    /// A page must end before it.
    Break,
    /// A page may end before it.
    #[default]
    Free,
    /// A page should rather not end before it.
    Avoid,
    /// A page must not end before it, unless it cannot be helped.
    Never,
}

/// A box or bar drawn around slices `first..=last`, on every page that shows some of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) pad: Inset,
    pub(crate) fill: Option<Color>,
    /// A thick line along the left edge.
    pub(crate) bar: Option<Color>,
}

/// Slices `header` stand again above any slice of `body` that starts a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RepeatedHeader {
    pub(crate) header: std::ops::Range<usize>,
    pub(crate) body: std::ops::Range<usize>,
    /// Space below it where it stands again.
    pub(crate) gap: f32,
    /// Whether it says each time how often it has stood there, as the heading of a slide that goes on: (2).
    pub(crate) counted: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// An address outside the document.
    Uri(String),
    /// An anchor of the document.
    Anchor(String),
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bookmark {
    pub(crate) level: u8,
    pub(crate) title: String,
    /// The slice that it leads to.
    pub(crate) slice: usize,
}

impl Galley {
    pub(crate) fn new() -> Galley {
        Galley {
            slices: Vec::new(),
            band: 0,
            frames: Vec::new(),
            repeats: Vec::new(),
            middles: Vec::new(),
            structure: Structure::new(),
            links: Vec::new(),
            fields: Vec::new(),
            bookmarks: Vec::new(),
        }
    }
}
