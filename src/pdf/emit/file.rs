//! Pages to a file: printpdf makes the pages, and what it does not know is added to them.

use lopdf::{Dictionary, Object, ObjectId, dictionary};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};

use super::forms::{self, Placed};
use super::objects::{Objects, Part, assemble};
use super::ops::{Drawing, page_ops};
use super::sequence::{Mark, Sequence, sequences};
use super::shared::Shared;
use super::tree::Tree;
use super::{colour, links, metadata, outline, pictures};
use crate::diag::Diagnostic;
use crate::document::Meta;
use crate::pdf::font::Fonts;
use crate::pdf::galley::{Draw, Galley, Item};
use crate::pdf::sheet::Sheet;
use crate::pdf::style::MM;

/// Writes pages to bytes.
pub(crate) fn write(
    sheets: &[Sheet],
    galley: &Galley,
    meta: &Meta,
    fonts: &Fonts,
    shared: &Shared,
) -> Result<Vec<u8>, Diagnostic> {
    let subsets = shared.subsets(fonts, sheets)?;
    let sequences: Vec<Vec<Sequence>> = sheets.iter().map(sequences).collect();
    let placed = forms::placed(&sequences);
    let drawing = Drawing { fonts, subsets: &subsets, structure: &galley.structure };
    let mut printed = print(sheets, &sequences, &placed, &drawing);
    let appearances: Vec<Vec<u8>> = printed.split_off(sheets.len()).into_iter().map(|page| page.content).collect();

    let is_picture = |item: &Item| matches!(item.draw, Draw::Picture(_));
    let is_drawn = meta.emblem.is_some() && sheets.iter().flat_map(Sheet::drawn).any(is_picture);
    let picture = meta.emblem.as_deref().filter(|_| is_drawn).map(|emblem| shared.pictures.part(emblem));
    let mut objects = Objects::numbered_from(Shared::NEXT + picture.iter().len() as u32);
    let page_ids: Vec<ObjectId> = sheets.iter().map(|_| objects.reserve()).collect();
    let resources = subsets.keys().map(|face| (face.resource(), Object::from(Shared::font(*face))));
    let mut resources = dictionary! { "Font" => resources.collect::<Dictionary>() };
    if picture.is_some() {
        resources.set("XObject", dictionary! { pictures::RESOURCE => pictures::OBJECT });
    }
    let resources = objects.add(resources);
    let mut tree = Tree::new(&galley.structure);
    sequences.iter().zip(sheets).for_each(|(sequences, sheet)| tree.content(sequences, sheet));
    let shown = (galley.fields.as_slice(), sheets, resources);
    let fields = forms::add(&mut objects, &mut tree, &placed, &appearances, shown);
    let mut annotations = vec![Vec::new(); sheets.len()];
    fields.iter().for_each(|(page, field)| annotations[*page].push(Object::from(*field)));
    links::add(&mut objects, &mut tree, &page_ids, sheets, galley, &mut annotations);
    let tree = tree.write(&mut objects, &page_ids);
    let pages = add_pages(&mut objects, printed, &page_ids, annotations, resources);
    let outline = outline::add(&mut objects, &page_ids, sheets, galley);
    let info = metadata::information(&mut objects, meta);
    let form = (!fields.is_empty()).then(|| forms::form(&fields));
    let catalog = add_catalog(&mut objects, meta, pages, tree, (outline, form.clone()));

    let own = objects.finish();
    let fingerprint = own.fingerprint();
    let mut parts: Vec<&Part> = subsets.values().map(|subset| &subset.part).collect();
    parts.extend(picture.as_deref());
    if form.is_some() {
        parts.push(shared.field_font(fonts)?);
    }
    parts.extend([&shared.colour, &own]);
    Ok(assemble(&parts, catalog, info, fingerprint))
}

/// A page as printpdf makes it, without fonts.
struct Printed {
    page: Dictionary,
    content: Vec<u8>,
}

/// The pages, and then what each field shows as a page of its own.
fn print(sheets: &[Sheet], sequences: &[Vec<Sequence>], fields: &[Placed], drawing: &Drawing) -> Vec<Printed> {
    let mut pdf = PdfDocument::new("");
    let page = |sheet: &Sheet, sequences: &[Sequence]| {
        PdfPage::new(Mm(sheet.width / MM), Mm(sheet.height / MM), page_ops(sheet, sequences, drawing))
    };
    pdf.pages = sheets.iter().zip(sequences).map(|(sheet, sequences)| page(sheet, sequences)).collect();
    pdf.pages.extend(fields.iter().map(|field| {
        let sheet = forms::appearance(field.widget);
        page(&sheet, &[Sequence { mark: Mark::Shown, items: &sheet.items }])
    }));
    // `secure` would drop the operators that printpdf does not know; all of them are ours.
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let printed = pdf.to_lopdf_document(&options, &mut Vec::new());
    let one = |id: ObjectId| {
        let page = printed.get_dictionary(id).cloned().unwrap_or_default();
        let content = page.get(b"Contents").and_then(Object::as_reference).and_then(|id| printed.get_object(id));
        let content = content.and_then(Object::as_stream).map(|stream| stream.content.clone()).unwrap_or_default();
        Printed { page, content }
    };
    printed.get_pages().into_values().map(one).collect()
}

/// Adds the pages; returns the node above them.
fn add_pages(
    objects: &mut Objects,
    printed: Vec<Printed>,
    ids: &[ObjectId],
    annotations: Vec<Vec<Object>>,
    resources: ObjectId,
) -> ObjectId {
    let pages = objects.reserve();
    for (number, ((Printed { mut page, content }, id), annotations)) in
        printed.into_iter().zip(ids).zip(annotations).enumerate()
    {
        page.set("Parent", pages);
        page.set("Resources", resources);
        page.set("Contents", objects.stream(Dictionary::new(), &content));
        page.set("StructParents", number as i64);
        // Fields and links are reached in the order of the structure.
        page.set("Tabs", "S");
        page.remove(b"Annots");
        if !annotations.is_empty() {
            page.set("Annots", annotations);
        }
        objects.set(*id, page);
    }
    let kids: Vec<Object> = ids.iter().map(|id| Object::from(*id)).collect();
    objects.set(pages, dictionary! { "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids });
    pages
}

fn add_catalog(
    objects: &mut Objects,
    meta: &Meta,
    pages: ObjectId,
    tree: ObjectId,
    (outline, form): (Option<ObjectId>, Option<Dictionary>),
) -> ObjectId {
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        "Lang" => Object::string_literal(meta.lang.tag()),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => tree,
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "OutputIntents" => vec![colour::output_intent(Shared::PROFILE).into()],
        "Metadata" => metadata::packet(objects, meta),
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    if let Some(form) = form {
        catalog.set("AcroForm", form);
    }
    objects.add(catalog)
}
