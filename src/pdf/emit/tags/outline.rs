//! The outline of a document: bookmarks, each below the last one of a higher level.

use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};

use super::links::destination;
use crate::pdf::emit::laid_out::LaidOut;
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;

/// An outline item with its place in the tree.
struct OutlineItem<'a> {
    id: ObjectId,
    title: &'a str,
    place: Object,
    parent: Option<usize>,
    /// Its index among the items below the same parent.
    at: usize,
    children: Vec<usize>,
}

/// Whether there is any bookmark.
pub(crate) fn has_any(document: &LaidOut) -> bool {
    let bookmarks = document.sheets.iter().flat_map(|sheet| &sheet.bookmarks);
    bookmarks.filter_map(|(index, _)| document.bookmarks.get(*index)).any(|bookmark| !bookmark.title.is_empty())
}

/// Adds the outline, where there is any bookmark.
pub(crate) fn add(objects: &mut Objects, page_ids: &[ObjectId], document: &LaidOut) {
    let mut entries: Vec<OutlineItem> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut top = Vec::new();
    for (page, sheet) in document.sheets.iter().enumerate() {
        for (bookmark, y) in &sheet.bookmarks {
            let Some(bookmark) = document.bookmarks.get(*bookmark).filter(|bookmark| !bookmark.title.is_empty()) else {
                continue;
            };
            let Some(place) = destination(page_ids, &document.sheets, page, *y) else { continue };
            while open.last().is_some_and(|(level, _)| *level >= bookmark.level) {
                open.pop();
            }
            let parent = open.last().map(|(_, entry)| *entry);
            let index = entries.len();
            let siblings = parent.map_or(&mut top, |parent| &mut entries[parent].children);
            let at = siblings.len();
            siblings.push(index);
            open.push((bookmark.level, index));
            let id = objects.reserve();
            entries.push(OutlineItem { id, title: &bookmark.title, place, parent, at, children: Vec::new() });
        }
    }
    let (Some(first), Some(last)) = (top.first(), top.last()) else { return };
    let (first, last, root) = (entries[*first].id, entries[*last].id, numbers::OUTLINE);
    for (index, entry) in entries.iter().enumerate() {
        let siblings = entry.parent.map_or(&top, |parent| &entries[parent].children);
        objects.set(entry.id, dictionary(&entries, index, siblings, root));
    }
    let count = entries.len() as i64;
    objects.set(root, dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count });
}

fn dictionary(entries: &[OutlineItem], index: usize, siblings: &[usize], root: ObjectId) -> Dictionary {
    let entry = &entries[index];
    let mut object = dictionary! {
        "Title" => text_string(entry.title),
        "Parent" => entry.parent.map_or(root, |parent| entries[parent].id),
        "Dest" => entry.place.clone(),
    };
    let near = [("Prev", entry.at.checked_sub(1)), ("Next", Some(entry.at + 1))];
    for (key, sibling) in near {
        if let Some(sibling) = sibling.and_then(|sibling| siblings.get(sibling)) {
            object.set(key, entries[*sibling].id);
        }
    }
    if let (Some(first), Some(last)) = (entry.children.first(), entry.children.last()) {
        object.set("First", entries[*first].id);
        object.set("Last", entries[*last].id);
        object.set("Count", descendants(entries, index));
    }
    object
}

fn descendants(entries: &[OutlineItem], index: usize) -> i64 {
    entries[index].children.iter().map(|child| 1 + descendants(entries, *child)).sum()
}
