//! Items of a page as printpdf operations.
//!
//! [`PageWriter`] tracks the graphics state (font, colours, line) and writes only what changes. Layout measures y
//! downwards from the upper edge, PDF upwards from the lower edge.

use std::collections::BTreeMap;
use std::hash::Hasher;

use printpdf::{
    Color as Ink, CurTransMat, DictItem, FontId, Line, LineCapStyle, LineDashPattern, LinePoint, Op, PaintMode,
    PdfFontHandle, Polygon, PolygonRing, Pt, Rgb, WindingOrder,
};

use super::sequence::{ContentMark, Sequence};
use crate::cache::hash_lengths;
use crate::layout::face::Face;
use crate::layout::font::{Fonts, Glyph};
use crate::layout::item::{Dash, Draw, Item, PictureFrame, Point, Rule, Run, Shape};
use crate::layout::structure::Structure;
use crate::layout::theme::color::Color;
use crate::pdf::emit::resources::pictures;
use crate::pdf::emit::resources::shared::{SharedObjects, Subsets};
use crate::pdf::emit::resources::subset::Subset;
use crate::pdf::emit::syntax::notation::rounded;

/// The fonts and structure that pages are drawn with.
#[derive(Clone, Copy)]
pub(crate) struct DrawingContext<'a> {
    pub(crate) fonts: &'a Fonts,
    pub(crate) shared: &'a SharedObjects,
    pub(crate) subsets: &'a Subsets,
    pub(crate) structure: &'a Structure,
}

impl<'a> DrawingContext<'a> {
    /// The subset that a face is set in.
    fn subset(&self, face: Face) -> Option<&'a Subset> {
        self.subsets.own.get(&face).or_else(|| Some(&self.shared.usual(self.fonts, face).ok()?.0))
    }

    /// The tag of marked content.
    pub(crate) fn tag(&self, mark: ContentMark) -> &'static str {
        match mark {
            ContentMark::Content { element, .. } => self.structure.elements()[element.index()].role.tag(),
            ContentMark::Shown => "Tx",
            ContentMark::Artifact | ContentMark::Field { .. } | ContentMark::Footer => "Artifact",
        }
    }
}

/// The graphics state at some point of a stream, as far as this stream has set it. At its start nothing is known, since
/// the streams before it vary.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct GraphicsState {
    fill: Option<Color>,
    stroke: Option<Color>,
    weight: Option<f32>,
    dash: Option<Dash>,
    font: Option<(Face, f32)>,
    /// The start of the current line, where a text object is open.
    line: Option<(f32, f32)>,
}

impl GraphicsState {
    /// Hashes the position; the rest rarely differs.
    pub(crate) fn hash(&self, hasher: &mut impl Hasher) {
        let (x, y) = self.line.unwrap_or((-1.0, -1.0));
        hash_lengths(&[x, y, self.font.map_or(0.0, |(_, size)| size)], hasher);
    }

    /// Whether a text object is open.
    pub(crate) fn is_open(&self) -> bool {
        self.line.is_some()
    }
}

/// The operations that draw a sequence on a page of this height in points, and the state after them.
pub(crate) fn sequence_ops(
    height: f32,
    state: GraphicsState,
    sequence: &Sequence,
    with: &DrawingContext,
) -> (Vec<Op>, GraphicsState) {
    let mut writer = PageWriter { height, with: *with, ops: Vec::new(), state };
    if !matches!(sequence.mark, ContentMark::Field { .. }) {
        writer.sequence(sequence);
    }
    (writer.ops, writer.state)
}

struct PageWriter<'a> {
    height: f32,
    with: DrawingContext<'a>,
    ops: Vec<Op>,
    state: GraphicsState,
}

impl PageWriter<'_> {
    /// Draws a marked sequence. Marks stand inside a text object or around it, never across its ends.
    fn sequence(&mut self, sequence: &Sequence) {
        // In the appearance of a field, `/Tx BMC` stands around the text object.
        let inside = sequence.is_text() && sequence.mark != ContentMark::Shown;
        if inside {
            self.start_text()
        } else {
            self.end_text()
        }
        self.ops.push(self.mark(sequence.mark));
        for item in sequence.items {
            self.item(item);
        }
        if !inside {
            self.end_text();
        }
        self.ops.push(Op::EndMarkedContent);
    }

    fn mark(&self, mark: ContentMark) -> Op {
        let marked = |tag: &str, properties: Vec<(&str, DictItem)>| {
            let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
        };
        let tag = self.with.tag(mark);
        match mark {
            ContentMark::Content { number, .. } => marked(tag, vec![("MCID", DictItem::Int(number.into()))]),
            ContentMark::Shown | ContentMark::Artifact | ContentMark::Field { .. } => {
                Op::BeginMarkedContent { tag: tag.to_owned() }
            }
            ContentMark::Footer => marked(
                tag,
                vec![("Type", DictItem::Name(b"Pagination".into())), ("Subtype", DictItem::Name(b"Footer".into()))],
            ),
        }
    }

    fn item(&mut self, item: &Item) {
        match &item.draw {
            Draw::Run(run) => self.run(run),
            Draw::Rule(rule) => self.rule(rule),
            Draw::Shape(shape) => self.shape(shape),
            Draw::Picture(picture) => self.picture(picture),
            // A field is an annotation; see `forms`.
            Draw::Widget(_) => {}
        }
    }

    fn run(&mut self, run: &Run) {
        let Some(subset) = self.with.subset(run.face) else { return };
        self.start_text();
        self.fill(run.color);
        let size = rounded(run.size);
        if self.state.font != Some((run.face, size)) {
            self.state.font = Some((run.face, size));
            let font = PdfFontHandle::External(FontId(run.face.resource().to_owned()));
            self.ops.push(Op::SetFont { font, size: Pt(size) });
        }
        let (x, y) = (rounded(run.x), rounded(self.height - run.y));
        let (line_x, line_y) = self.state.line.unwrap_or_default();
        let pos = printpdf::Point { x: Pt(rounded(x - line_x)), y: Pt(rounded(y - line_y)) };
        self.ops.push(Op::SetTextCursor { pos });
        self.state.line = Some((x, y));
        self.show(run, subset);
    }

    /// Shows the glyphs of a run, with `ActualText` where the glyphs do not map to its text.
    fn show(&mut self, run: &Run, subset: &Subset) {
        let units = self.with.fonts.face(run.face).metrics.units_per_em;
        let mut shown = ShownGlyphs::default();
        for (glyphs, text) in run.clusters() {
            let [first, ..] = glyphs else { continue };
            let tells = glyphs.len() == 1 && subset.text(subset.id(first.id)) == text;
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

    fn start_text(&mut self) {
        if self.state.line.is_none() {
            self.ops.push(Op::StartTextSection);
            self.state.line = Some((0.0, 0.0));
        }
    }

    fn end_text(&mut self) {
        if self.state.line.take().is_some() {
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

    /// Draws the picture of the document, in a graphics state of its own.
    fn picture(&mut self, picture: &PictureFrame) {
        self.end_text();
        let (x, y) = (picture.x, self.height - picture.y - picture.height);
        let place = [picture.width, 0.0, 0.0, picture.height, x, y].map(rounded);
        self.ops.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix { matrix: CurTransMat::Raw(place) },
            Op::Unknown { key: "Do".to_owned(), value: vec![DictItem::Name(pictures::RESOURCE.into())] },
            Op::RestoreGraphicsState,
        ]);
    }

    fn point(&self, point: &Point) -> LinePoint {
        let p = printpdf::Point { x: Pt(rounded(point.x)), y: Pt(rounded(self.height - point.y)) };
        LinePoint { p, bezier: point.handle }
    }

    fn fill(&mut self, color: Color) {
        if self.state.fill != Some(color) {
            self.state.fill = Some(color);
            self.ops.push(Op::SetFillColor { col: ink(color) });
        }
    }

    fn stroke(&mut self, weight: f32, color: Color, dash: Dash) {
        if self.state.stroke != Some(color) {
            self.state.stroke = Some(color);
            self.ops.push(Op::SetOutlineColor { col: ink(color) });
        }
        if self.state.weight != Some(weight) {
            self.state.weight = Some(weight);
            self.ops.push(Op::SetOutlineThickness { pt: Pt(rounded(weight)) });
        }
        if self.state.dash != Some(dash) {
            self.state.dash = Some(dash);
            let (template, cap): (&[f32], _) = match dash {
                Dash::Solid => (&[], LineCapStyle::Butt),
                Dash::Dotted => (&[0.0, 2.2], LineCapStyle::Round),
                Dash::Dashed => (&[3.0, 2.0], LineCapStyle::Butt),
            };
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, template) });
            self.ops.push(Op::SetLineCapStyle { cap });
        }
    }
}

/// Glyphs collected for one `TJ`: strings, and between them shifts to the left in thousandths of the font size.
///
/// printpdf's own operation would write a string for each glyph.
#[derive(Default)]
struct ShownGlyphs {
    items: Vec<DictItem>,
    /// Text rise, in points.
    rise: f32,
}

impl ShownGlyphs {
    fn glyph(&mut self, glyph: &Glyph, id: u16, units: f32, size: f32, ops: &mut Vec<Op>) {
        let per_mille = |value: i32| value as f32 * 1000.0 / units;
        // Nearly every glyph stands on the baseline.
        if glyph.dy != 0 || self.rise != 0.0 {
            self.raise(rounded(per_mille(glyph.dy) * size / 1000.0), ops);
        }
        if glyph.dx != 0 {
            self.shift(-per_mille(glyph.dx));
        }
        match self.items.last_mut() {
            Some(DictItem::String { data, .. }) => data.extend(id.to_be_bytes()),
            _ => {
                let mut data = Vec::with_capacity(64);
                data.extend(id.to_be_bytes());
                self.items.push(DictItem::String { data, literal: true });
            }
        }
        if glyph.kern != glyph.dx {
            self.shift(-per_mille(glyph.kern - glyph.dx));
        }
    }

    /// Moves the pen to the left before the next glyph.
    fn shift(&mut self, by: f32) {
        match self.items.last_mut() {
            Some(DictItem::Real(shift)) => *shift += by,
            _ => self.items.push(DictItem::Real(by)),
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
        let mut items = std::mem::take(&mut self.items);
        for item in &mut items {
            if let DictItem::Real(shift) = item {
                // Ten-thousandths of the font size are finer than any printer.
                *shift = (*shift * 10.0).round() / 10.0;
            }
        }
        let (key, value) = match <[DictItem; 1]>::try_from(items) {
            Ok([item @ DictItem::String { .. }]) => ("Tj", item),
            Ok(items) => ("TJ", DictItem::Array(items.into())),
            Err(items) if items.is_empty() => return,
            Err(items) => ("TJ", DictItem::Array(items)),
        };
        ops.push(Op::Unknown { key: key.to_owned(), value: vec![value] });
    }
}

/// Opens marked content whose glyphs stand for this text.
fn actual_text(text: &str) -> Op {
    let data = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let text = DictItem::String { data, literal: true };
    let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

fn ink(color: Color) -> Ink {
    let share = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Ink::Rgb(Rgb { r: share(color.0), g: share(color.1), b: share(color.2), icc_profile: None })
}
