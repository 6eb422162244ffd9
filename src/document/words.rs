//! The words of a document and of parts of it, without markup.

use super::tree::{Block, Document, FormField, Inline, List, Signature, Table};

/// The words of a document in reading order, as every format must have them; without the formats' own additions (numbers
/// of list items and footnotes, marks, footer).
///
/// A word is what stands between white space. A blank and a line break separate words; emphasis does not.
pub fn words(document: &Document) -> Vec<String> {
    let mut text = String::new();
    push_blocks(&document.blocks, &mut text);
    text.split_whitespace().map(str::to_owned).collect()
}

fn push_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        push_block(block, text);
    }
}

fn push_block(block: &Block, text: &mut String) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph { content, .. } => push_line(content, text),
        Block::List(List { items, .. }) => items.iter().for_each(|item| push_blocks(&item.blocks, text)),
        Block::Table(Table { head, rows, .. }) => {
            head.iter().chain(rows.iter().flatten()).for_each(|cell| push_line(cell, text));
        }
        Block::Quote(blocks) | Block::Callout { blocks, .. } => push_blocks(blocks, text),
        Block::Code { text: code } => {
            text.push_str(code);
            text.push('\n');
        }
        Block::Letterhead { lines } => lines.iter().for_each(|line| push_line(line, text)),
        Block::Fields(fields) => fields.iter().for_each(|FormField { label, value }| {
            push_line(label, text);
            push_line(value, text);
        }),
        Block::Signatures(signatures) => signatures.iter().for_each(|Signature { above, room, below }| {
            above.iter().chain([room]).chain(below).for_each(|line| push_line(line, text));
        }),
        Block::Footnotes(footnotes) => footnotes.iter().for_each(|footnote| push_blocks(&footnote.blocks, text)),
        Block::Rule | Block::PageBreak => {}
    }
}

fn push_line(inlines: &[Inline], text: &mut String) {
    push_inlines(inlines, text);
    text.push('\n');
}

/// The text of inlines without markup. A blank and a line break leave a space, a footnote mark nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_inlines(inlines, &mut text);
    text
}

fn push_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) | Inline::Code(run) | Inline::Abbreviation { short: run, .. } => text.push_str(run),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strikethrough(inner)
            | Inline::Foreign { content: inner, .. }
            | Inline::Link { content: inner, .. } => push_inlines(inner, text),
            Inline::LineBreak | Inline::Blank(_) => text.push(' '),
            Inline::FootnoteRef(_) => {}
        }
    }
}
