//! One text as lines of glyph runs and fill-in rules: set once, then placed wherever the same text stands.

use std::cell::RefCell;
use std::hash::Hash;
use std::sync::Arc;

use super::font::Glyph;
use super::item::{Bounds, Dash, Draw, Item, Rule, Run, Widget};
use super::shape::{Atom, Odd, Shaped, shape};
use super::shaper::{Shaper, TEXTS};
use super::structure::ElementId;
use super::text::{RichText, Span};
use super::theme::color::Color;
use super::theme::measures;
use super::theme::style::TextStyle;
use super::wrap::{Rag, WrappedLine, wrap};
use crate::cache::{Cache, hash_lengths, hash_of};
use crate::document::Align;

/// Height of capitals as a share of the size of type; centres text in its line.
const CAPITAL: f32 = 0.714;

/// How lines are set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineSetting {
    pub(crate) text: TextStyle,
    pub(crate) width: f32,
    pub(crate) align: Align,
    /// The look of an emphasis after a written line break.
    pub(crate) citation: Option<TextStyle>,
    /// Whether places to fill in take what room the line has left.
    pub(crate) stretch: bool,
    pub(crate) dash: Dash,
    pub(crate) rag: Rag,
}

impl LineSetting {
    /// Lines from the left margin.
    pub(crate) fn new(text: TextStyle, width: f32) -> LineSetting {
        let (align, dash, rag) = (Align::Left, Dash::Dotted, Rag::Free);
        LineSetting { text, width: width.max(0.0), align, citation: None, stretch: false, dash, rag }
    }

    /// Lines in the middle are of about the same length.
    pub(crate) fn align(self, align: Align) -> LineSetting {
        LineSetting { align, rag: if align == Align::Center { Rag::Balanced } else { self.rag }, ..self }
    }

    /// Lines of about the same length.
    pub(crate) fn balanced(self) -> LineSetting {
        LineSetting { rag: Rag::Balanced, ..self }
    }

    pub(crate) fn stretch(self, dash: Dash) -> LineSetting {
        LineSetting { stretch: true, dash, ..self }
    }
}

/// A line of text; positions are relative to its left and upper edge.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineBox {
    pub(crate) height: f32,
    /// Distance of the baseline from the upper edge.
    pub(crate) baseline: f32,
    pub(crate) items: Vec<Item>,
}

impl LineBox {
    /// Marks what is on it as one person's. A line with more than type on it, such as a place to fill in, stays as it is.
    pub(crate) fn mark_personal(&mut self) {
        if self.items.iter().all(|item| matches!(item.draw, Draw::Run(_))) {
            self.items.iter_mut().for_each(|item| item.is_personal = true);
        }
    }

    /// Makes the line so high that a field for type of this size does not reach beyond it; the room is above it.
    pub(crate) fn heighten(&mut self, size: f32) {
        let more = ABOVE * size - self.baseline;
        if more > 0.0 {
            self.height += more;
            self.baseline += more;
            self.items.iter_mut().for_each(|item| item.shift(0.0, more));
        }
    }
}

/// Sets texts in lines.
#[derive(Clone, Copy)]
pub(crate) struct LineSetter<'a> {
    pub(crate) shaper: Shaper<'a>,
    cache: &'a LineCache,
    /// Colour of the lines to write on.
    fill_in: Color,
}

/// Texts that were set or measured. One document at a time uses it.
pub(crate) struct LineCache {
    widths: RefCell<Cache<Measured>>,
    set: RefCell<Cache<Arc<SetText>>>,
}

struct Measured {
    rich: RichText,
    widths: (f32, f32),
}

impl Default for LineCache {
    fn default() -> LineCache {
        LineCache { widths: RefCell::new(Cache::new(TEXTS)), set: RefCell::new(Cache::new(TEXTS)) }
    }
}

impl LineCache {
    /// Whether no text was set yet.
    pub(crate) fn is_new(&mut self) -> bool {
        self.set.get_mut().is_empty()
    }

    /// Takes over what another cache holds.
    pub(crate) fn absorb(&mut self, other: LineCache) {
        let LineCache { widths, set } = other;
        self.widths.get_mut().absorb(widths.into_inner());
        self.set.get_mut().absorb(set.into_inner());
    }
}

impl<'a> LineSetter<'a> {
    pub(crate) fn new(shaper: Shaper<'a>, cache: &'a LineCache, fill_in: Color) -> LineSetter<'a> {
        LineSetter { shaper, cache, fill_in }
    }

    /// The widths that `measure` finds for a text.
    pub(crate) fn measured(&self, rich: RichText, measure: impl FnOnce(RichText) -> (f32, f32)) -> (f32, f32) {
        let hash = hash_of(|hasher| rich.hash_words(hasher));
        let known = |cache: &mut Cache<Measured>| {
            cache.get(hash, |known| known.rich.has_words_of(&rich)).map(|known| known.widths)
        };
        if let Some(widths) = known(&mut self.cache.widths.borrow_mut()) {
            return widths;
        }
        let widths = measure(rich.clone());
        self.cache.widths.borrow_mut().insert(hash, Measured { rich, widths });
        widths
    }

    /// A text set in lines.
    pub(crate) fn set(&self, rich: &RichText, setting: &LineSetting) -> Arc<SetText> {
        let hash = SetText::hash(rich, setting);
        if let Some(known) = self.cache.set.borrow_mut().get(hash, |known| known.is_of(rich, setting)) {
            return Arc::clone(known);
        }
        let new = Arc::new(SetText::new(self, rich.clone(), setting));
        self.cache.set.borrow_mut().insert(hash, Arc::clone(&new));
        new
    }
}

/// A text set in lines. Its items name spans of the text where those of a page name elements, links and fields, so that
/// the same lines serve wherever the text stands.
#[derive(Debug)]
pub(crate) struct SetText {
    rich: RichText,
    setting: LineSetting,
    lines: Vec<SetLine>,
    /// What the fonts cannot show, with the text around each.
    pub(crate) missing: Vec<Odd>,
    /// What runs from right to left, with the text around each.
    pub(crate) right_to_left: Vec<Odd>,
}

/// A line of a text. Positions are relative to where its baseline starts.
#[derive(Debug)]
struct SetLine {
    /// Size of its type.
    size: f32,
    items: Vec<Item>,
}

impl SetText {
    /// Sets a text.
    fn new(setter: &LineSetter, rich: RichText, setting: &LineSetting) -> SetText {
        let fonts = &setter.shaper;
        let mut shaped = shape(fonts, rich, setting.width);
        if setting.stretch {
            stretch_blanks(&mut shaped, setting.width);
        }
        let lines = wrap(fonts, &shaped, setting.width, setting.rag);
        let lines = lines.iter().map(|line| set_line(setter, &shaped, line, setting)).collect();
        let (missing, right_to_left) = (shaped.missing(), shaped.right_to_left());
        SetText { rich: shaped.rich, setting: *setting, lines, missing, right_to_left }
    }

    /// The hash of all that lines depend on.
    fn hash(rich: &RichText, setting: &LineSetting) -> u64 {
        hash_of(|hasher| {
            rich.hash_words(hasher);
            hash_lengths(&[setting.width, setting.text.size], hasher);
            (setting.align as u8, setting.dash as u8, setting.rag as u8, setting.stretch).hash(hasher);
        })
    }

    /// Whether these are the lines of a text in a setting, wherever it stands and however far apart its lines are.
    fn is_of(&self, rich: &RichText, setting: &LineSetting) -> bool {
        let asked = |setting: &LineSetting| {
            let LineSetting { text, width, align, citation: _, stretch, dash, rag } = *setting;
            (text.size.to_bits(), width.to_bits(), align, stretch, dash, rag)
        };
        asked(&self.setting) == asked(setting) && self.rich.has_words_of(rich)
    }

    /// The lines where the text stands.
    pub(crate) fn placed(&self, rich: &RichText, text: &TextStyle) -> Vec<LineBox> {
        let line = |line: &SetLine| {
            let share = line.size / text.size;
            let height = text.leading * share;
            let baseline = (height + CAPITAL * line.size) / 2.0;
            let items = line.items.iter().map(|item| placed(item, &rich.spans, baseline)).collect();
            LineBox { height, baseline, items }
        };
        self.lines.iter().map(line).collect()
    }
}

/// An item of a line, lowered to its baseline, as part of what its span is part of.
fn placed(item: &Item, spans: &[Span], baseline: f32) -> Item {
    let mut item = item.clone();
    item.shift(0.0, baseline);
    if let Some(span) = item.owner.and_then(|span| spans.get(span.index())) {
        item.owner = Some(span.owner);
        match &mut item.draw {
            Draw::Run(run) => run.link = span.link,
            Draw::Widget(widget) => widget.field = span.field.unwrap_or(widget.field),
            Draw::Rule(_) | Draw::Shape(_) | Draw::Picture(_) => {}
        }
    }
    item
}

fn set_line(setter: &LineSetter, shaped: &Shaped, line: &WrappedLine, setting: &LineSetting) -> SetLine {
    let atoms = &shaped.atoms[line.atoms.clone()];
    let sizes = atoms.iter().map(|atom| shaped.rich.spans[atom.span].look).filter(|look| look.rise == 0.0);
    let size = sizes.map(|look| look.size).fold(0.0, f32::max);
    let size = if size > 0.0 { size } else { setting.text.size };
    let visible: f32 = shaped.atoms[line.atoms.start..line.visible].iter().map(|atom| atom.width).sum();
    let mut pen = Pen { setter, shaped, setting, x: 0.0, items: Vec::new() };
    for group in atoms.chunk_by(|a, b| a.span == b.span) {
        pen.draw(group);
    }
    let hyphen = if line.hyphen { pen.hyphen(atoms) } else { 0.0 };
    let rest = (setting.width - visible - hyphen).max(0.0);
    let x = match setting.align {
        Align::Left => 0.0,
        Align::Center => rest / 2.0,
        Align::Right => rest,
    };
    pen.items.iter_mut().for_each(|item| item.shift(x, 0.0));
    SetLine { size, items: pen.items }
}

/// Gives places to fill in the room that is left of one line.
fn stretch_blanks(shaped: &mut Shaped, width: f32) {
    let end = shaped.rich.text.trim_end().len();
    let seen = shaped.atoms.iter().filter(|atom| atom.glyph.is_some() && atom.start < end);
    let text: f32 = seen.map(|atom| atom.width).sum();
    let blanks = shaped.atoms.iter().filter(|atom| atom.glyph.is_none()).count();
    // A hair less, so that rounding cannot push one to the next line.
    let share = (width - text - 0.1) / blanks.max(1) as f32;
    if share > measures::LEAST_BLANK {
        shaped.atoms.iter_mut().filter(|atom| atom.glyph.is_none()).for_each(|atom| atom.width = share);
    }
}

/// How far a field for one line of type reaches above its baseline and below it, as shares of its size.
const ABOVE: f32 = 1.21;
const BELOW: f32 = 0.29;

/// The area of a field for one line of type. Readers set what is typed in the middle, which must be on the baseline.
fn writing_area(x: f32, width: f32, size: f32) -> Bounds {
    Bounds { left: x, top: -ABOVE * size, right: x + width, bottom: BELOW * size }
}

/// Draws the atoms of one line from left to right.
struct Pen<'a> {
    setter: &'a LineSetter<'a>,
    shaped: &'a Shaped,
    setting: &'a LineSetting,
    x: f32,
    items: Vec<Item>,
}

impl Pen<'_> {
    /// Draws atoms of one span.
    fn draw(&mut self, atoms: &[Atom]) {
        let Some(first) = atoms.first() else { return };
        let span = &self.shaped.rich.spans[first.span];
        let width: f32 = atoms.iter().map(|atom| atom.width).sum();
        if span.blank.is_some() {
            self.blank(first.span, span, width);
        } else {
            self.run(atoms, first.span, width);
        }
        self.x += width;
    }

    fn blank(&mut self, index: usize, span: &Span, width: f32) {
        let (y, dash) = (measures::BLANK_DROP, self.setting.dash);
        let weight = if dash == Dash::Dotted { measures::BLANK.0 } else { measures::BLANK.1 };
        let rule = Rule { from: (self.x, y), to: (self.x + width, y), weight, color: self.setter.fill_in, dash };
        let owner = ElementId::at(index);
        if span.field.is_some() {
            // The line to write on stays for those who print the file first.
            self.items.push(Item::artifact(Draw::Rule(rule)));
            let area = writing_area(self.x, width, span.look.size);
            self.items.push(Item::of(owner, Draw::Widget(Widget { field: 0, area, shown: Vec::new() })));
        } else {
            self.items.push(Item::of(owner, Draw::Rule(rule)));
        }
    }

    fn run(&mut self, atoms: &[Atom], index: usize, width: f32) {
        let span = &self.shaped.rich.spans[index];
        let start = atoms.first().map_or(0, |atom| atom.start);
        // The text of a run reaches to the next atom, wherever that is drawn.
        let after = self.shaped.atoms.partition_point(|atom| atom.start <= atoms.last().map_or(0, |atom| atom.start));
        let end = self.shaped.atoms.get(after).map_or(self.shaped.rich.text.len(), |atom| atom.start);
        let glyphs = atoms
            .iter()
            .filter_map(|atom| atom.glyph.map(|glyph| Glyph { cluster: (atom.start - start) as u32, ..glyph }));
        let text = self.shaped.rich.text[start..end.min(span.end)].replace('\n', " ");
        self.show(index, glyphs.collect(), text.into(), width);
        if span.look.struck {
            let y = -0.3 * span.look.size;
            let to = (self.x + width, y);
            let rule =
                Rule { from: (self.x, y), to, weight: measures::RULE, color: span.look.color, dash: Dash::Solid };
            self.items.push(Item::artifact(Draw::Rule(rule)));
        }
    }

    fn show(&mut self, index: usize, glyphs: Arc<[Glyph]>, text: Arc<str>, width: f32) {
        let look = self.shaped.rich.spans[index].look;
        let (x, y) = (self.x, -look.rise);
        let run = Run { x, y, width, face: look.face, size: look.size, color: look.color, glyphs, text, link: None };
        self.items.push(Item::of(ElementId::at(index), Draw::Run(run)));
    }

    /// Draws the hyphen of a soft hyphen that ends the line; tells its width.
    fn hyphen(&mut self, atoms: &[Atom]) -> f32 {
        let Some(index) = atoms.last().map(|atom| atom.span) else { return 0.0 };
        let look = self.shaped.rich.spans[index].look;
        let face = self.setter.shaper.face(look.face);
        let glyphs = face.shape("-");
        let width = glyphs.iter().map(|glyph| face.metrics.scale(glyph.advance, look.size)).sum();
        self.show(index, glyphs.into(), "\u{ad}".into(), width);
        width
    }
}
