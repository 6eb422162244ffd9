//! Tick boxes and the marks of list roles, drawn as outlines since no text font has them.
//!
//! Each differs in shape, not only in colour: prohibitions a solid disc with a white cross, permissions an open circle
//! with a tick, obligations a solid arrow, what is contested a triangle with a question mark.

use crate::document::ListRole;
use crate::layout::item::Shape;
use crate::layout::theme::color::{Color, Palette};
use crate::layout::theme::measures::{MARK_RADIUS, TICK_BOX};

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
pub(crate) fn tick_box(x: f32, y: f32, ticked: bool, ink: Color) -> Vec<Shape> {
    let half = TICK_BOX / 2.0;
    let mut shapes = vec![Shape::rectangle(x, y - half, TICK_BOX, TICK_BOX).stroke(0.9, ink)];
    if ticked {
        shapes.push(tick_in_box(x, y, ink));
    }
    shapes
}

/// The tick in such a box.
pub(crate) fn tick_in_box(x: f32, y: f32, ink: Color) -> Shape {
    let half = TICK_BOX / 2.0;
    tick(x + half, y, half, 1.4, ink)
}

/// The mark of a role around a point.
pub(crate) fn role_mark(role: ListRole, x: f32, y: f32, palette: &Palette) -> Vec<Shape> {
    let at = |dx: f32, dy: f32| (x + dx * MARK_RADIUS, y + dy * MARK_RADIUS);
    match role {
        ListRole::Plain | ListRole::ReadAloud => Vec::new(),
        ListRole::Prohibition => vec![
            Shape::circle(x, y, MARK_RADIUS).fill(palette.forbidden),
            Shape::polygon(&[at(-0.42, -0.42), at(0.42, 0.42)]).open().stroke(1.5, palette.paper),
            Shape::polygon(&[at(-0.42, 0.42), at(0.42, -0.42)]).open().stroke(1.5, palette.paper),
        ],
        ListRole::Permission => {
            vec![
                Shape::circle(x, y, MARK_RADIUS - 0.45).stroke(0.9, palette.allowed),
                tick(x, y, MARK_RADIUS * 0.8, 1.3, palette.allowed),
            ]
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
            .fill(palette.accent),
        ],
        ListRole::Contested => {
            let triangle =
                Shape::polygon(&[at(0.0, -1.05), at(1.12, 0.92), at(-1.12, 0.92)]).stroke(0.9, palette.contested);
            vec![
                triangle,
                hook(x, y, palette.contested),
                Shape::circle(x, y + 0.66 * MARK_RADIUS, 0.55).fill(palette.contested),
            ]
        }
    }
}

fn tick(x: f32, y: f32, reach: f32, weight: f32, color: Color) -> Shape {
    let corners =
        [(x - 0.55 * reach, y + 0.02 * reach), (x - 0.12 * reach, y + 0.5 * reach), (x + 0.6 * reach, y - 0.5 * reach)];
    Shape::polygon(&corners).open().stroke(weight, color)
}

/// A question mark without its dot.
fn hook(x: f32, y: f32, color: Color) -> Shape {
    use crate::layout::item::Point;
    let at = |dx: f32, dy: f32, handle: bool| Point { x: x + dx * MARK_RADIUS, y: y + dy * MARK_RADIUS, handle };
    let points = vec![
        at(-0.28, -0.22, false),
        at(-0.28, -0.56, true),
        at(0.30, -0.56, true),
        at(0.28, -0.16, false),
        at(0.26, 0.06, true),
        at(0.0, 0.04, true),
        at(0.0, 0.36, false),
    ];
    Shape { points, ..Shape::polygon(&[]) }.open().stroke(0.9, color)
}
