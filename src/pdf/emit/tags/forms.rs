//! Form fields as widget annotations, and the interactive form.
//!
//! 1. [`placed`] finds the fields on the pages; [`appearance`] lays out the appearance of each as a page of its own
//!    size.
//! 2. [`add`] makes the annotations with the drawn appearances, which readers show until somebody types.
//! 3. [`form`] lists them in the catalog, with the font for typed text.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary, text_string};

use super::tree::StructureTree;
use crate::layout::field::{Field, FieldKind};
use crate::layout::item::{Bounds, Draw, Item, Widget};
use crate::layout::sheet::Sheet;
use crate::layout::structure::ElementId;
use crate::pdf::emit::content::sequence::{ContentMark, PageStreams};
use crate::pdf::emit::syntax::notation::rounded;
use crate::pdf::emit::syntax::numbers;
use crate::pdf::emit::syntax::objects::Objects;

/// The resource name of the font for typed text.
const FONT: &str = "FF";
/// The annotation flag `Print`.
const PRINTED: i64 = 4;
/// The text field flag `Multiline`.
const MULTILINE: i64 = 1 << 12;

/// A form field on a page.
pub(crate) struct PlacedField<'a> {
    page: usize,
    /// The number of the content on the page that it stands before.
    before: u32,
    element: ElementId,
    pub(crate) widget: &'a Widget,
}

/// The fields of all pages, in reading order.
pub(crate) fn placed<'a>(pages: &[PageStreams<'a>]) -> Vec<PlacedField<'a>> {
    let mut placed = Vec::new();
    for (page, streams) in pages.iter().enumerate() {
        // Fields are shared, even where what they show is not.
        for sequence in &streams.common {
            let (ContentMark::Field { element, before }, [Item { draw: Draw::Widget(widget), .. }]) =
                (sequence.mark, sequence.items)
            else {
                continue;
            };
            placed.push(PlacedField { page, before, element, widget });
        }
    }
    placed
}

/// The appearance of a field as a page of the size of the field.
pub(crate) fn appearance(widget: &Widget) -> Sheet {
    let Bounds { left, top, right, bottom } = widget.area;
    let mut items = widget.shown.clone();
    items.iter_mut().for_each(|item| item.shift(-left, -top));
    let (width, height) = (right - left, bottom - top);
    let (footer, anchors, bookmarks) = Default::default();
    Sheet { width, height, items, footer, anchors, bookmarks }
}

/// Adds the fields; `drawn` holds their appearances in the same order. Returns the annotations with their pages.
pub(crate) fn add(
    objects: &mut Objects,
    tree: &mut StructureTree,
    placed: &[PlacedField],
    drawn: &[Vec<u8>],
    (fields, sheets, resources): (&[Field], &[Sheet], ObjectId),
    names: &str,
) -> Vec<(usize, ObjectId)> {
    let mut appearances = Appearances { objects, resources, boxes: BTreeMap::new() };
    let mut annotations = Vec::new();
    for (PlacedField { page, before, element, widget }, drawn) in placed.iter().zip(drawn) {
        let (Some(field), Some(sheet)) = (fields.get(widget.field), sheets.get(*page)) else { continue };
        let id = appearances.objects.reserve();
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Widget",
            "Rect" => area(widget, sheet),
            "F" => PRINTED,
            "T" => text_string(&format!("{names}{}", field.name)),
            "TU" => text_string(&field.label),
            "StructParent" => tree.annotation(*element, (*page, *before), id),
        };
        annotation.extend(&appearances.of(field, widget, drawn));
        appearances.objects.set(id, annotation);
        annotations.push((*page, id));
    }
    annotations
}

/// The interactive form (`AcroForm`) in the catalog.
pub(crate) fn form(fields: &[ObjectId]) -> Dictionary {
    let fonts = dictionary! { FONT => numbers::FIELD_FONT };
    let fields: Vec<Object> = fields.iter().map(|id| Object::from(*id)).collect();
    dictionary! { "Fields" => fields, "DR" => dictionary! { "Font" => fonts }, "DA" => typed(0.0) }
}

/// The default appearance of typed text, with a size in points; 0 lets readers fit the text to the field.
fn typed(size: f32) -> Object {
    Object::string_literal(format!("/{FONT} {} Tf 0 g", rounded(size)))
}

/// Makes the appearance streams of fields.
struct Appearances<'a> {
    objects: &'a mut Objects,
    resources: ObjectId,
    /// The appearances of check boxes, which are shared by content.
    boxes: BTreeMap<Vec<u8>, ObjectId>,
}

impl Appearances<'_> {
    /// The entries of an annotation for type, value and appearance.
    fn of(&mut self, field: &Field, widget: &Widget, drawn: &[u8]) -> Dictionary {
        match &field.kind {
            FieldKind::Text(value) => {
                let sizes: Vec<(f32, f32)> =
                    widget.shown.iter().flat_map(Item::runs).map(|run| (run.y, run.size)).collect();
                let lines = sizes.chunk_by(|a, b| a.0 == b.0).count();
                let size = sizes.first().filter(|_| lines > 1).map_or(0.0, |(_, size)| *size);
                let mut text = dictionary! {
                    "FT" => "Tx",
                    "DA" => typed(size),
                    "AP" => dictionary! { "N" => self.stream(widget, drawn) },
                };
                if lines > 1 {
                    text.set("Ff", MULTILINE);
                }
                if !value.is_empty() {
                    text.set("V", text_string(value));
                }
                text
            }
            FieldKind::Tick(ticked) => {
                let state = Object::from(if *ticked { "Yes" } else { "Off" });
                let states = dictionary! { "Yes" => self.shared(widget, drawn), "Off" => self.shared(widget, b"") };
                let looks = dictionary! { "N" => states };
                dictionary! { "FT" => "Btn", "V" => state.clone(), "AS" => state, "AP" => looks }
            }
            FieldKind::Signature => {
                dictionary! { "FT" => "Sig", "AP" => dictionary! { "N" => self.stream(widget, drawn) } }
            }
        }
    }

    fn shared(&mut self, widget: &Widget, drawn: &[u8]) -> ObjectId {
        if let Some(known) = self.boxes.get(drawn) {
            return *known;
        }
        let id = self.stream(widget, drawn);
        self.boxes.insert(drawn.to_vec(), id);
        id
    }

    fn stream(&mut self, widget: &Widget, drawn: &[u8]) -> ObjectId {
        let Bounds { left, top, right, bottom } = widget.area;
        let corner = [right - left, bottom - top].map(|length| Object::Real(rounded(length)));
        let dictionary = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => [Object::Integer(0), Object::Integer(0)].into_iter().chain(corner).collect::<Vec<_>>(),
            "Resources" => self.resources,
        };
        self.objects.stream(dictionary, drawn)
    }
}

/// The rectangle of a field in PDF coordinates, y upwards.
fn area(widget: &Widget, sheet: &Sheet) -> Vec<Object> {
    let Bounds { left, top, right, bottom } = widget.area;
    [left, sheet.height - bottom, right, sheet.height - top].map(|value| Object::Real(rounded(value))).to_vec()
}
