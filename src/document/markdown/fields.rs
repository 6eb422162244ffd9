//! The letterhead, written as a paragraph, and identity fields, written as a list.

use std::mem;

use super::builder::TreeBuilder;
use crate::diag::{Code, Diagnostic, Message, say};
use crate::document::{Block, FormField, Inline, ListItem, ListRole};

impl TreeBuilder<'_> {
    /// The letterhead in the next paragraph: one line per written line.
    pub(super) fn letterhead(&mut self) -> Block {
        let content = self.paragraph();
        let lines = content.split(|inline| *inline == Inline::LineBreak).map(<[Inline]>::to_vec).collect();
        Block::Letterhead { lines }
    }

    /// The fields in the bullet list that comes next.
    pub(super) fn fields(&mut self) -> Option<Block> {
        let offset = self.cursor.next()?.1.start;
        let placed = self.list(None, ListRole::Plain, offset);
        let mut fields = Vec::new();
        for (item, place) in placed.list.items.into_iter().zip(placed.places) {
            match field(item) {
                Ok(field) => fields.push(field),
                Err(message) => {
                    let help = say!(
                        "tulis `- Label: nilai`, atau `- Label: ____` untuk isian kosong",
                        "write `- Label: value`, or `- Label: ____` to leave a blank"
                    );
                    self.find(place, Diagnostic::error(Code::MalformedFields, message).help(help));
                }
            }
        }
        Some(Block::Fields(fields))
    }
}

/// An item of the form `Label: value`.
fn field(item: ListItem) -> Result<FormField, Message> {
    if item.tick.is_some() {
        return Err(say!("isian dengan kotak centang", "a field with a tick box"));
    }
    let mut blocks = item.blocks.into_iter();
    let (Some(Block::Paragraph { content, .. }), None) = (blocks.next(), blocks.next()) else {
        return Err(say!("isian yang bukan satu baris teks", "a field that is not one line of text"));
    };
    let (label, value) = split_at_colon(content)
        .ok_or_else(|| say!("isian tanpa titik dua sesudah labelnya", "a field without a colon after its label"))?;
    match (label.is_empty(), value.is_empty()) {
        (true, _) => Err(say!("isian tanpa label", "a field without a label")),
        (_, true) => Err(say!("isian tanpa nilai", "a field without a value")),
        _ => Ok(FormField { label, value }),
    }
}

/// What stands before and after the first colon outside of emphasis and the like, without the space around it.
fn split_at_colon(content: Vec<Inline>) -> Option<(Vec<Inline>, Vec<Inline>)> {
    let is_split = |inline: &Inline| matches!(inline, Inline::Text(text) if text.contains(':'));
    let at = content.iter().position(is_split)?;
    let mut label = content;
    let mut value = label.split_off(at);
    let Some(Inline::Text(text)) = value.first_mut() else { return None };
    let (before, after) = text.split_once(':')?;
    let (before, after) = (before.trim_end().len(), after.trim_start().to_owned());
    let mut name = mem::replace(text, after);
    if text.is_empty() {
        value.remove(0);
    }
    name.truncate(before);
    if !name.is_empty() {
        label.push(Inline::Text(name));
    }
    Some((label, value))
}
