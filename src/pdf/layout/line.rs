//! Lines of text as boxes: glyph runs and fill-in rules with positions.

use crate::breaks::BreakKind;
use crate::document::{Align, Inline};
use crate::pdf::font::Glyph;
use crate::pdf::galley::{Bounds, Dash, Draw, Item, Rule, Run, Widget};
use crate::pdf::shape::{Atom, Shaped, shape};
use crate::pdf::shaper::lines;
use crate::pdf::style::{Color, TextStyle};
use crate::pdf::text::{Flattener, RichText, Span};
use crate::pdf::wrap::{Line, Rag};

use super::{Composer, ElementId};

/// Height of capitals as a share of the size of type; centres text in its line.
const CAPITAL: f32 = 0.714;

/// A line of text; positions are relative to its left and upper edge.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineBox {
    pub(crate) height: f32,
    /// Distance of the baseline from the upper edge.
    pub(crate) baseline: f32,
    pub(crate) items: Vec<Item>,
}

impl LineBox {
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

/// How lines are set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
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

impl Setting {
    /// Lines from the left margin.
    pub(crate) fn new(text: TextStyle, width: f32) -> Setting {
        let (align, dash, rag) = (Align::Left, Dash::Dotted, Rag::Free);
        Setting { text, width: width.max(0.0), align, citation: None, stretch: false, dash, rag }
    }

    /// Lines in the middle are of about the same length.
    pub(crate) fn align(self, align: Align) -> Setting {
        Setting { align, rag: if align == Align::Center { Rag::Balanced } else { self.rag }, ..self }
    }

    /// Lines of about the same length.
    pub(crate) fn balanced(self) -> Setting {
        Setting { rag: Rag::Balanced, ..self }
    }

    pub(crate) fn stretch(self, dash: Dash) -> Setting {
        Setting { stretch: true, dash, ..self }
    }
}

impl Composer<'_> {
    /// The lines of a text that belongs to an element. There is at least one.
    pub(crate) fn lines(&mut self, inlines: &[Inline], setting: &Setting, owner: ElementId) -> Vec<LineBox> {
        let galley = &mut self.galley;
        let fields = self.fillable.then_some(&mut galley.fields);
        let flattener = Flattener::new(&mut galley.structure, &mut galley.links, self.words.get("blank"));
        let rich = flattener.fields(fields).citation(setting.citation).flatten(inlines, &setting.text, owner);
        self.rich_lines(rich, setting)
    }

    /// The lines of a text that is flattened already.
    pub(crate) fn rich_lines(&mut self, rich: RichText, setting: &Setting) -> Vec<LineBox> {
        let mut shaped = shape(self.fonts, rich, setting.width);
        if setting.stretch {
            stretch_blanks(&mut shaped, setting.width);
        }
        self.report_characters(&shaped);
        lines(&shaped, setting.width, setting.rag).iter().map(|line| self.line_box(&shaped, line, setting)).collect()
    }

    /// How wide a text is where nothing wraps it, and how wide its widest word is.
    pub(crate) fn natural_widths(&mut self, inlines: &[Inline], text: &TextStyle) -> (f32, f32) {
        // The measured text is set again for good, so its elements and links go nowhere.
        let (mut structure, mut links) = (crate::pdf::structure::Structure::new(), Vec::new());
        let flattener = Flattener::new(&mut structure, &mut links, "");
        let rich = flattener.flatten(inlines, text, crate::pdf::structure::Structure::ROOT);
        natural_widths(&shape(self.fonts, rich, f32::MAX))
    }

    fn line_box(&self, shaped: &Shaped, line: &Line, setting: &Setting) -> LineBox {
        let atoms = &shaped.atoms[line.atoms.clone()];
        let sizes = atoms.iter().map(|atom| shaped.rich.spans[atom.span].look).filter(|look| look.rise == 0.0);
        let size = sizes.map(|look| look.size).fold(0.0, f32::max);
        let share = if size > 0.0 { size / setting.text.size } else { 1.0 };
        let height = setting.text.leading * share;
        let baseline = (height + CAPITAL * setting.text.size * share) / 2.0;
        let visible: f32 = shaped.atoms[line.atoms.start..line.visible].iter().map(|atom| atom.width).sum();
        let mut pen = Pen { composer: self, shaped, setting, x: 0.0, baseline, items: Vec::new() };
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
        LineBox { height, baseline, items: pen.items }
    }
}

/// The widest line that only written breaks end, and the widest stretch between two breaks; spaces at their ends left out.
fn natural_widths(shaped: &Shaped) -> (f32, f32) {
    let text = &shaped.rich.text;
    let (mut from, mut first) = (0, 0);
    let (mut line, mut widest_line, mut widest_word) = (0.0f32, 0.0f32, 0.0f32);
    for place in &shaped.known.breaks {
        let end = from + text[from..place.at].trim_end().len();
        let next = first + shaped.atoms[first..].partition_point(|atom| atom.start < place.at);
        let atoms = &shaped.atoms[first..next];
        let seen = || atoms.iter().filter(|atom| atom.start < end);
        // A place to fill in gives way before a word does.
        let word = seen().map(|atom| if atom.glyph.is_some() { atom.width } else { 24.0 }).sum();
        widest_word = widest_word.max(word);
        widest_line = widest_line.max(line + seen().map(|atom| atom.width).sum::<f32>());
        line += atoms.iter().map(|atom| atom.width).sum::<f32>();
        if place.kind == BreakKind::Mandatory {
            line = 0.0;
        }
        (from, first) = (place.at, next);
    }
    (widest_line, widest_word)
}

/// Gives places to fill in the room that is left of one line.
fn stretch_blanks(shaped: &mut Shaped, width: f32) {
    let end = shaped.rich.text.trim_end().len();
    let seen = shaped.atoms.iter().filter(|atom| atom.glyph.is_some() && atom.start < end);
    let text: f32 = seen.map(|atom| atom.width).sum();
    let blanks = shaped.atoms.iter().filter(|atom| atom.glyph.is_none()).count();
    // A hair less, so that rounding cannot push one to the next line.
    let share = (width - text - 0.1) / blanks.max(1) as f32;
    if share > 36.0 {
        shaped.atoms.iter_mut().filter(|atom| atom.glyph.is_none()).for_each(|atom| atom.width = share);
    }
}

/// How far a field for one line of type reaches above its baseline and below it, as shares of its size.
const ABOVE: f32 = 1.21;
const BELOW: f32 = 0.29;

/// The area of a field for one line of type. Readers set what is typed in the middle, which must be on this baseline.
fn writing_area(x: f32, baseline: f32, width: f32, size: f32) -> Bounds {
    Bounds { left: x, top: baseline - ABOVE * size, right: x + width, bottom: baseline + BELOW * size }
}

/// Draws the atoms of one line from left to right.
struct Pen<'a> {
    composer: &'a Composer<'a>,
    shaped: &'a Shaped,
    setting: &'a Setting,
    x: f32,
    baseline: f32,
    items: Vec<Item>,
}

impl Pen<'_> {
    /// Draws atoms of one span.
    fn draw(&mut self, atoms: &[Atom]) {
        let Some(first) = atoms.first() else { return };
        let span = &self.shaped.rich.spans[first.span];
        let width: f32 = atoms.iter().map(|atom| atom.width).sum();
        if span.blank.is_some() {
            let y = self.baseline + 1.5;
            let rule = Rule {
                from: (self.x, y),
                to: (self.x + width, y),
                weight: if self.setting.dash == Dash::Dotted { 0.8 } else { 0.6 },
                color: Color::FILL_IN,
                dash: self.setting.dash,
            };
            let owner = Some(span.owner);
            match span.field {
                None => self.items.push(Item { draw: Draw::Rule(rule), owner }),
                Some(field) => {
                    // The line to write on stays for those who print the file first.
                    self.items.push(Item::artifact(Draw::Rule(rule)));
                    let area = writing_area(self.x, self.baseline, width, span.look.size);
                    self.items.push(Item { draw: Draw::Widget(Widget { field, area, shown: Vec::new() }), owner });
                }
            }
        } else {
            self.run(atoms, span, width);
        }
        self.x += width;
    }

    fn run(&mut self, atoms: &[Atom], span: &Span, width: f32) {
        let start = atoms.first().map_or(0, |atom| atom.start);
        // The text of a run reaches to the next atom, wherever that is drawn.
        let after = self.shaped.atoms.partition_point(|atom| atom.start <= atoms.last().map_or(0, |atom| atom.start));
        let end = self.shaped.atoms.get(after).map_or(self.shaped.rich.text.len(), |atom| atom.start);
        let glyphs = atoms
            .iter()
            .filter_map(|atom| atom.glyph.map(|glyph| Glyph { cluster: (atom.start - start) as u32, ..glyph }));
        let run = Run {
            x: self.x,
            y: self.baseline - span.look.rise,
            width,
            face: span.look.face,
            size: span.look.size,
            color: span.look.color,
            glyphs: glyphs.collect(),
            text: self.shaped.rich.text[start..end.min(span.end)].replace('\n', " "),
            link: span.link,
        };
        self.items.push(Item { draw: Draw::Run(run), owner: Some(span.owner) });
        if span.look.struck {
            let y = self.baseline - 0.3 * span.look.size;
            let to = (self.x + width, y);
            let rule = Rule { from: (self.x, y), to, weight: 0.6, color: span.look.color, dash: Dash::Solid };
            self.items.push(Item::artifact(Draw::Rule(rule)));
        }
    }

    /// Draws the hyphen of a soft hyphen that ends the line; tells its width.
    fn hyphen(&mut self, atoms: &[Atom]) -> f32 {
        let Some(span) = atoms.last().map(|atom| &self.shaped.rich.spans[atom.span]) else { return 0.0 };
        let face = self.composer.fonts.face(span.look.face);
        let glyphs = face.shape("-");
        let width = glyphs.iter().map(|glyph| face.metrics.scale(glyph.advance, span.look.size)).sum();
        let run = Run {
            x: self.x,
            y: self.baseline - span.look.rise,
            width,
            face: span.look.face,
            size: span.look.size,
            color: span.look.color,
            glyphs,
            text: "\u{ad}".to_owned(),
            link: span.link,
        };
        self.items.push(Item { draw: Draw::Run(run), owner: Some(span.owner) });
        width
    }
}
