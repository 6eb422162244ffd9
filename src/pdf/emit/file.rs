//! Pages to a file: printpdf's pages, and what lopdf adds to them.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary, text_string};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};
use sha2::{Digest, Sha256};

use super::ops::{Subsets, page_ops, rounded, usage};
use super::subset::FontSet;
use crate::diag::Diagnostic;
use crate::document::Meta;
use crate::pdf::font::Fonts;
use crate::pdf::galley::{Draw, Galley, Link, Run};
use crate::pdf::sheet::Sheet;
use crate::pdf::style::MM;

/// Writes pages to bytes.
pub(crate) fn write(
    sheets: &[Sheet],
    galley: &Galley,
    meta: &Meta,
    fonts: &Fonts,
    set: &FontSet,
) -> Result<Vec<u8>, Diagnostic> {
    let mut subsets = Subsets::new();
    for (face, usage) in usage(sheets) {
        subsets.insert(face, set.subset(fonts, face, &usage)?);
    }
    let mut file = pages(sheets, fonts, &subsets);
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    add_links(&mut file, &page_ids, sheets, galley);
    let outline = add_outline(&mut file, &page_ids, sheets, galley);
    describe(&mut file, meta, outline);
    identify(&mut file);
    embed_fonts(&mut file, &page_ids, &subsets);
    save(file)
}

/// The pages, without fonts.
fn pages(sheets: &[Sheet], fonts: &Fonts, subsets: &Subsets) -> Document {
    let mut pdf = PdfDocument::new("");
    pdf.pages = sheets
        .iter()
        .map(|sheet| PdfPage::new(Mm(sheet.width / MM), Mm(sheet.height / MM), page_ops(sheet, fonts, subsets)))
        .collect();
    let mut file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    file.version = "1.7".to_owned();
    file
}

/// Gives every page the same fonts. printpdf shares one dictionary of fonts among its pages, empty so far.
fn embed_fonts(file: &mut Document, pages: &[ObjectId], subsets: &Subsets) {
    let fonts: Dictionary =
        subsets.iter().map(|(face, subset)| (face.resource(), Object::Reference(subset.embed(file)))).collect();
    let fonts = file.add_object(fonts);
    for page in pages {
        let resources = file.add_object(dictionary! { "Font" => fonts });
        if let Ok(page) = file.get_dictionary_mut(*page) {
            page.set("Resources", resources);
        }
    }
}

/// A place in the document: a page and a height on it.
fn destination(pages: &[ObjectId], sheets: &[Sheet], page: usize, y: f32) -> Option<Object> {
    let top = rounded(sheets.get(page)?.height - y + 6.0);
    let place = vec![Object::from(*pages.get(page)?), "XYZ".into(), Object::Null, Object::Real(top), Object::Null];
    Some(place.into())
}

fn add_links(file: &mut Document, pages: &[ObjectId], sheets: &[Sheet], galley: &Galley) {
    let mut anchors: BTreeMap<&str, Object> = BTreeMap::new();
    for (index, sheet) in sheets.iter().enumerate() {
        for (anchor, y) in &sheet.anchors {
            if let Some(place) = destination(pages, sheets, index, *y) {
                anchors.entry(anchor).or_insert(place);
            }
        }
    }
    for (sheet, page) in sheets.iter().zip(pages) {
        let mut annotations = Vec::new();
        let runs = sheet.items.iter().filter_map(|item| match &item.draw {
            Draw::Run(run) if !run.text.trim().is_empty() => Some(run),
            _ => None,
        });
        for run in runs {
            let target = match run.link.and_then(|link| galley.links.get(link)) {
                Some(Link::Uri(uri)) => {
                    ("A", dictionary! { "S" => "URI", "URI" => Object::string_literal(uri.as_bytes()) }.into())
                }
                Some(Link::Anchor(anchor)) => match anchors.get(anchor.as_str()) {
                    Some(place) => ("Dest", place.clone()),
                    None => continue,
                },
                None => continue,
            };
            annotations.push(file.add_object(link(run, sheet, target)).into());
        }
        if let Ok(page) = file.get_dictionary_mut(*page) {
            page.remove(b"Annots");
            if !annotations.is_empty() {
                page.set("Annots", Object::Array(annotations));
            }
        }
    }
}

fn link(run: &Run, sheet: &Sheet, (key, target): (&str, Object)) -> Dictionary {
    let visible = run.width - if run.text.ends_with(' ') { 0.26 * run.size } else { 0.0 };
    let (left, right) = (run.x, run.x + visible);
    let (lower, upper) = (sheet.height - run.y - 0.28 * run.size, sheet.height - run.y + 0.95 * run.size);
    let mut link = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => [left, lower, right, upper].map(|value| Object::Real(rounded(value))).to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "Contents" => text_string(run.text.trim()),
    };
    link.set(key, target);
    link
}

/// An entry of the outline with its place in the tree.
struct Entry {
    id: ObjectId,
    title: String,
    place: Object,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// Bookmarks, each under the last one of a higher level; `None` where there is none.
fn add_outline(file: &mut Document, pages: &[ObjectId], sheets: &[Sheet], galley: &Galley) -> Option<ObjectId> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut top = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for (bookmark, y) in &sheet.bookmarks {
            let Some(bookmark) = galley.bookmarks.get(*bookmark).filter(|bookmark| !bookmark.title.is_empty()) else {
                continue;
            };
            let Some(place) = destination(pages, sheets, page, *y) else { continue };
            while open.last().is_some_and(|(level, _)| *level >= bookmark.level) {
                open.pop();
            }
            let parent = open.last().map(|(_, entry)| *entry);
            let index = entries.len();
            match parent {
                Some(parent) => entries[parent].children.push(index),
                None => top.push(index),
            }
            open.push((bookmark.level, index));
            let id = file.new_object_id();
            entries.push(Entry { id, title: bookmark.title.clone(), place, parent, children: Vec::new() });
        }
    }
    let (first, last) = (*top.first()?, *top.last()?);
    let root = file.new_object_id();
    for (index, entry) in entries.iter().enumerate() {
        let siblings = entry.parent.map_or(&top, |parent| &entries[parent].children);
        file.set_object(entry.id, entry_object(&entries, index, siblings, root));
    }
    let (first, last) = (entries[first].id, entries[last].id);
    let count = entries.len() as i64;
    file.set_object(root, dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count });
    Some(root)
}

fn entry_object(entries: &[Entry], index: usize, siblings: &[usize], root: ObjectId) -> Dictionary {
    let entry = &entries[index];
    let mut object = dictionary! {
        "Title" => text_string(&entry.title),
        "Parent" => entry.parent.map_or(root, |parent| entries[parent].id),
        "Dest" => entry.place.clone(),
    };
    let at = siblings.iter().position(|sibling| *sibling == index).unwrap_or(0);
    let near = [("Prev", at.checked_sub(1)), ("Next", Some(at + 1))];
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

fn descendants(entries: &[Entry], index: usize) -> i64 {
    entries[index].children.iter().map(|child| 1 + descendants(entries, *child)).sum()
}

/// Title, author, language and dates.
fn describe(file: &mut Document, meta: &Meta, outline: Option<ObjectId>) {
    let mut info = dictionary! {
        "Title" => text_string(&meta.title),
        "Creator" => text_string(concat!("ikrar ", env!("CARGO_PKG_VERSION"))),
        "Producer" => text_string("printpdf, lopdf"),
    };
    if !meta.author.is_empty() {
        info.set("Author", text_string(&meta.author));
    }
    if let Ok(date) = meta.date.parse::<chrono::NaiveDate>() {
        let date = Object::string_literal(date.format("D:%Y%m%d000000Z").to_string());
        info.set("CreationDate", date.clone());
        info.set("ModDate", date);
    }
    let info = file.add_object(info);
    file.trailer.set("Info", info);
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Lang", Object::string_literal(meta.lang.tag()));
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalog.remove(b"PageLayout");
        if let Some(outline) = outline {
            catalog.set("Outlines", outline);
            catalog.set("PageMode", "UseOutlines");
        }
    }
}

/// An id that depends on the content alone. Fonts need not count: they follow from the content.
fn identify(file: &mut Document) {
    let mut hash = Sha256::new();
    for object in file.objects.values() {
        match object {
            Object::Stream(stream) => hash.update(&stream.content),
            other => hash.update(format!("{other:?}")),
        }
    }
    let id = Object::String(hash.finalize()[..16].to_vec(), lopdf::StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
}

fn save(mut file: Document) -> Result<Vec<u8>, Diagnostic> {
    file.prune_objects();
    file.renumber_objects();
    file.compress();
    let mut bytes = Vec::new();
    let saved = file.save_modern(&mut bytes);
    saved.map_err(|error| Diagnostic::error("pdf-not-written", format!("cannot write the PDF: {error}")))?;
    Ok(bytes)
}
