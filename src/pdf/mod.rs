//! [`crate::document::Document`] → PDF.
//!
//! ```text
//! blocks ─layout→ galley (one column of slices) ─paginate→ pages ─sheet→ sheets (all positions final) ─emit→ bytes
//! ```
//!
//! 1. `font` reads the faces and shapes text with kerning; `text` flattens inlines and shapes them, `breaks` says where
//!    lines may end, `wrap` chooses where they do.
//! 2. `layout` sets blocks as slices of a `galley`; every item knows which element of `structure` it belongs to.
//! 3. `paginate` cuts the galley into pages, `sheet` and `footer` finish them.
//! 4. `emit` writes them with printpdf and lopdf, the only module that knows these.
//!
//! Everything before `emit` is plain data that prints as text. Sizes and colours live in `style`.

mod breaks;
mod emit;
mod font;
mod footer;
mod galley;
mod layout;
mod paginate;
mod paper;
mod sheet;
mod structure;
mod style;
mod text;
mod wrap;

#[cfg(test)]
mod tests;

pub use paper::Paper;

use crate::diag::Diagnostics;
use crate::document::{Document, Fit};
use emit::FontSet;
use font::Fonts;
use galley::{Bond, Galley};
use paginate::Page;
use style::Style;

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// Whether the document kept to [`Fit`]: false where all before its first page break was to fit on one page and
    /// did not.
    pub fits: bool,
}

/// Writes documents as PDF. It holds the fonts, read once and cut down once; any number of threads may share it.
pub struct Writer {
    fonts: Fonts,
    set: FontSet,
}

/// A document set and cut into pages.
struct Set {
    style: Style,
    galley: Galley,
    pages: Vec<Page>,
}

impl Set {
    /// Whether the document is on as few pages as it must be.
    fn keeps_to(&self, fit: Fit) -> bool {
        match fit {
            Fit::Flow => true,
            Fit::OnePage => self.keeps_to_one_page(),
            Fit::Pages(pages) => self.pages.len() <= pages as usize,
        }
    }

    /// Whether all that stands before the first page break written by hand is on the first page.
    fn keeps_to_one_page(&self) -> bool {
        let second = self.pages.get(1).and_then(|page| page.placed.iter().find(|placed| !placed.again));
        second.is_none_or(|placed| self.galley.slices[placed.slice].bond == Bond::Break)
    }
}

impl Writer {
    /// A writer with the fonts that are built in.
    ///
    /// # Errors
    /// `unreadable-font` where one of them cannot be read.
    pub fn new() -> Result<Writer, Diagnostics> {
        Ok(Writer { fonts: Fonts::new()?, set: FontSet::default() })
    }

    /// Writes a document on a paper. The same document gives the same bytes.
    ///
    /// # Errors
    /// Every character that no font has (`missing-glyph`) or that runs from right to left (`right-to-left`), and blocks
    /// nested too deep (`nesting-too-deep`).
    pub fn write(&self, document: &Document, paper: Paper) -> Result<Pdf, Diagnostics> {
        let set = self.fit(document, paper)?;
        let fits = set.keeps_to(document.meta.fit);
        let sheets = sheet::assemble(&set.galley, &set.pages, paper, &set.style, &self.fonts, &document.meta);
        let bytes = emit::write(&sheets, &set.galley, &document.meta, &self.fonts, &self.set)?;
        Ok(Pdf { bytes, pages: sheets.len() as u32, fits })
    }

    /// The pages of a document as text: each line of type with its place, and what it is part of.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn layout(&self, document: &Document, paper: Paper) -> Result<String, Diagnostics> {
        let set = self.fit(document, paper)?;
        let sheets = sheet::assemble(&set.galley, &set.pages, paper, &set.style, &self.fonts, &document.meta);
        let print = |sheet| sheet::Printed(sheet, &set.galley.structure).to_string();
        Ok(sheets.iter().map(print).collect::<Vec<_>>().join("-- page --\n"))
    }

    /// Sets the document as generously as its fit allows. One that cannot reach it flows as generously as any.
    fn fit(&self, document: &Document, paper: Paper) -> Result<Set, Diagnostics> {
        let loose = self.lay_out(document, paper, 0.0)?;
        if loose.keeps_to(document.meta.fit) {
            return Ok(loose);
        }
        let mut best = self.lay_out(document, paper, 1.0)?;
        if !best.keeps_to(document.meta.fit) {
            return Ok(loose);
        }
        let (mut generous, mut tight) = (0.0, 1.0);
        for _ in 0..5 {
            let middle = (generous + tight) / 2.0;
            let set = self.lay_out(document, paper, middle)?;
            if set.keeps_to(document.meta.fit) {
                (best, tight) = (set, middle);
            } else {
                generous = middle;
            }
        }
        Ok(best)
    }

    fn lay_out(&self, document: &Document, paper: Paper, tightness: f32) -> Result<Set, Diagnostics> {
        let style = Style::tightened(tightness);
        let (width, height) = sheet::text_area(paper, &style);
        let (mut galley, findings) = layout::compose(document, &self.fonts, &style, width);
        if findings.has_errors() {
            return Err(findings);
        }
        paginate::tear_tall(&mut galley, height);
        let pages = paginate::paginate(&galley, height);
        Ok(Set { style, galley, pages })
    }
}
