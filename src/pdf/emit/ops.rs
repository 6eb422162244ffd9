//! What is drawn on a page as printpdf operations.
//!
//! [`PageWriter`] remembers the state of the page (font, colours, line) and writes only what changes. Paper counts
//! from the upper left corner, PDF from the lower left one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color as Ink, DictItem, FontId, Line, LineCapStyle, LineDashPattern, LinePoint, Op, PaintMode,
    PdfFontHandle, Polygon, PolygonRing, Pt, Rgb, TextItem, WindingOrder,
};

use super::subset::{Subset, Usage};
use crate::pdf::font::{Face, Fonts, Glyph};
use crate::pdf::galley::{Dash, Draw, Item, Point, Rule, Run, Shape};
use crate::pdf::sheet::Sheet;
use crate::pdf::style::Color;

/// The subset of each face that the document uses.
pub(super) type Subsets<'a> = BTreeMap<Face, Cow<'a, Subset>>;

/// The glyphs that pages use, by face.
pub(super) fn usage(sheets: &[Sheet]) -> BTreeMap<Face, Usage> {
    let mut used: BTreeMap<Face, Usage> = BTreeMap::new();
    let runs = sheets.iter().flat_map(|sheet| &sheet.items).filter_map(|item| match &item.draw {
        Draw::Run(run) => Some(run),
        _ => None,
    });
    for run in runs {
        let usage = used.entry(run.face).or_default();
        for (glyphs, text) in clusters(run) {
            for glyph in glyphs {
                usage.entry(glyph.id).or_insert_with(|| text.to_owned());
            }
        }
    }
    used
}

/// The glyphs of a run, cluster by cluster, with the text that each cluster stands for.
fn clusters(run: &Run) -> impl Iterator<Item = (&[Glyph], &str)> {
    let mut from = 0;
    run.glyphs.chunk_by(|a, b| a.cluster == b.cluster).map(move |glyphs| {
        from += glyphs.len();
        let start = glyphs.first().map_or(0, |glyph| glyph.cluster as usize);
        let end = run.glyphs.get(from).map_or(run.text.len(), |next| next.cluster as usize);
        (glyphs, run.text.get(start..end).unwrap_or_default())
    })
}

/// The operations that draw a page.
pub(super) fn page_ops(sheet: &Sheet, fonts: &Fonts, subsets: &Subsets) -> Vec<Op> {
    let mut writer = PageWriter {
        height: sheet.height,
        fonts,
        subsets,
        ops: Vec::new(),
        fill: None,
        stroke: None,
        weight: None,
        dash: Dash::Solid,
        font: None,
        line: None,
    };
    for item in &sheet.items {
        writer.item(item);
    }
    writer.end_text();
    writer.ops
}

struct PageWriter<'a> {
    height: f32,
    fonts: &'a Fonts,
    subsets: &'a Subsets<'a>,
    ops: Vec<Op>,
    fill: Option<Color>,
    stroke: Option<Color>,
    weight: Option<f32>,
    dash: Dash,
    font: Option<(Face, f32)>,
    /// Where the open text section has its line, if one is open.
    line: Option<(f32, f32)>,
}

impl PageWriter<'_> {
    fn item(&mut self, item: &Item) {
        match &item.draw {
            Draw::Run(run) => self.run(run),
            Draw::Rule(rule) => self.rule(rule),
            Draw::Shape(shape) => self.shape(shape),
        }
    }

    fn run(&mut self, run: &Run) {
        let Some(subset) = self.subsets.get(&run.face) else { return };
        if self.line.is_none() {
            self.ops.push(Op::StartTextSection);
            self.line = Some((0.0, 0.0));
        }
        self.fill(run.color);
        let size = rounded(run.size);
        if self.font != Some((run.face, size)) {
            self.font = Some((run.face, size));
            let font = PdfFontHandle::External(FontId(run.face.resource().to_owned()));
            self.ops.push(Op::SetFont { font, size: Pt(size) });
        }
        let (x, y) = (rounded(run.x), rounded(self.height - run.y));
        let (line_x, line_y) = self.line.unwrap_or_default();
        let pos = printpdf::Point { x: Pt(rounded(x - line_x)), y: Pt(rounded(y - line_y)) };
        self.ops.push(Op::SetTextCursor { pos });
        self.line = Some((x, y));
        self.show(run, subset);
    }

    /// Shows the glyphs of a run. Where they do not tell by themselves what they stand for, the text is put beside them.
    fn show(&mut self, run: &Run, subset: &Subset) {
        let units = self.fonts.face(run.face).metrics.units_per_em;
        let mut shown = Shown { codes: Vec::new(), before: 0.0, rise: 0.0 };
        for (glyphs, text) in clusters(run) {
            let [first, ..] = glyphs else { continue };
            let tells = glyphs.len() == 1 && subset.tells(first.id, text);
            let hidden = !tells && !text.trim().is_empty();
            if hidden {
                shown.flush(&mut self.ops);
                self.ops.push(actual_text(text));
            }
            for glyph in glyphs {
                shown.glyph(glyph, subset.id(glyph.id), units, run.size, &mut self.ops);
            }
            if hidden {
                shown.flush(&mut self.ops);
                self.ops.push(Op::EndMarkedContent);
            }
        }
        shown.raise(0.0, &mut self.ops);
        shown.flush(&mut self.ops);
    }

    fn end_text(&mut self) {
        if self.line.take().is_some() {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn rule(&mut self, rule: &Rule) {
        self.end_text();
        self.stroke(rule.weight, rule.color, rule.dash);
        let points = [rule.from, rule.to].map(|(x, y)| self.point(&Point { x, y, handle: false })).to_vec();
        self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }

    fn shape(&mut self, shape: &Shape) {
        self.end_text();
        let points: Vec<LinePoint> = shape.points.iter().map(|point| self.point(point)).collect();
        if let Some(color) = shape.fill {
            self.fill(color);
        }
        if let Some((weight, color)) = shape.stroke {
            self.stroke(weight, color, shape.dash);
        }
        let mode = match (shape.fill, shape.stroke) {
            (Some(_), None) => PaintMode::Fill,
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (None, _) if shape.closed => PaintMode::Stroke,
            (None, _) => return self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } }),
        };
        let rings = vec![PolygonRing { points }];
        self.ops.push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } });
    }

    fn point(&self, point: &Point) -> LinePoint {
        let p = printpdf::Point { x: Pt(rounded(point.x)), y: Pt(rounded(self.height - point.y)) };
        LinePoint { p, bezier: point.handle }
    }

    fn fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: ink(color) });
        }
    }

    fn stroke(&mut self, weight: f32, color: Color, dash: Dash) {
        if self.stroke != Some(color) {
            self.stroke = Some(color);
            self.ops.push(Op::SetOutlineColor { col: ink(color) });
        }
        if self.weight != Some(weight) {
            self.weight = Some(weight);
            self.ops.push(Op::SetOutlineThickness { pt: Pt(rounded(weight)) });
        }
        if self.dash != dash {
            self.dash = dash;
            let (pattern, cap): (&[f32], _) = match dash {
                Dash::Solid => (&[], LineCapStyle::Butt),
                Dash::Dotted => (&[0.0, 2.2], LineCapStyle::Round),
                Dash::Dashed => (&[3.0, 2.0], LineCapStyle::Butt),
            };
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, pattern) });
            self.ops.push(Op::SetLineCapStyle { cap });
        }
    }
}

/// Glyphs collected for one operation.
struct Shown {
    codes: Vec<Codepoint>,
    /// Shift before the first of them, in thousandths of the size.
    before: f32,
    /// Height of the pen above the baseline.
    rise: f32,
}

impl Shown {
    fn glyph(&mut self, glyph: &Glyph, id: u16, units: f32, size: f32, ops: &mut Vec<Op>) {
        let per_mille = |value: i32| value as f32 * 1000.0 / units;
        self.raise(rounded(per_mille(glyph.dy) * size / 1000.0), ops);
        if glyph.dx != 0 {
            self.shift(-per_mille(glyph.dx));
        }
        self.codes.push(Codepoint::new(id, -per_mille(glyph.kern - glyph.dx)));
    }

    /// Moves the pen to the left before the next glyph.
    fn shift(&mut self, by: f32) {
        match self.codes.last_mut() {
            Some(last) => last.offset += by,
            None => self.before += by,
        }
    }

    fn raise(&mut self, rise: f32, ops: &mut Vec<Op>) {
        if rise != self.rise {
            self.flush(ops);
            self.rise = rise;
            ops.push(Op::SetLineOffset { multiplier: rise });
        }
    }

    fn flush(&mut self, ops: &mut Vec<Op>) {
        if self.codes.is_empty() {
            return;
        }
        let mut items = Vec::with_capacity(2);
        if self.before != 0.0 {
            items.push(TextItem::Offset(std::mem::take(&mut self.before)));
        }
        items.push(TextItem::GlyphIds(std::mem::take(&mut self.codes)));
        ops.push(Op::ShowText { items });
    }
}

/// Opens a stretch of glyphs that stand for a text of their own.
fn actual_text(text: &str) -> Op {
    let data = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let text = DictItem::String { data, literal: false };
    let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

fn ink(color: Color) -> Ink {
    let share = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Ink::Rgb(Rgb { r: share(color.0), g: share(color.1), b: share(color.2), icc_profile: None })
}

/// Hundredths of a point are finer than any printer; what is no number becomes 0.
pub(super) fn rounded(value: f32) -> f32 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded.is_finite() { rounded + 0.0 } else { 0.0 }
}
