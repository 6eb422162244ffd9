//! Draws a document in a few characters, so that a test shows the whole tree.

use crate::document::{Block, Document, Inline, ListItem};

/// One block a line, indented by its depth.
pub(super) fn sketch(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.blocks, 0, &mut out);
    out
}

fn blocks(all: &[Block], depth: usize, out: &mut String) {
    all.iter().for_each(|one| block(one, depth, out));
}

fn line(depth: usize, text: &str, out: &mut String) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(text);
    out.push('\n');
}

fn block(block: &Block, depth: usize, out: &mut String) {
    match block {
        Block::Heading { level, id, content } => line(depth, &format!("h{level} #{id}: {}", inlines(content)), out),
        Block::Paragraph { style, content } => line(depth, &format!("{style:?}: {}", inlines(content)), out),
        Block::List(list) => {
            let kind = list.start.map_or("bullets".to_owned(), |start| format!("from {start}"));
            line(depth, &format!("{:?} list, {kind}, {}", list.role, if list.tight { "tight" } else { "loose" }), out);
            list.items.iter().for_each(|one| item(one, depth + 1, out));
        }
        Block::Table(table) => {
            line(depth, &format!("{:?} table {:?}", table.role, table.align), out);
            line(depth + 1, &row(&table.head), out);
            table.rows.iter().for_each(|cells| line(depth + 1, &row(cells), out));
        }
        Block::Quote(inner) => {
            line(depth, "quote", out);
            blocks(inner, depth + 1, out);
        }
        Block::Callout { kind, blocks: inner } => {
            line(depth, &format!("{kind:?}"), out);
            blocks(inner, depth + 1, out);
        }
        Block::Code { text } => line(depth, &format!("code {text:?}"), out),
        Block::Rule => line(depth, "rule", out),
        Block::Letterhead { lines } => line(depth, &format!("letterhead {}", row(lines)), out),
        Block::Fields(fields) => {
            line(depth, "fields", out);
            fields.iter().for_each(|f| line(depth + 1, &format!("{} = {}", inlines(&f.label), inlines(&f.value)), out));
        }
        Block::Signatures(signatures) => {
            line(depth, "signatures", out);
            for s in signatures {
                line(depth + 1, &format!("{} [{}] {}", row(&s.above), inlines(&s.room), row(&s.below)), out);
            }
        }
        Block::PageBreak => line(depth, "page break", out),
        Block::Footnotes(notes) => notes.iter().for_each(|note| {
            line(depth, &format!("footnote {}", note.number), out);
            blocks(&note.blocks, depth + 1, out);
        }),
    }
}

fn item(item: &ListItem, depth: usize, out: &mut String) {
    match item.tick {
        None => line(depth, "-", out),
        Some(ticked) => line(depth, if ticked { "- [x]" } else { "- [ ]" }, out),
    }
    blocks(&item.blocks, depth + 1, out);
}

fn row(cells: &[Vec<Inline>]) -> String {
    cells.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join(" | ")
}

/// Inlines joined by `·`, containers in brackets.
fn inlines(all: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Emphasis(inner) => format!("em({})", inlines(inner)),
        Inline::Strong(inner) => format!("strong({})", inlines(inner)),
        Inline::Strikethrough(inner) => format!("struck({})", inlines(inner)),
        Inline::Code(text) => format!("code({text})"),
        Inline::Link { href, content } => format!("link({href}, {})", inlines(content)),
        Inline::LineBreak => "↵".to_owned(),
        Inline::Blank(ems) => format!("blank({ems})"),
        Inline::Abbreviation { short, .. } => format!("short({short})"),
        Inline::Foreign { lang, content } => format!("{}({})", lang.tag(), inlines(content)),
        Inline::FootnoteRef(number) => format!("ref({number})"),
    };
    all.iter().map(one).collect::<Vec<_>>().join("·")
}
