//! Tick boxes and the marks of list roles, drawn as outlines since no text font has them.
//!
//! Each differs in shape, not only in colour: prohibitions a solid disc with a white cross, permissions an open circle
//! with a tick, obligations a solid arrow, what is contested a triangle with a question mark.

use crate::document::ListRole;
use crate::layout::item::Shape;
use crate::layout::style::Color;

/// Side of a tick box.
pub(crate) const TICK_BOX: f32 = 9.5;

/// Radius of a mark.
const RADIUS: f32 = 4.9;

const WHITE: Color = Color(255, 255, 255);
const FORBIDDEN: Color = Color(0x8c, 0x1d, 0x18);
const ALLOWED: Color = Color(0x1b, 0x5e, 0x3a);
const CONTESTED: Color = Color(0x7a, 0x4f, 0x00);

/// The key of the word for the mark that the items of such a list carry, if they do.
pub(crate) fn key(role: ListRole) -> Option<&'static str> {
    match role {
        ListRole::Plain | ListRole::ReadAloud => None,
        ListRole::Obligation => Some("list_obligation"),
        ListRole::Prohibition => Some("list_prohibition"),
        ListRole::Permission => Some("list_permission"),
        ListRole::Contested => Some("list_contested"),
    }
}

/// A box to tick, its left edge at `x`, its middle at height `y`.
pub(crate) fn tick_box(x: f32, y: f32, ticked: bool) -> Vec<Shape> {
    let half = TICK_BOX / 2.0;
    let mut shapes = vec![Shape::rectangle(x, y - half, TICK_BOX, TICK_BOX).stroke(0.9, Color::INK)];
    if ticked {
        shapes.push(tick_in_box(x, y));
    }
    shapes
}

/// The tick in such a box.
pub(crate) fn tick_in_box(x: f32, y: f32) -> Shape {
    let half = TICK_BOX / 2.0;
    tick(x + half, y, half, 1.4, Color::INK)
}

/// The mark of a role around a point.
pub(crate) fn role_mark(role: ListRole, x: f32, y: f32) -> Vec<Shape> {
    let at = |dx: f32, dy: f32| (x + dx * RADIUS, y + dy * RADIUS);
    match role {
        ListRole::Plain | ListRole::ReadAloud => Vec::new(),
        ListRole::Prohibition => vec![
            Shape::circle(x, y, RADIUS).fill(FORBIDDEN),
            Shape::polygon(&[at(-0.42, -0.42), at(0.42, 0.42)]).open().stroke(1.5, WHITE),
            Shape::polygon(&[at(-0.42, 0.42), at(0.42, -0.42)]).open().stroke(1.5, WHITE),
        ],
        ListRole::Permission => {
            vec![Shape::circle(x, y, RADIUS - 0.45).stroke(0.9, ALLOWED), tick(x, y, RADIUS * 0.8, 1.3, ALLOWED)]
        }
        ListRole::Obligation => vec![
            Shape::polygon(&[
                at(-1.0, -0.38),
                at(0.0, -0.38),
                at(0.0, -0.95),
                at(1.0, 0.0),
                at(0.0, 0.95),
                at(0.0, 0.38),
                at(-1.0, 0.38),
            ])
            .fill(Color::ACCENT),
        ],
        ListRole::Contested => {
            let triangle = Shape::polygon(&[at(0.0, -1.05), at(1.12, 0.92), at(-1.12, 0.92)]).stroke(0.9, CONTESTED);
            vec![triangle, hook(x, y), Shape::circle(x, y + 0.66 * RADIUS, 0.55).fill(CONTESTED)]
        }
    }
}

fn tick(x: f32, y: f32, reach: f32, weight: f32, color: Color) -> Shape {
    let corners =
        [(x - 0.55 * reach, y + 0.02 * reach), (x - 0.12 * reach, y + 0.5 * reach), (x + 0.6 * reach, y - 0.5 * reach)];
    Shape::polygon(&corners).open().stroke(weight, color)
}

/// A question mark without its dot.
fn hook(x: f32, y: f32) -> Shape {
    use crate::layout::item::Point;
    let at = |dx: f32, dy: f32, handle: bool| Point { x: x + dx * RADIUS, y: y + dy * RADIUS, handle };
    let points = vec![
        at(-0.28, -0.22, false),
        at(-0.28, -0.56, true),
        at(0.30, -0.56, true),
        at(0.28, -0.16, false),
        at(0.26, 0.06, true),
        at(0.0, 0.04, true),
        at(0.0, 0.36, false),
    ];
    Shape { points, ..Shape::polygon(&[]) }.open().stroke(0.9, CONTESTED)
}
