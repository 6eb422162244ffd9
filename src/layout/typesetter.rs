//! Chooses how generously, or in which size, a document is set so that it keeps to its pages.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::blocks::{self, BlockCache, Tools};
use super::dump::{PageDump, Summary};
use super::face::Face;
use super::font::Fonts;
use super::galley::{Bond, Galley};
use super::grid::Grid;
use super::lines::{LineCache, LineSetter};
use super::paginate::{self, Page};
use super::shape::runs_backwards;
use super::shaper::{Shaper, ShaperCache};
use super::sheet::{self, Sheet};
use super::target::Target;
use super::tear;
use super::theme::kind::{PageFormat, SheetKind};
use super::theme::settings::Settings;
use super::theme::style::Style;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::{Document, Fit};

/// Lays documents out on pages. It holds the fonts, read once; any number of threads may share it.
pub struct Typesetter {
    settings: Settings,
    pub(crate) fonts: Fonts,
    /// What was set for earlier documents, for each thread at work. It makes the next one faster and changes nothing.
    caches: Mutex<Vec<Caches>>,
}

/// What was set for earlier documents.
#[derive(Default)]
pub(crate) struct Caches {
    shaper: ShaperCache,
    lines: LineCache,
    blocks: BlockCache,
}

/// A document on its pages.
pub(crate) struct Pages {
    pub(crate) sheets: Vec<Sheet>,
    /// What else a writer must know: structure, links, fields, bookmarks. What is drawn has left it.
    pub(crate) galley: Galley,
    /// Whether the document kept to [`Fit`].
    pub(crate) fits: bool,
}

/// So many parts of a document are learnt side by side; few blocks are of one length.
const SHARES: usize = 8;

/// So many steps lead from the most generous spacing to the tightest.
const STEPS: u32 = 8;

/// A document set and cut into pages.
pub(crate) struct Set {
    pub(crate) format: PageFormat,
    pub(crate) style: Style,
    /// Height of the text on a page.
    height: f32,
    galley: Galley,
    pages: Vec<Page>,
}

impl Set {
    /// Whether the document is on as few pages as it must be.
    fn keeps_to(&self, fit: Fit) -> bool {
        match fit {
            Fit::Flow => true,
            Fit::OnePage => self.pages_of_the_front().len() <= 1,
            Fit::Pages(pages) => self.pages.len() <= pages as usize,
        }
    }

    /// How many points of type are too many for the pages that it is to keep to; less than 0 where there is room.
    fn excess(&self, fit: Fit) -> f32 {
        let (most, pages) = match fit {
            Fit::Flow => return 0.0,
            Fit::OnePage => (1.0, self.pages_of_the_front()),
            Fit::Pages(pages) => (pages as f32, self.pages.as_slice()),
        };
        let last = pages.last().map_or(0.0, |page| page.bottom(&self.galley));
        (pages.len() as f32 - 1.0 - most) * self.height + last
    }

    /// Whether the last page has hardly anything on it, and nobody asked for it.
    fn ends_in_few_lines(&self) -> bool {
        let [_, .., last] = &self.pages[..] else { return false };
        let first = last.placed.iter().find(|placed| !placed.again);
        let asked_for = first.is_some_and(|placed| self.galley.slices[placed.slice].bond == Bond::Break);
        !asked_for && last.bottom(&self.galley) < 12.0 * self.style.body.leading
    }

    /// The pages up to the first page break written by hand: the front of a sheet.
    fn pages_of_the_front(&self) -> &[Page] {
        let first = |page: &Page| page.placed.iter().find(|placed| !placed.again).map(|placed| placed.slice);
        let starts_by_hand =
            |page: &Page| first(page).is_some_and(|slice| self.galley.slices[slice].bond == Bond::Break);
        let back = self.pages.iter().skip(1).position(starts_by_hand).map_or(self.pages.len(), |back| back + 1);
        &self.pages[..back]
    }
}

/// The document on a page less, where a little less room reaches that.
fn drawn_in(loose: Set, lay_out: impl Fn(f32) -> Result<Set, Diagnostics>) -> Result<Set, Diagnostics> {
    for tightness in [0.15, 0.3, 0.45] {
        let set = lay_out(tightness)?;
        if set.pages.len() < loose.pages.len() {
            return Ok(set);
        }
    }
    Ok(loose)
}

impl Typesetter {
    /// Sets sheets as these settings say.
    ///
    /// # Errors
    /// `unreadable-font` where a font cannot be read.
    pub fn new(settings: Settings) -> Result<Typesetter, Diagnostics> {
        let fonts = Fonts::new(settings.fonts.as_ref())?;
        Ok(Typesetter { settings, fonts, caches: Mutex::default() })
    }

    /// Lays out some documents. The same document gives the same pages.
    ///
    /// # Errors
    /// For each document: every character that no font has (`missing-glyph`) or that runs from right to left
    /// (`right-to-left`), and blocks nested too deep (`nesting-too-deep`).
    pub(crate) fn lay_out(&self, documents: &[(&Document, Target)]) -> Vec<Result<Pages, Diagnostics>> {
        let mut caches = self.caches.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let mut set = |(document, target): &(&Document, Target)| self.fit(document, *target, &mut caches);
        let sets: Vec<Result<Set, Diagnostics>> = documents.iter().map(&mut set).collect();
        let finish = |(set, (document, target)): (Result<Set, Diagnostics>, &(&Document, Target))| {
            Ok(self.pages(set?, document, *target, &caches))
        };
        let pages = sets.into_iter().zip(documents).map(finish).collect();
        self.caches.lock().unwrap_or_else(PoisonError::into_inner).push(caches);
        pages
    }

    /// The pages of a document as text: each line of type with its place, and what it is part of.
    ///
    /// # Errors
    /// As [`crate::pdf::Writer::write`].
    pub fn dump(&self, document: &Document, target: impl Into<Target>) -> Result<String, Diagnostics> {
        let mut pages = self.lay_out(&[(document, target.into())]);
        let Pages { sheets, galley, .. } = pages.pop().unwrap_or_else(|| Err(Diagnostics::new()))?;
        let print = |sheet| PageDump(sheet, &galley.structure).to_string();
        Ok(sheets.iter().map(print).collect::<Vec<_>>().join("-- page --\n"))
    }

    /// The lines of each page with their places, without what they are part of; see `Summary`.
    ///
    /// # Errors
    /// As [`crate::pdf::Writer::write`].
    pub fn summary(&self, document: &Document, target: impl Into<Target>) -> Result<String, Diagnostics> {
        let mut pages = self.lay_out(&[(document, target.into())]);
        let Pages { sheets, .. } = pages.pop().unwrap_or_else(|| Err(Diagnostics::new()))?;
        let page = |(number, sheet): (usize, &Sheet)| {
            format!("page {number}: {:.1} × {:.1}\n{}", sheet.width, sheet.height, Summary(sheet))
        };
        Ok((1..).zip(&sheets).map(page).collect())
    }

    /// Why a value cannot be printed, if it cannot: the first of its characters that runs from right to left, or that
    /// the font has no glyph for.
    pub fn unprintable(&self, value: &str) -> Option<Diagnostic> {
        if let Some(character) = value.chars().find(|c| runs_backwards(*c)) {
            return Some(blocks::runs_backwards(character, ""));
        }
        let line: String = value.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let missing = |face| self.fonts.face(face).shape(&line).iter().find(|glyph| glyph.id == 0).copied();
        let glyph = missing(Face::Regular).or_else(|| missing(Face::Bold))?;
        let character = line.get(glyph.cluster as usize..)?.chars().next()?;
        Some(blocks::missing_glyph(character, ""))
    }

    /// The pages of a document that is set.
    pub(crate) fn pages(&self, set: Set, document: &Document, target: Target, caches: &Caches) -> Pages {
        let fits = set.keeps_to(document.meta.fit);
        let Set { format, style, mut galley, pages, .. } = set;
        let fonts = Shaper::new(&self.fonts, &caches.shaper);
        let sheets = sheet::assemble(&mut galley, &pages, (target.paper, format), &style, &fonts, &document.meta);
        Pages { sheets, galley, fits }
    }

    fn tools<'a>(&'a self, caches: &'a Caches) -> Tools<'a> {
        let shaper = Shaper::new(&self.fonts, &caches.shaper);
        let fill_in = self.settings.colors.palette().fill_in;
        Tools { lines: LineSetter::new(shaper, &caches.lines, fill_in), blocks: &caches.blocks }
    }

    /// Sets the document as generously as its fit allows. One that cannot reach it flows as generously as any.
    pub(crate) fn fit(&self, document: &Document, target: Target, caches: &mut Caches) -> Result<Set, Diagnostics> {
        let kind = SheetKind::of(document, target.paper);
        let formats = kind.formats(target.paper);
        let Some(&format) = formats.last() else { return Err(Diagnostics::new()) };
        let style = |tightness: f32| kind.style(&self.settings, tightness);
        match kind {
            SheetKind::Slides => return self.slides(document, target, format, caches),
            SheetKind::Poster => return self.poster(document, target, &formats, caches),
            SheetKind::Page { .. } | SheetKind::Certificate => {}
        }
        if caches.lines.is_new() {
            self.learn(document, target, format, &style(0.0), caches);
        }
        let tools = self.tools(caches);
        let lay_out = |tightness| set(document, tools, target, format, style(tightness));
        let loose = lay_out(0.0)?;
        if loose.keeps_to(document.meta.fit) {
            return if loose.ends_in_few_lines() { drawn_in(loose, lay_out) } else { Ok(loose) };
        }
        let tightest = lay_out(1.0)?;
        if !tightest.keeps_to(document.meta.fit) {
            return Ok(loose);
        }
        // Between the two, the height falls about evenly: the first guess is rarely off by more than a step.
        let (mut too_high, mut best) = ((0, loose.excess(document.meta.fit)), (STEPS, tightest));
        while best.0 - too_high.0 > 1 {
            let room = -best.1.excess(document.meta.fit);
            let share = too_high.1 / (too_high.1 + room).max(1.0);
            let between = (best.0 - too_high.0) as f32 * share;
            let step = (too_high.0 + between.ceil() as u32).clamp(too_high.0 + 1, best.0 - 1);
            let set = lay_out(step as f32 / STEPS as f32)?;
            if set.keeps_to(document.meta.fit) {
                best = (step, set);
            } else {
                too_high = (step, set.excess(document.meta.fit));
            }
        }
        Ok(best.1)
    }

    /// Shapes the texts of a document on all threads, so that setting it, on one, finds them known.
    fn learn(&self, document: &Document, target: Target, format: PageFormat, style: &Style, caches: &mut Caches) {
        let grid = Grid::new(target.paper, style, format);
        let learnt = |which| {
            let caches = Caches::default();
            blocks::rehearse(document, which, self.tools(&caches), style, &grid, target.fillable);
            caches
        };
        let share = document.blocks.len().div_ceil(SHARES).max(1);
        let starts = (0..document.blocks.len()).into_par_iter().step_by(share);
        let learnt: Vec<_> = starts.map(|start| learnt(start..document.blocks.len().min(start + share))).collect();
        for Caches { shaper, lines, blocks: _ } in learnt {
            caches.shaper.absorb(shaper);
            caches.lines.absorb(lines);
        }
    }

    /// Sets slides, each in type as large as leaves it whole.
    fn slides(
        &self,
        document: &Document,
        target: Target,
        format: PageFormat,
        caches: &Caches,
    ) -> Result<Set, Diagnostics> {
        let styles = Style::slides(&self.settings);
        let grid = Grid::new(target.paper, &styles[0], format);
        let tools = self.tools(caches);
        let set = blocks::compose_slides(document, tools, &styles, &grid, target.fillable);
        let [style, ..] = styles;
        cut(set, format, style, &grid)
    }

    /// Sets a poster in type as large as leaves it on few pages.
    fn poster(
        &self,
        document: &Document,
        target: Target,
        formats: &[PageFormat],
        caches: &Caches,
    ) -> Result<Set, Diagnostics> {
        let tools = self.tools(caches);
        let style = || SheetKind::Poster.style(&self.settings, 0.0);
        let lay_out = |format: &PageFormat| set(document, tools, target, *format, style());
        let Some((smallest, larger)) = formats.split_last() else { return Err(Diagnostics::new()) };
        for format in larger {
            let set = lay_out(format)?;
            if set.pages.len() <= SheetKind::POSTER_PAGES {
                return Ok(set);
            }
        }
        lay_out(smallest)
    }
}

fn set(
    document: &Document,
    tools: Tools,
    target: Target,
    format: PageFormat,
    style: Style,
) -> Result<Set, Diagnostics> {
    let grid = Grid::new(target.paper, &style, format);
    cut(blocks::compose(document, tools, &style, &grid, target.fillable), format, style, &grid)
}

/// Cuts what was set into pages.
fn cut(
    (mut galley, findings): (Galley, Diagnostics),
    format: PageFormat,
    style: Style,
    grid: &Grid,
) -> Result<Set, Diagnostics> {
    if findings.has_errors() {
        return Err(findings);
    }
    tear::tear_tall(&mut galley, paginate::tallest(grid));
    let pages = paginate::paginate(&galley, grid);
    Ok(Set { format, style, height: grid.height, galley, pages })
}
