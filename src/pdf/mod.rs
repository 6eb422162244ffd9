//! [`crate::document::Document`] → PDF.
//!
//! ```text
//! blocks ─layout→ galley (one column of slices) ─paginate→ pages ─sheet→ sheets (all positions final) ─emit→ bytes
//! ```
//!
//! 1. `font` reads the faces and shapes text with kerning; `text` flattens inlines, `shape` shapes them, `wrap` chooses
//!    where lines end; `shaper` remembers what both found out about each text.
//! 2. `layout` sets blocks as slices of a `galley`; every `item` knows which element of `structure` it is part of.
//! 3. `tear` and `paginate` cut the galley into pages, `sheet` and `footer` finish them.
//! 4. `emit` writes them with printpdf and lopdf, the only module that knows these.
//!
//! Everything before `emit` is plain data that prints as text. Sizes and colours live in `style`.

mod emit;
mod field;
mod font;
mod footer;
mod galley;
mod grid;
mod item;
mod layout;
mod lines;
mod paginate;
mod paper;
mod read;
mod run;
mod settings;
mod shape;
mod shaper;
mod sheet;
mod spans;
mod structure;
mod style;
mod tear;
mod text;
mod wrap;

#[cfg(test)]
mod tests;

pub use emit::Fault;
pub use paper::Paper;
pub use read::{Passage, passages};
pub use run::{Chapter, PrintRun};
pub use settings::{Colors, FontFile, Margins, Settings, Sizes};

use std::borrow::Cow;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Fit, Layout, Meta};
use emit::{Shared, Volume};
use font::{Face, Fonts};
use galley::{Bond, Galley};
use grid::{Form, Grid};
use paginate::Page;
use shape::runs_backwards;
use shaper::Shaper;
use sheet::Sheet;
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

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Target {
    /// The paper that it is printed on.
    pub paper: Paper,
    /// Whether it can be filled in on the screen before that: blanks become text fields, tick boxes check boxes, room
    /// to sign signature fields.
    pub fillable: bool,
}

/// To be printed, and filled in by hand.
impl From<Paper> for Target {
    fn from(paper: Paper) -> Target {
        Target { paper, fillable: false }
    }
}

/// Writes documents as PDF. It holds the fonts, read once and cut down once; any number of threads may share it.
pub struct Writer {
    settings: Settings,
    fonts: Fonts,
    shared: Shared,
    /// What earlier documents taught, one for each thread at work. It makes the next one faster and changes nothing.
    memories: Mutex<Vec<Memory>>,
}

/// What makes the next document faster and changes nothing: texts that were set and streams that were drawn before.
#[derive(Default)]
struct Memory {
    texts: shaper::Memory,
    streams: emit::Memory,
}

/// A file of one page hardly has more bytes.
const USUAL_BYTES: usize = 24 * 1024;

/// So many parts of a document are learnt side by side; few blocks are of one length.
const SHARES: usize = 8;

/// So many steps lead from the most generous spacing to the tightest.
const STEPS: u32 = 8;

/// A document set and cut into pages.
struct Set {
    form: Form,
    style: Style,
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

impl Writer {
    /// A writer that sets sheets as these settings say.
    ///
    /// # Errors
    /// `unreadable-font` where one of them cannot be read.
    pub fn new(settings: Settings) -> Result<Writer, Diagnostics> {
        let fonts = Fonts::new(settings.fonts.as_ref())?;
        Ok(Writer { settings, fonts, shared: Shared::new()?, memories: Mutex::default() })
    }

    /// Makes what nearly every file needs, so that the first one finds it made.
    pub fn warm_up(&self) {
        self.shared.warm_up(&self.fonts);
    }

    /// Writes a document for a paper, or more precisely a [`Target`]. The same document gives the same bytes.
    ///
    /// # Errors
    /// Every character that no font has (`missing-glyph`) or that runs from right to left (`right-to-left`), and blocks
    /// nested too deep (`nesting-too-deep`).
    pub fn write(&self, document: &Document, target: impl Into<Target>) -> Result<Pdf, Diagnostics> {
        self.file(&self.chapter(document, target)?, &document.meta)
    }

    /// Writes a document that is set and drawn as a file of its own.
    ///
    /// # Errors
    /// A font that cannot be cut down.
    pub fn file(&self, chapter: &Chapter, meta: &Meta) -> Result<Pdf, Diagnostics> {
        let bytes = Vec::with_capacity(USUAL_BYTES);
        let volume = Volume::new((&self.fonts, &self.shared), Cow::Borrowed(meta), bytes);
        let bytes = volume.single(&chapter.drawn).map_err(|fault| match fault {
            Fault::Font(finding) => finding,
            Fault::Io(error) => Diagnostic::error(Code::PdfNotWritten, error.to_string()),
        });
        Ok(Pdf { bytes: bytes?, pages: chapter.pages(), fits: chapter.fits })
    }

    /// Sets a document and draws its pages, which can then go into a [`PrintRun`].
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn chapter(&self, document: &Document, target: impl Into<Target>) -> Result<Chapter, Diagnostics> {
        let mut chapters = self.chapters(&[(document, target.into())]);
        chapters.pop().unwrap_or_else(|| Err(Diagnostics::new()))
    }

    /// Sets some documents, then draws the pages of each.
    ///
    /// # Errors
    /// As [`Writer::write`], for each.
    pub fn chapters(&self, documents: &[(&Document, Target)]) -> Vec<Result<Chapter, Diagnostics>> {
        let mut memory = self.memory();
        let mut set = |(document, target): &(&Document, Target)| self.fit(document, *target, &mut memory.texts);
        let set: Vec<Result<Set, Diagnostics>> = documents.iter().map(&mut set).collect();
        let draw = |(set, (document, target)): (Result<Set, Diagnostics>, &(&Document, Target))| {
            let mut set = set?;
            let fits = set.keeps_to(document.meta.fit);
            let sheets = self.sheets(&mut set, document, target.paper, &memory.texts);
            let fonts = (&self.fonts, &self.shared);
            let drawn = emit::Chapter::new(sheets, set.galley, &document.meta, fonts, &memory.streams)?;
            Ok(Chapter { drawn, fits })
        };
        let chapters = set.into_iter().zip(documents).map(draw).collect();
        self.remember(memory);
        chapters
    }

    /// A file of many documents, written as they come. `meta` says what the file as a whole is.
    pub fn print_run<W: Write>(&self, meta: Meta, out: W) -> PrintRun<'_, W> {
        PrintRun::new(Volume::new((&self.fonts, &self.shared), Cow::Owned(meta), out))
    }

    /// The pages of a document as text: each line of type with its place, and what it is part of.
    ///
    /// # Errors
    /// As [`Writer::write`].
    pub fn layout(&self, document: &Document, target: impl Into<Target>) -> Result<String, Diagnostics> {
        let target = target.into();
        let mut memory = shaper::Memory::default();
        let mut set = self.fit(document, target, &mut memory)?;
        let sheets = self.sheets(&mut set, document, target.paper, &memory);
        let print = |sheet| sheet::Printed(sheet, &set.galley.structure).to_string();
        Ok(sheets.iter().map(print).collect::<Vec<_>>().join("-- page --\n"))
    }

    /// Why a value cannot be printed, if it cannot: the first of its characters that runs from right to left, or that
    /// the font has no glyph for.
    pub fn unprintable(&self, value: &str) -> Option<Diagnostic> {
        if let Some(character) = value.chars().find(|c| runs_backwards(*c)) {
            return Some(layout::runs_backwards(character, ""));
        }
        let line: String = value.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        let missing = |face| self.fonts.face(face).shape(&line).iter().find(|glyph| glyph.id == 0).copied();
        let glyph = missing(Face::Regular).or_else(|| missing(Face::Bold))?;
        let character = line.get(glyph.cluster as usize..)?.chars().next()?;
        Some(layout::missing_glyph(character, ""))
    }

    /// A memory that no other thread uses.
    fn memory(&self) -> Memory {
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn remember(&self, memory: Memory) {
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    /// The pages of a document. What is drawn leaves its galley, so they are to be had once.
    fn sheets(&self, set: &mut Set, document: &Document, paper: Paper, memory: &shaper::Memory) -> Vec<Sheet> {
        let (paper, fonts) = ((paper, set.form), Shaper::new(&self.fonts, memory));
        sheet::assemble(&mut set.galley, &set.pages, paper, &set.style, &fonts, &document.meta)
    }

    /// Sets the document as generously as its fit allows. One that cannot reach it flows as generously as any.
    fn fit(&self, document: &Document, target: Target, memory: &mut shaper::Memory) -> Result<Set, Diagnostics> {
        if grid::is_poster(document, target.paper) {
            return self.poster(document, target, memory);
        }
        let layout = document.meta.layout;
        let form = Form::page(target.paper, layout);
        if layout == Layout::Slides {
            return self.slides(document, target, form, memory);
        }
        let style = |tightness: f32| match layout {
            Layout::Certificate => Style::certificate(&self.settings, tightness),
            _ => Style::new(&self.settings, tightness),
        };
        if memory.is_new() {
            self.learn(document, target, form, &style(0.0), memory);
        }
        let fonts = Shaper::new(&self.fonts, memory);
        let lay_out = |tightness| set(document, &fonts, target, form, style(tightness));
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
    fn learn(&self, document: &Document, target: Target, form: Form, style: &Style, memory: &mut shaper::Memory) {
        let grid = Grid::new(target.paper, style, form);
        let learnt = |blocks| {
            let memory = shaper::Memory::default();
            layout::rehearse(document, blocks, &Shaper::new(&self.fonts, &memory), style, &grid, target.fillable);
            memory
        };
        let share = document.blocks.len().div_ceil(SHARES).max(1);
        let starts = (0..document.blocks.len()).into_par_iter().step_by(share);
        let learnt: Vec<_> = starts.map(|start| learnt(start..document.blocks.len().min(start + share))).collect();
        learnt.into_iter().for_each(|other| memory.absorb(other));
    }

    /// Sets slides, each in type as large as leaves it whole.
    fn slides(
        &self,
        document: &Document,
        target: Target,
        form: Form,
        memory: &shaper::Memory,
    ) -> Result<Set, Diagnostics> {
        let styles = Style::slides(&self.settings);
        let grid = Grid::new(target.paper, &styles[0], form);
        let fonts = Shaper::new(&self.fonts, memory);
        let set = layout::compose_slides(document, &fonts, &styles, &grid, target.fillable);
        let [style, ..] = styles;
        cut(set, form, style, &grid)
    }

    /// Sets a poster in type as large as leaves it on few pages.
    fn poster(&self, document: &Document, target: Target, memory: &shaper::Memory) -> Result<Set, Diagnostics> {
        let shaper = Shaper::new(&self.fonts, memory);
        let lay_out = |form| set(document, &shaper, target, form, Style::poster(&self.settings));
        for form in Form::LARGER_POSTERS {
            let set = lay_out(form)?;
            if set.pages.len() <= Form::POSTER_PAGES {
                return Ok(set);
            }
        }
        lay_out(Form::SMALLEST_POSTER)
    }
}

fn set(document: &Document, fonts: &Shaper, target: Target, form: Form, style: Style) -> Result<Set, Diagnostics> {
    let grid = Grid::new(target.paper, &style, form);
    cut(layout::compose(document, fonts, &style, &grid, target.fillable), form, style, &grid)
}

/// Cuts what was set into pages.
fn cut(
    (mut galley, findings): (Galley, Diagnostics),
    form: Form,
    style: Style,
    grid: &Grid,
) -> Result<Set, Diagnostics> {
    if findings.has_errors() {
        return Err(findings);
    }
    tear::tear_tall(&mut galley, paginate::tallest(grid));
    let pages = paginate::paginate(&galley, grid);
    Ok(Set { form, style, height: grid.height, galley, pages })
}
