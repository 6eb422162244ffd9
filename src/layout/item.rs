//! What is drawn: type, lines, shapes, pictures and fields, each with what it is part of. Positions are in points, y
//! downwards, from the corner of whatever they are in: a line, a slice, a page.

use std::sync::Arc;

use super::face::Face;
use super::font::Glyph;
use super::structure::ElementId;
use super::theme::color::Color;

/// Something drawn, and what it is part of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) draw: Draw,
    /// `None` for an artifact, which a screen reader skips.
    pub(crate) owner: Option<ElementId>,
    /// Whether it is where one person's sheet differs from those of others: what is filled in, or who signs.
    pub(crate) is_personal: bool,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Draw {
    Run(Run),
    Rule(Rule),
    Shape(Shape),
    Picture(PictureFrame),
    Widget(Widget),
}

/// Where the coat of arms of the document is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PictureFrame {
    pub(crate) x: f32,
    /// Its upper edge.
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// Characters of one face and size on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// Where the pen starts.
    pub(crate) x: f32,
    /// The baseline.
    pub(crate) y: f32,
    /// How far the pen moves, a space at the end of the line included.
    pub(crate) width: f32,
    pub(crate) face: Face,
    pub(crate) size: f32,
    pub(crate) color: Color,
    pub(crate) glyphs: Arc<[Glyph]>,
    /// The characters that the glyphs stand for; [`Glyph::cluster`] counts in its bytes.
    pub(crate) text: Arc<str>,
    /// Index into the links of the galley.
    pub(crate) link: Option<usize>,
}

/// Runs of one text have their glyphs in common, which makes them equal at a glance.
impl PartialEq for Run {
    fn eq(&self, other: &Run) -> bool {
        let Run { x, y, width, face, size, color, glyphs, text, link } = self;
        (x, y, width, face, size) == (&other.x, &other.y, &other.width, &other.face, &other.size)
            && (color, link) == (&other.color, &other.link)
            && (Arc::ptr_eq(glyphs, &other.glyphs) || *glyphs == other.glyphs)
            && (Arc::ptr_eq(text, &other.text) || *text == other.text)
    }
}

/// Where a field is, and what it shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Widget {
    /// Index into the fields of the galley.
    pub(crate) field: usize,
    pub(crate) area: Bounds,
    /// What it shows where it is filled in already or, of a tick box, once it is ticked.
    pub(crate) shown: Vec<Item>,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub(crate) from: (f32, f32),
    pub(crate) to: (f32, f32),
    pub(crate) weight: f32,
    pub(crate) color: Color,
    pub(crate) dash: Dash,
}

/// How a line is broken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Dash {
    #[default]
    Solid,
    Dotted,
    Dashed,
}

/// A closed outline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    /// Corners; one marked as a handle bends the line towards it (cubic: two handles, then the end).
    pub(crate) points: Vec<Point>,
    pub(crate) fill: Option<Color>,
    pub(crate) stroke: Option<(f32, Color)>,
    /// Whether the outline closes; an open one is only stroked.
    pub(crate) closed: bool,
    pub(crate) dash: Dash,
}

/// A corner or handle of a [`Shape`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) handle: bool,
}

impl Shape {
    /// A rectangle.
    pub(crate) fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Shape {
        Shape::polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    }

    /// Straight lines from corner to corner.
    pub(crate) fn polygon(corners: &[(f32, f32)]) -> Shape {
        let points = corners.iter().map(|&(x, y)| Point { x, y, handle: false }).collect();
        Shape { points, fill: None, stroke: None, closed: true, dash: Dash::Solid }
    }

    /// A circle of four curves.
    pub(crate) fn circle(x: f32, y: f32, radius: f32) -> Shape {
        // The distance of the handles of a quarter circle of radius 1.
        let k = 0.5523 * radius;
        let r = radius;
        let corner = |dx: f32, dy: f32| Point { x: x + dx, y: y + dy, handle: false };
        let handle = |dx: f32, dy: f32| Point { x: x + dx, y: y + dy, handle: true };
        let points = vec![
            corner(r, 0.0),
            handle(r, k),
            handle(k, r),
            corner(0.0, r),
            handle(-k, r),
            handle(-r, k),
            corner(-r, 0.0),
            handle(-r, -k),
            handle(-k, -r),
            corner(0.0, -r),
            handle(k, -r),
            handle(r, -k),
            corner(r, 0.0),
        ];
        Shape { points, fill: None, stroke: None, closed: true, dash: Dash::Solid }
    }

    pub(crate) fn fill(self, color: Color) -> Shape {
        Shape { fill: Some(color), ..self }
    }

    pub(crate) fn stroke(self, weight: f32, color: Color) -> Shape {
        Shape { stroke: Some((weight, color)), ..self }
    }

    pub(crate) fn dashed(self) -> Shape {
        Shape { dash: Dash::Dashed, ..self }
    }

    pub(crate) fn open(self) -> Shape {
        Shape { closed: false, ..self }
    }
}

/// A rectangle around what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Bounds {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Bounds {
    fn at((x, y): (f32, f32)) -> Bounds {
        Bounds { left: x, top: y, right: x, bottom: y }
    }

    /// The rectangle whose edges are those of this one, moved or scaled.
    fn mapped(self, x: impl Fn(f32) -> f32, y: impl Fn(f32) -> f32) -> Bounds {
        Bounds { left: x(self.left), top: y(self.top), right: x(self.right), bottom: y(self.bottom) }
    }

    /// The rectangle around both.
    pub(crate) fn and(self, other: Bounds) -> Bounds {
        Bounds {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

impl Run {
    /// The glyphs, cluster by cluster, with the text that each cluster stands for.
    pub(crate) fn clusters(&self) -> impl Iterator<Item = (&[Glyph], &str)> {
        let mut from = 0;
        self.glyphs.chunk_by(|a, b| a.cluster == b.cluster).map(move |glyphs| {
            from += glyphs.len();
            let start = glyphs.first().map_or(0, |glyph| glyph.cluster as usize);
            let end = self.glyphs.get(from).map_or(self.text.len(), |next| next.cluster as usize);
            (glyphs, self.text.get(start..end).unwrap_or_default())
        })
    }
}

impl Item {
    /// The type in it: itself, or what a field shows.
    pub(crate) fn runs(&self) -> impl Iterator<Item = &Run> {
        let (itself, shown) = match &self.draw {
            Draw::Run(run) => (Some(run), &[][..]),
            Draw::Widget(widget) => (None, widget.shown.as_slice()),
            Draw::Rule(_) | Draw::Shape(_) | Draw::Picture(_) => (None, &[][..]),
        };
        let shown = shown.iter().filter_map(|item| match &item.draw {
            Draw::Run(run) => Some(run),
            _ => None,
        });
        itself.into_iter().chain(shown)
    }

    pub(crate) fn of(owner: ElementId, draw: Draw) -> Item {
        Item { draw, owner: Some(owner), is_personal: false }
    }

    pub(crate) fn artifact(draw: Draw) -> Item {
        Item { draw, owner: None, is_personal: false }
    }

    /// Moves it.
    pub(crate) fn shift(&mut self, dx: f32, dy: f32) {
        match &mut self.draw {
            Draw::Run(run) => {
                run.x += dx;
                run.y += dy;
            }
            Draw::Rule(rule) => {
                rule.from = (rule.from.0 + dx, rule.from.1 + dy);
                rule.to = (rule.to.0 + dx, rule.to.1 + dy);
            }
            Draw::Shape(shape) => {
                for point in &mut shape.points {
                    point.x += dx;
                    point.y += dy;
                }
            }
            Draw::Picture(picture) => {
                picture.x += dx;
                picture.y += dy;
            }
            Draw::Widget(Widget { area, shown, .. }) => {
                *area = area.mapped(|x| x + dx, |y| y + dy);
                shown.iter_mut().for_each(|item| item.shift(dx, dy));
            }
        }
    }

    /// Makes it larger about the origin.
    pub(crate) fn scale(&mut self, by: f32) {
        match &mut self.draw {
            Draw::Run(run) => {
                for length in [&mut run.x, &mut run.y, &mut run.width, &mut run.size] {
                    *length *= by;
                }
            }
            Draw::Rule(rule) => {
                rule.from = (rule.from.0 * by, rule.from.1 * by);
                rule.to = (rule.to.0 * by, rule.to.1 * by);
                rule.weight *= by;
            }
            Draw::Shape(shape) => {
                for point in &mut shape.points {
                    point.x *= by;
                    point.y *= by;
                }
                if let Some((weight, _)) = &mut shape.stroke {
                    *weight *= by;
                }
            }
            Draw::Picture(PictureFrame { x, y, width, height }) => {
                for length in [x, y, width, height] {
                    *length *= by;
                }
            }
            Draw::Widget(Widget { area, shown, .. }) => {
                *area = area.mapped(|x| x * by, |y| y * by);
                shown.iter_mut().for_each(|item| item.scale(by));
            }
        }
    }

    /// Its upper and lower edge.
    pub(crate) fn extent(&self) -> (f32, f32) {
        let bounds = self.bounds();
        (bounds.top, bounds.bottom)
    }

    /// The rectangle around it; the thickness of lines is left out.
    pub(crate) fn bounds(&self) -> Bounds {
        match &self.draw {
            Draw::Run(Run { x, y, width, size, .. }) => {
                Bounds { left: *x, top: y - 0.8 * size, right: x + width, bottom: y + 0.25 * size }
            }
            Draw::Rule(Rule { from, to, .. }) => Bounds::at(*from).and(Bounds::at(*to)),
            Draw::Shape(shape) => {
                let points = shape.points.iter().map(|point| Bounds::at((point.x, point.y)));
                points.reduce(Bounds::and).unwrap_or_default()
            }
            Draw::Picture(PictureFrame { x, y, width, height }) => {
                Bounds { left: *x, top: *y, right: x + width, bottom: y + height }
            }
            Draw::Widget(widget) => widget.area,
        }
    }
}
