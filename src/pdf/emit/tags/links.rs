//! Links as annotations, one for each line of the text of a link; and the destinations of links and outline items.

use std::collections::BTreeMap;

use lopdf::{Object, ObjectId, dictionary, text_string};

use super::tree::StructureTree;
use crate::layout::galley::Link;
use crate::layout::item::{Draw, Item, Run};
use crate::layout::sheet::Sheet;
use crate::layout::structure::ElementId;
use crate::pdf::emit::laid_out::LaidOut;
use crate::pdf::emit::syntax::notation::rounded;
use crate::pdf::emit::syntax::objects::Objects;

/// Adds the links of all pages to the annotations of each.
pub(crate) fn add(
    objects: &mut Objects,
    tree: &mut StructureTree,
    page_ids: &[ObjectId],
    document: &LaidOut,
    annotations: &mut [Vec<Object>],
) {
    let LaidOut { sheets, links, .. } = document;
    let anchors = anchors(page_ids, sheets);
    let texts = texts(sheets);
    for (page, sheet) in sheets.iter().enumerate() {
        for line in sheet.items.chunk_by(on_the_same_line) {
            let Some((owner, run)) = line.first().and_then(linked) else { continue };
            let Some(link) = run.link.and_then(|link| links.get(link)) else { continue };
            let Some((key, target)) = target(link, &anchors) else { continue };
            let id = objects.reserve();
            let text = run.link.and_then(|link| texts.get(&link)).map_or("", String::as_str);
            let mut annotation = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => area(line, sheet),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "F" => 4,
                "Contents" => text_string(text.trim()),
                // In reading order it follows its text.
                "StructParent" => tree.annotation(owner, (page, u32::MAX), id),
            };
            annotation.set(key, target);
            objects.set(id, annotation);
            annotations[page].push(id.into());
        }
    }
}

/// A destination: a page and a height on it, in points from its upper edge; `None` where there is no such page.
pub(crate) fn destination(page_ids: &[ObjectId], sheets: &[Sheet], page: usize, y: f32) -> Option<Object> {
    let top = rounded(sheets.get(page)?.height - y + 6.0);
    let place = vec![Object::from(*page_ids.get(page)?), "XYZ".into(), Object::Null, Object::Real(top), Object::Null];
    Some(place.into())
}

fn anchors<'a>(page_ids: &[ObjectId], sheets: &'a [Sheet]) -> BTreeMap<&'a str, Object> {
    let mut anchors = BTreeMap::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for (anchor, y) in &sheet.anchors {
            if let Some(place) = destination(page_ids, sheets, page, *y) {
                anchors.entry(anchor.as_str()).or_insert(place);
            }
        }
    }
    anchors
}

/// The whole text of each link across its lines.
fn texts(sheets: &[Sheet]) -> BTreeMap<usize, String> {
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    for (_, run) in sheets.iter().flat_map(|sheet| &sheet.items).filter_map(linked) {
        if let Some(link) = run.link {
            texts.entry(link).or_default().push_str(&run.text);
        }
    }
    texts
}

/// The text of a link with its element; `None` for other items and in repeated table headers.
fn linked(item: &Item) -> Option<(ElementId, &Run)> {
    match &item.draw {
        Draw::Run(run) if run.link.is_some() => item.owner.map(|owner| (owner, run)),
        _ => None,
    }
}

fn on_the_same_line(a: &Item, b: &Item) -> bool {
    match (linked(a), linked(b)) {
        (Some((owner, a)), Some((next, b))) => owner == next && a.link == b.link && a.y == b.y && a.x <= b.x,
        _ => false,
    }
}

fn target(link: &Link, anchors: &BTreeMap<&str, Object>) -> Option<(&'static str, Object)> {
    match link {
        Link::Uri(uri) => {
            let action = dictionary! { "S" => "URI", "URI" => Object::string_literal(uri.as_bytes()) };
            Some(("A", action.into()))
        }
        Link::Anchor(anchor) => anchors.get(anchor.as_str()).map(|place| ("Dest", place.clone())),
    }
}

/// The rectangle of a line of text in PDF coordinates, without the space at its end.
fn area(line: &[Item], sheet: &Sheet) -> Vec<Object> {
    let runs = || line.iter().filter_map(linked).map(|(_, run)| run);
    let left = runs().map(|run| run.x).fold(f32::MAX, f32::min);
    let right = runs().map(|run| run.x + run.width).fold(f32::MIN, f32::max);
    let space = runs().next_back().filter(|run| run.text.ends_with(' ')).map_or(0.0, |run| 0.26 * run.size);
    let lower = runs().map(|run| run.y + 0.28 * run.size).fold(f32::MIN, f32::max);
    let upper = runs().map(|run| run.y - 0.95 * run.size).fold(f32::MAX, f32::min);
    [left, sheet.height - lower, right - space, sheet.height - upper].map(|value| Object::Real(rounded(value))).to_vec()
}
