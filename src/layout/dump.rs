//! Pages as text, for tests: [`PageDump`] with every item and its element, [`Summary`] line by line.

use std::fmt;

use super::item::{Bounds, Draw, Item, Run};
use super::sheet::Sheet;
use super::structure::Structure;

/// Text of a page for people: `y x face size │ text │ element`, and other things drawn in brackets.
pub(crate) struct PageDump<'a>(pub(crate) &'a Sheet, pub(crate) &'a Structure);

impl fmt::Display for PageDump<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for item in self.0.drawn() {
            let owner = item.owner.map_or_else(|| "-".to_owned(), |owner| self.1.path(owner));
            match &item.draw {
                Draw::Run(run) => {
                    let (y, x, end) = (run.y, run.x, run.x + run.width);
                    writeln!(f, "{y:<6.1}{x:6.1}–{end:<6.1}{:?} {:.1} │{}│ {owner}", run.face, run.size, run.text)?;
                }
                Draw::Rule(rule) => {
                    let (from, to) = (rule.from, rule.to);
                    let line = format!("{:<6.1}{:6.1}–{:<6.1}", from.1, from.0, to.0);
                    writeln!(f, "{line}[{:?} line to {:.1}] {owner}", rule.dash, to.1)?;
                }
                Draw::Shape(shape) => {
                    let (top, bottom) = item.extent();
                    let x = shape.points.iter().map(|point| point.x).fold(f32::MAX, f32::min);
                    let count = shape.points.len();
                    writeln!(f, "{top:<6.1}{x:6.1}       [shape of {count} to {bottom:.1}] {owner}")?;
                }
                Draw::Picture(picture) => {
                    let (y, x, end) = (picture.y, picture.x, picture.x + picture.width);
                    writeln!(f, "{y:<6.1}{x:6.1}–{end:<6.1}[picture to {:.1}] {owner}", y + picture.height)?;
                }
                Draw::Widget(widget) => {
                    let Bounds { left, top, right, bottom } = widget.area;
                    let field = widget.field;
                    writeln!(f, "{top:<6.1}{left:6.1}–{right:<6.1}[field {field} to {bottom:.1}] {owner}")?;
                }
            }
        }
        Ok(())
    }
}

/// The lines of a page from top to bottom of the reading order, in points: `y x–end face size│text│`. Runs that follow
/// each other on a baseline are one line, shapes that overlap are one drawing; `(…)` marks what is not read out.
pub(crate) struct Summary<'a>(pub(crate) &'a Sheet);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<&Item> = self.0.drawn().collect();
        for alike in items.chunk_by(|a, b| is_one(a, b)) {
            let Some((first, bounds)) = alike.first().zip(alike.iter().map(|item| item.bounds()).reduce(Bounds::and))
            else {
                continue;
            };
            let (open, close) = if first.owner.is_some() { ("", "") } else { ("(", ")") };
            let Bounds { left, top, right, bottom } = bounds;
            match &first.draw {
                Draw::Run(run) => {
                    let runs = || alike.iter().flat_map(|item| item.runs());
                    let text: String = runs().map(|run| &*run.text).collect();
                    write!(f, "{:.1} {left:.1}–{right:.1} {}│{}│", run.y, faces(runs()), text.trim_end())?;
                    writeln!(f, "{}", if first.owner.is_some() { "" } else { " (…)" })?;
                }
                Draw::Rule(rule) => {
                    let dash = format!("{:?}", rule.dash).to_lowercase();
                    let end = if top == bottom { String::new() } else { format!(" to {bottom:.1}") };
                    writeln!(f, "{top:.1} {left:.1}–{right:.1} {open}{dash} line{end}{close}")?;
                }
                Draw::Shape(_) => writeln!(f, "{top:.1} {left:.1}–{right:.1} {open}drawing to {bottom:.1}{close}")?,
                Draw::Picture(_) => writeln!(f, "{top:.1} {left:.1}–{right:.1} {open}picture to {bottom:.1}{close}")?,
                Draw::Widget(_) => writeln!(f, "{top:.1} {left:.1}–{right:.1} {open}field to {bottom:.1}{close}")?,
            }
        }
        Ok(())
    }
}

/// Whether two items that follow each other are told as one.
fn is_one(a: &Item, b: &Item) -> bool {
    match (&a.draw, &b.draw) {
        (Draw::Run(first), Draw::Run(next)) => {
            a.owner.is_some() == b.owner.is_some()
                && (first.y - next.y).abs() < 0.05
                && (first.x + first.width - next.x).abs() < 0.5
        }
        (Draw::Shape(_), Draw::Shape(_)) => {
            let (a, b) = (a.bounds(), b.bounds());
            a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
        }
        _ => false,
    }
}

/// The faces and sizes of runs, each once where several follow each other: `Regular 10.5+Bold 10.5`.
fn faces<'a>(runs: impl Iterator<Item = &'a Run>) -> String {
    let mut faces: Vec<String> = runs.map(|run| format!("{:?} {:.1}", run.face, run.size)).collect();
    faces.dedup();
    faces.join("+")
}
